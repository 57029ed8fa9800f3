"""What the place of a rule gets by other posts, so that nobody is told twice.

A channel counts what all its rules bring. A person counts besides what the channels get whose rules they look
after. Posts ask as of now, previews as of each slot gone by.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from bot.answers.lookup import Lookup
from bot.digests.summaries import Told
from bot.errors import BadQueryError
from bot.model.deadlines import beijing_day
from bot.model.digest import Fate
from bot.model.ids import IdKind, parse_id
from bot.model.subscription import Cadence, Holidays, Subscription, SubscriptionState, is_person, list_next_slots
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.store.database import Database
from bot.store.items import list_versions
from bot.store.schedules import (
    Brought,
    find_last_day,
    find_window_start,
    list_brought,
    list_brought_before,
    list_last_fated,
    list_waiting_briefings,
    list_waiting_items,
)
from bot.store.subscriptions import list_active_in, list_owned

SOON = dt.timedelta(days=1)
"""What a channel gets no later than this after a person's own digest is left to the channel."""
AHEAD = dt.timedelta(days=2)
"""A slot decided for a time further ahead than this was decided by a clock that was wrong, and is forgotten."""

Had = dict[tuple[int, int], str]
"""An item's number and version, and the rule that brings it."""


class Elsewhere:
    """What a place gets by ``brought``, in the order of time, and by channels' rules in slots that it hears.

    ``before`` is what it got of earlier reports of the same policies, in the order of time. ``now`` is the moment of
    asking. Asked about the past, it has to be asked in the order of time.
    """

    def __init__(
        self,
        place: str,
        brought: Sequence[Brought],
        before: Sequence[Brought],
        slotted: Sequence[Subscription],
        now: dt.datetime,
        briefings: Collection[int] = (),
    ) -> None:
        self._place = place
        self._brought = brought
        self._before = before
        self._slotted = slotted
        self._now = now
        self._briefings = briefings
        self._here: Had = {}
        self._there: Had = {}
        self._read = 0

    def find_had(self, at: dt.datetime | None = None) -> Had:
        """Get what was brought by a moment, or what is by now and by posts that are decided; here before elsewhere."""
        while self._read < len(self._brought) and (at is None or self._brought[self._read].at <= at):
            each = self._brought[self._read]
            held = self._here if each.channel == self._place else self._there
            held.setdefault((each.item_id, each.version), each.source)
            self._read += 1
        return {**self._there, **self._here}

    def find_told_before(self, at: dt.datetime) -> Had:
        """Return what was brought by a moment of earlier reports, here before elsewhere.

        Slots of one moment tell each other nothing, in whatever order they are decided.
        """
        by_then = [each for each in self._before if each.at < at or (each.at == at and not each.in_slot)]
        here_last = sorted(by_then, key=lambda each: each.channel == self._place)
        return {(each.item_id, each.version): each.source for each in here_last}

    def find_coming(self, db: Database, matcher: Lookup, holidays: Holidays, *, at: dt.datetime) -> Had:
        """Return what channels get in a slot within a day after a person's own slot ``at``, and which rule brings it.

        It waits in the person's own rule: when it has come there it is left out, when it has not, the next digest
        brings it. A channel's rule waits for nobody. What has come there meanwhile counts as what was to come.
        """
        coming: Had = {}
        for each in self._brought if is_person(self._place) else ():
            if each.in_slot and each.channel != self._place and at < each.at <= at + SOON:
                coming.setdefault((each.item_id, each.version), each.source)
        if at + SOON <= self._now:
            return coming
        for rule in self._slotted:
            last_on = find_last_day(db, rule.id, before=at + AHEAD)
            found = list_next_slots(rule.schedule, holidays, after=at - dt.timedelta(microseconds=1), beyond=last_on)
            if found and found[0].at <= at + SOON:
                awaited = list_awaited(db, matcher, rule, at=found[0].at, briefings=self._briefings)
                coming = {**dict.fromkeys(awaited, rule.shown_id), **coming}
        return coming


