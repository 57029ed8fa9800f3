"""What unprompted posts there are: decided in the store, from what the ledger has waiting; nothing is sent here.

A new briefing writes a line for each item and rule. At a tick a rule that posts at once gets its post when the hold is
over and nothing is quiet; a rule in slots when its local day and time have come, each local day once.
"""

import datetime as dt
import itertools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.digests.chat import Renderer
from bot.digests.compose import Issue, Matcher, compose_digest, get_issue, read_issues
from bot.digests.lines import RuleLines, build_reader, leave_out, name_slot
from bot.digests.reminders import Reminders
from bot.digests.schedule import (
    ScheduledSlot,
    find_due_slot,
    find_end_of_quiet,
    find_late_limit,
    to_local,
)
from bot.model.changes import ItemChange
from bot.model.ids import IdKind, format_id
from bot.model.post import (
    HOLD,
    KEPT_BACK,
    NOBODY,
    ON_ITS_WAY,
    UNTIL_RELEASED,
    Message,
    Post,
    PostKind,
    Slot,
    find_reason_archived,
)
from bot.model.series import briefing_name
from bot.model.subscription import NO_HOLIDAYS, Cadence, Holidays, Subscription, SubscriptionState
from bot.store.briefings import find_newest_briefing
from bot.store.database import Database, Store
from bot.store.items import list_briefings_of
from bot.store.ledger import (
    LedgerRow,
    add_announcement,
    count_waiting,
    deliver_items,
    drop_gone,
    end_briefing,
    find_announcement,
    find_last_announced_on,
    has_kept_back,
    list_ledger,
    list_lines,
    list_waiting,
    mark_announcement_undone,
    put_off,
    read_briefing_record,
    write_fates,
)
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post, find_post, list_parts, list_posts
from bot.store.standing import find_restore
from bot.store.subscriptions import change_subscription, get_subscription, list_subscriptions

_UNSURE_FOR = dt.timedelta(days=1)
"""How long after a restore a briefing that is read anew may be one that was posted in the lost time."""
_LATE = "more than 12 hours late"
_TAKEN_BACK = "the briefing was taken back"


