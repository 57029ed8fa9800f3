"""The only sender of unprompted posts: claim, post once, record; look up what is unclear, hold what cannot be proved.

PENDING, RETRY -> SENDING (durable, before the network) -> SENT | RETRY | HELD | CANCELLED
HELD as unclear -> after two minutes a look into the history -> SENT | RETRY (twice at most) | HELD for a person
A CHANGE of what stands goes the same way, and is simply tried again where nobody knows how it ended.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.digests.chat import Poster
from bot.digests.holds import Troubles
from bot.digests.outcomes import RECONCILE_AFTER, Outcome, OutcomeKind, decide_after, decide_found
from bot.digests.schedule import find_end_of_quiet
from bot.errors import StoreError
from bot.model.post import Post, PostKind, PostState, Verdict, Why, drop_blocks
from bot.model.subscription import NO_HOLIDAYS, Holidays
from bot.store.database import Database, Store, hold_sender_lock
from bot.store.outbox import (
    claim_post,
    find_due,
    get_post,
    list_doubtful,
    list_over,
    list_posts,
    move_posts,
    record_verdict,
    set_message,
)
from bot.store.standing import clear_stop, find_restore, find_stop, stop_sending
from bot.store.subscriptions import get_subscription

_REPLACED = "The database was replaced while it was open: nothing is sent from here."
_BUSY = "Another process is sending; nothing was done here."
_MARGIN_S = 5.0
"""Slack tells its time in whole seconds, and by more than one machine."""
_CLOCK_RATE = 0.99
"""Our seconds may be shorter than Slack's, by less than this: a bound must never lie after the attempt."""
_MOST_LIMITS = 3
"""So many refusals in a row for going too fast are meant for the workspace, not for a channel."""
_LOOK_AGAIN_S = 30.0
_SOON_S = 1.0


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


@dataclass(frozen=True, kw_only=True, slots=True)
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


