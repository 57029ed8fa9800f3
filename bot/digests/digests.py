"""What unprompted posts there are: summaries of new briefings, first summaries, and taking them back.

Everything here only decides, in the store; ``bot.digests.delivery`` is the only sender.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Sequence

import msgspec

from bot.digests.chat import Renderer
from bot.digests.corrections import Corrections
from bot.digests.latest import find_latest_issue
from bot.digests.matches import Matcher
from bot.digests.post_rules import keep_rule
from bot.digests.reminders import Reminders
from bot.digests.schedules import Schedules, decide_waiting, wait_for_end_of_quiet
from bot.digests.slots import to_local
from bot.digests.summaries import (
    Issue,
    Occasion,
    Summary,
    UnreadableFilters,
    compose_summary,
    compose_window,
    drop_items_besides,
    find_told,
    get_issue,
    read_issues,
)
from bot.errors import BadQueryError
from bot.model.briefing import Item
from bot.model.changes import ItemChange
from bot.model.deadlines import beijing_day
from bot.model.digest import Decided, Fate
from bot.model.ids import IdKind, format_id
from bot.model.post import (
    HOLD,
    LATE_AFTER,
    UNTIL_RELEASED,
    Announcement,
    Post,
    PostKind,
    PostState,
    Slot,
    Why,
    decide_announcement,
    describe_nobody,
)
from bot.model.review import find_doubt
from bot.model.series import briefing_name
from bot.model.subscription import NO_HOLIDAYS, Cadence, Holidays, Subscription, SubscriptionState
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.store.database import Database, Store
from bot.store.ledger import (
    LedgerRow,
    StoredAnnouncement,
    account_for_dropped,
    add_announcement,
    end_waiting,
    find_announcement,
    find_last_announced_on,
    format_slot,
    list_fates,
    list_handed_on,
    list_ledger,
    list_waiting_of_briefing,
    mark_announcements_undone,
    read_briefing_record,
    write_fates,
)
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, Sent, add_post, cancel_posts, find_post, list_posts, list_sent
from bot.store.schedules import carry_items, find_window_start, reserve_items
from bot.store.subscriptions import get_subscription, list_subscriptions, list_unstarted, mark_started
from bot.store.surveys import list_missing

# What was decided about the posts of a briefing, in the words of an ingest's report.

_HOLD_LASTS = dt.timedelta(days=365)
"""What waits longer than this was put on hold (``bot.model.post.UNTIL_RELEASED``)."""


def describe_enqueued(counted: tuple[int, int], wait: dt.timedelta, *, fates: Collection[str]) -> str:
    """Say how many channels get a summary after this wait, and how many digests will bring it; or why none.

    ``fates`` are those of the briefing's items in the ledger.
    """
    channels, digests = counted
    later = f"{digests} digest{'' if digests == 1 else 's'} at {'its' if digests == 1 else 'their'} time"
    if channels == 0:
        return later if digests else f"none, {describe_nobody(fates)}"
    said = f"{channels} channel{'' if channels == 1 else 's'}"
    if wait > _HOLD_LASTS:
        when = "once they are let go: on hold"
    else:
        minutes = math.ceil(wait.total_seconds() / 60)
        when = f"in {minutes} minute{'' if minutes == 1 else 's'}" if minutes > 0 else "now"
    return f"{said} {when}" + (f", {later}" if digests else "")


# Rules that left an item out because it was not certain enough, once it is.


def list_cleared(db: Database, briefing_id: int) -> set[int | None]:
    """Return the subscriptions whose ledger says of an item in force that it was not certain, while it is by now.

    A later word of the ledger about the same item counts: what was posted or filtered since is not given again.
    """
    sql = """
        SELECT l.subscription_id, i.record FROM ledger l JOIN items i ON i.id = l.item_id AND i.active
        WHERE l.briefing_id = ?1 AND l.fate = ?2
          AND l.version = (SELECT max(m.version) FROM ledger m
                           WHERE m.subscription_id = l.subscription_id AND m.item_id = l.item_id)
    """
    rows = db.execute(sql, [briefing_id, Fate.UNCERTAIN]).fetchall()
    return {rule for rule, record in rows if _is_certain(msgspec.json.decode(record, type=Item))}


def _is_certain(item: Item) -> bool:
    return find_doubt(item) is None and all(company.company_id is not None for company in item.companies)


# One fate for all items of an issue, where a subscription gets none of them for one and the same reason.


def write_paused(db: Database, rule: Subscription, issue: Issue, *, now: dt.datetime) -> None:
    """Say of an issue that came while a rule was paused."""
    write_fate(db, rule, issue, Fate.PAUSED, f"{rule.shown_id} was paused", now=now)


def write_failed(db: Database, rule: Subscription, issue: Issue, error: BadQueryError, *, now: dt.datetime) -> None:
    """Say of an issue that a rule's filter, which cannot be read any more, kept it from its place."""
    write_fate(db, rule, issue, Fate.FAILED, f"its filter cannot be read: {error.message}", now=now)


