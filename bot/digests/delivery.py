"""The only sender of unprompted posts: claim, post once, record; look up what is unclear, hold what cannot be proved.

PENDING, RETRY -> SENDING (durable, before the network) -> SENT | RETRY | HELD | CANCELLED
HELD as unclear -> after two minutes a look into the history -> SENT | RETRY (twice at most) | HELD for a person
A CHANGE of what stands goes the same way, and is simply tried again where nobody knows how it ended.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.digests.chat import Poster
from bot.digests.holds import Troubles
from bot.digests.outcomes import RECONCILE_AFTER, Outcome, OutcomeKind, decide_after, decide_change, decide_found
from bot.digests.schedule import find_end_of_quiet
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
"""Looks into channels, changes of messages, and all posts: each is slowed down by itself, as each channel is."""
_LIMITS_IN_A_ROW = 3
"""After so many refusals for going too fast the limit is the workspace's, not a channel's: all posts wait."""
_ENDED = {
    Why.LATE: "more than 12 hours late",
    Why.ENDED: "its subscription has ended",
    Why.THREAD: "its first part isn't in the channel",
}
_INTERRUPTED = "interrupted while sending"
_RESTORED = Verdict(PostState.HELD, Why.RESTORED, "a backup was restored, and it may have been posted before that")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How fast a sender goes; without ``elapsed`` a tick takes no time.

    ``elapsed`` gives seconds that only ever grow, whatever the clock says. ``between_s`` lies between two posts to one
    channel. After ``budget_s`` a tick ends and leaves the rest to the next; so it does when ``stopping`` says so.
    """

    elapsed: Callable[[], float] | None = None
    between_s: float = 1.0
    budget_s: float = 20.0
    stopping: Callable[[], bool] = lambda: False


AT_ONCE = Pace(between_s=0.0)
"""For a workspace in memory, and for time that somebody else turns."""


@dataclass(kw_only=True, slots=True)
class DeliveryReport:
    """What one tick did; ``lines`` say what a person should know, one each; ``failed`` when it could not be done.

    ``more`` when something is due that the next tick, a second later, can send. ``blocked`` says why nothing could be
    sent at all, "" when the way was open.
    """

    sent: int = 0
    changed: int = 0
    retried: int = 0
    held: int = 0
    cancelled: int = 0
    failed: bool = False
    more: bool = False
    blocked: str = ""
    lines: tuple[str, ...] = ()