def list_awaited(
    db: Database, matcher: Lookup, rule: Subscription, *, at: dt.datetime, briefings: Collection[int] = ()
) -> list[tuple[int, int]]:
    """Return the items, by number and version, that wait for a rule's slot to come and that it will still ask for then.

    A deadline may be over by its slot, or a draft closed; then its digest will not bring what waits for it. One of
    deadlines brings those of these ``briefings``, too, that have come near since its last slot, or that this slot left
    to a reminder of its day.
    """
    try:
        query = parse_query(rule.filter, lexicon=matcher.lexicon(), today=beijing_day(at))
        matching = _match(db, matcher, query, list_waiting_briefings(db, rule.id, until=at), at=at)
        waiting = [(item, version) for item, version in list_waiting_items(db, rule.id) if item in matching]
        last = find_window_start(db, rule.id, before=at) if query.due is not None else None
        if last is None:
            return waiting
        then = parse_query(rule.filter, lexicon=matcher.lexicon(), today=beijing_day(last))
    except BadQueryError:
        return []
    by_reminder = list_last_fated(db, rule.id, Fate.REMINDED)
    near = _match(db, matcher, query, briefings, at=at)
    near -= _match(db, matcher, then, briefings, at=last) - by_reminder
    return waiting + list_versions(db, sorted(near - {item for item, _ in waiting}))


def _match(db: Database, matcher: Lookup, query: Query, briefings: Collection[int], *, at: dt.datetime) -> set[int]:
    found = (matcher.matching_items_in(db, query, now=at, briefing=briefing) for briefing in briefings)
    return {parse_id(row.id, IdKind.ITEM) for rows in found for row in rows}


def read_elsewhere(
    db: Database,
    *,
    workspace: str,
    place: str,
    briefings: Collection[int],
    now: dt.datetime,
    besides: str | None = None,
    since: dt.datetime | None = None,
) -> Elsewhere:
    """Return what a channel or person gets of these briefings; ``besides`` names a rule that is left out of account.

    With ``since``, what that rule brought before counts as what was told of earlier reports.
    """
    heard: frozenset[str] = frozenset()
    if is_person(place):
        heard = list_channels_of(db, workspace=workspace, user=place)
    places = {place, *heard}
    slotted = list_active_in(db, workspace, heard) if heard else []
    before = list_brought_before(db, workspace=workspace, channels=places, briefings=briefings)
    return Elsewhere(
        place,
        list_brought(db, workspace=workspace, channels=places, briefings=briefings, besides=besides),
        [each for each in before if each.source != besides or (since is not None and each.at <= since)],
        [rule for rule in slotted if rule.cadence is not Cadence.IMMEDIATE and rule.runs_from is not None],
        now,
        briefings,
    )


def list_channels_of(db: Database, *, workspace: str, user: str) -> frozenset[str]:
    """Return the channels that a person surely hears: those with an active rule that they look after."""
    owned = list_owned(db, workspace=workspace, user=user)
    return frozenset(each.channel for each in owned if each.state is SubscriptionState.ACTIVE and not each.is_personal)


def list_heard(db: Database, rule: Subscription) -> list[Subscription]:
    """Return the active rules of the channels that the person of a personal rule hears; none for a channel's rule."""
    return list_active_in(db, rule.workspace, _list_heard_channels(db, rule))


def list_places(db: Database, rule: Subscription) -> list[str]:
    """Return where those are told something to whom a rule posts: its own place, and what channels its person hears."""
    return [rule.channel, *sorted(_list_heard_channels(db, rule) - {rule.channel})]


def _list_heard_channels(db: Database, rule: Subscription) -> frozenset[str]:
    if not rule.is_personal:
        return frozenset()
    return list_channels_of(db, workspace=rule.workspace, user=rule.channel)


def find_told(
    db: Database,
    rule: Subscription,
    *,
    briefings: Collection[int],
    now: dt.datetime,
    at: dt.datetime | None = None,
) -> Told:
    """Return what of these briefings the place of a rule already gets, and what it was told before ``at``, else now."""
    place = rule.channel
    found = read_elsewhere(db, workspace=rule.workspace, place=place, briefings=briefings, now=now)
    return Told(had=found.find_had(), before=found.find_told_before(at or now))
