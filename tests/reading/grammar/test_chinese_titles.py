"""Title pages of Chinese publishers: names, numbers, days and labels that spaces, dots or nothing part."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.reading.document import SENDER_MARK
from bot.reading.grammar.lines.holders import find_holder
from bot.reading.grammar.lines.title_line import split_title_line
from bot.reading.grammar.lines.title_page import parse_title_page
from bot.reading.grammar.lines.title_zh import part_han_line, split_han_house, without_department
from tests.reading.grammar.grammar_blocks import read


@pytest.mark.parametrize(
    ("lines", "publisher", "series", "day"),
    [
        (
            ("缆绳周报", "2025年第8期 主办：东港缆绳协会 承办：东港印务有限公司 2025年5月6日"),
            "东港缆绳协会",
            "缆绳周报",
            "2025-05-06",
        ),
        (
            ("缆绳周报", "主管：东港管委会 主办：东港缆绳联盟", "2025年5月6日出版"),
            "东港缆绳联盟",
            "缆绳周报",
            "2025-05-06",
        ),
        (("缆绳周报", "编制单位：东港缆绳研究中心 2025年5月（总第56期）"), "东港缆绳研究中心", "缆绳周报", "None"),
        (("缆绳周报", "主编单位：东港缆绳交易所出刊日：2025年5月6日"), "东港缆绳交易所", "缆绳周报", "2025-05-06"),
        (
            ("内部资料 注意保存", "缆绳内参", "东港缆绳协会编印二〇二五年五月六日"),
            "东港缆绳协会",
            "缆绳内参",
            "2025-05-06",
        ),
        (("东港律师事务所·缆绳合规周报·第45期", "2025-05-06"), "东港律师事务所", "缆绳合规周报", "2025-05-06"),
        (("东港研究院缆绳政策周报", "2025-05-06"), "东港研究院", "缆绳政策周报", "2025-05-06"),
        (("北港·南山港动态", "2025-05-06"), None, "北港·南山港动态", "2025-05-06"),
        (("上市公司动态", "2025-05-06"), None, "上市公司动态", "2025-05-06"),
        (("缆绳周报（中文版）", "东港缆绳协会秘书处", "2025-05-06"), "东港缆绳协会", "缆绳周报", "2025-05-06"),
        (
            ("东港市交通局", "缆绳动态（2025年第7期）", "东港市交通局办公室编 2025年5月6日"),
            "东港市交通局",
            "缆绳动态",
            "2025-05-06",
        ),
        (("缆绳周讯 2025年第18期（5月6日）",), None, "缆绳周讯", "2025-05-06"),
        (("缆绳周讯（2025年第18—20期合刊）", "2025年5月6日"), None, "缆绳周讯", "2025-05-06"),
        (("缆绳周讯", "2025年第18、19期合刊（总第318—319期） 2025年5月6日"), None, "缆绳周讯", "2025-05-06"),
        (
            ("发件人：东港缆绳协会信息部", "主题：缆绳周讯（2025年5月上半月）", "2025年5月6日"),
            "东港缆绳协会",
            "缆绳周讯",
            "2025-05-06",
        ),
        (
            ("一周缆绳速览", "原创东港缆绳圈东港缆绳圈 2025年5月6日 08:30 云南"),
            "东港缆绳圈",
            "一周缆绳速览",
            "2025-05-06",
        ),
        (("一周缆绳速览", "原创王岸缆绳圈 2025-05-06 08:30 云南"), None, "一周缆绳速览", "2025-05-06"),
        (("《缆绳政策摘编》2025年第8期", "缆绳政策摘编", "2025-05-06"), None, "缆绳政策摘编", "2025-05-06"),
        (("缆绳早报（20250506）", "由东港缆绳中心出品"), "东港缆绳中心", "缆绳早报", "2025-05-06"),
        (
            ("缆绳周报", "（2025年第17期）", "主办单位：东港市商务局", "2025年5月6日"),
            "东港市商务局",
            "缆绳周报",
            "2025-05-06",
        ),
        (("缆绳专报", "期号：2025-07 编发：东港缆绳协会日期：2025年5月6日"), "东港缆绳协会", "缆绳专报", "2025-05-06"),
        (("缆绳周报", "（总第512期）", "东港缆绳协会 2025年5月6日"), "东港缆绳协会", "缆绳周报", "2025-05-06"),
        (("物流观察 NO.88 2025年10月17日星期五",), None, "物流观察", "2025-10-17"),
        (("物流观察 No.88｜快递新规落地", "2025年10月17日"), None, "物流观察", "2025-10-17"),
        (("缆绳周报", "第8期 协办：东港投资集团2025年5月6日出版"), None, "缆绳周报", "2025-05-06"),
        (("缆绳周报", "东港律师事务所上海办公室 | 2025年5月6日"), "东港律师事务所", "缆绳周报", "2025-05-06"),
        (("缆绳周讯", "来源：东港缆绳圈 2025-05-06 16:20"), "东港缆绳圈", "缆绳周讯", "2025-05-06"),
        (("缆绳政策汇编", "东港缆绳联盟秘书处 编", "2025年5月6日"), "东港缆绳联盟", "缆绳政策汇编", "2025-05-06"),
    ],
)
def test_publisher_series_and_day(lines: tuple[str, ...], publisher: str | None, series: str, day: str) -> None:
    """Who else has a part in the issue, and how it is to be handled, is no name; no publisher is made of a place."""
    page = parse_title_page(lines)
    assert (page.publisher, page.series, str(page.published_on)) == (publisher, series, day)


@pytest.mark.parametrize(
    "line",
    [
        "缆绳周报2025年第8期 2025.5.5—2025.5.11",
        "缆绳周报第8期（2025年5月5日—5月11日）",
        "缆绳周报 2025.5.5–5.11",
        "缆绳周报 2025年第8期（5月5日—5月11日）",
        "缆绳周报·2025年5月5日—5月11日",
    ],
)
def test_the_period_behind_name_and_number(line: str) -> None:
    """Whether or not a space parts them."""
    page = parse_title_page((line,))
    assert (page.series, str(page.period_start), str(page.period_end)) == ("缆绳周报", "2025-05-05", "2025-05-11")


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        (
            ("ROPE TRACKER", "A project of the Kestrel Centre for Ports", "Update no. 27 · 1–14 September 2025"),
            "Kestrel Centre for Ports",
        ),
        (
            ("ROPE WATCH", "Published every other Friday by the Kestrel Foundation", "20 June 2025"),
            "Kestrel Foundation",
        ),
        (("ROPE ALERT", "Kestrel & Lind LLP, Dalian office", "20 June 2025"), "Kestrel & Lind LLP"),
        (("ROPE TRACKER", "Update", "20 June 2025"), None),
        (("For members only", "Rope Watch", "20 June 2025"), None),
        (("ROPE BRIEFING", "from the Kestrel Institute, Wuxi", "Vol. 4, No. 9 (September 2025)"), "Kestrel Institute"),
        (("ROPE BRIEFING", "from the harbour", "September 2025", "GUANGDONG"), None),
    ],
)
def test_who_publishes_in_english(lines: tuple[str, ...], publisher: str | None) -> None:
    """A label, or a house's own words; the form of a publication is nobody's name."""
    assert parse_title_page(lines).publisher == publisher


@pytest.mark.parametrize(
    ("sender", "lines", "found"),
    [
        ("Kestrel Chamber of Commerce", ("Members' Bulletin", "6 October 2025"), "Kestrel Chamber of Commerce"),
        ("Kestrel Risk", ("KESTREL RISK DIGEST", "6 October 2025"), "Kestrel Risk"),
        ("Rope Weekly", ("Rope Weekly", "6 October 2025"), None),
        ("Kestrel Chamber", ("Rope Letter", "Published by Osprey Labs", "6 October 2025"), "Osprey Labs"),
        ("Ann Bow", ("Rope Letter", "6 October 2025"), None),
        ("缆绳观察编辑部", ("缆绳观察", "2025年10月6日"), None),
        ("东港缆绳圈子", ("缆绳观察", "2025年10月6日"), "东港缆绳圈子"),
        ("海潮", ("缆绳观察", "2025年10月6日"), None),
    ],
)
def test_the_sender_of_a_mail_may_be_its_publisher(sender: str, lines: tuple[str, ...], found: str | None) -> None:
    """A house by its words or the series' name, where nothing else tells; neither a person nor the series itself."""
    assert parse_title_page(lines, running=(f"{SENDER_MARK}{sender}",)).publisher == found


