"""The review list's values: ids, decisions as people type them, and what is too uncertain to be posted."""

from dataclasses import replace

import pytest

from bot.model.briefing import Inference
from bot.model.ids import IdKind, parse_id
from bot.model.review import (
    CERTAIN,
    Decision,
    find_doubt,
    parse_decision,
)
from tests.builders import build_item

DOUBT = Inference(field="status", value="issued", confidence=0.6, reason="no word says it", quote="A plan.")


@pytest.mark.parametrize(("text", "number"), [("R3", 3), ("r12", 12), (" 7 ", 7)])
def test_an_entry_is_named_by_r_and_a_number(text: str, number: int) -> None:
    """Either case, with or without the letter."""
    assert parse_id(text, IdKind.REVIEW) == number


@pytest.mark.parametrize(
    ("words", "decision"),
    [
        ("yes", Decision.YES),
        ("No", Decision.NO),
        ("not-wrong", Decision.NOT_WRONG),
        ("NOT  wrong", Decision.NOT_WRONG),
        ("different", Decision.DIFFERENT),
    ],
)
def test_a_decision_is_read_as_people_type_it(words: str, decision: Decision) -> None:
    """Case, dashes and spaces do not matter."""
    assert parse_decision(words) is decision


@pytest.mark.parametrize(
    ("field", "confidence", "said"),
    [
        ("status", 0.6, "status not certain"),
        ("issuing_bodies", 0.5, "issuer not certain"),
        ("reported_on", 0.5, "date not certain"),
        ("deadlines", 0.6, "deadline not certain"),
        ("status", CERTAIN, None),
        ("topics", 0.1, None),
        ("companies", 0.1, None),
    ],
)
def test_only_a_doubtful_decisive_field_keeps_an_item_out_of_posts(
    field: str, confidence: float, said: str | None
) -> None:
    """Issuer, date, status and deadline must be sure; topics and companies do not keep news back."""
    doubt = replace(DOUBT, field=field, confidence=confidence)
    assert find_doubt(build_item(inferred=(doubt,))) == said
