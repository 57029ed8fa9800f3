"""Headed fields: lines over lists of what they name ("1. Measures on ..." over "- Issuer: ...").

Such a line is the headline of its news; what is nested or listed under it are its fields. A line that is no list item
itself is one where another is too, and so is a list item over fields in paragraphs, where such fields end most items.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_dated_lead
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.topic_lines import HEADLINE_LEVEL
from bot.reading.grammar.lines.labels import LabelKind, find_label
from bot.reading.grammar.lines.reports import is_closed

_LEAST_FIELDS = 2
_LONGEST = 160
_OF_A_DOCUMENT = frozenset({LabelKind.ISSUER, LabelKind.DATE, LabelKind.NUMBER, LabelKind.ARTICLE})


def read_headed_fields(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such items as headlines, and their fields as a list below."""
    over = (at for at, below in enumerate(pieces[1:]) if below.kind is BlockKind.LIST_ITEM)
    headed = {at: fields for at in over if _may_head(pieces[at]) and (fields := _list_fields(pieces, at))}
    over_lines = [at for at in range(len(pieces) - _LEAST_FIELDS) if _heads_lines(pieces, at)]
    closing = [at for at in over_lines if at and find_label(pieces[at - 1].raw)]
    headed |= {at: [] for at in over_lines if len(closing) * 2 >= len(over_lines) > 1}
    lines = [at for at in headed if pieces[at].kind is BlockKind.PARAGRAPH]
    found = list(pieces)
    for at, fields in headed.items():
        piece = pieces[at]
        if lines == [at]:
            continue
        found[at] = replace(piece, source=replace(piece.source, kind=BlockKind.HEADING, level=HEADLINE_LEVEL))
        for place in fields:
            found[place] = replace(pieces[place], source=replace(pieces[place].source, level=1))
    return tuple(found)


def _may_head(piece: Piece) -> bool:
    plain = (
        piece.kind in {BlockKind.LIST_ITEM, BlockKind.PARAGRAPH}
        and 0 < len(piece.raw) <= _LONGEST
        and "\n" not in piece.raw.strip()
    )
    return plain and not (is_closed(piece.raw) or find_label(piece.raw) or find_dated_lead(piece))


def _heads_lines(pieces: tuple[Piece, ...], at: int) -> bool:
    """Return whether a list item stands over paragraphs that each name what they give of a document."""
    below = pieces[at + 1 : at + 1 + _LEAST_FIELDS]
    if pieces[at].kind is not BlockKind.LIST_ITEM or not all(piece.kind is BlockKind.PARAGRAPH for piece in below):
        return False
    labels = [label for piece in below if (label := find_label(piece.raw)) and label.colon]
    told = len(labels) == len(below) and any(label.kind in _OF_A_DOCUMENT for label in labels)
    return told and _may_head(pieces[at])


def _list_fields(pieces: tuple[Piece, ...], at: int) -> list[int]:
    """Return the places of what is nested right under a list item; none unless most name what they give."""
    level = pieces[at].level
    nested = list(
        takewhile(
            lambda place: pieces[place].kind is BlockKind.LIST_ITEM and pieces[place].level > level,
            range(at + 1, len(pieces)),
        )
    )
    labels = [label for place in nested if (label := find_label(pieces[place].raw)) and label.colon]
    enough = len(labels) >= _LEAST_FIELDS and len(labels) * 2 > len(nested)
    return nested if enough and any(label.kind in _OF_A_DOCUMENT for label in labels) else []
