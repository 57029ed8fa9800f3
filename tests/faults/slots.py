"""Slots over a clock that is wrong for a while, and over days in which the bot was down: each item comes once."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.domain.posts.digest import Fate
from bot.domain.posts.schedule import Cadence, Schedule
from bot.store.ledger import list_ledger
from tests.faults.office import Office, find_slot_moment
from tests.faults.rig import Count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.lab import Lab, Row

_ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati")
_AT = dt.time(9)
_FIRST = dt.date(2024, 5, 6)
_DAYS = 8
_ITEM = re.compile(r"\bI\d+\b")
_HOUR = dt.timedelta(hours=1)


def run_decide_kills(lab: Lab) -> Row:
    """Kill at every step of a slot, from deciding it on: it is decided once, and its items come once."""
    for step in lab.sample(range(200), every=7):
        office = _open(lab)
        office.ingest(1)
        office.kill_next = step
        for moment in sorted(find_slot_moment(_FIRST + dt.timedelta(days=1), _AT, zone) for zone in _ZONES):
            office.go_to(moment)
            office.settle()
        _take(lab, office, about=f"killed at step {step}", briefings=1)
        if not office.kills:
            break
    return lab.row("kill at every step of deciding and posting slots")


def run_slot_clocks(lab: Lab) -> Row:
    """The clock goes wrong at each hour of a day, for five hours or for thirty, and briefings come in meanwhile."""
    cases = itertools.product((-2 * _HOUR, 9 * _HOUR, None), range(0, 24, 2), (5, 30))
    for jump, hour, lasts in lab.sample(cases, every=19):
        office = _open(lab)
        wrong = dt.datetime.combine(_FIRST + dt.timedelta(days=2), dt.time(hour), dt.UTC)
        right = wrong + lasts * _HOUR
        for moment in _list_moments(wrong, right):
            office.go_to(moment)
            to_1970 = dt.datetime(1970, 1, 2, tzinfo=dt.UTC) - moment
            is_wrong = wrong <= moment < right
            office.times.wrong_by = (to_1970 if jump is None else jump) if is_wrong else dt.timedelta()
            if moment.hour % 4 == 0 and moment.minute == 30:
                office.ingest(len(office.backlog) + 1)
            office.settle()
        name = "1970" if jump is None else f"{jump / _HOUR:+.0f} h"
        _take(lab, office, about=f"clock {name} from {wrong:%d %H:%M} for {lasts} h")
    return lab.row("slots while the clock is -2 h, +9 h, 1970")


def run_downtime(lab: Lab) -> Row:
    """The bot is down for hours or days: one catch-up, or nothing before the next slot where it is too late."""
    cases = itertools.product((1, 6, 11, 13, 30, 50, 80), range(0, 24, 3))
    for hours, start in lab.sample(cases, every=25):
        office = _open(lab)
        down = dt.datetime.combine(_FIRST + dt.timedelta(days=2), dt.time(start), dt.UTC)
        back = down + hours * _HOUR
        for moment in _list_moments(down, back):
            office.go_to(moment)
            if moment.hour % 4 == 0 and moment.minute == 30:
                office.ingest(len(office.backlog) + 1)
            if not down <= moment < back:
                office.settle()
            else:
                office.stop()
        caught_up = _count_posts_between(office, back, back + dt.timedelta(minutes=5))
        lab.expect(holds=all(each <= 1 for each in caught_up), about=f"down {hours} h: catch-ups {caught_up}")
        _take(lab, office, about=f"down from {down:%d %H:%M} for {hours} h")
    return lab.row("slots missed while the bot was down")


def run_slot_restores(lab: Lab) -> Row:
    """A backup of days ago comes back at any hour: no slot that stands is posted again, nor its items in another."""
    for hours in lab.sample(range(3, 75, 4), every=5):
        office = _open(lab)
        backed_up = dt.datetime.combine(_FIRST + dt.timedelta(days=2), dt.time(1, 45), dt.UTC)
        restored = backed_up + hours * _HOUR
        for moment in _list_moments(backed_up, restored):
            office.go_to(moment)
            if moment < backed_up and moment.hour % 4 == 0 and moment.minute == 30:
                office.ingest(len(office.backlog) + 1)
            if moment == backed_up:
                office.back_up()
            if moment == restored:
                office.restore(office.path.with_name("office.backup"))
            office.settle()
            if moment >= restored:
                office.skip_held()
        about = f"restored {hours} h after the backup"
        _take(lab, office, about=about, briefings=len(office.backlog))
    return lab.row("slots after a restore")


def _open(lab: Lab) -> Office:
    office = Office.make(lab.make_copy("slots"), dt.datetime.combine(_FIRST, dt.time(), dt.UTC))
    for zone in _ZONES:
        schedule = Schedule(cadence=Cadence.DAILY, at=_AT, zone=zone)
        office.follow(f"C{zone.upper().replace('/', '')}", schedule)
    return office


def _list_moments(*extra: dt.datetime) -> list[dt.datetime]:
    begin = dt.datetime.combine(_FIRST, dt.time(), dt.UTC)
    halves = {begin + dt.timedelta(minutes=30 * half) for half in range(48 * _DAYS)}
    days = [_FIRST + dt.timedelta(days=day) for day in range(_DAYS)]
    slots = {find_slot_moment(day, _AT, zone) + dt.timedelta(seconds=3) for day in days for zone in _ZONES}
    return sorted(moment for moment in halves | slots | set(extra) if moment >= begin)


def _take(lab: Lab, office: Office, *, about: str, briefings: int | None = None) -> None:
    """Count each item of the first ``briefings`` in each channel; without, of all but those of the last two days."""
    told: Counter[tuple[str, str]] = Counter()
    for channel, message in office.slack.list_ours():
        told.update((channel, item) for item in _ITEM.findall(message["text"]))
    due = {(rule.channel, f"I{number}") for rule in office.rules for number in office.backlog[: briefings or -12]}
    slots: Counter[tuple[str, str]] = Counter()
    for place, landed in office.list_landed().items():
        slots[place] += len(landed)
    with office.store.read() as db:
        unsaid = [row for row in list_ledger(db) if row.fate == Fate.INCLUDED]
    missing = [place for place in due if not told[place]]
    count = Count(
        due=len(due),
        posted=sum(1 for place in due if told[place] == 1),
        doubled=sum(1 for times in told.values() if times > 1) + sum(1 for times in slots.values() if times > 1),
        lost=len(missing),
        wrong=len(unsaid) + len(office.failed) + len(office.slack.early),
    )
    office.close()
    lab.add(
        count, kills=office.kills, about=f"{about}: {sorted(missing)[:3]} {office.failed[:1]} {office.slack.early[:1]}"
    )


def _count_posts_between(office: Office, first: dt.datetime, last: dt.datetime) -> list[int]:
    def list_counts() -> Iterator[int]:
        for rule in office.rules:
            posts = office.slack.channels[rule.channel].posts
            stamps = [dt.datetime.fromtimestamp(float(post["ts"]), tz=dt.UTC) for post in posts]
            yield sum(1 for stamp in stamps if first <= stamp < last)

    return list(list_counts())
