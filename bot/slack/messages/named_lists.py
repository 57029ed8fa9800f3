"""Named lists as messages: one with what it holds and how it is used, and all that may be used here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.actions import Ask
from bot.slack.blocks import Block, build_rows, context, section
from bot.slack.messages.frame import open_button
from bot.slack.mrkdwn import bold, escape, join_words, plural

if TYPE_CHECKING:
    from bot.domain.lexicon import NamedList
    from bot.domain.posts.post import Message
    from bot.services.list_results import ListCard, ListOfLists
    from bot.slack.messages.frame import Frame


def build_list_card(answer: ListCard, frame: Frame) -> Message:
    """Build one list: whose it is, what an item on it has any of, how it is used and how it ends."""
    done = "Saved" if answer.is_saved else "List"
    usage = join_words(
        (frame.command(f"list:{answer.name}", "policy"), frame.command(f"subscribe list:{answer.name}", "digest"))
    )
    change = frame.command(f"list save {answer.name} = {answer.filter}{_to(answer)}", "policy")
    delete = frame.command(f"list delete {answer.name}{_to(answer)}", "policy")
    blocks: list[Block] = [
        *frame.opening(answer.notes),
        section(
            f"{bold(f'{done}: {answer.name}')} ({answer.id}), {_name_owner(answer)}\n{_format_members(answer)}",
            accessory=_build_search(answer),
        ),
        context(f"Use it in any search: {usage}.", f"Change it: {change} · end it: {delete}"),
    ]
    if frame.only_reads:
        blocks[-1] = context(f"Use it in any search: {frame.command(f'list:{answer.name}', 'policy')}.")
    return build_rows(f"{done}: {escape(answer.name)}", head=blocks, rows=(), tail=lambda _: ())


def build_list_of_lists(answer: ListOfLists, frame: Frame) -> Message:
    """Build all lists that may be used here, or how the first is saved by who may."""
    example = frame.command("list save us = topic:robotics,ai company:Huawei", "policy")
    own = frame.command("list save mine = … to:me", "policy")
    head: list[Block] = [*frame.opening()]
    if answer.rows:
        head.append(section(f"{bold(plural(len(answer.rows), 'named list'))} that you can use here"))
    else:
        head.append(section(bold("No named list yet.") + ("" if frame.only_reads else f" Save one: {example}")))
    rows = [
        [
            section(
                f"{bold(row.name)} ({row.id}), {_name_owner(row)}\n{_format_members(row)}", accessory=_build_search(row)
            )
        ]
        for row in answer.rows
    ]

    def tail(_shown: int) -> list[Block]:
        save = "" if frame.only_reads else f" Save one: {example} · your own: {own}"
        return [context(f"An item is on a list when it has any of it.{save}")]

    text = ", ".join(escape(row.name) for row in answer.rows) or "No named list yet."
    return build_rows(text, head=head, rows=rows, tail=tail)


def build_list_deleted(held: NamedList) -> Message:
    """Build the word that a list is gone."""
    said = f"{bold(f'Deleted: {held.name}')} ({held.shown_id}). It held: {escape(held.filter)}"
    return build_rows(f"Deleted: {escape(held.name)}", head=[section(said)], rows=(), tail=lambda _: ())


def _build_search(row: ListCard) -> Block:
    return open_button("Search it", Ask(command="policy", text=f"list:{row.id}"), 1)


def _format_members(row: ListCard) -> str:
    return f"any of: {' · '.join(escape(words) for words in row.words)}"


def _name_owner(row: ListCard) -> str:
    return "your own" if row.is_own else "of this channel"


def _to(row: ListCard) -> str:
    return " to:me" if row.is_own else ""
