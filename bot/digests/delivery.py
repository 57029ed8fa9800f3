"""The only sender of unprompted posts: claim, post once, record; look up what is unclear, hold what cannot be proved.

PENDING, RETRY -> SENDING (durable, before the network) -> SENT | RETRY | HELD | CANCELLED
HELD as unclear -> after two minutes a look into the history -> SENT | RETRY (twice at most) | HELD for a person
A CHANGE of what stands goes the same way, and is simply tried again where nobody knows how it ended.
"""

import datetime as dt
from collections.abc import Callable, Collection
from pathlib import Path

from bot.access.roles import Role
from bot.digests.chat import Poster, Renderer
from bot.digests.outcomes import (
    RECONCILE_AFTER,
    Found,
    Outcome,
    OutcomeKind,
    decide_after,
    decide_change,
    decide_found,
)
from bot.digests.pace import AT_ONCE, DeliveryReport, Gates, Pace, Tick
from bot.digests.schedule import find_end_of_quiet
from bot.digests.troubles import Troubles, is_member
from bot.model.post import LATE_AFTER, Post, PostKind, PostState, Verdict, Why, drop_blocks
from bot.model.subscription import NO_HOLIDAYS, Holidays
from bot.store.database import Database, Store, hold_sender_lock
from bot.store.outbox import (
    claim_post,
    find_newest_ts,
    get_post,
    list_doubtful,
    list_due,
    list_ended,
    list_limits,
    list_posts,
    move_posts,
    record_verdict,
    set_message,
)
from bot.store.standing import clear_stop, find_restore, find_stop, stop_sending
from bot.store.subscriptions import get_subscription

_MARGIN_S = 60.0
"""Taken off Slack's time when it bounds a later search: its clocks need not agree to the second."""
_REPLACED = "The database was replaced while it was open; nothing is sent from here. Start the bot again."
_ELSEWHERE = "Another process is sending; nothing was done here."
_HISTORY, _CHANGES, _POSTS = "history", "changes", "posts"
"""The gates of looking into channels, of changing messages, and of all posts."""
_LIMITS_IN_A_ROW = 3
"""After so many refusals for going too fast the limit is the workspace's, not a channel's: all posts wait."""
_ENDED = {
    Why.LATE: "more than 12 hours late",
    Why.ENDED: "its subscription has ended",
    Why.THREAD: "its first part isn't in the channel",
}
_UNCLEAR = Verdict(state=PostState.HELD, why=Why.UNCLEAR, reason="interrupted while sending")
_AGAIN = Verdict(state=PostState.RETRY, why=Why.REFUSED, reason=_UNCLEAR.reason)
_RESTORED = Verdict(
    state=PostState.HELD, why=Why.RESTORED, reason="a backup was restored, and it may have been posted before that"
)


