"""Changing the messages that stand already: corrections, and what is taken back; part of the sender's tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.delivery import UpdateState, decide_stop, decide_update, refuses_blocks
from bot.domain.posts.post import drop_blocks
from bot.services.subscribing.troubles import tell_standing
from bot.store.added import leave_added, settle_added
from bot.store.outbox import list_wanted_changes, mark_withdrawn, record_change, stop_sending, want_change

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection

    from bot.domain.posts.delivery import Outcome
    from bot.services.ports import Poster, Renderer
    from bot.services.sending.delivery_report import Tally
    from bot.services.sending.pace import Gate
    from bot.store.database import Store
    from bot.store.outbox import Change


class MessageChanges:
    """Changes posts of one workspace through ``poster``; ``admins`` are told of what cannot be taken back.

    ``gate`` is shut while Slack asked not to change messages.
    """

    def __init__(
        self, store: Store, poster: Poster, renderer: Renderer, *, workspace: str, admins: Collection[str], gate: Gate
    ) -> None:
        self._store = store
        self._poster = poster
        self._renderer = renderer
        self._workspace = workspace
        self._admins = admins
        self._gate = gate

    def step(self, tally: Tally, *, must_pause: Callable[[], bool]) -> str | None:
        """Change the messages that are to be changed; give why all sending has to stop, or None."""
        with self._store.read() as db:
            wanted = list_wanted_changes(db, workspace=self._workspace, now=tally.watch.now())
        for change in wanted:
            post = change.post
            if post.ts is None:
                continue
            if must_pause() or not self._gate.is_open(tally.watch):
                return None
            outcome = self._poster.update(
                channel=post.slot.channel,
                ts=post.ts,
                message=change.message,
                key=post.key,
                takes_back=post.withdrawn_at is not None,
            )
            self._gate.close(outcome.retry_after_s, tally.watch)
            stop = decide_stop(outcome)
            if stop is not None:
                with self._store.write() as db:
                    stop_sending(db, self._workspace, reason=stop, now=tally.watch.now())
                return stop
            state = self._record_change(change, outcome, tally.watch.now())
            tally.changed += int(state is UpdateState.DONE)
        return None

    def _record_change(self, change: Change, outcome: Outcome, now: dt.datetime) -> UpdateState | None:
        """Record how a change ended; None where it is tried again as plain text, since Slack refuses its blocks."""
        post, takes_back = change.post, change.post.withdrawn_at is not None
        with self._store.write() as db:
            if refuses_blocks(outcome) and change.message.blocks != "[]":
                want_change(db, post.id, drop_blocks(change.message), now=now)
                return None
            state, not_before = decide_update(outcome, attempts=change.attempts + 1, now=now)
            record_change(db, change, state, not_before=not_before)
            if post.part == 0 and state is UpdateState.DONE:
                settle_added(db, post.id)
            elif post.part == 0 and state is UpdateState.GIVEN_UP and not change.attempts:
                leave_added(db, post.id, now=now)
            if change.cuts and not takes_back and state is UpdateState.GIVEN_UP:
                mark_withdrawn(db, post.id, self._renderer.render_kept_out(), now=now)
            elif takes_back and state is UpdateState.GIVEN_UP:
                tell_standing(db, post, outcome.error, renderer=self._renderer, admins=self._admins, now=now)
        return state
