"""Clock times: the hour behind a day on a line of its own ("4 March 2025, 0715 GMT"), which tells no news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import lazy_re as re
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import is_date_line

if TYPE_CHECKING:
    from bot.reading.grammar.layout.pieces import Piece

_LONGEST = 80
_ZONE = r"(?:\s?\(?(?:[A-Z]{2,4}|GMT[+-]\d{1,2}|hrs|Beijing time|local time|Uhr)\)?)"
_CLOCK = re.compile(
    rf"[\s,·•|/–—-]+(?:(?:at|um)\s)?(?:\d{{1,2}}[:.h]\d\d(?::\d\d)?\s?(?:[ap]\.?m\.?)?{_ZONE}?"
    rf"|\d{{4}}{_ZONE}|\d{{1,2}}\s?[ap]\.?m\.?{_ZONE}?)"
    r"\s*\Z",
    re.IGNORECASE,
)


def read_clock_times(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give the lines of a day and an hour without the hour."""
    return tuple(_without_clock(piece) for piece in pieces)


def _without_clock(piece: Piece) -> Piece:
    raw = piece.raw
    plain = piece.kind is BlockKind.PARAGRAPH and len(raw) <= _LONGEST
    clock = _CLOCK.search(raw) if plain and any(map(str.isdecimal, raw)) else None
    return piece.cut(0, clock.start()) if clock and is_date_line(raw[: clock.start()].strip()) else piece
