"""Stamps: lines that say when stories were put up, and by whom ("9 April 2024, 19:05 · By Ann Bow").

Where two such stand, each is the day alone, and who wrote the story a line of its own, if that is more than a desk.
"""

from __future__ import annotations

import re

from bot.dates.date_words import WEEKDAY
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.date_pattern import DATE
from bot.reading.grammar.lines.imprint import is_byline, is_name
from bot.reading.grammar.lines.title_names import is_house_name

_CLOCK = (
    r"(?:\s*[,|·•]|\s+(?:at|um|à))?\s+\d{1,2}[:h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?"
    r"(?:\s+\(?(?:[A-Z]{3,4}|GMT[+-]\d+|Uhr)\)?)?"
)
_WHEN = rf"(?:(?:published|posted|updated)(?:\s+on)?\s*:?\s+)?(?:{WEEKDAY}\.?,?\s+)?(?P<day>{DATE})(?P<clock>{_CLOCK})?"
_DESK = r"(?:agencies|(?:news)?wires?|(?:\w+ ){0,2}(?:desk|staff|bureau))"
"""Names no person."""
_CORRECTED = r"(?:\.\s+(?:corrected|clarified|amended|updated)\b.{0,200}|\.)?"
"""What was wrong in the story before."""
_STAMP = re.compile(
    rf"\s*{_WHEN}(?:\s+[|·•–—-]\s+(?P<by>by\s.{{2,60}}|{_DESK}))?{_CORRECTED}\s*\Z", re.IGNORECASE | re.DOTALL
)
_BY_FIRST = re.compile(
    rf"\s*(?:by|von|par)\s+(?P<by>(?-i:[A-Z]|our\b|the\b).{{1,60}}?)(?:\s+[|·•–—-]|,|\s+(?:on|am|le))\s+{_WHEN}\s*\Z",
    re.IGNORECASE,
)
_BY_WORDS = ("by ", "von", "par")
_IS_DESK = re.compile(_DESK, re.IGNORECASE)
_NAME_FIRST = re.compile(
    rf"\s*(?P<by>(?-i:[A-Z])[\w.'’-]*(?:\s(?-i:[A-Z])[\w.'’-]+){{1,3}})\s+[|·•–—-]\s+{_WHEN}"
    r"\s+[|·•–—-]\s+\d{1,2}[\s-]min(?:ute)?s?(?:\s+read)?\s*\Z",
    re.IGNORECASE,
)
"""A person's name before the day and how long the story takes to read; without that it may be a paper's."""
_BY = "By "
_LEAST = 2
_LONGEST = 240


def read_stamps(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such lines as days, and bylines behind them as pieces of their own."""
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
        is_desk = stamp["by"] is not None and _IS_DESK.fullmatch(stamp["by"]) is not None
        author = piece.cut(*stamp.span("by")) if stamp["by"] and not is_desk else None
        named = author is not None and not is_byline(author.text)
        read.extend([author.headed(_BY) if named else author] if author else [])
    return tuple(read)


def _find_stamp(piece: Piece) -> re.Match[str] | None:
    raw = piece.raw
    short = piece.kind is BlockKind.PARAGRAPH and len(raw) <= _LONGEST
    if not (short and any(map(str.isdigit, raw))):
        return None
    stamp = _STAMP.match(raw)
    if stamp is not None and (stamp["clock"] or _is_author(stamp["by"] or "")):
        return stamp
    signed = _BY_FIRST.match(raw) if raw.lstrip()[:3].lower() in _BY_WORDS else None
    if signed is not None:
        return signed
    named = _NAME_FIRST.match(raw) if "min" in raw else None
    return named if named and is_name(named["by"]) and not is_house_name(named["by"]) else None


def _is_author(text: str) -> bool:
    return _IS_DESK.fullmatch(text) is not None or is_byline(text)
