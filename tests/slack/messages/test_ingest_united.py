"""What an ingest or an undo in Slack says of policies that are one, or two again, by it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from bot.services.ingesting.ingest_cards import IngestCard
from bot.services.ingesting.reports import UndoReport
from bot.slack.messages.ingest import build_ingest_card, describe_undone
from tests.cli.sample_report import BASE

NOW = dt.datetime(2024, 3, 7, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(("count", "shown", "more"), [(1, 1, ""), (5, 5, ""), (7, 5, "… 2 more, in the audit trail")])
def test_a_report_says_which_policies_are_one(count: int, shown: int, more: str) -> None:
    """A line each, and how many there are beside the first five."""
    lines = tuple(f"P{number} leads to P1 now: I9 prints what each is known by" for number in range(2, count + 2))
    card = IngestCard(report=replace(BASE, united=lines), reading=None, posting=None, review=None, seen_at=NOW)
    text = json.dumps(json.loads(build_ingest_card(card).blocks), ensure_ascii=False)
    assert text.count("One document: P") == shown
    assert (more in text) if more else ("in the audit trail" not in text)


def test_an_undo_says_which_are_two_again() -> None:
    """The line stands before what became of the posts."""
    report = UndoReport(
        briefing_id="B3",
        name="Notes",
        restored=False,
        items=1,
        posts=("1 cancelled",),
        united=("P2 stands by itself, no longer one with P1",),
    )
    assert describe_undone(report).endswith(
        "1 item changed. P2 stands by itself, no longer one with P1. Posts: 1 cancelled."
    )
