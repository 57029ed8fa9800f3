"""What one briefing has not and another has is told with that briefing, and what narrows a card is said on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap.parts import read_wording
from bot.services.answering.lookup import Lookup
from bot.services.results import BriefingList, NotHeld
from tests.services.room import ISSUE, LEXICON, NEWS, NOW, TOP, Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = replace(ISSUE, items=(TOP, NEWS))
SECOND = replace(
    ISSUE,
    published_on=dt.date(2024, 4, 6),
    period_start=dt.date(2024, 3, 6),
    period_end=dt.date(2024, 4, 5),
    items=(replace(NEWS, text="Gallium gets dearer.", companies=()),),
    source_name="second.md",
    sha256="bb",
)
HERE = "B1 Institute Watch"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(FIRST)
    opened.ingest(SECOND)
    yield opened
    opened.close()


def test_a_search_of_one_briefing_says_which_other_has_it(room: Room) -> None:
    """The items there are near, not counted; what no briefing has, or is asked of all, is held nowhere else."""
    answer = room.lookup.search(room.query("robots briefing:B2"), now=NOW)
    assert (answer.total, answer.elsewhere) == (0, HERE)
    assert [row.id if hasattr(row, "id") else row.policy.id for row in answer.near] == ["P1", "I2"]
    assert room.lookup.search(room.query("robots briefing:B1"), now=NOW).elsewhere == ""
    for nowhere in ("cobalt briefing:B2", "cobalt", "briefing:B9"):
        assert room.lookup.search(room.query(nowhere), now=NOW).elsewhere == ""


def test_a_company_that_another_briefing_names(room: Room) -> None:
    """It is not in the one asked for, and in which it is, is said."""
    missing = room.lookup.get_company(room.query("Huawei briefing:B2"), now=NOW)
    assert isinstance(missing, NotHeld)
    assert missing.elsewhere == HERE
    late = room.lookup.get_company(room.query("Huawei since:2030"), now=NOW)
    assert isinstance(late, NotHeld)
    assert late.elsewhere == ""


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("gallium", "B2"),
        ("which ones mention Huawei?", "B1"),
        ("cobalt", None),
        ("MIIT", "B1"),
        ("institute watch", ["B2", "B1"]),
    ],
)
def test_words_that_name_no_briefing_are_looked_for_in_them(
    room: Room, text: str, held: list[str] | str | None
) -> None:
    """The one with an item that has them is opened at it, several are listed; the words are said to narrow it."""
    lookup = Lookup(room.store, LEXICON, wording=read_wording())
    answer = lookup.find_briefings(room.query(text), now=NOW)
    if isinstance(answer, NotHeld):
        assert held is None
        return
    found = [row.id for row in answer.rows] if isinstance(answer, BriefingList) else answer.briefing.id
    assert found == held
    assert bool(answer.understood) is (text != "institute watch")  # a name narrows nothing
