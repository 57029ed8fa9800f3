"""Pages and newsletters of Chinese houses: cells that hold whole items, run-in headlines, lines of source and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import PolicyStatus, Section
from bot.reading.grammar.lines.section_words import find_worded_section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

POLICY = Section.POLICY_NEWS


def read(text: str, name: str = "a.html") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def page(*parts: str) -> Briefing:
    return read(f'<html><head><meta charset="utf-8"></head><body>{"".join(parts)}</body></html>')


def row(day: str, cell: str) -> str:
    return f"<tr><td><b>{day}</b></td><td>{cell}</td></tr>"


@pytest.mark.parametrize("days", [("09/12", "09/15", "09/22"), ("9月12日", "9月15日", "9月22日")])
def test_cells_of_a_newsletter_hold_whole_items(days: tuple[str, ...]) -> None:
    """Beside their day: a bold headline, who issued it, the text and a link, each on a line of its own."""
    told = (
        ("渡轮登记有了新要求", "交通运输部", "《渡轮登记暂行办法》要求登记满五年的渡轮每年接受一次检验。"),
        ("缆绳出口须经许可", "商务部 海关总署", "《关于缆绳出口的公告》规定，缆绳自2026年1月1日起凭许可证出口。"),
        ("绞车标准开始修订", "工业和信息化部", "《绞车安全要求》的修订稿把试验载荷提高了一倍，现向社会征求意见。"),
    )
    rows = "".join(
        row(day, f"<b>{head}</b><br><font>发布单位：{who}</font><br>{text}<br><a href='https://a.example/'>原文</a>")
        for day, (head, who, text) in zip(days, told, strict=True)
    )
    front = "2025年第18期　2025年9月30日出版<br>主办：海河渡轮协会　　内部资料 会员交流"
    first = f"<tr><td colspan=2><b>渡轮半月刊</b><br>{front}</td></tr>"
    briefing = page(f"<table>{first}<tr><td colspan=2><b>国家政策</b></td></tr>{rows}</table>")
    assert (briefing.publisher, briefing.series) == ("海河渡轮协会", "渡轮半月刊")
    assert [(item.section, item.headline, item.text[:8]) for item in briefing.items] == [
        (POLICY, head, text[:8]) for head, _, text in told
    ]
    assert [str(item.reported_on) for item in briefing.items] == ["2025-09-12", "2025-09-15", "2025-09-22"]
    assert [item.issuing_bodies for item in briefing.items] == [("MOT",), ("MOFCOM", "GACC"), ("MIIT",)]


def test_a_day_on_a_line_over_each_headline_dates_what_stands_below() -> None:
    """Though a field of the item stands between the headline and its text."""
    text = "# 渡轮半月刊\n\n2025年9月30日\n\n## 国家政策\n\n" + "".join(
        f"{day}\n\n**{head}**\n\n发布单位：{who}\n\n{told}\n\n"
        for day, head, who, told in (
            ("9月12日", "渡轮登记有了新要求", "交通运输部", "登记满五年的渡轮每年接受一次检验，检验不合格的停航整改。"),
            ("9月15日", "缆绳出口须经许可", "商务部", "缆绳自2026年1月1日起凭许可证出口，此前签订的合同仍可履行。"),
        )
    )
    items = read(text, "a.md").items
    assert [(item.headline, str(item.reported_on), item.issuing_bodies) for item in items] == [
        ("渡轮登记有了新要求", "2025-09-12", ("MOT",)),
        ("缆绳出口须经许可", "2025-09-15", ("MOFCOM",)),
    ]


def test_counted_headlines_in_brackets_stand_over_their_text_and_its_counted_points() -> None:
    """（一）【…】 alone in a paragraph is a headline, 1. and 2. below its text are points."""
    briefing = page(
        "<p><b>渡轮快讯</b></p><p>2024年第44期</p><p>海河渡轮协会秘书处编　2024年11月8日</p>",
        "<p>各会员单位：现将10月19日至11月8日有关政策信息摘编如下，供工作参考。</p>",
        "<p><b>目　录</b></p><p>一、中央政策（2条）<br>二、企业动态（1条）</p><p><b>一、中央政策</b></p>",
        "<p>（一）<b>【渡轮登记有了新要求】</b></p><p>10月19日，交通运输部公布《渡轮登记暂行办法》，自2024年12月1日起施行。</p>",
        "<p>1. 登记满五年的渡轮每年检验</p><p>2. 未登记的渡轮不得载客</p><p>链接：<a href='https://a.example/1'>通知</a></p>",
        "<p>（二）<b>【缆绳出口须经许可】</b></p><p>10月22日，商务部发布《关于缆绳出口的公告》，缆绳凭许可证出口。</p>",
        "<p>1. 许可证有效期六个月</p><p>2. 旧合同仍可履行</p><p>链接：<a href='https://a.example/2'>公告</a></p>",
        "<p><b>二、企业动态</b></p><p>（一）10月29日，海潮起重机公司交付第二台电动绞车。【渡轮报】</p>",
        "<p>报送：各会员企业　　发：各专业委员会</p><p>本快讯仅限会员内部使用，未经协会书面同意不得转发。</p>",
    )
    assert (str(briefing.period_start), str(briefing.period_end)) == ("2024-10-19", "2024-11-08")
    assert [(item.section, item.headline, item.points) for item in briefing.items] == [
        (POLICY, "渡轮登记有了新要求", ("登记满五年的渡轮每年检验", "未登记的渡轮不得载客")),
        (POLICY, "缆绳出口须经许可", ("许可证有效期六个月", "旧合同仍可履行")),
        (Section.CORPORATE_NEWS, None, ()),
    ]
    assert briefing.unread == ()


def test_a_line_in_brackets_below_news_says_where_it_stood_and_when() -> None:
    """Also where the source's name opens with figures."""
    news = (
        ("渡轮登记有了新要求", "交通运输部要求登记满五年的渡轮每年检验。", "交通运输部，07-02", "2024-07-02"),
        ("缆绳厂完成融资", "海潮起重机公司宣布完成3亿元融资，用于新的绞车。", "36氪，07-11", "2024-07-11"),
    )
    told = "".join(f"<li><h4>{head}</h4><p>{text}</p><p>（{behind}）</p></li>" for head, text, behind, _ in news)
    briefing = page("<h2>渡轮动态</h2><p>渡轮雷达　2024-07-12 18:05</p><h3>监管风向</h3>", f"<ol>{told}</ol>")
    assert [(item.text, str(item.reported_on)) for item in briefing.items] == [(text, day) for _, text, _, day in news]


