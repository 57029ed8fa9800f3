"""Chinese wordings of publishers and offices: days on lines of their own, kinds of documents, who acts."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import DocumentType
from bot.reading.formats.normalise import normalise_text
from bot.reading.recognition.kinds import find_document_type
from bot.reading.recognition.titles import is_bare_title
from tests.reading.recognition.recognise_lexicon import read_item


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("4 月 15 日，反馈截止 2026 年 5 月 31 日", "4月15日，反馈截止 2026年5月31日"),
        ("实施日为 2026 年 7 月 1 日。", "实施日为2026年7月1日。"),
        ("主任 张三 2025 年 4 月 23 日", "主任张三 2025年4月23日"),
        ("从 20 万元下调至 15 万元", "从 20 万元下调至 15 万元"),
    ],
)
def test_spaces_inside_a_day_are_none(printed: str, read: str) -> None:
    """Publishers set them between signs and figures; before a day that stands alone the space stays."""
    assert normalise_text(printed) == read


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("深海市支持低空飞行的若干措施", DocumentType.MEASURES),
        ("深海市支持起重机制造的若干政策", DocumentType.MEASURES),
        ("起重机安全操作规程", DocumentType.PROVISIONS),
        ("港口管理局对第27号建议的答复", DocumentType.OTHER),
        ("《起重机编号规则》等21项行业标准报批公示", DocumentType.STANDARD),
    ],
)
def test_kinds_by_chinese_endings(title: str, kind: DocumentType) -> None:
    """Measures by another word, codes of practice, answers, and standards shown by the first of many."""
    assert find_document_type(None, title) is kind


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("关于印发《起重机登记办法》的通知", True),
        ("《起重机登记办法》", True),
        ("国家发展改革委联合印发《关于起重机登记的指导意见》", False),
    ],
)
def test_a_headline_that_tells_who_issued_what_is_no_title(text: str, bare: bool) -> None:
    """A title says what it is on before any verb of issuing."""
    assert is_bare_title(text) is bare


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二、征求意见时间\n\n2024年4月4日至2024年4月27日。", ["2024-04-27 comments_close"]),
        ("征求意见起止时间：\n\n2024年4月4日至4月27日", ["2024-04-27 comments_close"]),
        ("一、申报时间\n\n请于2024年4月30日前提交。", ["2024-04-30 applications_close"]),
        ("一、试点时间\n\n2024年4月4日至2024年4月27日。", []),
        ("有关建议、批评和意见，请于4月10日前，通过电话或书面形式反映。", ["2024-04-10 comments_close"]),
        ("新办法的正式实施日为2024年7月1日。", ["2024-07-01 takes_effect"]),
    ],
)
def test_days_under_a_line_that_says_what_closes(text: str, expected: list[str]) -> None:
    """A line of its own above a day is its label; what is reported by a day in the offices' own words closes then."""
    item = read_item(summary=tuple(text.split("\n\n")))
    assert [f"{each.on} {each.kind}" for each in item.deadlines] == expected


@pytest.mark.parametrize(
    "text",
    [
        "国家发展改革委3月15日就《起重机登记办法》修订发布征求意见稿。",
        "国家发展改革委等三部门发文，要求起重机每年登记。",
    ],
)
def test_who_acts_in_chinese_wordings(text: str) -> None:
    """The document may stand between the actor and the verb; 发文 is one."""
    assert read_item(text).issuing_bodies == ("NDRC",)