@dataclass(frozen=True, slots=True)
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
        self._reminders = Reminders(store, matcher, renderer, holidays=holidays)

    # What a reading means: inside its transaction.

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
            return self._correct(db, briefing_id, changes, now=now)
        briefing, series = read_briefing_record(db, briefing_id)
        reason = find_reason_archived(
            published_on=briefing.published_on,
            last_announced_on=find_last_announced_on(db, series_key=series, besides=briefing_id),
            read_on=now.date(),
        )
        self.decide(db, briefing_id, announced=not reason, reason=reason, by=by, now=now)
        return (f"none, {reason}: archived" if reason else _describe_waiting(db, briefing_id, now=now),)

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
        not_before = UNTIL_RELEASED if _is_unsure(db, briefing_id, now=now) else now + self._hold
        add_announcement(db, briefing_id, announced=announced, reason=reason, not_before=not_before, now=now)
        action = "announce" if announced else "archive"
        subject = format_id(IdKind.BRIEFING, briefing_id)
        add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=reason))
        if announced:
            issue = get_issue(db, briefing_id)
            for rule in list_subscriptions(db):
                if rule.started_at is not None:
                    self._lines.write(db, rule, issue, now=now)

    def _correct(
        self, db: Database, briefing_id: int, changes: Sequence[ItemChange], *, now: dt.datetime
    ) -> tuple[str, ...]:
        drop_gone(db, briefing_id)
        corrected = self._lines.correct_posts(db, briefing_id, changes, now=now)
        announced = find_announcement(db, briefing_id)
        waiting = ""
        if announced is not None and announced.announced:
            issue, is_over = get_issue(db, briefing_id), announced.not_before <= now
            for rule in list_subscriptions(db):
                if list_lines(db, rule.id, briefing_id):  # one of later has nothing to do with it
                    at_once = rule.cadence is Cadence.IMMEDIATE
                    self._lines.write(db, rule, issue, is_over=is_over and at_once, now=now)
            if any(count_waiting(db, briefing_id)):
                waiting = f"what waited is decided again: {_describe_waiting(db, briefing_id, now=now)}"
        return tuple(filter(None, (waiting, corrected))) or ("none, a correction posts nothing new",)

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
            return self._correct(db, briefing_id, changes, now=now)
        briefing, _ = read_briefing_record(db, briefing_id)
        waiting = sum(count_waiting(db, briefing_id))
        withdrawn = self._renderer.render_withdrawn(briefing_name(briefing), briefing.published_on)
        said = self._lines.withdraw_posts(db, briefing_id, withdrawn, now=now)
        end_briefing(db, briefing_id, reason=_TAKEN_BACK)
        mark_announcement_undone(db, briefing_id, now=now)
        subject = format_id(IdKind.BRIEFING, briefing_id)
        add_audit(db, AuditRow(at=now, actor=by, action="withdraw", subject=subject, detail=said))
        return tuple(filter(None, (f"{waiting} cancelled" if waiting else "", said)))

    # What is due at a tick: each rule in a transaction of its own.

    def enqueue_due(self, *, now: dt.datetime) -> None:
        """Decide the posts that are due: first summaries, posts at once, reminders and digests."""
        with self._store.read() as db:
            waiting = list_waiting(db, until=now)
            rules = list_subscriptions(db, (SubscriptionState.ACTIVE,))
        for rule in rules:
            is_due = rule.started_at is None or find_due_slot(rule, self._holidays, now=now) is not None
            if rule.cadence is Cadence.IMMEDIATE and rule.id in waiting:
                is_due = is_due or find_end_of_quiet(rule.schedule, self._holidays, moment=now) <= now
            if is_due:
                with self._store.write() as db:
                    self._decide_rule(db, get_subscription(db, rule.id), now=now)
        self._reminders.enqueue_due(now=now)

    def _decide_rule(self, db: Database, rule: Subscription, *, now: dt.datetime) -> None:
        if rule.state is not SubscriptionState.ACTIVE:
            return
        slot = find_due_slot(rule, self._holidays, now=now)
        if rule.started_at is None:
            self._start(db, rule, now=now)
        elif slot is not None:
            self._decide_slot(db, rule, slot, now=now)
        elif rule.cadence is Cadence.IMMEDIATE:
            items = list_waiting(db, until=now, subscription_id=rule.id).get(rule.id, set())
            for number in list_briefings_of(db, items):
                self._decide_at_once(db, rule, number, items, now=now)

    def _start(self, db: Database, rule: Subscription, *, now: dt.datetime) -> None:
        """Give a new rule one summary of the latest briefing; of one on hold it gets what the others get."""
        change_subscription(db, rule.id, started_at=now, runs_from=now)
        newest = find_newest_briefing(db)
        announced = find_announcement(db, newest.id) if newest else None
        if newest is None:
            return
        if announced is not None and announced.announced and announced.not_before > now:
            self._lines.write(db, rule, get_issue(db, newest.id), now=now)
        else:
            self._post(db, rule, (get_issue(db, newest.id),), None, now=now, due_at=now)

    def _decide_at_once(
        self, db: Database, rule: Subscription, number: int, items: Collection[int], *, now: dt.datetime
    ) -> None:
        """Decide the post of what waits of one briefing, or say that it is too late for it."""
        announced, issue = find_announcement(db, number), get_issue(db, number)
        since = [announced.not_before if announced else None, rule.runs_from]
        due_at = max((moment for moment in since if moment), default=now)
        if find_late_limit(rule.schedule, self._holidays, due_at=due_at) < now:
            leave_out(db, rule, [item for item in issue.items if item.item_id in items], _LATE)
        else:
            self._post(db, rule, (issue,), items, now=now, due_at=due_at)

    def _decide_slot(self, db: Database, rule: Subscription, slot: ScheduledSlot, *, now: dt.datetime) -> None:
        """Decide the digest of a slot, which may be empty, or say that it is too late for it."""
        change_subscription(db, rule.id, decided_on=slot.on)
        items = list_waiting(db, until=slot.at, subscription_id=rule.id).get(rule.id, set())
        if find_late_limit(rule.schedule, self._holidays, due_at=slot.at) < now:
            reason = f"for the next digest: that of {slot.on} was {_LATE}"
            put_off(db, rule.id, reason=reason, until=slot.at)
        elif issues := read_issues(db, list_briefings_of(db, items)):
            self._post(db, rule, issues, items, slot=slot, now=now, due_at=slot.at)

    def _post(
        self,
        db: Database,
        rule: Subscription,
        issues: Sequence[Issue],
        items: Collection[int] | None,
        *,
        slot: ScheduledSlot | None = None,
        due_at: dt.datetime,
        now: dt.datetime,
    ) -> int | None:
        """Decide a post of these items (None: of all), in a slot or at once, and write what became of them.

        Return its number; None where it would be empty, or nobody can read the rule's filter.
        """
        query = self._lines.read_filter(db, rule, now=now)
        if query is None:
            return None
        reader = replace(build_reader(rule), wanted=None if items is None else frozenset(items))
        begun = rule.decided_on or (to_local(rule.runs_from, rule.schedule.zone).date() if rule.runs_from else None)
        window = (begun, slot.on) if slot is not None and begun is not None else None
        digest, decided = compose_digest(
            db, self._matcher, query, issues, reader=reader, now=now, matched_at=due_at, window=window
        )
        post = None
        if digest.entries:
            number = issues[0].source.briefing_id
            new = NewPost(
                slot=_name_digest(rule, slot) if slot else _name_summary(db, rule, number),
                parts=self._renderer.render_digest(digest),
                not_before=now,
                late_after=find_late_limit(rule.schedule, self._holidays, due_at=due_at),
                subscription_id=rule.id,
                briefing_id=number if len(issues) == 1 else None,
                due_at=due_at,
            )
            post = add_post(db, new, now=now)
            deliver_items(db, post, [(each.item.item_id, each.item.version) for each in digest.entries])
        settled = [one for one in decided if items is None or one.item.item_id in items]
        write_fates(db, settled, subscription_id=rule.id, post_id=post)
        return post

    # What there is.

    def preview_briefing(self, number: int, *, now: dt.datetime) -> tuple[Preview, ...]:
        """Return the posts that would be made at once of what waits of a briefing, by rule."""
        previews = []
        with self._store.write(keep=False) as db:
            announced = find_announcement(db, number)
            for rule_id, items in list_waiting(db, until=UNTIL_RELEASED).items():
                rule = get_subscription(db, rule_id)
                if announced is None or rule.cadence is not Cadence.IMMEDIATE:
                    continue
                if number in list_briefings_of(db, items):
                    post = self._post(db, rule, (get_issue(db, number),), items, now=now, due_at=now)
                    parts = tuple(each.message for each in list_parts(db, post)) if post else ()
                    at = None if announced.not_before == UNTIL_RELEASED else announced.not_before
                    previews.append(Preview(rule.shown_id, rule.channel, parts, at))
        return tuple(each for each in previews if each.messages)

    def list_waiting(self) -> tuple[Post, ...]:
        """Return the posts that are decided and not yet sent, in the order they were decided."""
        with self._store.read() as db:
            return tuple(list_posts(db, states=ON_ITS_WAY))

    def list_ledger(self, *, subscription_id: int | None = None) -> tuple[LedgerRow, ...]:
        """Return each item's fate for each subscription, or for one."""
        with self._store.read() as db:
            return tuple(list_ledger(db, subscription_id=subscription_id))


