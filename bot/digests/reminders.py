"""Reminders of deadlines: decided like any post, and answered by those who got them.

Each tick looks at the deadlines ahead; a rule is looked at again only when its day, its hour or these deadlines have
changed, or a reminder was not made. Nothing is sent here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.digests.chat import Renderer
from bot.digests.compose import Issue, Reader, decide_items, find_moved, get_issue, label_issuers, read_issues
from bot.digests.matches import Matcher
from bot.digests.reminder import Reminder, decide_reminder, find_mark_said
from bot.digests.rules import pause_unreadable
from bot.digests.schedule import find_end_of_quiet, find_moment, find_open_day, to_local
from bot.errors import BadQueryError, NotFoundError
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey, beijing_day, format_deadline_key
from bot.model.digest import DigestItem, Fate
from bot.model.post import LATE_AFTER, Post, PostKind, Slot, Why, drop_blocks
from bot.model.subscription import Holidays, Subscription, SubscriptionState
from bot.query.query_record import Query
from bot.store.database import Database, Store
from bot.store.items import list_items
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post, cancel_posts, get_post, say
from bot.store.reminders import (
    DeadlineAhead,
    StoredReminder,
    add_reminder,
    count_not_made,
    find_key_posted,
    list_answers,
    list_deadlines_ahead,
    list_marks_told,
    list_reminders_about,
    list_reminders_of,
    write_answer,
)
from bot.store.subscriptions import get_subscription, list_subscriptions

# The deadlines that a rule asks for: those of the items it brings, as they stand now.


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A deadline of an item that a rule asks for; ``learned_on`` is when the store got the item, a day in Beijing."""

    item: DigestItem
    issue: Issue
    key: DeadlineKey
    learned_on: dt.date


def list_kept(
    db: Database,
    matcher: Matcher,
    query: Query,
    issue: Issue,
    *,
    reader: Reader,
    learned: Collection[int],
    now: dt.datetime,
) -> list[DigestItem]:
    """Return the items of an issue that a filter brings at a moment and nobody doubts, among those with these numbers.

    ``reader`` says for whom.
    """
    decided = decide_items(db, matcher, query, (issue,), reader=reader, now=now)
    return [one.item for one in decided if one.fate is Fate.INCLUDED and one.item.item_id in learned]


def list_wanted(
    db: Database, kept: Sequence[DigestItem], issue: Issue, *, learned: Mapping[int, dt.date]
) -> list[Wanted]:
    """Return the deadlines of items of one issue, without those that reports known by a moment have moved.

    ``learned`` are the items, by number, with the day on which each was learned.
    """
    moved = find_moved(db, kept)
    return [
        Wanted(
            item=item,
            issue=issue,
            key=DeadlineKey(subject=item.shown_id, kind=deadline.kind, on=deadline.on),
            learned_on=learned[item.item_id],
        )
        for item in kept
        for deadline in item.item.deadlines
        if (item.item_id, deadline) not in moved
    ]


# What a reminder says: as it is decided, and again when its briefing was corrected or its licence narrowed.


def compose_reminder(
    stored: StoredReminder, issue: Issue, answer: DeadlineAnswer | None, matcher: Matcher
) -> Reminder | None:
    """Return a reminder as its briefing, cut as its licence says, makes it; None when the deadline is not in it."""
    item = next((each for each in issue.items if each.item_id == stored.item_id), None)
    if item is None:
        return None
    wanted = (stored.key.on, stored.key.kind)
    deadline = next((each for each in item.item.deadlines if (each.on, each.kind) == wanted), None)
    if deadline is None:
        return None
    return Reminder(
        rule=stored.rule,
        item=item,
        deadline=deadline,
        left=stored.left,
        is_late=stored.is_late,
        source=issue.source,
        issuers=label_issuers((item.item,), matcher.lexicon()),
        answer=answer,
    )


def correct_reminders(db: Database, briefing_id: int, *, matcher: Matcher, renderer: Renderer, now: dt.datetime) -> int:
    """Bring the reminders of a corrected briefing's deadlines up to what it says now; give how many change.

    One whose deadline is not in it any more says so, and is live again once the deadline holds again; where it still
    waits, it is not sent.
    """
    changed = 0
    issue = get_issue(db, briefing_id)
    for stored in list_reminders_about(db, briefing_id):
        post = get_post(db, stored.post_id)
        if post.withdrawn_at is None and stored.key.on >= beijing_day(now):
            changed += _write_again(db, stored, post, issue, matcher=matcher, renderer=renderer, now=now)
    return changed


