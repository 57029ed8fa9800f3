"""A subscription: a filter, a channel and a cadence, with its quiet times, and what may be done to it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.model.ids import IdKind, format_id

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = "weekdays"
WEEKENDS = "weekends"
HOLIDAYS = "holidays"
NEVER = "none"
DEFAULT_REMIND = (7,)
_SATURDAY = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Holidays:
    """China's days ``off`` and the weekend days ``working`` in exchange; of other ``years`` no holiday is known."""

    off: frozenset[dt.date] = frozenset()
    working: frozenset[dt.date] = frozenset()
    years: frozenset[int] = frozenset()


NO_HOLIDAYS = Holidays()


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
        return self.weekends and day.weekday() >= _SATURDAY and not (self.holidays and day in holidays.working)


def format_quiet(quiet: Quiet) -> str:
    """Return the value of ``quiet:``: ``20:00-07:00,weekends,holidays``; "" where nothing is quiet."""
    parts = [f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"] if quiet.start is not None else []
    named = ((WEEKENDS, quiet.weekends), (HOLIDAYS, quiet.holidays))
    return ",".join([*parts, *(name for name, is_quiet in named if is_quiet)])


def _parse_quiet(text: str) -> Quiet:
    parts = text.split(",")
    start, end = next((map(dt.time.fromisoformat, part.split("-")) for part in parts if "-" in part), (None, None))
    return Quiet(start=start, end=end, weekends=WEEKENDS in parts, holidays=HOLIDAYS in parts)


class Cadence(StrEnum):
    """When a subscription posts."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """A rule of posting; ``days`` (Monday 0) only with WEEKLY, ``at`` without meaning for IMMEDIATE.

    MONTHLY is the first day of the month. ``zone`` is a name of the IANA list. ``remind`` is how many days before a
    deadline a reminder comes, the most first.
    """

    cadence: Cadence = Cadence.IMMEDIATE
    days: tuple[int, ...] = ()
    at: dt.time = dt.time(9)
    zone: str = "UTC"
    quiet: Quiet = Quiet()
    remind: tuple[int, ...] = DEFAULT_REMIND

    @property
    def every(self) -> str:
        """The value of ``every:`` that means this."""
        if self.cadence is not Cadence.WEEKLY or self.days == (0,):
            return self.cadence.value
        return WEEKDAYS if self.days == (0, 1, 2, 3, 4) else ",".join(DAY_NAMES[day] for day in self.days)


_IMMEDIATE = Schedule()
_WEEKS = {Cadence.WEEKLY.value: DAY_NAMES[:1], WEEKDAYS: DAY_NAMES[:5]}


def compose_schedule(
    *,
    every: str | None = None,
    at: str | None = None,
    zone: str | None = None,
    quiet: str | None = None,
    remind: str | None = None,
    before: Schedule = _IMMEDIATE,
) -> Schedule:
    """Return the schedule of values as the command language gives them; what is None stays as ``before``.

    A time alone makes an immediate one daily.
    """
    is_first_time = at is not None and before.cadence is Cadence.IMMEDIATE
    every = every or (Cadence.DAILY.value if is_first_time else before.every)
    names = _WEEKS.get(every) or (() if every in set(Cadence) else every.split(","))
    cadence = Cadence.WEEKLY if names else Cadence(every)
    timed = _IMMEDIATE if cadence is Cadence.IMMEDIATE else before
    marks = None if remind is None else (int(days) for days in remind.split(",") if days != NEVER)
    return Schedule(
        cadence=cadence,
        days=tuple(sorted({DAY_NAMES.index(name) for name in names})),
        at=dt.time.fromisoformat(at) if at else timed.at,
        zone=zone or before.zone,
        quiet=before.quiet if quiet is None else _parse_quiet(quiet),
        remind=before.remind if marks is None else tuple(sorted(marks, reverse=True)),
    )


def format_remind(remind: tuple[int, ...]) -> str:
    """Return the value of ``remind:``: ``14,7``, or ``none``."""
    return ",".join(map(str, remind)) or NEVER


def format_schedule(schedule: Schedule) -> str:
    """Return it as keys of the command language: ``every:weekly at:09:00 tz:Europe/Berlin quiet:weekends``."""
    in_slots = schedule.cadence is not Cadence.IMMEDIATE
    parts = [f"every:{schedule.every}", f"at:{schedule.at:%H:%M}" if in_slots else ""]
    parts += [f"tz:{schedule.zone}" if in_slots or schedule.quiet else ""]
    parts += [f"quiet:{format_quiet(schedule.quiet)}" if schedule.quiet else ""]
    parts += [f"remind:{format_remind(schedule.remind)}" if schedule.remind != DEFAULT_REMIND else ""]
    return " ".join(filter(None, parts))


class SubscriptionState(StrEnum):
    """Where a subscription stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """One rule of a channel or person; ``filter`` is canonical query text, empty for everything.

    ``channel`` is where it posts: a channel's id, or a person's (``U1``), which stands for their direct messages with
    the bot. ``owned_by`` is who took it over, else who made it manages it. ``started_at`` is when its first summary was
    decided, ``runs_from`` the moment from which its slots count, ``decided_on`` the local day of the last slot that was
    decided; ``reason`` says why it is paused.
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
    started_at: dt.datetime | None
    runs_from: dt.datetime | None = None
    decided_on: dt.date | None = None
    owned_by: str | None = None

    @property
    def cadence(self) -> Cadence:
        """When it posts: at once, or in slots."""
        return self.schedule.cadence

    @property
    def owner(self) -> str:
        """Who manages it: who took it over, else who made it."""
        return self.owned_by or self.created_by

    @property
    def is_personal(self) -> bool:
        """Whether it posts to a person's direct messages."""
        return is_person(self.channel)

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_id(IdKind.SUBSCRIPTION, self.id)


def is_person(place: str) -> bool:
    """Say whether an id of Slack is a person's."""
    return place.startswith(("U", "W"))
