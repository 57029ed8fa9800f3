"""The only sender of unprompted posts: claim, post once, record; look up what is unclear, hold what cannot be proved.

PENDING, RETRY -> SENDING (durable, before the network) -> SENT | RETRY | PARKED | AMBIGUOUS | HELD | SKIPPED
AMBIGUOUS -> after two minutes a look into the history -> SENT | RETRY (twice at most) | HELD
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from bot.digests.chat import Poster, Renderer
from bot.digests.holds import mark_landed
from bot.digests.last_look import LastLook
from bot.digests.outcomes import (
    RATE_LIMITED,
    RECONCILE_AFTER,
    Due,
    Found,
    Look,
    Outcome,
    OutcomeKind,
    decide_after,
    decide_due,
    decide_found,
    decide_look,
    decide_stop,
    decide_update,
    refuses_blocks,
)
from bot.digests.pace import AT_ONCE, LONG_AGO, Channels, DeliveryReport, Gate, Pace, Tally, Watch
from bot.digests.slots import find_end_of_quiet, find_moment
from bot.digests.subscription_rules import cancel_overtaken
from bot.digests.troubles import close_channel, tell_held, tell_restored, tell_standing
from bot.model.deadlines import beijing_day
from bot.model.post import LATE_AFTER, NOT_MADE, Post, PostKind, PostState, UpdateState, Verdict, drop_blocks
from bot.model.subscription import NO_HOLIDAYS, Holidays
from bot.store.database import Database, Store, hold_sender_lock
from bot.store.outbox import (
    Change,
    cancel_posts,
    change_state,
    claim_post,
    clear_stop,
    find_newest_ts,
    find_stop,
    get_decided_at,
    get_post,
    list_late,
    list_orphans,
    list_posts,
    list_waiting,
    list_wanted_changes,
    record_change,
    record_verdict,
    replace_message,
    restart_look,
    stop_sending,
    wait_again,
    want_change,
)
from bot.store.restored import find_identity, hold_doubtful, list_doubtful
from bot.store.schedules import release_items
from bot.store.sending import find_deadline_of, keep_limit, list_limited_channels, list_overtaken, put_off
from bot.store.subscriptions import get_subscription

# Changing the messages that stand already: corrections, and what is taken back; part of the sender's tick.


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
            if takes_back and state is UpdateState.GIVEN_UP:
                tell_standing(db, post, outcome.error, renderer=self._renderer, admins=self._admins, now=now)
        return state


# What is due in a rule's quiet time waits for its end: asked when a post is about to go, whatever made it late.

_BEIJING = "Asia/Shanghai"


def wait_in_quiet(db: Database, post: Post, holidays: Holidays, *, now: dt.datetime) -> bool:
    """Put a post that was just claimed off to the end of its rule's quiet time, if it is quiet; give whether it was.

    Its late limit counts from there. A reminder that would then tell of yesterday's days is decided anew instead.
    Notices do not wait, nor what a person lets go now (it has no late limit any more), nor further parts of a post that
    stands.
    """
    if post.subscription_id is None or post.late_after is None or post.part or post.slot.kind is PostKind.NOTICE:
        return False
    rule = get_subscription(db, post.subscription_id)
    until = find_end_of_quiet(rule.schedule, holidays, moment=now)
    if until <= now:
        return False
    late_after = until + LATE_AFTER
    deadline = find_deadline_of(db, post.id)
    if deadline is not None:  # nobody wants to be reminded of a day that is over
        late_after = min(late_after, find_moment(deadline + dt.timedelta(days=1), dt.time(), _BEIJING))
    put_off(db, post, until=until, late_after=late_after)
    if deadline is not None and beijing_day(get_decided_at(db, post.id)) != beijing_day(until):
        cancel_posts(db, [post], reason="quiet: decided again after it", state=PostState.SUPERSEDED)
    return True


_MARGIN_S = 60.0
"""Taken off Slack's time when it bounds a later search: its clocks need not agree to the second."""
_REPLACED = "The database was replaced while it was open; nothing is sent from here. Start the bot again."
_ELSEWHERE = "Another process is sending; nothing was done here."
_NO_PLACE = "nobody knows where its first part stands"
_LIMITS_IN_A_ROW = 3
"""After so many refusals for going too fast the limit is the workspace's, not a channel's: all posts wait."""


