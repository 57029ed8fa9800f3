"""Payloads as plain text: every block is seen, markup and entities are gone."""

import pytest

from bot.cli.text import render_message, render_mrkdwn
from bot.slack import blocks as b
from bot.slack.mrkdwn import bold, link


@pytest.mark.parametrize(
    ("mrkdwn", "text"),
    [
        ("*bold* and _italic_ and ~gone~", "bold and italic and gone"),
        ("*_both_*", "both"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
        ("<https://a.example/?x=1&amp;y=2|Notice> (a.example)", "Notice https://a.example/?x=1&y=2 (a.example)"),
        ("<https://a.example/>", "https://a.example/"),
        ("<@U1> <#C1|general> <!here>", "@U1 #general @here"),
        ("`/policy *x*`", "/policy *x*"),
        ("> quoted *word*", "  | quoted word"),
        ("one\n> two", "one\n  | two"),
        ("公*报* 通知", "公*报* 通知"),
    ],
)
def test_markup_becomes_plain(mrkdwn: str, text: str) -> None:
    """Styles go, links keep their address, entities resolve, code stays as typed."""
    assert render_mrkdwn(mrkdwn) == text


def test_every_block_we_build_is_rendered() -> None:
    """Headers, sections with a button, small print, buttons, rules, inputs; an unknown kind by name."""
    payload = {
        "blocks": [
            b.header("Head & line"),
            b.section(f"{bold('P5')} text", accessory=b.button("Source", "s", "I1")),
            b.section("first\nsecond"),
            b.context("small", link("Notice", None)),
            b.DIVIDER,
            b.actions(b.button("Open", "o"), b.button("Share", "x")),
            {"type": "input", "label": {"type": "plain_text", "text": "File"}},
            b.actions(more=[b.button("Cite", "c"), b.button("Note", "n")]),
            {"type": "section", "fields": [b.mrkdwn("*Issuer* MIIT"), b.mrkdwn("*Status* Draft")]},
            {"type": "table", "rows": [[{"type": "raw_text", "text": "Company"}, {"type": "raw_text", "text": "2"}]]},
            {"type": "video"},
        ]
    }
    assert render_message(payload) == (
        "Head & line\nP5 text  [Source]\n\nfirst\nsecond\n\nsmall\nNotice (no link in the source)\n"
        + "-" * 40
        + "\n[Open] [Share]\nFile: ____\n[⋮ Cite · Note]\n\nIssuer MIIT\nStatus Draft\nCompany  2\n(video)"
    )
