"""When a subscription posts: the slots that follow from its cadence, local time, zone and quiet times."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil import rrule, tz

from bot.model.post import LATE_AFTER
from bot.model.subscription import (
    DEFAULT_REMIND,
    NO_HOLIDAYS,
    WEEKDAYS,
    Cadence,
    Holidays,
    Quiet,
    Schedule,
    Subscription,
)

_AHEAD = dt.timedelta(days=2)
"""A slot decided for a day further ahead than this was decided by a clock that was wrong, and is forgotten."""
_LONGEST_REST = 60
"""Days after which a quiet stretch is taken for a mistake in the lists."""


def _describe_quiet(quiet: Quiet) -> str:
    said = [f"{quiet.start:%H:%M}–{quiet.end:%H:%M}"] if quiet.start is not None and quiet.end is not None else []
    said += ["weekends"] if quiet.weekends else []
    said += ["Chinese public holidays"] if quiet.holidays else []
    return join_words(said)


def join_words(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: ``Monday, Tuesday and Friday``."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def find_open_day(day: dt.date, quiet: Quiet, holidays: Holidays) -> dt.date:
    """Return the first day from this one on that is not quiet as a whole."""
    for ahead in range(_LONGEST_REST):
        found = day + dt.timedelta(days=ahead)
        if not quiet.has_day(found, holidays):
            return found
    return day


_FULL_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOVED_DAYS = 62
"""How far back a day may lie from which a slot moved here."""
_SOON_DAYS = 8
_AHEAD_DAYS = 160


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduledSlot:
    """One time at which a rule is due: its local day, and the moment as aware UTC."""

    on: dt.date
    at: dt.datetime


def _describe_remind(remind: tuple[int, ...]) -> str:
    if remind == DEFAULT_REMIND:
        return ""
    if not remind:
        return "no reminders of deadlines"
    listed = join_words([str(day) for day in remind])
    return f"reminders {listed} {'day' if listed == '1' else 'days'} before a deadline"


def describe_schedule(schedule: Schedule) -> str:
    """Return it in words: ``every Monday at 09:00 (Europe/Berlin), quiet on weekends``."""
    quiet = _describe_quiet(schedule.quiet)
    if schedule.cadence is Cadence.IMMEDIATE:
        said = f"immediate, quiet: {quiet} ({schedule.zone})" if quiet else "immediate"
    else:
        said = f"{_describe_days(schedule)} at {schedule.at:%H:%M} ({schedule.zone})"
        said = f"{said}, quiet: {quiet}" if quiet else said
    remind = _describe_remind(schedule.remind)
    return f"{said}, {remind}" if remind else said


def _describe_days(schedule: Schedule) -> str:
    if schedule.cadence is Cadence.DAILY:
        return "every day"
    if schedule.cadence is Cadence.MONTHLY:
        return "on the 1st of each month"
    if schedule.every == WEEKDAYS:
        return "Monday to Friday"
    return "every " + join_words([_FULL_NAMES[day] for day in schedule.days])


def list_slots(schedule: Schedule, holidays: Holidays, *, first: dt.date, last: dt.date) -> tuple[ScheduledSlot, ...]:
    """Return the slots whose local days lie between these days, both included, in order; none for IMMEDIATE."""
    if schedule.cadence is Cadence.IMMEDIATE or last < first:
        return ()
    start = first - dt.timedelta(days=_MOVED_DAYS)
    moved = {find_open_day(day, schedule.quiet, holidays) for day in _list_days(schedule, start, last)}
    days = sorted(day for day in moved if first <= day <= last)
    return tuple(ScheduledSlot(on=day, at=find_moment(day, schedule.at, schedule.zone)) for day in days)


def _list_days(schedule: Schedule, first: dt.date, last: dt.date) -> list[dt.date]:
    start, until = dt.datetime.combine(first, dt.time()), dt.datetime.combine(last, dt.time())
    if schedule.cadence is Cadence.DAILY:
        found = rrule.rrule(rrule.DAILY, dtstart=start, until=until)
    elif schedule.cadence is Cadence.WEEKLY:
        found = rrule.rrule(rrule.WEEKLY, dtstart=start, until=until, byweekday=schedule.days)
    else:
        found = rrule.rrule(rrule.MONTHLY, dtstart=start, until=until, bymonthday=1)
    return [moment.date() for moment in found]


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def find_moment(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """Return the moment of a local day and time, in UTC."""
    local = dt.datetime.combine(day, time, _zone(zone))
    return tz.resolve_imaginary(local).astimezone(dt.UTC)


def to_local(moment: dt.datetime, zone: str) -> dt.datetime:
    """Return a moment as local time of a zone."""
    return moment.astimezone(_zone(zone))


def list_next_slots(
    schedule: Schedule, holidays: Holidays, *, after: dt.datetime, count: int = 1, beyond: dt.date | None = None
) -> tuple[ScheduledSlot, ...]:
    """Return the next slots after a moment, at most so many; only days after ``beyond`` where one is given."""
    first = to_local(after, schedule.zone).date()
    found: tuple[ScheduledSlot, ...] = ()
    for ahead in (_SOON_DAYS, _AHEAD_DAYS):
        slots = list_slots(schedule, holidays, first=first, last=first + dt.timedelta(days=ahead))
        found = tuple(slot for slot in slots if slot.at > after and (beyond is None or slot.on > beyond))
        if len(found) >= count:
            break
    return found[:count]


def find_decided_on(rule: Subscription, *, now: dt.datetime) -> dt.date | None:
    """Return the local day of the last slot of a rule that was decided, or None."""
    limit = to_local(now, rule.schedule.zone).date() + _AHEAD
    return rule.decided_on if rule.decided_on and rule.decided_on < limit else None


def decide_slot(
    schedule: Schedule, holidays: Holidays, *, after: dt.datetime, last_on: dt.date | None, now: dt.datetime
) -> ScheduledSlot | None:
    """Return the slot to decide at ``now``, or None: the latest that is due, so that missed ones become one.

    Due is what lies after ``after`` (since when the rule runs) and on a later day than ``last_on``, the last decided.
    """
    today = to_local(now, schedule.zone).date()
    first = max(to_local(after, schedule.zone).date(), today - dt.timedelta(days=_MOVED_DAYS), last_on or dt.date.min)
    slots = list_slots(schedule, holidays, first=first, last=today)
    due = [slot for slot in slots if after < slot.at <= now and (last_on is None or slot.on > last_on)]
    return due[-1] if due else None


def find_end_of_quiet(schedule: Schedule, holidays: Holidays, *, moment: dt.datetime) -> dt.datetime:
    """Return the first moment from this one on that is not quiet: when an immediate post may go.

    Where the clocks go back over the end of the quiet hours, the end that comes again counts too.
    """
    quiet = schedule.quiet
    local = to_local(moment, schedule.zone)
    if not quiet or not (quiet.has_day(local.date(), holidays) or quiet.has_hour(local.time())):
        return moment
    day = local.date()
    for ahead in range(_MOVED_DAYS):
        found = day + dt.timedelta(days=ahead)
        if quiet.has_day(found, holidays):
            continue
        for time in (dt.time(), quiet.end or dt.time(), (quiet.end or dt.time()).replace(fold=1)):
            at = find_moment(found, time, schedule.zone)
            if at >= moment and not quiet.has_hour(to_local(at, schedule.zone).time()):
                return at
    return moment


def find_late_limit(schedule: Schedule, holidays: Holidays, *, due_at: dt.datetime) -> dt.datetime:
    """Return until when a post is wanted: 12 hours from when it is due, or from the end of a quiet time in between."""
    for hours in range(13):
        moment = due_at + dt.timedelta(hours=hours)
        loud_at = find_end_of_quiet(schedule, holidays, moment=moment)
        if loud_at > moment:
            return loud_at + LATE_AFTER
    return due_at + LATE_AFTER


def note_unknown_holidays(schedule: Schedule, holidays: Holidays, slots: tuple[ScheduledSlot, ...]) -> str:
    """Say which years' holidays are not known where they matter; "" where they are."""
    if not schedule.quiet.holidays or holidays == NO_HOLIDAYS:
        return ""
    years = sorted({slot.on.year for slot in slots} - holidays.years)
    named = ", ".join(str(year) for year in years)
    return f"The Chinese holidays of {named} are not listed yet and count as ordinary days." if years else ""
