"""By what rule a post was made: it is corrected, explained and accounted for by that one, whatever its rule is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.queries.query import parse_query
from bot.store.outbox import get_decided_at
from bot.store.post_rules import PostRule, add_post_rule, find_post_rule
from bot.store.schedules import find_slot_of_post

if TYPE_CHECKING:
    from bot.domain.lexicon import Lexicon
    from bot.domain.posts.subscription import Subscription
    from bot.domain.queries.query import Query
    from bot.store.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeBy:
    """The filter a post was made by, as read on its day, with its zone and the names and lists of then.

    Unless ``is_known`` it is the rule as it stands now, of which nobody can say that the post was made by it.
    ``is_changed`` when the rule asks for something else by now.
    """

    query: Query
    zone: str
    lexicon: Lexicon
    is_known: bool
    is_changed: bool


def keep_rule(db: Database, post_id: int, subscription: Subscription, query: Query, *, lexicon: Lexicon) -> None:
    """Keep with a post the rule that it was made by; ``query`` is its filter as read."""
    rule = PostRule(filter=subscription.filter, zone=subscription.schedule.zone)
    add_post_rule(db, post_id, _with_lists(rule, query, lexicon))


def get_made_by(db: Database, post_id: int, subscription: Subscription, *, lexicon: Lexicon) -> MadeBy:
    """Give by what rule a post was made, or raise BadQueryError where its filter cannot be read any more."""
    kept = find_post_rule(db, post_id)
    slot = find_slot_of_post(db, post_id)
    today = beijing_day(slot.due_at if slot else get_decided_at(db, post_id))
    now = PostRule(filter=subscription.filter, zone=subscription.schedule.zone)
    if kept is None:
        query = parse_query(now.filter, lexicon=lexicon, today=today)
        return MadeBy(query=query, zone=now.zone, lexicon=lexicon, is_known=False, is_changed=False)
    then = lexicon.with_lists(kept.lists) if kept.lists else lexicon
    query = parse_query(kept.filter, lexicon=then, today=today)
    same = kept.filter == now.filter and _with_lists(now, query, lexicon).lists == kept.lists
    return MadeBy(query=query, zone=kept.zone, lexicon=then, is_known=True, is_changed=not same)


def _with_lists(rule: PostRule, query: Query, lexicon: Lexicon) -> PostRule:
    held = (lexicon.find_list(name) for name in (*query.list.include, *query.list.exclude))
    return PostRule(filter=rule.filter, zone=rule.zone, lists=tuple(each for each in held if each is not None))
