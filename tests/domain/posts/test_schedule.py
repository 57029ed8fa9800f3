"""When rules are due: cadences, zones with their switches, quiet times, missed slots, clocks that jump."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.posts.holidays import NO_HOLIDAYS, Holidays
from bot.domain.posts.quiet import ALWAYS_LOUD, Quiet, describe_quiet, find_open_day, format_quiet, parse_quiet
from bot.domain.posts.schedule import (
    Cadence,
    Schedule,
    compose_schedule,
    decide_slot,
    describe_schedule,
    find_end_of_quiet,
    find_moment,
    format_remind,
    format_schedule,
    has_same_slots,
    list_next_slots,
    list_slots,
    note_unknown_holidays,
    parse_remind,
    to_local,
)

GOLDEN_WEEK = Holidays(
    off=frozenset(dt.date(2025, 10, day) for day in range(1, 9)),
    working=frozenset({dt.date(2025, 9, 28), dt.date(2025, 10, 11)}),
    years=frozenset({2025}),
)
LATE = dt.timedelta(hours=12)
ZONES = (
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
)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]  # as many parts as given


def rule(every: str | None, at: str | None = None, zone: str = "UTC", quiet: str | None = None) -> Schedule:
    return compose_schedule(every=every, at=at, zone=zone, quiet=quiet)


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
    slots = list_slots(rule(every), NO_HOLIDAYS, first=dt.date(2025, 10, 1), last=dt.date(2025, 10, 10))
    assert [slot.on.day for slot in slots] == days
    assert all(slot.at.hour == 9 for slot in slots)
    assert list_slots(rule(every), NO_HOLIDAYS, first=dt.date(2025, 10, 2), last=dt.date(2025, 10, 1)) == ()


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
    first = dt.date(2025, 9, 27)
    slots = list_slots(rule(every, quiet=quiet), GOLDEN_WEEK, first=first, last=dt.date(2025, 10, 12))
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
    slots = list_slots(rule("daily", time, zone), NO_HOLIDAYS, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
    assert [slot.on for slot in slots] == [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    moments = [slot.at for slot in slots]
    assert moments == sorted(set(moments))
    assert all(to_local(slot.at, zone).date() == slot.on for slot in slots)


def walk(schedule: Schedule, moments: list[dt.datetime], *, after: dt.datetime) -> list[tuple[str, int, bool]]:
    """Decide at each moment as the bot does, keeping the last day; give the slots decided."""
    last_on: dt.date | None = None
    decided = []
    for now in moments:
        due = decide_slot(schedule, NO_HOLIDAYS, after=after, last_on=last_on, late_after=LATE, now=now)
        if due is not None:
            last_on = due.slot.on
            decided.append((due.slot.on.isoformat(), due.missed, due.too_late))
    return decided


@pytest.mark.no_cover
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("start", [(2026, 3, 1), (2026, 4, 1), (2026, 10, 1)])
def test_hourly_restarts_over_the_switches(zone: str, start: tuple[int, int, int]) -> None:
    """Looked at every hour through a month with a switch, each day's slot is decided once and none is late."""
    begin = utc(*start)
    moments = [begin + dt.timedelta(hours=n, minutes=7) for n in range(24 * 35)]
    decided = walk(rule("daily", "02:30", zone), moments, after=begin)
    days = [day for day, _, _ in decided]
    assert len(days) == len(set(days))
    assert len(days) in {34, 35}
    assert not any(missed or late for _, missed, late in decided)


def test_downtime_gives_one_catch_up() -> None:
    """Missed slots become one, within twelve hours of the last of them; later there is none to post."""
    after = utc(2026, 3, 1)
    daily = rule("daily")
    assert walk(daily, [utc(2026, 3, 1, 9), utc(2026, 3, 5, 20)], after=after) == [
        ("2026-03-01", 0, False),
        ("2026-03-05", 3, False),
    ]
    assert walk(daily, [utc(2026, 3, 1, 9), utc(2026, 3, 5, 21, 1)], after=after)[-1] == ("2026-03-05", 3, True)
    assert walk(rule("weekly"), [utc(2026, 3, 4, 9)], after=after) == [("2026-03-02", 0, True)]


