"""``effect:`` finds what took effect on a day, and what was in force when it was reported; never a day for comments."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Deadline, DeadlineKind, PolicyStatus
from tests.services.room import ISSUE, NOW, POLICY, TOP, Room

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
