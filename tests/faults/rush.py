"""Five hundred channels due at once, a tenth of the calls answered 429, and people asking meanwhile: ``make rush``.

Of channels it tells as often as Slack: fifty times a minute.

    python -m tests.faults.rush [--channels N]

``gongbao serve`` runs as a process of its own against a Slack on loopback whose calls take a tenth of a second. Exit
status 1 when a channel got nothing or two posts, when one came before its Retry-After or within a second of the last,
or when the commands' acknowledgements took longer than 300 ms at the 99th percentile.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import random
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap import bootstrap, open_reader
from bot.clock import FixedClock
from bot.config import Settings, find_data_folder
from bot.domain.posts.schedule import Schedule
from bot.domain.posts.subscription import SubscriptionState
from bot.slack.in_memory.local_slack import ADMIN, TEAM
from bot.store.subscriptions import add_subscription, mark_noticed, mark_started, set_state
from tests.fake_slack.person import Person, SocketRoad
from tests.fake_slack.program import Program
from tests.fake_slack.server import FakeSlack

if TYPE_CHECKING:
    from bot.bootstrap import Application
    from tests.fake_slack.requests import Body

NOW = dt.datetime(2025, 4, 10, 8, tzinfo=dt.UTC)
_SAMPLES = ("policy-fortnight-2024-09.md", "china-industry-monitor-2025-04.md")
_COMMANDS = ("/policy data security", "/ministry MIIT", "/company Huawei", "/briefing", "/digest", "/policy P2")
_TELLING = frozenset({"conversations.info", "users.conversations"})
_TOLD_A_MINUTE = 50
_MINUTE_S = 60.0
_SLACK_S = 0.1
_SLACK_LATE_S = 0.02
"""How much earlier than it says a 429 is over a call may come: the two sides look at the clock at different moments."""
_ASKING = 2
_PAUSE_S = 0.05
_IDLE = 200
_LONGEST_S = 600.0
_MOST_MS = 300.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Rush:
    """What came of it; times of commands in milliseconds, ``idle_ms`` those while nothing was posted.

    ``asked`` counts the questions about one channel that Slack answered.
    """

    channels: int
    refused: int
    asked: int
    once: int
    doubled: int
    lost: int
    early: int
    crowded: int
    took_s: float
    idle_ms: tuple[float, ...]
    busy_ms: tuple[float, ...]

    @property
    def is_well(self) -> bool:
        """Whether all came once, none early, and the commands were answered in time."""
        wrong = self.lost + self.doubled + self.early + self.crowded
        return not wrong and self.took_s <= _LONGEST_S and find_share(self.busy_ms, 0.99) <= _MOST_MS


@dataclass(kw_only=True)
class _Door:
    """Where posts come in: every tenth call is answered 429, by chance and with a Retry-After of 1 to 30 s."""

    longest_s: int = 30
    early: int = 0
    crowded: int = 0
    refused: int = 0
    asked: int = 0
    _allowed_at: dict[str, float] = field(default_factory=dict)
    _last_at: dict[str, float] = field(default_factory=dict)
    _random: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311  the same each time
    _told_at: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, method: str, arguments: Body) -> float | None:
        """Let a call in after a while, or give after how many seconds it may come again."""
        if method in _TELLING:
            return self._tell(method)
        if method != "chat.postMessage":
            return None
        channel, at = str(arguments["channel"]), time.monotonic()
        time.sleep(_SLACK_S)
        with self._lock:
            self.early += at < self._allowed_at.get(channel, 0.0) - _SLACK_LATE_S
            self.crowded += at - self._last_at.get(channel, -10.0) < 1.0
            self._last_at[channel] = at
            if self._random.random() >= 0.1:
                return None
            self.refused += 1
            wait_s = float(self._random.randint(1, self.longest_s))
            self._allowed_at[channel] = time.monotonic() + wait_s
            return wait_s

    def _tell(self, method: str) -> float | None:
        with self._lock:
            told, at = self._told_at[method], time.monotonic()
            while told and told[0] <= at - _MINUTE_S:
                told.popleft()
            if len(told) >= _TOLD_A_MINUTE:
                return float(math.ceil(told[0] + _MINUTE_S - at))
            told.append(at)
            self.asked += method == "conversations.info"
            return None


def run_rush(folder: Path, *, channels: int, longest_wait_s: int = 30, asked_before: int = _IDLE) -> Rush:
    """Let so many channels be due at once, in a folder that is empty, after so many commands."""
    db = folder / "rush.db"
    samples = [find_data_folder("briefings") / name for name in _SAMPLES]
    names = [f"C{number}" for number in range(channels)]
    settings = Settings(db=db)
    with open_reader() as reader:
        with bootstrap(settings, clock=FixedClock(NOW), create=True, reader=reader, hold=dt.timedelta()) as app:
            _ingest(app, samples[0])
            _follow(app, names)
        with FakeSlack() as fake:
            door = _Door(longest_s=longest_wait_s)
            fake.limit = door.take
            for name in names:
                fake.slack.open_channel(name)
            given = {"SLACK_API_URL": fake.api_url, "GONGBAO_ADMINS": ADMIN}
            with Program("--db", str(db), "--now", NOW.isoformat(), folder=folder, **given) as program:
                fake.wait_for_socket()
                person = Person(fake=fake, road=SocketRoad(fake=fake))
                for number in range(len(_COMMANDS)):
                    _time(person, number)  # the first of each kind fills what is kept in memory
                idle = [_time(person, number) for number in range(asked_before)]
                with bootstrap(
                    settings, clock=FixedClock(NOW), create=False, reader=reader, hold=dt.timedelta()
                ) as app:
                    _ingest(app, samples[1])
                busy, took_s = _ask_until_posted(person, fake, names)
                program.end()
    posts = [(name, _read_key(post)) for name in names for post in fake.slack.channels[name].posts if _is_first(post)]
    got = Counter(name for name, _ in posts)
    return Rush(
        channels=channels,
        refused=door.refused,
        asked=door.asked,
        once=sum(1 for name in names if got[name] == 1),
        doubled=len(posts) - len(set(posts)) + sum(1 for name in names if got[name] > 1),
        lost=sum(1 for name in names if not got[name]),
        early=door.early,
        crowded=door.crowded,
        took_s=took_s,
        idle_ms=tuple(idle),
        busy_ms=tuple(busy),
    )


def _ingest(app: Application, path: Path) -> None:
    app.ingest.ingest(source_name=path.name, data=path.read_bytes(), by="U9", now=NOW)


def _follow(app: Application, names: list[str]) -> None:
    with app.store.write() as db:
        for name in names:
            added = add_subscription(
                db, workspace=TEAM, channel=name, filter_text="", schedule=Schedule(), user=ADMIN, now=NOW
            )
            set_state(db, added.id, SubscriptionState.ACTIVE)
            mark_noticed(db, added.id, now=NOW)
            mark_started(db, added.id, now=NOW)


def _ask_until_posted(person: Person, fake: FakeSlack, names: list[str]) -> tuple[list[float], float]:
    """Ask from several places at once until every channel has its post; give the times, and how long that took."""
    done, times, began = threading.Event(), list[float](), time.monotonic()

    def ask(first: int) -> None:
        number = first
        while not done.is_set():
            times.append(_time(person, number))
            number += 1
            done.wait(_PAUSE_S)

    asking = [threading.Thread(target=ask, args=(number,)) for number in range(_ASKING)]
    for thread in asking:
        thread.start()
    while time.monotonic() - began < _LONGEST_S:
        if all(any(_is_first(post) for post in fake.slack.channels[name].posts) for name in names):
            break
        time.sleep(0.1)
    took_s = time.monotonic() - began
    time.sleep(6.0)  # a tick more: whatever would come twice has come
    done.set()
    for thread in asking:
        thread.join()
    return times, took_s


def _time(person: Person, number: int) -> float:
    began = time.monotonic()
    person.type(_COMMANDS[number % len(_COMMANDS)])
    return 1000.0 * (time.monotonic() - began)


def _is_first(post: Body) -> bool:
    return bool(post.get("metadata")) and not post.get("thread_ts")


def _read_key(post: Body) -> str:
    return str(post["metadata"]["event_payload"]["key"])


def find_share(times: tuple[float, ...], share: float) -> float:
    """Give the time within which so large a share lies."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def describe(rush: Rush) -> str:
    """Give the figures in lines."""
    lines = [
        f"{rush.channels} channels due at once; {rush.refused} calls answered 429",
        f"{'asked about one channel':>28} {rush.asked:>8}",
        f"{'posted once':>28} {rush.once:>8}",
        f"{'twice':>28} {rush.doubled:>8}",
        f"{'lost':>28} {rush.lost:>8}",
        f"{'before its Retry-After':>28} {rush.early:>8}",
        f"{'within a second of the last':>28} {rush.crowded:>8}",
        f"{'all there after':>28} {rush.took_s:>7.0f} s   (at most {_LONGEST_S:.0f} s)",
        f"{'commands, ms':>28} {'p50':>8}{'p99':>8}{'max':>8}{'count':>8}",
    ]
    for name, times in (("while nothing is posted", rush.idle_ms), ("meanwhile", rush.busy_ms)):
        figures = (find_share(times, 0.5), find_share(times, 0.99), max(times))
        lines.append(f"{name:>28} " + "".join(f"{figure:>8.1f}" for figure in figures) + f"{len(times):>8}")
    return "\n".join((*lines, "All once, none early." if rush.is_well else "FAILED.")) + "\n"


def main() -> int:
    """Run it, print the figures, and give the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--channels", type=int, default=500)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rush = run_rush(Path(folder), channels=given.channels)
    sys.stdout.write(describe(rush))
    return 0 if rush.is_well else 1


if __name__ == "__main__":
    sys.exit(main())
