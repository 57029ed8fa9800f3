"""Kill the bot over and over under load, and print what became of its database: ``make kills``.

``gongbao serve`` runs as a process over 100,000 made-up items against a Slack on loopback. People ask, subscribe
channels and send files to read, and in the middle of it the process gets SIGKILL, sixty times. After each kill the
database is examined (integrity, foreign keys, the search index), everything that was acknowledged is looked for in it,
and the next start is timed from its process to its first answer, beside a process that only loads the same program.
At the end the bot may finish what waits. The status is 1 where anything was lost, doubled or unsound.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.bootstrap import read_reference
from bot.cli.text import render_message
from bot.slack.in_memory.local_slack import ADMIN
from bot.store.database import check_integrity, open_store
from tests.benchmarks.generate import build_long_issue, fill_store
from tests.fake_slack.program import ROOT, Program
from tests.fake_slack.requests import build_command, build_event
from tests.fake_slack.server import FakeSlack

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.database import Store

NOW = "2025-04-10T08:00"
_BAR_S = 3.0
_STEP_S = 0.02
_DRAIN_S = 120.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How often, over how many items, and how long (seconds) the load runs before a kill, at least and at most."""

    kills: int = 60
    items: int = 100_000
    lines: int = 60
    load_s: tuple[float, float] = (0.2, 1.5)
    seed: int = 1


