"""Numbered paragraphs that each open with a date or with bold words: a list of news whose numbers are its bullets."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.month_names import starts_with_dotted_day
from bot.reading.document import BlockKind
from bot.reading.grammar.lead_ins import find_bold_lead, find_dated_lead, find_told_date

if TYPE_CHECKING:
    from bot.reading.grammar.pieces import Piece

_NUMBER = re.compile(r"\s*[（(]?(?P<number>\d{1,2})(?:[.．、)）]|\s[|｜])\s*(?=\S)")
_LEAST = 2


def read_enumerated(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give the pieces with runs of such paragraphs that count up from 1 as list items without their numbers."""
    found = list(pieces)
    run: list[tuple[int, Piece]] = []
    for at, piece in enumerate((*pieces, None)):
        bare = _without_number(piece, len(run) + 1) if piece else None
        if bare is not None:
            run.append((at, bare))
            continue
        if len(run) >= _LEAST:
            for place, item in run:
                found[place] = item
        bare = _without_number(piece, 1) if piece and run else None
        run = [(at, bare)] if bare is not None else []
    return tuple(found)


def _without_number(piece: Piece, wanted: int) -> Piece | None:
    """Give the paragraph as a list item if it starts with this number and a date or bold words, else None."""
    match = _NUMBER.match(piece.raw) if piece.kind is BlockKind.PARAGRAPH else None
    if match is None or int(match["number"]) != wanted or starts_with_dotted_day(piece.raw):
        return None
    bare = piece.cut(match.end())
    source = replace(piece.source, kind=BlockKind.LIST_ITEM, level=1, spans=bare.spans)
    item = replace(bare, source=source)
    lead = find_bold_lead(item) is not None
    return item if lead or find_dated_lead(item) is not None or find_told_date(item.text) is not None else None
