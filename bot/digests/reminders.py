"""Reminders of deadlines: decided like any post, remembered by the outbox, and answered by those who got them.

A mark is a number of days before the deadline, counted in the rule's own days, at which it wants a reminder. A mark
that falls on a quiet day is reminded of on the last day before it that is not quiet. A rule is looked at again only
when its day, its hour or the deadlines ahead have changed, or a reminder was cancelled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from bot.digests.chat import Reminder, Renderer
from bot.digests.compose import Issue, Matcher, Reader, decide_items, find_moved, get_issue, label_issuers, read_issues
from bot.digests.lines import RuleLines
from bot.digests.schedule import find_end_of_quiet, find_moment, find_open_day, to_local
from bot.errors import NotFoundError
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey, beijing_day, format_deadline_key
from bot.model.digest import DigestItem, Fate
from bot.model.post import LATE_AFTER, PostKind, Slot
from bot.model.subscription import Holidays, Subscription, SubscriptionState
from bot.query.query_record import Query
from bot.store.database import Database, Store
from bot.store.items import list_items
from bot.store.ledger import note_item
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post, change_post, get_post
from bot.store.reminders import (
    count_cancelled,
    format_reminder,
    list_answers,
    list_deadlines_ahead,
    list_reminders,
    write_answer,
)
from bot.store.subscriptions import get_subscription, list_subscriptions

AHEAD = dt.timedelta(days=45)
"""How far ahead deadlines are looked at: the longest mark, and a long stretch of quiet days after it."""
_BEIJING = "Asia/Shanghai"


def decide_mark(*, marks: Collection[int], left: int, left_next: int, told: Collection[int]) -> int | None:
    """Return the mark that a reminder due today answers to, or None where none is due.

    In the rule's days ``left`` are left today, ``left_next`` on the next day that is not quiet; ``told`` are the marks
    reminded of already. A mark passed in silence is reminded of once, with the days that are left.
    """
    reached = [mark for mark in marks if mark >= left or mark > left_next]
    if left < 0 or not reached:
        return None
    mark = min(reached)
    return None if any(each <= mark for each in told) else mark


class Reminders:
    """Decides the reminders of all subscriptions; ``holidays`` are those of China."""

    def __init__(self, store: Store, matcher: Matcher, renderer: Renderer, *, holidays: Holidays) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self._lines = RuleLines(matcher, renderer)
        self._holidays = holidays
        self._looked: dict[int, object] = {}

    def enqueue_due(self, *, now: dt.datetime) -> None:
        """Decide every reminder that is due, each rule in a transaction of its own."""
        today = beijing_day(now)
        with self._store.read() as db:
            ahead = list_deadlines_ahead(db, first=today, last=today + AHEAD, now=now)
            rules = list_subscriptions(db, (SubscriptionState.ACTIVE,)) if ahead else []
            cancelled = count_cancelled(db) if ahead else 0
        for rule in rules:
            local = to_local(now, rule.schedule.zone)
            seen = (rule, ahead, today, cancelled, local.date())
            is_quiet = rule.schedule.quiet.has_day(local.date(), self._holidays)
            if not rule.schedule.remind or is_quiet or local.time() < rule.schedule.at:
                continue
            if self._looked.get(rule.id) != seen:
                with self._store.write() as db:
                    self._decide(db, get_subscription(db, rule.id), ahead, now=now)
                self._looked[rule.id] = seen

    def answer(
        self,
        key: DeadlineKey,
        kind: AnswerKind,
        *,
        workspace: str,
        channel: str,
        user: str,
        now: dt.datetime,
        ts: str = "",
    ) -> Reminder:
        """Record what somebody said to a deadline, and change its reminders in that place; return the last of them.

        ``channel`` is a channel's or a person's id. ``ts`` is the message that was answered: since it was posted, its
        policy may have been merged into another. NotFoundError where nothing reminded of it.
        """
        with self._store.write() as db:
            here = list_reminders(db, workspace=workspace, channel=channel)
            key = next((stored.key for stored in here if ts and stored.ts == ts), key)
            said = DeadlineAnswer(kind=kind, by=user, at=now)
            write_answer(db, key, said, workspace=workspace, channel=channel)
            detail = f"{format_deadline_key(key)} in {channel}"
            row = AuditRow(at=now, actor=user, action=f"deadline {kind.value}", subject=key.subject, detail=detail)
            add_audit(db, row)
            found = None
            for stored in here:
                items = list_items(db, [stored.item_id]) if stored.key == key else []
                issue = get_issue(db, items[0].briefing_id) if items else None
                reminder = None
                if issue is not None:
                    reminder = self._compose(stored.rule, key, issue, stored.item_id, left=stored.left, answer=said)
                if reminder is not None and get_post(db, stored.post_id).withdrawn_at is None:
                    change_post(db, stored.post_id, self._renderer.render_reminder(reminder), now=now)
                found = reminder or found
            if found is None:
                raise NotFoundError("This reminder isn't on record here.", hint="/policy due lists the deadlines.")
        return found

    def _decide(
        self, db: Database, rule: Subscription, ahead: Mapping[tuple[int, int], int], *, now: dt.datetime
    ) -> None:
        """Decide a rule's reminders of deadlines ahead, given as (item, version) to briefing."""
        query = self._lines.read_filter(db, rule, now=now)
        if query is None:
            return
        local = to_local(now, rule.schedule.zone).date()
        next_day = find_open_day(local + dt.timedelta(days=1), rule.schedule.quiet, self._holidays)
        answers = list_answers(db, workspace=rule.workspace, channel=rule.channel)
        here = list_reminders(db, workspace=rule.workspace, channel=rule.channel)
        issues = read_issues(db, sorted(set(ahead.values())), [item for item, _ in ahead])
        for key, (item, issue) in self._find_wanted(db, rule, query, issues, now=now).items():
            answer = answers.get(key)
            mark = decide_mark(
                marks=rule.schedule.remind,
                left=(key.on - local).days,
                left_next=(key.on - next_day).days,
                told=[stored.mark for stored in here if stored.key == key],
            )
            if mark is not None and (answer is None or answer.kind is not AnswerKind.DECLINED):
                self._enqueue(db, rule, key, item, issue, mark=mark, answer=answer, now=now)

    def _find_wanted(
        self, db: Database, rule: Subscription, query: Query, issues: Sequence[Issue], *, now: dt.datetime
    ) -> dict[DeadlineKey, tuple[DigestItem, Issue]]:
        """Return the deadlines that a rule asks for and nobody doubts or moved, as the newest briefing gives each."""
        reader = Reader(rule=rule.shown_id, place=(rule.workspace, rule.channel), counts_had=False)
        today = beijing_day(now)
        found: dict[DeadlineKey, tuple[DigestItem, Issue]] = {}
        for issue in issues:
            decided = decide_items(db, self._matcher, query, (issue,), reader=reader, now=now)
            items = [one.item for one in decided if one.fate is Fate.INCLUDED]
            moved = find_moved(db, items)
            for item, each in ((one, each) for one in items for each in one.item.deadlines):
                if (item.item_id, each) not in moved and today <= each.on <= today + AHEAD:
                    found[DeadlineKey(subject=item.shown_id, kind=each.kind, on=each.on)] = (item, issue)
        return dict(sorted(found.items(), key=lambda pair: pair[0].place))

    def _enqueue(  # noqa: PLR0913  what a reminder is made of
        self,
        db: Database,
        rule: Subscription,
        key: DeadlineKey,
        item: DigestItem,
        issue: Issue,
        *,
        mark: int,
        answer: DeadlineAnswer | None,
        now: dt.datetime,
    ) -> None:
        """Enqueue a reminder for the day in Beijing that it may go on: on the next it would say too many days."""
        not_before = find_end_of_quiet(rule.schedule, self._holidays, moment=now)
        day = beijing_day(not_before)
        left = (key.on - day).days
        reminder = self._compose(rule.shown_id, key, issue, item.item_id, left=left, answer=answer)
        if left < 0 or reminder is None:
            return
        slot = Slot(
            workspace=rule.workspace,
            channel=rule.channel,
            kind=PostKind.REMINDER,
            source=rule.shown_id,
            slot=f"{format_reminder(key, left=left, mark=mark)}, {now:%Y-%m-%d %H:%M:%S}",
        )
        marked_at = find_moment(key.on - dt.timedelta(days=mark), rule.schedule.at, rule.schedule.zone)
        day_ends_at = find_moment(day + dt.timedelta(days=1), dt.time(), _BEIJING)
        new = NewPost(
            slot=slot,
            parts=(self._renderer.render_reminder(reminder),),
            not_before=not_before,
            late_after=min(not_before + LATE_AFTER, day_ends_at),
            subscription_id=rule.id,
            briefing_id=issue.source.briefing_id,
            due_at=min(marked_at, not_before),
        )
        note_item(db, add_post(db, new, now=now), item.item_id, item.version)

    def _compose(
        self,
        rule: str,
        key: DeadlineKey,
        issue: Issue,
        number: int,
        *,
        left: int,
        answer: DeadlineAnswer | None,
    ) -> Reminder | None:
        """Return a reminder as its briefing, cut as its licence says, makes it; None when the deadline is not in it."""
        deadlines = [(item, each) for item in issue.items if item.item_id == number for each in item.item.deadlines]
        for item, deadline in deadlines:
            if (deadline.on, deadline.kind) == (key.on, key.kind):
                return Reminder(
                    rule=rule,
                    item=item,
                    deadline=deadline,
                    left=left,
                    source=issue.source,
                    issuers=label_issuers((item.item,), self._matcher.lexicon()),
                    answer=answer,
                )
        return None
