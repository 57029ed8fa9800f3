"""The workspace in memory that tests of listeners ask, press and write in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from tests.empty_store import make_empty
from tests.room import ISSUE, NOW, FakeReader
from tests.slack.listeners.interaction_room import ADMIN, Office, Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A workspace whose answers are the samples."""
    return Room(tmp_path)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The whole app over one briefing."""
    clock, reader = FixedClock(NOW), FakeReader(briefings={b"x": ISSUE})
    with bootstrap(Settings(db=make_empty(tmp_path / "g.db")), clock=clock, create=True, reader=reader) as app:
        app.services.ingest.ingest(source_name="issue.md", data=b"x", by=ADMIN, now=NOW)
        yield Office(app, clock)
