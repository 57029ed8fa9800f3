"""The answers about companies: the news that names them, and with whom they are seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.dates import beijing_day
from bot.domain.query import Choices
from bot.services.ministry_cards import NO_WORDS
from bot.services.notes import COMPANY, list_shown_notes
from bot.services.results import CompanyCard, CompanyCount, CompanyList
from bot.services.rows import find_held, list_item_rows, list_policy_rows
from bot.store.names import count_companies
from bot.store.search import search_items

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Company, Lexicon
    from bot.domain.query import Query
    from bot.store.database import Database


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
    )
