"""A subscription: a filter, a channel and a cadence, what may be done to it, and when it posts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil import rrule, tz

from bot.model.ids import IdKind, format_id

# When a subscription posts: its cadence, local time, zone and quiet times; and the slots that follow from them.

# Public holidays as values: the days off, and the weekend days that are worked in exchange.

_SATURDAY = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Holidays:
    """What is known of the years in ``years``; of any other year no holiday is known."""

    off: frozenset[dt.date] = frozenset()
    working: frozenset[dt.date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_known(self, day: dt.date) -> bool:
        """Say whether the holidays of this day's year are known."""
        return day.year in self.years


NO_HOLIDAYS = Holidays()


def is_weekend(day: dt.date) -> bool:
    """Say whether a day is a Saturday or Sunday."""
    return day.weekday() >= _SATURDAY


# When a subscription keeps quiet: hours of the day, weekends, and Chinese public holidays.

WEEKENDS = "weekends"
HOLIDAYS = "holidays"
_LONGEST_REST = 60
"""Days after which a quiet stretch is taken for a mistake in the lists."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quiet:
    """Quiet from ``start`` to ``end`` of the local day (over midnight where end is not later), and on these days."""

    start: dt.time | None = None
    end: dt.time | None = None
    weekends: bool = False
    holidays: bool = False

    def __bool__(self) -> bool:
        """Whether anything is quiet."""
        return self.start is not None or self.weekends or self.holidays

    def has_hour(self, time: dt.time) -> bool:
        """Say whether a time of day lies in the quiet hours; the end is outside."""
        if self.start is None or self.end is None:
            return False
        if self.start < self.end:
            return self.start <= time < self.end
        return time >= self.start or time < self.end

    def has_day(self, day: dt.date, holidays: Holidays) -> bool:
        """Say whether a whole local day is quiet.

        With weekends and holidays both, a weekend day that China works is a working day.
        """
        if self.holidays and day in holidays.off:
            return True
        return self.weekends and is_weekend(day) and not (self.holidays and day in holidays.working)


ALWAYS_LOUD = Quiet()


def parse_quiet(text: str | None) -> Quiet:
    """Get the meaning of a normal form that ``format_quiet`` gave; nothing is quiet without one, or with ``none``."""
    start = end = None
    parts = [part for part in (text or "").split(",") if part]
    for part in parts:
        first, dash, last = part.partition("-")
        if dash:
            start, end = dt.time.fromisoformat(first), dt.time.fromisoformat(last)
    return Quiet(start=start, end=end, weekends=WEEKENDS in parts, holidays=HOLIDAYS in parts)


def format_quiet(quiet: Quiet) -> str:
    """Return the normal form, "" where nothing is quiet."""
    parts = [f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"] if quiet.start is not None and quiet.end is not None else []
    parts += [word for word, wanted in ((WEEKENDS, quiet.weekends), (HOLIDAYS, quiet.holidays)) if wanted]
    return ",".join(parts)


def describe_quiet(quiet: Quiet) -> str:
    """Return it in words, "" where nothing is quiet."""
    said = [f"{quiet.start:%H:%M}–{quiet.end:%H:%M}"] if quiet.start is not None and quiet.end is not None else []
    said += ["weekends"] if quiet.weekends else []
    said += ["Chinese public holidays"] if quiet.holidays else []
    return " and ".join((", ".join(said[:-1]), said[-1])) if len(said) > 1 else "".join(said)


def find_open_day(day: dt.date, quiet: Quiet, holidays: Holidays) -> dt.date:
    """Return the first day from this one on that is not quiet as a whole."""
    for ahead in range(_LONGEST_REST):
        found = day + dt.timedelta(days=ahead)
        if not quiet.has_day(found, holidays):
            return found
    return day


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
    """Return whether two schedules are due at the same moments: quiet hours move no slot, nor do reminders."""
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
    """Return the schedule of values in the forms that the command language gives; without a cadence it is immediate."""
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
    """Return the meaning of a normal form of ``remind:``; the default without one."""
    if text is None:
        return DEFAULT_REMIND
    return () if text == NEVER else tuple(sorted((int(day) for day in text.split(",")), reverse=True))


def format_remind(remind: tuple[int, ...]) -> str:
    """Return the normal form: ``14,7``, or ``none``."""
    return ",".join(str(day) for day in remind) or NEVER


def describe_remind(remind: tuple[int, ...]) -> str:
    """Return it in words where it is not the default, else "": ``reminders 14 and 1 days before a deadline``."""
    if remind == DEFAULT_REMIND:
        return ""
    if not remind:
        return "no reminders of deadlines"
    days = [str(day) for day in remind]
    listed = " and ".join((", ".join(days[:-1]), days[-1])) if len(days) > 1 else days[0]
    return f"reminders {listed} {'day' if listed == '1' else 'days'} before a deadline"


def format_schedule(schedule: Schedule) -> str:
    """Return it as keys of the command language: ``every:weekly at:09:00 tz:Europe/Berlin quiet:weekends``."""
    quiet = format_quiet(schedule.quiet)
    parts = [f"every:{schedule.every}"]
    parts += [f"at:{schedule.at:%H:%M}"] if schedule.cadence is not Cadence.IMMEDIATE else []
    parts += [f"tz:{schedule.zone}"] if schedule.cadence is not Cadence.IMMEDIATE or schedule.quiet else []
    parts += [f"quiet:{quiet}"] if quiet else []
    parts += [f"remind:{format_remind(schedule.remind)}"] if schedule.remind != DEFAULT_REMIND else []
    return " ".join(parts)


def format_change(held: Schedule, wanted: Schedule) -> str:
    """Return what a change has to name to make one schedule of another, as keys of the command language."""
    parts = [f"every:{wanted.every}"] if wanted.every != held.every else []
    parts += [f"at:{wanted.at:%H:%M}"] if wanted.cadence is not Cadence.IMMEDIATE and wanted.at != held.at else []
    parts += [f"tz:{wanted.zone}"] if wanted.zone != held.zone else []
    parts += [f"quiet:{format_quiet(wanted.quiet) or NEVER}"] if wanted.quiet != held.quiet else []
    parts += [f"remind:{format_remind(wanted.remind)}"] if wanted.remind != held.remind else []
    return " ".join(parts)


def describe_schedule(schedule: Schedule) -> str:
    """Return it in words: ``every Monday at 09:00 (Europe/Berlin), quiet on weekends``."""
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
    """Return the slot to decide at ``now``, or None: the latest that is due, so that missed ones become one.

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


