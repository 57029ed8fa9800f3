"""What an item prints, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.records.briefing import Item

_OPENS_LIST = (":", "\uff1a")


def split_printed(item: Item) -> tuple[list[str], list[str]]:
    """Give the paragraphs of an item before its points and those after: points follow the last that announces them.

    Where none ends with a colon, all stand before.
    """
    paragraphs = [part.strip() for part in item.text.split("\n\n") if part.strip()]
    opening = [place for place, part in enumerate(paragraphs, start=1) if part.endswith(_OPENS_LIST)]
    border = opening[-1] if opening and item.points else len(paragraphs)
    return paragraphs[:border], paragraphs[border:]


def add_points(item: Item, sentence: str) -> str:
    """Give a sentence of an item's text with the points behind it where it is what announces them, else as it is."""
    before, _ = split_printed(item)
    announces = bool(before) and sentence.endswith(_OPENS_LIST) and before[-1].endswith(sentence)
    return " ".join([sentence, *(f"• {' '.join(point.split())}" for point in item.points)]) if announces else sentence


def join_printed(item: Item) -> str:
    """Give all that an item prints on one line, each point behind a bullet sign."""
    before, after = split_printed(item)
    points = [f"• {point}" for point in item.points]
    return " ".join(" ".join([*before, *points, *after]).split())