def write_fate(db: Database, rule: Subscription, issue: Issue, fate: Fate, reason: str, *, now: dt.datetime) -> None:
    """Write the same fate of all items of an issue."""
    decided = [Decided(item=item, fate=fate, reason=reason) for item in issue.items]
    write_fates(db, decided, subscription_id=rule.id, post_id=None, now=now)


# What waits for no slot: what was left out for a post that was never made, or for a digest of before. The ledger has
# such items waiting (``bot.store.ledger``). A rule in slots brings them with its next digest; one that posts at once
# brings them here, in one digest.


class HandingOn:
    """Decides what waits for rules that post at once; ``holidays`` are those of China."""

    def __init__(
        self,
        store: Store,
        matcher: Matcher,
        renderer: Renderer,
        *,
        holidays: Holidays,
        unreadable: UnreadableFilters,
    ) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self._holidays = holidays
        self._unreadable = unreadable

    def enqueue_due(self, *, now: dt.datetime) -> int:
        """Decide all of it that is on hold no more; give how many posts come of it."""
        with self._store.read() as db:
            if not list_handed_on(db, now=now):
                return 0
        with self._store.write() as db:
            waiting: dict[int, list[int]] = {}
            for rule, briefing in list_handed_on(db, now=now):
                waiting.setdefault(rule, []).append(briefing)
            return sum(self._decide(db, get_subscription(db, rule), waiting[rule], now=now) for rule in waiting)

    def _decide(self, db: Database, rule: Subscription, briefings: Sequence[int], *, now: dt.datetime) -> bool:
        """Decide one digest of what waits of these briefings; True when one comes of it."""
        try:
            query = parse_query(rule.filter, lexicon=self._matcher.lexicon(), today=beijing_day(now))
        except BadQueryError as error:
            self._unreadable.pause(db, rule, error, now=now)
            return False
        issues = [
            drop_items_besides(issue, list_waiting_of_briefing(db, rule.id, issue.source.briefing_id))
            for issue in read_issues(db, briefings)
        ]
        post_id = None
        if issues:
            occasion = Occasion(rule=rule.shown_id)
            told = find_told(db, rule, briefings)
            summary = compose_window(db, self._matcher, issues, query, occasion=occasion, told=told, now=now)
            if summary.included:
                post_id = self._enqueue(db, rule, summary, now=now)
                keep_rule(db, post_id, rule, query, lexicon=self._matcher.lexicon())
            write_fates(db, summary.decided, subscription_id=rule.id, post_id=post_id, now=now)
        for briefing in briefings:
            end_waiting(db, briefing, reason="held no more", now=now, subscription_id=rule.id)
        return post_id is not None

    def _enqueue(self, db: Database, rule: Subscription, summary: Summary, *, now: dt.datetime) -> int:
        not_before = wait_for_end_of_quiet(rule, self._holidays, now)
        slot = Slot(
            workspace=rule.workspace,
            channel=rule.channel,
            kind=PostKind.DIGEST,
            source=rule.shown_id,
            slot=f"{to_local(now, rule.schedule.zone):%Y-%m-%d %H:%M:%S} at once",
        )
        new = NewPost(
            slot=slot,
            parts=self._renderer.render_digest(summary.digest),
            not_before=not_before,
            late_after=not_before + LATE_AFTER,
            subscription_id=rule.id,
        )
        post_id = add_post(db, new, now=now)
        items = [(item.item_id, item.version) for item in summary.included]
        reserve_items(db, slot, post_id, items)
        carry_items(db, post_id, items)
        return post_id


