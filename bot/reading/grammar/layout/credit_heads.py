"""Credit heads: headings of nothing but a day and offices over a paragraph each ("30 May | MOF"): no headlines."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.field_lines import Credit
from bot.reading.grammar.lines.reports import is_closed

_LEAST, _LEAST_LINES = 3, 2


def read_credit_heads(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the paragraphs below such headings, from three on, as list items with the credit that stood above them."""
    found = {at: credit for at, piece in enumerate(pieces[:-1]) if (credit := _find_credit(piece))}
    headed = sum(at > 0 and (pieces[at - 1].is_heading or pieces[at - 1].is_bold) for at in found)
    if len(found) < _LEAST or headed * 2 > len(found) or not all(_tells_all(pieces, at + 1) for at in found):
        return pieces
    return tuple(
        _as_news(piece, found[at - 1]) if at - 1 in found else piece
        for at, piece in enumerate(pieces)
        if at not in found
    )


def part_credit_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with headlines parted from the credit on the line below them, in blocks of these two lines."""
    parted = {at: end for at, piece in enumerate(pieces) if (end := _find_line_end(piece))}
    if len(parted) < _LEAST_LINES:
        return pieces
    return tuple(
        part
        for at, piece in enumerate(pieces)
        for part in ((piece.cut(0, parted[at]), piece.cut(parted[at] + 1)) if at in parted else (piece,))
    )


def _find_line_end(piece: Piece) -> int:
    """Return where the first of two lines ends, a link, over a credit; 0 where a piece is no such block."""
    head, _, below = piece.raw.strip().partition("\n")
    if not below or "\n" in below or is_closed(head) or piece.kind is not BlockKind.PARAGRAPH:
        return 0
    first = [span for span in piece.spans if span.text.strip()][:1]
    set_off = bool(first) and first[0].link is not None and len(first[0].text) >= len(head)
    credit = find_credit(below) if set_off else None
    return piece.raw.index("\n", len(piece.raw) - len(piece.raw.lstrip())) if credit and credit.date_text else 0


def _find_credit(piece: Piece) -> Credit | None:
    credit = find_credit(piece.text) if piece.is_heading or (piece.is_bold and piece.starts_block) else None
    return credit if credit and credit.date_text and credit.issuers else None


def _tells_all(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a piece is a paragraph that ends a sentence, and no other paragraph in plain letters follows it."""
    told = pieces[at].kind is BlockKind.PARAGRAPH and not pieces[at].is_bold and is_closed(pieces[at].text)
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return told and (after is None or after.kind is not BlockKind.PARAGRAPH or after.is_bold)


def _as_news(piece: Piece, credit: Credit) -> Piece:
    return replace(piece, source=replace(piece.source, kind=BlockKind.LIST_ITEM, level=1), credit=credit)
