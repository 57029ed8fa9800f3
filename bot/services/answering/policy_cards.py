"""The answer about one policy: its items, its draft or final text, and what it builds on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.calendar.date_ranges import DateRange
from bot.domain.calendar.dates import beijing_day
from bot.domain.queries.query import Choices, Query
from bot.domain.records.briefing import PolicyStatus
from bot.domain.records.policy_pairs import titles_are_near
from bot.services.answering.ministry_cards import NO_WORDS
from bot.services.answering.notes import list_shown_notes
from bot.services.answering.rows import best_by_policy, find_held, list_item_rows, policy_is_open
from bot.services.results import NotHeld, PolicyCard
from bot.store.policies import list_policies, list_siblings, policy_number
from bot.store.references import list_builds_on, list_built_on_by
from bot.store.search import find_items

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Lexicon
    from bot.domain.records.policy import Policy
    from bot.store.database import Database

_LOOKED_AT = 200
_MOST = 2


def compose_policy_card(db: Database, lexicon: Lexicon, policy: Policy, *, now: dt.datetime) -> PolicyCard:
    """Give the card of a policy that is held."""
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
    """Give the same, or that what was asked for is not held."""
    if policy is None:
        return NotHeld(kind="policy", asked=asked, nearest=(), held=find_held(db))
    return compose_policy_card(db, lexicon, policy, now=now)


def _find_near_finals(db: Database, draft: Policy, *, today: dt.date) -> tuple[Policy, ...]:
    """Give later texts of one of a draft's issuers, no drafts, whose titles are near its own, the newest first."""
    if not draft.issuing_bodies or draft.issued_on is None:
        return ()
    later = DateRange(start=draft.issued_on, end=None)
    query = Query(ministry=Choices(include=draft.issuing_bodies), dates=later, sort="date")
    hits = find_items(db, query, NO_WORDS, today=today, limit=_LOOKED_AT).hits
    policies = list_policies(db, list(best_by_policy(hits)))
    finals = (policies[number] for number in best_by_policy(hits) if number in policies)
    near = (each for each in finals if each.status is not PolicyStatus.DRAFT_FOR_COMMENT and each.id != draft.id)
    return tuple(each for each in near if titles_are_near(draft, each))[:_MOST]
