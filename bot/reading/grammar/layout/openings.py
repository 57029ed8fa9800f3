"""Openings: a sentence or two right below a section's or topic's name that lead into its news and are none.

They name nobody who did something, and no day. What comes below them is set deeper than the name above: headlines, a
list of news, paragraphs with bold lead-ins or a table. Two such stand in a document, or one below a known section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_closing_date,
    find_dated_lead,
    find_first_date,
    names_office,
)
from bot.reading.grammar.layout.pieces import Piece, without_bullet
from bot.reading.grammar.layout.skeleton import Look, is_told, see_look, tells_days
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.numbers import find_number
from bot.reading.grammar.lines.reports import count_words, is_closed, names_actor, tells_own_act
from bot.reading.grammar.lines.title_sentences import find_told_period

_LEAST = 2
_MOST_WORDS = 60
_LEAST_WORDS = 5
_NEXT = 20
"""Pieces that follow: few of the lines set alike among them are counted where the counted ones head the others."""
_BRACKETED = re.compile(r"\(([^()]{2,60})\)")
_RANKS = {Look.CAPITALS: 7, Look.BOLD: 8, Look.LINKED: 9, Look.OPEN: 9}


def find_openings(pieces: Sequence[Piece]) -> frozenset[int]:
    """Return the indices of such paragraphs."""
    below = [at + 1 for at in range(1, len(pieces) - 2) if is_opening(pieces[at + 1]) and _heads_part(pieces, at)]
    known = any(find_section(pieces[at - 1].text) for at in below)
    return frozenset(below if known or len(below) >= _LEAST else ())


def is_opening(piece: Piece) -> bool:
    """Whether a paragraph of a sentence or two names nobody who acted, and no day."""
    if piece.kind is not BlockKind.PARAGRAPH or piece.is_bold or any(span.bold or span.link for span in piece.spans):
        return False
    text = piece.text
    if not (_LEAST_WORDS <= count_words(text) <= _MOST_WORDS and is_closed(text)) or find_label(piece.raw):
        return False
    return not names_actor(text) and find_first_date(text) is None and find_told_period(text) is None


def _heads_part(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a line is set above what stands below the paragraph right below it."""
    rank, news = _rank(pieces[at]), at + 2
    if rank is None or not (after := pieces[news]).text:
        return False
    if after.kind is BlockKind.TABLE_ROW:
        return True
    if after.kind is BlockKind.LIST_ITEM:
        return _lists_news(pieces, news)
    deeper = _rank(after)
    if deeper is not None:
        if tells_days(pieces[at]) and at and _rank(pieces[at - 1]) == deeper:
            return False  # the day of the headline above it, over that headline's text
        alike = deeper == rank and (_counts_otherwise(pieces, at, news) or _names_section(pieces, at, news))
        labelled = any(find_label(piece.raw) for piece in pieces[news + 1 : news + 2])
        return (deeper > rank or alike) and (labelled or is_told(pieces, news))
    leads_in = find_bold_lead(after) is not None and find_label(after.raw) is None
    return after.kind is BlockKind.PARAGRAPH and leads_in and is_closed(after.text)


def _rank(piece: Piece) -> int | None:
    """Return how deep a line that may head something is set, None for any other piece."""
    look = see_look(piece)
    if look is None and tells_days(piece):
        return piece.level if piece.is_heading else _RANKS[Look.CAPITALS]
    return None if look is None else piece.level if look is Look.HEADING else _RANKS[look]


def _names_section(pieces: Sequence[Piece], at: int, news: int) -> bool:
    """Whether of two lines set alike only the first is a section's name."""
    return find_section(pieces[at].text) is not None and find_section(pieces[news].text) is None


def _counts_otherwise(pieces: Sequence[Piece], at: int, news: int) -> bool:
    """Whether of two lines set alike only the second is counted, from 1, or only the first, as few others are."""
    number, below = find_number(pieces[at].raw), find_number(pieces[news].raw)
    if number is None:
        return below is not None and below.number == 1
    alike = [find_number(piece.raw) for piece in pieces[news : news + _NEXT] if _rank(piece) == _rank(pieces[at])]
    return below is None and sum(each is not None for each in alike) * 2 < len(alike)


def _lists_news(pieces: Sequence[Piece], start: int) -> bool:
    listed = takewhile(lambda at: pieces[at].kind is BlockKind.LIST_ITEM, range(start, len(pieces)))
    bullets = [pieces[at] for at in listed]
    bare = [without_bullet(piece) for piece in bullets if piece.level == bullets[0].level]
    news = sum(find_dated_lead(piece) is not None or tells_own_act(piece.text) or _is_signed(piece) for piece in bare)
    return news * 2 > len(bare)


def _is_signed(piece: Piece) -> bool:
    """Whether a day closes a point, links behind it or not, or an office in brackets stands in it."""
    told = "".join(span.text for span in piece.spans if span.link is None).strip()
    return find_closing_date(told) is not None or any(map(names_office, _BRACKETED.findall(told)))
