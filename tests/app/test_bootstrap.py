"""Putting it together: one call gives everything, and leaving closes what was opened."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.app import bootstrap
from bot.clock import FixedClock
from bot.config import Settings, SettingsError, find_data_folder
from bot.errors import StoreMissingError
from bot.model.briefing import Briefing
from bot.names.reference import load_lexicon
from bot.reading.child import ChildReader
from tests.corpus import make_briefing
from tests.feed_lister import FeedLister

CLOCK = FixedClock(dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC))
TEXT = b"# Notes\n\n5 March 2024\n\n- *2 March 2024:* A line to read.\n"


class FakeReader(FeedLister):
    """Reads every document as the same briefing and keeps their names."""

    def __init__(self) -> None:
        self.read_names: list[str] = []

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        assert data
        _ = layouts
        self.read_names.append(source_name)
        return make_briefing()


def test_everything_works_together(tmp_path: Path) -> None:
    """What the given reader reads is stored, and the workspace's commands answer from it with the prefix set."""
    reader = FakeReader()
    settings = Settings(db=tmp_path / "g.db", command_prefix="cn-")
    with bootstrap(settings, clock=CLOCK, create=True, reader=reader) as app:
        assert app.settings is settings
        report = app.services.ingest.ingest(source_name="notes.md", data=b"x", by="test", now=CLOCK.now())
        screen = app.workspace.command("/cn-briefing")
    assert reader.read_names == ["notes.md"]
    assert report.briefing_id == "B1"
    assert "Harbour Notes" in screen.payload["text"]


def test_a_database_is_made_only_when_asked(tmp_path: Path) -> None:
    """Without ``create`` a missing database is refused and none is made."""
    with pytest.raises(StoreMissingError):
        bootstrap(Settings(db=tmp_path / "g.db"), clock=CLOCK, create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_time_zone_that_is_none_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    """Else the first subscription at a time of day would fail."""
    with pytest.raises(SettingsError, match="GONGBAO_TZ is “Mars/Olympus”"):
        bootstrap(Settings(db=tmp_path / "g.db", time_zone="Mars/Olympus"), clock=CLOCK, create=True)
    assert list(tmp_path.iterdir()) == []


def test_leaving_ends_the_reading_process(tmp_path: Path) -> None:
    """The reader that was opened is closed with the store; it may be opened alone too."""
    with bootstrap(Settings(db=tmp_path / "g.db"), clock=CLOCK, create=True) as app:
        assert app.services.reader.read(source_name="notes.md", data=TEXT).source_name == "notes.md"
    with ChildReader(load_lexicon(find_data_folder("reference"))) as reader:
        assert reader.read(source_name="notes.md", data=TEXT).media_type == "text/markdown"


def test_the_names_are_there() -> None:
    """The lists that travel with the program hold the bodies of every day, and are read once."""
    assert load_lexicon(find_data_folder("reference")) is load_lexicon(find_data_folder("reference"))
    assert {"MIIT", "NDRC", "STATE_COUNCIL"} <= set(load_lexicon(find_data_folder("reference")).body_by_id)
