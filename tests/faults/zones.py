"""Twelve time zones over both switches of the clocks, restarted every hour: each local day has its digest, once."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

from bot.model.subscription import Cadence, Schedule
from tests.faults.lab import Lab, Row
from tests.faults.office import Office, Rule, find_slot_moment
from tests.faults.rig import Count

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
    for zone in lab.sample(ZONES, short=5):
        switches = _list_switches(zone)
        lab.expect(holds=len(switches) == 2, about=f"{zone}: {len(switches)} switches")
        for day in lab.sample(switches, short=2):
            begin = dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(days=2)
            office = Office.make(lab.make_copy("zones"), begin)
            for number, at in enumerate(TIMES):
                office.follow(f"C{number}", Schedule(cadence=Cadence.DAILY, at=at, zone=zone))
            _live(office, day)
            lab.add(_count(office, day), about=f"{zone} {day} {office.failed[:1]}")
            office.close()
    return lab.row("both switches of the clocks, hourly restarts")


def _list_switches(zone: str) -> list[dt.date]:
    """Return the days of a year on which the clocks of a zone are turned."""
    noons = [dt.datetime(2024, 3, 14, 12, tzinfo=ZoneInfo(zone)) + dt.timedelta(days=day) for day in range(363)]
    return [noon.date() for before, noon in itertools.pairwise(noons) if before.utcoffset() != noon.utcoffset()]


def _live(office: Office, day: dt.date) -> None:
    """Go from event to event: briefings come, slots fall due, and every hour the process starts anew."""
    begin = office.times.true()
    days = [day + dt.timedelta(days=ahead) for ahead in range(-2, 3)]
    restarts = {begin + dt.timedelta(hours=hour) for hour in range(4 * 24)}
    ingests = {dt.datetime.combine(each, at, dt.UTC) for each in days for at in _INGESTS}
    slots = {_find_slot(rule, each)[1] + dt.timedelta(seconds=3) for rule in office.rules for each in days}
    for moment in sorted(each for each in restarts | ingests | slots if each >= begin):
        office.go_to(moment)
        if moment in restarts:
            (office.sender or office.open()).restart()
        if moment in ingests:
            office.ingest(len(office.backlog) + 1)
        office.settle()


def _find_slot(rule: Rule, day: dt.date) -> tuple[str, dt.datetime]:
    """Return the name and the moment of a rule's slot on a local day, as the standard library alone knows it."""
    schedule = rule.schedule
    return f"{day} {schedule.at:%H:%M}", find_slot_moment(day, schedule.at, schedule.zone)


def _count(office: Office, day: dt.date) -> Count:
    """Count what landed for the local day of each rule, within a minute of its moment."""
    landed = office.list_landed()
    total = Count(wrong=len(office.failed))
    for rule in office.rules:
        slot, moment = _find_slot(rule, day)
        found = landed.get((f"D{rule.number}", slot), [])
        late = bool(found) and not 0 <= (found[0] - moment).total_seconds() <= 60
        total += Count(due=1, posted=len(found) == 1, doubled=len(found) > 1, lost=not found, wrong=late)
    return total