def test_a_series_named_by_its_house_and_one_word_keeps_both() -> None:
    """What is left without the house would be no name."""
    page = parse_title_page(("KESTREL RISK DIGEST", "6 October 2025"), running=(f"{SENDER_MARK}Kestrel Risk",))
    assert page.series == "KESTREL RISK DIGEST"


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("版权所有 © 2025 东港律师事务所京ICP备00000000号", "东港律师事务所"),
        ("© 2025 东港律师事务所 京ICP备00000000号", "东港律师事务所"),
        ("版权所有：东港缆绳促进中心", "东港缆绳促进中心"),
        ("版权归东港缆绳协会所有，未经许可不得转载", "东港缆绳协会"),
        ("东港缆绳产业园 版权所有 技术支持：某某科技", "东港缆绳产业园"),
        ("以上由东港缆绳促进会整理，截至2025年5月6日。", "东港缆绳促进会"),
    ],
)
def test_who_holds_the_rights_in_chinese(line: str, holder: str) -> None:
    """Before or behind the words for it, without what the site is registered as."""
    assert find_holder(line) == holder


def test_what_a_bulletin_closes_with_is_no_news() -> None:
    """To whom it goes and in how many copies."""
    parts = read(
        "# 缆绳内参",
        "2025年5月6日",
        "## 一、港口",
        "5月5日，交通运输部关闭大连港的两台旧绞车。",
        "报：市委办公室",
        "送：各区县",
        "共印150份",
    ).parts
    assert [item.summary for item in parts.items] == [("交通运输部关闭大连港的两台旧绞车。",)]


