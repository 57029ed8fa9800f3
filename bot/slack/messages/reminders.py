"""Reminders of deadlines, and what is said of facts that were corrected after they were posted."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from bot.digests.chat import Correction, Reminder
from bot.model.briefing import Item
from bot.model.comments import fold_spaces
from bot.model.deadlines import AnswerKind, DeadlineAnswer, format_deadline_key
from bot.model.post import Message
from bot.slack.actions import DECLINE, TAKE, Ask
from bot.slack.blocks import MAX_BLOCKS, Block, actions, build_message, button, context, cut, pack_lines, section
from bot.slack.messages.frame import open_button
from bot.slack.messages.items import (
    describe_deadline,
    describe_differences,
    describe_facts,
    describe_pages,
    describe_source,
    name_item,
)
from bot.slack.mrkdwn import bold, escape, format_day, quote

_MAX_QUOTE = 300
_SEE_THREAD = "Corrected, see thread"


def build_reminder(reminder: Reminder) -> Message:
    """Return the reminder: what is to be done by when, the sentence that says so, its source, and who handles it."""
    item = reminder.item.item
    day = reminder.deadline.on
    today = day - dt.timedelta(days=reminder.left)
    when = describe_deadline(reminder.deadline.kind, day, reminder.left, year=today.year)
    name = escape(name_item(item))
    said = cut(escape(fold_spaces(reminder.deadline.quote)), _MAX_QUOTE)
    answer = [context(_describe_answer(reminder.answer))] if reminder.answer else []
    small = (
        escape(describe_facts(item, reminder.issuers)),
        describe_source(reminder.source),
        describe_pages(item),
        f"{reminder.item.shown_id} · {reminder.rule}",
    )
    blocks = [
        section(f"{bold(f'⏳ {when}')} (Beijing time)\n{name}"),
        *([section(quote(said))] if said else []),
        context(" · ".join(filter(None, small))),
        *answer,
        actions(*_list_buttons(reminder)),
    ]
    return build_message(f"{when}: {name}", blocks)


def _describe_answer(answer: DeadlineAnswer) -> str:
    who, day = f"<@{escape(answer.by)}>", format_day(answer.at.date())
    if answer.kind is AnswerKind.TAKEN:
        return f"{who} handles it, since {day}"
    return f"{who} said on {day} that it isn't for you here: no further reminder"


def _list_buttons(reminder: Reminder) -> list[Block]:
    """Return Open, and the answers that were not given yet."""
    value = format_deadline_key(reminder.key)
    said = reminder.answer.kind if reminder.answer else None
    answers = (
        (AnswerKind.TAKEN, button("I'll handle it", TAKE, value)),
        (AnswerKind.DECLINED, button("Not for us", DECLINE, value)),
    )
    opens = open_button("Open", Ask(command="policy", text=reminder.item.shown_id), 1)
    return [opens, *(shown for kind, shown in answers if kind is not said)]


def build_correction(corrections: Sequence[Correction], taken_out: Sequence[Item] = ()) -> Message:
    """Return the line for a post's thread: each item with the facts that were corrected, and what was taken out."""
    lines = [
        f"Corrected: {escape(name_item(each.now))}:"
        f" {escape('; '.join(describe_differences(each.now, each.before, each.issuers)))} · {each.item.shown_id}"
        for each in corrections
    ]
    lines += [f"Corrected: {escape(name_item(item))} isn't in the briefing any more" for item in taken_out]
    return build_message("\n".join(lines), [section(text) for text in pack_lines(lines)])


def build_corrected(message: Message) -> Message:
    """Return a post that says at its end that its thread corrects it."""
    if message.blocks == "[]":  # Slack refused its blocks
        text = message.text if message.text.endswith(_SEE_THREAD) else f"{message.text}\n{_SEE_THREAD}"
        return Message(text=text)
    blocks: list[Block] = json.loads(message.blocks)
    note = context(_SEE_THREAD)
    return message if note in blocks else build_message(message.text, [*blocks[: MAX_BLOCKS - 1], note])
