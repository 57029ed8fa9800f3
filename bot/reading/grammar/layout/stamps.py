"""Stamps: lines that say when stories were put up, and by whom ("9 April 2024, 19:05 · By Ann Bow").

Where two such stand, each is the day alone, and who wrote the story a line of its own, if that is more than a desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import lazy_re as re
from bot.domain.calendar.month_names import WEEKDAY
from bot.reading.document import BlockKind
from bot.reading.grammar.lines.date_pattern import DATE
from bot.reading.grammar.lines.imprint import is_byline

if TYPE_CHECKING:
    from bot.reading.grammar.layout.pieces import Piece

_CLOCK = r"(?:\s*[,|·•]|\s+at)?\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?(?:\s+\(?(?:[A-Z]{3,4}|GMT[+-]\d+)\)?)?"
_WHEN = rf"(?:(?:published|posted|updated)(?:\s+on)?\s*:?\s+)?(?:{WEEKDAY}\.?,?\s+)?(?P<day>{DATE})(?P<clock>{_CLOCK})?"
_DESK = r"(?:agencies|(?:news)?wires?|(?:\w+ ){0,2}(?:desk|staff|bureau))"
"""Names no person."""
_STAMP = re.compile(rf"\s*{_WHEN}(?:\s+[|·•–—-]\s+(?P<by>by\s.{{2,60}}|{_DESK}))?\s*\Z", re.IGNORECASE)
_BY_FIRST = re.compile(rf"\s*(?P<by>by\s.{{2,60}}?)(?:\s+[|·•–—-]|,|\s+on)\s+{_WHEN}\s*\Z", re.IGNORECASE)
_IS_DESK = re.compile(_DESK, re.IGNORECASE)
_LEAST = 2
_LONGEST = 120


def read_stamps(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give the pieces with such lines as days, and bylines behind them as pieces of their own."""
    found = {at: stamp for at, piece in enumerate(pieces) if (stamp := _find_stamp(piece))}
    if len(found) < _LEAST:
        return pieces
    read: list[Piece] = []
    for at, piece in enumerate(pieces):
        stamp = found.get(at)
        if stamp is None:
            read.append(piece)
            continue
        read.append(piece.cut(*stamp.span("day")))
        is_named = stamp["by"] and not _IS_DESK.fullmatch(stamp["by"])
        read.extend([piece.cut(*stamp.span("by"))] if is_named else [])
    return tuple(read)


def _find_stamp(piece: Piece) -> re.Match[str] | None:
    raw = piece.raw
    short = piece.kind is BlockKind.PARAGRAPH and len(raw) <= _LONGEST
    if not (short and (":" in raw or "y " in raw) and any(map(str.isdigit, raw))):
        return None
    stamp = _STAMP.match(raw) or _BY_FIRST.match(raw)
    told = stamp is not None and (
        stamp["clock"] or (stamp["by"] and (_IS_DESK.fullmatch(stamp["by"]) or is_byline(stamp["by"])))
    )
    return stamp if told else None
