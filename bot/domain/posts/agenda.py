"""What a digest of deadlines ahead leaves out, though it matches.

What its place does not want to hear of, days that were moved or are over, what a newer report of the same policy tells,
and what a reminder of the same day tells.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.calendar.date_ranges import DateRange, intersect_ranges
from bot.domain.calendar.dates import beijing_day
from bot.domain.posts.digest import Decided, Fate, forget_before, list_ahead

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from bot.domain.posts.digest import DigestItem, DigestRule
    from bot.domain.records.deadlines import DeadlineKey

NOT_FOR_US = "answered with Not for us"
"""Why the ledger says so of an item."""
BY_REMINDER = "told by a reminder of the day"
"""The same, and what the digest counts it by."""
_OVER = "its deadline is over"

_TELLS = {Fate.INCLUDED, Fate.ALREADY_HAD, Fate.WAITING, Fate.REMINDED}
"""The fates of what its readers are told: here, by a reminder, or by the channels that they hear."""


def decide_agenda(
    decided: Sequence[Decided], of: DigestRule, *, carried: Collection[int], news: Collection[int], now: dt.datetime
) -> tuple[Decided, ...]:
    """Leave out the items of which no deadline ahead is left to tell; what was ``carried`` by the digest stays.

    Each deadline is told by the newest report that gives it. What changed is told of the briefings that are ``news``.
    """
    told: set[DeadlineKey] = set()
    fates: dict[int, Decided] = {}
    for one in sorted(decided, key=lambda each: (-each.item.briefing_id, each.item.item_id)):
        is_open = one.fate is Fate.INCLUDED and one.item.item_id not in carried
        fates[one.item.item_id] = _decide(one, of, told, now=now) if is_open else one
        if fates[one.item.item_id].fate in _TELLS:
            told |= {key for key, _ in list_ahead(one.item, of, now=now)}
    return tuple(_tell_once(fates[one.item.item_id], news) for one in decided)


def _decide(one: Decided, of: DigestRule, told: Collection[DeadlineKey], *, now: dt.datetime) -> Decided:
    newer = Decided(
        item=one.item, fate=Fate.OUTDATED, reason=f"a newer report of {one.item.shown_id} gives its deadlines"
    )
    keys = [key for key, _ in list_ahead(one.item, of, now=now)]
    if not keys:
        has_moved = any(list_ahead(one.item, replace(of, moved=frozenset()), now=now))
        over = Decided(item=one.item, fate=Fate.FILTERED, reason=_OVER)
        return newer if has_moved else over if _is_over(one.item, of, now=now) else one
    wanted = [key for key in keys if not of.declines(key)]
    if not wanted:
        return Decided(item=one.item, fate=Fate.DECLINED, reason=NOT_FOR_US)
    untold = [key for key in wanted if key not in told]
    if untold and all(key in of.reminded for key in untold):
        return Decided(item=one.item, fate=Fate.REMINDED, reason=BY_REMINDER)
    return one if untold else newer


def _is_over(item: DigestItem, of: DigestRule, *, now: dt.datetime) -> bool:
    """Tell whether the days that an item is asked for are gone by, of a rule that does not ask for such alone."""
    if of.due is None or intersect_ranges(of.due, DateRange(start=beijing_day(now))) is None:
        return False
    return any(of.due.contains(each.on) for each in item.item.deadlines)


def _tell_once(one: Decided, news: Collection[int]) -> Decided:
    """Give an item as one not reported before, unless its report is new."""
    if one.item.briefing_id in news:
        return one
    return replace(one, item=forget_before(one.item))
