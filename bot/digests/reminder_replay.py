"""Which reminders of deadlines a rule would have brought in the past: decided day by day by the rule that posts.

As in any preview items read as they stand now. What other rules of the place, and channels that a person hears, were
reminded of is left out, as posts do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.answers.lookup import Lookup
from bot.digests.elsewhere import list_channels_of
from bot.digests.post_rules import list_answers_by
from bot.digests.reminder import DueReminder, decide_reminder, find_mark_said
from bot.digests.reminders import AHEAD, BEIJING, Wanted, find_end, list_kept, list_wanted
from bot.digests.schedules import Window
from bot.digests.summaries import Issue, Occasion, read_issues
from bot.errors import BadQueryError
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey, beijing_day
from bot.model.digest import DigestItem
from bot.model.ids import IdKind, parse_id
from bot.model.subscription import (
    Holidays,
    Schedule,
    find_end_of_quiet,
    find_moment,
    find_open_day,
    is_person,
    to_local,
)
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.store.database import Database
from bot.store.reminders import KnownDeadline, Reminded, list_deadlines_known, list_reminded
from bot.store.subscriptions import list_active_in

_DAY = dt.timedelta(days=1)
A_TICK = dt.timedelta(minutes=1)
"""What is due at the same time is decided within this."""
_INSTANT = dt.timedelta(microseconds=1)
_MIDNIGHT = dt.time()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Others:
    """What others told the place of a rule, and what it said to deadlines; a ``rule`` not made yet has no number."""

    rule: int | None = None
    here: str = ""
    reminded: Sequence[Reminded] = ()
    answers: Mapping[DeadlineKey, DeadlineAnswer] = field(default_factory=dict)

    def list_marks(self, key: DeadlineKey, day: dt.date, moment: dt.datetime) -> list[int]:
        """Return the marks of a deadline told by a moment; elsewhere, also those told later on the same day there."""
        return [each.mark for each in self.reminded if each.key == key and self._is_before(each, day, moment)]

    def _is_before(self, each: Reminded, day: dt.date, moment: dt.datetime) -> bool:
        """Return whether it was told by a moment: what is due at one time is decided by number, channels first."""
        if each.channel != self.here:
            their_day = max(day, to_local(moment, each.zone).date())
            return each.at <= moment + A_TICK or to_local(each.at, each.zone).date() == their_day
        comes_first = self.rule is None or each.rule < self.rule
        return each.at < moment or (comes_first and each.at <= moment + A_TICK)

    def is_declined(self, key: DeadlineKey, moment: dt.datetime) -> bool:
        answer = self.answers.get(key)
        return answer is not None and answer.kind is AnswerKind.DECLINED and answer.at <= moment


class ReminderReplay:
    """Replays the reminders of one rule; ``rule`` is its id as people see it, ``place`` its workspace and channel."""

    def __init__(
        self,
        db: Database,
        matcher: Lookup,
        filter_text: str,
        schedule: Schedule,
        *,
        rule: str | None,
        place: tuple[str, str] | None,
        holidays: Holidays,
    ) -> None:
        self._db = db
        self._matcher = matcher
        self._filter = filter_text
        self._schedule = schedule
        self._rule = rule
        self._place = place
        self._holidays = holidays
        self._kept: dict[object, list[tuple[list[DigestItem], Issue]]] = {}

    def list_told(self, span: Window) -> tuple[tuple[dt.datetime, DeadlineKey], ...]:
        """Return when each would have been decided, in the order of time, and of what it reminds."""
        if not self._schedule.remind:
            return ()
        first, last = beijing_day(span.since), beijing_day(span.until) + AHEAD
        known = list_deadlines_known(self._db, first=first, last=last)
        others = self._read_others(span.until)
        told: dict[DeadlineKey, list[int]] = {}
        day, end = (to_local(moment, self._schedule.zone).date() for moment in (span.since, span.until))
        found: list[tuple[dt.datetime, DeadlineKey]] = []
        while day <= end:
            if not self._schedule.quiet.has_day(day, self._holidays):
                found += self._walk_day(day, known, others, told, span)
            day += _DAY
        return tuple(found)

    def _walk_day(
        self,
        day: dt.date,
        known: Sequence[KnownDeadline],
        others: _Others,
        told: dict[DeadlineKey, list[int]],
        span: Window,
    ) -> Iterator[tuple[dt.datetime, DeadlineKey]]:
        """Decide at each moment of a day at which anything may be due; what was by the span's beginning is told."""
        begins, ends, hour = (
            find_moment(on, at, self._schedule.zone)
            for on, at in ((day, _MIDNIGHT), (day + _DAY, _MIDNIGHT), (day, self._schedule.at))
        )
        near = [
            each
            for each in known
            if each.known_at < ends and self._decide(each.on, day, beijing_day(each.learned_at), ()) is not None
        ]
        turns = find_moment(beijing_day(begins) + _DAY, _MIDNIGHT, BEIJING)
        moments = {span.since, begins, turns, hour, *(each.known_at for each in near)} if near else ()
        expected = self._list_expected(day, known, now=span.until) if near and ends > span.until else []
        first, last = max(begins, span.since), min(ends, span.until + _INSTANT)
        for moment in sorted(moment for moment in moments if first <= moment < last):
            for wanted in self._list_wanted([each for each in near if each.known_at <= moment], now=moment):
                due = self._decide_at(moment, wanted, day, others, told)
                if due is None or any(key == wanted.key and mark <= due.mark for key, mark in expected):
                    continue
                if not (due.is_late or moment >= hour) or others.is_declined(wanted.key, moment):
                    continue
                goes_at = find_end_of_quiet(self._schedule, self._holidays, moment=moment)
                if wanted.key.on < beijing_day(moment) or goes_at >= find_end(wanted.key):
                    continue
                left = (wanted.key.on - beijing_day(moment)).days
                told.setdefault(wanted.key, []).append(find_mark_said(self._schedule.remind, due=due.mark, left=left))
                if moment > span.since:
                    yield moment, wanted.key

    def _list_expected(
        self, day: dt.date, known: Sequence[KnownDeadline], *, now: dt.datetime
    ) -> list[tuple[DeadlineKey, int]]:
        """Get what channels that the person hears will be reminded of later on a day that is not over, with marks."""
        if self._place is None or not is_person(self._place[1]):
            return []
        workspace, person = self._place
        channels = list_channels_of(self._db, workspace=workspace, user=person)
        heard = [rule for rule in list_active_in(self._db, workspace, channels) if rule.started_at is not None]
        return [
            due
            for rule in heard
            for due in ReminderReplay(
                self._db,
                self._matcher,
                rule.filter,
                rule.schedule,
                rule=rule.shown_id,
                place=(workspace, rule.channel),
                holidays=self._holidays,
            ).list_due(day, known, now=now)
        ]

    def list_due(
        self, day: dt.date, known: Sequence[KnownDeadline], *, now: dt.datetime
    ) -> list[tuple[DeadlineKey, int]]:
        """Return what the rule is due to remind of still on a day, or the one it has come to by now, with its mark."""
        day = max(day, to_local(now, self._schedule.zone).date())
        if self._schedule.quiet.has_day(day, self._holidays):
            return []
        others = self._read_others(now)
        near = [each for each in known if each.known_at <= now]
        try:
            wanted = self._list_wanted(near, now=now)
        except BadQueryError:
            return []
        due = [(each.key, self._decide_at(now, each, day, others, {})) for each in wanted]
        return [(key, found.mark) for key, found in due if found is not None and not others.is_declined(key, now)]

    def _decide_at(
        self,
        moment: dt.datetime,
        wanted: Wanted,
        day: dt.date,
        others: _Others,
        told: Mapping[DeadlineKey, Sequence[int]],
    ) -> DueReminder | None:
        marks = [*told.get(wanted.key, ()), *others.list_marks(wanted.key, day, moment)]
        return self._decide(wanted.key.on, day, wanted.learned_on, marks)

    def _decide(self, on: dt.date, day: dt.date, learned_on: dt.date, told: Sequence[int]) -> DueReminder | None:
        next_day = find_open_day(day + _DAY, self._schedule.quiet, self._holidays)
        marks = self._schedule.remind
        return decide_reminder(on=on, today=day, next_day=next_day, learned_on=learned_on, marks=marks, told=told)

    def _list_wanted(self, near: Sequence[KnownDeadline], *, now: dt.datetime) -> list[Wanted]:
        """Return what the rule asks for among these deadlines, each once: as its newest briefing gives it."""
        query = parse_query(self._filter, lexicon=self._matcher.lexicon(), today=beijing_day(now))
        asked = {(each.item_id, each.on) for each in near}
        learned = {each.item_id: beijing_day(each.learned_at) for each in near}
        found: dict[DeadlineKey, Wanted] = {}
        for briefing in sorted({each.briefing_id for each in near}):
            for kept, issue in self._list_kept(briefing, near, query, now=now):
                wanted = list_wanted(self._db, kept, issue, learned=learned, now=now)
                found |= {each.key: each for each in wanted if (each.item.item_id, each.key.on) in asked}
        return sorted(found.values(), key=lambda each: each.key.place)

    def _list_kept(
        self, briefing: int, near: Sequence[KnownDeadline], query: Query, *, now: dt.datetime
    ) -> list[tuple[list[DigestItem], Issue]]:
        """Return the items that a filter brings of a briefing; asked once, unless what matches depends on the day."""
        is_dated = query.due is not None or bool(query.status.include or query.status.exclude)
        among = frozenset(each.item_id for each in near if each.briefing_id == briefing)
        name = (briefing, query, among, beijing_day(now) if is_dated else None)
        if name not in self._kept:
            occasion = Occasion(rule=self._rule, place=self._place)
            self._kept[name] = [
                (list_kept(self._db, self._matcher, query, issue, occasion=occasion, learned=among, now=now), issue)
                for issue in read_issues(self._db, (briefing,))
            ]
        return self._kept[name]

    def _read_others(self, now: dt.datetime) -> _Others:
        if self._place is None:
            return _Others()
        workspace, here = self._place
        heard = list_channels_of(self._db, workspace=workspace, user=here) if is_person(here) else ()
        channels = [here, *heard]
        return _Others(
            rule=parse_id(self._rule, IdKind.SUBSCRIPTION) if self._rule else None,
            here=here,
            reminded=list_reminded(self._db, workspace=workspace, channels=channels, besides=self._rule),
            answers=list_answers_by(self._db, workspace=workspace, channel=here, now=now),
        )
