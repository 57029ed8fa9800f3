"""Numbered lists that are no lists of points: of news, and of stories under numbered headlines.

Paragraphs that each open with a number and a date or bold words, or tell who did what, are a list of news whose numbers
are its bullets; where half of a run is so, whole sentences are. List items with numbers that close no sentence and each
stand over a paragraph that does are headlines.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.calendar.month_names import starts_with_dotted_day
from bot.reading.document import BlockKind
from bot.reading.grammar.lead_ins import find_bold_lead, find_dated_lead, find_dated_tail, find_told_date
from bot.reading.grammar.reports import is_closed, tells_own_act

if TYPE_CHECKING:
    from bot.reading.grammar.pieces import Piece

_NUMBER = re.compile(r"\s*[（(]?(?P<number>\d{1,2})(?:[.．、)）]|\s[|｜])\s*(?=\S)")
_LEAD = re.compile(r"\A(?:[\w’'-]+ ){0,3}[\w’'-]+\.\s+(?=[A-Z])")
"""A few words that lead in a piece of news ("Machines. MIIT opened ...")."""
_LEAST = 2
_HEADLINE_LENGTH = 200
_HEADLINE_LEVEL = 3


def read_enumerated(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give the pieces with runs of such paragraphs as list items without their numbers.

    They count up from 1, or go on after a heading with the number after that of the run before.
    """
    found = list(pieces)
    run: list[tuple[int, Piece]] = []
    first = 1
    for at, piece in enumerate((*pieces, None)):
        bare = _without_number(piece, first + len(run)) if piece else None
        if bare is not None:
            run.append((at, bare))
            continue
        told = sum(_is_news(item) for _, item in run)
        if told * 2 >= len(run) and (told >= _LEAST or (first > 1 and told)):
            for place, item in run:
                found[place] = item
            first += len(run)
        again = _without_number(piece, 1) if piece else None
        first = 1 if again else first
        run = [(at, again)] if again else []
    return tuple(found)


def read_numbered_headlines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give the pieces with numbered list items that each head a paragraph as headings; all of a document's, or none."""
    numbered = [at for at, piece in enumerate(pieces) if piece.kind is BlockKind.LIST_ITEM and _NUMBER.match(piece.raw)]
    if len(numbered) < _LEAST or not all(_heads_paragraph(pieces, at) for at in numbered):
        return pieces
    heads = frozenset(numbered)
    return tuple(_as_headline(piece) if at in heads else piece for at, piece in enumerate(pieces))


def _heads_paragraph(pieces: tuple[Piece, ...], at: int) -> bool:
    piece, after = pieces[at], pieces[at + 1 : at + 2]
    told = bool(after) and after[0].kind is BlockKind.PARAGRAPH and is_closed(after[0].text)
    short = len(piece.text) <= _HEADLINE_LENGTH and not starts_with_dotted_day(piece.raw)
    return told and short and piece.level == 1 and (not is_closed(piece.text) or _is_bold_behind_number(piece))


def _is_bold_behind_number(piece: Piece) -> bool:
    number = _NUMBER.match(piece.raw)
    return number is not None and piece.cut(number.end()).is_bold


def _as_headline(piece: Piece) -> Piece:
    return replace(piece, source=replace(piece.source, kind=BlockKind.HEADING, level=_HEADLINE_LEVEL))


def _without_number(piece: Piece, wanted: int) -> Piece | None:
    """Give the paragraph as a list item if it starts with this number and is such news or closes, else None."""
    match = _NUMBER.match(piece.raw) if piece.kind is BlockKind.PARAGRAPH else None
    if match is None or int(match["number"]) != wanted or starts_with_dotted_day(piece.raw):
        return None
    bare = piece.cut(match.end())
    source = replace(piece.source, kind=BlockKind.LIST_ITEM, level=1, spans=bare.spans)
    item = replace(bare, source=source)
    return item if is_closed(item.text) or _is_news(item) else None


def _is_news(item: Piece) -> bool:
    told = _LEAD.sub("", item.text)
    if find_bold_lead(item) or find_dated_lead(item) or find_told_date(told) or find_dated_tail(told):
        return True
    return is_closed(told) and tells_own_act(told)
