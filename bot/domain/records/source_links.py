"""Which links of an item lead to what it reports, and which only its prose has on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.records.briefing import Item, Link

_OF_SOURCE, _OF_TEXT, _OF_COMMENT = range(3)


def order_links(item: Item) -> tuple[Link, ...]:
    """Give the links with those of the source first: they stand beside the prose, the others are words of it.

    Those that the publisher's comment has on its way come last.
    """
    return tuple(sorted(item.links, key=_ranker(item)))


def list_source_links(item: Item) -> tuple[Link, ...]:
    """Give the links that may be cited for what an item reports, the likeliest first: none that its comment has."""
    rank = _ranker(item)
    return tuple(link for link in order_links(item) if rank(link) < _OF_COMMENT)


def _ranker(item: Item) -> Callable[[Link], int]:
    text = _flatten(item.headline or "", item.text, *item.points)
    comment = _flatten(item.comment or "")

    def rank(link: Link) -> int:
        label = _flatten(link.label)
        if label and label in text:
            return _OF_TEXT
        return _OF_COMMENT if label and label in comment else _OF_SOURCE

    return rank


def _flatten(*texts: str) -> str:
    return " ".join(" ".join(texts).split())
