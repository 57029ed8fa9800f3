"""Twelve time zones over both switches of the clocks, restarted every hour: each local day has its digest, once.

    python -m tests.faults.zones [--short]

As a program it prints its row as JSON: so it can run under another release of dateutil.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import dateutil

from bot.domain.posts.schedule import Cadence, Schedule
from tests.fake_slack.chaos import START, Times
from tests.faults.lab import Row
from tests.faults.office import Office, find_slot_moment
from tests.faults.rig import Count, make_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.lab import Lab

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
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Pacific/Auckland",
)
_ROOT = Path(__file__).resolve().parents[2]
_OLD = "2.9.0.post0"
TIMES = (dt.time(2, 30), dt.time(0, 15))
_SWITCHES = ((dt.date(2024, 3, 26), dt.date(2024, 4, 28)), (dt.date(2024, 9, 5), dt.date(2024, 11, 5)))
_SHORT = ((dt.date(2024, 3, 31), dt.date(2024, 4, 1)), (dt.date(2024, 10, 26), dt.date(2024, 10, 27)))
_INGESTS = (dt.time(5, 48), dt.time(17, 48))


def run_zones(lab: Lab) -> Row:
    """Run both switches of 2024 under the dateutil that is installed."""
    return _run(lab.folder, short=lab.short)


def run_old_dateutil(lab: Lab) -> Row:
    """Run them under dateutil 2.9, in an environment of its own that uses our other packages."""
    name = f"the same under dateutil {_OLD}"
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "old")
        call = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target]
        found = subprocess.run([*call, f"python-dateutil=={_OLD}", "six"], check=False, capture_output=True, text=True)
        if found.returncode:
            return Row(name=f"{name}: not run, it does not install here", runs=0, count=Count())
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((target, str(_ROOT)))}
        short = ["--short"] if lab.short else []
        call = [sys.executable, "-m", "tests.faults.zones", *short]
        said = subprocess.run(call, check=True, capture_output=True, text=True, env=environment, cwd=_ROOT).stdout
    told = json.loads(said)
    right = () if _OLD.rpartition(".")[0] in told["name"] else (f"ran under another release: {told['name']}",)
    return Row(name=told["name"], runs=told["runs"], count=Count(**told["count"]), faults=(*told["faults"], *right))


def _run(folder: Path, *, short: bool) -> Row:
    total, faults, runs = Count(), list[str](), 0
    zones = (ZONES[0], ZONES[2], ZONES[4]) if short else ZONES
    for first, last in _SHORT if short else _SWITCHES:
        office = _open_office(folder, first, zones)
        _live(office, first, last)
        count, found = _count(office, first, last)
        total += count
        faults += found
        runs += 1
        office.close()
    version = getattr(dateutil, "__version__", "?")
    name = f"{len(zones)} zones, both switches, hourly restarts, dateutil {version}"
    return Row(name=name, runs=runs, count=total, faults=tuple(faults))


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


def main() -> None:
    """Print the row as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        row = _run(Path(folder), short="--short" in sys.argv)
    count = {name: getattr(row.count, name) for name in Count.__dataclass_fields__}
    sys.stdout.write(json.dumps({"name": row.name, "runs": row.runs, "count": count, "faults": row.faults}) + "\n")


if __name__ == "__main__":
    main()
