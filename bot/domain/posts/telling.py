"""Names of what a post tells, which stand in its message: by them a restored backup knows what its channel has.

Numbers are of no use for that. After a restore they are given anew, and perhaps to others; and a rule whose time was
changed since the backup has its slots under other keys.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.records.briefing import DeadlineKind, Item

MOST_NAMES = 150
"""So many names go with a message: Slack bounds what may, and does not say where."""
_SIGNS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """What a post tells: the rule that it is of, as people see it, and names, each of ten hexadecimal digits."""

    rule: str = ""
    names: tuple[str, ...] = ()


NOTHING_TOLD = Telling()
"""What lines, answers and the later parts of a post tell that has to be known again."""


def name_item(identity: str, item: Item) -> str:
    """Give the name of an item: that of its briefing (``identity``) and its words, whatever its number and place."""
    return _name("item", identity, item.headline, item.text, *item.points)


def name_reminder(item: str, *, kind: DeadlineKind, on: dt.date, mark: int) -> str:
    """Give the name of a reminder of an item's deadline, named as ``name_item`` does, at a mark in days before it."""
    return _name("reminder", item, kind.value, on.isoformat(), mark)


def name_day(rule: str, on: str) -> str:
    """Give the name of a rule's digest of a local day (ISO 8601), at whatever time."""
    return _name("day", rule, on)


def _name(*words: str | int | None) -> str:
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()[:_SIGNS]
