"""Marked lines: headlines that open with a sign (">> Ropes get names") or a tag ("[Ports] ..."), told by repetition.

Where two lines or more open alike, most of them close no sentence, and each that may be a headline stands over words
that close, these are headlines: the sign goes, the tag stays as what the news is about.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.topic_lines import HEADLINE_LEVEL
from bot.reading.grammar.lines.date_pattern import DATE
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import count_words, is_closed

_MARK = re.compile(
    r"\s*(?:(?P<sign>[>»›→▸▶~#§=+*|@:/-]{1,4}|o)\s+(?=[^\W_a-z])|(?P<picture>(?:[\U0001f000-\U0001faff\u2600-\u27bf]\ufe0f?)+)\s*(?=[^\W_a-z])|(?P<tag>\[)[^\W\d_][^\[\]\n]{1,30}\]\s+(?=[^\W_a-z])"
    r"|(?P<wrap>[*_~])(?=\S[^*_~\n]{4,140}(?P=wrap)\s*(?:\n|\Z))|(?P<quote>(?=([“\"])[^“”\"\n]{4,140}[”\"]\s*(?:\n|\Z)))"
    r"|(?P<name>Headline|Story|News item|Title of the news)\s*:\s+(?=\S))"
)
_HEADING_SIGN = re.compile(r"\s*(>{1,3}|[»›→▸▶~§+*])\s+(?=[^\W_])")
_DAY = re.compile(DATE, re.IGNORECASE)
_KINDS = ("sign", "picture", "tag", "wrap", "quote", "name")
_TAG = re.compile(r"\s*\[(?P<tag>[^\W\d_][^\[\]\n]{1,30})\]\s+(?=\S)")
_LEAST = 2
_LONGEST = 160
_LEAST_WORDS = 2


def read_marked_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such lines as headings, what follows one in the same paragraph as a paragraph below it."""
    pieces = _lower_signed(pieces)
    marks = {at: mark for at, piece in enumerate(pieces) if (mark := _find_mark(piece))}
    opening: dict[str, list[int]] = {}
    for at, mark in marks.items():
        opening.setdefault(_key_of(mark), []).append(at)
    heads: dict[int, int] = {}
    for places in opening.values():
        told = {at: end for at in places if (end := _find_head_end(pieces, at, marks[at]))}
        heads |= told if len(told) >= _LEAST and len(told) * 2 > len(places) else {}
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at not in heads:
            found.append(piece)
            continue
        start = 0 if marks[at]["tag"] else marks[at].end()
        found.append(_as(piece.cut(start, heads[at]), BlockKind.HEADING, HEADLINE_LEVEL))
        found.extend([_as(piece.cut(heads[at]), BlockKind.PARAGRAPH, 0)] if piece.raw[heads[at] :].strip() else [])
    return tuple(found)


def _lower_signed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Get headings that open with one sign, two or more, without it, and below those of their level without a sign."""
    signed: dict[tuple[int, str], list[int]] = {}
    for at, piece in enumerate(pieces):
        if piece.is_heading and (sign := _HEADING_SIGN.match(piece.raw)):
            signed.setdefault((piece.level, sign[1]), []).append(at)
    lower = {at: level for (level, _), places in signed.items() if len(places) >= _LEAST for at in places}
    plain = {piece.level for at, piece in enumerate(pieces) if at and piece.is_heading and at not in lower}
    found = list(pieces)
    for at, level in lower.items():
        sign = _HEADING_SIGN.match(pieces[at].raw)
        bare = pieces[at].cut(sign.end() if sign else 0)
        found[at] = _as(bare, BlockKind.HEADING, level + (level in plain))
    return tuple(found)


def split_tag(headline: str) -> tuple[str | None, str]:
    """Return the tag that a headline opens with ("[Ports] Ropes get names"), or None, and the rest of it."""
    tag = _TAG.match(headline)
    return (tag["tag"].strip(), headline[tag.end() :]) if tag else (None, headline)


def _find_mark(piece: Piece) -> re.Match[str] | None:
    may_head = piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and piece.starts_block
    mark = _MARK.match(piece.raw) if may_head else None
    return None if mark and _DAY.match(piece.raw, mark.end()) else mark


def _key_of(mark: re.Match[str]) -> str:
    """Return what lines that open alike have in common."""
    return next(f"{kind} {mark[kind] if kind == 'sign' else ''}" for kind in _KINDS if mark[kind] is not None)


def _find_head_end(pieces: tuple[Piece, ...], at: int, mark: re.Match[str]) -> int:
    """Return the offset behind the headline that a marked piece opens with, 0 where it opens with none."""
    raw = pieces[at].raw
    head, _, rest = raw.partition("\n")
    words = head[mark.end() :].strip()
    if count_words(words) < _LEAST_WORDS or len(words) > _LONGEST or is_closed(words):
        return 0
    if find_label(words) or find_section(words):
        return 0
    after = pieces[at + 1 : at + 2]
    below = rest or (
        "" if not after or after[0].kind is not BlockKind.PARAGRAPH or _find_mark(after[0]) else after[0].raw
    )
    told = mark["name"] is not None or (is_closed(below.rstrip()) and len(below) > len(words))
    return len(head) + bool(rest) if told else 0


def _as(piece: Piece, kind: BlockKind, level: int) -> Piece:
    return replace(piece, source=replace(piece.source, kind=kind, level=level))
