"""Where several items report a policy, each fact is cited to the one that gives it, and differences are told."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.rows import PolicyRow
from bot.model.briefing import Deadline, DeadlineKind
from bot.model.ids import IdKind
from tests.room import ISSUE, NOW, TOP, Room
from tests.shown import show

QUOTE = "Makers may answer until 10 April, associations until 20 April."
OTHER = replace(
    ISSUE,
    publisher="Harbour",
    series="Notes",
    sha256="bb",
    published_on=dt.date(2024, 3, 7),
    items=(
        replace(
            TOP,
            text=QUOTE,
            reported_on=dt.date(2024, 3, 2),
            issuing_bodies=("MIIT",),
            bodies=("MIIT",),
            deadlines=tuple(
                Deadline(on=dt.date(2024, 4, day), kind=DeadlineKind.COMMENTS_CLOSE, quote=QUOTE) for day in (20, 10)
            ),
        ),
    ),
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(OTHER)
    opened.ingest(ISSUE)
    yield opened
    opened.close()


def test_a_card_cites_what_its_sources_say_otherwise(room: Room) -> None:
    """The next day is told first; what the other source says of date, issuers and deadline is a difference."""
    (row,) = room.lookup.search(room.query("associations"), now=NOW).rows
    assert isinstance(row, PolicyRow)
    card = show(room.lookup.open(IdKind.POLICY, 1, now=NOW))
    assert "⏳ Comment by Wed 10 Apr · 34 days left · ⏳ Comment by Sat 20 Apr · 44 days left (Beijing time)" in card
    assert "Sources differ: " in card
    assert "comments close 1 Apr 2024 (Institute Watch, 6 Mar 2024, item 1, lines 10–20)" in card
    assert "date 2 Mar 2024, issuers MIIT (Harbour Notes, 7 Mar 2024, item 1, lines 10–20)" in card
    assert "⏳ Comment by Sat 20 Apr · 44 days left · MIIT with MOT" in show(
        room.lookup.search(room.query("published"), now=NOW)
    )
