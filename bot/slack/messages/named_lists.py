"""Named lists as messages: one with what is on it and how it is used, all that may be used here, and one deleted."""

from __future__ import annotations

from bot.answers.named_lists import ListCard, ListOfLists
from bot.model.post import Message
from bot.names.records import NamedList
from bot.slack.actions import Ask
from bot.slack.blocks import Block, build_message, build_rows, context, section
from bot.slack.messages.frame import Frame, join_facts, open_button
from bot.slack.mrkdwn import bold, escape, plural


def build_list_card(answer: ListCard, frame: Frame) -> Message:
    """Build one list: whose it is, what it finds, and how it is used, changed and deleted."""
    done = "Saved" if answer.is_saved else "List"
    to = " to:me" if answer.is_own else ""
    hints = [
        f"Search it: {frame.command(f'list:{answer.name}', 'policy')}",
        f"Follow it: {frame.command(f'subscribe list:{answer.name}', 'digest')}",
        f"Change it: {frame.command(f'list save {answer.name} = {answer.filter}{to}', 'policy')}",
        f"Delete it: {frame.command(f'list delete {answer.name}{to}', 'policy')}",
    ]
    head = frame.open_first(_build_row(answer, f"{done}: "), notes=answer.notes)
    hint = context("\n".join(hints[:1] if frame.only_reads else hints))
    return build_message(f"{done}: {escape(answer.name)}", [*head, hint])


def build_list_of_lists(answer: ListOfLists, frame: Frame) -> Message:
    """Build all lists that may be used here, or how the first is saved by who may."""
    example = frame.command("list save us = topic:robotics,ai company:Huawei", "policy")
    said = bold(plural(len(answer.rows), "named list")) if answer.rows else f"{bold('No named lists yet')}"
    save = "" if frame.only_reads else f"Save one for this channel: {example}, or your own with `to:me` at its end"
    rows = [[_build_row(row)] for row in answer.rows]
    text = join_facts((said, ", ".join(escape(row.name) for row in answer.rows)))
    tail = [context(save)] if save else []
    return build_rows(text, head=frame.open_first(section(said)), rows=rows, tail=lambda _: tail)


def build_list_deleted(held: NamedList) -> Message:
    """Build the word that a list is gone."""
    said = f"{bold(f'Deleted: {held.name}')} ({escape(held.filter)})"
    return build_message(said, [section(said)])


def _build_row(row: ListCard, before: str = "") -> Block:
    whose = "your own" if row.is_own else "this channel's"
    words = f"Any of: {join_facts(map(escape, row.words))}"
    search = open_button("Search", Ask(command="policy", text=f"list:{row.id}"))
    return section(f"{bold(f'{before}{row.name}')} · {whose} · {row.id}\n{words}", accessory=search)
