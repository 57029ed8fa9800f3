"""Digests in slots: which rule is due, what its slot brings, and what the ledger says of it.

A slot is decided once, in one transaction: the row of the slot, the post with its items and text frozen, and the fates.
What was announced after the last slot and by this one belongs to it. Nothing is sent here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.digests.chat import Renderer
from bot.digests.compose import name_reason
from bot.digests.matches import Matcher
from bot.digests.post_rules import keep_rule
from bot.digests.reminders import find_reminded
from bot.digests.slots import DueSlot, ScheduledSlot, decide_slot, find_end_of_quiet, list_next_slots, to_local
from bot.digests.summaries import (
    Occasion,
    Summary,
    Told,
    UnreadableFilters,
    compose_window,
    drop_items,
    find_told,
    read_issues,
)
from bot.errors import BadQueryError
from bot.model.deadlines import beijing_day
from bot.model.digest import POSTED_BY, Decided, Fate
from bot.model.post import LATE_AFTER, PostKind, Slot
from bot.model.subscription import Holidays, Schedule, Subscription, SubscriptionState
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.store.database import Database, Store
from bot.store.ledger import end_waiting_at_slot, find_first_announced_at, write_fates
from bot.store.outbox import NewPost, add_post, find_post, find_restore
from bot.store.schedules import (
    SlotOutcome,
    StoredSlot,
    add_slot,
    carry_items,
    find_last_day,
    find_last_days,
    find_window_start,
    list_announced,
    list_had_of,
    list_known_by,
    list_last_fated,
    list_waiting_briefings,
    list_waiting_items,
    reserve_items,
)
from bot.store.subscriptions import get_subscription, list_scheduled
from bot.store.waiting import FOR_DIGEST, put_off

# On which days what a digest brings was learned: those of its slot, and earlier ones of what waited for it.


def say_learned(db: Database, summary: Summary, *, since: dt.datetime, until: dt.datetime, zone: str) -> Summary:
    """Let a summary say the local days from ``since`` to ``until``, and from when the oldest that it brings was known.

    A digest that never went out, or a rule that had another form, leaves what waited to a later one.
    """
    first = find_first_announced_at(db, {item.briefing_id for item in summary.included})
    days = to_local(min(since, first or since), zone).date(), to_local(until, zone).date()
    return replace(summary, digest=replace(summary.digest, window=days))


AHEAD = dt.timedelta(days=2)
"""A slot decided for a time further ahead than this was decided by a clock that was wrong, and is forgotten."""

# When a rule posts next: a local day of which a slot was decided has no other, whatever times the rule has by then.


def list_coming_slots(
    db: Database,
    rule: Subscription,
    holidays: Holidays,
    *,
    after: dt.datetime,
    count: int = 1,
    schedule: Schedule | None = None,
) -> tuple[ScheduledSlot, ...]:
    """Return a rule's next slots after a moment, at most so many, none where it posts at once.

    ``schedule`` is the one that it is about to have, if any.
    """
    last_on = find_last_day(db, rule.id, before=after + AHEAD)
    return list_next_slots(schedule or rule.schedule, holidays, after=after, count=count, beyond=last_on)


# What a slot of a rule brings: what was announced in its window, or the deadlines that lie ahead of it.


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """What belongs to a slot: what was announced after ``since`` and by ``until``.

    And the briefings ``waiting`` from before, which a clock that was wrong has left out of every slot; not the items
    ``kept`` away by a pause. ``zone`` is that of its days, ``key`` that of its digest.
    """

    since: dt.datetime
    until: dt.datetime
    waiting: tuple[int, ...] = ()
    kept: frozenset[int] = frozenset()
    zone: str = "UTC"
    key: str | None = None


def compose_slot(
    db: Database,
    matcher: Matcher,
    query: Query,
    *,
    occasion: Occasion,
    window: Window,
    told: Told,
    now: dt.datetime,
) -> Summary | None:
    """Put together what a rule's slot at the end of ``window`` brings; None when there is nothing to look at.

    ``occasion`` says whose it is. What was announced in the window belongs to the slot.
    A filter with ``due:`` follows deadlines: its digest lists all of them that lie ahead in that range, told before
    or not, but for what it was ``told`` by reminders.
    """
    if query.due is not None:
        if query.due_text is None and query.due.last and query.due.last < beijing_day(window.until):
            return None  # its days are over
        matching = matcher.list_matching_briefings(db, query, now=window.until)
        numbers = tuple(list_known_by(db, matching, until=window.until))
    else:
        numbers = tuple(dict.fromkeys((*window.waiting, *list_announced(db, since=window.since, until=window.until))))
    issues = read_issues(db, numbers)
    if query.due is None:
        issues = drop_items(issues, window.kept)
    if not issues:
        return None
    summary = compose_window(
        db,
        matcher,
        issues,
        query,
        occasion=replace(
            occasion,
            matched_at=window.until,
            is_agenda=query.due is not None,
            news=frozenset(list_announced(db, since=window.since, until=window.until)),
        ),
        told=told,
        now=now,
    )
    if query.due is not None:
        return as_agenda(summary)
    return say_learned(db, summary, since=window.since, until=window.until, zone=window.zone)


def as_agenda(summary: Summary) -> Summary:
    """Return a summary as one of deadlines ahead: of no stretch of learning, and of the rest but what others tell.

    What its place does not want to hear of, or hears by a newer report, is decided and not counted.
    """
    told = {Fate.ALREADY_HAD, Fate.WAITING, Fate.REMINDED}
    decided = tuple(one for one in summary.decided if one.fate in {Fate.INCLUDED, Fate.DECLINED, Fate.OUTDATED, *told})
    left = Counter(name_reason(one, summary.digest.rule) for one in decided if one.fate in told)
    digest = replace(summary.digest, left_out=tuple(left.most_common()), window=None, is_agenda=True)
    return Summary(digest=digest, decided=decided)


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
        matcher: Matcher,
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
        due = [rule.id for rule in rules if self._may_be_due(rule, last_days.get(rule.id), now=now)]
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
        told = _find_told(db, rule, query, briefings, now=now)
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
        outcome = SlotOutcome.POSTED if post_id else SlotOutcome.EMPTY
        add_slot(db, replace(record, outcome=outcome, post_id=post_id))
        return post_id is not None

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
        briefings = {item.briefing_id for item in summary.included}
        had = list_had_of(db, workspace=rule.workspace, channel=rule.channel, briefings=briefings)
        items = [(item.item_id, item.version) for item in summary.included]
        reserve_items(db, place, post_id, [each for each in items if each not in had])
        carry_items(db, post_id, items)
        return post_id


def _find_told(db: Database, rule: Subscription, query: Query, briefings: Sequence[int], *, now: dt.datetime) -> Told:
    """Return what a slot leaves out because the rule's place has it already."""
    if query.due is None:
        return find_told(db, rule, briefings)
    place = (rule.workspace, rule.channel)
    return Told(reminded=find_reminded(db, place=place, zone=rule.schedule.zone, until=now))


