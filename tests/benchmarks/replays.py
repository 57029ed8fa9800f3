"""Send everything again and again, and print how often it had an effect: ``make replays``.

``gongbao serve`` runs as a process against a Slack on loopback, in both modes. A command, a button, an event and a file
are delivered four times each, and once more after a restart when 23 hours have passed by the bot's clock; another event
never comes at all. Each must have one effect, as the channels, the direct messages and the database tell. The status is
1 where one had not.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.clock import SystemClock
from bot.config import find_data_folder
from bot.slack.in_memory.local import find_buttons
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, CHANNEL
from tests.benchmarks.transcript import MODES, ingest_samples, is_report
from tests.fake_slack.person import HttpRoad
from tests.fake_slack.program import SECRET, Program
from tests.fake_slack.requests import build_command, build_event, build_http, build_press, sign
from tests.fake_slack.server import WAIT_S, FakeSlack

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fake_slack.requests import Body

FIRST = "2025-04-10T08:00"
LATER = "2025-04-11T07:00"
TIMES = 4
_SAMPLE = "quarter-in-documents-2024-q1.md"
_QUIET_S = 1.0


@dataclass(kw_only=True)
class Repeater:
    """Delivers requests, each again in the very form it came in; ``port`` is that of HTTP mode, 0 with a socket."""

    fake: FakeSlack
    port: int = 0
    _signed: dict[str, tuple[bytes, dict[str, str]]] = field(default_factory=dict)

    def deliver(self, name: str, body: Body, *, kind: str, times: int = 1) -> None:
        """Deliver what is known by this name so many times more, and wait until each was acknowledged."""
        for _ in range(times):
            if self.port:
                self._post(name, body)
            else:
                known = len(self.fake.acks.get(name, []))
                self.fake.deliver(body, kind=kind, envelope_id=name)
                self.fake.get_ack(name, count=known + 1)

    def _post(self, name: str, body: Body) -> None:
        if name not in self._signed:
            data, content_type = build_http(body)
            headers = {"Content-Type": content_type, **sign(SECRET, data, at=SystemClock().now())}
            self._signed[name] = (data, headers)
        data, headers = self._signed[name]
        url = f"http://127.0.0.1:{self.port}/slack/events"
        with urllib.request.urlopen(urllib.request.Request(url, data=data, headers=headers), timeout=WAIT_S):
            pass


@dataclass(kw_only=True)
class Day:
    """What is delivered, and how often each had its effect."""

    fake: FakeSlack
    db: Path
    bodies: dict[str, tuple[Body, str]] = field(default_factory=dict)

    @property
    def direct(self) -> str:
        """The channel of the admin's direct messages with the bot."""
        return f"D{ADMIN[1:]}"

    def prepare(self) -> None:
        """Make the requests."""
        fake = self.fake
        asked = fake.say(CHANNEL, f"<@{BOT_USER}> ministry MIIT")
        data = (find_data_folder("briefings") / _SAMPLE).read_bytes()
        shared = fake.say(
            self.direct, "", subtype="file_share", files=[fake.files.add(_SAMPLE, data, address=fake.address)]
        )
        mention = {**asked, "type": "app_mention", "channel": CHANNEL}
        message = {**shared, "channel": self.direct, "channel_type": "im"}
        self.bodies = {
            "a command": (build_command("/digest subscribe"), "slash_commands"),
            "an event": (build_event(mention, event_id="EvAsked"), "events_api"),
            "a file": (build_event(message, event_id="EvShared"), "events_api"),
        }

    def add_press(self, answer: Body) -> None:
        """Add the press of a button of this answer."""
        element = next(found for found in find_buttons(answer) if found["text"]["text"] == "Send to me")
        body = build_press(element, response_url=self.fake.build_response_url())
        self.bodies["a button"] = (body, "interactive")

    def count_effects(self) -> dict[str, int]:
        """Give how often each had its effect."""
        directs = [post for post in self.fake.slack.open_direct(ADMIN).posts if post.get("bot_id")]
        threads = [p for p in self.fake.slack.channels[CHANNEL].posts if p.get("bot_id") and p.get("thread_ts")]
        with closing(sqlite3.connect(self.db)) as db:
            subscriptions = db.execute("SELECT count(*) FROM subscriptions").fetchone()[0]
            readings = db.execute("SELECT count(*) FROM intake_jobs").fetchone()[0]
        reports = sum(1 for post in directs if is_report(post))
        lost = sum(1 for post in directs if "/policy P5" in str(post))
        effects = {
            "a command": subscriptions,
            "an event": len(threads),
            "a file": max(reports, readings),
            "a button": sum(1 for post in directs if "/policy P2" in str(post)),
        }
        return effects | {"an event that never came": lost}