@dataclass(kw_only=True)
class _Tick:
    """A tick at work: what it did so far; ``tried`` are the posts that it does not take up again."""

    now: dt.datetime
    began: float
    tried: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


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
        self._file = _identify(store.path)
        self._pace = pace
        self._holidays = holidays
        self._slack_clock: tuple[float, float] | None = None  # what it showed, and our seconds then
        self._free_at: dict[str, float] = {}
        self._limits = 0
        self._open_at = 0.0
        self._look_at: dict[int, float] = {}

    def start(self) -> None:
        """Allow sending again after a token was refused: called when a process has connected anew."""
        with self._store.write() as db:
            clear_stop(db, self._workspace)

    def tick(self, now: dt.datetime) -> DeliveryReport:
        """Send what is due at ``now``, after looking up what was left unclear; another sender at work is left alone.

        Raises a StoreError where another file has taken the place of the one that is open.
        """
        tick = _Tick(now=now, began=self._seconds(now))
        more = False
        with hold_sender_lock(self._store.path) as is_alone:
            if _identify(self._store.path) != self._file:
                raise StoreError(_REPLACED, hint="Start the bot again.")
            blocked = self._find_stop() if is_alone else _BUSY
            if not blocked:
                self._end_what_is_over(tick)
                self._look_up(tick)
                more = self._send(tick)
                blocked = self._find_stop()
        lines = (*tick.lines, *((blocked,) if blocked else ()))
        counts = tick.counts
        return DeliveryReport(
            sent=counts["sent"],
            changed=counts["changed"],
            retried=counts["retried"],
            held=counts["held"],
            cancelled=counts["cancelled"],
            more=more,
            blocked=blocked,
            lines=lines,
        )

    def _seconds(self, now: dt.datetime) -> float:
        return self._pace.elapsed() if self._pace.elapsed else now.timestamp()

    def _has_time(self, tick: _Tick) -> bool:
        spent = self._seconds(tick.now) - tick.began
        return spent < self._pace.budget_s and not self._pace.stopping()

    def _find_stop(self) -> str:
        with self._store.read() as db:
            stop = find_stop(db, self._workspace)
        return f"Nothing is sent: Slack refused the token ({stop[0]}). Start again with one that works." if stop else ""

    # Before anything is sent: what the last process left, what a restore makes doubtful, what is over.

    def _end_what_is_over(self, tick: _Tick) -> None:
        with self._store.read() as db:
            restored_at = find_restore(db)
            verdicts = [
                (post, decide_after(_CUT_OFF, post, now=tick.now))
                for post in list_posts(db, workspace=self._workspace, states=(PostState.SENDING,))
            ]
            doubtful = list_doubtful(db, workspace=self._workspace, restored_at=restored_at) if restored_at else []
            over = list_over(db, workspace=self._workspace, now=tick.now)
        held = Verdict(state=PostState.HELD, why=Why.RESTORED, reason="it may have been posted before the restore")
        verdicts += [(post, held) for post in doubtful]
        asked = {post.id for post in doubtful}
        verdicts += [(post, _cancel(why)) for post, why in over if not asked & {post.id, post.parent_id}]
        self._record(verdicts, tick)

    # What is unclear.

    def _look_up(self, tick: _Tick) -> None:
        """Look for what may stand in its channel, each ``RECONCILE_AFTER`` it was known to be unclear."""
        with self._store.read() as db:
            held = list_posts(db, workspace=self._workspace, states=(PostState.HELD,))
        for post in [post for post in held if post.is_unclear]:
            seconds = self._seconds(tick.now)
            look_at = self._look_at.setdefault(post.id, seconds + RECONCILE_AFTER.total_seconds())
            if look_at > seconds or not self._has_time(tick):
                continue
            found = self._find(post, after_ts=post.after_ts)
            verdict = decide_found(found, post, now=tick.now)
            if verdict.why is Why.UNCLEAR:
                self._look_at[post.id] = self._seconds(tick.now) + (found.retry_after_s or _LOOK_AGAIN_S)
                continue
            del self._look_at[post.id]
            self._record([(post, verdict)], tick)

    def _find(self, post: Post, *, after_ts: str | None) -> Outcome:
        found = self._poster.find(channel=post.slot.channel, key=post.key, after_ts=after_ts, thread_ts=post.parent_ts)
        self._note_clock(found)
        return found

    def _note_clock(self, outcome: Outcome) -> None:
        if outcome.slack_ts is not None:
            self._slack_clock = (outcome.slack_ts, self._pace.elapsed() if self._pace.elapsed else 0.0)

    def _bound(self, post: Post) -> str | None:
        """Return a moment of Slack's clock that surely lies before now; None where Slack has not told its time."""
        if self._slack_clock is None:
            self._find(post, after_ts=None)
        if self._slack_clock is None:
            return None
        showed, at = self._slack_clock
        passed = self._pace.elapsed() - at if self._pace.elapsed else 0.0
        return f"{showed + passed * _CLOCK_RATE - _MARGIN_S:.6f}"

    # What is due.

    def _send(self, tick: _Tick) -> bool:
        """Send what is due, one after the other; return whether the next tick can send more."""
        while True:
            if self._limits >= _MOST_LIMITS and self._open_at > self._seconds(tick.now):
                return False
            post = self._find_due(tick, 0.0)
            if post is None or not self._has_time(tick):
                break
            tick.tried.add(post.id)
            if not self._put_off(post, tick) and self._send_one(post, tick) is Why.TOKEN:
                return False
        return self._find_due(tick, _SOON_S) is not None

    def _find_due(self, tick: _Tick, ahead_s: float) -> Post | None:
        seconds = self._seconds(tick.now) + ahead_s
        busy = [channel for channel, free_at in self._free_at.items() if free_at > seconds]
        with self._store.read() as db:
            return find_due(db, workspace=self._workspace, now=tick.now, besides=tick.tried, busy=busy)

    def _put_off(self, post: Post, tick: _Tick) -> bool:
        """Return whether a post may not go now: its rule is quiet, or it is not wanted there any more."""
        if post.subscription_id is None or post.slot.kind in {PostKind.NOTICE, PostKind.CHANGE}:
            return False
        verdict = self._troubles.judge(post, now=tick.now)
        if verdict is not None:
            self._record([(post, verdict)], tick)
            return True
        with self._store.read() as db:
            schedule = get_subscription(db, post.subscription_id).schedule
        loud_at = find_end_of_quiet(schedule, self._holidays, moment=tick.now)
        if loud_at > tick.now:
            with self._store.write() as db:
                move_posts(db, post.id, not_before=loud_at, late_after=post.late_after)
        return loud_at > tick.now

    def _send_one(self, post: Post, tick: _Tick) -> Why:
        is_change = post.slot.kind is PostKind.CHANGE
        after_ts = None if is_change or post.after_ts else self._bound(post)
        with self._store.write() as db:
            if not claim_post(db, post.id, now=tick.now, after_ts=after_ts):
                return Why.NONE
            post = get_post(db, post.id)
        outcome = self._call(post)
        self._note_clock(outcome)
        self._note_limit(post, outcome, tick)
        spent = dt.timedelta(seconds=self._seconds(tick.now) - tick.began)
        verdict = decide_after(outcome, post, now=tick.now + spent)
        self._record([(post, verdict)], tick)
        return verdict.why

    def _call(self, post: Post) -> Outcome:
        channel, message = post.slot.channel, post.message
        if post.slot.kind is PostKind.CHANGE:
            ts, key = post.parent_ts or "", post.parent_key or ""
            return self._poster.update(channel=channel, ts=ts, message=message, key=key)
        return self._poster.post(channel=channel, message=message, key=post.key, thread_ts=post.parent_ts)

    def _note_limit(self, post: Post, outcome: Outcome, tick: _Tick) -> None:
        """Note until when nothing more goes to a channel, and, after three limits in a row, anywhere."""
        is_limited = outcome.kind is OutcomeKind.RATE_LIMITED
        self._limits = self._limits + 1 if is_limited else 0
        wait_s = (outcome.retry_after_s or 0.0) if is_limited else self._pace.between_s
        self._free_at[post.slot.channel] = self._open_at = self._seconds(tick.now) + wait_s

    def _record(self, verdicts: Sequence[tuple[Post, Verdict]], tick: _Tick) -> None:
        """Record what became of posts, with all that follows from it."""
        if verdicts:
            with self._store.write() as db:
                moved = [(post, verdict) for post, verdict in verdicts if record_verdict(db, post, verdict)]
                for post, verdict in moved:
                    self._follow(db, post, verdict, tick)
                restored = [post for post, verdict in moved if verdict.why is Why.RESTORED]
                self._troubles.ask_restored(db, restored, now=tick.now)

    def _follow(self, db: Database, post: Post, verdict: Verdict, tick: _Tick) -> None:
        """Count what became of a post, say what people should know of it, and do what has to be done then."""
        state, why = verdict.state, verdict.why
        name = "changed" if state is PostState.SENT and post.slot.kind is PostKind.CHANGE else _COUNTS[state]
        tick.counts[name] += 1
        if state is PostState.CANCELLED or (state is PostState.HELD and why is not Why.UNCLEAR):
            said = "was cancelled" if state is PostState.CANCELLED else "is waiting"
            about = f"Post {post.id} ({post.slot.source}, {post.slot.slot})"
            tick.lines.append(f"{about} {said} ({why.value}){f': {verdict.reason}' if verdict.reason else ''}.")
        match why:
            case Why.TOKEN:
                stop_sending(db, self._workspace, reason=verdict.reason, now=tick.now)
            case Why.BLOCKS:
                set_message(db, post.id, drop_blocks(post.message))
            case Why.CHANNEL:
                self._troubles.pause_channel(db, post.slot.channel, reason=verdict.reason, now=tick.now)
            case Why.UNPROVEN | Why.MESSAGE if state is PostState.HELD:
                self._troubles.ask_about(db, post, reason=verdict.reason, now=tick.now)


_COUNTS = {
    PostState.SENT: "sent",
    PostState.RETRY: "retried",
    PostState.HELD: "held",
    PostState.CANCELLED: "cancelled",
}
_CUT_OFF = Outcome(kind=OutcomeKind.UNCLEAR, error="the program ended while it was sent")
_REASONS = {
    Why.LATE: "more than 12 hours late",
    Why.ENDED: "its rule has ended",
    Why.WITHDRAWN: "the briefing was taken back",
    Why.THREAD: "its post is not there",
}


def _identify(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _cancel(why: Why) -> Verdict:
    return Verdict(state=PostState.CANCELLED, why=why, reason=_REASONS[why])
