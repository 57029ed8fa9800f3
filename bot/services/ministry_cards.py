"""The answers about bodies: who issued what, alone and jointly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.dates import beijing_day
from bot.domain.query import Choices
from bot.domain.search_plan import SearchPlan
from bot.services.notes import BODY, list_shown_notes
from bot.services.results import BodyCount, MinistryCard, MinistryList
from bot.services.rows import find_held, list_policy_rows
from bot.store.names import count_bodies
from bot.store.search import search_items

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Body, Lexicon
    from bot.domain.query import Query
    from bot.services.results import PolicyRow
    from bot.store.database import Database

NO_WORDS = SearchPlan(wanted=(), excluded=(), marked=())
"""The plan of a question that is all filters."""


def compose_ministry_list(db: Database, lexicon: Lexicon, *, offset: int, page_size: int) -> MinistryList:
    """Give a page of the bodies the corpus names, those that issued most policies first."""
    counts = [count for count in count_bodies(db) if count.id in lexicon.body_by_id]
    page = counts[offset : offset + page_size]
    return MinistryList(
        counts=tuple(
            BodyCount(body=lexicon.body_by_id[count.id], issued=count.issued, named=count.items) for count in page
        ),
        total=len(counts),
        offset=offset,
        page_size=page_size,
        held=find_held(db),
    )


def compose_ministry_card(  # noqa: PLR0913  what a card is made of
    db: Database,
    lexicon: Lexicon,
    body: Body,
    query: Query,
    *,
    now: dt.datetime,
    offset: int,
    page_size: int,
    only_joint: bool = False,
) -> MinistryCard:
    """Give one body's card; the query's other filters restrict what is counted and listed.

    With ``only_joint`` those it issued with others are listed alone; what is counted stays.
    """
    today = query.as_of or beijing_day(now)
    chosen = Choices(include=(body.id,), exclude=())
    issued = replace(query, terms=(), ministry=chosen, sort=query.sort or "date")
    hits = search_items(db, issued, NO_WORDS, today=today)
    rows = list_policy_rows(db, hits, now=now)
    named = replace(query, terms=(), ministry=Choices(include=(), exclude=(body.id,)), mentions=chosen)
    jointly = [row for row in rows if len(row.policy.issuing_bodies) > 1]
    partners = Counter(other for row in jointly for other in row.policy.issuing_bodies if other != body.id)
    closed = [row for row in rows if row.policy.comments_close_on and not row.is_open]
    known = lexicon.body_by_id
    shown = jointly if only_joint else rows
    return MinistryCard(
        body=body,
        predecessors=tuple(known[old] for old in body.predecessors if old in known),
        successors=lexicon.successors(body.id),
        rows=tuple(shown[offset : offset + page_size]),
        total=len(shown),
        offset=offset,
        page_size=page_size,
        alone=len(rows) - len(jointly),
        joint=len(jointly),
        with_bodies=tuple(sorted(partners.items(), key=lambda pair: (-pair[1], pair[0]))),
        open_drafts=tuple(row for row in rows if row.is_open or _takes_applications(row, today)),
        last_closed=max(closed, key=lambda row: str(row.policy.comments_close_on), default=None),
        mentioned=len(search_items(db, named, NO_WORDS, today=today)),
        asked_on=today,
        held=find_held(db),
        notes=query.notes,
        team_notes=list_shown_notes(db, f"{BODY}{body.id}"),
        by_topic=_count_topics(rows, lexicon),
        by_month=_count_months(rows),
        only_joint=only_joint,
    )


def _takes_applications(row: PolicyRow, today: dt.date) -> bool:
    return row.policy.applications_close_on is not None and row.policy.applications_close_on >= today


def _count_topics(rows: list[PolicyRow], lexicon: Lexicon) -> tuple[tuple[str, int], ...]:
    counts = Counter(topic for row in rows for topic in set(row.row.item.topics))
    names = {topic.id: topic.name_en for topic in lexicon.topics}
    named = ((names.get(topic, topic), count) for topic, count in counts.items())
    return tuple(sorted(named, key=lambda pair: (-pair[1], pair[0])))


def _count_months(rows: list[PolicyRow]) -> tuple[tuple[dt.date, int, int], ...]:
    """Give each month from the first to the last with how many were issued alone and jointly; undated ones are out."""
    dated = [(row, row.policy.issued_on or row.row.item.reported_on) for row in rows]
    counts = Counter((on.replace(day=1), len(row.policy.issuing_bodies) > 1) for row, on in dated if on is not None)
    months = [month for month, _ in counts]
    if not months:
        return ()
    first, last = min(months), max(months)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    listed = [first.replace(year=number // 12, month=number % 12 + 1) for number in numbers]
    return tuple((month, counts[month, False], counts[month, True]) for month in listed)
