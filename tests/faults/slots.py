"""Slots whose process dies, over a clock that is wrong, and decided by two bots at once: each comes once."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from bot.model.digest import Fate
from bot.model.subscription import Cadence, Schedule
from bot.store.ledger import list_ledger
from tests.faults.lab import Lab, Row
from tests.faults.office import Office, find_slot_moment
from tests.faults.rig import Count
from tests.faults.sender import Sender, Task

_ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati")
_AT = dt.time(9)
_FIRST = dt.date(2024, 5, 6)
_DAYS = 8
_ITEM = re.compile(r"\bI\d+\b")
_HOUR = dt.timedelta(hours=1)


def run_decide_kills(lab: Lab) -> Row:
    """Kill at every step of a slot, from deciding it on: it is decided once, and its items come once."""
    for step in lab.sample(range(200), short=12):
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
    for jump, hour, lasts in lab.sample(cases, every=13, short=37):
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


_BEGIN = dt.datetime(2024, 6, 3, tzinfo=dt.UTC)
_ROUNDS = 2000
_KILLS = (0.3, 0.9, 1.4, 2.0)
"""After how many steps for each slot a bot dies; there are about nine of them from deciding to posting."""


def run_race(lab: Lab) -> Row:
    """Many slots due at once, two bots: each is decided once and posted once, whoever is killed."""
    slots = 60 if lab.short else 200
    office = Office.make(lab.make_copy("race"), _BEGIN)
    for number in range(slots):
        office.follow(f"C{number}", Schedule(cadence=Cadence.DAILY, at=_AT))
    office.ingest(1)
    office.go_to(dt.datetime.combine(_BEGIN.date(), _AT, dt.UTC))
    task = Task(path=str(office.path), decides=True)
    kills = [int(share * slots) for share in _KILLS]

    def start() -> Sender:
        bot = Sender(task, office.slack)
        if kills:
            bot.arm(kills.pop(0))
        return bot

    bots = [start(), start()]
    posted_by: list[int] = [0, 0]
    died = 0
    with ThreadPoolExecutor(len(bots)) as threads:
        for _ in range(_ROUNDS):
            reports = list(threads.map(Sender.tick, bots))
            for number, report in enumerate(reports):
                if report is None:
                    died += 1
                    bots[number].kill()
                    bots[number] = start()
                else:
                    posted_by[number] += report.sent
            office.times.go_on(1.0)
            if None not in reports and not office.list_due():
                break
    for bot in bots:
        bot.kill()
    office.times.go_on(300.0)
    posts = Counter(channel for channel, _ in office.slack.list_ours())
    channels = [rule.channel for rule in office.rules]
    count = Count(
        due=slots,
        posted=sum(1 for channel in channels if posts[channel] == 1),
        doubled=sum(1 for channel in channels if posts[channel] > 1),
        lost=sum(1 for channel in channels if not posts[channel]),
        wrong=len(office.slack.early) + len(office.failed),
    )
    office.close()
    lab.expect(holds=died > 0, about="nobody was killed")
    lab.add(count, kills=died, about=f"two bots, posted {posted_by}, {office.slack.early[:2]}")
    return lab.row(f"two processes, {slots} slots ({posted_by[0]} + {posted_by[1]} seen sent)")