def test_a_run_in_headline_is_none_of_the_text_and_the_day_behind_it_dates_it() -> None:
    """In both languages; behind a colon only words of a sentence are one, a name says who acts."""
    chinese = read(
        "# 渡轮周报\n\n2023年9月11日\n\n## 政策跟踪\n\n"
        "**渡轮税减半。**8月28日，财政部公告，渡轮税实施减半征收。\n\n"
        "**绞车标准统一。**8月31日，工业和信息化部印发《关于统一绞车标准的通知》。\n",
        "a.md",
    )
    assert [(item.headline, item.text[:5], str(item.reported_on)) for item in chinese.items] == [
        ("渡轮税减半", "财政部公告", "2023-08-28"),
        ("绞车标准统一", "工业和信息", "2023-08-31"),
    ]
    english = read(
        "# Rope Weekly\n\n10 March 2024\n\n## Policy\n\n- **Ropes get names:** On 4 March, MIIT published rules.\n"
        "- **Ropes cost more!** On 5 March, the MOT raised its fees.\n- **MOFCOM:** Opened a register on 6 March.\n",
        "a.md",
    )
    assert [(item.headline, item.text[:12]) for item in english.items] == [
        ("Ropes get names", "On 4 March, "),
        ("Ropes cost more!", "On 5 March, "),
        (None, "MOFCOM: Open"),
    ]


def test_disclaimers_of_banks_and_brokers_are_no_news() -> None:
    """Under a heading of their own or behind the last news."""
    briefing = page(
        "<h1>渡轮晨会纪要</h1><p>2024年7月26日</p><h2>公司与行业</h2>",
        "<ul><li>海潮起重机公司二季度营收25亿元，同比下降4%（7月24日）。</li></ul>",
        "<h2>重要声明</h2><p>本纪要由海河银行研究部编写，仅供机构客户参考，不构成买卖任何证券的要约。本行可能持有文中所提公司的头寸。</p>",
        "<h2>风险提示</h2><p>政策落地节奏不及预期；宏观经济波动超出预期。</p>",
    )
    assert len(briefing.items) == 1
    assert briefing.unread == ()


@pytest.mark.parametrize(
    ("name", "section"),
    [("宏观数据", Section.OTHER), ("产销快报", Section.OTHER), ("宏观政策", POLICY), ("数据政策", POLICY)],
)
def test_figures_of_a_trade_or_the_economy_are_neither_policy_nor_companies(name: str, section: Section) -> None:
    assert find_worded_section(name) is section


def test_what_a_chinese_text_strives_for_in_its_own_year_is_a_goal_and_a_forecast_is_none() -> None:
    """A later year needs no word of aim where something is to reach a figure."""
    text = "# 渡轮周报\n\n2024年9月11日\n\n## 政策\n\n" + "".join(
        f"- 9月{day}日，交通运输部印发《渡轮发展方案》。{told}。\n"
        for day, told in (
            (2, "2024年力争全年渡轮销量30万艘"),
            (3, "2026年全国渡轮保有量达到90万艘以上"),
            (4, "业内预计2026年全国渡轮保有量达到90万艘以上"),
        )
    )
    assert [[goal.year for goal in item.targets] for item in read(text, "a.md").items] == [[2024], [2026], []]


def test_a_headline_that_tells_of_a_regulation_is_not_its_title() -> None:
    text = (
        "# 渡轮周报\n\n2024年9月11日\n\n## 政策\n\n"
        "### 渡轮登记有了统一条例\n\n9月2日，国务院公布《渡轮登记条例》。\n\n"
        "### 新法来了\n\n9月3日，《渡轮法》正式施行，渡轮须登记。\n"
    )
    items = read(text, "a.md").items
    assert [item.policy and item.policy.title_zh for item in items] == ["渡轮登记条例", "渡轮法"]
    assert items[1].policy is not None
    assert items[1].policy.status is PolicyStatus.IN_FORCE
