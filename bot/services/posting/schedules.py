"""Digests in slots: which rule is due, what its slot brings, and what the ledger says of it.

A slot is decided once, in one transaction: the row of the slot, the post with its items and text frozen, and the fates.
What was announced after the last slot and by this one belongs to it. Nothing is sent here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.posts.delivery import LATE_AFTER
from bot.domain.posts.digest import POSTED_BY, Decided, Fate
from bot.domain.posts.post import PostKind, Slot
from bot.domain.posts.schedule import DueSlot, decide_slot, find_end_of_quiet, list_next_slots
from bot.domain.posts.subscription import SubscriptionState
from bot.domain.queries.query import parse_query
from bot.errors import BadQueryError
from bot.services.posting.coming_slots import list_coming_slots
from bot.services.posting.elsewhere import AHEAD, read_elsewhere
from bot.services.posting.post_rules import keep_rule
from bot.services.posting.reminded import find_reminded
from bot.services.posting.slots import Window, compose_slot, find_agendas
from bot.services.posting.summaries import Occasion, Summary, Told
from bot.store.carried import carry_items
from bot.store.ledger import end_waiting_at_slot, write_fates
from bot.store.left import keep_left
from bot.store.outbox import NewPost, add_post, find_post
from bot.store.reserved import list_had, reserve_items
from bot.store.restored import find_restore
from bot.store.schedules import (
    SlotOutcome,
    StoredSlot,
    add_slot,
    find_last_day,
    find_last_days,
    find_window_start,
    list_announced,
    list_last_fated,
    list_waiting_briefings,
    list_waiting_items,
)
from bot.store.subscriptions import get_subscription, list_scheduled
from bot.store.unmade import FOR_DIGEST, put_off

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.posts.holidays import Holidays
    from bot.domain.posts.schedule import Schedule, ScheduledSlot
    from bot.domain.posts.subscription import Subscription
    from bot.domain.queries.query import Query
    from bot.services.ports import ItemMatcher, Renderer
    from bot.services.posting.unreadable import UnreadableFilters
    from bot.store.database import Database, Store


@dataclass(frozen=True, kw_only=True, slots=True)
class _Next:
    """When a rule is due next, as long as none of the other facts changes."""

    schedule: Schedule
    slots_after: dt.datetime | None
    last_on: dt.date | None
    at: dt.datetime | None


class Schedules:
    """Decides the slots of all subscriptions that post in slots; ``holidays`` are those of China."""

    def __init__(
        self,
        store: Store,
        matcher: ItemMatcher,
        renderer: Renderer,
        *,
        holidays: Holidays,
        unreadable: UnreadableFilters,
    ) -> None:
        self._unreadable = unreadable
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self.holidays = holidays
        self._next: dict[int, _Next] = {}

    def enqueue_due(self, *, now: dt.datetime) -> int:
        """Decide every slot that is due, each in a transaction of its own; give how many posts were decided."""
        with self._store.read() as db:
            rules = list_scheduled(db)
            last_days = find_last_days(db, before=now + AHEAD)
        channels_first = sorted(rules, key=lambda each: each.is_personal)
        due = [rule.id for rule in channels_first if self._may_be_due(rule, last_days.get(rule.id), now=now)]
        decided = 0
        for number in due:
            with self._store.write() as db:
                decided += self._decide(db, get_subscription(db, number), now=now)
        return decided

    def _may_be_due(self, rule: Subscription, last_on: dt.date | None, *, now: dt.datetime) -> bool:
        held = self._next.get(rule.id)
        facts = (rule.schedule, rule.slots_after, last_on)
        if held is None or (held.schedule, held.slots_after, held.last_on) != facts:
            after = rule.slots_after or now
            if last_on is not None:
                after = max(after, dt.datetime.combine(last_on, dt.time(), dt.UTC) - AHEAD)
            found = list_next_slots(rule.schedule, self.holidays, after=after, beyond=last_on)
            held = _Next(
                schedule=rule.schedule, slots_after=rule.slots_after, last_on=last_on, at=found[0].at if found else None
            )
            self._next[rule.id] = held
        return held.at is not None and held.at <= now

    def _decide(self, db: Database, rule: Subscription, *, now: dt.datetime) -> bool:
        """Decide a rule's slot if one is due; True when a post comes of it."""
        if rule.state is not SubscriptionState.ACTIVE or rule.runs_from is None:
            return False
        last_on = find_last_day(db, rule.id, before=now + AHEAD)
        restored_at = find_restore(db)
        due = None
        for moment in (restored_at, now):  # what was due before a restore is held for a person: it stays by itself
            if moment is not None and moment <= now:
                due = due or decide_slot(
                    rule.schedule,
                    self.holidays,
                    after=rule.slots_after or rule.runs_from,
                    last_on=last_on,
                    late_after=LATE_AFTER,
                    now=moment,
                )
        if due is None:
            return False
        since = max(rule.runs_from, find_window_start(db, rule.id, before=due.slot.at) or rule.runs_from)
        record = StoredSlot(
            subscription_id=rule.id,
            slot_on=due.slot.on,
            due_at=due.slot.at,
            since=since,
            decided_at=now,
            outcome=SlotOutcome.EMPTY,
            reason=f"catches up with {due.missed} missed before it" if due.missed else "",
            post_id=None,
        )
        if due.too_late and (restored_at is None or due.slot.at > restored_at):
            reason = "more than 12 hours late: nothing is posted, the next digest brings what was in it"
            add_slot(db, replace(record, outcome=SlotOutcome.LATE, reason=reason))
            missed = f"that of {due.slot.on} {rule.schedule.at:%H:%M} was more than 12 hours late"
            put_off(db, rule.id, reason=missed, now=now, until=due.slot.on.isoformat())
            return False
        try:
            query = parse_query(rule.filter, lexicon=self._matcher.lexicon(), today=beijing_day(due.slot.at))
        except BadQueryError as error:
            self._unreadable.pause(db, rule, error, now=now)
            return False
        waiting = tuple(list_waiting_briefings(db, rule.id, until=due.slot.at))
        kept_away = list_last_fated(db, rule.id, Fate.PAUSED)
        window = Window(
            since=since,
            until=due.slot.at,
            waiting=waiting,
            kept=kept_away,
            zone=rule.schedule.zone,
        )
        briefings = (*waiting, *list_announced(db, since=since, until=due.slot.at))
        told = self._find_told(db, rule, query, window, briefings, now=now)
        summary = compose_slot(
            db,
            self._matcher,
            query,
            occasion=Occasion(rule=rule.shown_id),
            window=window,
            told=told,
            now=now,
        )
        post_id = self._enqueue(db, rule, due, summary, now=now) if summary and summary.included else None
        if post_id:
            keep_rule(db, post_id, rule, query, lexicon=self._matcher.lexicon())
        kept = _list_news(summary.decided, rule.shown_id) if summary else []
        if query.due is not None:
            awaited = set(list_waiting_items(db, rule.id))
            kept = [one for one in kept if one.fate is Fate.INCLUDED or (one.item.item_id, one.item.version) in awaited]
            reason = f"no longer matched at the digest of {due.slot.on} {rule.schedule.at:%H:%M}: {rule.filter}"
            end_waiting_at_slot(db, rule.id, briefings, fate=Fate.FILTERED, reason=reason, now=now)
        write_fates(db, kept, subscription_id=rule.id, post_id=post_id, now=now)
        if summary:
            keep_left(db, rule.id, due_at=due.slot.at, left=_list_left(summary.decided, told.coming))
        outcome = SlotOutcome.POSTED if post_id else SlotOutcome.EMPTY
        add_slot(db, replace(record, outcome=outcome, post_id=post_id))
        return post_id is not None

    def _find_told(
        self,
        db: Database,
        rule: Subscription,
        query: Query,
        window: Window,
        briefings: Sequence[int],
        *,
        now: dt.datetime,
    ) -> Told:
        """Give what a slot leaves out because the rule's place gets it otherwise."""
        place = (rule.workspace, rule.channel)
        if query.due is not None:
            told = find_agendas(db, self._matcher, self.holidays, place=place, window=window, now=now)
            reminded = find_reminded(db, place=place, zone=rule.schedule.zone, until=now)
            return replace(told, reminded=reminded)
        elsewhere = read_elsewhere(db, workspace=rule.workspace, place=rule.channel, briefings=briefings, now=now)
        coming = elsewhere.find_coming(db, self._matcher, self.holidays, at=window.until)
        return Told(had=elsewhere.find_had(), coming=coming, before=elsewhere.find_told_before(window.until))

    def _enqueue(
        self, db: Database, rule: Subscription, due: DueSlot, summary: Summary, *, now: dt.datetime
    ) -> int | None:
        place = _place(rule, due.slot)
        if find_post(db, place) is not None:
            return None
        not_before = wait_for_end_of_quiet(rule, self.holidays, now)
        counts_from = due.slot.at if not_before == now else not_before
        new = NewPost(
            slot=place,
            parts=self._renderer.render_digest(summary.digest),
            not_before=not_before,
            late_after=counts_from + LATE_AFTER,
            subscription_id=rule.id,
            due_at=counts_from,
        )
        post_id = add_post(db, new, now=now)
        had = list_had(db, workspace=rule.workspace, channel=rule.channel)
        items = [(item.item_id, item.version) for item in summary.included]
        reserve_items(db, place, post_id, [each for each in items if each not in had])
        carry_items(db, post_id, items)
        return post_id


