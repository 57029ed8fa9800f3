"""Receipts: the first to claim a request has it; whoever brings it again, also after a restart, is told so.

A claim is durable before anything follows from it. Claims that come at the same moment are written in one transaction,
since a hundred commands at once must not wait for a hundred turns of the disk. What only asks has no effect but its
answer, so it is claimed in memory and written with the next claim or by ``write_later``: a question never waits for a
document that is being stored.
"""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.store.events import add_received, forget_received, is_received

if TYPE_CHECKING:
    from bot.store.database import Store

_FORGET_EVERY = dt.timedelta(hours=1)


@dataclass(kw_only=True, slots=True)
class _Claim:
    key: str
    now: dt.datetime
    fresh: bool | None = None
    error: StoreError | None = None


class Receipts:
    """Keeps what was received; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Claim] = []
        self._later: dict[str, dt.datetime] = {}
        self._written: frozenset[str] = frozenset()
        self._waiting_lock = threading.Lock()
        self._turn = threading.Lock()
        self._forgot_at: dt.datetime | None = None

    def claim(self, key: str, *, now: dt.datetime, asks_only: bool = False) -> bool:
        """Record a key; give whether it is new. Raises StoreError when it cannot be recorded.

        With ``asks_only`` it is recorded in memory, and durably soon: what is asked then may be answered twice, once
        before and once after a crash, and nothing else.
        """
        if asks_only:
            return self._claim_in_memory(key, now)
        claim = _Claim(key=key, now=now)
        with self._waiting_lock:
            self._waiting.append(claim)
        with self._turn:
            if claim.fresh is None and claim.error is None:
                with self._waiting_lock:
                    batch, self._waiting = self._waiting, []
                self._write(batch, now)
        if claim.error is not None:
            raise claim.error
        return bool(claim.fresh)

    def write_later(self, now: dt.datetime) -> None:
        """Make durable what was claimed in memory."""
        with self._turn:
            self._write([], now)

    def _claim_in_memory(self, key: str, now: dt.datetime) -> bool:
        with self._store.read() as db:
            if is_received(db, key):
                return False
        with self._waiting_lock:
            if key in self._later or key in self._written:  # the latter may have been written since the look
                return False
            self._later[key] = now
            return True

    def _write(self, batch: list[_Claim], now: dt.datetime) -> None:
        with self._waiting_lock:
            later = dict(self._later)
        if not batch and not later:
            return
        try:
            with self._store.write() as db:
                if self._forgot_at is None or abs(now - self._forgot_at) > _FORGET_EVERY:
                    forget_received(db, now=now)
                    self._forgot_at = now
                found = [add_received(db, claim.key, now=claim.now) for claim in batch]
                for key, asked_at in later.items():
                    add_received(db, key, now=asked_at)
        except StoreError as error:
            for claim in batch:
                claim.error = error
            return
        for claim, fresh in zip(batch, found, strict=True):
            claim.fresh = fresh
        with self._waiting_lock:
            for key in later:
                del self._later[key]
            self._written = frozenset(later)