def test_a_department_that_sends_a_mail_is_no_other_house() -> None:
    """The house that stands before the series is the publisher, and no second name."""
    page = parse_title_page(("【东港证券】缆绳早报",), running=(f"{SENDER_MARK}东港证券研究部",))
    assert (page.publisher, page.series) == ("东港证券", "缆绳早报")


def test_the_month_of_an_issue_in_brackets() -> None:
    """Its word for an issue is no part of the month."""
    page = parse_title_page(("缆绳月报（2025年4月号）", "2025年5月6日"))
    assert (page.series, str(page.period_start), str(page.period_end)) == ("缆绳月报", "2025-04-01", "2025-04-30")


@pytest.mark.parametrize("greeting", ["尊敬的客户，您好！", "各位读者：", "各相关单位和专家："])
def test_a_greeting_before_the_news_is_no_name(greeting: str) -> None:
    """As a mail opens."""
    parts = read("# 缆绳周报", greeting, "2025年5月6日", "- 5月5日：交通运输部关闭大连港的两台旧绞车。").parts
    assert (parts.publisher, parts.series, len(parts.items)) == (None, "缆绳周报", 1)


def test_a_page_with_its_path_and_fields_without_spaces_is_an_issue() -> None:
    """As text from a page has them where wide spaces parted them; numbers in Chinese count news that has days."""
    parts = read(
        "您的位置：首页 > 内部刊物", "# 缆绳动态2025年第11期",
        "发布机构：东港质量研究院发布时间：2025-06-13 09:20 浏览次数：88",
        "一、6月9日，交通运输部关闭大连港的两台旧绞车。", "二、6月10日，市场监管总局公布缆绳的检测办法。",
    ).parts  # fmt: skip
    assert (parts.publisher, parts.series, str(parts.published_on)) == ("东港质量研究院", "缆绳动态", "2025-06-13")
    assert [item.date_text for item in parts.items] == ["6月9日", "6月10日"]


def test_numbers_in_chinese_before_what_tells_no_day_are_no_list() -> None:
    """So are the parts of a notice counted."""
    notes = ("（一）企业应当登记缆绳，登记每年办理一次。", "（二）港口应当检查缆绳，检查每季度一次。")
    assert [item.points for item in read("# 缆绳周报", "2025年5月6日", "## 说明", *notes).parts.items] == [()]


def test_a_sentence_is_no_title_line() -> None:
    """Its years part nothing."""
    line = "（一）国务院发布公告（2024年第12号），自2025年1月1日起对缆绳降低税率。"
    assert part_han_line(line) == line


def test_parts_of_lines_and_houses() -> None:
    """A line without Chinese stays, and so does a name without a house or department."""
    assert part_han_line("Rope Letter 2025") == "Rope Letter 2025"
    assert split_han_house("缆绳周报") is None
    assert without_department("东港缆绳协会") == "东港缆绳协会"
    assert without_department("海山律师事务所税务与海关业务部") == "海山律师事务所"


def test_the_month_or_quarter_that_opens_a_title_is_the_period() -> None:
    """Nothing parts it from the name of the series."""
    quarter = parse_title_page(("2025年二季度缆绳政策一览表",))
    assert (str(quarter.period_start), str(quarter.period_end)) == ("2025-04-01", "2025-06-30")
    page = parse_title_page(("2025年5月缆绳政策汇编", "编制单位：东港缆绳协会 编制日期：2025年6月4日"))
    assert (page.series, str(page.period_start), str(page.period_end)) == ("缆绳政策汇编", "2025-05-01", "2025-05-31")


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (("政策日历 2025年7月第3周（7月14日—7月20日）",), (None, "2025-07-14", "2025-07-20")),
        (("2025年第29周 缆绳速递（7.14—7.20）",), (None, "2025-07-14", "2025-07-20")),
        (("缆绳通讯", "2025年4月30日 / 30 April 2025"), ("2025-04-30", None, None)),
    ],
)
def test_years_of_weeks_and_days_in_two_languages(
    lines: tuple[str, ...], days: tuple[str | None, str | None, str | None]
) -> None:
    """The year before a week's number is that of its days; one day printed twice is that of the issue."""
    page = parse_title_page(lines)
    assert (page.published_on, page.period_start, page.period_end) == tuple(
        dt.date.fromisoformat(day) if day else None for day in days
    )


def test_days_in_brackets_behind_an_issues_month() -> None:
    """When it came out, and the days whose news it collects."""
    line = split_title_line("2024年7月刊（2024年8月5日发布，收录7月1日至7月31日公布的文件）")
    assert (line.names, line.issue_texts) == ((), ("2024年8月5日",))
    assert "7月1日至7月31日" in line.period_texts
