"""Taking back the answers that a licence does not allow any more where they stand; part of the sender's tick.

Each is changed once into a line that quotes nobody. One that Slack posted for us, or does not let us change, stays:
the person it was for is told so, once for all of theirs, and the audit trail has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.delivery import FoundKind, Outcome, OutcomeKind, UpdateState, decide_stop, decide_update
from bot.domain.posts.post import PostKind, Slot
from bot.services.access.licensed_posts import ACTOR
from bot.services.ports import StayingAnswer
from bot.store.admins import is_channel_allowed
from bot.store.answers import list_untold, list_wanted_recalls, mark_told, record_recall
from bot.store.audit import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post, stop_sending

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from bot.services.ports import Poster, Renderer
    from bot.services.sending.delivery_report import Tally
    from bot.services.sending.pace import Gate, Watch
    from bot.store.answers import WantedRecall
    from bot.store.database import Database, Store


class AnswerRecall:
    """Takes answers back through ``poster``, in one workspace.

    ``looks`` and ``changes`` are shut while Slack asked not to read, or not to change messages.
    """

    def __init__(
        self, store: Store, poster: Poster, renderer: Renderer, *, workspace: str, looks: Gate, changes: Gate
    ) -> None:
        self._store = store
        self._poster = poster
        self._renderer = renderer
        self._workspace = workspace
        self._looks = looks
        self._changes = changes

    def step(self, tally: Tally, *, must_pause: Callable[[], bool]) -> str | None:
        """Take back what is due, and tell persons what stays; give why all sending has to stop, or None."""
        stop = self._take_back(tally, must_pause=must_pause)
        if stop is None:
            self._tell(tally.watch.now())
        return stop

    def _take_back(self, tally: Tally, *, must_pause: Callable[[], bool]) -> str | None:
        with self._store.read() as db:
            wanted = list_wanted_recalls(db, workspace=self._workspace, now=tally.watch.now())
        self._leave([answer for answer in wanted if answer.given.key is None], tally.watch.now())
        for answer in wanted:
            if answer.given.key is None:
                continue
            if must_pause() or not self._changes.is_open(tally.watch):
                return None
            if answer.ts is None and not self._looks.is_open(tally.watch):
                continue
            outcome = self._try(answer, answer.given.key, tally.watch)
            now = tally.watch.now()
            stop = decide_stop(outcome)
            with self._store.write() as db:
                if stop is not None:
                    stop_sending(db, self._workspace, reason=stop, now=now)
                    return stop
                state, not_before = decide_update(outcome, attempts=answer.attempts + 1, now=now)
                if not record_recall(db, answer, state, ts=outcome.ts, not_before=not_before):
                    continue  # it landed while it was looked for
                if state is UpdateState.DONE:
                    _audit(db, "answer taken back", answer, now=now)
                elif state is UpdateState.GIVEN_UP:
                    _audit(db, "answer stays", answer, now=now, reason=f" ({outcome.error})")
            tally.changed += int(state is UpdateState.DONE)
        return None

    def _try(self, answer: WantedRecall, key: str, watch: Watch) -> Outcome:
        """Change the answer where it stands; one that is not known to have arrived is looked for first."""
        given, ts = answer.given, answer.ts
        if ts is None:
            found = self._poster.find(
                channel=given.channel, key=key, after_ts=given.after_ts, thread_ts=given.thread_ts
            )
            self._looks.close(found.retry_after_s, watch)
            if found.kind is FoundKind.LATER:
                return Outcome(kind=OutcomeKind.REFUSED, error=found.reason, retry_after_s=found.retry_after_s)
            if found.kind is FoundKind.ABSENT and given.after_ts is not None:
                return Outcome(kind=OutcomeKind.ERROR, error=_GONE)
            if found.ts is None:
                return Outcome(kind=OutcomeKind.ERROR, error=_NOT_OURS)
            ts = found.ts
        with self._store.read() as db:  # whose it was is no business of others who read there
            publishers = "" if is_channel_allowed(db, given.channel) else answer.publishers
        line = self._renderer.render_answer_kept_out(publishers)
        outcome = self._poster.update(channel=given.channel, ts=ts, message=line, key=key, takes_back=True)
        self._changes.close(outcome.retry_after_s, watch)
        return outcome

    def _leave(self, wanted: Sequence[WantedRecall], now: dt.datetime) -> None:
        """Give up, at once, what was never ours to change."""
        if not wanted:
            return
        with self._store.write() as db:
            for answer in wanted:
                record_recall(db, answer, UpdateState.GIVEN_UP, ts=None, not_before=now)
                _audit(db, "answer stays", answer, now=now, reason=" (posted by Slack)")

    def _tell(self, now: dt.datetime) -> None:
        """Ask each person whose answers stay to delete them: once, when all that could go is gone, in one message."""
        with self._store.read() as db:
            if not list_untold(db, workspace=self._workspace):
                return
        persons: dict[str, list[WantedRecall]] = {}
        with self._store.write() as db:
            for answer in list_untold(db, workspace=self._workspace):
                persons.setdefault(answer.given.user, []).append(answer)
                mark_told(db, answer.number, now=now)
            for user, theirs in persons.items():
                slot = Slot(
                    workspace=self._workspace,
                    channel=user,
                    kind=PostKind.NOTICE,
                    source="licence",
                    slot=f"answer {theirs[0].number}",
                )
                message = self._renderer.render_answers_stay(tuple(map(_describe, theirs)))
                add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, late_after=None), now=now)


_NOT_OURS = "cant_update_message"
"""Slack's word for a message that the bot may not change, and ours for one that nobody can find."""
_GONE = "message_not_found"


def _describe(answer: WantedRecall) -> StayingAnswer:
    given = answer.given
    return StayingAnswer(
        channel=given.channel, asked=given.asked, given_at=answer.given_at, publishers=answer.publishers
    )


def _audit(db: Database, action: str, answer: WantedRecall, *, now: dt.datetime, reason: str = "") -> None:
    whose = answer.publishers or "no publisher named"
    detail = f"for {answer.given.user} on {answer.given_at:%Y-%m-%d}, licence of {whose}{reason}"
    add_audit(db, AuditRow(at=now, actor=ACTOR, action=action, subject=answer.given.channel, detail=detail))
