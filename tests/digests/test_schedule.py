"""When rules are due: cadences, zones with their switches, quiet times, missed slots, clocks that jump."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest

from bot.digests.schedule import (
    ScheduledSlot,
    describe_schedule,
    find_due_slot,
    find_end_of_quiet,
    find_moment,
    list_slots,
    to_local,
)
from bot.model.subscription import (
    NO_HOLIDAYS,
    Holidays,
    Schedule,
    compose_schedule,
    format_remind,
    format_schedule,
)
from tests.builders import build_subscription

GOLDEN_WEEK = Holidays(
    off=frozenset(dt.date(2025, 10, day) for day in range(1, 9)),
    working=frozenset({dt.date(2025, 9, 28), dt.date(2025, 10, 11)}),
    years=frozenset({2025}),
)
ZONES = [
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Shanghai",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Apia",
    "Africa/Cairo",
]


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]  # as many parts as given


def rule(every: str | None, at: str | None = None, zone: str = "UTC", quiet: str | None = None) -> Schedule:
    return compose_schedule(Schedule(), every=every, at=at, zone=zone, quiet=quiet, remind=None)


def list_until(
    schedule: Schedule, after: dt.datetime, until: dt.datetime, holidays: Holidays = NO_HOLIDAYS
) -> list[ScheduledSlot]:
    return list(itertools.takewhile(lambda slot: slot.at <= until, list_slots(schedule, holidays, after=after)))


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("daily", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ("weekdays", [1, 2, 3, 6, 7, 8, 9, 10]),
        ("weekly", [6]),
        ("mon,thu", [2, 6, 9]),
        ("sun", [5]),
        ("monthly", [1]),
        ("immediate", []),
        (None, []),
    ],
)
def test_days_of_each_cadence(every: str | None, days: list[int]) -> None:
    """October 2025 from the 1st, a Wednesday, to the 10th."""
    slots = list_until(rule(every), utc(2025, 10, 1), utc(2025, 10, 11))
    assert [slot.on.day for slot in slots] == days
    assert all(slot.at.hour == 9 for slot in slots)


@pytest.mark.parametrize(
    ("every", "quiet", "days"),
    [
        ("daily", "holidays", [27, 28, 29, 30, 39, 40, 41, 42]),
        ("daily", "weekends", [29, 30, 31, 32, 33, 36, 37, 38, 39, 40]),
        ("daily", "weekends,holidays", [28, 29, 30, 39, 40, 41]),
        ("weekly", "holidays", [29, 39]),
        ("monthly", "weekends,holidays", [39]),
        ("sat", "weekends", [29, 36]),
    ],
)
def test_a_slot_on_a_quiet_day_moves_to_the_next_that_is_not(every: str, quiet: str, days: list[int]) -> None:
    """Days are counted from 1 September 2025, so that the 31st is 1 October; several moved to one day are one."""
    slots = list_until(rule(every, quiet=quiet), utc(2025, 9, 27), utc(2025, 10, 13), GOLDEN_WEEK)
    assert [(slot.on - dt.date(2025, 8, 31)).days for slot in slots] == days


@pytest.mark.parametrize(
    ("zone", "day", "time", "moment"),
    [
        ("Europe/Berlin", (2027, 3, 28), "02:30", (2027, 3, 28, 1, 30)),
        ("Europe/Berlin", (2026, 10, 25), "02:30", (2026, 10, 25, 0, 30)),
        ("Europe/Berlin", (2026, 7, 1), "09:00", (2026, 7, 1, 7)),
        ("Europe/Berlin", (2026, 12, 1), "09:00", (2026, 12, 1, 8)),
        ("Australia/Lord_Howe", (2026, 10, 4), "02:15", (2026, 10, 3, 15, 45)),
        ("Australia/Lord_Howe", (2026, 4, 5), "01:45", (2026, 4, 4, 14, 45)),
        ("Asia/Beirut", (2026, 3, 29), "00:00", (2026, 3, 28, 22)),
        ("Asia/Beirut", (2026, 3, 29), "00:30", (2026, 3, 28, 22, 30)),
        ("Africa/Cairo", (2026, 4, 24), "00:15", (2026, 4, 23, 22, 15)),
    ],
)
def test_local_times_at_the_switches(zone: str, day: tuple[int, int, int], time: str, moment: tuple[int, ...]) -> None:
    """A time that is left out comes as much later as the clocks jump, one that comes twice the first time."""
    found = find_moment(dt.date(*day), dt.time.fromisoformat(time), zone)
    assert found == utc(*moment)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", ["00:00", "00:30", "02:00", "02:30", "09:00", "23:45"])
def test_every_day_of_a_year_has_one_slot(zone: str, time: str) -> None:
    """In every zone a daily rule has one slot for each local day over both switches, in order, never two alike."""
    begin, end = (find_moment(dt.date(year, 1, 1), dt.time(), zone) - dt.timedelta(seconds=1) for year in (2026, 2027))
    slots = list_until(rule("daily", time, zone), begin, end)
    assert [slot.on for slot in slots] == [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    moments = [slot.at for slot in slots]
    assert moments == sorted(set(moments))
    assert all(to_local(slot.at, zone).date() == slot.on for slot in slots)


def walk(schedule: Schedule, moments: list[dt.datetime], *, after: dt.datetime) -> list[str]:
    """Decide at each moment as the bot does, keeping the last day; give the slots decided."""
    held = build_subscription(schedule=schedule, runs_from=after)
    decided = []
    for now in moments:
        due = find_due_slot(held, NO_HOLIDAYS, until=now, now=now)
        if due is not None:
            held = replace(held, decided_on=due.on)
            decided.append(due.on.isoformat())
    return decided


def test_downtime_gives_one_catch_up() -> None:
    """Missed slots become one."""
    after = utc(2026, 3, 1)
    assert walk(rule("daily"), [utc(2026, 3, 1, 9), utc(2026, 3, 5, 20)], after=after) == ["2026-03-01", "2026-03-05"]
    assert walk(rule("weekly"), [utc(2026, 3, 4, 9)], after=after) == ["2026-03-02"]


def test_clocks_that_jump() -> None:
    """A clock that runs backwards, ahead, or to 1970 decides no day twice."""
    march = [utc(2026, 3, *parts) for parts in ((2, 9), (2, 7), (2, 9, 1), (2, 18), (3, 2), (3, 9))]
    jumps = [*march[:4], utc(1970, 1, 1), *march[4:]]
    decided = walk(rule("daily"), jumps, after=utc(2026, 3, 2))
    assert decided == ["2026-03-02", "2026-03-03"]


@pytest.mark.parametrize(
    ("quiet", "moment", "end"),
    [
        (None, (2025, 10, 3, 23), (2025, 10, 3, 23)),
        ("20:00-07:00", (2025, 10, 3, 19, 59), (2025, 10, 3, 19, 59)),
        ("20:00-07:00", (2025, 10, 3, 20), (2025, 10, 4, 7)),
        ("20:00-07:00", (2025, 10, 4, 3), (2025, 10, 4, 7)),
        ("12:00-13:00", (2025, 10, 3, 12, 30), (2025, 10, 3, 13)),
        ("weekends", (2025, 10, 4, 12), (2025, 10, 6)),
        ("20:00-07:00,weekends", (2025, 10, 3, 22), (2025, 10, 6, 7)),
        ("20:00-07:00,weekends,holidays", (2025, 9, 30, 21), (2025, 10, 9, 7)),
        ("holidays", (2025, 10, 5, 12), (2025, 10, 9)),
        ("weekends,holidays", (2025, 10, 11, 12), (2025, 10, 11, 12)),
        ("00:00-06:00", (2025, 10, 3, 0), (2025, 10, 3, 6)),
    ],
)
def test_what_comes_at_once_waits_for_the_end_of_quiet(
    quiet: str | None, moment: tuple[int, ...], end: tuple[int, ...]
) -> None:
    """Quiet hours, weekends and holidays put an immediate post off to their end; a worked Saturday is a work day."""
    schedule = rule(None, quiet=quiet)
    assert find_end_of_quiet(schedule, GOLDEN_WEEK, moment=utc(*moment)) == utc(*end)


@pytest.mark.parametrize(
    ("schedule", "text", "words"),
    [
        (rule(None), "every:immediate", "immediate"),
        (
            rule(None, zone="Asia/Shanghai", quiet="20:00-07:00"),
            "every:immediate tz:Asia/Shanghai quiet:20:00-07:00",
            "immediate, quiet: 20:00–07:00 (Asia/Shanghai)",
        ),
        (rule("daily", "18:30"), "every:daily at:18:30 tz:UTC", "every day at 18:30 (UTC)"),
        (rule("weekly"), "every:weekly at:09:00 tz:UTC", "every Monday at 09:00 (UTC)"),
        (rule("weekdays"), "every:weekdays at:09:00 tz:UTC", "Monday to Friday at 09:00 (UTC)"),
        (
            rule("mon,thu,sun", quiet="weekends"),
            "every:mon,thu,sun at:09:00 tz:UTC quiet:weekends",
            "every Monday, Thursday and Sunday at 09:00 (UTC), quiet: weekends",
        ),
        (rule("monthly"), "every:monthly at:09:00 tz:UTC", "on the 1st of each month at 09:00 (UTC)"),
    ],
)
def test_schedules_as_text_and_in_words(schedule: Schedule, text: str, words: str) -> None:
    """A schedule reads as keys of the command language, and in words."""
    assert format_schedule(schedule) == text
    assert describe_schedule(schedule) == words
    again = rule(schedule.every, f"{schedule.at:%H:%M}", schedule.zone, schedule.quiet)
    assert again == schedule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "immediate"),
        ("7", "immediate"),
        ("1", "immediate, reminders 1 day before a deadline"),
        ("14,7,1", "immediate, reminders 14, 7 and 1 days before a deadline"),
        ("none", "immediate, no reminders of deadlines"),
    ],
)
def test_reminders_as_text_and_in_words(text: str | None, words: str) -> None:
    """What is asked for of reminders reads as the value of its key, and in words where it is not the default."""
    schedule = compose_schedule(Schedule(), every=None, at=None, zone="UTC", quiet=None, remind=text)
    assert format_remind(schedule.remind) == (text or "7")
    assert describe_schedule(schedule) == words
