"""The question right before a post is sent whether it still may go: much may have changed since it was decided.

A notice, which quotes nobody, always may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence

from bot.access.admins import ACTOR
from bot.access.licences import KEPT_OUT, is_licence_newer, may_be_posted
from bot.answers.lookup import Lookup
from bot.digests.chat import Poster, Renderer, StayingAnswer
from bot.digests.corrections import MAYBE_SENT, Corrections
from bot.digests.pace import Gate, Tally, Watch
from bot.digests.reminders import OVER, find_end
from bot.digests.troubles import Departures
from bot.errors import BadQueryError, NotFoundError
from bot.model.deadlines import beijing_day
from bot.model.delivery import FoundKind, Outcome, OutcomeKind, UpdateState, Verdict, decide_stop, decide_update
from bot.model.post import UNSENT, Post, PostKind, PostState, Slot
from bot.model.roles import Need, Role, decide_access
from bot.model.subscription import is_person
from bot.store.database import Database, Store
from bot.store.inbox import WantedRecall, list_untold, list_wanted_recalls, mark_told, record_recall
from bot.store.licences import AuditRow, add_audit, end_look, is_channel_allowed, list_looks
from bot.store.outbox import (
    NewPost,
    add_post,
    cancel_posts,
    get_decided_at,
    get_post,
    list_parts,
    mark_withdrawn,
    stop_sending,
    withhold_items,
)
from bot.store.reminders import find_reminder, set_days_left
from bot.store.schedules import (
    drop_briefing,
    list_briefings_before,
    list_briefings_carried,
    list_ids_carried,
    release_briefing,
)
from bot.store.sending import get_said, list_correction_lines, mark_cutting, say_instead

# Taking back, or cutting, what a licence does not allow any more where it stands or waits, post by post.

UNWRITABLE = "its publisher's licence has changed, and its rule cannot be read any more to write it again"
"""Why a post is taken away wholly of which a part might stay."""
_AT_ONCE = 25
"""Posts looked at in one tick: more would keep the others waiting who write."""


class Recall:
    """Brings posts up to the licences as they are by now."""

    def __init__(self, store: Store, corrections: Corrections, renderer: Renderer) -> None:
        self._store = store
        self._corrections = corrections
        self._renderer = renderer

    def step(self, *, now: dt.datetime) -> int:
        """Look at some of the posts that wait for it, each in a transaction of its own; give how many."""
        with self._store.read() as db:
            waiting = list_looks(db, _AT_ONCE)
        looked = 0
        for number in waiting:
            with self._store.write() as db:
                if end_look(db, number):
                    self._obey(db, get_post(db, number), now=now)
                    looked += 1
        return looked

    def trim_line(self, db: Database, line: Post, *, kept_out: Collection[int], now: dt.datetime) -> bool:
        """Let a correction's line tell of no briefing that is kept out; False when nothing of it would be left."""
        kept = self._renderer.keep_corrections(get_said(db, line), _list_ids(db, line.parent_id or 0, kept_out))
        if kept is None:
            return False
        if kept != get_said(db, line):
            say_instead(db, line, kept, now=now)
        return True

    def _obey(self, db: Database, post: Post, *, now: dt.datetime) -> None:
        if post.withdrawn_at is not None or post.state not in {*UNSENT, *MAYBE_SENT}:
            return
        brought = list_brought(db, post)
        stands = post.state not in UNSENT
        kept_out = [number for number in brought if not may_be_posted(db, number, post.slot.channel)]
        if kept_out and len(kept_out) == len(brought):
            self._take_back(db, post, reason=KEPT_OUT, now=now)
            return
        try:
            self._corrections.compose_again(db, post, now=now)
        except (BadQueryError, NotFoundError):
            self._take_back(db, post, reason=UNWRITABLE, now=now)
            return
        for line in list_correction_lines(db, post.id) if kept_out else ():
            if not self.trim_line(db, line, kept_out=kept_out, now=now):
                self._end(db, [line], reason=KEPT_OUT, now=now)
        mark_cutting(db, post.id)
        leave = drop_briefing if stands else release_briefing
        for number in kept_out:
            leave(db, post.id, number)

    def _take_back(self, db: Database, post: Post, *, reason: str, now: dt.datetime) -> None:
        withhold_items(db, post.id, reason=reason, now=now)
        self._end(db, [*list_parts(db, post.id), *list_correction_lines(db, post.id)], reason=reason, now=now)

    def _end(self, db: Database, posts: list[Post], *, reason: str, now: dt.datetime) -> None:
        """Cancel what was not sent, and want the rest changed into a line that quotes nobody."""
        cancel_posts(db, posts, reason=reason)
        for post in posts:
            if post.state in MAYBE_SENT and post.withdrawn_at is None:
                mark_withdrawn(db, post.id, self._renderer.render_kept_out(), now=now)


