"""What unprompted posts there are: summaries of new briefings, first summaries, and taking them back.

Everything here only decides, in the store; ``bot.services.delivery`` is the only sender.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.announcement import HOLD, decide_announcement
from bot.domain.dates import beijing_day
from bot.domain.delivery import LATE_AFTER
from bot.domain.digest import Decided, Fate
from bot.domain.ids import IdKind, format_id, parse_id
from bot.domain.post import UNSENT, PostKind, PostState, Slot
from bot.domain.query import parse_query
from bot.domain.series import briefing_name
from bot.domain.subscription import SubscriptionState
from bot.errors import BadQueryError
from bot.services.rows import find_held
from bot.services.summaries import Issue, compose_summary, get_issue
from bot.store.announcements import (
    StoredAnnouncement,
    add_announcement,
    find_announcement,
    find_last_announced_on,
    find_undone_reading,
    format_slot,
    list_announcements,
    mark_announcements_undone,
    read_briefing_record,
)
from bot.store.audit import AuditRow, add_audit
from bot.store.ledger import LedgerRow, list_ledger, write_fates
from bot.store.outbox import (
    NewPost,
    add_post,
    cancel_posts,
    find_post,
    list_had,
    list_posts,
    mark_withdrawn,
    release_items,
    reserve_items,
)
from bot.store.subscriptions import list_subscriptions, mark_started, set_state

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.domain.digest import Digest
    from bot.domain.post import Post
    from bot.domain.query import Query
    from bot.domain.subscription import Subscription
    from bot.services.ports import ItemMatcher, Renderer
    from bot.store.database import Database, Store

_MAYBE_SENT = (PostState.SENDING, PostState.AMBIGUOUS, PostState.HELD, PostState.SENT)


class Digests:
    """Decides the summaries; ``hold`` is how long a new briefing's posts wait."""

    def __init__(self, store: Store, matcher: ItemMatcher, renderer: Renderer, *, hold: dt.timedelta = HOLD) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self._hold = hold

    def announce(self, db: Database, *, briefing_id: int, now: dt.datetime, by: str, is_new: bool) -> tuple[str, ...]:
        """Enqueue the summaries of a briefing just read, in the ingest's transaction; give the report's lines.

        A correction posts nothing new: only summaries that still wait are decided again.
        """
        if not is_new:
            return self._announce_correction(db, briefing_id, now=now)
        briefing, series = read_briefing_record(db, briefing_id)
        decision = decide_announcement(
            published_on=briefing.published_on,
            last_announced_on=find_last_announced_on(db, series_key=series, besides=briefing_id),
            read_on=beijing_day(now),
        )
        stored = add_announcement(db, briefing_id=briefing_id, decision=decision, not_before=now + self._hold, now=now)
        _audit(db, by, "announce", briefing_id, decision.reason, now)
        if not decision.announced:
            return (f"none, {decision.reason}",)
        return (self._describe(self._enqueue_all(db, stored, now=now)),)

    def withdraw(self, db: Database, *, briefing_id: int, now: dt.datetime, by: str, whole: bool) -> tuple[str, ...]:
        """Cancel what waits and mark what was posted, in the undo's transaction; give the report's lines.

        With ``whole`` false an earlier reading is in force again: what waits is decided again from that one, and only
        what was decided from the reading taken back is marked.
        """
        undone = None if whole else find_undone_reading(db, briefing_id)
        versions = [a for a in list_announcements(db, briefing_id) if whole or (undone and a.decided_at >= undone)]
        slots = {version.slot for version in versions if whole or version.version > 1}
        posts = [post for post in list_posts(db, briefing_id=briefing_id) if whole or post.slot.slot in slots]
        briefing, _ = read_briefing_record(db, briefing_id)
        message = self._renderer.render_withdrawn(briefing_name(briefing), briefing.published_on)
        marked = [post for post in posts if post.state in _MAYBE_SENT and post.withdrawn_at is None]
        for post in marked:
            mark_withdrawn(db, post.id, message, now=now)
        cancelled = 0
        if whole:
            cancelled = cancel_posts(db, posts, reason="the briefing was taken back")
            for post in marked:
                release_items(db, post.id)
            mark_announcements_undone(db, briefing_id, now=now)
        again = () if whole else self._announce_correction(db, briefing_id, now=now)
        _audit(db, by, "withdraw", briefing_id, f"{cancelled} cancelled, {len(marked)} marked as withdrawn", now)
        said = [f"{cancelled} cancelled"] if cancelled else []
        said += [f"{len(marked)} marked as withdrawn"] if marked else []
        return (*([", ".join(said)] if said else []), *again)

    def enqueue_due(self, *, now: dt.datetime) -> int:
        """Enqueue the first summary of each subscription whose notice has landed; give how many were decided."""
        with self._store.read() as db:
            waiting = [s for s in list_subscriptions(db, (SubscriptionState.ACTIVE,)) if s.started_at is None]
        if not waiting:
            return 0
        with self._store.write() as db:
            newest = find_held(db).newest_id
            decided = 0
            for subscription in list_subscriptions(db, (SubscriptionState.ACTIVE,)):
                if subscription.started_at is None:
                    mark_started(db, subscription.id, now=now)
                    if newest is not None:
                        decided += self._enqueue_first(db, subscription, parse_id(newest, IdKind.BRIEFING), now=now)
            return decided

    def preview(self, query: Query, *, now: dt.datetime, rule: str | None = None) -> Digest | None:
        """Give the summary of the latest briefing that this filter would bring now; None while nothing is held."""
        with self._store.read() as db:
            newest = find_held(db).newest_id
            if newest is None:
                return None
            issue = get_issue(db, parse_id(newest, IdKind.BRIEFING))
            return compose_summary(db, self._matcher, issue, query, rule=rule, had={}, now=now).digest

    def list_waiting(self) -> tuple[Post, ...]:
        """Give the posts that are decided and not yet sent, in the order they were decided."""
        with self._store.read() as db:
            return tuple(list_posts(db, states=(*UNSENT, *_MAYBE_SENT[:3])))

    def list_ledger(self, *, subscription_id: int | None = None) -> tuple[LedgerRow, ...]:
        """Give each item's fate for each subscription, or for one."""
        with self._store.read() as db:
            return tuple(list_ledger(db, subscription_id=subscription_id))

    def _announce_correction(self, db: Database, briefing_id: int, *, now: dt.datetime) -> tuple[str, ...]:
        current = find_announcement(db, briefing_id)
        if current is None or current.undone_at or not current.decision.announced:
            return ("none, a correction posts nothing new",)
        posts = [post for post in list_posts(db, briefing_id=briefing_id) if post.slot.kind is PostKind.IMMEDIATE]
        kept = {post.subscription_id for post in posts if post.part == 0 and post.state in _MAYBE_SENT}
        fresh = [post for post in posts if post.state in UNSENT and post.subscription_id not in kept]
        in_hold = now < current.not_before
        if not fresh and not in_hold:
            return ("none, a correction posts nothing new",)
        cancel_posts(db, fresh, reason="corrected before it was posted", state=PostState.SUPERSEDED)
        stored = add_announcement(
            db, briefing_id=briefing_id, decision=current.decision, not_before=max(current.not_before, now), now=now
        )
        again = {post.subscription_id for post in fresh}
        counted = self._enqueue_all(db, stored, now=now, only=None if in_hold else again, besides=kept)
        return (f"what waited is written again: {self._describe(counted)}",)

    def _enqueue_all(
        self,
        db: Database,
        announcement: StoredAnnouncement,
        *,
        now: dt.datetime,
        only: set[int | None] | None = None,
        besides: set[int | None] | None = None,
    ) -> int:
        issue = get_issue(db, announcement.briefing_id)
        channels: set[tuple[str, str]] = set()
        for subscription in list_subscriptions(db, (SubscriptionState.ACTIVE, SubscriptionState.PAUSED)):
            if subscription.id in (besides or ()) or (only is not None and subscription.id not in only):
                continue
            if subscription.state is SubscriptionState.PAUSED:
                _write_paused(db, subscription, issue, now=now)
            elif self._enqueue_summary(
                db, subscription, issue, slot=announcement.slot, not_before=announcement.not_before, now=now
            ):
                channels.add((subscription.workspace, subscription.channel))
        return len(channels)

    def _enqueue_first(self, db: Database, subscription: Subscription, briefing_id: int, *, now: dt.datetime) -> bool:
        current = find_announcement(db, briefing_id)
        slot = current.slot if current else format_slot(briefing_id, 1)
        held_until = current.not_before if current and current.decision.announced else now
        issue = get_issue(db, briefing_id)
        return self._enqueue_summary(db, subscription, issue, slot=slot, not_before=max(held_until, now), now=now)

    def _enqueue_summary(
        self,
        db: Database,
        subscription: Subscription,
        issue: Issue,
        *,
        slot: str,
        not_before: dt.datetime,
        now: dt.datetime,
    ) -> bool:
        """Decide one subscription's summary of an issue; False when it gets none."""
        place = Slot(
            workspace=subscription.workspace,
            channel=subscription.channel,
            kind=PostKind.IMMEDIATE,
            source=subscription.shown_id,
            slot=slot,
        )
        if find_post(db, place) is not None:
            return False
        try:
            query = parse_query(subscription.filter, lexicon=self._matcher.lexicon(), today=beijing_day(now))
        except BadQueryError as error:
            set_state(
                db, subscription.id, SubscriptionState.PAUSED, reason=f"its filter cannot be read: {error.message}"
            )
            return False
        had = list_had(db, workspace=subscription.workspace, channel=subscription.channel)
        summary = compose_summary(db, self._matcher, issue, query, rule=subscription.shown_id, had=had, now=now)
        post_id = None
        if summary.digest.entries:
            new = NewPost(
                slot=place,
                parts=self._renderer.render_digest(summary.digest),
                not_before=not_before,
                late_after=not_before + LATE_AFTER,
                subscription_id=subscription.id,
                briefing_id=issue.source.briefing_id,
            )
            post_id = add_post(db, new, now=now)
            items = [(entry.item.item_id, entry.item.version) for entry in summary.digest.entries]
            reserve_items(db, place, post_id, items)
        write_fates(
            db,
            summary.decided,
            subscription_id=subscription.id,
            briefing_id=issue.source.briefing_id,
            post_id=post_id,
            now=now,
        )
        return post_id is not None

    def _describe(self, channels: int) -> str:
        if channels == 0:
            return "none, no channel follows what is in it"
        minutes = round(self._hold.total_seconds() / 60)
        when = f"in {minutes} minutes" if minutes else "now"
        return f"{channels} channel{'' if channels == 1 else 's'} {when}"


def _write_paused(db: Database, subscription: Subscription, issue: Issue, *, now: dt.datetime) -> None:
    reason = f"{subscription.shown_id} was paused"
    decided: Sequence[Decided] = [Decided(item=item, fate=Fate.PAUSED, reason=reason) for item in issue.items]
    write_fates(
        db,
        decided,
        subscription_id=subscription.id,
        briefing_id=issue.source.briefing_id,
        post_id=None,
        now=now,
    )


def _audit(db: Database, by: str, action: str, briefing_id: int, detail: str, now: dt.datetime) -> None:
    subject = format_id(IdKind.BRIEFING, briefing_id)
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=detail))
