"""Slots whose process dies, over a clock that is wrong or turned, and decided by two bots at once: each comes once."""

import datetime as dt
import itertools
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

from bot.model.post import Fate
from bot.model.subscription import Schedule
from bot.store.ledger import list_ledger
from tests.faults.room import Bot, Count, Lab, Room, Row, Rule

_ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati")
_AT = dt.time(9)
_FIRST = dt.date(2024, 5, 6)
_DAYS = 4
_ITEM = re.compile(r"\bI\d+\b")
_HOUR = dt.timedelta(hours=1)


def find_slot_moment(day: dt.date, at: dt.time, zone: str) -> dt.datetime:
    """Return when a local day and time is, by the standard library alone; a time left out comes as much later."""
    return dt.datetime.combine(day, at, ZoneInfo(zone)).astimezone(dt.UTC)


def run_decide_kills(lab: Lab) -> Row:
    """Kill at every step of a slot, from deciding it on: it is decided once, and its items come once."""
    for step in range(200):
        room = _open(lab)
        room.ingest()
        room.kills = [step]
        room.open()
        for moment in sorted(find_slot_moment(_FIRST + dt.timedelta(days=1), _AT, zone) for zone in _ZONES):
            room.go_to(moment)
            room.settle()
        _take(lab, room, about=f"killed at step {step}", briefings=1)
        if not room.died_at:
            break
    return lab.row("kill at every step of deciding and posting slots")


def run_slot_clocks(lab: Lab) -> Row:
    """The clock goes wrong at any fourth hour of a day, for five hours or for thirty, and briefings come meanwhile."""
    for jump, hour, lasts in itertools.product((-2 * _HOUR, 9 * _HOUR, None), range(0, 24, 4), (5, 30)):
        room = _open(lab)
        wrong = dt.datetime.combine(_FIRST + dt.timedelta(days=1), dt.time(hour), dt.UTC)
        right = wrong + lasts * _HOUR
        for moment in _list_moments(wrong, right):
            room.go_to(moment)
            to_1970 = dt.datetime(1970, 1, 2, tzinfo=dt.UTC) - moment
            is_wrong = wrong <= moment < right
            room.times.wrong_by = (to_1970 if jump is None else jump) if is_wrong else dt.timedelta()
            if moment.hour % 4 == 0 and moment.minute == 30:
                room.ingest()
            room.settle()
        name = "1970" if jump is None else f"{jump / _HOUR:+.0f} h"
        _take(lab, room, about=f"clock {name} from {wrong:%d %H:%M} for {lasts} h")
    return lab.row("slots while the clock is -2 h, +9 h, 1970")


def _open(lab: Lab) -> Room:
    room = lab.open(dt.datetime.combine(_FIRST, dt.time(), dt.UTC))
    for zone in _ZONES:
        room.follow(f"C{zone.upper().replace('/', '')}", Schedule(every="daily", at=_AT, zone=zone))
    return room


def _list_moments(*extra: dt.datetime) -> list[dt.datetime]:
    begin = dt.datetime.combine(_FIRST, dt.time(), dt.UTC)
    hours = {begin + dt.timedelta(minutes=30 + 120 * each) for each in range(12 * _DAYS)}
    days = [_FIRST + dt.timedelta(days=day) for day in range(_DAYS)]
    slots = {find_slot_moment(day, _AT, zone) + dt.timedelta(seconds=3) for day in days for zone in _ZONES}
    return sorted(moment for moment in hours | slots | set(extra) if moment >= begin)


def _take(lab: Lab, room: Room, *, about: str, briefings: int | None = None) -> None:
    """Count each item of the first ``briefings`` in each channel; without, of all but those of the last two days."""
    told: Counter[tuple[str, str]] = Counter()
    for channel, message in room.slack.list_ours():
        told.update((channel, item) for item in _ITEM.findall(message["text"]))
    due = {(rule.channel, f"I{number}") for rule in room.rules for number in room.read[: briefings or -12]}
    twice = sum(1 for landed in room.list_landed().values() if len(landed) > 1)
    with room.store.read() as db:
        unsaid = [row for row in list_ledger(db) if row.fate == Fate.INCLUDED]
    missing = sorted(place for place in due if not told[place])
    count = Count(
        due=len(due),
        once=sum(1 for place in due if told[place] == 1),
        doubled=sum(1 for times in told.values() if times > 1) + twice,
        lost=len(missing),
        wrong=len(unsaid) + len(room.failed) + len(room.slack.early),
    )
    about = f"{about}: {count} {missing[:3]} {room.failed[:1]} {room.slack.early[:1]}"
    lab.add(count, kills=len(room.died_at), about=about)
    room.close()


_SLOTS = 60
_ROUNDS = 2000
_KILLS = (18, 54, 84, 120)
"""After how many steps a bot dies; there are about nine of them for each slot, from deciding to posting."""