def test_clocks_that_jump() -> None:
    """A clock that runs backwards, ahead, or to 1970 decides no day twice."""
    jumps = [
        utc(2026, 3, 2, 9),
        utc(2026, 3, 2, 7),
        utc(2026, 3, 2, 9, 1),
        utc(2026, 3, 2, 18),
        utc(1970, 1, 1),
        utc(2026, 3, 3, 2),
        utc(2026, 3, 3, 9),
    ]
    decided = walk(rule("daily"), jumps, after=utc(2026, 3, 2))
    assert [day for day, _, _ in decided] == ["2026-03-02", "2026-03-03"]


def test_slots_before_the_rule_ran_are_not_due() -> None:
    """A rule that started after the time of the day waits for the next."""
    assert walk(rule("daily"), [utc(2026, 3, 1, 9, 30)], after=utc(2026, 3, 1, 9)) == []


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


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(dt.datetime(2025, 9, 1), dt.datetime(2025, 11, 30)),  # noqa: DTZ001  given as UTC below
    st.sampled_from(["20:00-07:00", "weekends", "holidays", "07:00-20:00,weekends,holidays", "23:59-00:01"]),
    st.sampled_from(ZONES),
)
def test_the_end_of_quiet_is_never_quiet_and_never_past(moment: dt.datetime, quiet: str, zone: str) -> None:
    """Whatever is quiet, a post comes at a moment that is not, and not before it was ready."""
    schedule = rule(None, zone=zone, quiet=quiet)
    at = moment.replace(tzinfo=dt.UTC)
    end = find_end_of_quiet(schedule, GOLDEN_WEEK, moment=at)
    local = to_local(end, zone)
    assert end >= at
    assert not schedule.quiet.has_day(local.date(), GOLDEN_WEEK)
    assert not schedule.quiet.has_hour(local.time())


@pytest.mark.parametrize(
    ("zone", "quiet", "moment", "end"),
    [
        ("Europe/Berlin", "22:00-02:30", (2024, 10, 27, 0, 10), (2024, 10, 27, 0, 30)),
        ("Europe/Berlin", "22:00-02:30", (2024, 10, 27, 1, 10), (2024, 10, 27, 1, 30)),
        ("Europe/Berlin", "22:00-02:30", (2024, 3, 31, 0, 10), (2024, 3, 31, 1, 30)),
        ("America/New_York", "22:00-01:30", (2024, 11, 3, 6, 10), (2024, 11, 3, 6, 30)),
        ("Australia/Lord_Howe", "20:00-01:45", (2024, 4, 6, 15, 5), (2024, 4, 6, 15, 15)),
    ],
)
def test_quiet_that_comes_again_as_the_clocks_go_back_ends_again(
    zone: str, quiet: str, moment: tuple[int, ...], end: tuple[int, ...]
) -> None:
    """What waits in the hour that comes twice waits for the second end of quiet, not for the next day."""
    schedule = rule(None, zone=zone, quiet=quiet)
    assert find_end_of_quiet(schedule, NO_HOLIDAYS, moment=utc(*moment)) == utc(*end)


def test_a_list_of_endless_holidays_is_no_trap() -> None:
    """Where no day is open within two months the first is taken: a wrong list silences nobody for ever."""
    start = dt.date(2025, 1, 1)
    endless = Holidays(off=frozenset(start + dt.timedelta(days=n) for n in range(200)))
    assert find_open_day(start, Quiet(holidays=True), endless) == start
    noon = utc(2025, 1, 1, 12)
    assert find_end_of_quiet(rule(None, quiet="holidays"), endless, moment=noon) == noon


