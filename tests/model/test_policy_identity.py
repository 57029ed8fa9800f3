from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.model.briefing import Deadline, DeadlineKind, DocumentType, Item, Nature, PolicyStatus, ReportedPolicy, Section
from bot.model.policy_identity import (
    compose_policy,
    is_too_far,
    may_be_same,
    numbers_differ,
    sibling_key,
    strong_keys,
    title_core_zh,
    weak_key,
)

DRAFT = ReportedPolicy(
    title_en="Rules for the Export of Kites (Draft for Comments)",
    title_zh="公开征求对《风筝出口管理办法（试行）（征求意见稿）》的意见",
    document_number=None,
    document_type=DocumentType.MEASURES,
    nature=Nature.TRIAL,
    status=PolicyStatus.DRAFT_FOR_COMMENT,
)
FINAL = replace(
    DRAFT,
    title_en="Rules for the Export of Kites",
    title_zh="关于印发《风筝出口管理办法（试行）》的通知",
    document_number="商贸发[2024] 12号",
    status=PolicyStatus.ISSUED,
)
ENGLISH = replace(DRAFT, title_zh=None)
EMPTY = ReportedPolicy(
    title_en=None, title_zh=None, document_number=None, document_type=None, nature=None, status=PolicyStatus.UNKNOWN
)


def report(policy: ReportedPolicy, day: int | None = 1, issuers: tuple[str, ...] = ("MOFCOM",)) -> Item:
    on = dt.date(2024, 3, day) if day else None
    return Item(
        section=Section.TOP, position=1, headline=None, text="t", reported_on=on, policy=policy, issuing_bodies=issuers
    )


def test_a_draft_and_its_final_text_are_two_that_know_each_other() -> None:
    """The Chinese title counts without its wrapper and its draft mark; the keys of both lead to one another."""
    assert title_core_zh(DRAFT.title_zh or "") == title_core_zh(FINAL.title_zh or "")
    assert not set(strong_keys(DRAFT)) & set(strong_keys(FINAL))
    assert sibling_key(strong_keys(DRAFT)[0]) == strong_keys(FINAL)[1]
    assert sibling_key(strong_keys(FINAL)[1]) == strong_keys(DRAFT)[0]
    assert sibling_key(weak_key(DRAFT) or "") == weak_key(FINAL)
    assert sibling_key(strong_keys(FINAL)[0]) is None


@pytest.mark.parametrize("title", ["Draft Measures for Cranes", "Draft of the Measures for Cranes"])
def test_a_draft_is_known_wherever_its_title_says_so(title: str) -> None:
    """In front or in brackets, it is the same draft."""
    printed = replace(EMPTY, title_en="Measures for Cranes (draft)", status=PolicyStatus.DRAFT_FOR_COMMENT)
    assert weak_key(replace(printed, title_en=title)) == weak_key(printed)
    assert weak_key(replace(printed, title_en="Drafting Measures for Cranes")) != weak_key(printed)


@pytest.mark.parametrize("number", ["公告2023年第32号", "2023年第32号", "2023年第32号公告", "〔2023〕32号"])
def test_a_number_that_names_no_body_is_a_key_with_its_issuers_alone(number: str) -> None:
    """Each body counts from 1 each year: the bare number of two bodies is that of two documents."""
    bare = replace(EMPTY, document_number=number)
    assert strong_keys(bare) == ()
    (key,) = strong_keys(bare, ("MOFCOM", "GACC"))
    assert strong_keys(bare, ("GACC", "MOFCOM")) == (key,)
    assert strong_keys(bare, ("MIIT",)) not in {(), (key,)}
    assert strong_keys(replace(bare, document_number="第32号令"), ("MIIT",)) == ()
    named = replace(bare, document_number="商务部公告2023年第32号")
    assert strong_keys(named) == strong_keys(named, ("MIIT",)) == ("n:商务部公告2023年第32号",)


