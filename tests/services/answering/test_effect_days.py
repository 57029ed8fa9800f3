"""``effect:`` finds what took effect on a day, and what was in force when it was reported; never a day for comments."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Deadline, DeadlineKind, PolicyStatus
from bot.services.posting.reasons import list_reasons
from bot.store.items import list_items
from tests.services.room import ISSUE, LEXICON, NOW, POLICY, TOP, Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item


def make(position: int, title: str, status: PolicyStatus, deadlines: tuple[Deadline, ...]) -> Item:
    policy = replace(POLICY, title_en=f"Measures for {title}", title_zh=None, status=status)
    return replace(TOP, position=position, headline=title, text=f"On {title}.", policy=policy, deadlines=deadlines)


def starts(day: str) -> Deadline:
    return Deadline(on=dt.date.fromisoformat(day), kind=DeadlineKind.TAKES_EFFECT, quote="")


CLOSES = Deadline(on=dt.date(2024, 4, 1), kind=DeadlineKind.COMMENTS_CLOSE, quote="")
ITEMS = (
    make(1, "cranes", PolicyStatus.ISSUED, (starts("2024-02-01"), starts("2024-06-01"))),
    make(2, "barges", PolicyStatus.IN_FORCE, ()),
    make(3, "ropes", PolicyStatus.IN_FORCE, (starts("2024-01-15"),)),
    make(4, "locks", PolicyStatus.DRAFT_FOR_COMMENT, (CLOSES,)),
    make(5, "weirs", PolicyStatus.DRAFT_FOR_COMMENT, ()),
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(replace(ISSUE, items=ITEMS))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("effect:2024-02", {"P1"}),
        ("effect:2024-06-01..", {"P1"}),
        ("effect:2024-03", {"P2"}),
        ("effect:2024-01,2024-03", {"P2", "P3"}),
        ("effect:until 2024-02", {"P1", "P3"}),
        ("effect:2024-04", set()),
        ("due:2024-04", {"P4"}),
        ("due:none", {"P2", "P5"}),
        ("due:none status:draft_for_comment", {"P5"}),
        ("status:draft_for_comment", {"P4"}),
        ("status:draft_for_comment,comment_closed", {"P4", "P5"}),
        ("-status:draft_for_comment,comment_closed", {"P1", "P2", "P3"}),
        ("status:in_force", {"P1", "P2", "P3"}),
        ("status:in_force asof:2024-01-31", set()),
        ("status:issued", {"P1"}),
        ("-status:in_force", {"P4", "P5"}),
        ("effect:any", {"P1", "P2", "P3"}),
        ("due:any", {"P1", "P3", "P4"}),
    ],
)
def test_days_of_effect(room: Room, text: str, found: set[str]) -> None:
    """The printed day decides; without one a document in force counts with the day of its report (1 March).

    A draft that prints no deadline is neither open nor closed, and a draft all the same.
    """
    ids = room.lookup.find_ids(room.query(text), now=NOW)[1]
    assert set(ids) == found


@pytest.mark.parametrize(
    ("text", "number", "reasons"),
    [
        ("effect:2024-02", 1, ("takes effect 2024-02-01",)),
        ("due:none", 2, ("no deadline printed",)),
        ("effect:2024-03", 2, ("in force, dated 2024-03-01",)),
        ("status:in_force", 1, ("took effect 2024-02-01", "took effect 2024-06-01")),
        ("status:in_force", 2, ("status in force",)),
    ],
)
def test_a_day_of_effect_is_a_reason(room: Room, text: str, number: int, reasons: tuple[str, ...]) -> None:
    """Why an item matched names its day."""
    with room.store.read() as db:
        assert tuple(list_reasons(db, list_items(db, [number])[0], room.query(text), LEXICON)) == reasons


def test_what_is_kept_of_the_days_follows_what_is_written(room: Room) -> None:
    """A report that comes later counts at once, one that is taken out no more, and each day of asking has its own."""

    def find(text: str) -> set[str]:
        return set(room.lookup.find_ids(room.query(text), now=NOW)[1])

    later = (make(1, "docks", PolicyStatus.ISSUED, (starts("2024-03-05"),)),)
    assert find("status:in_force") == {"P1", "P2", "P3"}
    room.ingest(replace(ISSUE, sha256="next", published_on=dt.date(2024, 3, 8), items=later))
    assert find("status:in_force") == {"P1", "P2", "P3", "P6"}
    assert find("status:in_force asof:2024-03-04") == {"P1", "P2", "P3"}
    assert find("status:in_force asof:2024-03-05") == {"P1", "P2", "P3", "P6"}
    room.ingest(replace(ISSUE, sha256="first again", items=ITEMS[1:]))
    assert find("status:in_force") == {"P2", "P3", "P6"}