class Delivery:
    """Sends the outbox of one workspace, after a ``last_look``; ``admins`` are told, once each, what needs a person.

    ``holidays`` are those of China: what is due in a rule's quiet time waits for its end.
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
        last_look: LastLook | None = None,
        holidays: Holidays = NO_HOLIDAYS,
    ) -> None:
        self._store = store
        self._holidays = holidays
        self._poster = poster
        self._renderer = renderer
        self._workspace = workspace
        self._admins = admins
        self._pace = pace
        self._last_look = last_look
        self._channels = Channels(pace)
        self._looks, changes = Gate(pace), Gate(pace)
        self._changes = MessageChanges(store, poster, renderer, workspace=workspace, admins=admins, gate=changes)
        self._identity = find_identity(store.path)
        self._unclear_since: dict[int, float] = {}
        self._slack_ts: float | None = None
        self._quiet_until = LONG_AGO

    def start(self) -> None:
        """Allow sending again after a token was refused: called when a process has connected anew."""
        with self._store.write() as db:
            clear_stop(db, self._workspace)

    def tick(self, now: dt.datetime) -> DeliveryReport:
        """Send what is due at ``now``, after looking up what was left unclear; another sender at work is left alone."""
        with hold_sender_lock(self._store.path) as alone:
            if not alone:
                return DeliveryReport(blocked=_ELSEWHERE, lines=(_ELSEWHERE,))
            if find_identity(self._store.path) != self._identity:
                return DeliveryReport(failed=True, blocked=_REPLACED, lines=(_REPLACED,))
            return self._tick_alone(Tally(watch=Watch(now, self._pace)))

    def _tick_alone(self, tally: Tally) -> DeliveryReport:
        with self._store.read() as db:
            interrupted = list_posts(db, workspace=self._workspace, states=(PostState.SENDING,))
            stop = find_stop(db, self._workspace)
        if interrupted:  # we are the only sender, so nobody else changes them meanwhile
            with self._store.write() as db:
                for post in interrupted:
                    change_state(db, post, PostState.AMBIGUOUS, reason="interrupted while sending")

        def must_pause() -> bool:
            return self._must_pause(tally)

        if stop is None:
            self._hold_restored(tally)
            self._look_up(tally)
            # messages change before the thread lines about it: they go only where the post stands
            stop = self._changes.step(tally, must_pause=must_pause)
        if stop is None:
            self._skip(tally)
            stop = self._send(tally)
        if stop is None:
            stop = self._changes.step(tally, must_pause=must_pause)
        if stop is not None:
            tally.lines.append(f"Sending is stopped: Slack said {stop}. Check the bot's token, then start it again.")
        return tally.report()

    def _hold_restored(self, tally: Tally) -> None:
        """Hold what may have been posted before a restore, and ask the admins about all of it in one message."""
        now = tally.watch.now()
        with self._store.read() as db:
            if not list_doubtful(db, self._workspace, now=now):
                return
        with self._store.write() as db:
            held = hold_doubtful(db, self._workspace, now=now)
            tell_restored(db, held, workspace=self._workspace, renderer=self._renderer, admins=self._admins, now=now)
        for post in held:
            tally.add(PostState.HELD)
            tally.lines.append(f"{_name(post)} is held: a backup was restored, and it may have been posted.")

    def _look_up(self, tally: Tally) -> None:
        with self._store.read() as db:
            unclear = list_posts(db, workspace=self._workspace, states=(PostState.AMBIGUOUS,))
        first = tally.watch.read()
        self._unclear_since = {post.id: self._unclear_since.get(post.id, first) for post in unclear}
        for post in unclear:
            now = tally.watch.now()
            look = decide_look(post, now)
            if look is Look.RESTART:
                with self._store.write() as db:
                    restart_look(db, post.id, now=now)
            elif look is Look.HOLD:
                reason = "unclear, and nothing bounds a search for it"
                self._record(post, Verdict(state=PostState.HELD, reason=reason, tell=True), tally)
            elif look is Look.NOW and self._has_waited(post, tally.watch) and self._may_look(tally.watch):
                self._look_up_one(post, tally)

    def _has_waited(self, post: Post, watch: Watch) -> bool:
        """Say whether the wait is over by seconds that only grow too: a clock that jumps ahead ends none early."""
        if self._pace.elapsed is None:
            return True
        return watch.read() - self._unclear_since[post.id] >= RECONCILE_AFTER.total_seconds()

    def _may_look(self, watch: Watch) -> bool:
        return self._looks.is_open(watch) and not watch.is_over()

    def _look_up_one(self, post: Post, tally: Tally) -> None:
        found = self._find(post, tally.watch, after_ts=post.after_ts, thread_ts=self._thread_of(post))
        verdict = decide_found(found, post, tally.watch.now())
        if verdict.state is PostState.AMBIGUOUS:
            tally.add(PostState.AMBIGUOUS)
        else:
            self._record(post, verdict, tally)

    def _find(self, post: Post, watch: Watch, *, after_ts: str | None, thread_ts: str | None) -> Found:
        """Look for a post in its channel; learn Slack's time from the answer, and whether to look again at once."""
        found = self._poster.find(channel=post.slot.channel, key=post.key, after_ts=after_ts, thread_ts=thread_ts)
        self._looks.close(found.retry_after_s, watch)
        self._slack_ts = found.slack_ts or self._slack_ts
        return found

    def _skip(self, tally: Tally) -> None:
        now = tally.watch.now()
        with self._store.read() as db:
            late = list_late(db, workspace=self._workspace, now=now)
            if not (
                late or list_orphans(db, workspace=self._workspace) or list_overtaken(db, workspace=self._workspace)
            ):
                return
        with self._store.write() as db:
            late = list_late(db, workspace=self._workspace, now=now)
            for post in late:
                _end(db, post, "later than its limit", now=now)
            cancel_overtaken(db, workspace=self._workspace, besides=tally.waiting_channels)
            orphans = list_orphans(db, workspace=self._workspace)
            for post in orphans:
                _end(db, post, "its first part does not stand in the channel", now=now)
        for post in late:
            tally.add(PostState.SKIPPED)
            tally.lines.append(f"{_name(post)} was skipped: later than its limit.")
        for _ in orphans:
            tally.add(PostState.SKIPPED)

    def _send(self, tally: Tally) -> str | None:
        """Send all that is due, thread parts after their first part; give why sending had to stop, or None."""
        tried: set[int] = set()
        while True:
            now = tally.watch.now()
            with self._store.read() as db:
                due = list_waiting(db, workspace=self._workspace, until=now)
                limited = list_limited_channels(db, workspace=self._workspace, now=now)
            self._channels.note_limits(limited, tally.watch)
            away = {*tally.waiting_channels, *limited}
            due = [post for post in due if post.id not in tried and post.slot.channel not in away]
            went_on = False
            for post in due:
                if self._must_pause(tally):
                    return None
                if post.slot.channel in tally.waiting_channels:
                    continue
                if not self._channels.may_post(post.slot.channel, tally.watch):
                    tally.more = True
                    continue
                tried.add(post.id)
                went_on = True
                if decide_due(post, tally.watch.now()) is not Due.SEND:
                    continue
                stop = self._send_one(post, tally)
                if stop is not None:
                    return stop
            if not went_on:
                return None

    def _must_pause(self, tally: Tally) -> bool:
        if tally.limits >= _LIMITS_IN_A_ROW or tally.watch.read() < self._quiet_until:
            return True
        if tally.watch.is_over():
            tally.more = True
            return True
        return False

    def _send_one(self, post: Post, tally: Tally) -> str | None:
        if self._last_look and (barred := self._last_look.judge(post, now=tally.watch.now())):
            self._record(post, barred, tally)
            return None
        thread_ts = self._thread_of(post)
        after_ts = self._find_bound(post, tally)
        now = tally.watch.now()
        with self._store.write() as db:
            if post.parent_id is not None and thread_ts is None:
                _end(db, post, _NO_PLACE, now=now)
                tally.add(PostState.SKIPPED)
                tally.lines.append(f"{_name(post)} was skipped: {_NO_PLACE}.")
                return None
            if not claim_post(db, post.id, now=now, after_ts=after_ts):
                return None
            claimed = get_post(db, post.id)
            if wait_in_quiet(db, post, self._holidays, now=now):
                return None
        outcome = self._poster.post(
            channel=post.slot.channel, message=claimed.message, key=post.key, thread_ts=thread_ts
        )
        self._note(outcome, post, tally)
        has_blocks = claimed.message.blocks != "[]"
        verdict = decide_after(outcome, attempts=claimed.attempts, has_blocks=has_blocks, now=tally.watch.now())
        if verdict.state is PostState.RETRY and not verdict.text_only:
            tally.waiting_channels.add(post.slot.channel)
        self._record(claimed, verdict, tally)
        return verdict.reason if verdict.stop else None

    def _note(self, outcome: Outcome, post: Post, tally: Tally) -> None:
        """Learn from the end of a call what is not about the post: Slack's time, and how fast it lets us go."""
        self._channels.note_post(post.slot.channel, outcome.retry_after_s, tally.watch)
        self._slack_ts = outcome.slack_ts or self._slack_ts
        tally.limits = tally.limits + 1 if outcome.kind is OutcomeKind.RATE_LIMITED else 0
        if tally.limits >= _LIMITS_IN_A_ROW and self._pace.elapsed is not None:
            self._quiet_until = tally.watch.read() + (outcome.retry_after_s or 0.0)

    def _find_bound(self, post: Post, tally: Tally) -> str | None:
        """Return a moment of Slack's clock before which the post cannot stand in the channel, or None.

        The newest of our own messages there, else the last time that Slack told; it is asked only when it never did.
        """
        if post.after_ts is not None:
            return post.after_ts
        with self._store.read() as db:
            newest = find_newest_ts(db, workspace=self._workspace, channel=post.slot.channel)
        if newest is not None:
            return newest
        if self._slack_ts is None and self._looks.is_open(tally.watch):
            self._find(post, tally.watch, after_ts=None, thread_ts=None)
        return None if self._slack_ts is None else f"{self._slack_ts - _MARGIN_S:.6f}"

    def _thread_of(self, post: Post) -> str | None:
        if post.parent_id is None:
            return None
        with self._store.read() as db:
            return get_post(db, post.parent_id).ts

    def _record(self, post: Post, verdict: Verdict, tally: Tally) -> None:
        now = tally.watch.now()
        with self._store.write() as db:
            if verdict.reason == RATE_LIMITED and verdict.not_before is not None:
                channel = post.slot.channel
                keep_limit(db, workspace=self._workspace, channel=channel, until=verdict.not_before)
            if not record_verdict(db, post, verdict):
                return
            if verdict.state is PostState.SENT:
                mark_landed(db, post, now=now)
            if verdict.state in NOT_MADE:
                release_items(db, post.id, for_good=verdict.state is not PostState.PARKED)
            if verdict.text_only:
                replace_message(db, post.id, drop_blocks(post.message))
            self._see_to(db, post, verdict, now=now)
        tally.add(verdict.state)
        if verdict.state is PostState.AMBIGUOUS:
            self._unclear_since[post.id] = tally.watch.read()
        if verdict.state not in {PostState.SENT, PostState.RETRY}:
            tally.lines.append(f"{_name(post)} is {verdict.state.value}: {verdict.reason}.")

    def _see_to(self, db: Database, post: Post, verdict: Verdict, *, now: dt.datetime) -> None:
        """Do what an end asks for: stop sending, pause what posts to a channel that refused for good, tell people."""
        if verdict.stop:
            stop_sending(db, self._workspace, reason=verdict.reason, now=now)
        if verdict.park and post.subscription_id is not None:
            close_channel(
                db,
                workspace=self._workspace,
                channel=post.slot.channel,
                reason=f"Slack refuses its channel: {verdict.reason}",
                code=verdict.reason,
                renderer=self._renderer,
                admins=self._admins,
                now=now,
            )
        elif verdict.tell and not verdict.park:
            tell_held(db, post, verdict, renderer=self._renderer, admins=self._admins, now=now)


def _end(db: Database, post: Post, reason: str, *, now: dt.datetime) -> None:
    """Skip a post; what a digest would have brought waits for the next one of its rule."""
    if change_state(db, post, PostState.SKIPPED, reason=reason):
        release_items(db, post.id)
        if post.slot.kind is PostKind.DIGEST:
            wait_again(db, post.id, reason=f"for the next digest: that of {post.slot.slot} was {reason}", now=now)


def _name(post: Post) -> str:
    return f"Post {post.id} ({post.slot.source}, {post.slot.slot})"
