"""Clock times: the hour behind a day on a line of its own ("4 March 2025, 0715 GMT"), or before news, tells no news."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.clock import HOUR, ZONE

_LONGEST = 80
_CLOCK = re.compile(
    rf"[\s,·•|/–—-]+(?:(?:at|um)\s)?{HOUR}"
    r"\s*\Z",
    re.IGNORECASE,
)


_BETWEEN = re.compile(rf",?\s+\d{{1,2}}[:.h]\d\d(?:\s?[ap]\.?m\.?)?{ZONE}?(?=\s*[·•|–—]\s)", re.IGNORECASE)
_LEAD = re.compile(
    rf"\s*(?:[01]?\d|2[0-3])[:h][0-5]\d(?:\s?[ap]\.?m\.?)?{ZONE}?(?:\s*[,:·|–—-])?\s+(?=[^\W\d_]|[“\"‘《])"
)
_NO_DAY = re.compile(
    r"\s*[(（\[](?:undated|no date(?: given)?|n\.d\.|date unknown|日期不详|未注明日期)[)）\]]\s*(?:[–—:：-]\s*)?(?=\S)",
    re.IGNORECASE,
)
_BRACKETS = ("(", "（", "[")
_LEAST = 3


def read_clock_times(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return lines of a day and an hour without the hour, and the pieces of which three or more open with one.

    What opens with words that there is no day goes without these.
    """
    pieces = tuple(_without_clock(piece) for piece in pieces)
    leads = {at: lead.end() for at, piece in enumerate(pieces) if (lead := _LEAD.match(piece.raw[:_LONGEST]))}
    if len(leads) < _LEAST:
        return pieces
    return tuple(piece.cut(leads[at]) if at in leads else piece for at, piece in enumerate(pieces))


def _without_clock(piece: Piece) -> Piece:
    raw = piece.raw
    undated = _NO_DAY.match(raw) if piece.kind is not BlockKind.HEADING and raw.lstrip()[:1] in _BRACKETS else None
    if undated is not None:
        return piece.cut(undated.end())
    if piece.kind is not BlockKind.PARAGRAPH or len(raw) > _LONGEST or not any(map(str.isdecimal, raw)):
        return piece
    clock = _CLOCK.search(raw)
    if clock is not None and is_date_line(raw[: clock.start()].strip()):
        return piece.cut(0, clock.start())
    clock = _BETWEEN.search(raw)
    if clock is None or not is_date_line(raw[: clock.start()].strip()):
        return piece
    return replace(piece, spans=(*piece.cut(0, clock.start()).spans, *piece.cut(clock.end()).spans))
