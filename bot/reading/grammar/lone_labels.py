"""Lone labels: words such as "Article" or "Date" that are labels only where their item uses them as such."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.reading.document import BlockKind
from bot.reading.grammar.labels import LabelKind, find_label
from bot.reading.grammar.lead_ins import is_date_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.reading.grammar.labels import Label
    from bot.reading.grammar.pieces import Piece

_VALUED = frozenset({LabelKind.ARTICLE, LabelKind.ISSUER, LabelKind.DATE, LabelKind.NUMBER})
"""Labels with a short value, which may look like a heading ("NEA, NDRC")."""
_LONE = _VALUED | {LabelKind.SOURCE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Heads:
    """What may head an item or several: the indexes of numbered headlines, and of sections and the like."""

    numbered: frozenset[int]
    structural: frozenset[int]


def find_lone_labels(
    pieces: tuple[Piece, ...], labels: dict[int, Label], heads: Heads
) -> tuple[dict[int, Label], frozenset[int]]:
    """Give the paragraphs that are labels since their item has other ``labels`` too, and the values under any.

    What stands under a label alone on its line is its value, even if it is set like a heading.
    """
    maybe = {i: label for i, piece in enumerate(pieces) if i not in labels and (label := _find_lone(piece))}
    values = frozenset(i for i in range(1, len(pieces)) if _is_value(i, pieces, labels | maybe, heads))
    found: dict[int, Label] = {}
    for item in _split_items(pieces, labels | maybe, heads, values):
        kinds = {label.kind for i in item if (label := labels.get(i) or maybe.get(i))}
        if len(kinds) > 1:
            found |= {i: maybe[i] for i in item if i in maybe and i + 1 in item and i + 1 not in labels}
    return found, frozenset(i for i in values if i - 1 in labels or i - 1 in found)


def as_value(piece: Piece) -> Piece:
    """Give a label's value as words, where it is set like a heading."""
    if not piece.is_heading:
        return piece
    return replace(piece, source=replace(piece.source, kind=BlockKind.PARAGRAPH, level=0))


def _find_lone(piece: Piece) -> Label | None:
    """Give the label that a whole paragraph may be."""
    label = find_label(piece.raw) if piece.kind is BlockKind.PARAGRAPH else None
    return label if label is not None and label.kind in _LONE and label.end == len(piece.raw) else None


def _is_value(i: int, pieces: tuple[Piece, ...], labels: dict[int, Label], heads: Heads) -> bool:
    """Whether a piece stands right under a label that has no value on its own line, and may be it."""
    label, head, piece = labels.get(i - 1), pieces[i - 1], pieces[i]
    if label is None or label.kind not in _VALUED or head.raw[label.end :].strip():
        return False
    numbered = i in heads.numbered and not is_date_line(piece.text)
    if i in labels or i in heads.structural or numbered:
        return False
    follows = labels.get(i + 1)
    headline = follows is not None and follows.kind is LabelKind.SUMMARY
    return not headline and not (piece.is_heading and head.is_heading and piece.level < head.level)


def _split_items(
    pieces: tuple[Piece, ...], labels: dict[int, Label], heads: Heads, values: frozenset[int]
) -> Iterator[range]:
    """Give the ranges of pieces between what can head an item or several."""
    start = 0
    for i, piece in enumerate(pieces):
        headed = (piece.is_heading and i not in labels) or i in heads.numbered
        if (headed and i not in values) or i in heads.structural:
            yield range(start, i)
            start = i + 1
    yield range(start, len(pieces))