def note_unknown_holidays(schedule: Schedule, holidays: Holidays, slots: tuple[ScheduledSlot, ...]) -> str:
    """Say which years' holidays are not known where they matter; "" where they are."""
    if not schedule.quiet.holidays or holidays == NO_HOLIDAYS:
        return ""
    years = sorted({slot.on.year for slot in slots} - holidays.years)
    named = ", ".join(str(year) for year in years)
    return f"The Chinese holidays of {named} are not listed yet and count as ordinary days." if years else ""


class SubscriptionState(StrEnum):
    """Where a subscription stands; it is active only once its notice has landed in the channel."""

    PENDING_NOTICE = "pending_notice"
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class SubscriptionVerb(StrEnum):
    """What a person or the delivery does to a subscription."""

    NOTICE_LANDED = "notice_landed"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """One rule of a channel or person; ``filter`` is canonical query text, empty for everything.

    ``channel`` is where it posts: a channel's id, or a person's (``U1``), which stands for their direct messages with
    the bot. ``owner`` looks after it: who made it, until somebody else takes it over. ``noticed_at`` is when its notice
    landed, ``started_at`` when its first summary was decided, ``runs_from`` the moment from which its slots count, and
    ``rescheduled_at`` the one from which it has its present times; ``reason`` says why it is paused.
    """

    id: int
    workspace: str
    channel: str
    filter: str
    schedule: Schedule
    state: SubscriptionState
    reason: str | None
    created_by: str
    created_at: dt.datetime
    noticed_at: dt.datetime | None
    started_at: dt.datetime | None
    runs_from: dt.datetime | None = None
    owned_by: str | None = None
    rescheduled_at: dt.datetime | None = None

    @property
    def cadence(self) -> Cadence:
        """When it posts: at once, or in slots."""
        return self.schedule.cadence

    @property
    def slots_after(self) -> dt.datetime | None:
        """The moment after which slots of its present times are due; None before its start."""
        return max(self.runs_from, self.rescheduled_at or self.runs_from) if self.runs_from else None

    @property
    def owner(self) -> str:
        """Who looks after it: a person, or its channel where that person has left and nobody took it over."""
        return self.owned_by or self.created_by

    @property
    def is_personal(self) -> bool:
        """Whether it posts to a person's direct messages."""
        return is_person(self.channel)

    @property
    def lists_deadlines(self) -> bool:
        """Whether its digests list the deadlines ahead in a range, told before or not."""
        return self.cadence is not Cadence.IMMEDIATE and "due:" in self.filter

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_id(IdKind.SUBSCRIPTION, self.id)


def is_person(place: str) -> bool:
    """Say whether an id of Slack is a person's."""
    return place.startswith(("U", "W"))


def may_change(subscription: Subscription, user: str, *, is_admin: bool) -> bool:
    """Say whether somebody who sees a subscription may change it: its owner, an admin, anybody where a channel owns it.

    A channel owns what its owner left behind until somebody changes it.
    """
    return is_admin or subscription.owner == user or not is_person(subscription.owner)


_MOVES: dict[tuple[SubscriptionState, SubscriptionVerb], SubscriptionState] = {
    (SubscriptionState.PENDING_NOTICE, SubscriptionVerb.NOTICE_LANDED): SubscriptionState.ACTIVE,
    (SubscriptionState.PENDING_NOTICE, SubscriptionVerb.PAUSE): SubscriptionState.PAUSED,
    (SubscriptionState.PENDING_NOTICE, SubscriptionVerb.CANCEL): SubscriptionState.CANCELLED,
    (SubscriptionState.ACTIVE, SubscriptionVerb.PAUSE): SubscriptionState.PAUSED,
    (SubscriptionState.ACTIVE, SubscriptionVerb.CANCEL): SubscriptionState.CANCELLED,
    (SubscriptionState.PAUSED, SubscriptionVerb.CANCEL): SubscriptionState.CANCELLED,
}


def decide_state(state: SubscriptionState, verb: SubscriptionVerb, *, noticed: bool) -> SubscriptionState:
    """Return the state that follows; what changes nothing gives the same state back.

    A paused subscription resumes where it was: active if its notice had landed (``noticed``), else waiting for it.
    """
    if state is SubscriptionState.PAUSED and verb is SubscriptionVerb.RESUME:
        return SubscriptionState.ACTIVE if noticed else SubscriptionState.PENDING_NOTICE
    return _MOVES.get((state, verb), state)
