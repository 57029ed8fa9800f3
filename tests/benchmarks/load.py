"""Print how fast the bot acknowledges under load: ``make load``.

``gongbao serve`` runs as a process over 10,000 made-up items (ten years of weekly briefings), against a Slack on
loopback, in both modes. Two things are measured, each beside a process that acknowledges with one fixed line over the
same transport under the same load:

    100 at once    wave after wave of 100 commands, while 8 long documents are fetched, read and stored
    50 at once     10,000 commands, while 4 long documents are read and 20 channels get a notice and a summary each

None may stay unacknowledged; the 99th percentile must be below 500 ms and at most 300 ms. The status is 1 where a
command was not acknowledged. Times are those of this machine and of whatever else runs on it.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.bootstrap import read_reference
from bot.slack.in_memory.local_slack import ADMIN
from bot.store.database import open_store
from tests.benchmarks.generate import build_long_issue, fill_store
from tests.benchmarks.transcript import is_report
from tests.fake_slack.person import HttpRoad, Person, Road, SocketRoad
from tests.fake_slack.program import ROOT, Program
from tests.fake_slack.requests import build_command
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.talker import Talker
from tests.fake_slack.volley import HttpVolley, Shots, SocketVolley, Volley

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.fake_slack.requests import Body

NOW = "2025-04-10T08:00"
MODES = ("socket", "http")
_COMMANDS = (
    "/policy notice output",
    "/policy ministry:NDRC since:2024-0{month}",
    "/policy due {n}d",
    "/ministry MIIT",
    "/company Huawei",
    "/briefing",
    "/digest",
    "/policy P{n}",
    "/policy 工厂的通知",
    "/policy type:notice machine tools",
    "/policy help",
    "/policy nothing like number {n}",
)
_BARS = {100: 500.0, 50: 300.0}
"""Milliseconds for the 99th percentile, by how many come at once."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """How much is asked of the bot; ``lines`` is how long the documents are."""

    items: int = 10_000
    lines: int = 1200
    documents: tuple[int, int] = (8, 4)
    commands: int = 10_000
    channels: int = 20
    most_waves: int = 40


@dataclass(frozen=True, kw_only=True)
class Bot:
    """A running bot: how to fire at it, and how to talk to it."""

    volley: Volley
    talker: Talker


def build_commands(count: int, *, first: int = 0) -> list[Body]:
    """Give so many commands of every kind; no two deliveries are the same."""
    numbers = range(first, first + count)
    return [build_command(_COMMANDS[n % len(_COMMANDS)].format(n=n % 97 + 1, month=n % 9 + 1)) for n in numbers]


def measure_waves(bot: Bot, load: Load) -> tuple[Shots, int]:
    """Fire waves of 100 until the documents are read; give what became of them, and how many waves there were."""
    posts = bot.talker.person.fake.slack.open_direct(bot.talker.user).posts
    count = load.documents[0]
    for number in range(count):
        bot.talker.send_file(f"issue-{number}.md", build_long_issue(number, load.lines))
    shots, waves = bot.volley.fire(build_commands(100), at_once=100), 1
    while waves < load.most_waves and sum(1 for post in posts if is_report(post)) < count:
        shots, waves = shots.join(bot.volley.fire(build_commands(100, first=waves * 100), at_once=100)), waves + 1
    assert bot.talker.person.fake.wait_quietly(
        lambda: sum(1 for post in posts if is_report(post)) == count, at_most_s=120
    )
    return shots, waves


def measure_stream(bot: Bot, load: Load) -> Shots:
    """Fire the commands 50 at once while documents are read and channels get what they follow."""
    for number in range(load.channels):
        channel = f"C0LOAD{number}"
        bot.talker.person.fake.slack.open_channel(channel)
        bot.talker.person.road.bring(build_command("/digest subscribe", channel=channel), kind="slash_commands")
    for number in range(load.documents[1]):
        bot.talker.send_file(f"later-{number}.md", build_long_issue(load.documents[0] + number, load.lines))
    return bot.volley.fire(build_commands(load.commands), at_once=50)


@contextmanager
def start_bare(mode: str) -> Iterator[Volley]:
    """Start what does nothing but acknowledge."""
    with FakeSlack() as fake:
        call = [sys.executable, "-m", "tests.fake_slack.bare", mode, fake.api_url]
        with subprocess.Popen(call, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            try:
                if mode == "socket":
                    fake.wait_for_socket()
                    yield SocketVolley(fake)
                else:
                    assert process.stdout is not None
                    found = re.search(r"port (\d+)", process.stdout.readline())
                    assert found is not None
                    yield HttpVolley(port=int(found[1]))
            finally:
                process.kill()


@contextmanager
def start_bot(mode: str, folder: Path, db: Path) -> Iterator[Bot]:
    """Start the program over a database."""
    with FakeSlack() as fake:
        settings = {"SLACK_API_URL": fake.api_url, "GONGBAO_PORT": "0", "GONGBAO_ADMINS": ADMIN}
        with Program("--mode", mode, "--db", str(db), "--now", NOW, folder=folder, **settings) as program:
            road: Road
            volley: Volley
            if mode == "http":
                port = int(program.wait_for(r"listening on port (\d+)")[1])
                road, volley = HttpRoad(port=port), HttpVolley(port=port)
            else:
                fake.wait_for_socket()
                road, volley = SocketRoad(fake=fake), SocketVolley(fake)
            yield Bot(volley=volley, talker=Talker(person=Person(fake=fake, road=road)))
            status = program.end()
        assert status == 0, program.lines
        assert "Traceback" not in "\n".join(program.lines), program.lines


def show(what: str, shots: Shots, bare: Shots, *, at_once: int, say: Callable[[str], None]) -> int:
    """Print one measurement beside its baseline; give how many were not acknowledged with an answer."""
    bar, ours = _BARS[at_once], shots.find_percentile(99)
    met = "met" if ours <= bar else "MISSED"
    say(
        f"{what:46} {shots.sent:6,} sent {shots.acked:6,} acked {shots.answered:6,} answered   "
        f"p50 {shots.find_percentile(50):6.1f}  p99 {ours:6.1f}  max {max(shots.times_ms):6.1f} ms   "
        f"bare ack: p50 {bare.find_percentile(50):6.1f}  p99 {bare.find_percentile(99):6.1f} ms   "
        f"p99 ≤ {bar:.0f} ms: {met}"
    )
    return shots.sent - shots.answered


def print_mode(mode: str, folder: Path, load: Load, *, say: Callable[[str], None]) -> int:
    """Measure one mode and print it; give how many commands were not acknowledged with an answer."""
    db = folder / f"{mode}.db"
    store = open_store(db, create=True)
    fill_store(store, read_reference(), load.items)
    store.close()
    with start_bare(mode) as bare:
        bare_waves = bare.fire(build_commands(100), at_once=100)
        bare_stream = bare.fire(build_commands(load.commands), at_once=50)
    with start_bot(mode, folder, db) as bot:
        waves, count = measure_waves(bot, load)
        what = f"{mode}: 100 at once, {count} waves, {load.documents[0]} ingests"
        lost = show(what, waves, bare_waves, at_once=100, say=say)
        stream = measure_stream(bot, load)
        what = f"{mode}: 50 at once, {load.documents[1]} ingests and a digest"
        lost += show(what, stream, bare_stream, at_once=50, say=say)
    return lost


def main() -> None:
    """Print the modes asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", choices=MODES, action="append")
    parser.add_argument("--commands", type=int, default=Load.commands)
    parser.add_argument("--items", type=int, default=Load.items)
    given = parser.parse_args()
    lost = 0
    gc.disable()  # a pause of the sender's own collector, a third of a second, would count as the bot's
    print(f"{os.cpu_count()} cores, of which {os.getloadavg()[0]:.1f} were wanted in the minute before", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for mode in given.mode or MODES:
            load = Load(items=given.items, commands=given.commands)
            lost += print_mode(mode, Path(folder), load, say=lambda line: print(line, flush=True))
    print(f"commands without an answer: {lost}")
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
