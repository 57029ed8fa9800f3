"""What waits for no slot: what was left out for another's post that was never made, or for a digest of before.

The ledger has such items waiting (``bot.store.ledger.hand_on``). A rule in slots brings them with its next digest; one
that posts at once brings them here, in one digest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.answers.lookup import Lookup
from bot.digests.chat import Renderer
from bot.digests.post_rules import keep_rule
from bot.digests.schedules import wait_for_end_of_quiet
from bot.digests.summaries import (
    Occasion,
    Summary,
    UnreadableFilters,
    compose_window,
    drop_items_besides,
    find_told,
    read_issues,
)
from bot.errors import BadQueryError
from bot.model.deadlines import beijing_day
from bot.model.delivery import LATE_AFTER
from bot.model.post import PostKind, Slot
from bot.model.subscription import Holidays, Subscription, to_local
from bot.query.query import parse_query
from bot.store.database import Database, Store
from bot.store.ledger import end_waiting, list_handed_on, list_waiting_of_briefing, write_fates
from bot.store.outbox import NewPost, add_post
from bot.store.schedules import carry_items, reserve_items
from bot.store.subscriptions import get_subscription


class HandingOn:
    """Decides what waits for rules that post at once; ``holidays`` are those of China."""

    def __init__(
        self,
        store: Store,
        matcher: Lookup,
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