_TAKEN_BACK = "the briefing was taken back"


class Digests:
    """Decides the summaries; ``hold`` is how long a new briefing's posts wait.

    ``admins`` are told of a rule that pauses because its filter cannot be read.
    """

    def __init__(
        self,
        store: Store,
        matcher: Matcher,
        renderer: Renderer,
        *,
        hold: dt.timedelta = HOLD,
        holidays: Holidays = NO_HOLIDAYS,
        admins: Collection[str] = (),
    ) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self._hold = hold
        self._corrections = Corrections(matcher, renderer)
        self._holidays = holidays
        self._unreadable = UnreadableFilters(renderer, admins=admins, holidays=holidays)
        self._handing_on = HandingOn(store, matcher, renderer, holidays=holidays, unreadable=self._unreadable)
        self._schedules = Schedules(store, matcher, renderer, holidays=holidays, unreadable=self._unreadable)
        self.reminders = Reminders(store, matcher, renderer, holidays=holidays, unreadable=self._unreadable)

    def announce(
        self,
        db: Database,
        *,
        briefing_id: int,
        now: dt.datetime,
        by: str,
        is_new: bool,
        changes: tuple[ItemChange, ...] = (),
    ) -> tuple[str, ...]:
        """Enqueue the summaries of a briefing just read, in the ingest's transaction; give the report's lines.

        A correction posts no new summary: those that still wait are decided again, those posted are corrected.
        """
        if not is_new:
            said = self._announce_correction(db, briefing_id, changes, now=now)
            _audit(db, by, "correct", briefing_id, "; ".join(said), now)
            return said
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
        counted = self._enqueue_all(db, stored, now=now)
        return (describe_enqueued(counted, stored.not_before - now, fates=list_fates(db, briefing_id)),)

    def withdraw(
        self,
        db: Database,
        *,
        briefing_id: int,
        now: dt.datetime,
        by: str,
        whole: bool,
        changes: tuple[ItemChange, ...] = (),
    ) -> tuple[str, ...]:
        """Cancel what waits and mark what was posted, in the undo's transaction; give the report's lines.

        With ``whole`` false an earlier reading is in force again, and nothing is marked: what waits is decided again
        from that one, and what was posted is corrected back, from whichever reading it was made.
        """
        if not whole:
            again = self._announce_correction(db, briefing_id, changes, now=now)
            _audit(db, by, "undo correction", briefing_id, "; ".join(again), now)
            return again
        briefing, _ = read_briefing_record(db, briefing_id)
        message = self._renderer.render_withdrawn(briefing_name(briefing), briefing.published_on)
        said = self._corrections.withdraw_posts(db, briefing_id, message, now=now)
        mark_announcements_undone(db, briefing_id, now=now)
        end_waiting(db, briefing_id, reason=_TAKEN_BACK, now=now)
        _audit(db, by, "withdraw", briefing_id, f"out of every answer: {said or 'nothing was posted'}", now)
        return (said,) if said else ()

    def announce_archived(self, db: Database, *, briefing_id: int, by: str, now: dt.datetime) -> None:
        """Announce a briefing that was archived in silence, with the wait of a new one, in the caller's transaction."""
        decision = Announcement(announced=True, reason="announced by an admin")
        stored = add_announcement(db, briefing_id=briefing_id, decision=decision, not_before=now + self._hold, now=now)
        _audit(db, by, "announce", briefing_id, decision.reason, now)
        self._enqueue_all(db, stored, now=now)

    def write_again(self, db: Database, *, briefing_id: int, now: dt.datetime) -> str:
        """Decide a briefing's waiting summaries again, as announced by now; give the report's line, "" for none."""
        current = find_announcement(db, briefing_id)
        if current is None or current.undone_at or not current.decision.announced:
            return ""
        posts = [post for post in list_posts(db, briefing_id=briefing_id) if post.slot.kind is PostKind.IMMEDIATE]
        standing = [post for post in posts if post.may_stand and post.withdrawn_at is None]
        kept = {post.subscription_id for post in standing if post.part == 0}
        fresh = [post for post in posts if post.is_unsent and post.subscription_id not in kept]
        in_hold = now < current.not_before
        cleared = list_cleared(db, briefing_id) - kept
        if not fresh and not in_hold and not cleared:
            return ""
        cancel_posts(db, fresh, why=Why.SUPERSEDED, reason="corrected before it was posted", now=now)
        stored = add_announcement(
            db, briefing_id=briefing_id, decision=current.decision, not_before=max(current.not_before, now), now=now
        )
        again = {post.subscription_id for post in fresh} | cleared
        counted = self._enqueue_all(db, stored, now=now, only=None if in_hold else again, besides=kept)
        said = describe_enqueued(counted, stored.not_before - now, fates=list_fates(db, briefing_id))
        return f"what waited is written again: {said}"

    def enqueue_due(self, *, now: dt.datetime) -> int:
        """Enqueue first summaries of subscriptions whose notice has landed, due digests and reminders; give how many.

        And what is left of posts that were never made.
        """
        decided = self._enqueue_firsts(now=now) + self._handing_on.enqueue_due(now=now)
        decided += self.reminders.enqueue_due(now=now)  # a digest leaves to them what they tell
        return decided + self._schedules.enqueue_due(now=now)

    def _enqueue_firsts(self, *, now: dt.datetime) -> int:
        with self._store.read() as db:
            if not list_unstarted(db):
                return 0
        with self._store.write() as db:
            latest = find_latest_issue(db)
            decided = 0
            for subscription in list_unstarted(db):
                mark_started(db, subscription.id, now=now)
                if latest is not None:
                    decided += self._enqueue_now(db, subscription, latest, now=now)
            return decided

    def list_waiting(self) -> tuple[Post, ...]:
        """Return the posts that are decided and not yet sent, in the order they were decided."""
        with self._store.read() as db:
            return tuple(list_posts(db, states=(PostState.PENDING, PostState.SENDING, PostState.RETRY, PostState.HELD)))

    def list_sent(self, workspace: str) -> tuple[Sent, ...]:
        """Return where the posts of a workspace stand that were sent."""
        with self._store.read() as db:
            return tuple(list_sent(db, workspace))

    def list_ledger(self, *, subscription_id: int | None = None) -> tuple[LedgerRow, ...]:
        """Return each item's fate for each subscription, or for one."""
        with self._store.read() as db:
            return tuple(list_ledger(db, subscription_id=subscription_id))

    def _announce_correction(
        self, db: Database, briefing_id: int, changes: tuple[ItemChange, ...], *, now: dt.datetime
    ) -> tuple[str, ...]:
        account_for_dropped(db, briefing_id, now=now)
        corrected = self._corrections.correct_posts(db, briefing_id, changes, now=now)
        said = (corrected, self.write_again(db, briefing_id=briefing_id, now=now))
        self._account_for_added(db, briefing_id, now=now)
        return tuple(filter(None, said)) or ("none, a correction posts nothing new",)

    def _account_for_added(self, db: Database, briefing_id: int, *, now: dt.datetime) -> None:
        """Say of each item that a correction added what becomes of it for those whose posts do not bring it."""
        current = find_announcement(db, briefing_id)
        if current is None:
            return
        for rule in list_subscriptions(db, (SubscriptionState.ACTIVE, SubscriptionState.PAUSED)):
            added = {row.item_id for row in list_missing(db, rule.id) if row.briefing_id == briefing_id}
            if not added:
                continue
            issue = drop_items_besides(get_issue(db, briefing_id), added)
            decided = find_window_start(db, rule.id, before=UNTIL_RELEASED)
            if rule.state is SubscriptionState.PAUSED:
                write_paused(db, rule, issue, now=now)
            elif rule.cadence is not Cadence.IMMEDIATE and (decided is None or decided < current.not_before):
                self._write_waiting(db, rule, issue, at=current.not_before, now=now)
            else:
                reason = "a correction added it after the summary was decided, and posts nothing new"
                write_fate(db, rule, issue, Fate.CORRECTED, reason, now=now)

    def _enqueue_all(
        self,
        db: Database,
        announcement: StoredAnnouncement,
        *,
        now: dt.datetime,
        only: set[int | None] | None = None,
        besides: set[int | None] | None = None,
    ) -> tuple[int, int]:
        """Enqueue an announcement's summaries; give how many channels get one, and how many digests will bring it."""
        issue = get_issue(db, announcement.briefing_id)
        channels: set[tuple[str, str]] = set()
        digests = 0
        rules = list_subscriptions(db, (SubscriptionState.ACTIVE, SubscriptionState.PAUSED))
        for subscription in rules:
            if subscription.id in (besides or ()) or (only is not None and subscription.id not in only):
                continue
            if subscription.state is SubscriptionState.PAUSED:
                write_paused(db, subscription, issue, now=now)
            elif subscription.cadence is not Cadence.IMMEDIATE:
                digests += self._write_waiting(db, subscription, issue, at=announcement.not_before, now=now)
            elif self._enqueue_summary(
                db, subscription, issue, slot=announcement.slot, not_before=announcement.not_before, now=now
            ):
                channels.add((subscription.workspace, subscription.channel))
        return len(channels), digests

    def _write_waiting(
        self, db: Database, subscription: Subscription, issue: Issue, *, at: dt.datetime, now: dt.datetime
    ) -> bool:
        """Write what a rule in slots will do with an issue's items, as far as is known; True when it brings any."""
        if (composed := self._compose(db, subscription, issue, now=now)) is None:
            return False
        _, summary = composed
        fates = decide_waiting(db, summary.decided, subscription, self._holidays, at=at)
        write_fates(db, fates, subscription_id=subscription.id, post_id=None, now=now)
        return bool(summary.included)

    def _compose(
        self, db: Database, subscription: Subscription, issue: Issue, *, now: dt.datetime
    ) -> tuple[Query, Summary] | None:
        """Return a rule's filter and its summary of an issue; None, and the rule pauses, where no filter is read."""
        try:
            query = parse_query(subscription.filter, lexicon=self._matcher.lexicon(), today=beijing_day(now))
        except BadQueryError as error:
            self._unreadable.pause(db, subscription, error, now=now)
            write_failed(db, subscription, issue, error, now=now)
            return None
        occasion = Occasion(rule=subscription.shown_id)
        told = find_told(db, subscription, [issue.source.briefing_id])
        return query, compose_summary(db, self._matcher, issue, query, occasion=occasion, told=told, now=now)

    def _enqueue_now(self, db: Database, subscription: Subscription, issue: Issue, *, now: dt.datetime) -> bool:
        """Decide a rule's summary of a briefing held already: to go now, or with its others where those still wait."""
        current = find_announcement(db, issue.source.briefing_id)
        slot = current.slot if current else format_slot(issue.source.briefing_id, 1)
        held_until = current.not_before if current and current.decision.announced else now
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
        composed = self._compose(db, subscription, issue, now=now)
        if composed is None:
            return False
        query, summary = composed
        not_before = wait_for_end_of_quiet(subscription, self._holidays, not_before)
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
            keep_rule(db, post_id, subscription, query, lexicon=self._matcher.lexicon())
            items = [(entry.item.item_id, entry.item.version) for entry in summary.digest.entries]
            reserve_items(db, place, post_id, items)
            carry_items(db, post_id, items)
        write_fates(db, summary.decided, subscription_id=subscription.id, post_id=post_id, now=now)
        return post_id is not None


def _audit(db: Database, by: str, action: str, briefing_id: int, detail: str, now: dt.datetime) -> None:
    subject = format_id(IdKind.BRIEFING, briefing_id)
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=detail))
