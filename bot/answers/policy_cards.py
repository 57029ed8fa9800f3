"""The answer about one policy: its items, its draft or final text, and what it builds on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from bot.answers.ministry_cards import NO_WORDS
from bot.answers.notes import list_shown_notes
from bot.answers.results import ItemRow, NotHeld, PolicyCard
from bot.answers.rows import best_by_policy, find_held, list_item_rows, policy_is_open
from bot.model.briefing import PolicyStatus
from bot.model.changes import moves_deadline
from bot.model.dates import DateRange, beijing_day
from bot.model.ids import IdKind, format_id, parse_id
from bot.model.policy import Policy
from bot.model.policy_identity import compose_policy
from bot.model.policy_pairs import titles_are_near
from bot.names.lexicon import Lexicon
from bot.query.query_record import Choices, Query
from bot.query.search_plan import compose_search_plan
from bot.store.briefings import get_briefing
from bot.store.database import Database
from bot.store.items import StoredItem, list_briefing_item_ids, list_items
from bot.store.policies import list_builds_on, list_built_on_by, list_policies, list_siblings, policy_number
from bot.store.reminders import DeadlineRivals, list_deadline_rivals
from bot.store.search import find_items, search_items

# Which items of briefings a rule's filter brings: those that it finds, and those that move a deadline of one.


def match_items_in(
    db: Database, query: Query, lexicon: Lexicon, *, now: dt.datetime, briefing: int
) -> tuple[ItemRow, ...]:
    """Return the items of one briefing that a filter brings as of ``now``, in its order."""
    found = _find_in(db, query, lexicon, now=now, briefing=briefing)
    found |= _find_moving(db, query, lexicon, now=now, briefing=briefing, besides=found).keys()
    ids = list_briefing_item_ids(db, get_briefing(db, briefing).id)
    return tuple(list_item_rows(db, [number for number in ids if number in found]))


def find_moving_in(db: Database, query: Query, lexicon: Lexicon, *, now: dt.datetime, briefing: int) -> dict[int, int]:
    """Return those that ``match_items_in`` gives for a deadline alone, each with the item whose day it moves."""
    found = _find_in(db, query, lexicon, now=now, briefing=briefing)
    return _find_moving(db, query, lexicon, now=now, briefing=briefing, besides=found)


def _find_in(db: Database, query: Query, lexicon: Lexicon, *, now: dt.datetime, briefing: int) -> set[int]:
    here = query if query.briefing else replace(query, briefing=Choices(include=(str(briefing),)))
    plan = compose_search_plan(query.terms, lexicon)
    return {hit.item_id for hit in search_items(db, here, plan, today=_day(query, now))}


def list_matching_briefings(db: Database, query: Query, lexicon: Lexicon, *, now: dt.datetime) -> tuple[int, ...]:
    """Return the briefings with an item that a filter brings, by number."""
    hits = search_items(db, query, compose_search_plan(query.terms, lexicon), today=_day(query, now))
    found = {hit.item_id for hit in hits}
    moving = _find_moving(db, query, lexicon, now=now, besides=found)
    return tuple(sorted({item.briefing_id for item in list_items(db, sorted({*found, *moving}))}))


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


_LOOKED_AT = 200
_MOST = 2


def compose_policy_card(db: Database, lexicon: Lexicon, policy: Policy, *, now: dt.datetime) -> PolicyCard:
    """Return the card of a policy that is held."""
    rows = list_item_rows(db, [int(item_id[1:]) for item_id in policy.item_ids])
    named = dict.fromkeys(body for row in rows for body in (*policy.issuing_bodies, *row.item.bodies))
    number, today, is_open = policy_number(policy), beijing_day(now), policy_is_open(policy, now)
    siblings = tuple(list_siblings(db, number))
    is_closed = policy.status is PolicyStatus.DRAFT_FOR_COMMENT and not is_open
    return PolicyCard(
        policy=policy,
        rows=tuple(sorted(rows, key=lambda row: (str(row.item.reported_on), int(row.id[1:])))),
        bodies=tuple(lexicon.body_by_id[body] for body in named if body in lexicon.body_by_id),
        is_open=is_open,
        asked_on=today,
        held=find_held(db),
        siblings=siblings,
        near_finals=_find_near_finals(db, policy, today=today) if is_closed and not siblings else (),
        builds_on=tuple(list_builds_on(db, number)),
        built_on_by=tuple(list_built_on_by(db, number)),
        team_notes=list_shown_notes(db, policy.id),
    )


def compose_asked_policy(
    db: Database, lexicon: Lexicon, policy: Policy | None, asked: str, *, now: dt.datetime
) -> PolicyCard | NotHeld:
    """Return the same, or that what was asked for is not held."""
    if policy is None:
        return NotHeld(kind="policy", asked=asked, nearest=(), held=find_held(db))
    return compose_policy_card(db, lexicon, policy, now=now)


def _find_near_finals(db: Database, draft: Policy, *, today: dt.date) -> tuple[Policy, ...]:
    """Return later texts of one of a draft's issuers, no drafts, whose titles are near its own, the newest first."""
    if not draft.issuing_bodies or draft.issued_on is None:
        return ()
    later = DateRange(start=draft.issued_on, end=None)
    query = Query(ministry=Choices(include=draft.issuing_bodies), dates=later, sort="date")
    hits = find_items(db, query, NO_WORDS, today=today, limit=_LOOKED_AT).hits
    policies = list_policies(db, list(best_by_policy(hits)))
    finals = (policies[number] for number in best_by_policy(hits) if number in policies)
    near = (each for each in finals if each.status is not PolicyStatus.DRAFT_FOR_COMMENT and each.id != draft.id)
    return tuple(each for each in near if titles_are_near(draft, each))[:_MOST]
