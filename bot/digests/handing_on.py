"""What waits for no digest: what was left out for another's post that was never made, or for a digest of before.

The ledger has such items waiting (``bot.store.ledger.hand_on``). A rule in slots brings them with its next digest; one
that posts at once brings them here, with its own summary where that still waits, else with one more. Where several
briefings wait, as for a rule that had digests until now, they come in one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from bot.answers.lookup import Lookup
from bot.digests.chat import Renderer
from bot.digests.corrections import Corrections
from bot.digests.elsewhere import find_told
from bot.digests.post_rules import keep_rule
from bot.digests.schedules import wait_for_end_of_quiet
from bot.digests.summaries import Issue, Occasion, Summary, compose_window, drop_items_besides, read_issues
from bot.errors import BadQueryError
from bot.model.deadlines import beijing_day
from bot.model.delivery import LATE_AFTER
from bot.model.post import UNSENT, PostKind, Slot
from bot.model.subscription import Cadence, Holidays, Subscription, to_local
from bot.query.query import parse_query
from bot.store.database import Database, Store
from bot.store.ledger import end_waiting, find_announcement, list_handed_on, list_waiting_of_briefing, write_fates
from bot.store.outbox import NewPost, add_post, list_posts
from bot.store.schedules import carry_items, reserve_items
from bot.store.subscriptions import get_subscription


class Enqueuing(Protocol):
    """Decides a rule's summary of a briefing held already; see ``bot.digests.digests.Digests``."""

    def __call__(
        self, db: Database, subscription: Subscription, issue: Issue, *, slot: str | None, now: dt.datetime
    ) -> bool:
        """Decide it in the caller's transaction, under the briefing's own slot or this one; True when one comes."""
        ...


class HandingOn:
    """Decides what waits for rules that post at once; ``holidays`` are those of China."""

    def __init__(
        self,
        store: Store,
        corrections: Corrections,
        matcher: Lookup,
        renderer: Renderer,
        *,
        holidays: Holidays,
        enqueue: Enqueuing,
    ) -> None:
        self._store = store
        self._corrections = corrections
        self._matcher = matcher
        self._renderer = renderer
        self._holidays = holidays
        self._enqueue = enqueue

    def enqueue_due(self, *, now: dt.datetime) -> int:
        """Decide all of it; give how many posts come of it."""
        with self._store.read() as db:
            if not list_handed_on(db):
                return 0
        with self._store.write() as db:
            waiting: dict[int, list[int]] = {}
            for rule, briefing in list_handed_on(db):
                waiting.setdefault(rule, []).append(briefing)
            return sum(self._decide_all(db, get_subscription(db, rule), waiting[rule], now=now) for rule in waiting)

    def _decide_all(self, db: Database, rule: Subscription, briefings: Sequence[int], *, now: dt.datetime) -> int:
        fresh = [briefing for briefing in briefings if _may_go(db, rule, briefing, now=now)]
        together = fresh if len(fresh) > 1 else []
        decided = self._decide_together(db, rule, together, now=now) if together else 0
        return decided + sum(
            self._decide(db, rule.id, briefing, now=now) for briefing in briefings if briefing not in together
        )

    def _decide_together(self, db: Database, rule: Subscription, briefings: Sequence[int], *, now: dt.datetime) -> int:
        """Decide one digest of what waits of several briefings; 1 when one comes of it."""
        try:
            query = parse_query(rule.filter, lexicon=self._matcher.lexicon(), today=beijing_day(now))
        except BadQueryError:
            return sum(self._decide(db, rule.id, briefing, now=now) for briefing in briefings)  # which pauses the rule
        issues = [
            drop_items_besides(issue, list_waiting_of_briefing(db, rule.id, issue.source.briefing_id))
            for issue in read_issues(db, briefings)
        ]
        post_id = None
        if issues:
            summary = compose_window(
                db,
                self._matcher,
                issues,
                query,
                occasion=Occasion(rule=rule.shown_id),
                told=find_told(db, rule, briefings=briefings, now=now),
                now=now,
            )
            post_id = self._add_digest(db, rule, summary, now=now) if summary.included else None
            if post_id is not None:
                keep_rule(db, post_id, rule, query, lexicon=self._matcher.lexicon())
            write_fates(db, summary.decided, subscription_id=rule.id, post_id=post_id, now=now)
        for briefing in briefings:
            end_waiting(db, briefing, reason="held no more", now=now, subscription_id=rule.id)
        return int(post_id is not None)

    def _add_digest(self, db: Database, rule: Subscription, summary: Summary, *, now: dt.datetime) -> int:
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

    def _decide(self, db: Database, number: int, briefing_id: int, *, now: dt.datetime) -> bool:
        done = False
        for issue in read_issues(db, (briefing_id,)):
            posts = list_posts(db, briefing_id=briefing_id, subscription_id=number)
            own = [post for post in posts if post.slot.kind is PostKind.IMMEDIATE and post.part == 0]
            waits = next((post for post in own if post.state in UNSENT), None)
            if waits is not None:
                done = self._corrections.write_again(db, waits, issue, now=now)
                continue
            slot, wanted = None, issue
            if own:
                slot = f"{own[0].slot.slot} again {len(own)}"
                wanted = drop_items_besides(issue, list_waiting_of_briefing(db, number, briefing_id))
            done = self._enqueue(db, get_subscription(db, number), wanted, slot=slot, now=now)
        end_waiting(db, briefing_id, reason="held no more", now=now, subscription_id=number)
        return done


def _may_go(db: Database, rule: Subscription, briefing_id: int, *, now: dt.datetime) -> bool:
    """Say whether what waits of a briefing may go at once, and the rule has no summary of it to go with."""
    current = find_announcement(db, briefing_id)
    if rule.cadence is not Cadence.IMMEDIATE or current is None or current.not_before > now:
        return False
    posts = list_posts(db, briefing_id=briefing_id, subscription_id=rule.id)
    return not any(post.slot.kind is PostKind.IMMEDIATE for post in posts)
