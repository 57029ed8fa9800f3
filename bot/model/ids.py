"""The ids people see: a letter and a number (``P5``, ``I12``, ``B1``, ``D3``); never reused."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.errors import BadQueryError

_ID = re.compile(r"([PIBD])([1-9][0-9]{0,9})", re.IGNORECASE)


class IdKind(StrEnum):
    """What an id names, by its letter."""

    POLICY = "P"
    ITEM = "I"
    BRIEFING = "B"
    SUBSCRIPTION = "D"


def format_id(kind: IdKind, number: int) -> str:
    """Return the id as people see it."""
    return f"{kind}{number}"


def find_id(text: str) -> tuple[IdKind, int] | None:
    """Return kind and number when the whole text is an id, in either case; else None."""
    match = _ID.fullmatch(text.strip())
    return (IdKind(match[1].upper()), int(match[2])) if match else None


def parse_id(text: str, kind: IdKind) -> int:
    """Return the number of an id of this kind, or raise BadQueryError."""
    found = find_id(text)
    if found is None or found[0] is not kind:
        raise BadQueryError(
            f"“{text}” is not an id of this kind.", hint=f"Write {kind.value} and a number: {kind.value}3."
        )
    return found[1]
