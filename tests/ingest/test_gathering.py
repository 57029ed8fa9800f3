"""What comes in on its own: looked after beside the tick."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.gathering import Gathering, Watch
from tests.ingest.web_of_feeds import FEED, NOW, Desk, after


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Feeds over an empty store."""
    desk = Desk.open(tmp_path / "g.db")
    yield desk
    desk.close()


def test_folder_and_feeds_are_looked_after(desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Again after fifteen seconds, also by a clock that was set back; the log says how much was done."""
    caplog.set_level(logging.INFO)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_text("issue 1")
    stop: list[bool] = []
    gathering = Gathering(desk.feeds, Watch(desk.store, desk.ingest, folder), stopping=lambda: bool(stop))
    desk.publish(1)
    desk.feeds.add(FEED, by="U1", now=NOW)
    gathering.step(NOW)
    assert desk.reader.read_names == ["1.html"]
    gathering.step(after(seconds=14))
    assert desk.reader.read_names == ["1.html"]
    gathering.step(after(seconds=15))
    desk.publish(1, 2)
    gathering.step(after(hours=6))
    assert desk.reader.read_names == ["1.html", "2.html"]
    (folder / "b.md").write_text("issue 9")
    gathering.step(after(hours=-2))
    gathering.step(after(hours=-1))
    assert desk.reader.read_names == ["1.html", "2.html", "b.md"]
    stop.append(True)
    gathering.step(after(days=9))
    assert [record.message for record in caplog.records] == [
        "the feeds: read 1, known already 0, failed 0",
        "the watched folder: read 0, known already 1, failed 0",
        "the feeds: read 1, known already 0, failed 0",
        "the watched folder: read 1, known already 0, failed 0",
    ]
