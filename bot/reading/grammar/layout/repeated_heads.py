"""Repeated heads: what the headings of one level, looked at together, tell of each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading.grammar.lines.reports import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.grammar.layout.pieces import Piece
    from bot.reading.grammar.layout.sight import Sight

_LEAST = 2
_TOPIC_WORDS = 5


def find_headline_levels(pieces: Sequence[Piece], sights: Sequence[Sight]) -> frozenset[int]:
    """Give the levels of two headings or more that are mostly too long for topics, as headlines are."""
    words: dict[int, list[int]] = {}
    for piece, sight in zip(pieces, sights, strict=True):
        if piece.is_heading and not sight.structural:
            words.setdefault(piece.level, []).append(count_words(piece.text))
    return frozenset(
        level
        for level, counts in words.items()
        if len(counts) >= _LEAST and sum(count > _TOPIC_WORDS for count in counts) * 2 > len(counts)
    )


def find_counted_heads(pieces: Sequence[Piece], sights: Sequence[Sight]) -> frozenset[int]:
    """Give the indices of headings whose numbers count up from 1 at one level, where two such stand or more."""
    counted: dict[int, list[int]] = {}
    for i, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        if piece.is_heading and sight.number is not None and sight.section is None:
            heads = counted.setdefault(piece.level, [])
            heads.extend([i] if sight.number.number == len(heads) + 1 else [])
    return frozenset(i for heads in counted.values() if len(heads) >= _LEAST for i in heads)