def start(mode: str, fake: FakeSlack, db: Path, now: str) -> Program:
    """Give the program, not started yet."""
    settings = {"SLACK_API_URL": fake.api_url, "GONGBAO_PORT": "0", "GONGBAO_ADMINS": ADMIN}
    return Program("--mode", mode, "--db", str(db), "--now", now, folder=db.parent, **settings)


def find_repeater(mode: str, fake: FakeSlack, program: Program, *, socket: int) -> Repeater:
    """Give the way to the program, once it is there; ``socket`` counts the sockets opened so far."""
    if mode == "http":
        return Repeater(fake=fake, port=int(program.wait_for(r"listening on port (\d+)")[1]))
    fake.wait_for_socket(count=socket)
    return Repeater(fake=fake)


def print_mode(mode: str, folder: Path, *, say: Callable[[str], None]) -> int:
    """Deliver everything in one mode and print it; give how many had not exactly one effect."""
    db = folder / f"{mode}.db"
    ingest_samples(db)
    with FakeSlack() as fake:
        day = Day(fake=fake, db=db)
        fake.slack.open_channel(CHANNEL)
        day.prepare()
        with start(mode, fake, db, FIRST) as program:
            repeater = find_repeater(mode, fake, program, socket=1)
            shown = find_answer(repeater, fake)
            day.add_press(shown)
            for name, (body, kind) in day.bodies.items():
                repeater.deliver(name, body, kind=kind, times=TIMES)
            wait_for_effects(day, besides="an event that never came")
            first = day.count_effects()
            assert program.end() == 0, program.lines
        fake.say(day.direct, "P5")
        with start(mode, fake, db, LATER) as program:
            again = find_repeater(mode, fake, program, socket=2)
            again._signed = repeater._signed
            for name, (body, kind) in day.bodies.items():
                again.deliver(name, body, kind=kind)
            wait_for_effects(day)
            fake.wait_quietly(lambda: False, at_most_s=_QUIET_S)  # whatever a second effect would take
            last = day.count_effects()
            assert program.end() == 0, program.lines
    for name, count in last.items():
        sent = f"{TIMES} times, again 23 hours later" if name in day.bodies else "lost, looked for in the history"
        effects = f"{first[name]} at first, {count} at the end"
        say(f"{mode:7} {name:26} {sent:34} {effects}: {'met' if count == 1 else 'WRONG'}")
    return sum(count != 1 for count in last.values())


def find_answer(repeater: Repeater, fake: FakeSlack) -> Body:
    """Ask something and give the answer, whose buttons may be pressed."""
    body = build_command("/policy P2")
    if not repeater.port:
        payload: Body = fake.get_ack(fake.deliver(body))["payload"]
        return payload
    return HttpRoad(port=repeater.port).bring(body, kind="slash_commands")


def wait_for_effects(day: Day, *, besides: str = "") -> None:
    """Wait until everything had an effect, but for one."""
    day.fake.wait_quietly(
        lambda: all(count for name, count in day.count_effects().items() if name != besides), at_most_s=WAIT_S
    )


def main() -> None:
    """Print both modes."""
    with tempfile.TemporaryDirectory() as folder:
        wrong = sum(print_mode(mode, Path(folder), say=print) for mode in MODES)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
