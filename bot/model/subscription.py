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


class Cadence(StrEnum):
    """When a subscription posts."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """When a rule posts; ``every`` and ``quiet`` as in the command language: ``mon,thu``, ``20:00-07:00,weekends``.

    ``at`` has no meaning for an immediate one; weekly is Monday, monthly the first day of the month. ``zone`` is a name
    of the IANA list. ``remind`` is how many days before a deadline a reminder comes, the most first.
    """

    every: str = Cadence.IMMEDIATE.value
    at: dt.time = dt.time(9)
    zone: str = "UTC"
    quiet: str = ""
    remind: tuple[int, ...] = DEFAULT_REMIND

    @property
    def cadence(self) -> Cadence:
        """When it posts, on days of the week as WEEKLY."""
        return Cadence(self.every) if self.every in set(Cadence) else Cadence.WEEKLY

    @property
    def days(self) -> tuple[int, ...]:
        """The days of the week on which it posts, Monday 0; none where its cadence is another."""
        names = {Cadence.WEEKLY.value: DAY_NAMES[:1], WEEKDAYS: DAY_NAMES[:5]}.get(self.every, self.every.split(","))
        return tuple(day for day, name in enumerate(DAY_NAMES) if name in names)

    @property
    def quiet_hours(self) -> tuple[dt.time, dt.time] | None:
        """When it is quiet, over midnight where the end is not later; the end is outside."""
        hours = next((part.split("-") for part in self.quiet.split(",") if "-" in part), None)
        return (dt.time.fromisoformat(hours[0]), dt.time.fromisoformat(hours[1])) if hours else None

    def is_quiet_at(self, time: dt.time) -> bool:
        """Return whether a time of day lies in the quiet hours."""
        start, end = self.quiet_hours or (dt.time(), dt.time())
        return start <= time < end if start <= end else time >= start or time < end

    def is_quiet_on(self, day: dt.date, holidays: Holidays) -> bool:
        """Return whether a whole local day is quiet; a weekend day that China works is none with holidays quiet too."""
        is_weekend, is_free = day.weekday() >= _SATURDAY, HOLIDAYS in self.quiet
        works = is_free and day in holidays.working
        return (is_free and day in holidays.off) or (WEEKENDS in self.quiet and is_weekend and not works)


def compose_schedule(
    before: Schedule, *, every: str | None, at: str | None, zone: str | None, quiet: str | None, remind: str | None
) -> Schedule:
    """Return a schedule with values as the command language gives them; None stays. A time makes one daily."""
    is_first_time = at is not None and before.cadence is Cadence.IMMEDIATE
    every = every or (Cadence.DAILY.value if is_first_time else before.every)
    marks = before.remind if remind is None else {int(days) for days in remind.split(",") if days != NEVER}
    return Schedule(
        every=every,
        at=dt.time.fromisoformat(at) if at else dt.time(9) if every == Cadence.IMMEDIATE else before.at,
        zone=zone or before.zone,
        quiet=before.quiet if quiet is None else quiet.removeprefix(NEVER),
        remind=tuple(sorted(marks, reverse=True)),
    )


def format_remind(remind: tuple[int, ...]) -> str:
    """Return the value of ``remind:``: ``14,7``, or ``none``."""
    return ",".join(map(str, remind)) or NEVER


def format_schedule(schedule: Schedule) -> str:
    """Return it as keys of the command language: ``every:weekly at:09:00 tz:Europe/Berlin quiet:weekends``."""
    in_slots = schedule.cadence is not Cadence.IMMEDIATE
    parts = [f"every:{schedule.every}", f"at:{schedule.at:%H:%M}" if in_slots else ""]
    parts += [f"tz:{schedule.zone}" if in_slots or schedule.quiet else ""]
    parts += [f"quiet:{schedule.quiet}" if schedule.quiet else ""]
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

    ``channel`` is a channel's id, or a person's (``U1``), which stands for their direct messages. ``owned_by`` is who
    took it over. ``started_at`` is when its first summary was decided, ``runs_from`` from when its slots count,
    ``decided_on`` the local day of the last slot that was decided; ``reason`` says why it is paused.
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
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_id(IdKind.SUBSCRIPTION, self.id)


def is_person(place: str) -> bool:
    """Say whether an id of Slack is a person's."""
    return place.startswith(("U", "W"))
