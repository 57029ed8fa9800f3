"""Head parts: headlines that stand on one line with who acted and when ("3 May | MIIT | Ropes get names")."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.lead_ins import is_date_line, names_office
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.topic_lines import HEADLINE_LEVEL
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import count_words, is_closed
from bot.reading.grammar.lines.title_dates import ISSUE_NUMBER

_SIGN = re.compile(r"\s*[|｜·•]\s*|\s+//\s+|\s+[–—]\s+")
_LEAST = 2
_LEAST_WORDS = 3
_MOST_WORDS_BESIDE = 6
_LONGEST = 200


def read_head_parts(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such lines, where two stand over what they head, as headings over the credits that they hold."""
    parted = {at: parts for at, piece in enumerate(pieces) if (parts := _part(piece, pieces[at + 1 : at + 2]))}
    if len(parted) < _LEAST or _are_second(pieces, parted):
        return pieces
    return tuple(part for at, piece in enumerate(pieces) for part in parted.get(at, (piece,)))


def _are_second(pieces: tuple[Piece, ...], parted: dict[int, tuple[Piece, ...]]) -> bool:
    """Whether such lines stand right below headings, no shorter than what would head the news: these are headlines."""
    above = {at: pieces[at - 1] for at in parted if at and pieces[at - 1].is_heading}
    words = sum(count_words(piece.text) for piece in above.values())
    return len(above) == len(parted) and words >= sum(count_words(parted[at][0].text) for at in above)


def _part(piece: Piece, after: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return headline, credit and what follows in the paragraph as pieces; none for another line.

    One part is a day, one the headline, the others offices or a few words.
    """
    head, _, rest = piece.raw.partition("\n")
    told = rest or (after[0].raw if after and after[0].kind is BlockKind.PARAGRAPH else "")
    if piece.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} or len(head) > _LONGEST or find_label(head):
        return ()
    bounds = [(0, 0), *(sign.span() for sign in _SIGN.finditer(head)), (len(head), len(head))]
    spans = [(start, end) for (_, start), (end, _) in pairwise(bounds) if head[start:end].strip()]
    texts = [head[start:end].strip(" *_") for start, end in spans]
    days = [i for i, text in enumerate(texts) if is_date_line(text)]
    others = [i for i in range(len(texts)) if i not in days]
    if len(days) != 1 or len(others) < _LEAST or not is_closed(told.rstrip()) or ISSUE_NUMBER.match(head):
        return ()
    credit = find_credit(head)
    if credit is not None and credit.terms:
        return ()
    main = max(others, key=lambda i: (not _is_office(texts[i]), len(texts[i])))
    beside = [i for i in others if i != main]
    short = all(len(texts[i].split()) <= _MOST_WORDS_BESIDE for i in beside)
    if (
        len(texts[main].split()) < _LEAST_WORDS
        or is_closed(texts[main])
        or not any(_is_office(texts[i]) for i in beside)
        or not short
    ):
        return ()
    beside_head = Span(text=" | ".join(texts[i] for i in (*beside, *days)))
    return (
        _as(piece.cut(*spans[main]), BlockKind.HEADING, HEADLINE_LEVEL),
        replace(_as(piece, BlockKind.PARAGRAPH, 0), spans=(beside_head,)),
        *((_as(piece.cut(len(head) + 1), BlockKind.PARAGRAPH, 0),) if rest else ()),
    )


def _is_office(text: str) -> bool:
    return names_office(text) and len(text.split()) <= _MOST_WORDS_BESIDE


def _as(piece: Piece, kind: BlockKind, level: int) -> Piece:
    return replace(piece, source=replace(piece.source, kind=kind, level=level))
