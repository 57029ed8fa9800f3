"""The only sender of unprompted posts: claim, post once, record; look up what is unclear, hold what cannot be proved.

PENDING, RETRY -> SENDING (durable, before the network) -> SENT | RETRY | HELD | CANCELLED
HELD as unclear -> after two minutes a look into the history -> SENT | RETRY (twice at most) | HELD for a person
A CHANGE of what stands goes the same way, and is simply tried again where nobody knows how it ended.
"""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.digests.chat import Poster
from bot.digests.holds import Troubles
from bot.digests.outcomes import RECONCILE_AFTER, Outcome, OutcomeKind, decide_after, decide_found
from bot.digests.schedule import find_end_of_quiet
from bot.errors import StoreError
from bot.model.post import REASONS, Post, PostKind, PostState, Verdict, Why
from bot.model.subscription import NO_HOLIDAYS, Holidays
from bot.store import outbox
from bot.store.database import Database, Store, hold_sender_lock
from bot.store.memos import Memo, MemoKind, find_memo, put_memo, remove_memo
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How fast a sender goes.

    ``elapsed`` gives seconds that only ever grow, whatever the clock says. ``between_s`` lies between two posts to one
    channel. After ``budget_s`` a tick ends and leaves the rest to the next; so it does when ``stopping`` says so.
    """

    elapsed: Callable[[], float] = time.monotonic
    between_s: float = 1.0
    budget_s: float = 20.0
    stopping: Callable[[], bool] = lambda: False


AT_ONCE = Pace(between_s=0.0)


@dataclass(kw_only=True)
class DeliveryReport:
    """What one tick did: ``counts`` of posts by the state they came to, and of messages ``changed``.

    ``lines`` say what a person should know, one each. ``blocked`` says why nothing could be sent at all, "" when the
    way was open; ``failed`` when the tick could not be done.
    """

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    blocked: str = ""
    failed: bool = False


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
        self._file = _identify(store.path)
        self._poster = poster
        self._troubles = troubles
        self._workspace = troubles.workspace
        self._pace = pace
        self._seconds = pace.elapsed
        self._holidays = holidays
        self._now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._began = 0.0
        self._report = DeliveryReport()
        self._slack_clock: tuple[float, float] | None = None  # what it showed, and our seconds then
        self._limits = 0  # in a row
        self._open_at = 0.0
        self._free_at: dict[str, float] = {}
        self._look_at: dict[tuple[int, int], float] = {}

    def start(self) -> None:
        """Allow sending again after a token was refused: called when a process has connected anew."""
        with self._store.write() as db:
            remove_memo(db, MemoKind.STOPPED, self._workspace)

    def tick(self, now: dt.datetime) -> DeliveryReport:
        """Send what is due at ``now``, after looking up what was left unclear; another sender at work is left alone.

        Raises a StoreError where another file has taken the place of the one that is open.
        """
        self._now, self._began, self._report = now, self._seconds(), DeliveryReport()
        with hold_sender_lock(self._store.path) as is_alone:
            if _identify(self._store.path) != self._file:
                raise StoreError(_REPLACED, hint="Start the bot again.")
            blocked = self._find_stop() if is_alone else _BUSY
            if not blocked:
                self._end_what_is_over()
                self._look_up()
                self._send()
                blocked = self._find_stop()
        if blocked:
            self._report.blocked = blocked
            self._report.lines.append(blocked)
        return self._report

    def _find_stop(self) -> str:
        with self._store.read() as db:
            stop = find_memo(db, MemoKind.STOPPED, self._workspace)
        if stop is None:
            return ""
        return f"Nothing is sent: Slack refused the token ({stop.record}). Start again with one that works."

    def _has_time(self) -> bool:
        return self._seconds() - self._began < self._pace.budget_s and not self._pace.stopping()

    def _end_what_is_over(self) -> None:
        """Settle what the last process left, what a restore makes doubtful, and what is over."""
        with self._store.read() as db:
            begun = outbox.list_posts(db, workspace=self._workspace, states=(PostState.SENDING,))
            doubtful = outbox.list_doubtful(db, workspace=self._workspace)
            over = outbox.list_over(db, workspace=self._workspace, now=self._now)
        asked = {post.id for post in doubtful}
        verdicts = [(post, decide_after(_CUT_OFF, post, now=self._now)) for post in begun]
        verdicts += [(post, _DOUBT) for post in doubtful]
        self._record([*verdicts, *(each for each in over if not asked & {each[0].id, each[0].parent_id})])

    def _look_up(self) -> None:
        """Look for what may stand in its channel, once it was known to be unclear for ``RECONCILE_AFTER``."""
        with self._store.read() as db:
            held = outbox.list_posts(db, workspace=self._workspace, states=(PostState.HELD,))
        for post in [post for post in held if post.why is Why.UNCLEAR]:
            attempt = (post.id, post.attempts)  # another process may have made one since
            look_at = self._look_at.setdefault(attempt, self._seconds() + RECONCILE_AFTER.total_seconds())
            if look_at > self._seconds() or not self._has_time():
                continue
            found = self._find(post, after_ts=post.after_ts)
            verdict = decide_found(found, post, now=self._now)
            if verdict.why is Why.UNCLEAR:
                self._look_at[attempt] = self._seconds() + (found.retry_after_s or _LOOK_AGAIN_S)
            else:
                del self._look_at[attempt]
                self._record([(post, verdict)])

    def _find(self, post: Post, *, after_ts: str | None) -> Outcome:
        found = self._poster.find(channel=post.slot.channel, key=post.key, after_ts=after_ts, thread_ts=post.parent_ts)
        return self._note_clock(found)

    def _note_clock(self, outcome: Outcome) -> Outcome:
        if outcome.slack_ts is not None:
            self._slack_clock = (outcome.slack_ts, self._seconds())
        return outcome

    def _find_bound(self, post: Post) -> str | None:
        """Return a moment of Slack's clock that surely lies before now; None where Slack has not told its time."""
        if self._slack_clock is None:
            self._find(post, after_ts=None)
        if self._slack_clock is None:
            return None
        showed, at = self._slack_clock
        return f"{showed + (self._seconds() - at) * _CLOCK_RATE - _MARGIN_S:.6f}"

    def _send(self) -> None:
        """Send what is due, one after the other."""
        tried: set[int] = set()
        while self._has_time() and not (self._limits >= _MOST_LIMITS and self._open_at > self._seconds()):
            busy = [channel for channel, free_at in self._free_at.items() if free_at > self._seconds()]
            with self._store.read() as db:
                post = outbox.find_due(db, workspace=self._workspace, now=self._now, besides=tried, busy=busy)
            if post is None:
                return
            tried.add(post.id)
            if not self._put_off(post) and self._claim_and_post(post) is Why.TOKEN:
                return

    def _put_off(self, post: Post) -> bool:
        """Return whether a post may not go now: its rule is quiet, or it is not wanted there any more."""
        if post.subscription_id is None or post.slot.kind in {PostKind.NOTICE, PostKind.CHANGE}:
            return False
        verdict = self._troubles.judge(post, now=self._now)
        if verdict is not None:
            self._record([(post, verdict)])
            return True
        if post.parent_id is not None or post.why is Why.ASKED:  # its first part stands, or a person let it go
            return False
        with self._store.read() as db:
            schedule = get_subscription(db, post.subscription_id).schedule
        loud_at = find_end_of_quiet(schedule, self._holidays, moment=self._now)
        if loud_at > self._now:
            with self._store.write() as db:
                outbox.move_posts(db, post.id, not_before=loud_at, late_after=post.late_after)
        return loud_at > self._now

    def _claim_and_post(self, post: Post) -> Why:
        """Make one attempt, and return why the post is where it is then."""
        is_change = post.slot.kind is PostKind.CHANGE
        after_ts = None if is_change or post.after_ts else self._find_bound(post)
        with self._store.write() as db:
            if not outbox.claim_post(db, post.id, now=self._now, after_ts=after_ts):
                return Why.NONE
            post = outbox.get_post(db, post.id)
        channel, message = post.slot.channel, post.message
        if is_change:
            ts, key = post.parent_ts or "", post.parent_key or ""
            outcome = self._poster.update(channel=channel, ts=ts, message=message, key=key)
        else:
            outcome = self._poster.post(channel=channel, message=message, key=post.key, thread_ts=post.parent_ts)
        self._note_clock(outcome)
        is_limited = outcome.kind is OutcomeKind.RATE_LIMITED
        self._limits = self._limits + 1 if is_limited else 0
        wait_s = (outcome.retry_after_s or 0.0) if is_limited else self._pace.between_s
        self._free_at[channel] = self._open_at = self._seconds() + wait_s
        spent = dt.timedelta(seconds=self._seconds() - self._began)
        verdict = decide_after(outcome, post, now=self._now + spent)
        self._record([(post, verdict)])
        return verdict.why

    def _record(self, verdicts: Sequence[tuple[Post, Verdict]]) -> None:
        """Record what became of posts, with all that follows from it."""
        if not verdicts:
            return
        with self._store.write() as db:
            moved = [(post, verdict) for post, verdict in verdicts if outbox.record_verdict(db, post, verdict)]
            for post, verdict in moved:
                self._follow(db, post, verdict)
            restored = [post for post, verdict in moved if verdict.why is Why.RESTORED]
            self._troubles.ask_restored(db, restored, now=self._now)

    def _follow(self, db: Database, post: Post, verdict: Verdict) -> None:
        """Count what became of a post, say what people should know of it, and do what has to be done then."""
        state, why, reason = verdict.state, verdict.why, verdict.reason
        is_changed = state is PostState.SENT and post.slot.kind is PostKind.CHANGE
        self._report.counts["changed" if is_changed else state.value] += 1
        if state in _SAID and why is not Why.UNCLEAR:
            about = f"Post {post.id} ({post.slot.source}, {post.slot.slot}) {_SAID[state]} ({why.value})"
            self._report.lines.append(f"{about}: {reason}.")
        match why:
            case Why.TOKEN:
                stopped = Memo(kind=MemoKind.STOPPED, subject=self._workspace, at=self._now, record=reason)
                put_memo(db, stopped)
            case Why.CHANNEL:
                self._troubles.pause_channel(db, post.slot.channel, reason=reason, now=self._now)
            case Why.UNPROVEN | Why.MESSAGE if state is PostState.HELD:
                self._troubles.ask_about(db, post, reason=reason, now=self._now)


_SAID = {PostState.HELD: "is waiting", PostState.CANCELLED: "was cancelled"}
_CUT_OFF = Outcome(kind=OutcomeKind.UNCLEAR, error="the program ended while it was sent")
_DOUBT = Verdict(state=PostState.HELD, why=Why.RESTORED, reason=REASONS[Why.RESTORED])


def _identify(path: Path) -> tuple[int, int] | None:
    found = path.stat() if path.exists() else None
    return (found.st_dev, found.st_ino) if found else None
