"""Reminders of deadlines, with the buttons that answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.records.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey, format_deadline_key
from bot.slack.actions import DECLINE, OPEN, TAKE, Ask, format_ask
from bot.slack.blocks import Block, actions, build_message, button, context, cut, section
from bot.slack.messages.digest_lines import (
    ACT,
    describe_facts,
    describe_place,
    describe_source,
    name_document,
    say_days,
)
from bot.slack.mrkdwn import bold, escape, format_day, quote

if TYPE_CHECKING:
    from bot.domain.posts.post import Message
    from bot.domain.posts.reminder import Reminder

_MAX_QUOTE = 300


def build_reminder(reminder: Reminder) -> Message:
    """Give the reminder: how many days are left, what is to be done, what the source says, and who takes it on."""
    item = reminder.item.item
    said = _say_left(reminder)
    what = _say_what(reminder)
    quoted = cut(escape(" ".join(reminder.deadline.quote.split())), _MAX_QUOTE)
    facts = escape(describe_facts(item, reminder.issuers))
    source = f"{describe_source(reminder.source)}, {describe_place(item)}"
    quotes = [section(quote(f"“{quoted}”"))] if quoted else []
    small = " · ".join(filter(None, (facts, source, f"rule {reminder.rule}")))
    answered = [section(_describe_answer(reminder.answer))] if reminder.answer else []
    blocks = [section(f"{bold(said)}: {what}"), *quotes, context(small), *answered, actions(*_list_buttons(reminder))]
    return build_message(f"{said}: {what}", blocks)


def _say_left(reminder: Reminder) -> str:
    days = say_days(reminder.left)
    left = f"{days} left" if reminder.left > 0 else days
    return f"Learned late, {left}" if reminder.is_late else left.capitalize()


def _say_what(reminder: Reminder) -> str:
    name = f"{escape(name_document(reminder.item.item))} ({reminder.item.shown_id})"
    day = f"{format_day(reminder.deadline.on)} (Beijing)"
    verb = ACT.get(reminder.deadline.kind)
    return f"{verb} {name} by {day}" if verb else f"{name} takes effect on {day}"


def build_void_reminder(key: DeadlineKey) -> Message:
    """Give what stands in the place of a reminder whose deadline was corrected away."""
    text = (
        f"Corrected: {escape(key.subject)} has no deadline on {format_day(key.on)} any more, so this reminder is void."
    )
    return build_message(text, [section(text)])


def _describe_answer(answer: DeadlineAnswer) -> str:
    day = format_day(answer.at.date())
    if answer.kind is AnswerKind.TAKEN:
        return f"{bold('Taken on')} by <@{escape(answer.by)}>, {day}"
    return f"{bold('Not for us')}, said <@{escape(answer.by)}>, {day}; no further reminder of it here"


def _list_buttons(reminder: Reminder) -> list[Block]:
    value = format_deadline_key(reminder.key)
    said = reminder.answer.kind if reminder.answer else None
    buttons = (
        (AnswerKind.TAKEN, button("Take it on", TAKE, value)),
        (AnswerKind.DECLINED, button("Not for us", DECLINE, value)),
    )
    opens = button("Open", OPEN, format_ask(Ask(command="policy", text=reminder.item.shown_id)))
    return [*(shown for kind, shown in buttons if kind is not said), opens]
