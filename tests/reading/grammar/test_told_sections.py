"""Which section a heading in Chinese opens whose name no list has is told by who acts in the news below it."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.grammar.lines.actors_han import Actor, find_actor_han
from tests.reading.grammar.grammar_blocks import read

OFFICES = ("- 交通运输部印发渡轮登记办法。", "- 海关总署调整缆绳检验要求。")
COMPANIES = ("- 北岬港务签下两台起重机的合同。", "- 沧浪船舶股份有限公司公告称，第二座船坞投产。")


def sections(*notes: str) -> list[Section]:
    return [item.section for item in read(*notes).parts.items]


def test_authorities_below_one_and_companies_below_the_other_name_both() -> None:
    """Whatever the names say, and whatever sets them off."""
    told = [Section.POLICY_NEWS] * 2 + [Section.CORPORATE_NEWS] * 2
    for first, second in (("风从上来", "水往低处"), ("■ 京城来信", "■ 车间回音"), ("第一部分 红头", "第二部分 订单")):
        assert sections("# 周讯", f"## {first}", *OFFICES, f"## {second}", *COMPANIES) == told


def test_one_known_name_of_the_level_is_enough_for_few_news() -> None:
    """The heading beside a section is one too, also over a single piece of news."""
    notes = ("# 周讯", "## 政策动态", *OFFICES, "## 生意经", COMPANIES[0])
    assert sections(*notes) == [Section.POLICY_NEWS, Section.POLICY_NEWS, Section.CORPORATE_NEWS]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("缆绳", OFFICES[0], COMPANIES[0]), ("渡轮", OFFICES[1], COMPANIES[1])),
        (("交通运输部", *OFFICES), ("船坞", *OFFICES)),
        (("港口数据", *OFFICES), ("订单数据", *COMPANIES)),
    ],
)
def test_topics_offices_and_figures_open_none(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    """Where both act below one name it is a topic; one kind alone parts nothing; figures are told by both."""
    found = sections("# 周讯", f"## {first[0]}", *first[1:], f"## {second[0]}", *second[1:])
    assert not {Section.POLICY_NEWS, Section.CORPORATE_NEWS}.intersection(found)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("5月6日，工业和信息化部、商务部联合公布名单。", Actor.OFFICE),
        ("【渡轮】国务院常务会议审议通过条例。", Actor.OFFICE),
        ("《渡轮登记办法》自9月1日起施行。", Actor.OFFICE),
        ("北岬重工获得三亿元融资。", Actor.COMPANY),
        ("比亚迪在欧洲布局第二座工厂。", Actor.COMPANY),
        ("国家能源局公示名单。", Actor.OFFICE),
        ("渡轮的旅客越来越多。", None),
    ],
)
def test_who_acts_is_told_by_the_name_s_end_and_the_act(text: str, actor: Actor | None) -> None:
    """Words such as 布局 and trades such as 能源 before 局 are part of what they stand in."""
    assert find_actor_han(text) is actor
