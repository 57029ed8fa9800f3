"""Pages, fortnightlies and notices of Chinese houses: whose a page is, which days it covers, where its text ends."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.reading.formats.source import read_document
from bot.reading.grammar.lines.title_page import parse_title_page
from bot.reading.grammar.parse import parse_parts

if TYPE_CHECKING:
    from bot.reading.parts import BriefingParts

D = dt.date
NEWS = "5月13日，工业和信息化部印发《缆绳登记办法》。"
MORE = "5月17日，商务部公布缆绳出口目录。"


def read_text(text: str, name: str = "a.txt") -> BriefingParts:
    return parse_parts(read_document(text.encode(), source_name=name))


def page(title: str, *blocks: str) -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{''.join(blocks)}</body></html>"


@pytest.mark.parametrize(
    ("lines", "publisher", "period"),
    [
        (("缆绳观察", "2024年5月上半月", "主办：东港缆绳学会"), "东港缆绳学会", (D(2024, 5, 1), D(2024, 5, 15))),
        (("缆绳要闻（2024年5月下旬）", "东港缆绳协会编"), "东港缆绳协会", (D(2024, 5, 21), D(2024, 5, 31))),
        (("缆绳半月谈", "2024年5月下半月刊南港缆绳商会"), "南港缆绳商会", (D(2024, 5, 16), D(2024, 5, 31))),
        (("缆绳半月刊（5月下）", "2024年第10期 主编单位：东港学会"), "东港学会", (D(2024, 5, 16), D(2024, 5, 31))),
    ],
)
def test_half_a_month_or_a_third_is_what_an_issue_covers(
    lines: tuple[str, ...], publisher: str, period: tuple[dt.date, dt.date]
) -> None:
    """The year may stand beside the issue's number; the month may stand before the house."""
    found = parse_title_page(lines, dates=("5月17日",))
    assert found.publisher == publisher
    assert (found.period_start, found.period_end) == period


@pytest.mark.parametrize(
    ("line", "publisher", "series"),
    [
        ("东港缆绳协会缆绳视窗", "东港缆绳协会", "缆绳视窗"),
        ("东港智库缆绳透视第18期", "东港智库", "缆绳透视"),
        ("东港缆绳协会年会通知", None, "东港缆绳协会年会通知"),
        ("东港缆绳协会信息部", None, "东港缆绳协会信息部"),
    ],
)
def test_the_only_name_of_a_page_is_house_and_series(line: str, publisher: str | None, series: str) -> None:
    """Without a word for the form of a publication; what a house does is no series."""
    found = parse_title_page((line, "2024年5月20日"))
    assert (found.publisher, found.series) == (publisher, series)


@pytest.mark.parametrize("front", ["缆绳半月谈\n2024年5月下半月刊 东港商会", "缆绳观察\n2024年5月20日"])
def test_lines_that_open_with_a_day_are_pieces_of_news(front: str) -> None:
    """In plain text without empty lines, be they ever so few, also right under the title."""
    parts = read_text(f"{front}\n{NEWS}\n{MORE}\n")
    assert [item.date_text for item in parts.items] == ["5月13日", "5月17日"]


@pytest.mark.parametrize("beside", ["-", "_", " | ", "_要闻_"])
@pytest.mark.parametrize("level", [1, 2])
def test_a_page_is_the_sites_whose_name_its_title_ends_with(beside: str, level: int) -> None:
    """Not that of the source which it credits; with nothing but a sign between title and site."""
    title = "缆绳动态一周（5月13日—17日）"
    told = f"<p>发布时间：2024-05-18 来源：东港缆绳研究院 作者：海潮</p><ul><li>{NEWS}</li><li>{MORE}</li></ul>"
    parts = read_text(page(f"{title}{beside}东港缆绳网", f"<h{level}>{title}</h{level}>", told), "a.html")
    assert (parts.publisher, parts.series) == ("东港缆绳网", "缆绳动态一周")


@pytest.mark.parametrize("credit", ["2024-05-18 10:12 来源：东港日报", "来源：东港日报 发布日期：2024年5月18日"])
def test_the_title_of_a_page_with_one_piece_of_news_is_its_headline(credit: str) -> None:
    """A page that says when and whence that was put up has no series."""
    parts = read_text(
        page("缆绳将有名册-东港缆绳网", "<h1>缆绳将有名册</h1>", f"<p>{credit}</p><p>{NEWS}</p>"), "a.html"
    )
    assert (parts.publisher, parts.series) == ("东港缆绳网", None)
    assert [item.headline for item in parts.items] == ["缆绳将有名册"]


def test_an_explanation_without_an_issuer_is_the_sites() -> None:
    """A page that explains what others decided signs nothing; it is published by whose page it is."""
    told = "<p>近日，省人大通过《缆绳条例》，自2025年1月1日起施行。现解读如下。</p>"
    parts = read_text(page("《缆绳条例》政策解读-东港省交通运输厅", "<h1>《缆绳条例》政策解读</h1>", told), "a.html")
    assert parts.publisher == "东港省交通运输厅"
    assert parts.items[0].is_official


@pytest.mark.parametrize("heading", ["<h3>附件下载</h3>", "<p>附件：</p>", ""])
def test_a_table_of_attachments_is_no_news(heading: str) -> None:
    """What stands behind who signs, or under the heading of the attachments, makes no items of a notice."""
    rows = "".join(f"<tr><td>{n}</td><td>缆绳安全要求第{n}部分</td><td>编制说明</td></tr>" for n in range(1, 4))
    title = "关于征求《缆绳安全要求》等3项国家标准意见的通知"
    told = (
        f"<h2>{title}</h2><p>各有关单位：</p><p>缆绳标准现已形成征求意见稿，请于2024年6月8日前反馈秘书处。</p>"
        f"<p>全国缆绳标准化技术委员会秘书处</p><p>2024年5月9日</p>{heading}"
        f"<table><tr><th>序号</th><th>名称</th><th>附件</th></tr>{rows}</table>"
    )
    parts = read_text(page(title, told), "a.html")
    assert [(item.headline, item.date_text) for item in parts.items] == [(title, "2024年5月9日")]


def test_who_publishes_is_no_part_of_the_last_story() -> None:
    """A line that says so behind the last news closes it."""
    stories = "".join(f"{n}、缆绳新闻第{n}则\n{NEWS}\n" for n in range(1, 4))
    parts = read_text(f"缆绳月报\n2024年5月20日\n\n{stories}\n主办：东港缆绳协会 编辑：信息部 电话：010-1111\n")
    assert parts.publisher == "东港缆绳协会"
    assert "东港" not in "".join(parts.items[-1].summary)
