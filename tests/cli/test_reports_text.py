"""Ingest and undo reports as lines of text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.cli.reports import list_report_lines, list_undo_lines
from bot.services.ingesting.reports import IngestReport, Outcome, UndoReport
from tests.cli.sample_report import BASE

SAME_TEXT = "This issue is held already from another file: nothing it says has changed;"


def change(**fields: Any) -> IngestReport:
    """Give the report with other fields."""
    values = {name: getattr(BASE, name) for name in IngestReport.__dataclass_fields__}
    return IngestReport(**{**values, **fields})


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "B3  Harbour Notes, 5 Jan 2024 (1 Dec 2023 – 1 Jan 2024) · notes.pdf, 1 page"),
        ({"pages": 8, "period_end": None}, "B3  Harbour Notes, 5 Jan 2024 · notes.pdf, 8 pages"),
        ({"period_start": dt.date(2024, 1, 1)}, "(1 Jan 2024) · notes.pdf, 1 page"),
        ({"name": "notes.pdf", "published_on": None, "pages": None, "period_start": None}, "B3  notes.pdf"),
        ({}, "3 items = 1 top + 1 policy + 1 other · every block placed, unread 0"),
        ({"items": 1, "sections": (("corporate_news", 1),), "unread": 2}, "1 item = 1 company · unread 2"),
        ({"items": 0, "sections": ()}, "No item was found in it · every block placed, unread 0"),
        ({}, "Dates 2 of 3 · issuers 1 of 2 · deadlines 0 · no links"),
        (
            {"years_inferred": 2, "links": 5},
            "Dates 2 of 3, year inferred in 2 · issuers 1 of 2 · deadlines 0 · links 5",
        ),
        ({"links": 5, "links_without_address": 5}, "links 5, none with an address in the source"),
        ({"links": 5, "links_without_address": 2}, "links 5, 2 without an address"),
        ({"united": ("P2 leads to P1 now: I3 prints both",)}, "One document: P2 leads to P1 now: I3 prints both."),
        ({"posts": ("1 channel in 10 minutes",)}, "Posts: 1 channel in 10 minutes"),
    ],
)
def test_each_fact_has_its_words(fields: dict[str, Any], line: str) -> None:
    """Counts, dates and names as people say them; what is not there is left out."""
    assert any(shown.endswith(line) for shown in list_report_lines(change(**fields)))


@pytest.mark.parametrize(
    ("outcome", "said", "dry"),
    [
        (Outcome.ADDED, "New.", "Would be new; nothing was kept."),
        (Outcome.UNCHANGED, "This file is held already: nothing changed.", None),
        (
            Outcome.CORRECTED,
            "Corrected an issue held already: 1 changed, 2 removed.",
            "Would correct an issue held already: 1 changed, 2 removed; nothing was kept.",
        ),
        (
            Outcome.SAME_TEXT,
            f"{SAME_TEXT} its places are updated.",
            f"{SAME_TEXT} its places would be updated; nothing was kept.",
        ),
    ],
)
def test_the_outcome_says_what_was_done(outcome: Outcome, said: str, dry: str | None) -> None:
    """A dry run says what would be; only what changed something tells how to take it back."""
    report = change(outcome=outcome, changes=(("changed", 1), ("same", 4), ("removed", 2)))
    lines = list_report_lines(report)
    assert lines[1] == said
    assert (lines[-1] == "Reading it again changes nothing. To take it back: gongbao undo B3") is (
        outcome is not Outcome.UNCHANGED
    )
    dry_lines = list_report_lines(report, dry_run=True)
    assert dry_lines[1] == (dry or said)
    assert not any("undo" in line for line in dry_lines)


@pytest.mark.parametrize(("count", "more"), [(1, False), (12, False), (15, True)])
def test_what_to_check_is_numbered_and_cut(count: int, more: bool) -> None:
    """Twelve lines at most, then how many more there are."""
    lines = list_report_lines(change(to_check=tuple(f"line {n}" for n in range(count))))
    start = lines.index("Please check, least certain first")
    assert lines[start + 1] == "  1  line 0"
    assert ("  … 3 more (--json lists all)" in lines) is more
    assert sum(line.startswith("  ") for line in lines[start:]) == min(count, 12) + more


@pytest.mark.parametrize(
    ("restored", "items", "line"),
    [
        (True, 1, "B3  Notes: taken back; the reading before it is in force again. 1 item changed."),
        (False, 4, "B3  Notes: taken back; it is out of every answer. 4 items changed."),
    ],
)
def test_an_undo_says_what_holds_now(restored: bool, items: int, line: str) -> None:
    """What is in force, how many items changed, and what became of the posts."""
    report = UndoReport(briefing_id="B3", name="Notes", restored=restored, items=items, posts=("1 cancelled",))
    assert list_undo_lines(report) == [line, "Posts: 1 cancelled"]
    parted = replace(report, united=("P2 stands by itself again",))
    assert list_undo_lines(parted) == [line, "P2 stands by itself again.", "Posts: 1 cancelled"]
