"""Policies and items as messages: every fact in words, three kinds of statement apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.model.briefing import DocumentType, PolicyStatus
from bot.slack.messages.answers import build_answer
from bot.slack.messages.frame import cite
from tests import builders as b
from tests.shown import FRAME, list_labels, show


def test_a_draft_and_its_final_text_name_each_other() -> None:
    """A closed draft says that no final text is held, or which one is; a final text names its draft."""
    after = dt.date(2024, 4, 1)
    final = b.build_policy(id="P9", status=PolicyStatus.ISSUED, issued_on=dt.date(2024, 3, 30))
    closed = b.build_policy_card(is_open=False, asked_on=after)
    said = "Comments closed 22 Mar 2024 (Beijing). You have no final text of it. Your latest is from 5 Mar 2024"
    assert said in show(closed)
    with_final = show(replace(closed, siblings=(final,)))
    assert "Final text: P9, MIIT with NEA · 30 Mar 2024 (as reported)" in with_final
    assert "no final text" not in with_final
    assert "Open P9" in list_labels(replace(closed, siblings=(final,)))
    assert "Draft: P5, MIIT with NEA" in show(b.build_policy_card(policy=final, siblings=(b.build_policy(),)))


def test_a_match_in_the_comment_is_marked_as_view() -> None:
    """A sentence of the publisher's comment is never shown as printed fact."""
    row = b.build_policy_row(row=b.build_item_row(sentence="The fire rule may prove hard to follow in the west."))
    assert "Publisher's view, not fact:\n  | The fire rule" in show(b.build_policy_list(rows=(row,)))
    assert "Publisher's view" not in show(b.build_policy_list())


def test_nothing_open_names_what_closed_and_proves_nothing() -> None:
    """When no draft is open the answer names the closed ones and what is not held."""
    closed = b.build_policy_row(is_open=False)
    asked_on = dt.date(2024, 4, 1)
    answer = b.build_policy_list(
        rows=(), total=0, total_items=0, asked_open=True, closed_drafts=(closed,), asked_on=asked_on
    )
    shown = show(answer)
    assert "Nothing open for comment. Comments closed 22 Mar 2024 (P5)." in shown
    assert "Your latest is from 5 Mar 2024, so anything newer is missing." in shown
    assert "comments closed 22 Mar 2024" in shown
    assert "Comments closed" not in show(replace(answer, rows=(), closed_drafts=()))
    assert "anything newer is missing" in build_answer(answer, FRAME).text


@pytest.mark.parametrize(
    ("changes", "is_open", "shown"),
    [
        ({}, True, "Open for comment until 22 Mar 2024 (12 days left, Beijing)"),
        ({"comments_close_on": b.TODAY}, True, "(today is the last day, Beijing)"),
        ({"comments_close_on": dt.date(2024, 3, 11)}, True, "(1 day left, Beijing)"),
        ({"comments_close_on": dt.date(2024, 3, 1)}, False, "comments closed 1 Mar 2024"),
        ({}, False, "comments until 22 Mar 2024"),
        ({"applications_close_on": dt.date(2024, 3, 1)}, True, "applications closed 1 Mar 2024"),
        ({"applications_close_on": dt.date(2024, 4, 1)}, True, "applications until 1 Apr 2024"),
        ({"effective_on": dt.date(2024, 5, 1)}, True, "takes effect 1 May 2024"),
        ({"effective_on": b.TODAY}, True, "takes effect 10 Mar 2024"),
        ({"effective_on": dt.date(2024, 3, 9)}, True, "took effect 9 Mar 2024"),
        ({"comments_close_on": None}, False, "no deadline printed"),
        ({"issued_on": None}, True, "date not stated"),
        ({"issuing_bodies": ()}, True, "issuer not stated"),
        ({"issuing_bodies": tuple("ABCDEFGHIJKL")}, True, "A with B, C, D, E, F, G, H, I and 3 more"),
        ({"issuing_bodies": ("STATE_COUNCIL",)}, True, "State Council ·"),
        ({"document_type": None, "nature": None, "status": PolicyStatus.UNKNOWN}, True, "status not stated"),
        ({"document_type": DocumentType.OTHER}, True, "电池储能安全规定 · trial · draft for comment"),
        ({"document_type": DocumentType.ACTION_PLAN}, True, "action plan"),
    ],
)
def test_facts_of_a_policy_in_words(changes: dict[str, Any], is_open: bool, shown: str) -> None:
    """Deadlines are told as of the day asked, and what is not printed is said to be so."""
    own = b.build_item_row(b.build_item(deadlines=()))
    row = b.build_policy_row(policy=b.build_policy(**changes), row=own, is_open=is_open)
    assert shown in show(b.build_policy_list(rows=(row,), total=1, total_items=1))


def test_a_policy_card_keeps_three_kinds_of_statement_apart() -> None:
    """What is printed, the goals and the publisher's view each carry their own mark, with links or their absence."""
    shown = show(b.build_policy_card(notes=("merged",)))
    for part in (
        "Merged",
        "P5 Safety rules for battery storage",
        "Open for comment until 22 Mar 2024",
        "Provisions · trial · draft for comment · document number: none printed",
        "Issuers: MIIT Ministry of Industry and Information Technology; NEA National Energy Administration",
        "Reported by Harbour Institute: 20 Feb 2024, MIIT with NEA · official notice: not held",
        "As printed:",
        "• Stations over 100 MWh need a second exit",
        "Goals set:\n• 2025: By 2025",
        "Builds on: 《安全生产法》",
        "Publisher's view, not fact: The fire rule may prove hard",
        "MIIT notice (no link in the source) · Wire story https://news.example.org/a?b=1&c=2 (news.example.org)",
    ):
        assert part in shown


@pytest.mark.parametrize(
    ("changes", "cited"),
    [
        ({}, "Harbour Institute, 5 Mar 2024, item 2, pp. 3–4"),
        ({"publisher": None}, "Harbour Notes, 5 Mar 2024"),
        ({"publisher": None, "series": None}, "China industry in February, 5 Mar 2024"),
        ({"publisher": None, "series": None, "title": None}, "notes.pdf, 5 Mar 2024"),
        ({"published_on": None}, "Harbour Institute, undated, item 2"),
        ({"pages": (3, 3)}, "item 2, p. 3"),
        ({"pages": None, "lines": (7, 7)}, "item 2, line 7"),
        ({"pages": None}, "item 2."),
        ({"section": "policy_news"}, "policy news 2"),
        ({"section": "new kind"}, "item 2"),
    ],
)
def test_a_citation_names_what_the_source_gives(changes: dict[str, Any], cited: str) -> None:
    """Publisher, date and place; what is missing is replaced by the next best name."""
    assert cited in f"{cite(replace(b.SOURCE, **changes))}."
