"""HTML becomes the blocks a reader sees, whatever tags they were made of."""

import pytest

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block
from bot.reading.formats import html_page
from bot.reading.formats.html import read_html, read_html_text

Shown = tuple[str, int, str]


def shown(blocks: tuple[Block, ...]) -> list[Shown]:
    return [(block.kind.value[0], block.level, block.text) for block in blocks]


def test_bytes_are_decoded_by_what_came_with_them() -> None:
    """The charset of a header is believed before that of the page."""
    blocks, _ = read_html("<p>数据</p>".encode("gbk"), source_name="a", charset="gbk")
    assert shown(blocks) == [("p", 0, "数据")]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 20_000 + "end",
        "<ul><li>" * 10_000 + "end",
        "<table><tr><td>" * 7_000 + "end",
        "<a " * 60_000 + "end",
        "<p a='" * 60_000 + "end",
        "<!--" * 60_000 + "end",
        "<?" * 60_000 + "end",
        "<style>" + ",a" * 300_000 + "</style>end",
        "<style>" + "/*" * 300_000 + "</style>end",
        "<p>" + "<b>a</b><br>c<br>" * 3_000 + "end",
        "x " * 500_000 + "end",
    ],
)
def test_hostile_markup_ends_in_its_text(text: str) -> None:
    """Deep nesting and what is never closed cost linear time and lose no words."""
    blocks, furniture = read_html_text(text, source_name="a")
    assert blocks[-1].text.endswith("end")
    assert not furniture


def test_more_tags_than_anybody_writes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is named in the error."""
    monkeypatch.setattr(html_page, "MAX_TAGS", 5)
    with pytest.raises(UnreadableDocumentError, match="more than 5 tags"):
        read_html_text("<p>" * 6, source_name="a.html")
