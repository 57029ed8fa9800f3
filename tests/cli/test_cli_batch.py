"""A long ingest: goes on after what is bad, ends after the current file on Ctrl-C, and goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import bootstrap
from bot.cli.batch import Batch
from bot.cli.sources import Link
from bot.clock import FixedClock
from bot.config import Settings
from bot.domain.records.briefing import Briefing
from bot.errors import FetchError, UnreadableDocumentError
from bot.services.ports import Fetched
from tests.builders import NOW
from tests.cli.terminal import FORTNIGHT, MONITOR, MONITOR_PDF, QUARTER, Terminal
from tests.feed_lister import FeedLister

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bootstrap import Application

ROOT = Path(__file__).resolve().parents[2]
URL = "https://files.example/brief.md?key=1"


def build_briefing(source_name: str, data: bytes) -> Briefing:
    """Give a briefing that says nothing."""
    return Briefing(
        publisher=None,
        series=None,
        title=None,
        published_on=None,
        period_start=None,
        period_end=None,
        source_name=source_name,
        media_type="text/plain",
        sha256=hashlib.sha256(data).hexdigest(),
        people=(),
        items=(),
        unread=(),
    )


@dataclass
class PressingReader(FeedLister):
    """Reads every document as an empty briefing and presses Ctrl-C during those named in ``press``."""

    press: dict[str, int] = field(default_factory=dict)
    read_names: list[str] = field(default_factory=list)

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        self.read_names.append(source_name)
        for _ in range(self.press.get(source_name, 0)):
            signal.raise_signal(signal.SIGINT)
        if data == b"bad":
            raise UnreadableDocumentError(f"{source_name} is bad.", hint="Mend it.")
        return build_briefing(source_name, data)


class OnePage:
    """A web with one document."""

    def fetch(self, url: str) -> Fetched:
        if url != URL:
            raise FetchError(f"There is nothing at {url} (404).", hint="Check the address.")
        return Fetched(data=b"page", name="brief.md", url=url, content_type="text/markdown")

    def fetch_changed(self, url: str, *, etag: str, modified: str) -> Fetched | None:
        raise NotImplementedError


@pytest.fixture
def reader() -> PressingReader:
    """A reader that presses nothing yet."""
    return PressingReader()


@pytest.fixture
def app(place: Path, reader: PressingReader) -> Iterator[Application]:
    """Everything around that reader and a web of one page."""
    settings = Settings(db=place / "g.db")
    with bootstrap(settings, clock=FixedClock(NOW), create=True, reader=reader, fetcher=OnePage()) as app:
        yield app


def write_files(place: Path, *texts: str) -> tuple[Path, ...]:
    """Give files with these texts, named 0.md and so on."""
    paths = tuple(place / f"{number}.md" for number in range(len(texts)))
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return paths


def test_an_address_is_read_like_a_file(app: Application, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands there is stored under the name it was given; one that fails is a line that hides what follows ?."""
    batch = Batch(app)
    batch.read((Link(url=URL), Link(url="https://files.example/gone?key=2")))
    assert [(row.name, row.outcome) for row in batch.rows] == [
        ("brief.md", "added"),
        ("https://files.example/gone", "refused"),
    ]
    assert "There is nothing at" in capsys.readouterr().err


def test_ctrl_c_in_a_terminal_says_how_to_go_on(place: Path) -> None:
    """The whole group of processes gets it, as in a terminal: the file under way is kept, the status is 130."""
    folder = place / "in"
    folder.mkdir()
    write_files(folder, *(f"A letter of day {number} about the weather.\n" for number in range(400)))
    call = [sys.executable, "-m", "bot", "ingest", str(folder), "--db", str(place / "g.db")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, text=True, start_new_session=True
    )
    assert program.stdout is not None
    assert program.stdout.readline().startswith("B1")
    os.killpg(program.pid, signal.SIGINT)
    _, err = program.communicate(timeout=60)
    assert program.returncode == 130
    last = err.splitlines()[-1]
    done = int(last.split()[3])
    assert last.endswith(
        f"Stopped after {done} of 400 files. What was read is kept: the same call again goes on from there."
    )
    assert 0 < done < 400
    assert err.splitlines()[-2] == f"{done} read, 0 refused"
    with closing(sqlite3.connect(place / "g.db")) as db:
        assert db.execute("SELECT count(*) FROM briefings").fetchone() == (done,)


def test_a_folder_again_reads_nothing_that_is_held(terminal: Terminal, place: Path) -> None:
    """Unchanged files cost a hash; an issue held from two files is known by either; a dry run says the same."""
    folder = place / "in"
    folder.mkdir()
    for path in (FORTNIGHT, MONITOR, MONITOR_PDF):
        shutil.copy(path, folder)
    terminal.run("ingest", str(folder), "--now", "2025-04-10")
    before = terminal.export()
    shutil.copy(QUARTER, folder / "late.md")
    for last in ("1 read, 3 held unchanged, 0 refused", "0 read, 4 held unchanged, 0 refused"):
        again = terminal.run("ingest", str(folder), "--now", "2025-04-10")
        assert again.stdout.count("New.") == int(last[0])
        assert again.stderr.splitlines()[-1] == last
    assert terminal.run("ingest", str(folder), "--dry-run").stderr.splitlines()[-1] == last
    (folder / "late.md").unlink()
    lines = terminal.run("ingest", str(folder), "--json").stdout.splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["unchanged"] * 3
    terminal.run("undo", "B3")
    assert terminal.export() == before
