"""Slack's markup: hostile text stays dead, dates and counts read as people write them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import mrkdwn

HOSTILE = st.lists(
    st.sampled_from(
        [
            "<!channel>",
            "<@U123>",
            "<https://evil.example|bank>",
            "&lt;",
            "*",
            "_",
            "`",
            "```",
            "\n",
            "~",
            "\u202e",
            "x",
            "公",
        ]
    )
    | st.text(max_size=5),
    max_size=12,
).map("".join)


@given(HOSTILE)
def test_escaped_text_holds_no_markup_of_slack(text: str) -> None:
    """Whatever a document says, no bracket, entity of its own or code fence survives as markup."""
    for shown in (mrkdwn.escape(text), mrkdwn.bold(text), mrkdwn.italic(text), mrkdwn.mark(text, ["x"])):
        assert "<" not in shown
        assert ">" not in shown
        assert "`" not in shown
        assert re.sub(r"&(amp|lt|gt);", "", shown).count("&") == 0
        assert "\u202e" not in shown


@given(st.text())
def test_escape_is_undone_by_unescape(text: str) -> None:
    """Escaping loses nothing but control characters and code fences."""
    assert mrkdwn.unescape(mrkdwn.escape(text)) == mrkdwn.clean(text).replace("`", "ˋ")


@given(HOSTILE)
def test_bold_and_italic_are_one_span(text: str) -> None:
    """A star or underscore inside cannot end the style."""
    bold, italic = mrkdwn.bold(text), mrkdwn.italic(text)
    assert bold == "" or (bold[0] == bold[-1] == "*" and "*" not in bold[1:-1] and "\n" not in bold)
    assert italic == "" or (italic[0] == italic[-1] == "_" and "_" not in italic[1:-1])


@pytest.mark.parametrize(
    ("text", "matched", "shown"),
    [
        ("Rules for data security", ["data"], "Rules for *data* security"),
        ("DATA & datasets", ["data"], "*DATA* &amp; datasets"),
        ("a < b", [], "a &lt; b"),
        ("one two", [" "], "one two"),
        ("new data security law", ["data", "data security"], "new *data security* law"),
        ("数据安全", ["数据"], "数据安全"),
    ],
)
def test_mark_shows_the_matched_words_in_bold(text: str, matched: list[str], shown: str) -> None:
    """Whole words are marked, the longest first, and never where Slack would show the stars."""
    assert mrkdwn.mark(text, matched) == shown


@pytest.mark.parametrize(
    ("label", "url", "shown"),
    [
        (
            "MIIT notice",
            "https://www.miit.gov.cn/a?x=1&y=2",
            "<https://www.miit.gov.cn/a?x=1&amp;y=2|MIIT notice> (www.miit.gov.cn)",
        ),
        ("A|B", "https://a.example/", "<https://a.example/|A¦B> (a.example)"),
        ("", "http://a.example/", "<http://a.example/|a.example> (a.example)"),
        ("Bank", "https://bank.example@evil.example/", "<https://bank.example@evil.example/|Bank> (evil.example)"),
        ("Notice", None, "Notice (no link in the source)"),
        ("Notice", "#", "Notice (no link in the source)"),
        ("", None, "no link in the source"),
        ("Notice", "javascript:alert(1)", "Notice (address not shown)"),
        ("Notice", "https://a.example/<!channel>", "Notice (address not shown)"),
        ("Notice", "https://a.example|https://b.example", "Notice (address not shown)"),
        ("Notice", "https://[broken", "Notice (address not shown)"),
        ("Notice", "https://" + "a" * 3000, "Notice (address not shown)"),
        ("Notice", "https://", "Notice (address not shown)"),
    ],
)
def test_links_show_their_host_or_say_that_there_is_none(label: str, url: str | None, shown: str) -> None:
    """A link is live only for a plain web address, and its host stands beside it."""
    assert mrkdwn.link(label, url) == shown


@given(HOSTILE, st.none() | HOSTILE | HOSTILE.map("https://a.example/".__add__))
def test_no_link_goes_elsewhere_than_its_host_says(label: str, url: str | None) -> None:
    """At most one live link comes out, to a web address without breaks."""
    shown = mrkdwn.link(label, url)
    assert re.fullmatch(r"[^<>]*|<https?://[^\s<>|]+\|[^<>|]*> \([^\s()<>]+\)", shown)


def test_dates_and_periods() -> None:
    """Dates read as 17 Nov 2023; the year of a period stands once where it is the same."""
    first, last = dt.date(2023, 10, 25), dt.date(2023, 11, 28)
    assert mrkdwn.format_day(dt.date(2023, 11, 7)) == "7 Nov 2023"
    assert mrkdwn.format_day(None) == "no date"
    assert mrkdwn.format_period(first, last) == "25 Oct – 28 Nov 2023"
    assert mrkdwn.format_period(dt.date(2023, 12, 20), dt.date(2024, 1, 15)) == "20 Dec 2023 – 15 Jan 2024"
    assert mrkdwn.format_period(first, first) == "25 Oct 2023"
    assert mrkdwn.format_period(first, None) == "from 25 Oct 2023"
    assert mrkdwn.format_period(None, last) == "until 28 Nov 2023"
    assert mrkdwn.format_period(None, None) == ""


def test_counts_and_lists() -> None:
    """A noun agrees with its count, and words join as prose."""
    assert mrkdwn.plural(1, "briefing") == "1 briefing"
    assert mrkdwn.plural(2000, "policy", "policies") == "2,000 policies"
    assert mrkdwn.join_words([]) == ""
    assert mrkdwn.join_words(["a"]) == "a"
    assert mrkdwn.join_words(["a", "b", "c"]) == "a, b and c"
    assert mrkdwn.quote("a\nb") == "> a\n> b"


@pytest.mark.parametrize(
    ("words", "between", "shown"),
    [
        ((), "", ""),
        (("a", "b"), "", "a and b"),
        (("a", "b"), " · ", "a · b"),
        (("a", "b", "c", "d"), "", "a, b and 2 more"),
        (("a", "b", "c"), " · ", "a · b and 1 more"),
    ],
)
def test_a_list_that_is_cut_says_how_many_are_left_out(words: tuple[str, ...], between: str, shown: str) -> None:
    """A list of the first two of more never looks complete."""
    assert mrkdwn.join_some(words, 2, between) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A short text.", "A short text"),
        (
            "The MIIT announced a pilot program to accelerate the rollout of NEVs in public sector vehicle fleets",
            "The MIIT announced a pilot program to accelerate the rollout of NEVs…",
        ),
        (
            "Huawei released two new EVs developed with local partners, namely the " + "x" * 40,
            "Huawei released two new EVs developed with local partners…",
        ),
        (
            f"Exports of cars by makers of the whole province reached for the first time around 5 {'x' * 40}",
            "Exports of cars by makers of the whole province reached for the first time…",
        ),
        ("x" * 200, "x" * 80 + "…"),
    ],
)
def test_a_clause_is_cut_where_it_still_says_something(text: str, shown: str) -> None:
    """It ends with a clause or before a phrase: never on a figure without its noun, nor on a word that leads on."""
    assert mrkdwn.cut_clause(text) == shown