def write_reminder_again(db: Database, post: Post, *, matcher: Matcher, renderer: Renderer, now: dt.datetime) -> None:
    """Let a reminder say what its briefing says now, as far as its licence lets it be quoted by now, however old."""
    if post.briefing_id is None:
        return
    issue = get_issue(db, post.briefing_id)
    for stored in list_reminders_about(db, post.briefing_id):
        if stored.post_id == post.id:
            _write_again(db, stored, post, issue, matcher=matcher, renderer=renderer, now=now)


def _write_again(
    db: Database,
    stored: StoredReminder,
    post: Post,
    issue: Issue,
    *,
    matcher: Matcher,
    renderer: Renderer,
    now: dt.datetime,
) -> bool:
    answers = list_answers(db, workspace=stored.workspace, channel=stored.channel)
    reminder = compose_reminder(stored, issue, answers.get(stored.key), matcher)
    if reminder is None and cancel_posts(db, [post], why=Why.SUPERSEDED, reason="the deadline was corrected", now=now):
        return True
    message = renderer.render_reminder(reminder) if reminder else renderer.render_void_reminder(stored.key)
    last = post.message
    if last.blocks == "[]":  # Slack refused its blocks
        message = drop_blocks(message)
    if message == last:
        return False
    say(db, post.id, message, now=now)
    return True


AHEAD = dt.timedelta(days=45)
"""How far ahead deadlines are looked at: the longest mark, and a long stretch of quiet days after it."""
OVER = "its deadline is over"
"""Why a reminder is not posted any more."""
BEIJING = "Asia/Shanghai"
"""In whose time deadlines end."""
_MIDNIGHT = dt.time()


