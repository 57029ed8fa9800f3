"""The Markdown of a paper: facts, claims and views apart, each with its footnote, and no markup of others."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from bot.files.files import escape_markdown, write_markdown
from tests.files.paper import build_paper


def test_facts_claims_and_views_stand_apart() -> None:
    """Each part has its heading, each statement a footnote to its place."""
    text = write_markdown(build_paper(total=9, notes=("Odd.",))).decode()
    parts = text.split("\n## ")
    assert [part.splitlines()[0] for part in parts] == [
        "# Robots",
        "Deadlines",
        "As reported",
        "Company claims, unverified",
        "Publisher's comments (opinion)",
    ]
    assert "As of 7 Mar 2024 (Beijing). From 1 briefing." in parts[0]
    assert "| 1 Apr 2024 | comments close (as reported) | P5 Measures for Robots (Draft)[^1] |" in parts[1]
    assert "1 Mar 2024 (as reported) · comments close 1 Apr 2024" in parts[2]
    assert "> Robots need a licence.[^2]" in parts[2]
    assert "Smaller makers" not in parts[2]
    assert "> Huawei showed a robot hand[^3]" in parts[3]
    assert "*P5, Institute's comment: Smaller makers will feel it.*[^4]" in parts[4]
    assert "[^3]: Institute Watch, 6 Mar 2024, company news 1, p. 7 (I2); https://example.org/hand" in text
    assert "[^1]: Institute Watch, 6 Mar 2024, item 1, p. 5 (I1); no link: “Answer by 1 April.”" in text
    for closing in (
        "- 7 more results did not fit in this file.",
        "- Odd.",
        "- Anything newer than the latest briefing is missing here.",
        "- Institute: licence internal.",
    ):
        assert closing in parts[4]


@pytest.mark.parametrize(
    "hostile",
    [
        "# heading",
        "1. one",
        "- item",
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/a.png)",
        "`code`",
        "**bold** _it_",
        "> quote",
        "a\n\n# b",
        "| a | b |",
        "&lt;b&gt;",
        "=====",
    ],
)
def test_nothing_of_others_is_markup(hostile: str) -> None:
    """Text of a document reads as it stands, on one line."""
    html = MarkdownIt("commonmark").render(escape_markdown(hostile))
    assert html.startswith("<p>")
    assert html.count("<") == 2
