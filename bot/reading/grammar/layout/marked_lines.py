"""Marked lines: headlines that open with a sign (">> Ropes get names") or a tag ("[Ports] ..."), told by repetition.

Where two lines or more open alike, most of them close no sentence, and each that may be a headline stands over words
that close, these are headlines: the sign goes, the tag stays as what the news is about.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_dated_lead, is_date_line
from bot.reading.grammar.layout.topic_lines import HEADLINE_LEVEL
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import is_closed

if TYPE_CHECKING:
    from bot.reading.grammar.layout.pieces import Piece

_MARK = re.compile(r"\s*(?:(?P<sign>[>»›→▸▶~#§=+*|-]{1,4})\s+|(?P<tag>\[)[^\W\d_][^\[\]\n]{1,30}\]\s+)(?=[^\W_a-z])")
_TAG = re.compile(r"\s*\[(?P<tag>[^\W\d_][^\[\]\n]{1,30})\]\s+(?=\S)")
_LEAST = 2
_LONGEST = 160
_LEAST_WORDS = 2


def read_marked_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give the pieces with such lines as headings, what follows one in the same paragraph as a paragraph below it."""
    marks = {at: mark for at, piece in enumerate(pieces) if (mark := _find_mark(piece))}
    opening: dict[str, list[int]] = {}
    for at, mark in marks.items():
        opening.setdefault(mark["sign"] or mark["tag"], []).append(at)
    heads: dict[int, int] = {}
    for places in opening.values():
        told = {at: end for at in places if (end := _find_head_end(pieces, at, marks[at]))}
        heads |= told if len(told) >= _LEAST and len(told) * 2 > len(places) else {}
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at not in heads:
            found.append(piece)
            continue
        start = marks[at].end() if marks[at]["sign"] else 0
        found.append(_as(piece.cut(start, heads[at]), BlockKind.HEADING, HEADLINE_LEVEL))
        found.extend([_as(piece.cut(heads[at]), BlockKind.PARAGRAPH, 0)] if piece.raw[heads[at] :].strip() else [])
    return tuple(found)


def split_tag(headline: str) -> tuple[str | None, str]:
    """Give the tag that a headline opens with ("[Ports] Ropes get names"), or None, and the rest of it."""
    tag = _TAG.match(headline)
    return (tag["tag"].strip(), headline[tag.end() :]) if tag else (None, headline)


def _find_mark(piece: Piece) -> re.Match[str] | None:
    may_head = piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and piece.starts_block
    return _MARK.match(piece.raw) if may_head else None


def _find_head_end(pieces: tuple[Piece, ...], at: int, mark: re.Match[str]) -> int:
    """Give the offset behind the headline that a marked piece opens with, 0 where it opens with none."""
    raw = pieces[at].raw
    head, _, rest = raw.partition("\n")
    words = head[mark.end() :].strip()
    bare = pieces[at].cut(mark.end())
    if len(words.split()) < _LEAST_WORDS or len(words) > _LONGEST or is_closed(words) or is_date_line(words):
        return 0
    if find_label(words) or find_section(words) or find_dated_lead(bare):
        return 0
    after = pieces[at + 1 : at + 2]
    below = rest or (
        "" if not after or after[0].kind is not BlockKind.PARAGRAPH or _find_mark(after[0]) else after[0].raw
    )
    told = is_closed(below.rstrip()) and len(below) > len(words)
    return len(head) + bool(rest) if told else 0


def _as(piece: Piece, kind: BlockKind, level: int) -> Piece:
    return replace(piece, source=replace(piece.source, kind=kind, level=level))