def test_the_next_slots() -> None:
    """The next times after a moment, beyond a day where one is given."""
    schedule = rule("mon,thu", zone="Europe/Berlin")
    found = list_next_slots(schedule, NO_HOLIDAYS, after=utc(2026, 3, 26, 8), count=3)
    assert [(slot.on.day, slot.at.hour) for slot in found] == [(30, 7), (2, 7), (6, 7)]
    beyond = list_next_slots(schedule, NO_HOLIDAYS, after=utc(2026, 3, 26), beyond=dt.date(2026, 3, 30))
    assert [slot.on.day for slot in beyond] == [2]
    assert list_next_slots(rule("immediate"), NO_HOLIDAYS, after=utc(2026, 3, 26)) == ()


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
            rule("sun,mon,thu", quiet="weekends"),
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
    again = rule(schedule.every, f"{schedule.at:%H:%M}", schedule.zone, format_quiet(schedule.quiet))
    assert again == schedule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("weekends", "weekends"),
        ("20:00-07:00,holidays", "20:00–07:00 and Chinese public holidays"),
        ("20:00-07:00,weekends,holidays", "20:00–07:00, weekends and Chinese public holidays"),
    ],
)
def test_quiet_as_text_and_in_words(text: str, words: str) -> None:
    """The normal form is read and given back, and said in words."""
    quiet = parse_quiet(text)
    assert format_quiet(quiet) == text
    assert describe_quiet(quiet) == words
    assert bool(quiet) is bool(text)
    assert parse_quiet(None) == ALWAYS_LOUD


def test_unknown_years_are_said_where_they_matter() -> None:
    """Only a rule that keeps the holidays, and only for years that are not listed."""
    late = list_next_slots(rule("weekly", quiet="holidays"), GOLDEN_WEEK, after=utc(2025, 12, 24), count=3)
    said = note_unknown_holidays(rule("weekly", quiet="holidays"), GOLDEN_WEEK, late)
    assert said == "The Chinese holidays of 2026 are not listed yet and count as ordinary days."
    assert note_unknown_holidays(rule("weekly", quiet="holidays"), GOLDEN_WEEK, late[:1]) == ""
    assert note_unknown_holidays(rule("weekly"), GOLDEN_WEEK, late) == ""
    assert GOLDEN_WEEK.is_known(dt.date(2025, 5, 1))
    assert rule("daily").cadence is Cadence.DAILY


@pytest.mark.parametrize(
    ("text", "remind", "words"),
    [
        (None, (7,), "immediate"),
        ("7", (7,), "immediate"),
        ("1", (1,), "immediate, reminders 1 day before a deadline"),
        ("14,7,1", (14, 7, 1), "immediate, reminders 14, 7 and 1 days before a deadline"),
        ("none", (), "immediate, no reminders of deadlines"),
    ],
)
def test_reminders_as_text_and_in_words(text: str | None, remind: tuple[int, ...], words: str) -> None:
    """What is asked for of reminders reads as the value of its key, and in words where it is not the default."""
    schedule = compose_schedule(every=None, at=None, zone="UTC", quiet=None, remind=text)
    assert schedule.remind == remind
    assert describe_schedule(schedule) == words
    assert parse_remind(format_remind(remind)) == remind
    assert ("remind:" in format_schedule(schedule)) is (remind != (7,))


@pytest.mark.parametrize(
    ("quiet", "remind", "same"),
    [("20:00-07:00", "1", True), (None, "none", True), ("weekends", None, False), ("holidays", None, False)],
)
def test_quiet_hours_and_reminders_move_no_slot(quiet: str | None, remind: str | None, *, same: bool) -> None:
    """Quiet days do, and so do another day, time or zone."""
    held = rule("daily", "09:00")
    changed = compose_schedule(every="daily", at="09:00", zone="UTC", quiet=quiet, remind=remind)
    assert has_same_slots(held, changed) is same
    for other in (rule("weekdays", "09:00"), rule("daily", "09:30"), rule("daily", "09:00", "Asia/Shanghai")):
        assert not has_same_slots(held, other)
