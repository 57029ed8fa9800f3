"""A final text stands before its draft where a search finds both."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import PolicyStatus
from bot.services.results import PolicyRow
from tests.services.room import ISSUE, NEWS, NOW, POLICY, TOP, Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DRAFT = replace(
    TOP,
    headline="Crane rules, crane rules",
    text="A draft of rules for cranes: crane drivers and crane makers may comment on the cranes.",
    policy=replace(POLICY, title_en=None, title_zh="起重机管理办法（征求意见稿）"),
)
FINAL = replace(
    TOP,
    position=2,
    headline="Rules settled",
    text="The rules for lifting gear, above all for each crane of a port and its drivers, are out.",
    policy=replace(POLICY, title_en=None, title_zh="起重机管理办法", status=PolicyStatus.ISSUED),
    reported_on=dt.date(2024, 3, 4),
    deadlines=(),
)
OTHER = replace(
    FINAL, position=3, text="Rules for ports name a crane.", policy=replace(POLICY, title_en=None, title_zh="港口规定")
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    yield opened
    opened.close()


def find(room: Room, text: str) -> list[str | None]:
    rows = room.lookup.search(room.query(text), now=NOW).rows
    return [row.policy.title_zh for row in rows if isinstance(row, PolicyRow)]


def test_a_final_text_stands_before_its_draft(room: Room) -> None:
    """Relevance alone would put the draft first; an order, a status or a draft that is asked for stays."""
    room.ingest(replace(ISSUE, items=(DRAFT, FINAL, OTHER, replace(NEWS, text="A crane fell."))))
    draft, final = DRAFT.policy.title_zh, FINAL.policy.title_zh  # type: ignore[union-attr]  # each has a policy
    found = find(room, "crane")
    assert found.index(final) + 1 == found.index(draft)
    for text in ("draft crane", "crane status:draft_for_comment,comment_closed", "crane cranes drivers draft"):
        assert find(room, text)[:1] == [draft]
    dated = find(room, "crane sort:date")
    assert dated.index(final) < dated.index(draft)
    ids, _, _ = room.lookup.find_ids(room.query("crane"), now=NOW)
    assert ids.index("I2") < ids.index("I1")
