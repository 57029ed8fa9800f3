"""Reminders of deadlines: decided like any post, and answered by those who got them.

Each tick looks at the deadlines ahead; a rule is looked at again only when its day, its hour or these deadlines have
changed, or a reminder was cancelled. Nothing is sent here.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.digests.chat import Renderer
from bot.digests.compose import Issue, Reader, decide_items, find_moved, get_issue, label_issuers, read_issues
from bot.digests.matches import Matcher
from bot.digests.reminder import Reminder, decide_mark
from bot.digests.rules import pause_unreadable
from bot.digests.schedule import find_end_of_quiet, find_moment, find_open_day, to_local
from bot.errors import BadQueryError, NotFoundError
from bot.model.briefing import Deadline
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey, beijing_day, format_deadline_key
from bot.model.digest import DigestItem, Fate
from bot.model.post import LATE_AFTER, Post, PostKind, PostState, Slot, Verdict, Why
from bot.model.subscription import Holidays, Subscription, SubscriptionState
from bot.query.query_record import Query
from bot.store.database import Database, Store
from bot.store.items import list_items
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post, get_post, say
from bot.store.reminders import (
    StoredReminder,
    add_reminder,
    count_cancelled,
    find_key_posted,
    find_reminder,
    list_answers,
    list_deadlines_ahead,
    list_marks_told,
    list_reminders_of,
    write_answer,
)
from bot.store.subscriptions import get_subscription, list_subscriptions

AHEAD = dt.timedelta(days=45)
"""How far ahead deadlines are looked at: the longest mark, and a long stretch of quiet days after it."""
_BEIJING = "Asia/Shanghai"


class Reminders:
    """Decides the reminders of all subscriptions; ``holidays`` are those of China."""

    def __init__(self, store: Store, matcher: Matcher, renderer: Renderer, *, holidays: Holidays) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self._holidays = holidays
        self._looked: dict[int, object] = {}

    def enqueue_due(self, *, now: dt.datetime) -> int:
        """Decide every reminder that is due, each rule in a transaction of its own; return how many were decided."""
        today = beijing_day(now)
        with self._store.read() as db:
            ahead = list_deadlines_ahead(db, first=today, last=today + AHEAD, now=now)
            rules = list_subscriptions(db, (SubscriptionState.ACTIVE,)) if ahead else []
            cancelled = count_cancelled(db, first=today) if ahead else 0
        decided = 0
        for rule in rules:
            local = to_local(now, rule.schedule.zone)
            seen = (rule, ahead, today, cancelled, local.date())
            is_quiet = rule.schedule.quiet.has_day(local.date(), self._holidays)
            if not rule.schedule.remind or is_quiet or local.time() < rule.schedule.at:
                continue
            if self._looked.get(rule.id) != seen:
                with self._store.write() as db:
                    decided += self._decide(db, get_subscription(db, rule.id), ahead, now=now)
                self._looked[rule.id] = seen
        return decided

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
            key = find_key_posted(db, workspace=workspace, channel=channel, ts=ts) or key
            said = DeadlineAnswer(kind=kind, by=user, at=now)
            write_answer(db, key, said, workspace=workspace, channel=channel)
            detail = f"{format_deadline_key(key)} in {channel}"
            action = f"deadline {kind.value}"
            add_audit(db, AuditRow(at=now, actor=user, action=action, subject=key.subject, detail=detail))
            found = None
            for stored in list_reminders_of(db, key, workspace=workspace, channel=channel):
                items = list_items(db, [stored.item_id])
                issue = get_issue(db, items[0].briefing_id) if items else None
                reminder = self._compose(stored, issue, said) if issue else None
                if reminder is not None and get_post(db, stored.post_id).withdrawn_at is None:
                    say(db, stored.post_id, self._renderer.render_reminder(reminder), now=now)
                found = reminder or found
            if found is None:
                raise NotFoundError("This reminder isn't on record here.", hint="/policy due lists the deadlines.")
        return found

    def _decide(
        self, db: Database, rule: Subscription, ahead: Mapping[tuple[int, int], int], *, now: dt.datetime
    ) -> int:
        """Decide a rule's reminders of deadlines ahead, given as (item, version) to briefing; return how many."""
        try:
            query = self._matcher.parse(rule.filter, now=now)
        except BadQueryError as error:
            pause_unreadable(db, rule, error, renderer=self._renderer, now=now)
            return 0
        local = to_local(now, rule.schedule.zone).date()
        next_day = find_open_day(local + dt.timedelta(days=1), rule.schedule.quiet, self._holidays)
        answers = list_answers(db, workspace=rule.workspace, channel=rule.channel)
        issues = read_issues(db, sorted(set(ahead.values())), [item for item, _ in ahead])
        decided = 0
        for key, (item, issue) in self._find_wanted(db, rule, query, issues, now=now).items():
            answer = answers.get(key)
            mark = decide_mark(
                marks=rule.schedule.remind,
                left=(key.on - local).days,
                left_next=(key.on - next_day).days,
                told=list_marks_told(db, key, workspace=rule.workspace, channel=rule.channel),
            )
            if mark is not None and (answer is None or answer.kind is not AnswerKind.DECLINED):
                left = (key.on - beijing_day(now)).days
                stored = StoredReminder(
                    post_id=0, rule=rule.shown_id, item_id=item.item_id, key=key, mark=mark, left=left
                )
                decided += self._enqueue(db, rule, stored, issue, answer, now=now)
        return decided

    def _find_wanted(
        self, db: Database, rule: Subscription, query: Query, issues: Sequence[Issue], *, now: dt.datetime
    ) -> dict[DeadlineKey, tuple[DigestItem, Issue]]:
        """Return the deadlines that a rule asks for and nobody doubts or moved, as the newest briefing gives each."""
        reader = Reader(rule=rule.shown_id, place=(rule.workspace, rule.channel), counts_had=False)
        found: dict[DeadlineKey, tuple[DigestItem, Issue]] = {}
        for issue in issues:
            decided = decide_items(db, self._matcher, query, (issue,), reader=reader, now=now)
            items = [one.item for one in decided if one.fate is Fate.INCLUDED]
            moved = find_moved(db, items)
            for item, each in _list_deadlines(items):
                key = DeadlineKey(subject=item.shown_id, kind=each.kind, on=each.on)
                if (item.item_id, each) not in moved and beijing_day(now) <= each.on <= beijing_day(now) + AHEAD:
                    found[key] = (item, issue)
        return dict(sorted(found.items(), key=lambda pair: pair[0].place))

    def _enqueue(
        self,
        db: Database,
        rule: Subscription,
        stored: StoredReminder,
        issue: Issue,
        answer: DeadlineAnswer | None,
        *,
        now: dt.datetime,
    ) -> bool:
        not_before = find_end_of_quiet(rule.schedule, self._holidays, moment=now)
        ends_at = _find_end(stored.key)
        reminder = self._compose(stored, issue, answer)
        if not_before >= ends_at or reminder is None:
            return False
        key = stored.key
        slot = Slot(
            workspace=rule.workspace,
            channel=rule.channel,
            kind=PostKind.REMINDER,
            source=rule.shown_id,
            slot=f"{key.subject} {key.kind.value} {key.on} {stored.left}d, {now:%Y-%m-%d %H:%M:%S}",
        )
        marked_at = find_moment(key.on - dt.timedelta(days=stored.mark), rule.schedule.at, rule.schedule.zone)
        new = NewPost(
            slot=slot,
            parts=(self._renderer.render_reminder(reminder),),
            not_before=not_before,
            late_after=min(not_before + LATE_AFTER, ends_at),
            subscription_id=rule.id,
            briefing_id=issue.source.briefing_id,
            due_at=min(marked_at, not_before),
        )
        add_reminder(db, replace(stored, post_id=add_post(db, new, now=now)), version=reminder.item.version)
        return True

    def _compose(self, stored: StoredReminder, issue: Issue, answer: DeadlineAnswer | None) -> Reminder | None:
        """Return a reminder as its briefing, cut as its licence says, makes it; None when the deadline is not in it."""
        for item, deadline in _list_deadlines([each for each in issue.items if each.item_id == stored.item_id]):
            if (deadline.on, deadline.kind) == (stored.key.on, stored.key.kind):
                return Reminder(
                    rule=stored.rule,
                    item=item,
                    deadline=deadline,
                    left=stored.left,
                    source=issue.source,
                    issuers=label_issuers((item.item,), self._matcher.lexicon()),
                    answer=answer,
                )
        return None


def judge_reminder(db: Database, post: Post, *, now: dt.datetime) -> Verdict | None:
    """Return what becomes of a reminder that may not go any more: its deadline is over, or another day has come.

    On another day it is decided anew. None for any other post, and for one that may go.
    """
    stored = find_reminder(db, post.id)
    if stored is None:
        return None
    if now >= _find_end(stored.key):
        return Verdict(state=PostState.CANCELLED, why=Why.LATE, reason="its deadline is over")
    if stored.left != (stored.key.on - beijing_day(now)).days:
        reason = "another day has come: it is decided anew"
        return Verdict(state=PostState.CANCELLED, why=Why.SUPERSEDED, reason=reason)
    return None


def _list_deadlines(items: Sequence[DigestItem]) -> list[tuple[DigestItem, Deadline]]:
    return [(item, deadline) for item in items for deadline in item.item.deadlines]


def _find_end(key: DeadlineKey) -> dt.datetime:
    """Return when the day of a deadline ends in Beijing."""
    return find_moment(key.on + dt.timedelta(days=1), dt.time(), _BEIJING)
