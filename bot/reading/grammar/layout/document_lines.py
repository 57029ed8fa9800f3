"""Document lines: lines that give day, offices and the document's title beside each other ("5 May | NDRC | Plan ...").

They stand right below a headline, or last below its text ("NDRC, 5 May 2025. Plan for Ropes (绳索方案). Source: NDRC").
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.domain.names import HAN
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.credits import Part, tell_part
from bot.reading.grammar.layout.document_fields import list_signed
from bot.reading.grammar.layout.lead_ins import find_first_date
from bot.reading.grammar.layout.parted_bullets import read_parted_bullets
from bot.reading.grammar.layout.pieces import is_mostly_han
from bot.reading.grammar.layout.title_cells import (
    find_number_behind,
    has_capitals,
    is_citation,
    names_document,
    part_citation,
)
from bot.reading.grammar.lines.date_pattern import DATE
from bot.reading.grammar.lines.labels import LabelKind, find_label
from bot.reading.grammar.lines.reports import is_closed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.reading.grammar.layout.document_fields import Fields
    from bot.reading.grammar.layout.pieces import Piece

_LEAST = 2
_SHARE = 0.5
_LONGEST = 480
_SIGNS = ("|", "｜", "·", "•", " / ", " // ")
_SENTENCE = re.compile(
    rf"\s*(?:(?P<who>[A-Z][^.|:\n]{{1,160}}?),? (?P<day>{DATE})"
    rf"|(?P<day_first>{DATE})[,:]? (?P<who_behind>(?-i:[A-Z])[^.|:\n]{{1,160}}?))"
    r"\.(?=\s|\Z)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?<=[.)）号])\s*(?:sources?|links?|read more)\s*[:：]\s*", re.IGNORECASE)
_TWIN = re.compile(rf"[(（][^()（）]*[{HAN}]{{4}}.*[)）][\s.]*\Z")
_ORDER = ("Title: ", "Number: ", "Issued by: ", "Status: ", "Source: ", "", "Date: ")
_BELOW = frozenset({LabelKind.COMMENT, LabelKind.SOURCE})
"""Labels that stand below such a line; other fields stand below the headline of a record."""


def read_document_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give such lines, from two on, as the fields that they hold; lines of which each is the news itself stay.

    So with lines of nothing but a title in both tongues, and its number, below the text or right above it.
    """
    pieces = read_parted_bullets(pieces)
    cited = {at for at, piece in enumerate(pieces) if at and _is_cited(piece) and _stands_below(pieces, at)}
    if len(cited) >= _LEAST:
        places = {at: _find_end(pieces, at) for at in cited if not _is_told(pieces[at - 1])}
        order = sorted(range(len(pieces)), key=lambda at: (places.get(at, at), at in places))
        pieces = tuple(part for at in order for part in (_cite(pieces[at]) if at in cited else (pieces[at],)))
    found = {at: fields for at, piece in enumerate(pieces) if (fields := _list_fields(piece))}
    if len(found) < _LEAST:
        return pieces
    kept = {at: fields for at, fields in found.items() if at and at - 1 not in found and _belongs(pieces, at)}
    named = sum(_names_title(pieces[at], fields) for at, fields in kept.items())
    if len(kept) < max(_LEAST, _SHARE * len(found)) or named < max(1, _SHARE * len(kept)):
        return pieces
    return tuple(
        part for at, piece in enumerate(pieces) for part in (_part(piece, kept[at]) if at in kept else (piece,))
    )


def _is_cited(piece: Piece) -> bool:
    plain = piece.kind is BlockKind.PARAGRAPH and len(piece.raw) <= _LONGEST
    return plain and is_citation(piece.raw) and find_label(piece.raw) is None


