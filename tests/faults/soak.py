"""Ninety days of two hundred channels in twelve zones, with faults, kills, restores and a full disk: ``make soak``.

    python -m tests.faults.soak [--days N] [--channels N] [--seed N]

Prints what a Slack that fails counted in its channels against what a calendar of its own says was due, and how much of
it was on time by the rule of the promise. Exit status 1 when a slot was lost or came twice, when less than 99.9 % was
on time, or when the ledger's sums do not hold. The same seed gives the same days; SEED=N sets it for make.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.domain.posts.delivery import RECONCILE_AFTER
from bot.domain.posts.post import PostState
from bot.domain.posts.schedule import Cadence, Schedule
from bot.domain.records.series import briefing_identity
from bot.services.sending.held import HeldPosts
from bot.store.ledger import list_ledger
from bot.store.outbox import list_posts
from tests.fake_slack.chaos import START, Fault, FaultKind
from tests.faults.calendar_oracle import Announced, Expected, list_expected, list_slot_moments
from tests.faults.office import Office
from tests.faults.rig import make_template
from tests.faults.sender import HOLD
from tests.faults.zones import ZONES

_FIRST = dt.date(2024, 9, 2)
"""Ninety days from here hold a switch of the clocks in nine of the zones."""
_TIMES = (dt.time(2, 30), dt.time(7), dt.time(9), dt.time(12, 15), dt.time(17, 45), dt.time(23, 50))
_SOON = dt.timedelta(seconds=60)
_RATE = 0.05
_KILLS_A_DAY = 3.0
_DOWN = dt.timedelta(minutes=10)
_QUIET = dt.timedelta(minutes=4)
_FULL = dt.timedelta(minutes=20)
_PATIENCE = dt.timedelta(seconds=15)
_TICK = dt.timedelta(seconds=5)
_PASSING = ("fatal_error", "internal_error", "service_unavailable", "request_timeout", "a_code_of_tomorrow")
_OF_POSTS = (
    FaultKind.FIN,
    FaultKind.RST,
    FaultKind.TIMEOUT,
    FaultKind.TRUNCATED,
    FaultKind.SERVER_ERROR,
    FaultKind.GARBAGE,
    FaultKind.REFUSED,
    FaultKind.STALL,
    FaultKind.LATE,
    FaultKind.LIMITED,
    FaultKind.CODE,
)
_SLOW = frozenset({FaultKind.TIMEOUT, FaultKind.STALL, FaultKind.LATE})
_ANY = "any channel"
_OF_READS = tuple(kind for kind in _OF_POSTS if kind not in {FaultKind.STALL, FaultKind.LATE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What came of the days."""

    due: int
    once: int
    doubled: int
    lost: int
    unexpected: int
    early: int
    soon: int
    on_time: int
    asked: int
    again: int
    unbalanced: int
    late: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        """Whether the promise was kept."""
        wrong = self.doubled + self.lost + self.unexpected + self.early + self.unbalanced + len(self.wrong)
        return not wrong and self.on_time >= 0.999 * self.due


