"""Bracketed heads: paragraphs that open with their headline in 【】, behind a number or not ("【…征求意见】7月8日，…").

Behind a number, or in Chinese, it may stand alone over its text.

A word or two in such brackets are a tag; most of two or more that stand in an issue have to be longer than that, or all
long enough to tell something, or all behind numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.topic_lines import HEADLINE_LEVEL
from bot.reading.grammar.lines.actors_han import names_office_han
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import count_words, is_closed, may_tell_in_han

_HEAD = re.compile(
    r"\s*(?P<count>(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[）)、]|[.．])|[①-⑳])\s*)?【(?P<words>[^【】\n]{2,90})】\s*(?=\S|\Z)"
)
_LEAST = 2
_LEAST_COUNTED = 4
_LEAST_SIGNS = 4
_LEAST_ALONE = 5
_TAG_WORDS = 4


def read_bracketed_heads(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such headlines as headings over the rest of their paragraphs."""
    heads = {at: head for at, piece in enumerate(pieces) if (head := _find_head(piece))}
    counted = sum(head["count"] is not None for head in heads.values())
    if counted < _LEAST_COUNTED:
        heads = {at: head for at, head in heads.items() if len(head["words"]) >= _LEAST_SIGNS}
    words = [head["words"] for head in heads.values()]
    long = sum(count_words(each) > _TAG_WORDS for each in words)
    told = long * 2 > len(heads) or all(map(may_tell_in_han, words))
    told = told or (_LEAST_COUNTED <= counted == len(heads) and not any(map(names_office_han, words)))
    if len(heads) < _LEAST or not told:
        return pieces
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        head = heads.get(at)
        if head is None:
            found.append(piece)
            continue
        headline = piece.cut(*head.span("words")).headed(head["count"] or "")
        found.append(_as(headline, BlockKind.HEADING, HEADLINE_LEVEL))
        if head.end() < len(piece.raw):
            found.append(_as(piece.cut(head.end()), BlockKind.PARAGRAPH, 0))
    return tuple(found)


def _find_head(piece: Piece) -> re.Match[str] | None:
    may_open = piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and piece.starts_block
    head = _HEAD.match(piece.raw) if may_open else None
    if head is None or is_date_line(head["words"]) or find_label(piece.raw):
        return None
    alone = head.end() == len(piece.raw) and (head["count"] or _is_news(head["words"]))
    return head if is_closed(piece.raw.rstrip()) or alone else None


def _is_news(words: str) -> bool:
    """Whether words that stand alone on a line are long enough for news and name no part of an issue."""
    return len(words) >= _LEAST_ALONE and not words.isascii() and find_section(words) is None


def _as(piece: Piece, kind: BlockKind, level: int) -> Piece:
    return replace(piece, source=replace(piece.source, kind=kind, level=level))
