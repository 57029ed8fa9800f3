"""A kind of document that a question names beside its subject stands first, and what one builds on is on its card."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap.parts import read_wording
from bot.domain.records.briefing import DocumentType, PolicyStatus
from bot.services.answering.asked import AskedKind
from bot.services.answering.lookup import Lookup
from bot.services.results import PolicyRow
from tests.services.room import ISSUE, LEXICON, NOW, POLICY, TOP, Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item

REGULATION, PLAN, DRAFT = "起重机管理条例", "起重机工作行动计划", "起重机工作行动计划（征求意见稿）"


def item(position: int, title: str, text: str, kind: DocumentType, status: PolicyStatus) -> Item:
    """Give an item about one document."""
    policy = replace(POLICY, title_en=None, title_zh=title, document_type=kind, status=status)
    day = dt.date(2024, 3, position)
    return replace(
        TOP, position=position, headline="Lifting gear", text=text, policy=policy, reported_on=day, deadlines=()
    )


ITEMS = (
    item(1, REGULATION, "Cranes: cranes and crane drivers.", DocumentType.REGULATION, PolicyStatus.ISSUED),
    item(
        2,
        DRAFT,
        "Views were asked for on cranes of many kinds.",
        DocumentType.ACTION_PLAN,
        PolicyStatus.DRAFT_FOR_COMMENT,
    ),
    item(
        3,
        PLAN,
        "Settled is, among much else and at length, what cranes do.",
        DocumentType.ACTION_PLAN,
        PolicyStatus.ISSUED,
    ),
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(replace(ISSUE, items=ITEMS))
    opened.lookup = Lookup(opened.store, LEXICON, wording=read_wording())
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("cranes", [REGULATION, PLAN, DRAFT]),
        ("what is in the cranes rules?", [REGULATION, PLAN, DRAFT]),
        ("what is in the cranes plan?", [PLAN, DRAFT, REGULATION]),
        ("what became of the cranes draft?", [DRAFT, PLAN, REGULATION]),
        ("what is in the cranes plan? sort:date", [PLAN, DRAFT, REGULATION]),
        ("what is in the cranes plan? type:regulation", [REGULATION]),
    ],
)
def test_the_kind_that_a_question_names_stands_first(room: Room, text: str, titles: list[str]) -> None:
    """A draft before its final text and both before others; an order and a filter stay as they are."""
    rows = room.lookup.search(room.query(text), now=NOW).rows
    assert [row.policy.title_zh for row in rows if isinstance(row, PolicyRow)] == titles


@pytest.mark.parametrize(
    "text", ["what does the cranes plan build on?", "cranes的行动计划依据什么", "what is the cranes plan based on?"]
)
def test_what_one_document_builds_on_is_on_its_card(room: Room, text: str) -> None:
    """The final text is meant, where it is the only one of the kind."""
    asked = room.lookup.read_asked(room.query(text), now=NOW)
    assert asked is not None
    assert (asked.kind, asked.query.policy.include) == (AskedKind.POLICY, ("3",))
    assert "builds on; its card tells it." in asked.note


@pytest.mark.parametrize(
    "text",
    [
        "what do cranes build on?",
        "which policies build on the cranes plan?",
        "what do zeppelins and cranes build on?",
        '"build on" cranes',
    ],
)
def test_several_documents_are_listed(room: Room, text: str) -> None:
    """Where no kind tells which is meant, or it is asked what builds on one."""
    assert room.lookup.read_asked(room.query(text), now=NOW) is None