def run_race(lab: Lab) -> Row:
    """Many slots due at once, two bots at work: each is decided once and posted once, whoever is killed."""
    room = lab.open(dt.datetime(2024, 6, 3, tzinfo=dt.UTC))
    for number in range(_SLOTS):
        room.follow(f"C{number}", Schedule(every="daily", at=_AT))
    room.ingest()
    room.go_to(dt.datetime(2024, 6, 3, 9, tzinfo=dt.UTC))
    room.slack.latency_s = 2.0  # so that a tick leaves some to the next
    kills = list(_KILLS)

    def start() -> Bot:
        return Bot(room.path, room.slack, kill_at=kills.pop(0) if kills else None)

    bots = [start(), start()]
    posted_by, died = [0, 0], 0
    with ThreadPoolExecutor(len(bots)) as threads:
        for turn in range(_ROUNDS):
            order = (0, 1) if turn % 2 else (1, 0)
            posted = _count_posts(room)
            first = threads.submit(bots[order[0]].tick)
            while _count_posts(room) == posted and not first.done():  # it is at work before the other begins
                time.sleep(0.0005)
            second = threads.submit(bots[order[1]].tick)
            reports = {order[0]: first.result(), order[1]: second.result()}
            for number, report in reports.items():
                if report is None:
                    died += 1
                    bots[number] = start()
                else:
                    posted_by[number] += report.counts["sent"]
            room.times.go_on(1.0)
            if None not in reports.values() and not room.list_waiting():
                break
    for bot in bots:
        bot.close()
    posts = Counter(channel for channel, _ in room.slack.list_ours())
    counts = [posts[rule.channel] for rule in room.rules]
    once, lost = counts.count(1), counts.count(0)
    wrong = len(room.slack.early)
    count = Count(due=_SLOTS, once=once, doubled=_SLOTS - once - lost, lost=lost, wrong=wrong)
    lab.expect(holds=died > 0 and all(posted_by), about=f"killed {died}, posted {posted_by}")
    lab.add(count, kills=died, about=f"two bots, posted {posted_by}, {room.slack.early[:2]}")
    room.close()
    return lab.row(f"two bots, {_SLOTS} slots ({posted_by[0]} + {posted_by[1]} seen sent)")


def _count_posts(room: Room) -> int:
    with room.slack.lock:
        return sum(1 for _ in room.slack.list_ours())


# Twelve time zones over both switches of the clocks, restarted every hour: each local day has its digest, once.

_TURNED = (
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
_TIMES = (dt.time(2, 30), dt.time(0, 15))
_INGESTS = (dt.time(5, 48), dt.time(17, 48))


def run_zones(lab: Lab) -> Row:
    """Live through the days around each switch of a year, in each zone."""
    for zone in _TURNED:
        switches = _list_switches(zone)
        lab.expect(holds=len(switches) == 2, about=f"{zone}: {len(switches)} switches")
        for day in switches:
            room = lab.open(dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(days=1))
            for number, at in enumerate(_TIMES):
                room.follow(f"C{number}", Schedule(every="daily", at=at, zone=zone))
            _live(room, day)
            lab.add(_count(room, day), about=f"{zone} {day} {room.failed[:1]}")
            room.close()
    return lab.row("both switches of the clocks in twelve zones, hourly restarts")


def _list_switches(zone: str) -> list[dt.date]:
    """Return the days of a year on which the clocks of a zone are turned."""
    noons = [dt.datetime(2024, 3, 14, 12, tzinfo=ZoneInfo(zone)) + dt.timedelta(days=day) for day in range(363)]
    return [noon.date() for before, noon in itertools.pairwise(noons) if before.utcoffset() != noon.utcoffset()]


def _live(room: Room, day: dt.date) -> None:
    """Go from event to event: briefings come, slots fall due, and every hour the process starts anew."""
    begin = room.times.true()
    days = [day + dt.timedelta(days=ahead) for ahead in range(-1, 3)]
    restarts = {begin + dt.timedelta(hours=hour) for hour in range(3 * 24)}
    ingests = {dt.datetime.combine(each, at, dt.UTC) for each in days for at in _INGESTS}
    slots = {_find_slot(rule, each)[1] + dt.timedelta(seconds=3) for rule in room.rules for each in days}
    for moment in sorted(each for each in restarts | ingests | slots if each >= begin):
        room.go_to(moment)
        if moment in restarts:
            room.open()
        if moment in ingests:
            room.ingest()
        room.settle()


def _find_slot(rule: Rule, day: dt.date) -> tuple[str, dt.datetime]:
    """Return the name and the moment of a rule's slot on a local day, as the standard library alone knows it."""
    schedule = rule.schedule
    return f"{day} {schedule.at:%H:%M}", find_slot_moment(day, schedule.at, schedule.zone)


def _count(room: Room, day: dt.date) -> Count:
    """Count what landed for the local day of each rule, within a minute of its moment."""
    landed = room.list_landed()
    total = Count(wrong=len(room.failed))
    for rule in room.rules:
        slot, moment = _find_slot(rule, day)
        found = landed.get((f"D{rule.number}", slot), [])
        late = bool(found) and not 0 <= (found[0] - moment).total_seconds() <= 60
        total += Count(due=1, once=len(found) == 1, doubled=len(found) > 1, lost=not found, wrong=late)
    return total
