"""Chinese names of sections that are put together of words, and what of an issue's frame stands around them."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Section
from bot.reading.grammar.lines.headings import find_number, find_section, is_outlook
from bot.reading.grammar.lines.holders import find_holder
from bot.reading.grammar.lines.imprint import list_credited
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.lines.title_line import split_title_line
from tests.reading.grammar.grammar_blocks import read


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("一、新规解读", Section.POLICY_NEWS),
        ("执法动态", Section.POLICY_NEWS),
        ("【宏观要闻】", Section.POLICY_NEWS),
        ("▍已发布", Section.POLICY_NEWS),
        ("03 即将实施", Section.POLICY_NEWS),
        ("行业监管", Section.POLICY_NEWS),
        ("国际政策", Section.POLICY_NEWS),
        ("公司公告", Section.CORPORATE_NEWS),
        ("上市公司动态", Section.CORPORATE_NEWS),
        ("▌国际", Section.OTHER),
        ("地方观察", Section.OTHER),
        ("政策与市场", None),
        ("公司治理", None),
        ("地方政府", None),
        ("最新发布", None),
        ("国务院 | 2025-06-01", None),
    ],
)
def test_words_make_up_a_sections_name(name: str, section: Section | None) -> None:
    """Policy words decide over those of companies and places, joined kinds and unknown words leave it open."""
    assert find_section(name) is section


@pytest.mark.parametrize("name", ["三、下周提示", "四、今明关注", "未来一周", "截止日期提醒", "近期重要日程"])
def test_what_comes_next_is_no_news(name: str) -> None:
    """Days to come are named by many words; 截止日期 alone is a field."""
    assert is_outlook(name)
    assert not is_outlook("截止日期")


def test_two_figures_before_chinese_count() -> None:
    """ "03 缆绳" counts, "03 月" is a month, and "3 艘" a quantity."""
    found = find_number("03 缆绳登记")
    assert found is not None
    assert (found.number, found.end) == (3, 3)
    assert find_number("03 月缆绳登记") is None
    assert find_number("30 艘渡轮登记") is None


@pytest.mark.parametrize(
    ("line", "names", "issue", "period"),
    [
        (
            "2024年6月17日 本期覆盖：2024年6月8日至6月14日",
            (),
            ("2024年6月17日",),
            ("2024年6月8日至6月14日",),
        ),
        (
            "东港咨询 发布时间：2025年6月9日 统计区间：6月2日—6月8日",
            ("东港咨询",),
            ("2025年6月9日",),
            ("6月2日—6月8日",),
        ),
        ("缆绳快报〔2025〕第10期", ("缆绳快报",), (), ()),
        ("缆绳快报（2025）第3期", ("缆绳快报",), (), ()),
    ],
)
def test_title_lines_with_labels(
    line: str, names: tuple[str, ...], issue: tuple[str, ...], period: tuple[str, ...]
) -> None:
    """A period has many labels in Chinese, and the year before an issue's number stands in brackets too."""
    found = split_title_line(line)
    assert (found.names, found.issue_texts, found.period_texts) == (names, issue, period)


def test_who_holds_the_rights_may_have_a_place_in_the_name() -> None:
    """东港咨询（海宁）有限公司 holds them, not 有限公司."""
    assert find_holder("东港咨询（海宁）有限公司 版权所有 浙ICP备00000000号") == "东港咨询（海宁）有限公司"


def test_an_analyst_wrote_it() -> None:
    """分析师 is an author, with the licence behind the name."""
    reading = read(
        "# 东港证券晨报",
        "2025年5月15日",
        "## 公司公告",
        "- 5月14日，缆绳公司停产。",
        "分析师：海潮（执业证书编号：S01）",
    )
    assert [(person.name, person.role) for person in reading.parts.people] == [("海潮", "author")]
    assert [person.name for person in list_credited("研究员：海潮")] == ["海潮"]


def test_signs_that_set_headlines_off_are_no_part_of_them() -> None:
    """ "◆" before a headline goes, whatever stands behind it."""
    reading = read(
        "# 东港周报",
        "2025年6月9日",
        "## 01 法规快讯",
        "### ◆ 缆绳登记系统上线",
        "港口管理局 | 2025-06-03",
        "港口管理局要求缆绳逐条登记，没有登记的不得出售。",
        "## 02 即将实施",
        "### ◆ 渡轮办法生效",
        "国务院 | 2025-06-01",
        "渡轮办法自2025年6月1日起施行，船上要有两条救生索。",
    )
    found = [(item.section, item.headline, item.date_text) for item in reading.parts.items]
    assert found == [
        (Section.POLICY_NEWS, "缆绳登记系统上线", "2025-06-03"),
        (Section.POLICY_NEWS, "渡轮办法生效", "2025-06-01"),
    ]


def test_a_letters_greeting_tells_the_period_and_its_foot_is_no_news() -> None:
    """The days in "现将本周（...）..." are the period, tags, buttons and rights below the last news its foot."""
    reading = read(
        "# 缆绳周报",
        "2025年3月14日",
        "各位会员：",
        "您好！现将本周（2025年3月10日至3月14日）缆绳信息汇总如下，请查收。",
        "## 政策要闻",
        "- 3月11日，港口管理局公布缆绳清单。",
        "标签：缆绳 渡轮",
        "上一篇：缆绳周报第2期",
        "东港缆绳事务所保留一切权利。本刊内容不视为正式法律意见。",
        "注：以官方公布文本为准。",
    )
    parts = reading.parts
    assert (parts.period_start, parts.period_end) == (dt.date(2025, 3, 10), dt.date(2025, 3, 14))
    assert [item.summary for item in parts.items] == [("港口管理局公布缆绳清单。",)]
    assert not parts.unread
    assert {placement.place for placement in reading.placements[-4:]} == {Place.IMPRINT}


def test_who_put_a_list_together_is_its_house() -> None:
    """整理 names the publisher where a house stands behind it, beside the day in a line of fields."""
    news = ("## 新规", "- 3月4日，港口管理局公布清单。")
    own = read("# 缆绳新规一览表", "整理：东港缆绳联盟 更新日期：2025年3月5日", *news)
    assert own.parts.publisher == "东港缆绳联盟"
    person = read("# 缆绳新规一览表", "整理：海潮 更新日期：2025年3月5日", *news)
    assert person.parts.publisher is None
    assert {own.parts.published_on, person.parts.published_on} == {dt.date(2025, 3, 5)}


def test_a_second_paragraph_in_another_language_dates_the_item() -> None:
    """News told twice has its day where either tells it."""
    reading = read(
        "# 缆绳简报",
        "2025年8月28日",
        "## Policy 政策",
        "### Draft on ropes 缆绳征求意见",
        "The port office invites comments on its draft.",
        "港口管理局8月25日就《缆绳办法（征求意见稿）》征求意见。",
    )
    assert [item.date_text for item in reading.parts.items] == ["8月25日"]
