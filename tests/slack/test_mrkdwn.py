"""Slack's markup: hostile text stays dead, dates and counts read as people write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import mrkdwn

HOSTILE = st.lists(
    st.sampled_from(["<!channel>", "<@U123>", "<https://evil.example|bank>", "&lt;", "```", *"*_`\n~\u202ex公"])
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
