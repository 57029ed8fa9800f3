"""The workspace in memory that tests of listeners ask, press and write in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.in_memory.local_slack import ADMIN
from tests.channel_room import Room as WholeRoom
from tests.channel_room import open_room
from tests.room import ISSUE, NOW
from tests.slack.listeners.interaction_room import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A workspace whose answers are the samples."""
    return Room(tmp_path)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[WholeRoom]:
    """The whole app over one briefing."""
    with open_room(tmp_path, now=NOW) as office:
        office.reader.briefings[b"x"] = ISSUE
        office.app.services.ingest.ingest(source_name="issue.md", data=b"x", by=ADMIN, now=NOW)
        yield office
