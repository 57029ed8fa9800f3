"""What unprompted posts there are: decided in the store, from what the ledger has waiting; nothing is sent here.

A new briefing writes a line for each item and rule. At a tick a rule that posts at once gets its post when the hold is
over and nothing is quiet; a rule in slots when its local day and time have come, each local day once.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.answers.sources import find_coverage
from bot.digests.chat import Renderer
from bot.digests.compose import (
    NOT_AHEAD,
    Digest,
    Issue,
    Reader,
    compose_digest,
    decide_items,
    get_issue,
    read_issues,
)
from bot.digests.corrections import Corrections
from bot.digests.matches import Matcher
from bot.digests.reminders import Reminders
from bot.digests.rules import pause_unreadable
from bot.digests.schedule import DueSlot, decide_slot, find_end_of_quiet, find_late_limit, to_local
from bot.errors import BadQueryError
from bot.model.changes import ItemChange
from bot.model.deadlines import beijing_day
from bot.model.digest import Decided, DigestItem, Fate
from bot.model.ids import IdKind, format_id, parse_id
from bot.model.post import (
    HOLD,
    UNTIL_RELEASED,
    Message,
    Post,
    PostKind,
    PostState,
    Slot,
    describe_nobody,
    find_reason_archived,
)
from bot.model.series import briefing_name
from bot.model.subscription import NO_HOLIDAYS, Cadence, Holidays, Subscription, SubscriptionState
from bot.query.query_record import Query
from bot.store.database import Database, Store
from bot.store.items import list_items
from bot.store.ledger import (
    LedgerRow,
    add_announcement,
    count_waiting,
    deliver_items,
    drop_gone,
    end_briefing,
    end_waiting,
    find_announcement,
    find_last_announced_on,
    list_fates,
    list_ledger,
    list_lines,
    list_waiting,
    mark_announcement_undone,
    move_announcement,
    put_off,
    read_briefing_record,
    write_fates,
)
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, Sent, add_post, find_post, find_restore, list_posts, list_sent
from bot.store.subscriptions import (
    SlotOutcome,
    add_slot,
    find_last_days,
    get_subscription,
    list_subscriptions,
    mark_started,
)

AHEAD = dt.timedelta(days=2)
"""A slot decided for a time further ahead than this was decided by a clock that was wrong, and is forgotten."""
_FOLLOWING = (SubscriptionState.ACTIVE, SubscriptionState.PAUSED)
_OPEN = (PostState.SENDING, PostState.HELD)
_LATE = "more than 12 hours late"


def describe_enqueued(counted: tuple[int, int], wait: dt.timedelta, *, fates: Collection[str]) -> str:
    """Say how many channels get a post after this wait, and how many digests will bring it; or why none."""
    channels, digests = counted
    later = f"{digests} digest{'' if digests == 1 else 's'} at {'its' if digests == 1 else 'their'} time"
    if channels == 0:
        return later if digests else f"none, {describe_nobody(fates)}"
    minutes = math.ceil(wait.total_seconds() / 60)
    when = f"in {minutes} minute{'' if minutes == 1 else 's'}" if minutes > 0 else "now"
    when = "once they are let go: on hold" if wait > dt.timedelta(days=365) else when
    return f"{channels} channel{'' if channels == 1 else 's'} {when}" + (f", {later}" if digests else "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """A post that would be made at once: its rule and channel, its messages, and when it may go (None: on hold)."""

    rule: str
    channel: str
    messages: tuple[Message, ...]
    not_before: dt.datetime | None


class Digests:
    """Decides the posts; ``hold`` is how long a new briefing's posts wait, ``holidays`` are those of China."""

    def __init__(
        self,
        store: Store,
        matcher: Matcher,
        renderer: Renderer,
        *,
        hold: dt.timedelta = HOLD,
        holidays: Holidays = NO_HOLIDAYS,
    ) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self._hold = hold
        self._holidays = holidays
        self._corrections = Corrections(matcher, renderer)
        self.reminders = Reminders(store, matcher, renderer, holidays=holidays)

    # What an ingest, an undo and an admin ask for, each in the caller's transaction.

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
        """Decide what becomes of a briefing just read, for every rule; return the report's lines.

        A correction posts nothing new at once: what still waits is decided again, what was posted is corrected.
        """
        if not is_new:
            return self._correct(db, briefing_id, changes, action="correct", by=by, now=now)
        briefing, series = read_briefing_record(db, briefing_id)
        archived = find_reason_archived(
            published_on=briefing.published_on,
            last_announced_on=find_last_announced_on(db, series_key=series, besides=briefing_id),
            read_on=beijing_day(now),
        )
        self._announce(db, briefing_id, announced=not archived, reason=archived or "new", by=by, now=now)
        if archived:
            return (f"none, {archived}",)
        return (self._describe(db, briefing_id, now=now),)

    def announce_archived(self, db: Database, *, briefing_id: int, by: str, now: dt.datetime) -> None:
        """Announce a briefing that was archived in silence, with the wait of a new one."""
        self._announce(db, briefing_id, announced=True, reason="announced by an admin", by=by, now=now)

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
        """Drop what waits of a briefing and mark what was posted as withdrawn; return the report's lines.

        With ``whole`` false an earlier reading is in force again: what was posted is corrected back.
        """
        if not whole:
            return self._correct(db, briefing_id, changes, action="undo correction", by=by, now=now)
        waiting = count_waiting(db, briefing_id)[0]
        briefing, _ = read_briefing_record(db, briefing_id)
        message = self._renderer.render_withdrawn(briefing_name(briefing), briefing.published_on)
        marked = self._corrections.withdraw_posts(db, briefing_id, message, now=now)
        mark_announcement_undone(db, briefing_id, now=now)
        end_briefing(db, briefing_id, reason="the briefing was taken back", now=now)
        said = ", ".join(filter(None, (f"{waiting} cancelled" if waiting else "", marked)))
        _audit(db, by, "withdraw", briefing_id, said or "nothing was posted", now)
        return (said,) if said else ()

    def decide_again(self, db: Database, *, briefing_id: int, now: dt.datetime) -> str:
        """Decide again what no post brings of a briefing, as it says now; return the report's line, "" for none.

        For a rule that posts at once and whose hold is over that is only what waited for a decision.
        """
        current = find_announcement(db, briefing_id)
        if current is None or current.undone or not current.announced:
            return ""
        before = count_waiting(db, briefing_id)
        in_hold = now < current.not_before
        issue = get_issue(db, briefing_id)
        for rule in list_subscriptions(db, _FOLLOWING):
            lines = list_lines(db, rule.id, briefing_id)
            if not lines:
                continue
            open_fates = {Fate.WAITING, Fate.UNDECIDED, Fate.WITHHELD}
            if in_hold or rule.cadence is not Cadence.IMMEDIATE:
                open_fates |= {Fate.FILTERED, Fate.ALREADY_HAD}
                items = [each for each in issue.items if lines.get(each.item_id, Fate.WAITING) in open_fates]
            else:
                items = [each for each in issue.items if lines.get(each.item_id) in open_fates]
                added = [each for each in issue.items if each.item_id not in lines]
                self._write_all(db, rule, added, "a correction added it after the post", now=now)
            self._write_lines(db, rule, replace(issue, items=tuple(items)), now=now)
        after = count_waiting(db, briefing_id)
        if after == before and not in_hold:
            return ""
        if not in_hold and after[0] > before[0]:
            move_announcement(db, briefing_id, not_before=now)
        return f"what waited is decided again: {self._describe(db, briefing_id, now=now)}" if any(after) else ""

    def decide_rule_again(self, db: Database, rule: Subscription, *, now: dt.datetime) -> None:
        """Decide again what waits for a rule that asks for something else by now, of the same briefings."""
        waiting = list_waiting(db, until=UNTIL_RELEASED, subscription_id=rule.id).get(rule.id, set())
        for issue in read_issues(db, _list_briefings(db, waiting)):
            lines = list_lines(db, rule.id, issue.source.briefing_id)
            kept = [each for each in issue.items if lines.get(each.item_id) != Fate.INCLUDED]
            self._write_lines(db, rule, replace(issue, items=tuple(kept)), now=now)

    def _announce(
        self, db: Database, briefing_id: int, *, announced: bool, reason: str, by: str, now: dt.datetime
    ) -> None:
        add_announcement(db, briefing_id, announced=announced, reason=reason, not_before=now + self._hold, now=now)
        _audit(db, by, "announce", briefing_id, reason, now)
        if announced:
            issue = get_issue(db, briefing_id)
            for rule in list_subscriptions(db, _FOLLOWING):
                if rule.started_at is not None:
                    self._write_lines(db, rule, issue, now=now)

    def _correct(
        self,
        db: Database,
        briefing_id: int,
        changes: tuple[ItemChange, ...],
        *,
        action: str,
        by: str,
        now: dt.datetime,
    ) -> tuple[str, ...]:
        corrected = self._corrections.correct_posts(db, briefing_id, changes, now=now)
        drop_gone(db, briefing_id)
        again = self.decide_again(db, briefing_id=briefing_id, now=now)
        said = tuple(filter(None, (corrected, again)))
        _audit(db, by, action, briefing_id, "; ".join(said), now)
        return said or ("none, a correction posts nothing new",)

    def _describe(self, db: Database, briefing_id: int, *, now: dt.datetime) -> str:
        current = find_announcement(db, briefing_id)
        wait = current.not_before - now if current else dt.timedelta()
        return describe_enqueued(count_waiting(db, briefing_id), wait, fates=list_fates(db, briefing_id))

    def _write_lines(self, db: Database, rule: Subscription, issue: Issue, *, now: dt.datetime) -> None:
        """Write the fate of a briefing's items for a rule: what it will bring waits for its post."""
        if rule.state is SubscriptionState.PAUSED:
            self._write_all(db, rule, issue.items, f"{rule.shown_id} was paused", now=now)
            return
        query = self._read_filter(db, rule, now=now)
        if query is None:
            self._write_all(db, rule, issue.items, "its filter cannot be read", now=now)
            return
        decided = decide_items(db, self._matcher, query, (issue,), reader=_reader(rule), now=now)
        reason = "for its post" if rule.cadence is Cadence.IMMEDIATE else "for the next digest"
        lines = [
            replace(each, fate=Fate.WAITING, reason=reason) if each.fate is Fate.INCLUDED else each for each in decided
        ]
        write_fates(db, lines, subscription_id=rule.id, post_id=None, now=now)

    def _write_all(
        self, db: Database, rule: Subscription, items: Sequence[DigestItem], reason: str, *, now: dt.datetime
    ) -> None:
        decided = [Decided(item=item, fate=Fate.FILTERED, reason=reason) for item in items]
        write_fates(db, decided, subscription_id=rule.id, post_id=None, now=now)

    def _read_filter(self, db: Database, rule: Subscription, *, now: dt.datetime) -> Query | None:
        """Return a rule's query; None, and the rule pauses, where its filter cannot be read any more."""
        try:
            return self._matcher.parse(rule.filter, now=now)
        except BadQueryError as error:
            pause_unreadable(db, rule, error, renderer=self._renderer, now=now)
            return None

    # What is due at a tick.

    def enqueue_due(self, *, now: dt.datetime) -> int:
        """Decide the posts that are due: first summaries, posts at once, reminders and digests; return how many."""
        decided = self._start_rules(now=now) + self._post_waiting(now=now)
        decided += self.reminders.enqueue_due(now=now)
        return decided + self._post_slots(now=now)

    def _start_rules(self, *, now: dt.datetime) -> int:
        """Let new rules start with one summary: of the latest briefing, unless that is in its hold still."""
        with self._store.read() as db:
            new = [rule for rule in list_subscriptions(db, (SubscriptionState.ACTIVE,)) if rule.started_at is None]
        decided = 0
        for rule in new:
            with self._store.write() as db:
                if get_subscription(db, rule.id).state is not SubscriptionState.ACTIVE:
                    continue
                mark_started(db, rule.id, now=now)
                newest = find_coverage(db).newest_id
                if newest is None:
                    continue
                number = parse_id(newest, IdKind.BRIEFING)
                issue = get_issue(db, number)
                self._write_lines(db, rule, issue, now=now)
                current = find_announcement(db, number)
                is_held = current is not None and current.announced and current.not_before > now
                if not is_held:
                    decided += self._post_briefing(db, rule, issue, due_at=now, now=now)
        return decided

    def _post_waiting(self, *, now: dt.datetime) -> int:
        """Decide the posts of rules that post at once: one a briefing, of what waits and may go."""
        with self._store.read() as db:
            if not list_waiting(db, until=now):
                return 0
        decided = 0
        with self._store.write() as db:
            for number, items in list_waiting(db, until=now).items():
                rule = get_subscription(db, number)
                is_quiet = find_end_of_quiet(rule.schedule, self._holidays, moment=now) > now
                if rule.cadence is not Cadence.IMMEDIATE or rule.runs_from is None or is_quiet:
                    continue
                for issue in read_issues(db, _list_briefings(db, items)):
                    waiting = frozenset(each.item_id for each in issue.items) & items
                    current = find_announcement(db, issue.source.briefing_id)
                    ready_at = max(current.not_before, rule.runs_from) if current else rule.runs_from
                    due_at = find_end_of_quiet(rule.schedule, self._holidays, moment=ready_at)
                    if now > find_late_limit(rule.schedule, self._holidays, due_at=due_at):
                        late = [each for each in issue.items if each.item_id in waiting]
                        self._write_all(db, rule, late, _LATE, now=now)
                    else:
                        decided += self._post_briefing(db, rule, issue, wanted=waiting, due_at=due_at, now=now)
        return decided

    def _post_briefing(
        self,
        db: Database,
        rule: Subscription,
        issue: Issue,
        *,
        wanted: frozenset[int] | None = None,
        due_at: dt.datetime,
        now: dt.datetime,
    ) -> bool:
        """Decide a rule's post of one briefing, or of what is ``wanted`` of it."""
        query = self._read_filter(db, rule, now=now)
        if query is None:
            return False
        reader = replace(_reader(rule), counts_had=True, is_agenda=False, wanted=wanted)
        digest, decided = compose_digest(db, self._matcher, query, (issue,), reader=reader, now=now)
        name = format_id(IdKind.BRIEFING, issue.source.briefing_id)
        version = 1
        while find_post(db, slot := _slot(rule, PostKind.IMMEDIATE, f"{name}v{version}")) is not None:
            version += 1
        number = issue.source.briefing_id
        lines = [one for one in decided if reader.wants(one.item)]
        return self._enqueue(db, rule, slot, digest, lines, due_at=due_at, briefing_id=number, now=now) is not None

    def _enqueue(  # noqa: PLR0913  what a post is made of
        self,
        db: Database,
        rule: Subscription,
        slot: Slot,
        digest: Digest,
        decided: Sequence[Decided],
        *,
        due_at: dt.datetime,
        briefing_id: int | None = None,
        now: dt.datetime,
    ) -> int | None:
        """Store a post with what it carries and the lines of the ledger; None where it would be empty."""
        post_id = None
        if digest.entries:
            not_before = find_end_of_quiet(rule.schedule, self._holidays, moment=now)
            new = NewPost(
                slot=slot,
                parts=self._renderer.render_digest(digest),
                not_before=not_before,
                late_after=find_late_limit(rule.schedule, self._holidays, due_at=due_at),
                subscription_id=rule.id,
                briefing_id=briefing_id,
                due_at=due_at,
            )
            post_id = add_post(db, new, now=now)
            items = [(entry.item.item_id, entry.item.version) for entry in digest.entries]
            deliver_items(db, post_id, items, repeats=digest.is_agenda)
        write_fates(db, decided, subscription_id=rule.id, post_id=post_id, now=now)
        return post_id

    def _post_slots(self, *, now: dt.datetime) -> int:
        """Decide every slot that is due, each in a transaction of its own."""
        with self._store.read() as db:
            last_days = find_last_days(db, before=now + AHEAD)
            restored_at = find_restore(db)
            rules = list_subscriptions(db, (SubscriptionState.ACTIVE,))
        decided = 0
        for rule in rules:
            due = self._find_due(rule, last_days.get(rule.id), restored_at, now=now)
            if due is not None:
                with self._store.write() as db:
                    decided += self._decide_slot(db, rule.id, due, restored_at, now=now)
        return decided

    def _find_due(
        self, rule: Subscription, last_on: dt.date | None, restored_at: dt.datetime | None, *, now: dt.datetime
    ) -> DueSlot | None:
        """Return the slot to decide; one from before a restore comes by itself, since it is held for a person."""
        if rule.cadence is Cadence.IMMEDIATE or rule.runs_from is None:
            return None
        moments = [moment for moment in (restored_at, now) if moment is not None and moment <= now]
        found = (
            decide_slot(rule.schedule, self._holidays, after=rule.runs_from, last_on=last_on, now=moment)
            for moment in moments
        )
        return next(filter(None, found), None)

    def _decide_slot(
        self, db: Database, number: int, due: DueSlot, restored_at: dt.datetime | None, *, now: dt.datetime
    ) -> bool:
        rule = get_subscription(db, number)
        if rule.state is not SubscriptionState.ACTIVE:
            return False
        slot = due.slot
        is_late = now > find_late_limit(rule.schedule, self._holidays, due_at=slot.at)
        is_late = is_late and (restored_at is None or slot.at > restored_at)
        reason = f"catches up with {due.missed} missed before it" if due.missed else ""
        outcome, post_id = SlotOutcome.LATE, None
        if is_late:
            reason = f"{_LATE}: nothing is posted, the next digest brings what was in it"
            put_off(db, number, reason=f"for the next digest: that of {slot.on} was {_LATE}", until=slot.at)
        else:
            post_id = self._post_digest(db, rule, due, now=now)
            outcome = SlotOutcome.POSTED if post_id else SlotOutcome.EMPTY
        add_slot(db, number, slot_on=slot.on, due_at=slot.at, outcome=outcome, reason=reason, post_id=post_id, now=now)
        return post_id is not None

    def _post_digest(self, db: Database, rule: Subscription, due: DueSlot, *, now: dt.datetime) -> int | None:
        """Decide the post of a slot: what waits for it, or for a rule of deadlines all that lie ahead."""
        query = self._read_filter(db, rule, now=now)
        slot = _slot(rule, PostKind.DIGEST, f"{due.slot.on} {rule.schedule.at:%H:%M}")
        if query is None or find_post(db, slot) is not None:
            return None
        reader = _reader(rule)
        if reader.is_agenda:
            items = self._matcher.match(db, query, now=due.slot.at)
        else:
            items = list_waiting(db, until=due.slot.at, subscription_id=rule.id).get(rule.id, set())
            reader = replace(reader, wanted=frozenset(items))
        found = {number: find_announcement(db, number) for number in _list_briefings(db, items)}
        known_at = {number: at.not_before if at else due.slot.at for number, at in found.items()}
        numbers = [number for number, at in known_at.items() if at <= due.slot.at]
        issues = read_issues(db, numbers, items if reader.is_agenda else None)
        if not issues:
            return None
        window = to_local(min(known_at.values()), rule.schedule.zone).date(), due.slot.on
        digest, decided = compose_digest(
            db, self._matcher, query, issues, reader=reader, now=now, matched_at=due.slot.at, window=window
        )
        lines = [one for one in decided if reader.wants(one.item)]
        post_id = self._enqueue(db, rule, slot, digest, lines, due_at=due.slot.at, now=now)
        if reader.is_agenda:
            end_waiting(db, rule.id, reason=NOT_AHEAD, now=now)
        return post_id

    # What is asked of it.

    def preview_briefing(self, number: int, *, now: dt.datetime) -> tuple[Preview, ...]:
        """Return the posts that would be made at once of what waits of a briefing, by rule."""
        found = []
        with self._store.read() as db:
            current = find_announcement(db, number)
            not_before = current.not_before if current else now
            for rule in list_subscriptions(db, (SubscriptionState.ACTIVE,)):
                lines = list_lines(db, rule.id, number)
                waiting = {item for item, fate in lines.items() if fate == Fate.WAITING}
                issues = read_issues(db, (number,))
                if not waiting or rule.cadence is not Cadence.IMMEDIATE:
                    continue
                query = self._matcher.parse(rule.filter, now=now)
                reader = replace(_reader(rule), wanted=frozenset(waiting))
                digest, _ = compose_digest(db, self._matcher, query, issues, reader=reader, now=now)
                preview = Preview(
                    rule=rule.shown_id,
                    channel=rule.channel,
                    messages=self._renderer.render_digest(digest),
                    not_before=None if not_before >= UNTIL_RELEASED else not_before,
                )
                found += [preview] if digest.entries else []
        return tuple(found)

    def list_waiting(self) -> tuple[Post, ...]:
        """Return the posts that are decided and not yet sent, in the order they were decided."""
        with self._store.read() as db:
            return tuple(post for post in list_posts(db) if post.is_unsent or post.state in _OPEN)

    def list_sent(self, workspace: str) -> tuple[Sent, ...]:
        """Return where the posts of a workspace stand that were sent."""
        with self._store.read() as db:
            return tuple(list_sent(db, workspace))

    def list_ledger(self, *, subscription_id: int | None = None) -> tuple[LedgerRow, ...]:
        """Return each item's fate for each subscription, or for one."""
        with self._store.read() as db:
            return tuple(list_ledger(db, subscription_id=subscription_id))


def _reader(rule: Subscription) -> Reader:
    is_agenda = rule.lists_deadlines
    place = (rule.workspace, rule.channel)
    return Reader(rule=rule.shown_id, place=place, counts_had=not is_agenda, is_agenda=is_agenda)


def _list_briefings(db: Database, items: Collection[int]) -> list[int]:
    return sorted({held.briefing_id for held in list_items(db, sorted(items))})


def _slot(rule: Subscription, kind: PostKind, name: str) -> Slot:
    return Slot(workspace=rule.workspace, channel=rule.channel, kind=kind, source=rule.shown_id, slot=name)


def _audit(db: Database, by: str, action: str, briefing_id: int, detail: str, now: dt.datetime) -> None:
    subject = format_id(IdKind.BRIEFING, briefing_id)
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=detail))