class Delivery:
    """Sends the outbox of one workspace; ``admins`` are told, once each, what needs a person.

    ``role_of`` says who a person is right before something goes to them.

    ``holidays`` are those of China: what is due in a rule's quiet time waits for its end, whatever made it late.
    """

    def __init__(  # noqa: PLR0913  what a sender needs
        self,
        store: Store,
        poster: Poster,
        renderer: Renderer,
        *,
        workspace: str,
        admins: Collection[str] = (),
        pace: Pace = AT_ONCE,
        role_of: Callable[[str], Role] = is_member,
        holidays: Holidays = NO_HOLIDAYS,
    ) -> None:
        self._store = store
        self._poster = poster
        self._troubles = Troubles(store, renderer, workspace=workspace, admins=admins, role_of=role_of)
        self._workspace = workspace
        self._pace = pace
        self._holidays = holidays
        self._gates = Gates(pace)
        self._identity = _find_identity(store.path)
        self._unclear_since: dict[int, float] = {}
        self._slack_ts: float | None = None

    def start(self) -> None:
        """Allow sending again after a token was refused: called when a process has connected anew."""
        with self._store.write() as db:
            clear_stop(db, self._workspace)

    def tick(self, now: dt.datetime) -> DeliveryReport:
        """Send what is due at ``now``, after looking up what was left unclear; another sender at work is left alone."""
        with hold_sender_lock(self._store.path) as alone:
            if not alone:
                return DeliveryReport(blocked=_ELSEWHERE, lines=(_ELSEWHERE,))
            if _find_identity(self._store.path) != self._identity:
                return DeliveryReport(failed=True, blocked=_REPLACED, lines=(_REPLACED,))
            return self._tick_alone(Tick(now, self._pace))

    def _tick_alone(self, tick: Tick) -> DeliveryReport:
        with self._store.read() as db:
            interrupted = list_posts(db, workspace=self._workspace, states=(PostState.SENDING,))
            stopped = find_stop(db, self._workspace)
        if interrupted:  # we are the only sender, so nobody else changes them meanwhile
            with self._store.write() as db:
                for post in interrupted:
                    is_change = post.slot.kind is PostKind.CHANGE
                    record_verdict(db, post, _AGAIN if is_change else _UNCLEAR)
        stop = stopped[0] if stopped else None
        if stop is None:
            self._hold_restored(tick)
            self._look_up(tick)
            self._cancel(tick)
            stop = self._send(tick)
        if stop is not None:
            tick.say(f"Sending is stopped: Slack said {stop}. Check the bot's token, then start it again.")
        return tick.report

    def _hold_restored(self, tick: Tick) -> None:
        """Hold what may have been posted before a restore, and ask the admins about all of it in one message."""
        now = tick.now()
        with self._store.read() as db:
            at = find_restore(db)
            doubtful = list_doubtful(db, workspace=self._workspace, restored_at=at, now=now) if at else []
        if not doubtful:
            return
        with self._store.write() as db:
            held = [post for post in doubtful if record_verdict(db, post, _RESTORED)]
            self._troubles.ask_restored(db, held, now=now)
        for post in held:
            tick.say(f"{_name(post)} waits for a decision: a backup was restored, it may have been posted.")

    def _look_up(self, tick: Tick) -> None:
        """Look up what has been unclear for so long, by seconds that only grow; where Slack asks to wait, it stays so.

        Where nothing bounds the search in Slack's time, a missing message would prove nothing: a person is asked.
        """
        with self._store.read() as db:
            held = list_posts(db, workspace=self._workspace, states=(PostState.HELD,))
        unclear = [post for post in held if post.is_unclear]
        first = self._pace.read_or(tick.now())
        self._unclear_since = {post.id: self._unclear_since.get(post.id, first) for post in unclear}
        for post in unclear:
            waited_s = self._pace.read_or(tick.now()) - self._unclear_since[post.id]
            if post.after_ts is None:
                reason = "Slack didn't answer, and the channel can't be searched without its time"
                self._record(post, Verdict(state=PostState.HELD, why=Why.UNPROVEN, reason=reason), tick)
            elif waited_s >= RECONCILE_AFTER.total_seconds() and self._may_look(tick):
                found = self._find(post, after_ts=post.after_ts, thread_ts=self._thread_of(post))
                verdict = decide_found(found, post, tick.now())
                if verdict.why is Why.UNCLEAR:
                    tick.count(post, verdict)
                else:
                    self._record(post, verdict, tick)

    def _may_look(self, tick: Tick) -> bool:
        return self._gates.is_open(_HISTORY) and not tick.is_over()

    def _find(self, post: Post, *, after_ts: str | None, thread_ts: str | None) -> Found:
        """Look for a post in its channel; learn Slack's time from the answer, and whether to look again at once."""
        found = self._poster.find(channel=post.slot.channel, key=post.key, after_ts=after_ts, thread_ts=thread_ts)
        self._gates.close(_HISTORY, found.retry_after_s)
        self._slack_ts = found.slack_ts or self._slack_ts
        return found

    def _cancel(self, tick: Tick) -> None:
        """Cancel what is too late or not wanted any more."""
        now = tick.now()
        with self._store.read() as db:
            ended = list_ended(db, workspace=self._workspace, now=now)
        for post, why in ended:
            is_over = post.slot.kind is PostKind.REMINDER and why is Why.LATE
            reason = "its day is over" if is_over else _ENDED[why]
            if post.slot.channel not in tick.waiting_channels:
                self._record(post, Verdict(state=PostState.CANCELLED, why=why, reason=reason), tick)

    def _send(self, tick: Tick) -> str | None:
        """Send all that is due, thread parts after their first part; return why sending had to stop, or None."""
        tried: set[int] = set()
        while True:
            now = tick.now()
            with self._store.read() as db:
                due = list_due(db, workspace=self._workspace, now=now)
                limited = list_limits(db, workspace=self._workspace, now=now)
            self._gates.note_limits(limited, now=now)
            due = [post for post in due if post.id not in tried and post.slot.channel not in limited]
            went_on = False
            for post in due:
                if self._must_pause(tick):
                    return None
                if post.slot.channel in tick.waiting_channels:
                    continue
                if not self._gates.is_open(_name_gate(post)):
                    tick.report.more = True
                    continue
                tried.add(post.id)
                went_on = True
                stop = self._send_one(post, tick)
                if stop is not None:
                    return stop
            if not went_on:
                return None

    def _must_pause(self, tick: Tick) -> bool:
        if tick.limits >= _LIMITS_IN_A_ROW or not self._gates.is_open(_POSTS):
            return True
        if tick.is_over():
            tick.report.more = True
            return True
        return False

    def _send_one(self, post: Post, tick: Tick) -> str | None:
        if self._wait_in_quiet(post, now=tick.now()):
            return None
        barred = self._troubles.judge(post, now=tick.now())
        if barred is not None:
            self._record(post, barred, tick)
            return None
        thread_ts = self._thread_of(post)
        if post.parent_id is not None and thread_ts is None:
            reason = "nobody knows where its first part is"
            self._record(post, Verdict(state=PostState.CANCELLED, why=Why.THREAD, reason=reason), tick)
            return None
        is_change = post.slot.kind is PostKind.CHANGE
        after_ts = None if is_change else self._find_bound(post)
        with self._store.write() as db:
            if not claim_post(db, post.id, now=tick.now(), after_ts=after_ts):
                return None
            claimed = get_post(db, post.id)
        has_blocks, attempts = claimed.message.blocks != "[]", claimed.attempts
        if is_change:
            outcome = self._change(claimed, str(thread_ts))
            verdict = decide_change(outcome, attempts=attempts, has_blocks=has_blocks, now=tick.now())
        else:
            channel = post.slot.channel
            outcome = self._poster.post(channel=channel, message=claimed.message, key=post.key, thread_ts=thread_ts)
            verdict = decide_after(outcome, attempts=attempts, has_blocks=has_blocks, now=tick.now())
        self._note(outcome, post, tick)
        if verdict.state is PostState.RETRY and verdict.why is not Why.BLOCKS and not is_change:
            tick.waiting_channels.add(post.slot.channel)
        self._record(claimed, verdict, tick)
        return verdict.reason if verdict.why is Why.TOKEN else None

    def _change(self, post: Post, ts: str) -> Outcome:
        """Put a change into the message of its first part, whose key stays with it."""
        with self._store.read() as db:
            key = get_post(db, post.parent_id or 0).key
        return self._poster.update(channel=post.slot.channel, ts=ts, message=post.message, key=key)

    def _wait_in_quiet(self, post: Post, *, now: dt.datetime) -> bool:
        """Put a post off to the end of its rule's quiet time; return whether it is quiet.

        Notices do not wait, nor what a person let go, nor further parts of a post that stands.
        """
        goes = post.slot.kind is PostKind.NOTICE or post.why is Why.ASKED or post.parent_id is not None
        if goes or post.subscription_id is None:
            return False
        with self._store.read() as db:
            schedule = get_subscription(db, post.subscription_id).schedule
        until = find_end_of_quiet(schedule, self._holidays, moment=now)
        if until > now:
            late_after = post.late_after if post.slot.kind is PostKind.REMINDER else until + LATE_AFTER
            with self._store.write() as db:
                move_posts(db, post.id, not_before=until, late_after=late_after)
        return until > now

    def _note(self, outcome: Outcome, post: Post, tick: Tick) -> None:
        """Learn from the end of a call what is not about the post: Slack's time, and how fast it lets us go."""
        if post.slot.kind is PostKind.CHANGE:
            self._gates.close(_CHANGES, outcome.retry_after_s)
            return
        wait_s = max(self._pace.between_s, outcome.retry_after_s or 0.0)
        self._gates.close(post.slot.channel, wait_s)
        self._slack_ts = outcome.slack_ts or self._slack_ts
        tick.limits = tick.limits + 1 if outcome.kind is OutcomeKind.RATE_LIMITED else 0
        if tick.limits >= _LIMITS_IN_A_ROW:
            self._gates.close(_POSTS, outcome.retry_after_s)

    def _find_bound(self, post: Post) -> str | None:
        """Return a moment of Slack's clock before which the post cannot stand in the channel, or None.

        The newest of our own messages there, else the last time that Slack told; it is asked only when it never did.
        """
        if post.after_ts is not None:
            return post.after_ts
        with self._store.read() as db:
            newest = find_newest_ts(db, workspace=self._workspace, channel=post.slot.channel)
        if newest is not None:
            return newest
        if self._slack_ts is None and self._gates.is_open(_HISTORY):
            self._find(post, after_ts=None, thread_ts=None)
        return None if self._slack_ts is None else f"{self._slack_ts - _MARGIN_S:.6f}"

    def _thread_of(self, post: Post) -> str | None:
        if post.parent_id is None:
            return None
        with self._store.read() as db:
            return get_post(db, post.parent_id).ts

    def _record(self, post: Post, verdict: Verdict, tick: Tick) -> None:
        """Record what became of a post, and do what follows from that."""
        now = tick.now()
        with self._store.write() as db:
            if not record_verdict(db, post, verdict):
                return
            if verdict.why is Why.BLOCKS:
                set_message(db, post.id, drop_blocks(post.message))
            self._see_to(db, post, verdict, now=now)
        tick.count(post, verdict)
        if verdict.why is Why.UNCLEAR:
            self._unclear_since[post.id] = self._pace.read_or(now)
        if verdict.state in {PostState.HELD, PostState.CANCELLED}:
            what = "was cancelled" if verdict.state is PostState.CANCELLED else "is waiting"
            tick.say(f"{_name(post)} {what} ({verdict.why.value}): {verdict.reason}.")

    def _see_to(self, db: Database, post: Post, verdict: Verdict, *, now: dt.datetime) -> None:
        """Stop sending, pause what posts to a channel that is gone, or ask people, as a verdict wants it."""
        if verdict.why is Why.TOKEN:
            stop_sending(db, self._workspace, reason=verdict.reason, now=now)
        elif verdict.why is Why.CHANNEL:
            self._troubles.pause_channel(db, post.slot.channel, reason=verdict.reason, now=now)
        elif verdict.state is PostState.HELD and verdict.why in {Why.UNPROVEN, Why.MESSAGE}:
            self._troubles.ask_about(db, post, reason=verdict.reason, now=now)


def _find_identity(path: Path) -> tuple[int, int] | None:
    """Return what distinguishes this very file from another put in its place; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _name_gate(post: Post) -> str:
    return _CHANGES if post.slot.kind is PostKind.CHANGE else post.slot.channel


def _name(post: Post) -> str:
    return f"Post {post.id} ({post.slot.source}, {post.slot.slot})"