@pytest.mark.parametrize(
    "number", ["海关总署公告2025年第30号", "海关总署2025年第30号公告", "中国海关公告〔2025〕第30号"]
)
def test_a_number_whose_body_we_know_has_the_key_of_the_bare_one_too(number: str) -> None:
    """However a source names the body, or leaves it out; the issuers say nothing where the number names somebody."""
    named = replace(EMPTY, document_number=number, number_bodies=("GACC",))
    bare = replace(EMPTY, document_number="2025年第30号公告")
    assert strong_keys(named, ("MOFCOM",)) == (strong_keys(named)[0], "n:公告2025年第30号|GACC")
    assert strong_keys(named)[1:] == strong_keys(bare, ("GACC",)) != strong_keys(bare, ("MOFCOM",))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("2023年第32号", "商务部公告2023年第32号", False),
        ("商务部公告2023年第32号", "中华人民共和国商务部公告2023年第32号", False),
        ("商务部令第3号", "商务部令2023年第3号", False),
        ("2023年第32号", "商务部公告2023年第33号", True),
        ("2022年第32号", "商务部公告2023年第32号", True),
        ("商贸发〔2023〕32号", "商办发〔2023〕32号", True),
    ],
)
def test_announcements_differ_by_their_figures(one: str, other: str, *, differ: bool) -> None:
    """The body's name is printed long, short or not at all; an office's sign is always the same."""
    assert numbers_differ(one, other) is numbers_differ(other, one) is differ


@pytest.mark.parametrize(
    ("day", "issuers", "expected"),
    [(10, ("MOFCOM",), True), (31, ("MOFCOM",), False), (10, ("MIIT",), False), (None, ("MOFCOM",), False)],
)
def test_an_english_title_needs_issuer_and_date_beside_it(
    day: int | None, issuers: tuple[str, ...], *, expected: bool
) -> None:
    """Equal English titles are one document only with an issuer in common and dates at most two weeks apart."""
    held = compose_policy("P1", [("I1", report(ENGLISH, 5))])
    assert may_be_same(report(ENGLISH, day, issuers), held) is expected


@pytest.mark.parametrize(
    ("month", "status", "issuers", "expected"),
    [
        (5, PolicyStatus.ISSUED, ("MIIT",), False),
        (12, PolicyStatus.ISSUED, ("MOFCOM",), True),
        (12, PolicyStatus.IN_FORCE, ("MOFCOM",), False),
        (12, PolicyStatus.REPEALED, ("MIIT",), True),
    ],
)
def test_a_generic_title_of_another_year_is_another_document(
    month: int, status: PolicyStatus, issuers: tuple[str, ...], *, expected: bool
) -> None:
    """Equal Chinese titles half a year apart are two documents, unless the later tells what became of the first."""
    held = compose_policy("P1", [("I1", report(FINAL, 5))])
    later = replace(report(replace(FINAL, status=status), 1, issuers), reported_on=dt.date(2024, month, 1))
    assert is_too_far(later, held) is expected
    assert not is_too_far(replace(later, reported_on=None), held)


def test_the_official_notice_comes_before_every_report() -> None:
    """Held, the notice gives the facts; what sources report stands beside it, and fills only titles it lacks."""
    notice = replace(report(replace(FINAL, title_en=None), 20, ("MOFCOM", "GACC")), is_official=True)
    policy = compose_policy("P3", [("I12", notice), ("I9", report(FINAL, 1))])
    assert policy.official is not None
    assert policy.official.title_en is None
    assert (policy.issued_on, policy.issuing_bodies) == (dt.date(2024, 3, 20), ("MOFCOM", "GACC"))
    assert policy.title_en == FINAL.title_en
    assert [(r.item_id, r.issued_on) for r in policy.reports] == [("I9", dt.date(2024, 3, 1))]
    assert compose_policy("P3", [("I12", notice)]).reports == ()


def test_different_numbers_are_different_documents() -> None:
    """Two printed numbers that differ part two reports; one missing number does not."""
    assert numbers_differ("商贸发〔2024〕12号", "商贸发〔2024〕13号")
    assert not numbers_differ("商贸发[2024]12号", "商贸发〔2024〕12号")
    assert not numbers_differ(None, "商贸发〔2024〕13号")


def test_facts_come_from_the_earliest_report_and_status_from_the_latest() -> None:
    """A policy shows who reported first, what its status became, and every report beside."""
    deadline = Deadline(on=dt.date(2024, 4, 1), kind=DeadlineKind.COMMENTS_CLOSE, quote="q")
    draft = replace(report(DRAFT, 1), deadlines=(deadline,))
    final = report(FINAL, 20, ("MOFCOM", "GACC"))
    policy = compose_policy("P3", [("I12", final), ("I9", draft)])
    assert policy.title_en == DRAFT.title_en
    assert policy.issued_on == dt.date(2024, 3, 1)
    assert policy.issuing_bodies == ("MOFCOM",)
    assert policy.document_number == FINAL.document_number
    assert policy.status is PolicyStatus.ISSUED
    assert policy.comments_close_on == dt.date(2024, 4, 1)
    assert policy.effective_on is None
    assert [r.item_id for r in policy.reports] == ["I9", "I12"]
    assert policy.item_ids == ("I9", "I12")