def _place(rule: Subscription, slot: ScheduledSlot) -> Slot:
    return Slot(
        workspace=rule.workspace,
        channel=rule.channel,
        kind=PostKind.DIGEST,
        source=rule.shown_id,
        slot=f"{slot.on} {rule.schedule.at:%H:%M}",
    )


def wait_for_end_of_quiet(rule: Subscription, holidays: Holidays, moment: dt.datetime) -> dt.datetime:
    """Give when a post of a rule may go that is ready at this moment."""
    return find_end_of_quiet(rule.schedule, holidays, moment=moment)


def decide_waiting(
    db: Database, decided: Sequence[Decided], rule: Subscription, holidays: Holidays, *, at: dt.datetime
) -> list[Decided]:
    """Give the fates of a new briefing's items for a rule in slots: what it will bring waits for its next slot."""
    found = list_coming_slots(db, rule, holidays, after=at - dt.timedelta(microseconds=1))
    at_time = f"{rule.schedule.at:%H:%M} ({rule.schedule.zone})"
    when = f"{FOR_DIGEST}{found[0].on} {at_time}" if found else "for a digest"
    return [replace(one, fate=Fate.WAITING, reason=when) if one.fate is Fate.INCLUDED else one for one in decided]


def _list_left(decided: Sequence[Decided], coming: Mapping[tuple[int, int], str]) -> dict[int, str]:
    """Give what waits for another rule's post, and that rule."""
    waiting = [one.item for one in decided if one.fate is Fate.WAITING]
    return {item.item_id: coming[item.item_id, item.version] for item in waiting}


def _list_news(decided: Sequence[Decided], rule: str) -> list[Decided]:
    """Give the fates that say something new: not what this rule brought before."""
    own = f"{POSTED_BY}{rule}"
    return [one for one in decided if one.fate is not Fate.ALREADY_HAD or one.reason != own]
