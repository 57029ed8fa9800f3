"""When a subscription posts: its cadence, local time, zone and quiet times; and the slots that follow from them.

A slot is a local day and the rule's local time; it is named by its day, so that a rule has at most one a day. A slot
on a quiet day moves to the next day that is not quiet. A local time that a switch of the clocks leaves out is taken as
much later as the clocks jump; one that comes twice is taken the first time. Source: the IANA time zones.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil import rrule, tz

from bot.domain.posts.holidays import NO_HOLIDAYS, Holidays
from bot.domain.posts.quiet import ALWAYS_LOUD, Quiet, describe_quiet, find_open_day, format_quiet, parse_quiet


class Cadence(StrEnum):
    """When a subscription posts."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = "weekdays"
DEFAULT_AT = dt.time(9)
DEFAULT_REMIND = (7,)
NEVER = "none"
_MOVED_DAYS = 62
"""How far back a day may lie from which a slot moved here."""
_SOON_DAYS = 8
_AHEAD_DAYS = 160


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """A rule of posting; ``days`` (Monday 0) only with WEEKLY, ``at`` without meaning for IMMEDIATE.

    MONTHLY is the first day of the month. ``zone`` is a name of the IANA list. ``remind`` is how many days before a
    deadline a reminder comes, the most first.
    """

    cadence: Cadence = Cadence.IMMEDIATE
    days: tuple[int, ...] = ()
    at: dt.time = DEFAULT_AT
    zone: str = "UTC"
    quiet: Quiet = ALWAYS_LOUD
    remind: tuple[int, ...] = DEFAULT_REMIND

    @property
    def every(self) -> str:
        """The value of ``every:`` that means this."""
        if self.cadence is not Cadence.WEEKLY or self.days == (0,):
            return self.cadence.value
        return WEEKDAYS if self.days == (0, 1, 2, 3, 4) else ",".join(DAY_NAMES[day] for day in self.days)


def has_same_slots(held: Schedule, wanted: Schedule) -> bool:
    """Tell whether two schedules are due at the same moments: quiet hours move no slot, nor do reminders."""
    days = [Quiet(weekends=each.quiet.weekends, holidays=each.quiet.holidays) for each in (held, wanted)]
    return replace(held, quiet=days[0], remind=()) == replace(wanted, quiet=days[1], remind=())


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduledSlot:
    """One time at which a rule is due: its local day, and the moment as aware UTC."""

    on: dt.date
    at: dt.datetime


def compose_schedule(
    *, every: str | None, at: str | None, zone: str, quiet: str | None, remind: str | None = None
) -> Schedule:
    """Give the schedule of values in the forms that the command language gives; without a cadence it is immediate."""
    named = every or Cadence.IMMEDIATE.value
    time = dt.time.fromisoformat(at) if at else DEFAULT_AT
    days: tuple[int, ...]
    if named in set(Cadence):
        monday = (0,) if named == Cadence.WEEKLY else ()
        cadence, days = Cadence(named), monday
    else:
        names = DAY_NAMES[:5] if named == WEEKDAYS else tuple(named.split(","))
        cadence, days = Cadence.WEEKLY, tuple(sorted({DAY_NAMES.index(name) for name in names}))
    return Schedule(
        cadence=cadence, days=days, at=time, zone=zone, quiet=parse_quiet(quiet), remind=parse_remind(remind)
    )


def parse_remind(text: str | None) -> tuple[int, ...]:
    """Give the meaning of a normal form of ``remind:``; the default without one."""
    if text is None:
        return DEFAULT_REMIND
    return () if text == NEVER else tuple(sorted((int(day) for day in text.split(",")), reverse=True))


def format_remind(remind: tuple[int, ...]) -> str:
    """Give the normal form: ``14,7``, or ``none``."""
    return ",".join(str(day) for day in remind) or NEVER


def describe_remind(remind: tuple[int, ...]) -> str:
    """Give it in words where it is not the default, else "": ``reminders 14 and 1 days before a deadline``."""
    if remind == DEFAULT_REMIND:
        return ""
    if not remind:
        return "no reminders of deadlines"
    days = [str(day) for day in remind]
    listed = " and ".join((", ".join(days[:-1]), days[-1])) if len(days) > 1 else days[0]
    return f"reminders {listed} {'day' if listed == '1' else 'days'} before a deadline"


def format_schedule(schedule: Schedule) -> str:
    """Give it as keys of the command language: ``every:weekly at:09:00 tz:Europe/Berlin quiet:weekends``."""
    quiet = format_quiet(schedule.quiet)
    parts = [f"every:{schedule.every}"]
    parts += [f"at:{schedule.at:%H:%M}"] if schedule.cadence is not Cadence.IMMEDIATE else []
    parts += [f"tz:{schedule.zone}"] if schedule.cadence is not Cadence.IMMEDIATE or schedule.quiet else []
    parts += [f"quiet:{quiet}"] if quiet else []
    parts += [f"remind:{format_remind(schedule.remind)}"] if schedule.remind != DEFAULT_REMIND else []
    return " ".join(parts)


