"""The review list's values: ids, decisions that fit, and what a decision does to a reading."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.records.briefing import CompanyMention, Inference, UnreadBlock
from bot.domain.records.review import (
    CERTAIN,
    CHOICES,
    Decision,
    Decisions,
    ReviewKind,
    SameCompany,
    apply_decisions,
    company_key,
    find_doubt,
    format_review_id,
    inference_key,
    list_findings,
    pair_key,
    parse_decision,
    parse_review_id,
    require_fitting,
    unread_key,
)
from bot.errors import BadQueryError
from tests.builders import build_item
from tests.services.room import ISSUE, NEWS, TOP

DOUBT = Inference(field="status", value="issued", confidence=0.6, reason="no word says it", quote="A plan.")


@pytest.mark.parametrize(("text", "number"), [("R3", 3), ("r12", 12), (" 7 ", 7)])
def test_an_entry_is_named_by_r_and_a_number(text: str, number: int) -> None:
    """Either case, with or without the letter."""
    assert parse_review_id(text) == number
    assert parse_review_id(format_review_id(number)) == number


@pytest.mark.parametrize("text", ["", "R", "R0", "P3", "R3x", "R-1", "R" + "9" * 11])
def test_anything_else_is_no_entry(text: str) -> None:
    """It is refused in one line."""
    with pytest.raises(BadQueryError, match="no entry"):
        parse_review_id(text)


@pytest.mark.parametrize(
    ("words", "decision"),
    [
        ("yes", Decision.YES),
        ("Right", Decision.YES),
        ("wrong", Decision.NO),
        ("not-wrong", Decision.NOT_WRONG),
        ("NOT  wrong", Decision.NOT_WRONG),
        ("different", Decision.DIFFERENT),
    ],
)
def test_a_decision_is_read_as_people_type_it(words: str, decision: Decision) -> None:
    """Case, dashes and spaces do not matter."""
    assert parse_decision(words) is decision


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_a_decision(words: str) -> None:
    """Any text is a decision or refused with those there are."""
    with suppress(BadQueryError):
        assert parse_decision(words) in Decision


@pytest.mark.parametrize("kind", list(ReviewKind))
def test_a_decision_fits_its_kind_alone(kind: ReviewKind) -> None:
    """Each kind takes its own decisions and names them when another is tried."""
    for decision in Decision:
        if decision in CHOICES[kind]:
            require_fitting(kind, decision, "R1")
        else:
            with pytest.raises(BadQueryError, match="R1"):
                require_fitting(kind, decision, "R1")


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


def test_the_least_certain_field_is_named() -> None:
    """Of several doubts the greatest is said."""
    date = replace(DOUBT, field="reported_on", confidence=0.5)
    assert find_doubt(build_item(inferred=(DOUBT, date))) == "date not certain"


def test_keys_tell_things_apart_but_not_printings() -> None:
    """Quotes and spacing of a sentence, and the order of a pair, do not matter; the issue and the value do."""
    spaced = replace(DOUBT, quote=" a  PLAN.")
    assert inference_key("x", DOUBT) == inference_key("x", spaced)
    assert inference_key("x", DOUBT) != inference_key("y", DOUBT)
    assert inference_key("x", DOUBT) != inference_key("x", replace(DOUBT, value="draft"))
    assert company_key("Nimbus  Gears") == company_key("NIMBUS GEARS")
    assert unread_key("a", "Contact  us") == unread_key("a", "contact us") != unread_key("b", "contact us")
    assert pair_key(9, 3) == pair_key(3, 9)


def test_each_thing_is_found_once() -> None:
    """A company in two items, and an unread text printed twice, are one entry each."""
    blocks = (UnreadBlock(page=1, line=None, text="Imprint"), UnreadBlock(page=2, line=None, text="imprint"))
    cued = replace(
        NEWS, inferred=(Inference(field="companies", value="Nimbus Gears", confidence=0.4, reason="", quote=""),)
    )
    briefing = replace(ISSUE, items=(replace(TOP, inferred=(DOUBT,)), cued, replace(NEWS, position=2)), unread=blocks)
    found = list_findings(briefing, identity="x", series="s")
    assert [(one.kind, one.name, one.item, one.confidence) for one in found] == [
        (ReviewKind.UNCERTAIN, "issued", 0, 0.6),
        (ReviewKind.COMPANY, "Nimbus Gears", 1, 0.4),
        (ReviewKind.UNREAD, "Imprint", None, 0.65),
    ]


def test_decisions_about_other_things_change_nothing() -> None:
    """A reading that no decision is about stays the very same."""
    briefing = replace(ISSUE, items=(replace(TOP, inferred=(DOUBT,)), NEWS))
    others = Decisions(settled={company_key("Other"): Decision.NO, "value:x": Decision.NO})
    assert apply_decisions(briefing, Decisions(), identity="x") is briefing
    assert apply_decisions(briefing, others, identity="x") == briefing


def test_a_settled_company_is_no_inference_any_more() -> None:
    """Yes gives it its id; same gives it the other's id and name, once beside that one."""
    cue = Inference(field="companies", value="Nimbus Gears", confidence=0.4, reason="", quote="")
    briefing = replace(ISSUE, items=(replace(NEWS, inferred=(cue,)),))
    key = company_key("Nimbus Gears")
    yes = apply_decisions(briefing, Decisions(settled={key: Decision.YES}), identity="x").items[0]
    assert [company.company_id for company in yes.companies] == ["huawei", "nimbus-gears"]
    assert yes.inferred == ()
    same = Decisions(settled={key: Decision.SAME}, same={key: SameCompany(id="huawei", name="Huawei")})
    assert apply_decisions(briefing, same, identity="x").items[0].companies == NEWS.companies[:1]
    lost = Decisions(settled={key: Decision.SAME})
    assert apply_decisions(briefing, lost, identity="x").items[0].companies == NEWS.companies


def test_a_wrong_value_of_news_without_policy_leaves_the_item() -> None:
    """A status or kind of what is no policy has nothing to be taken out of."""
    for field in ("status", "document_type"):
        doubt = replace(DOUBT, field=field)
        item = replace(
            NEWS, companies=(CompanyMention(name="Huawei", company_id="huawei", quote=""),), inferred=(doubt,)
        )
        briefing = replace(ISSUE, items=(item,))
        decided = Decisions(settled={inference_key("x", doubt): Decision.NO})
        assert apply_decisions(briefing, decided, identity="x").items == (replace(item, inferred=()),)


def test_a_namesake_called_wrong_is_no_company_of_the_item() -> None:
    """The other companies stay."""
    doubt = Inference(field="namesake", value="SAIC Motor", confidence=0.6, reason="same letters", quote="SAIC sold.")
    mentions = tuple(
        CompanyMention(company_id=id_, name=name, quote="x") for id_, name in (("s", "SAIC Motor"), ("b", "B"))
    )
    item = replace(ISSUE.items[0], companies=mentions, inferred=(doubt,))
    decided = Decisions(settled={inference_key("x", doubt): Decision.NO})
    (left,) = apply_decisions(replace(ISSUE, items=(item,)), decided, identity="x").items
    assert ([company.name for company in left.companies], left.inferred) == (["B"], ())
