"""Wordings of Chinese news: numbers before a title, what begins, companies between their trade and a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Item


def _read(text: str, section: str = "政策") -> Item:
    document = f"# 港口早报\n\n2024年12月6日\n\n## {section}\n\n- {text}\n- 12月1日，交通运输部印发《渡轮办法》。\n"
    return read_briefing(document.encode(), source_name="a.md", lexicon=LEXICON).items[0]


@pytest.mark.parametrize(
    ("text", "title", "number"),
    [
        (
            "两部门公告2024年第23号《关于对缆绳实施出口管制的公告》规定，缆绳未经许可不得出口。",
            "关于对缆绳实施出口管制的公告",
            "公告2024年第23号",
        ),
        (
            "商务部12月3日发布2024年第46号公告《关于缆绳出口的公告》：缆绳原则上不予许可出口。",
            "关于缆绳出口的公告",
            "商务部公告2024年第46号",
        ),
        ("国令第762号。国务院12月3日公布《船舶登记条例》，对渡轮作出安排。", "船舶登记条例", "国令第762号"),
    ],
)
def test_numbers_before_a_title_and_the_title(text: str, title: str, number: str) -> None:
    """What stands before a title in 《》 is no part of it; a number alone in a sentence is the document's."""
    policy = _read(text).policy
    assert policy is not None
    assert (policy.title_zh, policy.document_number) == (title, number)


@pytest.mark.parametrize(
    "text",
    [
        "商务部12月4日开始征集示范应用场景，企业可于12月27日前提交申请。",
        "商务部开始受理缆绳出口许可申请。",
        "商务部面向全国公开征集渡轮试点方案。",
    ],
)
def test_who_begins_or_calls_for_something_acts(text: str) -> None:
    """A body that begins to call for, to take or to carry out something is who acts."""
    assert _read(text).issuing_bodies == ("MOFCOM",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("大连企业砺北精密轴承12月5日称，将供应轴承。", "砺北精密轴承"),
        ("缆绳制造商浙江镁北材料科技12月5日向深交所递交申请。", "浙江镁北材料科技"),
        ("冷链物流企业晶北冷链12月4日订购300辆重卡。", "晶北冷链"),
    ],
)
def test_a_name_between_a_trade_and_a_day_is_a_companys(text: str, name: str) -> None:
    """Who is called a maker, and acts on a day, is a company."""
    assert [company.name for company in _read(text, "企业").companies] == [name]


@pytest.mark.parametrize("text", ["多家企业家代表12月5日座谈。", "外资企业协会12月5日开会。", "企业名单12月5日公布。"])
def test_what_firms_have_is_no_company(text: str) -> None:
    """Lists, associations and people of firms are none."""
    assert _read(text, "企业").companies == ()


def test_months_up_to_now_are_no_figure() -> None:
    """前11个月 is a time and counts nothing."""
    assert _read("12月10日，海关总署公布前11个月外贸数据。").figures == ()
