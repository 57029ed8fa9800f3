"""Where the facts of a policy stand when several items report it, and what those say that differs."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.domain.records.briefing import DeadlineKind
from bot.domain.records.policy_sources import ISSUERS, find_givers, list_days, list_differences
from bot.slack.blocks import cut
from bot.slack.messages.citations import cite
from bot.slack.messages.frame import join_facts
from bot.slack.messages.policy_facts import format_bodies
from bot.slack.mrkdwn import bold, escape, format_day, join_words, plural, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.records.policy import Policy
    from bot.domain.records.policy_sources import Difference
    from bot.services.results import ItemRow

_MAX_DIFFERING = 3
_MAX_QUOTE = 240
_MAX_QUOTES = 8


def format_fact_sources(policy: Policy, rows: Sequence[ItemRow], shown: ItemRow | None = None) -> list[str]:
    """Give a line for each item, other than the one ``shown`` with the facts, that some of them are from."""
    if shown is not None and len(rows) == 1:
        return []
    reports = [(row.id, row.item) for row in rows]
    own = shown.id if shown else ""
    given = list(find_givers(policy, reports, own).items())
    given += [(_name_kind(day.kind.value), day.item_id) for day in list_days(policy, reports) if day.item_id]
    by_id = {row.id: row for row in rows}
    order = [row.id for row in rows]
    found = sorted((pair for pair in given if pair[1] != own), key=lambda pair: order.index(pair[1]))
    return [
        f"— {join_words(dict.fromkeys(fact for fact, _ in pairs))}: {cite(by_id[item_id].source)}"
        for item_id, pairs in groupby(found, key=lambda pair: pair[1])
    ]


def format_differences(policy: Policy, rows: Sequence[ItemRow]) -> list[str]:
    """Give a line of what sources say otherwise of date, issuers and deadlines; none where they agree."""
    if len(rows) == 1:
        return []
    by_id = {row.id: row for row in rows}
    found = list_differences(policy, [(row.id, row.item) for row in rows])
    if not found:
        return []
    order = [row.id for row in rows]
    ordered = sorted(found, key=lambda each: order.index(each.item_id))
    said = [
        f"{join_words(map(_format_difference, each))} ({cite(by_id[item_id].source)})"
        for item_id, each in groupby(ordered, key=lambda each: each.item_id)
    ]
    left = len(said) - _MAX_DIFFERING
    more = f"{plural(left, 'more source')}" if left > 0 else ""
    return [f"{bold('Sources differ:')} {join_facts((*said[:_MAX_DIFFERING], more))}"]


def format_day_quotes(policy: Policy, rows: Sequence[ItemRow]) -> list[str]:
    """Give each deadline with the sentence that sets it and its source, where there is more than one of a kind."""
    by_id = {row.id: row for row in rows}
    days = [day for day in list_days(policy, [(row.id, row.item) for row in rows]) if day.item_id]
    if len({day.kind for day in days}) == len(days):
        return []
    said: dict[tuple[str, str, str], list[str]] = {}
    for day in days:
        said.setdefault((day.kind.value, day.item_id or "", day.quote), []).append(format_day(day.on))
    lines = [
        f"• {_name_kind(kind)} {join_words(on)} — {cite(by_id[item_id].source)}\n"
        f"{quote(cut(escape(' '.join(printed.split())), _MAX_QUOTE))}"
        for (kind, item_id, printed), on in said.items()
    ]
    left = len(lines) - _MAX_QUOTES
    more = [f"… {left} more under Source"] if left > 0 else []
    return [bold("Deadlines as printed:"), *lines[:_MAX_QUOTES], *more]


def _format_difference(each: Difference) -> str:
    if each.fact == ISSUERS:
        return f"issuers {format_bodies(each.issuing_bodies)}"
    return f"{_name_kind(each.fact)} {format_day(each.on)}"


def _name_kind(fact: str) -> str:
    return fact.replace("_", " ") if fact in set(DeadlineKind) else fact
