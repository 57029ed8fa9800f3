"""The record of answers that a whole channel sees: to mentions, and shared ones, so that licences reach them later.

An answer is recorded before it is posted, so that a crash between the two leaves nothing standing unknown; where it
stands is noted afterwards. A row holds where, for whom, and which briefings are quoted, and stays as long as the answer
may stand. Taking back is the sender's (``bot.services.sending.answer_recall``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import NotAllowedError
from bot.services.access.withholding import is_licence_newer
from bot.store.answers import (
    add_answer,
    drop_answer,
    drop_answers_of,
    has_answers,
    list_briefings_of,
    mark_given,
)

if TYPE_CHECKING:
    import datetime as dt

    from bot.services.answering.quoted import Quoted
    from bot.store.answers import Given
    from bot.store.database import Store


class Answers:
    """Keeps the record; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, given: Given, quoted: Quoted, *, since: dt.datetime, now: dt.datetime) -> int | None:
        """Record an answer that was looked up at ``since``, right before it is given; None for one that quotes nobody.

        Raises NotAllowedError where a licence has changed meanwhile.
        """
        with self._store.write() as db:
            briefings = list_briefings_of(db, quoted.items, quoted.briefings)
            if any(is_licence_newer(db, briefing, since=since) for briefing in briefings):
                raise NotAllowedError(
                    "What may be shown here has changed while this was looked up.", hint="Ask once more."
                )
            return add_answer(db, given, briefings, now=now) if briefings else None

    def land(self, number: int, ts: str, *, now: dt.datetime) -> None:
        """Note where an answer stands."""
        with self._store.write() as db:
            mark_given(db, number, ts, now=now)

    def drop(self, number: int) -> None:
        """Forget an answer that surely was not given."""
        with self._store.write() as db:
            drop_answer(db, number)

    def forget(self, workspace: str) -> None:
        """Forget the answers of a workspace that ends, such as one in memory: they stand nowhere any more."""
        with self._store.read() as db:
            if not has_answers(db, workspace):
                return
        with self._store.write() as db:
            drop_answers_of(db, workspace)