def _stands_below(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a line stands below text, a bullet being closed whatever its end, or below a headline and its day."""
    above = pieces[at - 1]
    if _is_told(above):
        return True
    heads = at > 1 and (pieces[at - 2].is_heading or pieces[at - 2].is_bold)
    return heads and not (above.is_heading or above.is_bold) and find_first_date(above.text) is not None


def _is_told(piece: Piece) -> bool:
    return piece.kind is BlockKind.LIST_ITEM or is_closed(piece.text)


def _find_end(pieces: tuple[Piece, ...], at: int) -> int:
    """Give the last piece of the text below a line, itself without one."""
    below = (pieces[i] for i in range(at + 1, len(pieces)))
    told = takewhile(lambda piece: not (piece.is_heading or piece.is_bold) and _is_told(piece), below)
    return at + sum(1 for _ in told)


def _cite(piece: Piece) -> Iterator[Piece]:
    title = part_citation(piece.spans)
    yield replace(piece, spans=title.spans).headed("Title: ")
    yield from (replace(piece, spans=(Span(text=f"Number: {number}"),)) for number in title.numbers)


def _belongs(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a line stands right below a headline, or below text that no text of the same news follows."""
    before, after = pieces[at - 1], pieces[at + 1] if at + 1 < len(pieces) else None
    if before.is_heading or before.is_bold:
        return True
    label = find_label(after.raw) if after else None
    ends = after is None or after.is_heading or after.is_bold or (label and label.kind in _BELOW)
    return bool(ends) and (is_closed(before.text) or before.kind is BlockKind.LIST_ITEM)


def _list_fields(piece: Piece) -> Fields | None:
    raw = piece.raw
    if piece.kind is not BlockKind.PARAGRAPH or len(raw) > _LONGEST or not any(map(str.isdigit, raw)):
        return None
    if any(map(raw.__contains__, _SIGNS)):
        fields = list_signed(piece)
        return fields if fields and any(label in {"Title: ", ""} for label, *_ in fields) else None
    return _list_told(piece) if ". " in raw or raw.rstrip().endswith(".") else None


def _list_told(piece: Piece) -> Fields | None:
    """Give the fields of a line that names office and day first, then nothing but a title, its number and sources."""
    raw = piece.raw
    opening = _SENTENCE.match(raw)
    who = "who" if opening and opening["who"] else "who_behind"
    told = tell_part(opening[who].strip()) if opening else None
    if opening is None or told is None or told[0] is not Part.ISSUER:
        return None
    source = _SOURCE.search(raw, opening.end())
    start, end = opening.end(), source.start() if source else len(raw)
    number = find_number_behind(raw[:end], start)
    title = (start, number.start() if number else end)
    if not raw[start:].strip() or (raw[slice(*title)].strip() and not _is_title(raw[slice(*title)])):
        return None
    fields: Fields = [("Title: ", *title)] if raw[slice(*title)].strip() else []
    fields += [("Number: ", *number.span("number"))] if number else []
    fields += [("Source: ", source.end(), len(raw))] if source else []
    return [
        *fields,
        ("Issued by: ", *opening.span(who)),
        ("Date: ", *opening.span("day" if who == "who" else "day_first")),
    ]


def _names_title(piece: Piece, fields: Fields) -> bool:
    return any(label == "" or (label == "Title: " and _is_title(piece.raw[start:end])) for label, start, end in fields)


def _is_title(text: str) -> bool:
    """Whether words are the title of a document: in Chinese by their end, else by their twin or their capitals."""
    bare = text.strip(" .。*_")
    if is_mostly_han(bare):
        return names_document(bare)
    return (_TWIN.search(bare) is not None or has_capitals(bare)) and ". " not in bare


def _part(piece: Piece, fields: Fields) -> Iterator[Piece]:
    """Give each field as a piece with its label; the day is last, since no text goes on with one."""
    for label, start, end in sorted(fields, key=lambda field: _ORDER.index(field[0])):
        part = piece.cut(start, start + len(piece.raw[start:end].rstrip(" .")))
        yield part.headed(label) if label else part
