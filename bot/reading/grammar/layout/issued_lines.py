"""Issued lines: lines that say by whom and when something was issued, and where it stands, in one sentence's words.

("Issued by MOFCOM and NHC on September 7, 2024 | Notice 商资函〔2024〕568号 | Official text").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.date_pattern import DATE
from bot.reading.grammar.lines.reports import is_closed

_LEAST = 2
_LONGEST = 320
_ISSUED = re.compile(
    r"\s*(?:jointly )?(?:issued|promulgated|released|published|adopted|announced)(?: jointly)? by "
    rf"(?P<who>(?:the )?[A-Z][^|·;]{{1,200}}?),? on (?P<day>{DATE})\s*(?=[|·;]|\Z)",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\s*[|·;]\s*")
_NUMBER = re.compile(
    r"(?:notice|announcement|order|decree|document)?\s*(?P<number>\S*[〔\[(（]?(?:19|20)\d\d[〕\])）]?\S*号)\s*",
    re.IGNORECASE,
)


def read_issued_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such lines below what was told, from two on, as the fields that they hold in their order."""
    told = (at for at in range(1, len(pieces)) if is_closed(pieces[at - 1].text))
    found = {at: issued for at in told if (issued := _find_issued(pieces[at]))}
    if len(found) < _LEAST:
        return pieces
    return tuple(
        part for at, piece in enumerate(pieces) for part in (_part(piece, found[at]) if at in found else (piece,))
    )


def _find_issued(piece: Piece) -> re.Match[str] | None:
    raw = piece.raw
    plain = piece.kind is BlockKind.PARAGRAPH and len(raw) <= _LONGEST and " by " in raw and " on " in raw
    return _ISSUED.match(raw) if plain else None


def _part(piece: Piece, issued: re.Match[str]) -> tuple[Piece, ...]:
    who, day = (piece.cut(*issued.span(name)) for name in ("who", "day"))
    return (who.headed("Issued by: "), day.headed("Date: "), *_list_rest(piece, issued.end()))


def _list_rest(piece: Piece, start: int) -> Iterator[Piece]:
    """Return what stands behind the day: the document's number, and where it can be read."""
    raw = piece.raw
    bounds = [(start, start), *(sign.span() for sign in _SIGN.finditer(raw, start)), (len(raw), len(raw))]
    for (_, first), (last, _) in pairwise(bounds):
        if not raw[first:last].strip():
            continue
        number = _NUMBER.fullmatch(raw, first, last)
        if number is not None:
            yield piece.cut(*number.span("number")).headed("Number: ")
        else:
            yield piece.cut(first, last).headed("Source: ")
