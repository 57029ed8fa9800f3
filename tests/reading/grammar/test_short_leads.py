"""Days in figures without a year date pieces of news where the weeks of the issue make them clear."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.reading.document import Document
from bot.reading.grammar.parse import parse_parts
from tests.reading.grammar.grammar_blocks import document, read

WEEK = ("# Rope Letter", "28 July to 3 August 2025")
HAN_WEEK = ("# 缆绳周报", "2025年7月28日—8月3日")
TEXTS = ("MIIT named forty makers of ropes.", "Kestrel Cranes opened a second yard.")
HAN = ("工业和信息化部公布四十家缆绳企业。", "海潮起重机公司的第二座船厂投产。")


def days(*notes: str) -> list[str | None]:
    return [item.date_text for item in read(*notes).parts.items]


@pytest.mark.parametrize(
    "form", ["- {}: {}", "- {} {}", "- {}, {}", "- ({}) {}", "- **{}** {}", "- {} – {}", "{} {}", "| {} | {}"]
)
@pytest.mark.parametrize("figures", [("7-28", "8-1"), ("7.28", "8.1"), ("07-28", "08-01"), ("28-7", "1-8")])
def test_the_period_tells_that_they_are_days_and_in_which_order(form: str, figures: tuple[str, str]) -> None:
    """Whatever sign parts them from the news, which is given without them."""
    news = [form.format(figure, text) for figure, text in zip(figures, TEXTS, strict=True)]
    items = read(*WEEK, *news).parts.items
    assert [(item.date_text, item.summary) for item in items] == [
        ("28 July", (TEXTS[0],)),
        ("1 August", (TEXTS[1],)),
    ]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("- {0} {1}", "{1}"),
        ("{0}，{1}", "{1}"),
        ("- {1}（{0}）", "{1}"),
        ("【港口】{0}，{1}", "【港口】{1}"),
        ("工信部｜{0}{1}", "工信部｜{1}"),
        ("工信部：{0}{1}", "工信部：{1}"),
        ("[港口] {1}（{0}）", "[港口] {1}"),
    ],
)
def test_in_chinese_the_month_stands_first(form: str, told: str) -> None:
    """Before the news, behind its tag or in brackets at its end; "8-1" is no first of January's eighth month."""
    news = [form.format(figure, text) for figure, text in zip(("7-28", "8.1"), HAN, strict=True)]
    items = read(*HAN_WEEK, *news).parts.items
    assert [(item.date_text, item.summary) for item in items] == [
        ("7月28日", (told.format("", HAN[0]),)),
        ("8月1日", (told.format("", HAN[1]),)),
    ]


def test_behind_a_number_too() -> None:
    """The number goes as those of a list do."""
    items = read(*HAN_WEEK, f"1）7-28，{HAN[0]}", f"2）8-1，{HAN[1]}").parts.items
    assert [(item.date_text, item.summary) for item in items] == [("7月28日", (HAN[0],)), ("8月1日", (HAN[1],))]


def test_lines_of_one_paragraph_are_parted() -> None:
    """As plain texts set a list."""
    assert days(*WEEK, f"7-28 {TEXTS[0]}\n8-1 {TEXTS[1]}") == ["28 July", "1 August"]


@pytest.mark.parametrize(
    "notes",
    [
        ("# Rope Letter", f"- 7-28: {TEXTS[0]}", f"- 8-1: {TEXTS[1]}"),
        (*WEEK, f"- 7-28: {TEXTS[0]}", f"- {TEXTS[1]}"),
        (*WEEK, f"- 7-28: {TEXTS[0]}", f"- 11-12: {TEXTS[1]}"),
        (*WEEK, f"- 7-8 per cent of all ropes: {TEXTS[0]}", f"- 8-1 per cent of winches: {TEXTS[1]}"),
        (*WEEK, f"- 7.28% of ropes. {TEXTS[0]}", f"- 8.1% of winches. {TEXTS[1]}"),
        ("# Rope Letter", "1 July to 31 August 2025", f"- 7-8: {TEXTS[0]}", f"- 8-7: {TEXTS[1]}"),
        ("# Rope Letter", "1 to 31 July 2025", f"- 7.1 {TEXTS[0]}", f"- 7.2 {TEXTS[1]}", f"- 7.3 {TEXTS[0]}"),
    ],
    ids=["no period", "one alone", "outside", "percent", "share", "both orders", "numbers of sections"],
)
def test_figures_that_may_be_something_else_stay(notes: tuple[str, ...]) -> None:
    """No day is made of an amount, of a section's number, or of what has two readings."""
    assert set(days(*notes)) == {None}


@pytest.mark.parametrize(
    ("title", "sent_on", "found"),
    [
        ("# 缆绳周报", dt.date(2025, 8, 4), ["7月28日", "8月1日"]),
        ("# 缆绳周报", dt.date(2025, 3, 4), [None, None]),
        ("# 缆绳周报（2025年8月4日）", None, ["7月28日", "8月1日"]),
    ],
)
def test_without_a_period_the_weeks_before_the_issue_do(
    title: str, sent_on: dt.date | None, found: list[str | None]
) -> None:
    """The day of issue, or the one on which a mail was sent."""
    noted = document(title, f"- 7-28：{HAN[0]}", f"- 8-1：{HAN[1]}")
    sent = Document(
        source_name="a.eml", media_type="message/rfc822", sha256="0" * 64, blocks=noted.blocks, sent_on=sent_on
    )
    assert [item.date_text for item in parse_parts(sent).items] == found


@pytest.mark.parametrize(
    "form",
    ["Date: {}", "**Date:** {}", "Published: {}"],
)
def test_figures_behind_a_label_are_its_value(form: str) -> None:
    """The label stays before the day in words."""
    notes = [
        note
        for figure, text in zip(("28/07", "01/08"), TEXTS, strict=True)
        for note in (f"### {text[:-1]}", f"Summary: {text}", "Issued by: MIIT", form.format(figure))
    ]
    assert days(*WEEK, *notes) == ["28 July", "1 August"]


@pytest.mark.parametrize(
    "tail",
    [
        "({}) Source: Port News",
        "({}) (Port News, Rope Daily)",
        "(Port News, {})",
        "[Port News | {}]",
        "({}) Via: Port News and Rope Daily",
        "({})",
    ],
)
def test_figures_beside_a_source_close_a_paragraph(tail: str) -> None:
    """Whatever further paragraphs stand below it, and the words beside the day stay."""
    notes = [
        note
        for figure, text in zip(("28/07", "01/08"), TEXTS, strict=True)
        for note in (f"### {text[:-1]}", f"{text} {tail.format(figure)}", "Half of it falls on the provinces.")
    ]
    assert days(*WEEK, *notes) == ["28 July", "1 August"]


def test_a_bold_headline_before_the_news_stays_before_them() -> None:
    """The day that closes the news is told in words where it stands."""
    notes = [
        f"**{head} –** {text} ({figure})"
        for head, figure, text in zip(("Ropes are listed", "A yard is opened"), ("28/07", "01/08"), TEXTS, strict=True)
    ]
    items = read(*WEEK, *notes).parts.items
    assert [(item.headline, item.date_text, item.summary) for item in items] == [
        ("Ropes are listed", "28 July", (TEXTS[0],)),
        ("A yard is opened", "1 August", (TEXTS[1],)),
    ]
