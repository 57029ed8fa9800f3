"""The line that says what was corrected, as people see it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from bot.domain.posts.correction import Correction
from bot.domain.posts.digest import DigestItem
from bot.domain.posts.post import Message
from bot.domain.records.briefing import Deadline, DeadlineKind, Item
from bot.slack.messages.corrections import build_correction
from bot.slack.messages.digest import DigestRenderer
from tests.corpus import make_policy_item

BEFORE = make_policy_item(1, "Rules on storage.", closes_on=dt.date(2025, 12, 20))


def correct(now: Item, before: Item = BEFORE) -> Correction:
    item = DigestItem(item_id=1, version=2, item=now, policy_id="P5")
    return Correction(item=item, before=before, issuers={"STATE_COUNCIL": "State <Council>"})


def due(*days: dt.date, kind: DeadlineKind = DeadlineKind.COMMENTS_CLOSE) -> Item:
    return replace(BEFORE, deadlines=tuple(Deadline(on=day, kind=kind, quote="") for day in days))


@pytest.mark.parametrize(
    ("now", "line"),
    [
        (due(dt.date(2025, 12, 24)), "Corrected: P5 deadline 24 Dec 2025 (was 20 Dec)"),
        (due(dt.date(2026, 1, 2)), "Corrected: P5 deadline 2 Jan 2026 (was 20 Dec 2025)"),
        (due(), "Corrected: P5 deadline none (was 20 Dec 2025)"),
        (
            due(dt.date(2025, 12, 20), dt.date(2025, 12, 22)),
            "Corrected: P5 deadline 20 Dec 2025, 22 Dec 2025 (was 20 Dec)",
        ),
        (
            due(dt.date(2025, 12, 20), kind=DeadlineKind.TAKES_EFFECT),
            "Corrected: P5 deadline none (was 20 Dec 2025); takes effect 20 Dec 2025 (was none)",
        ),
        (
            replace(BEFORE, issuing_bodies=("MIIT", "STATE_COUNCIL")),
            "Corrected: P5 issuer MIIT, State &lt;Council&gt; (was MIIT)",
        ),
        (replace(BEFORE, issuing_bodies=()), "Corrected: P5 issuer none (was MIIT)"),
        (replace(BEFORE, reported_on=dt.date(2024, 2, 21)), "Corrected: P5 date 21 Feb 2024 (was 20 Feb)"),
        (replace(BEFORE, reported_on=None), "Corrected: P5 date none (was 20 Feb 2024)"),
        (replace(BEFORE, policy=None), "Corrected: P5 status none (was draft for comment)"),
        (
            make_policy_item(1, "Rules."),
            "Corrected: P5 deadline none (was 20 Dec 2025); status issued (was draft for comment)",
        ),
    ],
)
def test_each_fact_says_what_it_is_and_was(now: Item, line: str) -> None:
    """One line an item: the facts that changed, now and before, the year once where it is the same."""
    message = build_correction([correct(now)])
    assert message.text == line
    (block,) = json.loads(message.blocks)
    assert block["text"]["text"] == line


def test_a_date_that_was_missing() -> None:
    """A fact that was not there reads as none before."""
    assert build_correction([correct(BEFORE, replace(BEFORE, reported_on=None))]).text == (
        "Corrected: P5 date 20 Feb 2024 (was none)"
    )


def test_later_lines_of_the_day_follow_the_earlier_ones() -> None:
    """The message of the day grows by the new lines, and keeps the newest where it would be too long."""
    renderer = DigestRenderer()
    first = renderer.render_correction([correct(due(dt.date(2025, 12, 24)))], earlier=None)
    second = renderer.render_correction([correct(BEFORE, due(dt.date(2025, 12, 24)))], earlier=first)
    assert second.text.split("\n") == [
        "Corrected: P5 deadline 24 Dec 2025 (was 20 Dec)",
        "Corrected: P5 deadline 20 Dec 2025 (was 24 Dec)",
    ]
    many = renderer.render_correction([correct(due(dt.date(2025, 12, 24)))] * 200, earlier=second)
    assert len(many.text) <= 2_900
    assert len(json.loads(many.blocks)) == 1


def test_what_a_line_says_of_others_is_kept() -> None:
    """Of a message that tells of several ids the lines about some are kept as they are; None for no line."""
    renderer = DigestRenderer()
    first = renderer.render_correction([correct(due(dt.date(2025, 12, 24)))], earlier=None)
    both = Message(text=f"Corrected: P51 date 1 Jan 2025 (was 2 Jan)\n{first.text}")
    assert renderer.keep_corrections(both, {"P5"}) == first
    assert renderer.keep_corrections(both, {"P1", "I5"}) is None


def test_a_message_that_is_not_needed_any_more() -> None:
    """It says so instead of repeating what is wrong."""
    assert DigestRenderer().render_emptied().text.startswith("Corrected: what stood here")
