"""How two reports of one thing differ, in words: deadlines of every kind, issuers, date, status, number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.domain.records.differences import Fact, list_differences
from bot.slack.mrkdwn import format_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain.records.briefing import Item
    from bot.domain.records.differences import Difference


def describe_differences(now: Item, was: Item, issuers: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Give what differs: the fact's name, what it is now, what it was; raw, "" for what is not said.

    ``issuers`` gives the label of each body id.
    """
    for each in list_differences(now, was):
        yield each.fact.value, _say(each.now, each, issuers), _say(each.was, each, issuers, beside=each.now)


def describe_issuers(item: Item, issuers: Mapping[str, str]) -> str:
    """Give who issued what an item reports, by label."""
    return ", ".join(issuers.get(body, body) for body in item.issuing_bodies)


def _say(
    values: Sequence[dt.date | str], of: Difference, issuers: Mapping[str, str], *, beside: Sequence[dt.date | str] = ()
) -> str:
    if days := _list_days(values):
        return _format_days(days, beside=_list_days(beside))
    words = [str(value) for value in values]
    if of.fact is Fact.STATUS:
        words = [word.replace("_", " ") for word in words]
    return ", ".join(issuers.get(word, word) for word in words) if of.fact is Fact.ISSUERS else ", ".join(words)


def _list_days(values: Sequence[dt.date | str]) -> list[dt.date]:
    return [value for value in values if isinstance(value, dt.date)]


def _format_days(days: Sequence[dt.date], *, beside: Sequence[dt.date] = ()) -> str:
    """Give the days, without their year where they stand beside days of that year."""
    years = {day.year for day in (*days, *beside)}
    shown = [format_day(day) for day in days]
    if beside and len(years) == 1:
        shown = [text.rsplit(" ", 1)[0] for text in shown]
    return ", ".join(shown)
