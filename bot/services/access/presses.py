"""Presses that act once: a button pressed twice in a minute, or by an impatient finger, has one effect."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING

from bot.store.inbox import claim_press, free_press

if TYPE_CHECKING:
    from bot.store.database import Store

WITHIN = dt.timedelta(minutes=1)
"""How long a second press counts as the same."""


class Presses:
    """Remembers who pressed what; safe to share between threads and processes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(self, *named: str, now: dt.datetime) -> bool:
        """Record a press of what is named; give whether it is the first within a minute."""
        with self._store.write() as db:
            return claim_press(db, _key(named), now=now, within=WITHIN)

    def free(self, *named: str) -> None:
        """Let the same be pressed again at once: nothing came of the press."""
        with self._store.write() as db:
            free_press(db, _key(named))


def _key(named: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()