def _is_unsure(db: Database, briefing_id: int, *, now: dt.datetime) -> bool:
    """Return whether a briefing may have been posted before, in the time that a backup put back does not know."""
    restored_at = find_restore(db)
    published_on = read_briefing_record(db, briefing_id)[0].published_on
    if restored_at is None or published_on is None:
        return False
    return now < restored_at + _UNSURE_FOR and published_on <= restored_at.date()


def _name_digest(rule: Subscription, slot: ScheduledSlot) -> Slot:
    return name_slot(rule, PostKind.DIGEST, f"{slot.on} {rule.schedule.at:%H:%M}")


def _name_summary(db: Database, rule: Subscription, briefing_id: int) -> Slot:
    """Return the slot of a rule's next summary of a briefing: those before it were cancelled or taken back."""
    named = (name_slot(rule, PostKind.IMMEDIATE, f"B{briefing_id}v{version}") for version in itertools.count(1))
    return next(slot for slot in named if find_post(db, slot) is None)


def _describe_waiting(db: Database, briefing_id: int, *, now: dt.datetime) -> str:
    """Return how many places get something of a briefing and when, or why none does."""
    channels, digests = count_waiting(db, briefing_id)
    if not channels and not digests:
        return f"none, {KEPT_BACK if has_kept_back(db, briefing_id) else NOBODY}"
    announced = find_announcement(db, briefing_id)
    not_before = announced.not_before if announced else now
    minutes = math.ceil((not_before - now) / dt.timedelta(minutes=1)) if not_before < UNTIL_RELEASED else 0
    when = "once they are let go: on hold" if not_before == UNTIL_RELEASED else "now"
    when = f"in {minutes} minute{'' if minutes == 1 else 's'}" if minutes > 0 else when
    said = [f"{channels} channel{'' if channels == 1 else 's'} {when}" if channels else ""]
    said += [
        f"{digests} digest{'' if digests == 1 else 's'} at {'its' if digests == 1 else 'their'} time" if digests else ""
    ]
    return ", ".join(filter(None, said))
