"""The only sender of unprompted posts: claim, post once, record; look up what is unclear, hold what cannot be proved.

PENDING, RETRY -> SENDING (durable, before the network) -> SENT | RETRY | PARKED | AMBIGUOUS | HELD | SKIPPED
AMBIGUOUS -> after two minutes a look into the history -> SENT | RETRY (twice at most) | HELD
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.delivery import (
    Due,
    Look,
    Verdict,
    decide_after,
    decide_due,
    decide_found,
    decide_look,
    decide_update,
)
from bot.domain.post import Post, PostKind, PostState, Slot, drop_blocks
from bot.domain.subscription import SubscriptionState, SubscriptionVerb, decide_state
from bot.errors import BadQueryError
from bot.store.audit import AuditRow, add_audit
from bot.store.outbox import (
    NewPost,
    add_post,
    change_state,
    claim_post,
    clear_stop,
    find_newest_ts,
    find_stop,
    get_post,
    list_late,
    list_orphans,
    list_posts,
    list_waiting,
    list_wanted_changes,
    record_change,
    record_verdict,
    release_items,
    replace_message,
    restart_look,
    stop_sending,
)
from bot.store.sender_lock import hold_sender_lock
from bot.store.subscriptions import get_subscription, mark_noticed, set_state

if TYPE_CHECKING:
    import datetime as dt

    from bot.services.ports import Poster, Renderer
    from bot.store.database import Database, Store

_MARGIN_S = 60.0
"""Taken off Slack's time when it bounds a later search: its clocks need not agree to the second."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryReport:
    """What one tick did; ``lines`` say what a person should know, one each; ``failed`` when it could not be done."""

    sent: int = 0
    retried: int = 0
    parked: int = 0
    unclear: int = 0
    held: int = 0
    skipped: int = 0
    changed: int = 0
    failed: bool = False
    lines: tuple[str, ...] = ()


@dataclass(kw_only=True)
class _Tally:
    counts: dict[PostState, int] = field(default_factory=dict)
    changed: int = 0
    lines: list[str] = field(default_factory=list)
    waiting_channels: set[str] = field(default_factory=set)

    def add(self, state: PostState) -> None:
        self.counts[state] = self.counts.get(state, 0) + 1

    def report(self) -> DeliveryReport:
        count = self.counts.get
        return DeliveryReport(
            sent=count(PostState.SENT, 0),
            retried=count(PostState.RETRY, 0),
            parked=count(PostState.PARKED, 0),
            unclear=count(PostState.AMBIGUOUS, 0),
            held=count(PostState.HELD, 0),
            skipped=count(PostState.SKIPPED, 0),
            changed=self.changed,
            lines=tuple(self.lines),
        )


