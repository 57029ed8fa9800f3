"""The whole program as a process, over a Slack on loopback: SIGKILL under load, again and again."""

import datetime as dt
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from websockets.exceptions import ConnectionClosed

from bot.cli.text import render_message
from bot.slack.in_memory.local_slack import ADMIN
from bot.store.database import check_integrity, open_store
from tests.benchmarks.generate import write_briefing
from tests.empty_store import make_empty
from tests.fake_slack.program import Program
from tests.fake_slack.requests import build_command, build_event
from tests.fake_slack.server import FakeSlack
from tests.faults.room import Count, Lab, Row

_NOW = dt.datetime(2025, 4, 10, 8, tzinfo=dt.UTC)
_STEP_S = 0.02


def _start(fake: FakeSlack, path: Path) -> Program:
    settings = {"SLACK_API_URL": fake.api_url, "GONGBAO_ADMINS": ADMIN}
    return Program("--db", str(path), "--now", _NOW.isoformat(), folder=path.parent, **settings)


@dataclass(kw_only=True)
class _Siege:
    """The program under load; ``saved`` and ``files`` are envelopes whose effect must last once acknowledged."""

    fake: FakeSlack
    path: Path
    saved: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    ready_s: list[float] = field(default_factory=list)
    _sent: int = 0

    def run_round(self, number: int, load_s: float) -> None:
        """Start, answer, bear the load, die."""
        began = time.monotonic()
        with _start(self.fake, self.path) as program:
            self.fake.wait_for_socket(count=number)
            self.fake.get_ack(self.fake.deliver(build_command("/policy notice")))
            self.ready_s.append(time.monotonic() - began)
            until = time.monotonic() + load_s
            with suppress(ConnectionClosed):
                while time.monotonic() < until:
                    self._send(number)
                    time.sleep(_STEP_S)
            program.kill()

    def finish(self, number: int) -> list[str]:
        """Let the program read what waits and end as one does; return what was wrong with that."""
        with _start(self.fake, self.path) as program:
            self.fake.wait_for_socket(count=number)
            wrong = []
            if not self.fake.wait_quietly(lambda: not self._query("state IN ('waiting', 'reading')"), at_most_s=120.0):
                wrong.append("documents still wait at the end")
            if program.end() != 0:
                wrong.append("the last stop was not clean")
        return wrong

    def list_lost(self) -> set[str]:
        """Return the lists and files that were acknowledged and are not in the database, which must be sound."""
        check_integrity(self.path)
        store = open_store(self.path, create=False)
        with store.read() as db:
            names = {row[0] for row in db.execute("SELECT name FROM named_lists").fetchall()}
        store.close()
        lists, files = self.list_done()
        return (lists - names) | (files - self._query("1").keys())

    def list_done(self) -> tuple[set[str], set[str]]:
        """Return the named lists and the files that were acknowledged."""
        acks = self.fake.acks
        said = {sent: [render_message(ack.get("payload", {})) for ack in acks[sent]] for sent in self.saved}
        names = {self.saved[sent] for sent, texts in said.items() if any("Saved:" in text for text in texts)}
        return names, {name for envelope, name in self.files.items() if acks[envelope]}

    def count_twice(self) -> int:
        """Return how many of the files were taken for reading more than once."""
        return sum(times > 1 for times in self._query("1").values())

    def _query(self, where: str) -> Counter[str]:
        store = open_store(self.path, create=False)
        with store.read() as db:
            sql = f"SELECT source ->> 'name' FROM jobs WHERE {where}"  # noqa: S608
            names = Counter(row[0] for row in db.execute(sql).fetchall())
        store.close()
        return names

    def _send(self, number: int) -> None:
        self._sent += 1
        if self._sent % 5 == 0:
            name = f"kill{self._sent}"
            self.saved[self.fake.deliver(build_command(f"/policy list save {name} = topic:ai"))] = name
        elif self._sent % 40 == 1:
            self._send_file(f"kill-{number}-{self._sent}.md")
        else:
            self.fake.deliver(build_command("/policy due 30d"))

    def _send_file(self, name: str) -> None:
        text = write_briefing(self._sent // 40).replace("Harbour Notes", name)
        body = build_event(self.fake.share_file(name, text.encode()), event_id=f"Ev{name}")
        self.files[self.fake.deliver(body, kind="events_api")] = name


_KILLS = 30
_READY_S = 3.0


def run_program_kills(lab: Lab) -> Row:
    """SIGKILL under load, again and again: the database stays sound, and nothing acknowledged is lost or doubled."""
    chance = random.Random(lab.seed)  # noqa: S311  the same by its seed
    with FakeSlack() as fake:
        siege = _Siege(fake=fake, path=make_empty(lab.folder / "siege.db"))
        for number in range(1, _KILLS + 1):
            siege.run_round(number, chance.uniform(0.2, 1.5))
            lost = siege.list_lost()
            lab.expect(holds=not lost, about=f"acknowledged and lost: {sorted(lost)}")
        for wrong in siege.finish(_KILLS + 1):
            lab.expect(holds=False, about=wrong)
        lists, files = siege.list_done()
        lost, doubled = siege.list_lost(), siege.count_twice()
    slowest = max(siege.ready_s)
    lab.expect(holds=slowest <= _READY_S, about=f"ready only after {slowest:.1f} s")
    lab.expect(holds=bool(lists and files), about="nothing was acknowledged")
    due = len(lists) + len(files)
    count = Count(due=due, once=due - len(lost), doubled=doubled, lost=len(lost))
    lab.add(count, kills=_KILLS, about=f"{_KILLS} kills under load")
    done = f"{len(lists)} lists saved, {len(files)} files"
    ready = f"ready in {median(siege.ready_s):.1f} s, {slowest:.1f} s at most"
    return lab.row(f"killed under load ({done}; {ready})")
