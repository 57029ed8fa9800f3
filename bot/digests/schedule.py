"""When a subscription posts: the slots that follow from its cadence, local time, zone and quiet times."""

import datetime as dt
import itertools
from calendar import day_name
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dateutil import rrule, tz

from bot.model.post import LATE_AFTER
from bot.model.subscription import DEFAULT_REMIND, WEEKDAYS, Cadence, Holidays, Schedule, Subscription

_WRONG_CLOCK = dt.timedelta(days=2)
"""A slot decided for a day further ahead than this was decided by a clock that was wrong, and is forgotten."""
_LONGEST_REST = dt.timedelta(days=62)
"""No quiet stretch is longer; nor does a slot missed longer ago count."""
_PACES = {
    Cadence.IMMEDIATE.value: "immediate",
    Cadence.DAILY.value: "every day",
    Cadence.MONTHLY.value: "on the 1st of each month",
    WEEKDAYS: "Monday to Friday",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduledSlot:
    """One time at which a rule is due: its local day, and the moment as aware UTC."""

    on: dt.date
    at: dt.datetime


def join_words(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: ``Monday, Tuesday and Friday``."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def describe_schedule(schedule: Schedule) -> str:
    """Return it in words: ``every Monday at 09:00 (Europe/Berlin), quiet: weekends``."""
    is_immediate, zone = schedule.cadence is Cadence.IMMEDIATE, f" ({schedule.zone})"
    pace = _PACES.get(schedule.every) or "every " + join_words([day_name[day] for day in schedule.days])
    said = [pace if is_immediate else f"{pace} at {schedule.at:%H:%M}{zone}"]
    if schedule.quiet:
        named = join_words(schedule.quiet.replace("-", "–").replace("holidays", "Chinese public holidays").split(","))
        said.append(f"quiet: {named}{zone if is_immediate else ''}")
    if schedule.remind != DEFAULT_REMIND:
        marks = join_words([str(day) for day in schedule.remind])
        before = f"reminders {marks} day{'' if marks == '1' else 's'} before a deadline"
        said.append(before if marks else "no reminders of deadlines")
    return ", ".join(said)


# Local days and moments. A time that the clocks leave out comes as much later, one that comes twice the first time.


def find_moment(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """Return the moment of a local day and time, in UTC."""
    return tz.resolve_imaginary(dt.datetime.combine(day, time, ZoneInfo(zone))).astimezone(dt.UTC)


def to_local(moment: dt.datetime, zone: str) -> dt.datetime:
    """Return a moment as local time of a zone."""
    return moment.astimezone(ZoneInfo(zone))


def _list_days(first: dt.date) -> Iterator[dt.date]:
    return (first + dt.timedelta(days=ahead) for ahead in range(_LONGEST_REST.days))


# Slots: each local day at most once, over both switches of the clocks.


def list_slots(schedule: Schedule, holidays: Holidays, *, after: dt.datetime) -> Iterator[ScheduledSlot]:
    """Yield the slots after a moment, in order and without end; none for IMMEDIATE.

    A slot on a day that is quiet as a whole moves to the next that is not; several moved to one day are one.
    """
    if schedule.cadence is Cadence.IMMEDIATE:
        return
    first = to_local(after, schedule.zone).date() - (_LONGEST_REST if schedule.quiet else dt.timedelta())
    days = rrule.rrule(
        rrule.DAILY,
        dtstart=dt.datetime.combine(first, dt.time()),
        byweekday=schedule.days or None,
        bymonthday=1 if schedule.cadence is Cadence.MONTHLY else None,
    )
    for day, _ in itertools.groupby(find_open_day(each.date(), schedule, holidays) for each in days):
        at = find_moment(day, schedule.at, schedule.zone)
        if at > after:
            yield ScheduledSlot(on=day, at=at)


def find_open_day(day: dt.date, schedule: Schedule, holidays: Holidays) -> dt.date:
    """Return the first day from this one on that is not quiet as a whole."""
    return next((each for each in _list_days(day) if not schedule.is_quiet_on(each, holidays)), day)


def list_next_slots(rule: Subscription, holidays: Holidays, *, now: dt.datetime, count: int) -> list[ScheduledSlot]:
    """Return the next slots of a rule that are not decided yet."""
    return list(itertools.islice(_list_undecided(rule, holidays, after=now, now=now), count))


def find_due_slot(
    rule: Subscription, holidays: Holidays, *, until: dt.datetime, now: dt.datetime
) -> ScheduledSlot | None:
    """Return the slot of a rule to decide now: the latest up to a moment, so that missed ones become one."""
    if rule.runs_from is None:
        return None
    slots = _list_undecided(rule, holidays, after=max(rule.runs_from, now - _LONGEST_REST), now=now)
    return max(itertools.takewhile(lambda slot: slot.at <= until, slots), key=lambda slot: slot.at, default=None)


def _list_undecided(
    rule: Subscription, holidays: Holidays, *, after: dt.datetime, now: dt.datetime
) -> Iterator[ScheduledSlot]:
    zone, decided_on = rule.schedule.zone, rule.decided_on
    if decided_on is None or decided_on >= to_local(now, zone).date() + _WRONG_CLOCK:
        return list_slots(rule.schedule, holidays, after=after)
    slots = list_slots(rule.schedule, holidays, after=max(after, find_moment(decided_on, dt.time(), zone)))
    return (slot for slot in slots if slot.on > decided_on)


# Quiet times.


def find_end_of_quiet(schedule: Schedule, holidays: Holidays, *, moment: dt.datetime) -> dt.datetime:
    """Return the first moment from this one on that is not quiet: when an immediate post may go.

    Where the clocks go back over the end of the quiet hours, the end that comes again counts too.
    """
    _, end = schedule.quiet_hours or (None, dt.time())

    def is_quiet(at: dt.datetime) -> bool:
        local = to_local(at, schedule.zone)
        return schedule.is_quiet_on(local.date(), holidays) or schedule.is_quiet_at(local.time())

    ends = (
        find_moment(day, time, schedule.zone)
        for day in _list_days(to_local(moment, schedule.zone).date())
        for time in (dt.time(), end, end.replace(fold=1))
    )
    return next((at for at in itertools.chain((moment,), ends) if at >= moment and not is_quiet(at)), moment)


def find_late_limit(schedule: Schedule, holidays: Holidays, *, due_at: dt.datetime) -> dt.datetime:
    """Return until when a post is wanted: 12 hours from when it is due, or from the end of a quiet time in between."""
    for hours in range(13):
        moment = due_at + dt.timedelta(hours=hours)
        loud_at = find_end_of_quiet(schedule, holidays, moment=moment)
        if loud_at > moment:
            return loud_at + LATE_AFTER
    return due_at + LATE_AFTER
