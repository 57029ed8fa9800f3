"""What unprompted posts there are: decided in the store, from what the ledger has waiting; nothing is sent here.

A new briefing writes a line for each item and rule. At a tick a rule that posts at once gets its post when the hold is
over and nothing is quiet; a rule in slots when its local day and time have come, each local day once.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.rows import find_coverage
from bot.digests.chat import Renderer
from bot.digests.compose import NOT_AHEAD, Issue, Matcher, Reader, compose_digest, get_issue, read_issues
from bot.digests.lines import RuleLines, build_reader, leave_out, name_slot
from bot.digests.reminders import Reminders
from bot.digests.schedule import (
    ScheduledSlot,
    decide_slot,
    find_decided_on,
    find_end_of_quiet,
    find_late_limit,
    to_local,
)
from bot.model.changes import ItemChange
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, format_id, parse_id
from bot.model.post import (
    HOLD,
    KEPT_BACK,
    NOBODY,
    UNTIL_RELEASED,
    Message,
    Post,
    PostKind,
    PostState,
    Slot,
    find_reason_archived,
)
from bot.model.series import briefing_name
from bot.model.subscription import NO_HOLIDAYS, Cadence, Holidays, Subscription, SubscriptionState
from bot.store.database import Database, Store
from bot.store.items import list_briefings_of
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
    has_kept_back,
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
from bot.store.outbox import NewPost, add_post, find_post, list_posts
from bot.store.standing import find_restore
from bot.store.subscriptions import get_subscription, list_subscriptions, mark_decided, mark_started

_FOLLOWING = (SubscriptionState.ACTIVE, SubscriptionState.PAUSED)
_OPEN = (PostState.PENDING, PostState.RETRY, PostState.SENDING, PostState.HELD)
_LATE = "more than 12 hours late"
_READ_AGAIN_WITHIN = dt.timedelta(days=1)
"""What is read within so long after a restore may be what the backup had lost, and was posted before."""


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
        self._lines = RuleLines(matcher, renderer)
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
        self.decide(db, briefing_id, announced=not archived, reason=archived or "new", by=by, now=now)
        if archived:
            return (f"none, {archived}",)
        restored_at = find_restore(db)
        is_known = restored_at and briefing.published_on and briefing.published_on <= beijing_day(restored_at)
        if restored_at and is_known and now - restored_at < _READ_AGAIN_WITHIN:
            move_announcement(db, briefing_id, not_before=UNTIL_RELEASED)
        return (_describe(db, briefing_id, now=now),)

    def decide(
        self,
        db: Database,
        briefing_id: int,
        *,
        announced: bool = True,
        reason: str = "announced by an admin",
        by: str,
        now: dt.datetime,
    ) -> None:
        """Announce a briefing to all that follow something in it, after the wait of a new one; or archive it."""
        add_announcement(db, briefing_id, announced=announced, reason=reason, not_before=now + self._hold, now=now)
        _audit(db, by, "announce", briefing_id, reason, now)
        if announced:
            issue = get_issue(db, briefing_id)
            for rule in list_subscriptions(db, _FOLLOWING):
                if rule.started_at is not None:
                    self._lines.write(db, rule, issue, now=now)

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
        waiting, _ = count_waiting(db, briefing_id)
        briefing, _ = read_briefing_record(db, briefing_id)
        message = self._renderer.render_withdrawn(briefing_name(briefing), briefing.published_on)
        marked = self._lines.withdraw_posts(db, briefing_id, message, now=now)
        mark_announcement_undone(db, briefing_id, now=now)
        end_briefing(db, briefing_id, reason="the briefing was taken back")
        said = ", ".join(filter(None, (f"{waiting} cancelled" if waiting else "", marked)))
        _audit(db, by, "withdraw", briefing_id, said or "nothing was posted", now)
        return (said,) if said else ()

    def _correct(
        self, db: Database, briefing_id: int, changes: tuple[ItemChange, ...], *, action: str, by: str, now: dt.datetime
    ) -> tuple[str, ...]:
        corrected = self._lines.correct_posts(db, briefing_id, changes, now=now)
        drop_gone(db, briefing_id)
        said = tuple(filter(None, (corrected, self._decide_again(db, briefing_id, now=now))))
        _audit(db, by, action, briefing_id, "; ".join(said), now)
        return said or ("none, a correction posts nothing new",)

    def _decide_again(self, db: Database, briefing_id: int, *, now: dt.datetime) -> str:
        """Decide again what no post brings of a corrected briefing; return the report's line, "" for none."""
        current = find_announcement(db, briefing_id)
        if current is None or current.undone or not current.announced:
            return ""
        before, issue, in_hold = count_waiting(db, briefing_id), get_issue(db, briefing_id), now < current.not_before
        for rule in list_subscriptions(db, _FOLLOWING):
            if list_lines(db, rule.id, briefing_id):  # others began with a later briefing
                is_over = not in_hold and rule.cadence is Cadence.IMMEDIATE
                self._lines.write(db, rule, issue, is_over=is_over, now=now)
        after = count_waiting(db, briefing_id)
        if not any(after) or (after == before and not in_hold):
            return ""
        if not in_hold and after[0] > before[0]:
            move_announcement(db, briefing_id, not_before=now)
        return f"what waited is decided again: {_describe(db, briefing_id, now=now)}"

    # What is due at a tick.

    def enqueue_due(self, *, now: dt.datetime) -> None:
        """Decide the posts that are due: first summaries, posts at once, reminders and digests."""
        self._start_rules(now=now)
        self._post_waiting(now=now)
        self.reminders.enqueue_due(now=now)
        self._post_slots(now=now)

    def _start_rules(self, *, now: dt.datetime) -> None:
        """Let new rules start with one summary: of the latest briefing, unless that is in its hold still."""
        with self._store.read() as db:
            new = [rule for rule in list_subscriptions(db, (SubscriptionState.ACTIVE,)) if rule.started_at is None]
        for rule in new:
            with self._store.write() as db:
                mark_started(db, rule.id, now=now)
                newest = find_coverage(db).newest_id
                if newest is None:
                    continue
                issue = get_issue(db, parse_id(newest, IdKind.BRIEFING))
                self._lines.write(db, rule, issue, now=now)
                current = find_announcement(db, issue.source.briefing_id)
                if current is None or not current.announced or current.not_before <= now:
                    self._post_briefing(db, rule, issue, due_at=now, now=now)

    def _post_waiting(self, *, now: dt.datetime) -> None:
        """Decide the posts of rules that post at once: one a briefing, of what waits and may go."""
        with self._store.read() as db:
            if not list_waiting(db, until=now):
                return
        with self._store.write() as db:
            for number, items in list_waiting(db, until=now).items():
                rule = get_subscription(db, number)
                is_quiet = find_end_of_quiet(rule.schedule, self._holidays, moment=now) > now
                if rule.cadence is not Cadence.IMMEDIATE or rule.runs_from is None or is_quiet:
                    continue
                for issue in read_issues(db, list_briefings_of(db, items)):
                    current = find_announcement(db, issue.source.briefing_id)
                    ready_at = max(current.not_before, rule.runs_from) if current else rule.runs_from
                    due_at = find_end_of_quiet(rule.schedule, self._holidays, moment=ready_at)
                    if now > find_late_limit(rule.schedule, self._holidays, due_at=due_at):
                        leave_out(db, rule, [each for each in issue.items if each.item_id in items], _LATE)
                    else:
                        self._post_briefing(db, rule, issue, wanted=frozenset(items), due_at=due_at, now=now)

    def _post_briefing(
        self,
        db: Database,
        rule: Subscription,
        issue: Issue,
        *,
        wanted: frozenset[int] | None = None,
        due_at: dt.datetime,
        now: dt.datetime,
    ) -> None:
        """Decide a rule's post of one briefing, or of what is ``wanted`` of it."""
        reader = replace(build_reader(rule), counts_had=True, is_agenda=False, wanted=wanted)
        name, version = format_id(IdKind.BRIEFING, issue.source.briefing_id), 1
        while find_post(db, slot := name_slot(rule, PostKind.IMMEDIATE, f"{name}v{version}")) is not None:
            version += 1
        self._post(db, rule, slot, (issue,), reader=reader, due_at=due_at, now=now)

    def _post(  # noqa: PLR0913  what a post is made of
        self,
        db: Database,
        rule: Subscription,
        slot: Slot,
        issues: Sequence[Issue],
        *,
        reader: Reader,
        due_at: dt.datetime,
        window: tuple[dt.date, dt.date] | None = None,
        now: dt.datetime,
    ) -> None:
        """Store a post of these briefings, if it brings anything, and the ledger's lines."""
        query = self._lines.read_filter(db, rule, now=now)
        if query is None:
            return
        digest, decided = compose_digest(
            db, self._matcher, query, issues, reader=reader, now=now, matched_at=due_at, window=window
        )
        post_id = None
        if digest.entries:
            new = NewPost(
                slot=slot,
                parts=self._renderer.render_digest(digest),
                not_before=find_end_of_quiet(rule.schedule, self._holidays, moment=now),
                late_after=find_late_limit(rule.schedule, self._holidays, due_at=due_at),
                subscription_id=rule.id,
                briefing_id=digest.source.briefing_id if slot.kind is PostKind.IMMEDIATE else None,
                due_at=due_at,
            )
            post_id = add_post(db, new, now=now)
            items = [(entry.item.item_id, entry.item.version) for entry in digest.entries]
            deliver_items(db, post_id, items, repeats=digest.is_agenda)
        lines = [one for one in decided if reader.wants(one.item)]
        write_fates(db, lines, subscription_id=rule.id, post_id=post_id)

    def _post_slots(self, *, now: dt.datetime) -> None:
        """Decide every slot that is due, each in a transaction of its own.

        What was due before a restore from a backup comes by itself, however late: it is held for a person.
        """
        with self._store.read() as db:
            restored_at = find_restore(db)
            rules = list_subscriptions(db, (SubscriptionState.ACTIVE,))
        moments = [each for each in (restored_at, now) if each is not None and each <= now]
        for rule in rules:
            decided_on = find_decided_on(rule, now=now)
            for moment in moments if rule.runs_from else ():
                slot = decide_slot(
                    rule.schedule, self._holidays, after=rule.runs_from or now, last_on=decided_on, now=moment
                )
                if slot is None:
                    continue
                decided_on = slot.on
                is_late = now > find_late_limit(rule.schedule, self._holidays, due_at=slot.at)
                with self._store.write() as db:
                    mark_decided(db, rule.id, slot_on=slot.on)
                    if moment == restored_at or not is_late:
                        self._post_digest(db, rule, slot, now=now)
                    else:
                        reason = f"for the next digest: that of {slot.on} was {_LATE}"
                        put_off(db, rule.id, reason=reason, until=slot.at)

    def _post_digest(self, db: Database, rule: Subscription, at: ScheduledSlot, *, now: dt.datetime) -> None:
        """Decide the post of a slot: what waits for it, or for a rule of deadlines all that lie ahead."""
        slot = name_slot(rule, PostKind.DIGEST, f"{at.on} {rule.schedule.at:%H:%M}")
        reader = build_reader(rule)
        query = self._lines.read_filter(db, rule, now=now) if reader.is_agenda else None
        if query is not None:
            items = self._matcher.match(db, query, now=at.at)
        else:
            items = list_waiting(db, until=at.at, subscription_id=rule.id).get(rule.id, set())
        found = {number: find_announcement(db, number) for number in list_briefings_of(db, items)}
        known_at = {number: held.not_before if held else at.at for number, held in found.items()}
        numbers = [number for number, known in known_at.items() if known <= at.at]
        if not numbers or find_post(db, slot) is not None:
            return
        reader = replace(reader, wanted=frozenset(items))
        issues = read_issues(db, numbers, items if reader.is_agenda else None)
        window = to_local(min(known_at.values()), rule.schedule.zone).date(), at.on
        self._post(db, rule, slot, issues, reader=reader, due_at=at.at, window=window, now=now)
        if reader.is_agenda:
            end_waiting(db, rule.id, reason=NOT_AHEAD)

    # What is asked of it.

    def preview_briefing(self, number: int, *, now: dt.datetime) -> tuple[Preview, ...]:
        """Return the posts that would be made at once of what waits of a briefing, by rule."""
        found = []
        with self._store.read() as db:
            current = find_announcement(db, number)
            not_before = current.not_before if current else now
            issues = read_issues(db, (number,))
            for rule in list_subscriptions(db, (SubscriptionState.ACTIVE,)):
                wanted = list_waiting(db, until=UNTIL_RELEASED, subscription_id=rule.id).get(rule.id, set())
                if rule.cadence is not Cadence.IMMEDIATE or not wanted:
                    continue
                reader = replace(build_reader(rule), wanted=frozenset(wanted))
                query = self._matcher.parse(rule.filter, now=now)
                digest, _ = compose_digest(db, self._matcher, query, issues, reader=reader, now=now)
                if digest.entries:
                    messages = self._renderer.render_digest(digest)
                    goes_at = None if not_before >= UNTIL_RELEASED else not_before
                    found.append(
                        Preview(rule=rule.shown_id, channel=rule.channel, messages=messages, not_before=goes_at)
                    )
        return tuple(found)

    def list_waiting(self) -> tuple[Post, ...]:
        """Return the posts that are decided and not yet sent, in the order they were decided."""
        with self._store.read() as db:
            return tuple(list_posts(db, states=_OPEN))

    def list_ledger(self, *, subscription_id: int | None = None) -> tuple[LedgerRow, ...]:
        """Return each item's fate for each subscription, or for one."""
        with self._store.read() as db:
            return tuple(list_ledger(db, subscription_id=subscription_id))


def _describe(db: Database, briefing_id: int, *, now: dt.datetime) -> str:
    """Say how many channels get a post and when, and how many digests will bring it; or why none."""
    current = find_announcement(db, briefing_id)
    not_before = current.not_before if current else now
    minutes = math.ceil((not_before - now).total_seconds() / 60)
    channels, digests = count_waiting(db, briefing_id)
    if not channels and not digests:
        return f"none, {KEPT_BACK if has_kept_back(db, briefing_id) else NOBODY}"
    when = f"in {minutes} minute{'' if minutes == 1 else 's'}" if minutes > 0 else "now"
    later = "at its time" if digests == 1 else "at their time"
    if not_before >= UNTIL_RELEASED:
        when = later = "once they are let go: on hold"
    counted = {f"{channels} channel{'' if channels == 1 else 's'} {when}": channels}
    counted |= {f"{digests} digest{'' if digests == 1 else 's'} {later}": digests}
    return ", ".join(said for said, count in counted.items() if count)


def _audit(db: Database, by: str, action: str, briefing_id: int, detail: str, now: dt.datetime) -> None:
    subject = format_id(IdKind.BRIEFING, briefing_id)
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=detail))