class Reminders:
    """Decides the reminders of all subscriptions; ``holidays`` are those of China."""

    def __init__(
        self,
        store: Store,
        matcher: Matcher,
        renderer: Renderer,
        *,
        holidays: Holidays,
    ) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self._holidays = holidays
        self._looked: dict[int, object] = {}

    def enqueue_due(self, *, now: dt.datetime) -> int:
        """Decide every reminder that is due, each rule in a transaction of its own; give how many were decided."""
        today = beijing_day(now)
        with self._store.read() as db:
            ahead = tuple(list_deadlines_ahead(db, first=today, last=today + AHEAD, now=now))
            rules = list_subscriptions(db, (SubscriptionState.ACTIVE,)) if ahead else []
            not_made = count_not_made(db, first=today) if ahead else 0
        decided = 0
        for rule in rules:
            if rule.started_at is None or not rule.schedule.remind:
                continue
            local = to_local(now, rule.schedule.zone)
            seen = (rule, ahead, today, not_made, local.date(), local.time() >= rule.schedule.at)
            if self._looked.get(rule.id) == seen:
                continue
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
        """Record what somebody said to a deadline, and want its reminders in that place changed; give the reminder.

        ``channel`` is a channel's or a person's id. ``ts`` is the message that was answered: since it was posted, its
        policy may have been merged into another. NotFoundError where nothing reminded of it.
        """
        with self._store.write() as db:
            key = find_key_posted(db, workspace=workspace, channel=channel, ts=ts) or key
            held = list_reminders_of(db, key, workspace=workspace, channel=channel)
            if not held:
                raise NotFoundError("This reminder is not on record here.", hint="/policy due lists the deadlines.")
            said = DeadlineAnswer(kind=kind, by=user, at=now)
            write_answer(db, key, said, workspace=workspace, channel=channel)
            detail = f"{format_deadline_key(key)} in {channel}"
            add_audit(
                db, AuditRow(at=now, actor=user, action=f"deadline {kind.value}", subject=key.subject, detail=detail)
            )
            reminders = [self._read(db, each, said) for each in held]
            for stored, reminder in zip(held, reminders, strict=True):
                post = get_post(db, stored.post_id)
                if reminder is not None and post.withdrawn_at is None:
                    say(db, post.id, self._renderer.render_reminder(reminder), now=now)
        found = reminders[-1]
        if found is None:
            raise NotFoundError("This deadline is held no more.", hint="/policy due lists the deadlines.")
        return found

    def _decide(
        self,
        db: Database,
        rule: Subscription,
        ahead: Sequence[DeadlineAhead],
        *,
        now: dt.datetime,
    ) -> int:
        """Decide a rule's reminders; give how many."""
        if rule.state is not SubscriptionState.ACTIVE:
            return 0
        local = to_local(now, rule.schedule.zone)
        quiet = rule.schedule.quiet
        if quiet.has_day(local.date(), self._holidays):
            return 0
        next_day = find_open_day(local.date() + dt.timedelta(days=1), quiet, self._holidays)
        answers = list_answers(db, workspace=rule.workspace, channel=rule.channel)
        today = beijing_day(now)
        decided = 0
        for wanted in self._find_wanted(db, rule, ahead, now=now):
            answer = answers.get(wanted.key)
            if answer is not None and answer.kind is AnswerKind.DECLINED:
                continue
            due = decide_reminder(
                on=wanted.key.on,
                today=local.date(),
                next_day=next_day,
                learned_on=wanted.learned_on,
                marks=rule.schedule.remind,
                told=list_marks_told(db, wanted.key, workspace=rule.workspace, channel=rule.channel),
            )
            if due is not None and (due.is_late or local.time() >= rule.schedule.at):
                left = (wanted.key.on - today).days
                stored = StoredReminder(
                    post_id=0,
                    workspace=rule.workspace,
                    channel=rule.channel,
                    rule=rule.shown_id,
                    item_id=wanted.item.item_id,
                    key=wanted.key,
                    mark=find_mark_said(rule.schedule.remind, due=due.mark, left=left),
                    left=left,
                    is_late=due.is_late,
                )
                decided += self._enqueue(db, rule, stored, wanted.issue, answer, now=now)
        return decided

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
        ends_at = find_end(stored.key)
        reminder = compose_reminder(stored, issue, answer, self._matcher)
        if not_before >= ends_at or reminder is None:
            return False
        new = NewPost(
            slot=_place(rule, stored.key, left=stored.left),
            parts=(self._renderer.render_reminder(reminder),),
            not_before=not_before,
            late_after=min(not_before + LATE_AFTER, ends_at),
            subscription_id=rule.id,
            briefing_id=issue.source.briefing_id,
        )
        add_reminder(db, replace(stored, post_id=add_post(db, new, now=now)))
        return True

    def _find_wanted(
        self, db: Database, rule: Subscription, ahead: Sequence[DeadlineAhead], *, now: dt.datetime
    ) -> list[Wanted]:
        """Return the deadlines that a rule asks for and nobody doubts, each once: as its newest briefing gives it."""
        try:
            query = self._matcher.parse(rule.filter, now=now)
        except BadQueryError as error:
            pause_unreadable(db, rule, error, renderer=self._renderer, now=now)
            return []
        learned = {each.item_id: beijing_day(each.learned_at) for each in ahead}
        found: dict[DeadlineKey, Wanted] = {}
        for issue in read_issues(db, sorted({each.briefing_id for each in ahead})):
            reader = Reader(rule=rule.shown_id, place=(rule.workspace, rule.channel), counts_had=False)
            kept = list_kept(db, self._matcher, query, issue, reader=reader, learned=learned, now=now)
            found |= {each.key: each for each in list_wanted(db, kept, issue, learned=learned)}
        return sorted(found.values(), key=lambda each: each.key.place)

    def _read(self, db: Database, stored: StoredReminder, answer: DeadlineAnswer | None) -> Reminder | None:
        """Return a reminder as what is held now makes it, or None when its item is held no more."""
        items = list_items(db, [stored.item_id])
        if not items:
            return None
        return compose_reminder(stored, get_issue(db, items[0].briefing_id), answer, self._matcher)


def _place(rule: Subscription, key: DeadlineKey, *, left: int) -> Slot:
    return Slot(
        workspace=rule.workspace,
        channel=rule.channel,
        kind=PostKind.REMINDER,
        source=rule.shown_id,
        slot=f"{key.subject} {key.kind.value} {key.on} {left}d",
    )


def find_end(key: DeadlineKey) -> dt.datetime:
    """Return when the day of a deadline ends in Beijing."""
    return find_moment(key.on + dt.timedelta(days=1), _MIDNIGHT, BEIJING)
