"""What stands around the rows of a search: how many match, and what is near where nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.results import PolicyRow
from bot.slack.actions import Ask
from bot.slack.blocks import Block, cut, section
from bot.slack.messages.frame import describe_held, join_facts, open_button
from bot.slack.messages.policy_facts import format_bodies, name_policy
from bot.slack.mrkdwn import escape, format_day, plural

if TYPE_CHECKING:
    from bot.services.results import ItemRow, PolicyList

_NAME = 150


def describe_total(answer: PolicyList) -> str:
    """Give how many results and items there are and what is held; of very many only the first can be paged through."""
    if answer.is_cut:
        order = "newest" if answer.is_newest_first or not answer.understood else "first"
        many = f"{answer.total_items:,}" if answer.total_items > answer.total else f"more than {answer.total_items:,}"
        found = (
            f"{many} items match; the {order} {answer.total:,} results are listed: narrow it by words, keys or dates"
        )
        return f"{found} · {describe_held(answer.held)}"
    items = f" ({plural(answer.total_items, 'item')})" if answer.total_items != answer.total else ""
    return f"{plural(answer.total, 'result')}{items} · {describe_held(answer.held)}"


def build_near(answer: PolicyList, *, shared: bool) -> list[Block]:
    """Build the lines of what has some of what was asked for, not counted, each with a button that opens it."""
    return [
        section(
            f"Near, not counted: {_name(row)}",
            accessory=None if shared else open_button("Open", Ask(command="policy", text=_find_id(row)), number),
        )
        for number, row in enumerate(answer.near)
    ]


def _find_id(row: PolicyRow | ItemRow) -> str:
    return row.policy.id if isinstance(row, PolicyRow) else row.id


def _name(row: PolicyRow | ItemRow) -> str:
    if isinstance(row, PolicyRow):
        policy = row.policy
        facts = join_facts((format_bodies(policy.issuing_bodies), format_day(policy.issued_on)))
        return f"{escape(cut(name_policy(policy, row.row), _NAME))}{f' ({facts})' if facts else ''}"
    named = row.item.headline or row.sentence or row.id
    day = format_day(row.item.reported_on)
    return f"{escape(cut(named, _NAME))}{f' ({day})' if row.item.reported_on else ''}"