@dataclass(kw_only=True)
class Soak:
    """The days of one office; everything that happens by chance follows from ``seed``."""

    folder: Path
    seed: int
    days: int = 90
    channels: int = 200
    restores: int = 0
    full_disks: int = 0
    ticks: int = 0
    _announced: list[Announced] = field(default_factory=list)
    _away: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)
    _wrong: list[str] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  a seed that is printed, no secret
        self.begin = dt.datetime.combine(_FIRST, dt.time(), dt.UTC) - dt.timedelta(days=1)
        self.end = dt.datetime.combine(_FIRST, dt.time(), dt.UTC) + dt.timedelta(days=self.days, minutes=1)
        path = self.folder / "soak.db"
        path.write_bytes(make_template(self.folder).read_bytes())
        self.office = Office.make(path, self.begin)
        self.office.slack.pick = self._pick
        for number in range(self.channels):
            self.office.follow(f"C{number}", _make_schedule(number))

    def live(self) -> Figures:
        """Live through all the days, and count."""
        plan = self._plan()
        moments = sorted(plan)
        self.office.wakes = [(moment - START).total_seconds() for moment in moments]
        kill_chance = _KILLS_A_DAY * self.days / len(moments)
        for moment in moments:
            self.office.go_to(moment)
            if self._random.random() < kill_chance:
                (self.office.sender or self.office.open()).arm(self._random.randrange(40))
            for what in plan[moment]:
                self._happen(what)
            self._settle()
        self.office.slack.pick = lambda _: None
        self.office.times.go_on(300.0)
        self.office.slack.land()
        self._settle()
        figures = self._count()
        self.office.close()
        return figures

    def _plan(self) -> dict[dt.datetime, list[str]]:
        """Say what happens when: each slot, each briefing, the moment its posts may go, and what goes wrong."""
        rand, plan = self._random, dict[dt.datetime, list[str]]()
        slots = set[dt.datetime]()
        for rule in self.office.rules:
            moments = (moment for _, moment in list_slot_moments(rule, self.begin.date(), self.days + 3))
            slots |= {moment for moment in moments if self.begin < moment <= self.end}
        for moment in sorted(slots):
            plan[moment + dt.timedelta(seconds=rand.uniform(0.1, _TICK.total_seconds()))] = []
        number = 0
        for ahead in range(self.days):
            for at in sorted(self._find_quiet(slots, ahead) for _ in range(2)):
                number += 1
                plan[at] = [f"ingest {number}"]
                plan[at + HOLD + dt.timedelta(seconds=rand.uniform(0.1, 5.0))] = []
        quiet = {moment for moment, what in plan.items() if what} | slots
        for ahead in range(min(12, self.days // 2), self.days, 15):
            plan[self._find_quiet(quiet, ahead - 1)] = ["back up"]
            plan[self._find_quiet(quiet, ahead)] = ["restore"]
        for ahead in range(min(7, self.days // 3), self.days, 30):
            moment = rand.choice([slot for slot in sorted(slots) if slot.date() == _FIRST + dt.timedelta(days=ahead)])
            plan[moment - dt.timedelta(seconds=30)] = ["full disk"]
        return {moment: what for moment, what in plan.items() if moment <= self.end}

    def _find_quiet(self, busy: set[dt.datetime], ahead: int) -> dt.datetime:
        """Give a moment of a day with nothing in the minutes around it."""
        day = dt.datetime.combine(_FIRST + dt.timedelta(days=ahead), dt.time(), dt.UTC)
        while True:
            at = day + dt.timedelta(minutes=self._random.randrange(1440))
            if all(abs(at - other) > _QUIET for other in busy):
                busy.add(at)
                return at

    def _happen(self, what: str) -> None:
        word, _, number = what.partition(" ")
        match word:
            case "ingest":
                self._announced.append(self._announce(int(number), self.office.times.now() + HOLD))
                self.office.ingest(int(number))
                self.office.slack.lag_s = self._random.uniform(0.0, 20.0)
            case "back":
                self.office.back_up()
            case "restore":
                self._restore()
            case _:
                self._fill_disk()

    def _restore(self) -> None:
        """Stop, put the last backup back, read again what it did not know, and go on ten minutes later."""
        self.restores += 1
        backup = self.office.path.with_name("office.backup")
        moment = self.office.times.true()
        self.office.stop()
        self.office.times.go_on(_DOWN.total_seconds())
        self._away.append((moment, self.office.times.true()))
        kept = self.office.restore(backup)
        lost = self.office.backlog[kept:]
        again = self.office.times.now() + HOLD
        self._announced = [
            replace(a, gone_at=moment) if a.number in lost and a.gone_at is None else a for a in self._announced
        ]
        self._announced += [self._announce(number, again) for number in lost]
        while self.office.times.now() < again + _TICK:  # step by step: slots fall due meanwhile
            self.office.settle()
            self.office.times.go_on(_TICK.total_seconds())

    def _announce(self, number: int, at: dt.datetime) -> Announced:
        return Announced(number=number, known_as=briefing_identity(self.office.make_issue(number)), at=at)

    def _fill_disk(self) -> None:
        """Let the disk be full for twenty minutes in which something is due."""
        self.full_disks += 1
        began = self.office.times.true()
        sender = self.office.sender or self.office.open()
        sender.fill_disk(full=True)
        while self.office.times.true() < began + _FULL:
            if self.office.tick() is None:
                break
            self.office.times.go_on(_TICK.total_seconds())
        if self.office.sender is not None:
            self.office.sender.fill_disk(full=False)
        self._away.append((began, self.office.times.true()))
        self.office.failed.clear()

    def _settle(self) -> None:
        office = self.office
        kills = office.kills
        began = office.times.true()
        office.settle(limit_s=3600.0)
        if office.kills > kills:
            self._away.append((began, office.times.true()))
        self._wrong += office.failed
        office.failed.clear()
        with office.store.read() as db:
            held = list_posts(db, states=(PostState.HELD,))
        stands = office.slack.count_keys() if held else Counter[str]()
        for post in held:
            self.asked += 1
            HeldPosts(office.store).settle(post.id, sent=bool(stands[post.key]), by="U9", now=office.times.now())
        if held:
            office.settle()

    def _pick(self, method: str) -> Fault | None:
        if self._random.random() >= _RATE:
            return None
        kind = self._random.choice(_OF_POSTS if method == "chat.postMessage" else _OF_READS)
        text = {FaultKind.LIMITED: str(self._random.randint(1, 30)), FaultKind.CODE: self._random.choice(_PASSING)}
        return Fault(kind=kind, text=text.get(kind), seconds=self._random.uniform(1.0, 85.0))

    def _count(self) -> Figures:
        slack = self.office.slack
        stands = slack.count_keys()
        landed: dict[str, dt.datetime] = {}
        for _, message in slack.list_ours():
            at = dt.datetime.fromtimestamp(float(message["ts"]), tz=dt.UTC)
            landed.setdefault(message["metadata"]["event_payload"]["key"], at)
        expected = list(list_expected(self.office.rules, self._announced, begin=self.begin, end=self.end))
        known = {each.key for each in expected}
        channels = {rule.channel for rule in self.office.rules}
        strange = [
            f"not due: {channel} {post['ts']} {post['text']}"
            for channel, post in slack.list_ours()
            if channel in channels and post["metadata"]["event_payload"]["key"] not in known
        ]
        found = [each for each in expected if stands[each.key]]
        troubles = self._list_troubles()
        late = [each for each in found if landed[each.key] > self._find_limit(each, landed[each.key], troubles)]
        told = Counter((channel, post["text"]) for channel, post in slack.list_ours() if channel in channels)
        unbalanced = _check_ledger(self.office)
        return Figures(
            due=len(expected),
            once=sum(1 for each in expected if stands[each.key] == 1),
            doubled=sum(1 for each in expected if stands[each.key] > 1),
            lost=len(expected) - len(found),
            unexpected=len(strange),
            early=len(slack.early),
            soon=sum(1 for each in found if landed[each.key] <= each.due_at + _SOON),
            on_time=len(found) - len(late),
            asked=self.asked,
            again=sum(times - 1 for times in told.values()),
            unbalanced=len(unbalanced),
            late=tuple(f"{each.about}: due {each.due_at}, landed {landed[each.key]}" for each in late),
            wrong=(
                *self._wrong,
                *slack.early,
                *(each.about for each in expected if stands[each.key] != 1),
                *strange,
                *unbalanced,
            ),
        )

    def _list_troubles(self) -> dict[str, list[tuple[dt.datetime, dt.timedelta]]]:
        """Give by channel when a call for it went wrong, and how long that keeps the bot from posting there.

        A call that is never answered keeps the one sender from everything for as long as it has patience.
        """
        found: dict[str, list[tuple[dt.datetime, dt.timedelta]]] = {}
        for failed in self.office.slack.failed:
            at = START + dt.timedelta(seconds=failed.at_s)
            found.setdefault(str(failed.arguments.get("channel")), []).append((at, _find_wait(failed.fault)))
            if failed.fault.kind in _SLOW:
                found.setdefault(_ANY, []).append((at, _PATIENCE))
        return found

    def _find_limit(
        self, each: Expected, landed: dt.datetime, troubles: dict[str, list[tuple[dt.datetime, dt.timedelta]]]
    ) -> dt.datetime:
        """Give until when a post is on time: 60 s, and what Slack's limits, lost answers and restarts add to it."""
        limit = each.due_at + _SOON
        for began, ended in self._away:
            if began <= landed and each.due_at <= ended:
                limit = max(limit, ended + _SOON + RECONCILE_AFTER)
        for at, wait in troubles.get(each.channel, []):
            if each.due_at - _SOON <= at <= landed:
                limit += wait
        for at, wait in troubles.get(_ANY, []):
            if each.due_at - _SOON <= at <= landed:
                limit += wait
        return limit


def _find_wait(fault: Fault) -> dt.timedelta:
    if fault.kind is FaultKind.LIMITED:
        return dt.timedelta(seconds=float(fault.text or 30)) + _TICK
    if fault.kind is FaultKind.REFUSED or fault.text == "request_timeout":
        return dt.timedelta(seconds=30) + _TICK
    return RECONCILE_AFTER + _PATIENCE + _TICK


def _make_schedule(number: int) -> Schedule:
    at, zone = _TIMES[number // len(ZONES) % len(_TIMES)], ZONES[number % len(ZONES)]
    match number % 20:
        case 13 | 14 | 15:
            return Schedule(cadence=Cadence.WEEKLY, days=(0, 1, 2, 3, 4), at=at, zone=zone)
        case 16:
            return Schedule(cadence=Cadence.WEEKLY, days=(0,), at=at, zone=zone)
        case 17:
            return Schedule(cadence=Cadence.WEEKLY, days=(0, 3), at=at, zone=zone)
        case 18:
            return Schedule(cadence=Cadence.MONTHLY, at=at, zone=zone)
        case 19:
            return Schedule()
        case _:
            return Schedule(cadence=Cadence.DAILY, at=at, zone=zone)


def _check_ledger(office: Office) -> list[str]:
    """Give where the sums do not hold: each item has one fate for each rule, and what is posted stands there."""
    told = {channel.id: " ".join(post["text"] for post in channel.posts) for channel in office.slack.channels.values()}
    with office.store.read() as db:
        rows = list_ledger(db)
        items = [f"I{number}" for (number,) in db.execute("SELECT id FROM items WHERE active").fetchall()]
    fates = Counter((row.subscription, row.item) for row in rows)
    wrong = [
        f"{rule.number} {item}: {fates[(f'D{rule.number}', item)]} fates"
        for rule in office.rules
        for item in items
        if fates[(f"D{rule.number}", item)] != 1
    ]
    channels = {f"D{rule.number}": rule.channel for rule in office.rules}
    for row in rows:
        stands = f" {row.item} " in f" {told[channels[row.subscription]]} "
        if row.fate not in {"posted", "waiting", "already had"} or (row.fate == "posted" and not stands):
            wrong.append(f"{row.subscription} {row.item}: {row.fate}, {row.reason}")
    return wrong


def main() -> int:
    """Live through the days, print the figures, and give the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--channels", type=int, default=200)
    parser.add_argument(
        "--seed", type=int, default=int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    )
    given = parser.parse_args()
    sys.stdout.write(f"seed {given.seed} (SEED={given.seed} make soak gives these days again)\n")
    memory = Path("/dev/shm")  # noqa: S108  a disk in memory
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        soak = Soak(folder=Path(folder), seed=given.seed, days=given.days, channels=given.channels)
        figures = soak.live()
    sys.stdout.write(describe(soak, figures, time.monotonic() - began))
    return 0 if figures.is_well else 1


def describe(soak: Soak, figures: Figures, took_s: float) -> str:
    """Give the figures in lines."""
    calls = soak.office.slack.asked
    faults = Counter(failed.fault.kind.value for failed in soak.office.slack.failed)
    lines = [
        f"{soak.days} days, {soak.channels} channels, {len(ZONES)} zones",
        f"{calls.total()} calls of Slack, {faults.total()} went wrong ({faults.total() / calls.total():.1%}):",
        "  " + ", ".join(f"{name} {count}" for name, count in faults.most_common()),
        f"{soak.office.kills} kills (SIGKILL), {soak.restores} restores, {soak.full_disks} times a full disk",
        f"{'slots due':>32} {figures.due:>8}",
        f"{'in their channel once':>32} {figures.once:>8}",
        f"{'twice':>32} {figures.doubled:>8}",
        f"{'lost':>32} {figures.lost:>8}",
        f"{'not due, and posted':>32} {figures.unexpected:>8}",
        f"{'before Slack allowed it':>32} {figures.early:>8}",
        f"{'a person was asked':>32} {figures.asked:>8}",
        f"{'within 60 s, whatever happened':>32} {figures.soon / max(figures.due, 1):>8.3%}",
        f"{'on time by the promise':>32} {figures.on_time / max(figures.due, 1):>8.3%}   (at least 99.9 %)",
        f"{'sums of the ledger that fail':>32} {figures.unbalanced:>8}",
        f"{'texts told again by a restore':>32} {figures.again:>8}",
        f"{'real time':>32} {took_s:>7.0f} s",
        *(f"  late: {each}" for each in figures.late[:10]),
        *(f"  wrong: {each}" for each in figures.wrong[:10]),
        "Each slot once." if figures.is_well else f"FAILED with seed {soak.seed}.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
