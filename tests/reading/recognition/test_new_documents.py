"""Documents that news is told from: those that are new here, and those that were there before."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import DocumentType, PolicyStatus
from tests.reading.recognition.recognise_lexicon import read_item

TITLE = "港口缆绳、绞车和起重机登记工作方案"


@pytest.mark.parametrize(
    "before", ["according to a work plan", "under a new plan", "in line with a joint three-year plan"]
)
def test_what_the_news_is_told_from_is_its_document(before: str) -> None:
    """Nobody has told of "a plan" before."""
    item = read_item(f"About 500 ports are added to the register of ropes, {before} ({TITLE}).")
    assert item.policy
    assert item.policy.title_zh == TITLE


@pytest.mark.parametrize("before", ["according to the work plan", "under the plan", "in line with the plan"])
def test_what_was_there_before_is_not(before: str) -> None:
    """ "The plan" is that of other news."""
    item = read_item(f"About 500 ports are added to the register of ropes, {before} ({TITLE}).")
    assert not (item.policy and item.policy.title_zh)


def test_recommendations_are_a_document() -> None:
    """Those with a title; not what anybody recommends."""
    item = read_item(
        "The Recommendations for Drawing Up the 9th Five-Year Harbour Plan (关于制定第九个港口五年规划的建议) put ropes"
        " first."
    )
    assert item.policy
    assert item.policy.title_en == "Recommendations for Drawing Up the 9th Five-Year Harbour Plan"
    assert item.policy.title_zh == "关于制定第九个港口五年规划的建议"
    assert item.policy.document_type is DocumentType.OTHER
    told = read_item("MIIT published a plan for ropes. Ports followed its recommendations for winches.")
    assert told.policy
    assert told.policy.document_type is DocumentType.PLAN


def test_a_title_goes_on_across_small_words() -> None:
    """Whatever preposition stands between its capitals."""
    item = read_item(
        "By 2027 ropes shall cost a tenth less, according to the Action Plan for Reducing the Costs of Ropes across"
        " Society (有效降低全社会缆绳成本行动方案)."
    )
    assert item.policy
    assert item.policy.title_en == "Action Plan for Reducing the Costs of Ropes across Society"


@pytest.mark.parametrize("opens", ["Under a joint announcement", "By announcement of the ministry", "By a new notice"])
def test_what_news_is_told_by_is_its_kind(opens: str) -> None:
    """Though no verb says that it was issued."""
    item = read_item(f"{opens}, old ropes can only be exported with a licence of MOFCOM.")
    assert item.policy
    assert item.policy.document_type is DocumentType.NOTICE


@pytest.mark.parametrize("verb", ["charged", "levied", "required", "collected"])
def test_what_has_been_done_since_a_day_is_in_force(verb: str) -> None:
    """The news tells of a fee that is there."""
    item = read_item(f"MOFCOM announced a fee for old ropes. It has been {verb} since 14 October 2025.")
    assert item.policy
    assert item.policy.status is PolicyStatus.IN_FORCE
    assert [(str(deadline.on), deadline.kind) for deadline in item.deadlines] == [("2025-10-14", "takes_effect")]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("推动缆绳以旧换新行动方案", DocumentType.ACTION_PLAN),
        ("港口缆绳特别管理措施（负面清单）（2024年版）", DocumentType.MEASURES),
        ("关于进一步支持港口更换缆绳的若干政策措施", DocumentType.MEASURES),
    ],
)
def test_a_headline_may_be_a_title_whatever_ends_it(title: str, kind: DocumentType) -> None:
    """What is traded in for new is no new plan."""
    item = read_item("到2027年，港口缆绳更换量增长25%以上。", headline=title)
    assert item.policy
    assert (item.policy.title_zh, item.policy.document_type) == (title, kind)
    told = read_item("到2027年，港口缆绳更换量增长25%以上。", headline="缆绳迎来新行动方案")
    assert told.policy
    assert told.policy.title_zh is None


def test_a_number_in_a_series_stands_behind_the_kind() -> None:
    """And the subject behind that."""
    item = read_item("交通运输部就《港口监管指引第3号——缆绳登记（征求意见稿）》公开征求意见。")
    assert item.policy
    assert item.policy.document_type is DocumentType.GUIDELINES


def test_a_body_announces_a_title() -> None:
    """The verb is that of the kind."""
    item = read_item("交通运输部公告《关于对旧缆绳收取港务费的公告》，对旧缆绳按吨收费。")
    assert item.policy
    assert item.policy.title_zh == "关于对旧缆绳收取港务费的公告"
    assert item.policy.document_type is DocumentType.NOTICE
