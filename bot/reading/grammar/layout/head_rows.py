"""Head rows: lines that head records, in parts of the same order each ("M-214 | 2024-06-29 | LIVE | Rare earths")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.lead_ins import is_date_line, names_office
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.topic_lines import HEADLINE_LEVEL
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import count_words, is_closed
from bot.reading.grammar.lines.title_line import split_title_line

_SIGN = re.compile(r"\s*(?P<sign>[|｜·•])\s*|\s+(?P<spaced>//|[–—])\s+")
_LEAST = 3
_FEWEST_PARTS, _MOST_PARTS = 3, 6
_MOST_OF = 0.6
_WORDS_BESIDE = 4
_LONGEST = 200
_CODE = re.compile(r"[#№]?[A-Z]{0,5}[ .:/-]?\d{1,5}[a-z]?")
_STATUS = re.compile(
    r"(?:draft|consultation|comments?|open|final|issued|promulgated|published|adopted|passed|in force|live|effective"
    r"|amended|revised|repealed|withdrawn|planned|pending|expected)\b.{0,20}",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """A line in parts: where it stands, the bounds of each part in its text, and the parts."""

    at: int
    bounds: tuple[tuple[int, int], ...]
    parts: tuple[str, ...]


def read_head_rows(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such lines, where three of one shape stand over what they head, as headlines over fields of their own."""
    shapes: dict[tuple[str, int], list[_Row]] = {}
    for at, piece in enumerate(pieces):
        found = _part(at, piece)
        if found is not None:
            shapes.setdefault(found[0], []).append(found[1])
    parted: dict[int, tuple[Piece, ...]] = {}
    for rows in shapes.values():
        if len(rows) >= _LEAST and _head_something(rows, pieces):
            parted |= _read(rows, pieces)
    return tuple(part for at, piece in enumerate(pieces) for part in parted.get(at, (piece,))) if parted else pieces


def _part(at: int, piece: Piece) -> tuple[tuple[str, int], _Row] | None:
    raw = piece.raw.rstrip()
    if piece.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING} or len(raw) > _LONGEST or "\n" in raw.strip():
        return None
    signs = list(_SIGN.finditer(raw))
    if not _FEWEST_PARTS - 1 <= len(signs) < _MOST_PARTS or is_closed(raw) or find_label(raw):
        return None
    if find_credit(raw) is not None or split_title_line(raw).period_texts:
        return None
    names = {sign["sign"] or sign["spaced"] for sign in signs}
    edges = [(0, 0), *(sign.span() for sign in signs), (len(raw), len(raw))]
    bounds = tuple((start, end) for (_, start), (end, _) in pairwise(edges))
    parts = tuple(raw[start:end].strip(" *_") for start, end in bounds)
    if len(names) != 1 or not all(parts):
        return None
    return (names.pop(), len(parts)), _Row(at=at, bounds=bounds, parts=parts)


def _head_something(rows: Sequence[_Row], pieces: Sequence[Piece]) -> bool:
    """Whether something of another shape stands below most of them, and no headline of their own above."""
    own = {row.at for row in rows}
    over = [row.at for row in rows if row.at + 1 < len(pieces) and row.at + 1 not in own]
    below = sum(bool(row.at) and (pieces[row.at - 1].is_heading or pieces[row.at - 1].is_bold) for row in rows)
    return sum(not pieces[at + 1].is_heading for at in over) >= _MOST_OF * len(rows) and below * 2 <= len(rows)


def _read(rows: Sequence[_Row], pieces: Sequence[Piece]) -> dict[int, tuple[Piece, ...]]:
    """Return each row's headline and fields; none where no column is of days, or none of headlines."""
    columns = list(zip(*(row.parts for row in rows), strict=True))
    days = next((i for i, column in enumerate(columns) if _most(is_date_line(text) for text in column)), None)
    main = max(range(len(columns)), key=lambda i: sum(map(count_words, columns[i])))
    beside = [i for i in range(len(columns)) if i not in {days, main}]
    short = all(count_words(text) <= _WORDS_BESIDE for i in beside for text in columns[i])
    headed = not _most(names_office(text) and count_words(text) <= _WORDS_BESIDE for text in columns[main])
    if days is None or main == days or not short or not headed:
        return {}
    return {row.at: _as_record(row, pieces[row.at], days=days, main=main) for row in rows}


def _as_record(row: _Row, piece: Piece, *, days: int, main: int) -> tuple[Piece, ...]:
    head = piece.cut(*row.bounds[main])
    head = replace(head, source=replace(piece.source, kind=BlockKind.HEADING, level=HEADLINE_LEVEL))
    fields = [f"Date: {row.parts[days]}"] if is_date_line(row.parts[days]) else []
    for i, text in enumerate(row.parts):
        if i in {days, main} or _CODE.fullmatch(text):
            continue
        if _STATUS.fullmatch(text):
            fields.append(f"Status: {text.lower()}")
        elif names_office(text):
            fields.append(f"Issued by: {text}")
    plain = replace(piece.source, kind=BlockKind.PARAGRAPH, level=0)
    return (head, *(replace(piece, source=plain, spans=(Span(text=text),)) for text in fields))


def _most(told: Iterable[bool]) -> bool:
    listed = list(told)
    return sum(listed) >= _MOST_OF * len(listed)