class Delivery:
    """Sends the outbox of the workspace whose ``troubles`` say what may be sent, and tell people what needs them.

    ``holidays`` are those of China: what is due in a rule's quiet time waits for its end, whatever made it late.
    """

    def __init__(
        self,
        store: Store,
        poster: Poster,
        troubles: Troubles,
        *,
        pace: Pace = AT_ONCE,
        holidays: Holidays = NO_HOLIDAYS,
    ) -> None:
        self._store = store
        self._poster = poster
        self._troubles = troubles
        self._workspace = troubles.workspace
        self._pace = pace
        self._holidays = holidays
        self._identity = _find_identity(store.path)
        self._unclear_since: dict[int, float] = {}
        self._free_from: dict[str, float] = {}
        self._slack_ts: float | None = None
        self._began, self._first = dt.datetime.min.replace(tzinfo=dt.UTC), 0.0
        self._report, self._limits, self._waiting = DeliveryReport(), 0, set[str]()

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
            self._began = now
            self._first = self._seconds()
            self._report, self._limits, self._waiting = DeliveryReport(), 0, set()
            self._tick_alone()
            return self._report

    # The time of a tick: it is given its moment once, and a long one must still know how late it is.

    def _seconds(self) -> float:
        return self._pace.elapsed() if self._pace.elapsed else self._began.timestamp()

    def _now(self) -> dt.datetime:
        return self._began + dt.timedelta(seconds=self._seconds() - self._first)

    def _is_over(self) -> bool:
        return self._pace.stopping() or self._seconds() - self._first > self._pace.budget_s

    def _is_free(self, name: str) -> bool:
        """Return whether a channel may have its next post, or such a call be made, now."""
        return self._seconds() >= self._free_from.get(name, 0.0)

    def _slow(self, name: str, seconds: float | None) -> None:
        """Let nothing through for so many seconds; without any, nothing changes."""
        now = self._seconds()
        if seconds:
            self._free_from = {each: free for each, free in self._free_from.items() if free > now}
            self._free_from[name] = now + seconds

    # The steps of a tick.

    def _tick_alone(self) -> None:
        with self._store.read() as db:
            interrupted = list_posts(db, workspace=self._workspace, states=(PostState.SENDING,))
            stopped = find_stop(db, self._workspace)
        for post in interrupted:  # we are the only sender, so nobody else changes them meanwhile
            state, why = PostState.HELD, Why.UNCLEAR
            if post.slot.kind is PostKind.CHANGE:
                state, why = PostState.RETRY, Why.REFUSED
            with self._store.write() as db:
                record_verdict(db, post, Verdict(state, why, _INTERRUPTED))
        stop = stopped[0] if stopped else None
        if stop is None:
            self._hold_restored()
            self._look_up()
            self._cancel()
            stop = self._send()
        if stop is not None:
            self._say(f"Sending is stopped: Slack said {stop}. Check the bot's token, then start it again.")

    def _hold_restored(self) -> None:
        """Hold what may have been posted before a restore, and ask the admins about all of it in one message."""
        now = self._now()
        with self._store.read() as db:
            at = find_restore(db)
            doubtful = list_doubtful(db, workspace=self._workspace, restored_at=at, now=now) if at else []
        if not doubtful:
            return
        with self._store.write() as db:
            held = [post for post in doubtful if record_verdict(db, post, _RESTORED)]
            self._troubles.ask_restored(db, held, now=now)
        for post in held:
            self._say(f"{_name(post)} waits for a decision: a backup was restored, it may have been posted.")

    def _look_up(self) -> None:
        """Look up what has been unclear for so long, by seconds that only grow; where Slack asks to wait, it stays so.

        Where nothing bounds the search in Slack's time, a missing message would prove nothing: a person is asked.
        """
        with self._store.read() as db:
            held = list_posts(db, workspace=self._workspace, states=(PostState.HELD,))
        unclear = [post for post in held if post.is_unclear]
        first = self._seconds()
        self._unclear_since = {post.id: self._unclear_since.get(post.id, first) for post in unclear}
        for post in unclear:
            waited_s = self._seconds() - self._unclear_since[post.id]
            if post.after_ts is None:
                reason = "Slack didn't answer, and the channel can't be searched without its time"
                self._record(post, Verdict(PostState.HELD, Why.UNPROVEN, reason))
            elif waited_s >= RECONCILE_AFTER.total_seconds() and self._is_free(_HISTORY) and not self._is_over():
                found = self._find(post, after_ts=post.after_ts, thread_ts=self._thread_of(post))
                verdict = decide_found(found, post, self._now())
                if verdict.why is not Why.UNCLEAR:
                    self._record(post, verdict)

    def _find(self, post: Post, *, after_ts: str | None, thread_ts: str | None) -> Outcome:
        """Look for a post in its channel; learn Slack's time from the answer, and when it may be looked again."""
        found = self._poster.find(channel=post.slot.channel, key=post.key, after_ts=after_ts, thread_ts=thread_ts)
        self._slow(_HISTORY, found.retry_after_s)
        self._slack_ts = found.slack_ts or self._slack_ts
        return found

    def _cancel(self) -> None:
        """Cancel what is too late or not wanted any more."""
        with self._store.read() as db:
            ended = list_ended(db, workspace=self._workspace, now=self._now())
        for post, why in ended:
            is_over = post.slot.kind is PostKind.REMINDER and why is Why.LATE
            reason = "its day is over" if is_over else _ENDED[why]
            self._record(post, Verdict(PostState.CANCELLED, why, reason))

    def _send(self) -> str | None:
        """Send all that is due, thread parts after their first part; return why sending had to stop, or None."""
        tried: set[int] = set()
        while True:
            now = self._now()
            with self._store.read() as db:
                due = list_due(db, workspace=self._workspace, now=now)
                limited = list_limits(db, workspace=self._workspace, now=now)
            went_on = False
            for post in due:
                if self._limits >= _LIMITS_IN_A_ROW or not self._is_free(_POSTS):
                    return None
                if self._is_over():
                    self._report.more = True
                    return None
                channel = post.slot.channel
                if post.id in tried or channel in limited or channel in self._waiting:
                    continue
                if not self._is_free(_CHANGES if post.slot.kind is PostKind.CHANGE else channel):
                    self._report.more = True
                    continue
                tried.add(post.id)
                went_on = True
                stop = self._send_one(post)
                if stop is not None:
                    return stop
            if not went_on:
                return None

    def _send_one(self, post: Post) -> str | None:
        """Send a post unless something keeps it back; return why all sending has to stop, or None."""
        if self._wait_in_quiet(post, now=self._now()):
            return None
        barred, thread_ts = self._troubles.judge(post, now=self._now()), self._thread_of(post)
        if barred is None and post.parent_id is not None and thread_ts is None:
            reason = "nobody knows where its first part is"
            barred = Verdict(PostState.CANCELLED, Why.THREAD, reason)
        if barred is not None:
            self._record(post, barred)
            return None
        is_change, channel = post.slot.kind is PostKind.CHANGE, post.slot.channel
        after_ts = None if is_change else self._find_bound(post)
        with self._store.write() as db:
            if not claim_post(db, post.id, now=self._now(), after_ts=after_ts):
                return None
            claimed = get_post(db, post.id)
            key = get_post(db, post.parent_id or 0).key if is_change else post.key  # a changed message keeps its key
        message = claimed.message
        if is_change:
            outcome = self._poster.update(channel=channel, ts=str(thread_ts), message=message, key=key)
        else:
            outcome = self._poster.post(channel=channel, message=message, key=key, thread_ts=thread_ts)
        decide = decide_change if is_change else decide_after
        has_blocks = message.blocks != "[]"
        verdict = decide(outcome, attempts=claimed.attempts, has_blocks=has_blocks, now=self._now())
        self._learn(outcome, post)
        if verdict.state is PostState.RETRY and verdict.why is not Why.BLOCKS and not is_change:
            self._waiting.add(channel)
        self._record(claimed, verdict)
        return verdict.reason if verdict.why is Why.TOKEN else None

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

    def _learn(self, outcome: Outcome, post: Post) -> None:
        """Learn from the end of a call what is not about the post: Slack's time, and how fast it lets us go."""
        if post.slot.kind is PostKind.CHANGE:
            self._slow(_CHANGES, outcome.retry_after_s)
            return
        self._slow(post.slot.channel, max(self._pace.between_s, outcome.retry_after_s or 0.0))
        self._slack_ts = outcome.slack_ts or self._slack_ts
        self._limits = self._limits + 1 if outcome.kind is OutcomeKind.RATE_LIMITED else 0
        if self._limits >= _LIMITS_IN_A_ROW:
            self._slow(_POSTS, outcome.retry_after_s)

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
        if self._slack_ts is None and self._is_free(_HISTORY):
            self._find(post, after_ts=None, thread_ts=None)
        return None if self._slack_ts is None else f"{self._slack_ts - _MARGIN_S:.6f}"

    def _thread_of(self, post: Post) -> str | None:
        if post.parent_id is None:
            return None
        with self._store.read() as db:
            return get_post(db, post.parent_id).ts

    # What became of a post.

    def _record(self, post: Post, verdict: Verdict) -> None:
        """Record what became of a post, and do what follows from that."""
        now = self._now()
        with self._store.write() as db:
            if not record_verdict(db, post, verdict):
                return
            self._see_to(db, post, verdict, now=now)
        is_change = post.slot.kind is PostKind.CHANGE and verdict.state is PostState.SENT
        name = "changed" if is_change else {"retry": "retried"}.get(verdict.state.value, verdict.state.value)
        setattr(self._report, name, getattr(self._report, name) + 1)
        if verdict.why is Why.UNCLEAR:
            self._unclear_since[post.id] = self._seconds()
        if verdict.state in {PostState.HELD, PostState.CANCELLED}:
            what = "was cancelled" if verdict.state is PostState.CANCELLED else "is waiting"
            self._say(f"{_name(post)} {what} ({verdict.why.value}): {verdict.reason}.")

    def _see_to(self, db: Database, post: Post, verdict: Verdict, *, now: dt.datetime) -> None:
        """Send text alone, stop sending, pause what posts to a channel that is gone, or ask people."""
        if verdict.why is Why.BLOCKS:
            set_message(db, post.id, drop_blocks(post.message))
        elif verdict.why is Why.TOKEN:
            stop_sending(db, self._workspace, reason=verdict.reason, now=now)
        elif verdict.why is Why.CHANNEL:
            self._troubles.pause_channel(db, post.slot.channel, reason=verdict.reason, now=now)
        elif verdict.state is PostState.HELD and verdict.why in {Why.UNPROVEN, Why.MESSAGE}:
            self._troubles.ask_about(db, post, reason=verdict.reason, now=now)

    def _say(self, line: str) -> None:
        self._report.lines += (line,)


def _find_identity(path: Path) -> tuple[int, int] | None:
    """Return what distinguishes this very file from another put in its place; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _name(post: Post) -> str:
    return f"Post {post.id} ({post.slot.source}, {post.slot.slot})"
