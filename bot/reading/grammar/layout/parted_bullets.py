"""Parted bullets: bullets whose first line gives day, offices, document and state between bars, the text below it.

("29 May | State Council | Plan for Ropes / 绳索方案 | issued" over what the plan says.)
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.document_fields import list_signed
from bot.reading.grammar.lines.field_lines import Credit
from bot.reading.grammar.lines.reports import is_closed

if TYPE_CHECKING:
    from bot.reading.grammar.layout.document_fields import Fields
    from bot.reading.grammar.layout.pieces import Piece

_LEAST = 2
_LONGEST = 480
_SIGNS = ("|", "｜", "·")
_SHARE = 0.5


def read_parted_bullets(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give such bullets, from two on, as the news behind its day, and what its first line tells as its credit."""
    found = {at: fields for at, piece in enumerate(pieces) if (fields := _list_head(piece))}
    titled = sum(any(label == "Title: " for label, *_ in fields) for fields in found.values())
    if len(found) < _LEAST or titled < _SHARE * len(found):
        return pieces
    return tuple(_credit(piece, found[at]) if at in found else piece for at, piece in enumerate(pieces))


def _list_head(piece: Piece) -> Fields | None:
    """Give the fields of the line over a bullet's text; None for a bullet without one."""
    raw = piece.raw
    end = raw.find("\n") if piece.kind is BlockKind.LIST_ITEM else -1
    if not 0 < end <= _LONGEST or not any(map(raw[:end].__contains__, _SIGNS)) or is_closed(raw[:end].strip()):
        return None
    fields = list_signed(piece.cut(0, end)) if raw[end:].strip() else None
    return fields if fields and any(label == "Date: " for label, *_ in fields) else None


def _credit(piece: Piece, fields: Fields) -> Piece:
    told: dict[str, list[str]] = {}
    for label, start, end in fields:
        told.setdefault(label, []).append(piece.raw[start:end].strip(" *_"))
    day = told["Date: "][0]
    rest = piece.cut(piece.raw.find("\n") + 1)
    credit = Credit(
        issuers=tuple(told.get("Issued by: ", ())),
        date_text=day,
        terms=(*(f"Status: {state}" for state in told.get("Status: ", ())), *told.get("", ())),
        numbers=tuple(told.get("Number: ", ())),
        sources=tuple(told.get("Source: ", ())),
        titles=tuple(told.get("Title: ", ())),
    )
    return replace(rest.headed(f"{day}: " if day.isascii() else f"{day}："), credit=credit)
