"""The answers about companies: the news that names them, and with whom they are seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.dates import beijing_day
from bot.domain.query import Choices, Query
from bot.services.ministry_cards import NO_WORDS
from bot.services.notes import COMPANY, list_shown_notes
from bot.services.results import CompanyCard, CompanyCount, CompanyList
from bot.services.rows import find_held, list_item_rows, list_policy_rows
from bot.store.names import count_companies
from bot.store.search import find_items, search_items

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Company, Lexicon
    from bot.services.results import ItemRow, PolicyRow
    from bot.store.database import Database


_FIELDS = 3
_FIELD_POLICIES = 5
_LOOKED_AT = 60


def compose_company_list(db: Database, lexicon: Lexicon, *, offset: int, page_size: int) -> CompanyList:
    """Give a page of the companies in the news, the most recently reported first."""
    counts = [count for count in count_companies(db) if count.id in lexicon.company_by_id]
    page = counts[offset : offset + page_size]
    newest = {row.id: row for row in list_item_rows(db, [count.newest_item_id for count in page])}
    return CompanyList(
        counts=tuple(
            CompanyCount(
                company=lexicon.company_by_id[count.id], items=count.items, newest=newest[f"I{count.newest_item_id}"]
            )
            for count in page
        ),
        total=len(counts),
        offset=offset,
        page_size=page_size,
        held=find_held(db),
    )


def compose_company_card(
    db: Database,
    lexicon: Lexicon,
    company: Company,
    query: Query,
    *,
    now: dt.datetime,
    offset: int,
    page_size: int,
) -> CompanyCard:
    """Give one company's card; the query's other filters restrict what is listed."""
    asked = replace(query, terms=(), company=Choices(include=(company.id,), exclude=()), sort=query.sort or "date")
    hits = search_items(db, asked, NO_WORDS, today=query.as_of or beijing_day(now))
    words = tuple(name for name in company.all_names if name != company.id)
    rows = list_item_rows(db, [hit.item_id for hit in hits], words=words)
    others = Counter(
        name for row in rows for name in {mention.name for mention in row.item.companies} if name != company.name
    )
    topics, names = _find_topics(rows), {topic.id: topic.name_en for topic in lexicon.topics}
    return CompanyCard(
        company=company,
        rows=tuple(rows[offset : offset + page_size]),
        total=len(rows),
        offset=offset,
        page_size=page_size,
        policies=tuple(list_policy_rows(db, hits, now=now, words=words)),
        seen_with=tuple(sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))),
        held=find_held(db),
        notes=query.notes,
        team_notes=list_shown_notes(db, f"{COMPANY}{company.id}"),
        fields=tuple(names.get(topic, topic) for topic in topics),
        field_policies=tuple(_list_field_policies(db, company, topics, now=now)),
    )


def _find_topics(rows: list[ItemRow]) -> tuple[str, ...]:
    """Give the topics of a company's news, most news first."""
    counts = Counter(topic for row in rows for topic in set(row.item.topics))
    return tuple(topic for topic, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_FIELDS])


def _list_field_policies(
    db: Database, company: Company, topics: tuple[str, ...], *, now: dt.datetime
) -> list[PolicyRow]:
    """Give the newest policies of these topics whose items do not name the company."""
    if not topics:
        return []
    query = Query(topic=Choices(include=topics), company=Choices(exclude=(company.id,)), sort="date")
    hits = find_items(db, query, NO_WORDS, today=beijing_day(now), limit=_LOOKED_AT).hits
    return list_policy_rows(db, hits, now=now)[:_FIELD_POLICIES]
