"""Twelve time zones over both switches of the clocks, restarted every hour: each local day has its digest, once."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.model.subscription import Cadence, Schedule
from tests.fake_slack.chaos import START, Times
from tests.faults.lab import Lab, Row
from tests.faults.office import Office, find_slot_moment
from tests.faults.rig import Count, make_template

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "America/Santiago",
    "America/Asuncion",
    "Atlantic/Azores",
    "Pacific/Auckland",
)
TIMES = (dt.time(2, 30), dt.time(0, 15))
_INGESTS = (dt.time(5, 48), dt.time(17, 48))


def run_zones(lab: Lab) -> Row:
    """Live through the days around each switch of a year, in each zone."""
    total, faults, runs = Count(), list[str](), 0
    for zone in lab.sample(ZONES, short=5):
        switches = _list_switches(zone)
        if len(switches) != 2:
            faults.append(f"{zone}: {len(switches)} switches")
        for day in lab.sample(switches, short=2):
            office = _open_office(lab.folder, day, (zone,))
            _live(office, day, day)
            count, found = _count(office, day, day)
            total += count
            faults += found
            runs += 1
            office.close()
    return Row(name="both switches of the clocks, hourly restarts", runs=runs, count=total, faults=tuple(faults))


def _list_switches(zone: str) -> list[dt.date]:
    """Return the days of a year on which the clocks of a zone are turned."""
    noons = [dt.datetime(2024, 3, 14, 12, tzinfo=ZoneInfo(zone)) + dt.timedelta(days=day) for day in range(363)]
    return [noon.date() for before, noon in itertools.pairwise(noons) if before.utcoffset() != noon.utcoffset()]


def _open_office(folder: Path, first: dt.date, zones: tuple[str, ...]) -> Office:
    path = folder / "zones.db"
    for old in folder.glob("zones.db*"):
        old.unlink()
    path.write_bytes(make_template(folder).read_bytes())
    begin = dt.datetime.combine(first, dt.time(), dt.UTC) - dt.timedelta(days=2)
    office = Office(path=path, times=Times(passed_s=(begin - START).total_seconds()))
    for zone in zones:
        for number, at in enumerate(TIMES):
            schedule = Schedule(cadence=Cadence.DAILY, at=at, zone=zone)
            office.follow(f"C{zone.upper().replace('/', '')}{number}", schedule)
    return office


def _live(office: Office, first: dt.date, last: dt.date) -> None:
    """Go from event to event: briefings come, slots fall due, and every hour the process starts anew."""
    begin = office.times.true()
    end = dt.datetime.combine(last, dt.time(), dt.UTC) + dt.timedelta(days=2)
    hours = int((end - begin).total_seconds() // 3600)
    restarts = {begin + dt.timedelta(hours=hour) for hour in range(hours)}
    days = [first + dt.timedelta(days=day) for day in range(-2, (last - first).days + 2)]
    ingests = {dt.datetime.combine(day, at, dt.UTC) for day in days for at in _INGESTS}
    slots = {moment for rule in office.rules for _, moment in _list_slots(rule.schedule, days)}
    for moment in sorted(restarts | ingests | {slot + dt.timedelta(seconds=3) for slot in slots}):
        if moment < begin:
            continue
        office.times.passed_s = max(office.times.passed_s, (moment - START).total_seconds())
        if moment in restarts:
            (office.sender or office.open()).restart()
        if moment in ingests:
            office.ingest(len(office.backlog) + 1)
        office.settle()


def _list_slots(schedule: Schedule, days: list[dt.date]) -> Iterator[tuple[str, dt.datetime]]:
    for day in days:
        yield f"{day} {schedule.at:%H:%M}", find_slot_moment(day, schedule.at, schedule.zone)


def _count(office: Office, first: dt.date, last: dt.date) -> tuple[Count, list[str]]:
    """Count what landed against each local day of each rule, as the standard library alone knows it."""
    landed = office.list_landed()
    days = [first + dt.timedelta(days=day) for day in range((last - first).days + 1)]
    due = posted = doubled = lost = wrong = 0
    faults = list(office.failed)
    for rule in office.rules:
        for slot, moment in _list_slots(rule.schedule, days):
            due += 1
            found = landed.get((f"D{rule.number}", slot), [])
            posted += len(found) == 1
            doubled += len(found) > 1
            lost += not found
            late = bool(found) and not 0 <= (found[0] - moment).total_seconds() <= 60
            wrong += late
            if late or len(found) != 1:
                faults.append(f"{rule.schedule.zone} {slot}: due {moment}, landed {found}")
    return Count(due=due, posted=posted, doubled=doubled, lost=lost, wrong=wrong), faults
