"""What was inferred rather than read carries how sure it is, and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.domain.records.briefing import Inference, Section
from bot.domain.records.review import CERTAIN
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.recognise import recognise
from tests.reading.recognition.recognise_lexicon import DOCUMENT, LEXICON

PERIOD = {
    "published_on": dt.date(2024, 6, 5),
    "period_start": dt.date(2024, 5, 1),
    "period_end": dt.date(2024, 5, 31),
}


def _infer(text: str, *, briefing: dict[str, Any] | None = None, **parts: Any) -> dict[str, Inference]:
    given: dict[str, Any] = {"section": Section.TOP, "position": 1, "summary": (text,), "date_text": "3 May 2024"}
    item = ItemParts(**given | parts)
    whole = BriefingParts(items=(item,), **(PERIOD if briefing is None else briefing))
    read = recognise(whole, lexicon=LEXICON, document=DOCUMENT).items[0]
    return {one.field: one for one in read.inferred}


def test_what_is_printed_is_no_inference() -> None:
    """A whole date, a titled document, an issuer who issues: nothing is left to a person."""
    text = "The MIIT issued the “Measures for the Safety of Robots” with rules for artificial intelligence."
    assert _infer(text) == {}


@pytest.mark.parametrize(
    ("date_text", "briefing", "confidence"),
    [
        ("3 May", PERIOD, 0.97),
        ("3 June", PERIOD, 0.85),
        ("3 June", {"published_on": dt.date(2024, 6, 5)}, 0.85),
        ("3 January", {"published_on": dt.date(2024, 6, 5)}, 0.5),
        ("3 January", {"period_end": dt.date(2024, 6, 5)}, 0.5),
    ],
)
def test_a_year_that_is_not_printed(date_text: str, briefing: dict[str, Any], confidence: float) -> None:
    """In the period it is all but sure, near publication likely, anywhere else a guess."""
    year = _infer("The MIIT issued a notice.", briefing=briefing, date_text=date_text)["reported_on"]
    assert (year.confidence, year.value[:4], year.quote) == (confidence, "2024", "The MIIT issued a notice.")


@pytest.mark.parametrize(
    ("text", "parts", "confidence"),
    [
        ("Robot rules were discussed.", {"issuer_text": "MIIT"}, None),
        ("The MIIT issued rules for robots.", {}, None),
        ("New rules were approved by the State Council.", {}, 0.85),
        ("The MIIT met robot makers.", {}, 0.8),
        ("A MIIT notice on robots made waves.", {}, 0.72),
        ("Robots need new papers (MIIT Announcement No. 9 of 2024).", {}, 0.72),
        ("Robots are on the agenda.", {"heading_text": "Ministry of Finance"}, 0.65),
    ],
)
def test_an_issuer_is_the_surer_the_more_is_said(text: str, parts: dict[str, Any], confidence: float | None) -> None:
    """A label or an act names it; a subject without act, a name beside a document, a heading only suggest it."""
    found = _infer(text, **parts).get("issuing_bodies")
    assert (found.confidence if found else None) == confidence


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("The MIIT fined two makers of robots.", {}, 0.75),
        ("Robots are on the agenda.", {"heading_text": "Ministry of Finance"}, 0.6),
        ("The MIIT issued measures for robots, effective from 1 May 2024.", {}, 0.9),
    ],
)
def test_a_status_that_nobody_states(text: str, parts: dict[str, Any], expected: float) -> None:
    """An act without a word of issuing, an issuer without an act, and a day of effect that has come."""
    assert _infer(text, **parts)["status"].confidence == expected


@pytest.mark.parametrize(
    ("text", "value", "certain"),
    [
        ("The MIIT issued a draft. Comments close on 3 June.", "2024-06-03 comments_close", True),
        ("The MIIT issued a draft. Comments close on 2 May.", "2025-05-02 comments_close", False),
    ],
)
def test_a_deadline_without_a_year(text: str, value: str, *, certain: bool) -> None:
    """The next such day is meant, unless it is far away."""
    deadline = _infer(text)["deadlines"]
    assert deadline.value == value
    assert (deadline.confidence >= CERTAIN) is certain


@pytest.mark.parametrize(
    ("text", "name", "confidence"),
    [
        ("Robots were shown by companies such as Zephyra and Huawei.", "Zephyra", 0.5),
        ("Robots were shown by Zephyra Robotics Co., Ltd. and Huawei.", "Zephyra Robotics", 0.65),
    ],
)
def test_a_company_on_no_list(text: str, name: str, confidence: float) -> None:
    """A legal form makes it likelier than a cue."""
    company = _infer(text, section=Section.CORPORATE_NEWS)["companies"]
    assert (company.value, company.confidence) == (name, confidence)


def test_a_topic_that_only_the_comment_or_a_name_speaks_of() -> None:
    """The news itself does not say that it is about this."""
    topic = _infer("The MIIT issued a notice.", comment=("It may help robots.",))["topics"]
    assert (topic.value, topic.confidence) == ("robotics", 0.6)


def test_a_kind_by_the_words_of_the_report() -> None:
    """Without a title the report's own noun tells the kind."""
    kind = _infer("The MIIT issued guidelines for robots.")["document_type"]
    assert (kind.value, kind.confidence) == ("guidelines", 0.85)


def test_a_draft_that_only_its_term_shows() -> None:
    """Likely where nothing else is said, for a person where the text says that the document is issued."""
    stated = _infer("The MIIT published draft rules for robots; comments close on 3 June 2024.")
    assert "status" not in stated
    for text, certain in (
        ("MIIT: Notice on robots; comments by 3 June 2024.", True),
        ("The MIIT published rules for robots. Comments close on 3 June 2024.", False),
    ):
        status = _infer(text)["status"]
        assert status.value == "draft_for_comment"
        assert (status.confidence >= CERTAIN) is certain