def list_brought(db: Database, post: Post) -> list[int]:
    """Return the briefings that a post quotes."""
    if post.briefing_id is not None:
        return [post.briefing_id]
    return list_briefings_carried(db, post.parent_id or post.id)


def _list_ids(db: Database, post_id: int, kept_out: Collection[int]) -> frozenset[str]:
    """Return the ids, as people see them, of what a post carries of other briefings alone."""
    carried = list_ids_carried(db, post_id)
    barred = {shown for shown, briefing in carried if briefing in kept_out}
    return frozenset(shown for shown, _ in carried) - barred


# Taking back the answers that a licence does not allow any more where they stand; part of the sender's tick.


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
        """Return up, at once, what was never ours to change."""
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


_ASK_AGAIN = dt.timedelta(seconds=30)
_OUTSIDE = "its person is no member of the workspace any more"
_UNKNOWN = "Slack does not say at the moment who it would go to"


class LastLook:
    """Looks at a post that is due; ``role_of`` asks who a person is, ``departures`` ends what one got in private."""

    def __init__(
        self,
        store: Store,
        matcher: Lookup,
        renderer: Renderer,
        role_of: Callable[[str], Role],
        departures: Departures,
    ) -> None:
        self._store = store
        self._corrections = Corrections(matcher, renderer)
        self._recall = Recall(store, self._corrections, renderer)
        self._role_of = role_of
        self._departures = departures

    def judge(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        """Return what becomes of a post that may not be sent (now), or None when it may be.

        It is written again where a licence changed since it was decided, or keeps a part of it out, and a reminder
        where another day has come.
        """
        if post.slot.kind is PostKind.NOTICE:
            return None
        verdict = self._judge_person(post.slot.channel, now=now) if is_person(post.slot.channel) else None
        return verdict or self._judge_day(post, now=now) or self._judge_licences(post, now=now)

    def _judge_person(self, user: str, *, now: dt.datetime) -> Verdict | None:
        role = self._role_of(user)
        if decide_access(Need.PERSONAL, role, guests_read=False) is None:
            return None
        if role is Role.UNKNOWN:
            return Verdict(state=PostState.RETRY, reason=_UNKNOWN, not_before=now + _ASK_AGAIN)
        self._departures.leave(user, role, now=now)
        return Verdict(state=PostState.CANCELLED, reason=_OUTSIDE)

    def _judge_day(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        """Let a reminder count the days from the day on which it goes, whatever kept it; over is over."""
        with self._store.read() as db:
            reminder = find_reminder(db, post.id)
        if reminder is None:
            return None
        if now >= find_end(reminder.key):
            return Verdict(state=PostState.CANCELLED, reason=OVER)
        left = (reminder.key.on - beijing_day(now)).days
        if left != reminder.left:
            with self._store.write() as db:
                set_days_left(db, post.id, left)
                try:
                    self._corrections.compose_again(db, post, now=now)
                except NotFoundError:
                    return Verdict(state=PostState.CANCELLED, reason="its briefing is held no more")
        return None

    def _judge_licences(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        with self._store.read() as db:
            brought = list_brought(db, post)
            kept_out = [number for number in brought if not may_be_posted(db, number, post.slot.channel)]
            first = post.parent_id or post.id
            since = get_decided_at(db, first)
            tells_before = not all(
                may_be_posted(db, number, post.slot.channel) for number in list_briefings_before(db, first)
            )
            is_newer = any(is_licence_newer(db, number, since=since) for number in brought)
            if not kept_out and not tells_before and not is_newer:
                return None
        with self._store.write() as db:
            reason = self._find_bar(db, post, brought, kept_out, now=now)
            if reason:
                withhold_items(db, post.id, reason=reason, now=now)
        return Verdict(state=PostState.CANCELLED, reason=reason) if reason else None

    def _find_bar(self, db: Database, post: Post, brought: list[int], kept_out: list[int], *, now: dt.datetime) -> str:
        """Write a post again as the licences are by now; give why it may not go at all, "" when it may."""
        if kept_out and len(kept_out) == len(brought):
            return KEPT_OUT
        if post.slot.kind is PostKind.CORRECTION:
            return "" if self._recall.trim_line(db, post, kept_out=kept_out, now=now) else KEPT_OUT
        first = get_post(db, post.parent_id or post.id)
        try:
            self._corrections.compose_again(db, first, now=now)
        except (BadQueryError, NotFoundError):
            return UNWRITABLE
        for number in kept_out:
            release_briefing(db, first.id, number)
        return ""
