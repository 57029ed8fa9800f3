"""Nested heads: list items in bold, or with their day behind, that head what is told one level below them.

("1. **An exit**" over "- GM sold ..."; "Steel: new targets (Aug. 21)".)

Where two such stand, each over words that close, they are headlines; the first words below are the text, further ones
its points, and links alone its sources. A bold item between other blocks that names a section is its heading, as
"■ 企业动态" in a row of its own, and so are bold ones that stand alone as it does.
"""

from __future__ import annotations

from dataclasses import replace

from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.lead_ins import find_closing_date
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.layout.topic_lines import HEADLINE_LEVEL, TOPIC_LEVEL
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.numbers import find_number
from bot.reading.grammar.lines.reports import is_closed

_LEAST = 2
_LONGEST = 140
_LONGEST_NAME = 40
_LEAST_WORDS = 6
_BRACKETS = (")", "）")


def read_nested_heads(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such list items as headings, and what stands below each as its text, points and sources."""
    pieces = _read_lone(pieces)
    heads = {at for at, piece in enumerate(pieces) if _heads(piece, pieces[at + 1 : at + 3])}
    if len(heads) < _LEAST:
        return pieces
    found: list[Piece] = []
    above = 0
    told = False
    for at, piece in enumerate(pieces):
        if at in heads:
            above, told = piece.level, False
            found += _read_head(piece)
        elif above and piece.kind is BlockKind.LIST_ITEM and piece.level > above:
            cites = is_link_only(piece.spans)
            below = piece.headed("Source: ") if cites else piece
            found.append(_as(below, BlockKind.PARAGRAPH, 0) if cites or not told else below)
            told = True
        else:
            above = 0
            found.append(piece)
    return tuple(found)


def _read_lone(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return bold items that stand alone, no list of them, as headings where one of them names a section."""
    bold = {at for at, piece in enumerate(pieces) if piece.kind is BlockKind.LIST_ITEM and piece.is_bold}
    lone = {at for at in bold if not {at - 1, at + 1} & bold and _stands_alone(pieces, at)}
    if not any(find_section(pieces[at].text) for at in lone):
        return pieces
    return tuple(_as(piece, BlockKind.HEADING, TOPIC_LEVEL) if at in lone else piece for at, piece in enumerate(pieces))


def _stands_alone(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether an item of a few words that close nothing has something below it that it is not set over by its level."""
    piece, below = pieces[at], pieces[at + 1 : at + 2]
    if len(piece.text) > _LONGEST_NAME or is_closed(piece.text) or find_label(piece.raw) or not below:
        return False
    return below[0].kind is not BlockKind.LIST_ITEM or below[0].level <= piece.level


def _read_head(piece: Piece) -> tuple[Piece, ...]:
    """Return the headline, and its day on a line of its own where it stands behind it in brackets."""
    day = find_closing_date(piece.raw) if piece.text.endswith(_BRACKETS) else None
    if day is None or day.end is None:
        return (_as(piece, BlockKind.HEADING, HEADLINE_LEVEL),)
    dated = replace(piece.cut(day.end), spans=(Span(text=f"Date: {day.date_text}"),))
    return _as(piece.cut(0, day.end), BlockKind.HEADING, HEADLINE_LEVEL), _as(dated, BlockKind.PARAGRAPH, 0)


def _heads(piece: Piece, below: tuple[Piece, ...]) -> bool:
    """Whether such an item that closes no sentence stands over one report, with nothing, points or links behind."""
    text = piece.text
    number = find_number(piece.raw)
    is_bold = (piece.cut(number.end) if number else piece).is_bold
    if piece.kind is not BlockKind.LIST_ITEM or len(text) > _LONGEST or is_closed(text):
        return False
    dated = not is_bold and text.endswith(_BRACKETS) and find_closing_date(text) is not None
    if not (is_bold or dated):
        return False
    if not below or below[0].kind is not BlockKind.LIST_ITEM or below[0].level <= piece.level:
        return False
    further = below[1:]
    alone = not further or further[0].level <= piece.level or is_link_only(further[0].spans)
    alone = alone or (dated and further[0].level > below[0].level)
    plain = not (find_section(text) or find_label(piece.raw) or find_label(below[0].raw))
    return alone and plain and is_closed(below[0].text) and len(below[0].text.split()) >= _LEAST_WORDS


def _as(piece: Piece, kind: BlockKind, level: int) -> Piece:
    return replace(piece, source=replace(piece.source, kind=kind, level=level))
