"""Putting it together: one call gives everything, and leaving closes what was opened."""

import datetime as dt
from pathlib import Path

import pytest

from bot.app import bootstrap
from bot.clock import FixedClock
from bot.config import Settings, SettingsError, find_data_folder
from bot.errors import StoreMissingError
from bot.names.reference import load_lexicon
from bot.reading.child import ChildReader

CLOCK = FixedClock(dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC))
TEXT = b"# Notes\n\n5 March 2024\n\n- *2 March 2024:* A line to read.\n"


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