class Delivery:
    """Sends the outbox of one workspace; ``admins`` are told, once each, of what needs a person."""

    def __init__(
        self, store: Store, poster: Poster, renderer: Renderer, *, workspace: str, admins: tuple[str, ...] = ()
    ) -> None:
        self._store = store
        self._poster = poster
        self._renderer = renderer
        self._workspace = workspace
        self._admins = admins

    def start(self) -> None:
        """Allow sending again after a token was refused: called when a process has connected anew."""
        with self._store.write() as db:
            clear_stop(db, self._workspace)

    def tick(self, now: dt.datetime) -> DeliveryReport:
        """Send what is due at ``now``, after looking up what was left unclear; another sender at work is left alone."""
        with hold_sender_lock(self._store.path) as alone:
            if not alone:
                return DeliveryReport(lines=("Another process is sending; nothing was done here.",))
            return self._tick_alone(now)

    def settle_held(self, number: int, *, sent: bool, by: str, now: dt.datetime) -> None:
        """Record a person's word on a held post: ``sent`` (it stands in the channel), or post it again."""
        with self._store.write() as db:
            post = get_post(db, number)
            state = PostState.SENT if sent else PostState.RETRY
            if post.state is not PostState.HELD or not change_state(db, post, state, reason=f"said by {by}"):
                raise BadQueryError(f"Post {number} is not held.", hint="gongbao digest ledger shows what is.")
            if sent:
                self._after_sent(db, post, now)
            add_audit(
                db, AuditRow(at=now, actor=by, action=f"settle: {state.value}", subject=f"post {number}", detail="")
            )

    def _tick_alone(self, now: dt.datetime) -> DeliveryReport:
        tally = _Tally()
        with self._store.read() as db:
            interrupted = list_posts(db, workspace=self._workspace, states=(PostState.SENDING,))
            stop = find_stop(db, self._workspace)
        if interrupted:  # we are the only sender, so nobody else changes them meanwhile
            with self._store.write() as db:
                for post in interrupted:
                    change_state(db, post, PostState.AMBIGUOUS, reason="interrupted while sending")
        if stop is None:
            self._look_up(now, tally)
            self._change_messages(now, tally)  # before the thread lines about it: they go only where the post stands
            self._skip(now, tally)
            stop = self._send(now, tally)
        if stop is None:
            self._change_messages(now, tally)
        else:
            tally.lines.append(f"Sending is stopped: Slack said {stop}. Check the bot's token, then start it again.")
        return tally.report()

    def _look_up(self, now: dt.datetime, tally: _Tally) -> None:
        with self._store.read() as db:
            unclear = list_posts(db, workspace=self._workspace, states=(PostState.AMBIGUOUS,))
        for post in unclear:
            look = decide_look(post, now)
            if look is Look.RESTART:
                with self._store.write() as db:
                    restart_look(db, post.id, now=now)
            elif look is Look.HOLD:
                reason = "unclear, and nothing bounds a search for it"
                self._record(post, Verdict(state=PostState.HELD, reason=reason, tell=True), now, tally)
            elif look is Look.NOW:
                self._look_up_one(post, now, tally)

    def _look_up_one(self, post: Post, now: dt.datetime, tally: _Tally) -> None:
        found = self._poster.find(
            channel=post.slot.channel, key=post.key, after_ts=post.after_ts, thread_ts=self._thread_of(post)
        )
        verdict = decide_found(found, post, now)
        if verdict.state is PostState.AMBIGUOUS:
            tally.add(PostState.AMBIGUOUS)
        else:
            self._record(post, verdict, now, tally)

    def _skip(self, now: dt.datetime, tally: _Tally) -> None:
        with self._store.read() as db:
            if not list_late(db, workspace=self._workspace, now=now) and not list_orphans(
                db, workspace=self._workspace
            ):
                return
        with self._store.write() as db:
            ended = [(post, "later than its limit") for post in list_late(db, workspace=self._workspace, now=now)]
            for post, reason in ended:
                _end(db, post, reason)
            orphans = list_orphans(db, workspace=self._workspace)
            for post in orphans:
                _end(db, post, "its first part does not stand in the channel")
        for post, reason in ended:
            tally.add(PostState.SKIPPED)
            tally.lines.append(f"{_name(post)} was skipped: {reason}.")
        for _ in orphans:
            tally.add(PostState.SKIPPED)

    def _send(self, now: dt.datetime, tally: _Tally) -> str | None:
        """Send all that is due, thread parts after their first part; give why sending had to stop, or None."""
        tried: set[int] = set()
        while True:
            with self._store.read() as db:
                due = list_waiting(db, workspace=self._workspace, until=now)
            due = [post for post in due if post.id not in tried and post.slot.channel not in tally.waiting_channels]
            if not due:
                return None
            for post in due:
                tried.add(post.id)
                if post.slot.channel in tally.waiting_channels or decide_due(post, now) is not Due.SEND:
                    continue
                stop = self._send_one(post, now, tally)
                if stop is not None:
                    return stop

    def _send_one(self, post: Post, now: dt.datetime, tally: _Tally) -> str | None:
        thread_ts = self._thread_of(post)
        after_ts = self._find_bound(post)
        with self._store.write() as db:
            if not claim_post(db, post.id, now=now, after_ts=after_ts):
                return None
            claimed = get_post(db, post.id)
        outcome = self._poster.post(
            channel=post.slot.channel, message=claimed.message, key=post.key, thread_ts=thread_ts
        )
        has_blocks = claimed.message.blocks != "[]"
        verdict = decide_after(outcome, attempts=claimed.attempts, has_blocks=has_blocks, now=now)
        if verdict.state is PostState.RETRY and not verdict.text_only:
            tally.waiting_channels.add(post.slot.channel)
        self._record(claimed, verdict, now, tally)
        return verdict.reason if verdict.stop else None

    def _find_bound(self, post: Post) -> str | None:
        """Give a moment of Slack's clock before which the post cannot stand in the channel, or None."""
        with self._store.read() as db:
            newest = find_newest_ts(db, workspace=self._workspace, channel=post.slot.channel)
        if newest is not None:
            return newest
        found = self._poster.find(channel=post.slot.channel, key=post.key, after_ts=None, thread_ts=None)
        return None if found.slack_ts is None else f"{found.slack_ts - _MARGIN_S:.6f}"

    def _thread_of(self, post: Post) -> str | None:
        if post.parent_id is None:
            return None
        with self._store.read() as db:
            return get_post(db, post.parent_id).ts

    def _record(self, post: Post, verdict: Verdict, now: dt.datetime, tally: _Tally) -> None:
        with self._store.write() as db:
            if not record_verdict(db, post, verdict):
                return
            if verdict.state is PostState.SENT:
                self._after_sent(db, post, now)
            if verdict.state in {PostState.CANCELLED, PostState.SKIPPED}:
                release_items(db, post.id)
            if verdict.text_only:
                replace_message(db, post.id, drop_blocks(post.message))
            if verdict.park:
                self._park(db, post, verdict)
            if verdict.tell:
                self._tell(db, post, verdict, now=now)
            if verdict.stop:
                stop_sending(db, self._workspace, reason=verdict.reason, now=now)
        tally.add(verdict.state)
        if verdict.state not in {PostState.SENT, PostState.RETRY}:
            tally.lines.append(f"{_name(post)} is {verdict.state.value}: {verdict.reason}.")

    def _after_sent(self, db: Database, post: Post, now: dt.datetime) -> None:
        if post.slot.kind is not PostKind.NOTICE or post.subscription_id is None:
            return
        subscription = get_subscription(db, post.subscription_id)
        mark_noticed(db, subscription.id, now=now)
        state = decide_state(subscription.state, SubscriptionVerb.NOTICE_LANDED, noticed=True)
        if state is not subscription.state:
            set_state(db, subscription.id, state)

    def _park(self, db: Database, post: Post, verdict: Verdict) -> None:
        if post.subscription_id is None:
            return
        subscription = get_subscription(db, post.subscription_id)
        state = decide_state(subscription.state, SubscriptionVerb.PAUSE, noticed=subscription.noticed_at is not None)
        if state is SubscriptionState.PAUSED:
            set_state(db, subscription.id, state, reason=f"Slack refuses its channel: {verdict.reason}")

    def _tell(self, db: Database, post: Post, verdict: Verdict, *, now: dt.datetime) -> None:
        """Tell the owner and the admins, once each; a message about such a message is never made."""
        if post.subscription_id is None:
            return
        owner = get_subscription(db, post.subscription_id).created_by
        message = self._renderer.render_trouble(rule=post.slot.source, channel=post.slot.channel, reason=verdict.reason)
        for person in dict.fromkeys((owner, *self._admins)):
            slot = Slot(
                workspace=self._workspace,
                channel=person,
                kind=PostKind.NOTICE,
                source=post.slot.source,
                slot=f"{verdict.state.value} {post.id}",
            )
            add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, late_after=None), now=now)

    def _change_messages(self, now: dt.datetime, tally: _Tally) -> None:
        with self._store.read() as db:
            wanted = list_wanted_changes(db, workspace=self._workspace, now=now)
        for change in wanted:
            post = change.post
            if post.ts is None:
                continue
            outcome = self._poster.update(channel=post.slot.channel, ts=post.ts, message=change.message, key=post.key)
            state, not_before = decide_update(outcome, attempts=change.attempts + 1, now=now)
            with self._store.write() as db:
                record_change(db, change, state, not_before=not_before)
            tally.changed += int(state.value == "done")


def _end(db: Database, post: Post, reason: str) -> None:
    if change_state(db, post, PostState.SKIPPED, reason=reason):
        release_items(db, post.id)


def _name(post: Post) -> str:
    return f"Post {post.id} ({post.slot.source}, {post.slot.slot})"
