"""Links of the source come before those that an item's prose has on its way."""

from __future__ import annotations

from bot.domain.records.briefing import Link
from bot.domain.records.source_links import list_source_links, order_links
from tests.builders import build_item


def test_links_that_are_words_of_the_comment_are_none_of_the_source() -> None:
    """A link without a label stands beside the prose too; the order of the rest stays."""
    labels = ("The fire rule", "size limits", "MIIT notice", "", "report fires", "Wire story")
    links = tuple(Link(label=label, url=None) for label in labels)
    item = build_item(links=links)
    assert [link.label for link in order_links(item)] == [
        *("MIIT notice", "", "Wire story"),
        *("size limits", "report fires"),
        "The fire rule",
    ]
    assert [link.label for link in list_source_links(item)] == [*("MIIT notice", "", "Wire story"), *labels[1::3]]
