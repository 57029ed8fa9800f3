"""Changing the messages that stand already: those with a correction in their thread, and those taken back."""

from collections.abc import Callable

from bot.digests.chat import Poster
from bot.digests.outcomes import Outcome, decide_stop, decide_update, refuses_blocks
from bot.digests.pace import Gates, Tally
from bot.model.post import Post, UpdateState, drop_blocks
from bot.store.database import Store
from bot.store.outbox import list_to_change, record_change, say, stop_sending

_UPDATE = "update"


class MessageChanges:
    """Changes posts of one workspace through ``poster``; its gate is shut while Slack asked not to change any."""

    def __init__(self, store: Store, poster: Poster, *, workspace: str, gates: Gates) -> None:
        self._store = store
        self._poster = poster
        self._workspace = workspace
        self._gates = gates

    def step(self, tally: Tally, *, must_pause: Callable[[], bool]) -> str | None:
        """Change the messages that are to be changed; return why all sending has to stop, or None."""
        with self._store.read() as db:
            wanted = list_to_change(db, workspace=self._workspace, now=tally.watch.now())
        for post in wanted:
            if post.ts is None:
                continue
            if must_pause() or not self._gates.is_open(_UPDATE, tally.watch):
                return None
            outcome = self._poster.update(
                channel=post.slot.channel,
                ts=post.ts,
                message=post.message,
                key=post.key,
                takes_back=post.withdrawn_at is not None,
            )
            self._gates.close(_UPDATE, outcome.retry_after_s, tally.watch)
            stop = decide_stop(outcome)
            if stop is not None:
                with self._store.write() as db:
                    stop_sending(db, self._workspace, reason=stop, now=tally.watch.now())
                return stop
            self._record(post, outcome, tally)
        return None

    def _record(self, post: Post, outcome: Outcome, tally: Tally) -> None:
        """Record how a change ended; where Slack refuses its blocks, it is tried again as plain text."""
        now = tally.watch.now()
        with self._store.write() as db:
            if refuses_blocks(outcome) and post.message.blocks != "[]":
                say(db, post.id, drop_blocks(post.message), now=now)
                return
            state, not_before = decide_update(outcome, attempts=post.update_attempts + 1, now=now)
            record_change(db, post, state, not_before=not_before)
        tally.changed += int(state is UpdateState.DONE)
