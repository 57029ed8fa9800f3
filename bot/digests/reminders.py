"""Reminders of deadlines: decided like any post, and remembered by the outbox.

A mark is a number of days before the deadline, counted in the rule's own days, at which it wants a reminder. A mark
that falls on a quiet day is reminded of on the last day before it that is not quiet. A rule is looked at again only
when its day, its hour or the deadlines ahead have changed, or a reminder was cancelled.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.digests.chat import Reminder, Renderer
from bot.digests.compose import Matcher, decide_items, find_ahead, read_issues
from bot.digests.lines import RuleLines, build_reader, name_slot
from bot.digests.schedule import find_end_of_quiet, find_moment, find_open_day, to_local
from bot.model.deadlines import DeadlineKey, beijing_day
from bot.model.post import LATE_AFTER, Fate, PostKind
from bot.model.subscription import Holidays, Subscription, SubscriptionState
from bot.store.database import Database, Store
from bot.store.ledger import count_cancelled, deliver_items, list_deadlines_ahead, list_reminders
from bot.store.outbox import NewPost, add_post
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
            is_quiet = rule.schedule.is_quiet_on(local.date(), self._holidays)
            if not rule.schedule.remind or is_quiet or local.time() < rule.schedule.at:
                continue
            if self._looked.get(rule.id) != seen:
                with self._store.write() as db:
                    self._decide(db, get_subscription(db, rule.id), ahead, now=now)
                self._looked[rule.id] = seen

    def _decide(
        self, db: Database, rule: Subscription, ahead: Mapping[tuple[int, int], int], *, now: dt.datetime
    ) -> None:
        """Decide a rule's reminders of deadlines ahead, given as (item, version) to briefing."""
        query = self._lines.read_filter(db, rule, now=now)
        if query is None:
            return
        local = to_local(now, rule.schedule.zone).date()
        next_day = find_open_day(local + dt.timedelta(days=1), rule.schedule, self._holidays)
        not_before = find_end_of_quiet(rule.schedule, self._holidays, moment=now)
        day = beijing_day(not_before)  # on the next a reminder would say too many days
        told = _list_told(db, rule)
        issues = read_issues(db, sorted(set(ahead.values())), [item for item, _ in ahead])
        sources = {issue.source.briefing_id: issue.source for issue in issues}
        reader = replace(build_reader(rule), counts_had=False)
        decided = decide_items(db, self._matcher, query, issues, reader=reader, now=now)
        wanted = [one.item for one in decided if one.fate is Fate.INCLUDED]
        for key, (item, deadline) in find_ahead(db, wanted, now=now).items():
            mark = decide_mark(
                marks=rule.schedule.remind,
                left=(key.on - local).days,
                left_next=(key.on - next_day).days,
                told=[mark for about, mark in told if about == _name_deadline(key)],
            )
            if mark is None or key.on < day:
                continue
            left, source = (key.on - day).days, sources[item.briefing_id]
            reminder = Reminder(rule=rule.shown_id, item=item, deadline=deadline, left=left, source=source)
            marked_at = find_moment(key.on - dt.timedelta(days=mark), rule.schedule.at, rule.schedule.zone)
            day_ends_at = find_moment(day + dt.timedelta(days=1), dt.time(), _BEIJING)
            new = NewPost(
                slot=name_slot(rule, PostKind.REMINDER, f"{_name_deadline(key)} {mark}d, {now:%Y-%m-%d %H:%M:%S}"),
                parts=(self._renderer.render_reminder(reminder),),
                not_before=not_before,
                late_after=min(not_before + LATE_AFTER, day_ends_at),
                subscription_id=rule.id,
                briefing_id=item.briefing_id,
                due_at=min(marked_at, not_before),
            )
            deliver_items(db, add_post(db, new, now=now), [(item.item_id, item.version)], quotes=True)


def _name_deadline(key: DeadlineKey) -> str:
    """Return what a reminder's slot begins with, before its mark: ``P5 comments_close 2023-12-22``."""
    return f"{key.subject} {key.kind.value} {key.on}"


def _list_told(db: Database, rule: Subscription) -> list[tuple[str, int]]:
    """Return the deadlines that a rule's place was reminded of, under the present ids of their policies, with marks."""
    told = []
    for slot, policy in list_reminders(db, workspace=rule.workspace, channel=rule.channel):
        subject, kind, on, mark, *_ = slot.replace(",", "").split()
        told.append((f"{f'P{policy}' if policy else subject} {kind} {on}", int(mark.removesuffix("d"))))
    return told
