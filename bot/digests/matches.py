"""Which items of briefings a rule's filter brings: those that it finds, and those that move a deadline of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from bot.answers.lookup import Lookup
from bot.answers.rows import ItemRow, list_item_rows
from bot.model.changes import moves_deadline
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, format_id, parse_id
from bot.model.policy import Policy, compose_policy
from bot.names.lexicon import Lexicon
from bot.query.query_record import Choices, Query
from bot.query.search_plan import compose_search_plan
from bot.store.briefings import get_briefing
from bot.store.database import Database
from bot.store.items import StoredItem, list_briefing_item_ids, list_items
from bot.store.policies import list_policies
from bot.store.reminders import DeadlineRivals, list_deadline_rivals
from bot.store.search import find_items, search_items


class Matcher:
    """Finds what a filter brings, from inside a transaction."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def lexicon(self) -> Lexicon:
        """Return all names we know; see ``Lookup.lexicon``."""
        return self._lookup.lexicon()

    def matching_items_in(self, db: Database, query: Query, *, now: dt.datetime, briefing: int) -> tuple[ItemRow, ...]:
        """Return the items of one briefing that a filter brings as of ``now``, in its order."""
        lexicon = self.lexicon()
        found = _find_in(db, query, lexicon, now=now, briefing=briefing)
        found |= _find_moving(db, query, lexicon, now=now, briefing=briefing, besides=found).keys()
        ids = list_briefing_item_ids(db, get_briefing(db, briefing).id)
        return tuple(list_item_rows(db, [number for number in ids if number in found]))

    def find_moving(self, db: Database, query: Query, *, now: dt.datetime, briefing: int) -> dict[int, int]:
        """Return those of these that come for a deadline alone, each with the item whose day it moves."""
        lexicon = self.lexicon()
        found = _find_in(db, query, lexicon, now=now, briefing=briefing)
        return _find_moving(db, query, lexicon, now=now, briefing=briefing, besides=found)

    def list_matching_briefings(self, db: Database, query: Query, *, now: dt.datetime) -> tuple[int, ...]:
        """Return the briefings with an item that a filter brings, by number."""
        lexicon = self.lexicon()
        hits = search_items(db, query, compose_search_plan(query.terms, lexicon), today=_day(query, now))
        found = {hit.item_id for hit in hits}
        moving = _find_moving(db, query, lexicon, now=now, besides=found)
        return tuple(sorted({item.briefing_id for item in list_items(db, sorted({*found, *moving}))}))


def _find_in(db: Database, query: Query, lexicon: Lexicon, *, now: dt.datetime, briefing: int) -> set[int]:
    here = query if query.briefing else replace(query, briefing=Choices(include=(str(briefing),)))
    plan = compose_search_plan(query.terms, lexicon)
    return {hit.item_id for hit in search_items(db, here, plan, today=_day(query, now))}


def _find_moving(
    db: Database,
    query: Query,
    lexicon: Lexicon,
    *,
    now: dt.datetime,
    briefing: int | None = None,
    besides: Collection[int] = (),
) -> dict[int, int]:
    """Return the items that move a deadline of one that a filter brings, each by number with that one's.

    That one may be brought for moving a deadline itself: so a day that is moved back comes as well. They need nothing
    of what the filter asks for but its range of deadlines, and have nothing of what it excludes. Without them a rule
    would know the old day alone. ``besides`` are those that it finds anyway.
    """
    rivals = list_deadline_rivals(db, briefing=briefing, since=query.due.start if query.due else None)
    today = _day(query, now)
    asked = _keep_found(db, replace(query, due=None), lexicon, {each.earlier for each in rivals}, today=today)
    later = {each.later for each in rivals}
    allowed = _keep_found(db, _keep_exclusions(query), lexicon, later, today=today) if rivals else set()
    near, reached = list[DeadlineRivals](), set(asked)
    for each in rivals:
        if each.earlier in reached and each.later in allowed:
            near.append(each)
            reached.add(each.later)
    numbers = {number for each in near for number in (each.later, each.earlier)}
    held = {one.id: one for one in list_items(db, sorted(numbers))}
    policies = _compose_policies(db, [held[number] for number in sorted({each.later for each in near})])
    moving: dict[int, int] = {}
    for each in near:
        followed = each.earlier in asked or each.earlier in moving
        if followed and moves_deadline(held[each.later].item, held[each.earlier].item, policies[each.later]):
            moving[each.later] = each.earlier
    due = {each.later for each in near if query.due is None or query.due.contains(each.on)}
    return {
        number: earlier
        for number, earlier in moving.items()
        if number in due and number not in besides and briefing in {None, held[number].briefing_id}
    }


def _compose_policies(db: Database, items: Sequence[StoredItem]) -> dict[int, Policy]:
    """Return what the policy of each item, by its number, said when it was learned: by the reports of until then.

    So what an official notice or a report of a later date says otherwise moves nothing.
    """
    held = list_policies(db, sorted({item.policy_id for item in items if item.policy_id is not None}))
    numbers = [parse_id(report, IdKind.ITEM) for policy in held.values() for report in policy.item_ids]
    reports: dict[int | None, list[StoredItem]] = {}
    for report in list_items(db, numbers):
        reports.setdefault(report.policy_id, []).append(report)
    return {
        item.id: compose_policy(
            format_id(IdKind.POLICY, item.policy_id or 0),
            [
                (report.shown_id, report.item)
                for report in reports.get(item.policy_id, [item])
                if (report.learned_at, report.id) <= (item.learned_at, item.id)
            ],
        )
        for item in items
    }


def _keep_found(db: Database, query: Query, lexicon: Lexicon, among: Collection[int], *, today: dt.date) -> set[int]:
    if not among:
        return set()
    plan = compose_search_plan(query.terms, lexicon)
    return {hit.item_id for hit in find_items(db, query, plan, today=today, among=sorted(among)).hits}


def _keep_exclusions(query: Query) -> Query:
    """Return a query for what another does not exclude."""
    excluded: dict[str, Any] = {key.value: Choices(exclude=choices.exclude) for key, choices in query.chosen}
    terms = tuple(term for term in query.terms if term.excluded)
    return replace(Query(terms=terms, unlisted=query.unlisted), **excluded)


def _day(query: Query, now: dt.datetime) -> dt.date:
    return query.as_of or beijing_day(now)
