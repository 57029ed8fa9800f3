"""Sentences before the news that date the issue, imprints after it, and columns of tables by their heads."""

from __future__ import annotations

import pytest

from bot.reading.grammar.lines.holders import find_holder
from bot.reading.grammar.lines.title_sentences import greets_readers, list_sentence_dates
from tests.reading.grammar.grammar_blocks import read


@pytest.mark.parametrize(
    ("sentences", "day", "period"),
    [
        ("As of 12 May 2024. It covers the time since 14 April.", "2024-05-12", "2024-04-14"),
        (
            "Update 3/2025 (10 January 2025). Entries since 16 December 2024. Sample; all ropes are made up.",
            "2025-01-10",
            "2024-12-16",
        ),
        ("Edition of 10 January 2025. Changes since 16 December.", "2025-01-10", "2024-12-16"),
    ],
)
def test_sentences_before_the_news_date_the_issue(sentences: str, day: str, period: str) -> None:
    """A paragraph gives the day and the period, which begins "since" a day and ends with the issue."""
    parts = read("# Acme Institute", "## Rope Letter", sentences, "- 11 January: MIIT issued rules on ropes.").parts
    assert (str(parts.published_on), str(parts.period_start)) == (day, period)
    assert parts.unread == ()
    assert (parts.period_end, parts.publisher, parts.series) == (parts.published_on, "Acme Institute", "Rope Letter")


@pytest.mark.parametrize(
    "text",
    [
        "Brussels, 9 January 2025. MIIT issued a plan for ropes.",
        "9 January 2025. A plan for ropes is out.",
        "9 January 2025",
        "Ropes are dear. As of 9 January 2025.",
        "Update of 9 January. It covers ropes.",
    ],
)
def test_news_beside_a_day_dates_no_issue(text: str) -> None:
    """Sentences that tell news, or give no day first, are no lines of the title."""
    assert list_sentence_dates(text) == ()


def test_a_line_to_members_with_a_number_is_the_title() -> None:
    """Who it is for makes a greeting of a line, unless the issue's number stands in it."""
    named = read("# Rope Makers' Federation", "Letter to members 4/2024", "3 May 2024", "- 2 May: MIIT issued rules.")
    assert (named.parts.publisher, named.parts.series) == ("Rope Makers' Federation", "Letter to members")
    greeted = read("# Rope Letter", "Three texts for our members", "3 May 2024", "- 2 May: MIIT issued rules.")
    assert (greeted.parts.publisher, greeted.parts.series) == (None, "Rope Letter")


def test_an_imprint_may_open_with_the_publishers_name() -> None:
    """After the news such a paragraph is no part of an item; one that tells something is."""
    front = ("# Acme Institute", "## Rope Letter", "3 May 2024", "## Corporate news", "- 2 May: Sany sold a crane.")
    closed = read(*front, "Acme Institute, 4 Mill Lane. Sample text; some firms are made up.").parts
    assert [item.summary for item in closed.items] == [("Sany sold a crane.",)]
    view = read(*front, "Acme Institute, a think tank, expects that ropes will be dear next year.").parts
    assert "dear next year" in " ".join(text for item in view.items for text in item.summary)
    told = read(*front, "Acme Institute, which rents cranes, said on 3 May that it bought 40 of them.").parts
    assert "bought 40" in " ".join(text for item in told.items for text in item.summary)


def test_a_column_of_running_numbers_is_no_text() -> None:
    """A head "No." over figures counts the rows; "What members should know" heads what the report says."""
    item = read(
        "# Acme Institute",
        "3 May 2024",
        "## Policy news",
        "| No. | Document | Date | What members should know",
        "| 1 | Measures for Ropes (绳索办法), Order No. 9 | 2 May 2024 | Ropes need a label.",
    ).parts.items[0]
    assert item.summary == ("Ropes need a label.",)
    assert (item.headline or "").startswith("Measures for Ropes")


def test_a_numbered_column_with_words_keeps_them() -> None:
    """What is no running number stays in the item."""
    item = read(
        "# Acme Institute", "3 May 2024", "| No. | Document | Date", "| GB 123 | Measures for Ropes | 2 May 2024"
    ).parts.items[0]
    assert any("GB 123" in text for text in item.summary)


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("Rope Letter is a product of Acme Advisory Ltd. Unsubscribe", "Acme Advisory Ltd"),
        ("Rope Letter is a weekly service by Acme Ropes, Wuxi", "Acme Ropes"),
        ("Rope is a product that MIIT wants labelled", None),
    ],
)
def test_an_imprint_may_say_whose_product_it_is(line: str, holder: str | None) -> None:
    """The name behind "is a product of" holds the series, where it reads as a name."""
    found = find_holder(line)
    assert found == holder


def test_two_lines_of_number_period_and_sending_are_the_title() -> None:
    """A mail's head may name the series over its number, week and day of sending."""
    parts = read(
        "# Ropes and winches – Rope Weekly 12",
        "Rope Weekly\nNo. 12 | week of 2 to 8 September 2024 | sent Monday, 9 September",
        "## Policy news",
        "- 3 September: MIIT issued rules on ropes.",
    ).parts
    assert (parts.series, str(parts.period_start), str(parts.period_end)) == ("Rope Weekly", "2024-09-02", "2024-09-08")
    assert parts.unread == ()


@pytest.mark.parametrize(
    "greeting",
    [
        "早上好，今天是2月5日，农历腊月廿六。这里是《港口周览》，带你回看1月29日至2月4日的大事。",
        "大家好，今天是2024年2月5日星期一，一起回顾上周（1月29日至2月4日）的要闻。",
        "晚上好！为你梳理1月29日—2月4日的产业新闻。",
        "Good morning, today is Monday, 5 February. Here is what happened from 29 January to 4 February 2024.",
    ],
)
def test_a_greeting_may_tell_the_day_and_the_period(greeting: str) -> None:
    """And whose it is; one that goes on with news is none."""
    parts = read("# 港口周览", "2024年2月5日", greeting, "## 政策速递", "- 1月30日，工信部印发绳索指南。").parts
    assert (str(parts.period_start), str(parts.period_end)) == ("2024-01-29", "2024-02-04")
    assert not parts.unread
    assert not greets_readers("早上好，今天是2月5日。工信部1月29日印发了绳索指南。")
    assert not greets_readers("Hello. It is now clear that ropes cost 5 percent more.")