@dataclass(kw_only=True)
class Siege:
    """The bot under load, killed again and again; ``subscribe`` and ``files`` are envelopes whose effect must last."""

    fake: FakeSlack
    folder: Path
    db: Path
    plan: Plan
    subscribe: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    ready_s: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    _sent: int = 0

    def run_round(self, number: int, chance: random.Random) -> None:
        """Start, answer, bear the load, die."""
        began = time.monotonic()
        with self._start() as program:
            self.fake.wait_for_socket(count=number)
            self.fake.get_ack(self.fake.deliver(build_command("/policy notice")))
            self.ready_s.append(time.monotonic() - began)
            until = time.monotonic() + chance.uniform(*self.plan.load_s)
            with suppress(ConnectionClosed):
                while time.monotonic() < until:
                    self._send(number)
                    time.sleep(_STEP_S)
            program.kill()

    def finish(self) -> None:
        """Let the bot read what waits, and end it as one does."""
        with self._start() as program:
            self.fake.wait_for_socket(count=self.plan.kills + 1)
            store = open_store(self.db, create=False)
            if not self.fake.wait_quietly(lambda: _count_open(store) == 0, at_most_s=_DRAIN_S):
                self.faults.append("documents still wait at the end")
            store.close()
            if program.end() != 0:
                self.faults.append("the last stop was not clean")

    def examine(self) -> None:
        """Look whether the database is sound, and holds whatever was acknowledged."""
        check_integrity(self.db)
        store = open_store(self.db, create=False)
        with store.read() as db:
            channels = {row[0] for row in db.execute("SELECT channel FROM subscriptions").fetchall()}
            names = {row[0] for row in db.execute("SELECT name FROM intake_jobs").fetchall()}
        store.close()
        lost = {place for envelope, place in self.subscribe.items() if self._is_set_up(envelope)} - channels
        lost |= {name for envelope, name in self.files.items() if self.fake.acks[envelope]} - names
        self.faults += [f"acknowledged and lost: {each}" for each in sorted(lost)]

    def count_done(self) -> tuple[int, int]:
        """Give how many subscriptions and files were acknowledged."""
        set_up = sum(1 for envelope in self.subscribe if self._is_set_up(envelope))
        return set_up, sum(1 for envelope in self.files if self.fake.acks[envelope])

    def count_doubled(self) -> int:
        """Give how many posts stand twice in Slack."""
        posts = [post for channel in self.fake.slack.channels.values() for post in channel.posts]
        keys = Counter(post["metadata"]["event_payload"].get("key") for post in posts if post.get("metadata"))
        return sum(count - 1 for key, count in keys.items() if key)

    def _start(self) -> Program:
        settings = {"SLACK_API_URL": self.fake.api_url, "GONGBAO_ADMINS": ADMIN}
        return Program("--db", str(self.db), "--now", NOW, folder=self.folder, **settings)

    def _send(self, number: int) -> None:
        self._sent += 1
        if self._sent % 5 == 0:
            channel = f"C0KILL{self._sent}"
            self.fake.slack.open_channel(channel)
            self.subscribe[self.fake.deliver(build_command("/digest subscribe", channel=channel))] = channel
        elif self._sent % 40 == 1:
            self._send_file(f"kill-{number}-{self._sent}.md")
        else:
            self.asked += 1
            self.fake.deliver(build_command("/policy due 30d"))

    def _send_file(self, name: str) -> None:
        data = build_long_issue(self._sent // 40 % 12, self.plan.lines).replace(b"Load Notes", name.encode())
        file = self.fake.files.add(name, data, address=self.fake.address)
        direct = f"D{ADMIN[1:]}"
        message = self.fake.say(direct, "", subtype="file_share", files=[file])
        body = build_event({**message, "channel": direct, "channel_type": "im"}, event_id=f"Ev{name}")
        self.files[self.fake.deliver(body, kind="events_api")] = name

    def _is_set_up(self, envelope: str) -> bool:
        return any("is set up" in render_message(ack.get("payload", {})) for ack in self.fake.acks[envelope])


def _count_open(store: Store) -> int:
    with store.read() as db:
        sql = "SELECT count(*) FROM intake_jobs WHERE state IN ('waiting', 'reading')"
        return int(db.execute(sql).fetchone()[0])


def measure_bare() -> float:
    """Give the seconds that a process takes which loads the program and does nothing."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import bot.cli.main, bot.bootstrap"], check=True, cwd=ROOT)
    return time.monotonic() - began


def print_kills(folder: Path, plan: Plan, *, say: Callable[[str], None]) -> int:
    """Kill it as planned and print what became of it; give how many faults there were."""
    db = folder / "kills.db"
    store = open_store(db, create=True)
    fill_store(store, read_reference(), plan.items)
    store.close()
    chance = random.Random(plan.seed)  # noqa: S311  moments for a test, the same in each run
    with FakeSlack() as fake:
        siege = Siege(fake=fake, folder=folder, db=db, plan=plan)
        bare: list[float] = []
        for number in range(1, plan.kills + 1):
            siege.run_round(number, chance)
            siege.examine()
            bare.append(measure_bare())
        siege.finish()
        siege.examine()
        doubled = siege.count_doubled()
        set_up, files = siege.count_done()
    siege.faults += [f"{doubled} posts stand twice"] if doubled else []
    later = siege.ready_s[1:] or siege.ready_s
    met = "met" if max(later) <= _BAR_S else "MISSED"
    say(f"kills: {plan.kills}, over {plan.items:,} items; integrity, foreign keys and search index sound after each")
    say(
        f"acknowledged: {set_up} subscriptions, {files} files to read ({siege.asked} questions beside); lost: "
        f"{sum('lost' in fault for fault in siege.faults)}; posted twice: {doubled}"
    )
    say(
        f"from the start of the process to the first answer: median {statistics.median(later):.2f} s, longest "
        f"{max(later):.2f} s   loading the program alone: median {statistics.median(bare):.2f} s   "
        f"≤ {_BAR_S:g} s: {met}"
    )
    for fault in siege.faults:
        say(f"  WRONG: {fault}")
    return len(siege.faults)


def main() -> None:
    """Kill it as often as asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=Plan.kills)
    parser.add_argument("--items", type=int, default=Plan.items)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    given = parser.parse_args()
    print(
        f"{os.cpu_count()} cores, of which {os.getloadavg()[0]:.1f} were wanted in the minute before; seed {given.seed}"
    )
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(kills=given.kills, items=given.items, seed=given.seed)
        faults = print_kills(Path(folder), plan, say=print)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
