"""How likely two reports are about one document."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.records.briefing import DocumentType, PolicyStatus, ReportedPolicy
from bot.domain.records.policy_pairs import LIKELY, PAIR_DAYS, compose_gist, rate_pair, titles_are_near
from tests.builders import build_item, build_policy

DAY = dt.date(2024, 5, 24)
BARE = ReportedPolicy(
    title_en=None,
    title_zh=None,
    document_number=None,
    document_type=None,
    nature=None,
    status=PolicyStatus.ISSUED,
)
ONE = build_item(
    headline=None,
    text="NDRC issued guidelines on a management system for the carbon footprint of products such as steel and cement.",
    reported_on=DAY,
    policy=BARE,
    issuing_bodies=("NDRC",),
    topics=("carbon",),
)
OTHER = build_item(
    headline="Footprints of products get measured",
    text="Five bodies put out guidelines to measure the carbon footprint of steel and other products.",
    reported_on=DAY + dt.timedelta(days=1),
    policy=BARE,
    issuing_bodies=("NDRC", "MIIT"),
    topics=("carbon",),
)


def _rate(**changes: Any) -> float:
    return rate_pair(compose_gist(ONE), compose_gist(replace(OTHER, **changes)))


def test_two_reports_in_much_the_same_words_are_likely_one() -> None:
    """Common words, issuer, topic and near days add up, whichever comes first."""
    assert LIKELY <= _rate() < 1
    assert _rate() == rate_pair(compose_gist(OTHER), compose_gist(ONE))
    assert _rate(issuing_bodies=(), topics=()) < _rate()


@pytest.mark.parametrize(
    "changes",
    [
        {"reported_on": None},
        {"reported_on": DAY + dt.timedelta(days=PAIR_DAYS + 1)},
        {"policy": replace(BARE, status=PolicyStatus.DRAFT_FOR_COMMENT)},
        {"text": "Ships may berth at night.", "headline": None},
    ],
)
def test_what_parts_two_reports(changes: dict[str, Any]) -> None:
    """No day, a far one, a draft beside a final text, and other words give no likeness at all."""
    assert _rate(**changes) == 0


def test_different_numbers_or_chinese_titles_are_different_documents() -> None:
    """What both print decides."""
    numbered = replace(ONE, policy=replace(BARE, document_number="发改环资〔2024〕5号"))
    assert rate_pair(compose_gist(numbered), compose_gist(OTHER)) > 0
    other = compose_gist(replace(OTHER, policy=replace(BARE, document_number="发改环资〔2024〕6号")))
    assert rate_pair(compose_gist(numbered), other) == 0
    titled = replace(ONE, policy=replace(BARE, title_zh="产品碳足迹管理体系指引"))
    other = compose_gist(replace(OTHER, policy=replace(BARE, title_zh="钢铁行业节能降碳行动方案")))
    assert rate_pair(compose_gist(titled), compose_gist(OTHER)) > 0
    assert rate_pair(compose_gist(titled), other) == 0


def test_news_without_a_policy_has_a_gist_too() -> None:
    """It has no title and no number."""
    assert compose_gist(replace(ONE, policy=None)).title_zh == ""


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (
            ("全国碳市场覆盖水泥、钢铁行业工作方案（征求意见稿）", None),
            ("全国碳市场覆盖钢铁、水泥行业工作方案", None),
            True,
        ),
        (("全国碳市场覆盖水泥、钢铁行业工作方案", None), ("智能船厂标准化建设工作方案", None), False),
        ((None, "Access Rules for Drones and Kites"), (None, "Rules on Access of Drones, Kites and Balloons"), True),
        ((None, "Access Rules for Drones and Kites"), ("无人机准入规定", None), False),
        ((None, "Drone Plan"), (None, "Drone Plan"), False),
    ],
)
def test_near_titles(one: tuple[str | None, str | None], other: tuple[str | None, str | None], near: bool) -> None:
    """Most words of the shorter title, in one language; too few words tell nothing, nor does another kind."""
    first, second = (build_policy(title_zh=zh, title_en=en) for zh, en in (one, other))
    assert titles_are_near(first, second) is near
    assert not titles_are_near(first, replace(second, document_type=DocumentType.LAW))


ENGLISH = build_item(
    headline=None,
    text="The MIIT took applications for the fourth batch of smart photovoltaic pilots.",
    reported_on=DAY,
    policy=BARE,
    issuing_bodies=("MIIT",),
    topics=("energy",),
)
CHINESE = build_item(
    headline=None,
    text="现组织开展第四批智能光伏试点示范活动的申报工作。",
    reported_on=DAY + dt.timedelta(days=4),
    policy=replace(
        BARE, title_zh="关于开展第四批智能光伏试点示范活动的通知", document_number="工信厅联电子函〔2024〕6号"
    ),
    issuing_bodies=("MIIT", "NEA"),
    topics=("energy",),
)


def test_a_report_and_a_notice_in_two_languages_may_be_one() -> None:
    """Their words are compared by roots of the trade, if an issuer is common; a person decides."""
    assert LIKELY <= rate_pair(compose_gist(ENGLISH), compose_gist(CHINESE)) < 1
    assert rate_pair(compose_gist(CHINESE), compose_gist(ENGLISH)) == rate_pair(
        compose_gist(ENGLISH), compose_gist(CHINESE)
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"issuing_bodies": ("NDRC",)},
        {"text": "现组织开展第五批智能光伏试点示范活动的申报工作。", "policy": BARE},
        {"text": "现就医院药品目录的有关事项通知如下。", "policy": BARE},
        {"reported_on": DAY + dt.timedelta(days=PAIR_DAYS + 1)},
    ],
)
def test_what_parts_a_report_from_a_notice_in_chinese(changes: dict[str, Any]) -> None:
    """Another issuer, another batch, other roots and a far day."""
    assert rate_pair(compose_gist(ENGLISH), compose_gist(replace(CHINESE, **changes))) == 0
