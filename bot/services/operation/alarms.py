"""Posts that do not go out, and sources that fall silent: the owners concerned and the admins are told, once each.

Slots, posts and notices that are 15 minutes late, posts that were skipped because they came too late, a stop of all
sending once it is over (nobody can be told before), and series whose next issue is long overdue. Whoever looks after a
subscription whose days are over is told that nothing comes for it any more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.feeds import LAST_ISSUES, is_overdue
from bot.domain.posts.delivery import LATE, LATE_AFTER
from bot.domain.posts.post import PostKind
from bot.domain.posts.schedule import decide_slot, to_local
from bot.domain.posts.subscription import SubscriptionState
from bot.domain.queries.query import parse_query
from bot.errors import BadQueryError
from bot.services.answering.followed import find_over
from bot.services.ports import Notice
from bot.store.alarms import find_stopped_at, list_overdue_posts, list_series, list_skipped_posts
from bot.store.outbox import find_stop
from bot.store.schedules import find_last_days, list_late_slots
from bot.store.subscriptions import get_subscription, list_scheduled, list_subscriptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.domain.lexicon import Lexicon
    from bot.domain.posts.holidays import Holidays
    from bot.domain.posts.post import Post
    from bot.domain.posts.subscription import Subscription
    from bot.services.operation.notices import PrivateNotices
    from bot.store.database import Database, Store

_LOOK_EVERY = dt.timedelta(minutes=1)
_RECENT = dt.timedelta(days=3)
_NAMES = {PostKind.DIGEST: "digest", PostKind.REMINDER: "reminder", PostKind.NOTICE: "notice"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Alarm:
    """What is to be told to the owners of ``rules`` and the admins."""

    rules: tuple[Subscription, ...]
    notice: Notice

    @property
    def owners(self) -> tuple[str, ...]:
        """Who looks after the rules."""
        return tuple(rule.owner for rule in self.rules)


class Alarms:
    """Watches the posts and sources of one workspace."""

    def __init__(
        self,
        store: Store,
        notices: PrivateNotices,
        *,
        workspace: str,
        holidays: Holidays,
        lexicon: Callable[[], Lexicon],
    ) -> None:
        self._lexicon = lexicon
        self._store = store
        self._notices = notices
        self._workspace = workspace
        self._holidays = holidays
        self._looked_at: dt.datetime | None = None
        self._asked_on: dt.date | None = None

    def start(self, *, now: dt.datetime) -> None:
        """Tell of a stop of all sending that is over now: the admins, and the owners whose posts it held up."""
        with self._store.read() as db:
            reason, since = find_stop(db, self._workspace), find_stopped_at(db, self._workspace)
        if reason is None or since is None:
            return
        with self._store.write() as db:
            late = list_overdue_posts(db, workspace=self._workspace, due_by=now)
            rules = tuple(_get_rule(db, post) for post in late)
            text = (
                f"Nothing was posted since {_say(since, 'UTC')}: Slack said {reason}. It goes on now;"
                f" {len(late)} post{'' if len(late) == 1 else 's'} waited, and what is more than"
                f" {LATE_AFTER // dt.timedelta(hours=1)} hours late is left out."
            )
            notice = Notice(text=text, source="sending", about=f"stopped {since.isoformat()}")
            self._tell(db, _Alarm(rules=rules, notice=notice), now=now)

    def look(self, now: dt.datetime) -> None:
        """Tell of what has become late since the last look, a minute ago or longer; raises a StoreError."""
        if self._looked_at is not None and dt.timedelta() <= now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        today = beijing_day(now)
        with self._store.read() as db:
            if find_stop(db, self._workspace) is not None:
                return  # nobody can be told before it is over, and then one message says it all
            found = [*self._list_late(db, now=now), *self._list_undecided(db, now=now)]
            news = [alarm for alarm in found if not self._is_told(db, alarm)]
        if news:
            with self._store.write() as db:
                for alarm in news:
                    self._tell(db, alarm, now=now)
        if self._asked_on != today:
            self._tell_silence(today, now=now)
            self._tell_over(today, now=now)
            self._asked_on = today

    def _list_late(self, db: Database, *, now: dt.datetime) -> Iterator[_Alarm]:
        for post in list_overdue_posts(db, workspace=self._workspace, due_by=now - LATE):
            rule = _get_rule(db, post)
            why = post.reason or "it waits to be sent"
            text = (
                f"{_name(post, rule)} is not out yet: {why}. It is tried further; /digest status shows how it stands."
            )
            yield _sound(rule, text, about=f"late {post.id}")
        for post in list_skipped_posts(db, workspace=self._workspace, since=now - _RECENT):
            rule = _get_rule(db, post)
            text = (
                f"{_name(post, rule)} was left out: it could not be sent within its limit. The ledger names its items."
            )
            yield _sound(rule, text, about=f"skipped {post.id}")

    def _list_undecided(self, db: Database, *, now: dt.datetime) -> Iterator[_Alarm]:
        last_days = find_last_days(db, before=now + _RECENT)
        for rule in list_scheduled(db):
            due = rule.slots_after and decide_slot(
                rule.schedule,
                self._holidays,
                after=rule.slots_after,
                last_on=last_days.get(rule.id),
                late_after=LATE_AFTER,
                now=now - LATE,
            )
            if due and rule.workspace == self._workspace:
                text = f"{_name_slot(rule, due.slot.at)} is not decided yet."
                yield _sound(rule, text, about=f"undecided {due.slot.on}")
        for slot in list_late_slots(db, since=now - _RECENT):
            rule = get_subscription(db, slot.subscription_id)
            if rule.workspace == self._workspace:
                text = f"{_name_slot(rule, slot.due_at)} was left out: {slot.reason}."
                yield _sound(rule, text, about=f"late {slot.slot_on}")

    def _tell_silence(self, today: dt.date, *, now: dt.datetime) -> None:
        """Tell of the series whose next issue is overdue: the admins, and the owners whom it brought something."""
        with self._store.read() as db:
            silent = [series for series in list_series(db) if is_overdue(series.days, today=today)]
        if not silent:
            return
        with self._store.write() as db:
            for series in silent:
                since = series.days[-1]
                text = f"{series.name} has brought nothing since {since}, much longer than usual."
                notice = Notice(text=text, source=f"series {series.key}", about=f"silent since {since}")
                self._notices.tell(db, replace(notice, text=f"{text} Is an issue missing?"), now=now)
                self._notices.tell_followers(db, notice, series.issues[-LAST_ISSUES:], now=now)

    def _tell_over(self, today: dt.date, *, now: dt.datetime) -> None:
        """Tell the owners of subscriptions to days that are over, which would be silent from now on."""
        with self._store.read() as db:
            rules = [rule for rule in list_subscriptions(db, (SubscriptionState.ACTIVE,)) if rule.filter]
            over = [(rule, self._find_over(rule, today)) for rule in rules if rule.workspace == self._workspace]
        for rule, last in over:
            if last is None:
                continue
            text = (
                f"{rule.shown_id} asks for days up to {last} alone, and they are over: nothing comes for it any more."
                f" /digest change {rule.shown_id} gives it others, /digest unsubscribe {rule.shown_id} ends it."
            )
            notice = Notice(text=text, source=rule.shown_id, about=f"over {last}")
            with self._store.write() as db:
                self._notices.tell_owner(db, rule.owner, notice, now=now)

    def _find_over(self, rule: Subscription, today: dt.date) -> dt.date | None:
        try:
            query = parse_query(rule.filter, lexicon=self._lexicon(), today=today)
        except BadQueryError:
            return None  # it pauses aloud when it is due
        over = find_over(query, today - dt.timedelta(days=1))
        return over.last if over else None

    def _is_told(self, db: Database, alarm: _Alarm) -> bool:
        return self._notices.is_told(db, alarm.notice, also=alarm.owners)

    def _tell(self, db: Database, alarm: _Alarm, *, now: dt.datetime) -> None:
        self._notices.tell(db, alarm.notice, now=now, also=alarm.owners)


def _sound(rule: Subscription, text: str, *, about: str) -> _Alarm:
    return _Alarm(rules=(rule,), notice=Notice(text=text, source=rule.shown_id, about=about))


def _get_rule(db: Database, post: Post) -> Subscription:
    return get_subscription(db, post.subscription_id or 0)


def _name(post: Post, rule: Subscription) -> str:
    what = _NAMES.get(post.slot.kind, "summary")
    return f"The {what} of {rule.shown_id} that was due {_say(post.due_at, rule.schedule.zone)}"


def _name_slot(rule: Subscription, due_at: dt.datetime) -> str:
    return f"The digest of {rule.shown_id} that was due {_say(due_at, rule.schedule.zone)}"


def _say(moment: dt.datetime, zone: str) -> str:
    return f"{to_local(moment, zone):%Y-%m-%d %H:%M} ({zone})"
