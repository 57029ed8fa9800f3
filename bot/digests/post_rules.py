"""By what rule a post was made: it is corrected, explained and accounted for by that one, whatever its rule is now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.model.deadlines import DeadlineAnswer, DeadlineKey, StandingDay, beijing_day, carry_answers
from bot.model.ids import IdKind, find_id, format_id, parse_id
from bot.model.policy import compose_policy, list_days
from bot.model.subscription import Subscription
from bot.names.lexicon import Lexicon
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.store.database import Database
from bot.store.items import StoredItem, list_items
from bot.store.ledger import PostRule, add_post_rule, find_post_rule
from bot.store.outbox import get_post
from bot.store.policies import list_policies
from bot.store.reminders import list_answers
from bot.store.schedules import find_slot_of_post

# What a channel or person said to deadlines, as it holds by now: a day that was moved passes its answer on.


def list_answers_by(
    db: Database, *, workspace: str, channel: str, now: dt.datetime
) -> dict[DeadlineKey, DeadlineAnswer]:
    """Get what a channel or person said to deadlines by a moment, by day: also under the day that one was moved to."""
    return _read(db, workspace=workspace, channel=channel, now=now)[0]


def list_standing_answers(
    db: Database, *, workspace: str, channel: str, now: dt.datetime
) -> dict[DeadlineKey, DeadlineAnswer]:
    """Return the same for the days alone that still count."""
    answers, standing = _read(db, workspace=workspace, channel=channel, now=now)
    return {key: answer for key, answer in answers.items() if key in standing}


def _read(
    db: Database, *, workspace: str, channel: str, now: dt.datetime
) -> tuple[dict[DeadlineKey, DeadlineAnswer], frozenset[DeadlineKey]]:
    held = list_answers(db, workspace=workspace, channel=channel)
    said = {key: answer for key, answer in held.items() if answer.at <= now}
    standing = tuple(_list_standing(db, {key.subject for key in said}, now=now)) if said else ()
    return carry_answers(said, standing), frozenset(each.key for each in standing)


def _list_standing(db: Database, subjects: Collection[str], *, now: dt.datetime) -> Iterator[StandingDay]:
    """Return the days that count of policies and items (ids as people see them), by what was known at a moment."""
    found = [each for each in map(find_id, sorted(subjects)) if each is not None]
    for item in list_items(db, [number for kind, number in found if kind is IdKind.ITEM]):
        for each in item.item.deadlines:
            key = DeadlineKey(subject=item.shown_id, kind=each.kind, on=each.on)
            yield StandingDay(key=key, learned_on=beijing_day(item.learned_at))
    policies = list_policies(db, [number for kind, number in found if kind is IdKind.POLICY])
    for number, policy in policies.items():
        reports = list_items(db, [parse_id(item, IdKind.ITEM) for item in policy.item_ids])
        known = {report.shown_id: report for report in reports if report.learned_at <= now}
        yield from _list_days_of(format_id(IdKind.POLICY, number), known) if known else ()


def _list_days_of(policy: str, reports: Mapping[str, StoredItem]) -> Iterator[StandingDay]:
    told = [(item, report.item) for item, report in reports.items()]
    for day in list_days(compose_policy(policy, told), told):
        if day.item_id is not None:
            key = DeadlineKey(subject=policy, kind=day.kind, on=day.on)
            yield StandingDay(key=key, learned_on=beijing_day(reports[day.item_id].learned_at))


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeBy:
    """The filter a post was made by, as read on its day, with the names and lists of then.

    ``is_changed`` when the rule asks for something else by now.
    """

    query: Query
    lexicon: Lexicon
    is_changed: bool


def keep_rule(db: Database, post_id: int, subscription: Subscription, query: Query, *, lexicon: Lexicon) -> None:
    """Keep with a post the rule that it was made by; ``query`` is its filter as read."""
    rule = PostRule(filter=subscription.filter)
    add_post_rule(db, post_id, _with_lists(rule, query, lexicon))


def get_made_by(db: Database, post_id: int, subscription: Subscription, *, lexicon: Lexicon) -> MadeBy:
    """Return by what rule a post was made, or raise BadQueryError where its filter cannot be read any more."""
    kept = find_post_rule(db, post_id)
    slot = find_slot_of_post(db, post_id)
    today = beijing_day(slot.due_at if slot else get_post(db, post_id).created_at)
    now = PostRule(filter=subscription.filter)
    if kept is None:
        query = parse_query(now.filter, lexicon=lexicon, today=today)
        return MadeBy(query=query, lexicon=lexicon, is_changed=False)
    then = lexicon.with_lists(kept.lists) if kept.lists else lexicon
    query = parse_query(kept.filter, lexicon=then, today=today)
    same = kept.filter == now.filter and _with_lists(now, query, lexicon).lists == kept.lists
    return MadeBy(query=query, lexicon=then, is_changed=not same)


def _with_lists(rule: PostRule, query: Query, lexicon: Lexicon) -> PostRule:
    held = (lexicon.find_list(name) for name in (*query.list.include, *query.list.exclude))
    return PostRule(filter=rule.filter, lists=tuple(each for each in held if each is not None))
