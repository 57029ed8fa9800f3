"""Names of what a post tells, which stand in its message: by them a restored backup knows what its channel has.

Numbers are of no use for that. After a restore they are given anew, and perhaps to others; and a rule whose time was
changed since the backup has its slots under other keys.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.domain.records.briefing import DeadlineKind, Item

MOST_NAMES = 240
"""So many names go with a message, in 1,600 characters: Slack bounds what may, and does not say where."""
_BYTES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """What a post tells: the rule that it is of, as people see it, and names, each of ten hexadecimal digits.

    A rule without names tells nothing by now: what it brought was taken back.
    """

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
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()[: 2 * _BYTES]


def pack_names(names: Sequence[str]) -> str:
    """Write names as closely as a message can bear them."""
    return base64.urlsafe_b64encode(bytes.fromhex("".join(names))).decode()


def unpack_names(packed: str) -> tuple[str, ...]:
    """Give the names that ``pack_names`` wrote; none where something else stands."""
    try:
        signs = base64.b64decode(packed, altchars=b"-_", validate=True)
    except ValueError:
        return ()
    return tuple(signs[at : at + _BYTES].hex() for at in range(0, len(signs) - _BYTES + 1, _BYTES))