def _place(rule: Subscription, slot: ScheduledSlot) -> Slot:
    return Slot(
        workspace=rule.workspace,
        channel=rule.channel,
        kind=PostKind.DIGEST,
        source=rule.shown_id,
        slot=f"{slot.on} {rule.schedule.at:%H:%M}",
    )


def wait_for_end_of_quiet(rule: Subscription, holidays: Holidays, moment: dt.datetime) -> dt.datetime:
    """Return when a post of a rule may go that is ready at this moment."""
    return find_end_of_quiet(rule.schedule, holidays, moment=moment)


def decide_waiting(
    db: Database, decided: Sequence[Decided], rule: Subscription, holidays: Holidays, *, at: dt.datetime
) -> list[Decided]:
    """Return the fates of a new briefing's items for a rule in slots: what it will bring waits for its next slot."""
    found = list_coming_slots(db, rule, holidays, after=at - dt.timedelta(microseconds=1))
    at_time = f"{rule.schedule.at:%H:%M} ({rule.schedule.zone})"
    when = f"{FOR_DIGEST}{found[0].on} {at_time}" if found else "for a digest"
    return [replace(one, fate=Fate.WAITING, reason=when) if one.fate is Fate.INCLUDED else one for one in decided]


def _list_news(decided: Sequence[Decided], rule: str) -> list[Decided]:
    """Return the fates that say something new: not what this rule brought before."""
    own = f"{POSTED_BY}{rule}"
    return [one for one in decided if one.fate is not Fate.ALREADY_HAD or one.reason != own]