def format_change(held: Schedule, wanted: Schedule) -> str:
    """Give what a change has to name to make one schedule of another, as keys of the command language."""
    parts = [f"every:{wanted.every}"] if wanted.every != held.every else []
    parts += [f"at:{wanted.at:%H:%M}"] if wanted.cadence is not Cadence.IMMEDIATE and wanted.at != held.at else []
    parts += [f"tz:{wanted.zone}"] if wanted.zone != held.zone else []
    parts += [f"quiet:{format_quiet(wanted.quiet) or NEVER}"] if wanted.quiet != held.quiet else []
    parts += [f"remind:{format_remind(wanted.remind)}"] if wanted.remind != held.remind else []
    return " ".join(parts)


def describe_schedule(schedule: Schedule) -> str:
    """Give it in words: ``every Monday at 09:00 (Europe/Berlin), quiet on weekends``."""
    quiet = describe_quiet(schedule.quiet)
    if schedule.cadence is Cadence.IMMEDIATE:
        said = f"immediate, quiet: {quiet} ({schedule.zone})" if quiet else "immediate"
    else:
        said = f"{_describe_days(schedule)} at {schedule.at:%H:%M} ({schedule.zone})"
        said = f"{said}, quiet: {quiet}" if quiet else said
    remind = describe_remind(schedule.remind)
    return f"{said}, {remind}" if remind else said


def _describe_days(schedule: Schedule) -> str:
    if schedule.cadence is Cadence.DAILY:
        return "every day"
    if schedule.cadence is Cadence.MONTHLY:
        return "on the 1st of each month"
    if schedule.every == WEEKDAYS:
        return "Monday to Friday"
    names = [_FULL_NAMES[day] for day in schedule.days]
    return "every " + (" and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0])


def list_slots(schedule: Schedule, holidays: Holidays, *, first: dt.date, last: dt.date) -> tuple[ScheduledSlot, ...]:
    """Give the slots whose local days lie between these days, both included, in order; none for IMMEDIATE."""
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
    """Give the moment of a local day and time, in UTC."""
    local = dt.datetime.combine(day, time, _zone(zone))
    return tz.resolve_imaginary(local).astimezone(dt.UTC)


def to_local(moment: dt.datetime, zone: str) -> dt.datetime:
    """Give a moment as local time of a zone."""
    return moment.astimezone(_zone(zone))


def list_next_slots(
    schedule: Schedule, holidays: Holidays, *, after: dt.datetime, count: int = 1, beyond: dt.date | None = None
) -> tuple[ScheduledSlot, ...]:
    """Give the next slots after a moment, at most so many; only days after ``beyond`` where one is given."""
    first = to_local(after, schedule.zone).date()
    found: tuple[ScheduledSlot, ...] = ()
    for ahead in (_SOON_DAYS, _AHEAD_DAYS):
        slots = list_slots(schedule, holidays, first=first, last=first + dt.timedelta(days=ahead))
        found = tuple(slot for slot in slots if slot.at > after and (beyond is None or slot.on > beyond))
        if len(found) >= count:
            break
    return found[:count]


@dataclass(frozen=True, kw_only=True, slots=True)
class DueSlot:
    """A slot to decide now, and how many before it were missed and are caught up with it.

    With ``too_late`` nothing is to be posted for it any more.
    """

    slot: ScheduledSlot
    missed: int
    too_late: bool


def decide_slot(
    schedule: Schedule,
    holidays: Holidays,
    *,
    after: dt.datetime,
    last_on: dt.date | None,
    late_after: dt.timedelta,
    now: dt.datetime,
) -> DueSlot | None:
    """Give the slot to decide at ``now``, or None: the latest that is due, so that missed ones become one.

    Due is what lies after ``after`` (since when the rule runs) and on a later day than ``last_on``, the last decided.
    """
    today = to_local(now, schedule.zone).date()
    first = max(to_local(after, schedule.zone).date(), today - dt.timedelta(days=_MOVED_DAYS), last_on or dt.date.min)
    slots = list_slots(schedule, holidays, first=first, last=today)
    due = [slot for slot in slots if after < slot.at <= now and (last_on is None or slot.on > last_on)]
    if not due:
        return None
    return DueSlot(slot=due[-1], missed=len(due) - 1, too_late=now > due[-1].at + late_after)


def find_end_of_quiet(schedule: Schedule, holidays: Holidays, *, moment: dt.datetime) -> dt.datetime:
    """Give the first moment from this one on that is not quiet: when an immediate post may go.

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


def note_unknown_holidays(schedule: Schedule, holidays: Holidays, slots: tuple[ScheduledSlot, ...]) -> str:
    """Say which years' holidays are not known where they matter; "" where they are."""
    if not schedule.quiet.holidays or holidays == NO_HOLIDAYS:
        return ""
    years = sorted({slot.on.year for slot in slots} - holidays.years)
    named = ", ".join(str(year) for year in years)
    return f"The Chinese holidays of {named} are not listed yet and count as ordinary days." if years else ""
