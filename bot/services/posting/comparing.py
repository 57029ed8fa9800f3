"""After a restore: a message that stands may say something else than its post does in the ledger, and is changed then.

Its post was decided by other words, and found; or a correction was read before it was known what the message tells by
now. One that tells what is not read again yet would lose that, so it waits for it: with old words in it a day, else for
good.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.domain.posts.post import CLAIMABLE, PostState
from bot.errors import BadQueryError
from bot.store.compared import (
    end_comparing,
    has_waited,
    list_to_compare,
    tells_old_words,
    tells_otherwise,
    tells_unknown,
    wait_for_reading,
)
from bot.store.outbox import get_post, list_parts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from bot.services.posting.corrections import Corrections
    from bot.store.database import Database, Store

_UNDER_WAY = (*CLAIMABLE, PostState.SENDING, PostState.AMBIGUOUS)


class Comparing:
    """Compares the posts that are noted for it with their messages."""

    def __init__(self, store: Store, corrections: Corrections) -> None:
        self._store = store
        self._corrections = corrections

    def step(self, *, now: dt.datetime, besides: Collection[str]) -> int:
        """Compare what may be by now, each post in a transaction of its own; ``besides`` are places not read yet.

        Gives how many were.
        """
        with self._store.read() as db:
            posts = [get_post(db, number) for number in list_to_compare(db, now=now)]
        compared = 0
        for number in [post.id for post in posts if post.slot.channel not in besides]:
            with self._store.write() as db:
                compared += self._compare(db, number, now=now)
        return compared

    def _compare(self, db: Database, number: int, *, now: dt.datetime) -> bool:
        if any(part.state in _UNDER_WAY for part in list_parts(db, number)):
            return False
        post = get_post(db, number)
        if post.state is PostState.SENT and post.withdrawn_at is None:
            waited = has_waited(db, number, now=now)
            if tells_unknown(db, post) and not (waited and tells_old_words(db, post)):
                wait_for_reading(db, number, for_good=waited)
                return False
            with suppress(BadQueryError):  # it stays as it is
                self._corrections.bring_up(db, post, anyway=tells_otherwise(db, post), now=now)
        end_comparing(db, number)
        return True
