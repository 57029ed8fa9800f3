"""The answers about companies: the news that names them, and with whom they are seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.queries.query import Choices, Query, describe_query
from bot.domain.records.standing import names_company
from bot.services.answering.followed import find_filter
from bot.services.answering.ministry_cards import NO_WORDS
from bot.services.answering.notes import COMPANY, list_shown_notes
from bot.services.answering.rows import best_by_policy, find_held, list_item_rows, list_policy_rows
from bot.services.results import CompanyCard, CompanyCount, CompanyList
from bot.store.names import count_companies
from bot.store.search import Hit, find_items, search_items
from bot.store.surveys import count_companies_in, count_topics

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Company, Lexicon
    from bot.services.answering.narrowed import Within
    from bot.services.results import PolicyRow
    from bot.store.database import Database


_MOST_POLICIES = 5
"""So many of the policies that name a company are told of one by one."""
_FIELDS = 3
_FIELD_POLICIES = 5
_FIELD_LOOKED_AT = 15
_LOOKED_AT = 60


def compose_company_list(
    db: Database,
    lexicon: Lexicon,
    within: Within | None = None,
    *,
    offset: int,
    page_size: int,
    only: frozenset[str] | None = None,
) -> CompanyList:
    """Give a page of the companies in the news (or in the items ``within`` it), the most recently reported first.

    With ``only`` none but these.
    """
    counted = count_companies(db, among=within.items if within else None)
    counts = [each for each in counted if each.id in (lexicon.company_by_id if only is None else only)]
    page = [(lexicon.company_by_id[count.id], count) for count in counts[offset : offset + page_size]]
    return CompanyList(
        counts=tuple(
            CompanyCount(
                company=company,
                items=count.items,
                newest=list_item_rows(db, [count.newest_item_id], words=_list_names(company))[0],
            )
            for company, count in page
        ),
        total=len(counts),
        offset=offset,
        page_size=page_size,
        held=find_held(db),
        understood=within.words if within else (),
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
    words = _list_names(company)
    ids = [hit.item_id for hit in hits]
    policies = [Hit(item_id=item_id, policy_id=number) for number, item_id in best_by_policy(hits).items()]
    topics = tuple(topic for topic, _ in count_topics(db, ids)[:_FIELDS])
    names = {topic.id: topic.name_en for topic in lexicon.topics}
    return CompanyCard(
        company=company,
        rows=tuple(list_item_rows(db, ids[offset : offset + page_size], words=words)),
        total=len(ids),
        offset=offset,
        page_size=page_size,
        policies=tuple(list_policy_rows(db, policies[:_MOST_POLICIES], now=now, words=words)),
        policies_total=len(policies),
        about=tuple(list_policy_rows(db, hits[offset : offset + page_size], now=now, words=words)),
        seen_with=tuple((name, count) for name, count in count_companies_in(db, ids) if name != company.name),
        held=find_held(db),
        notes=query.notes,
        team_notes=list_shown_notes(db, f"{COMPANY}{company.id}"),
        fields=tuple(names.get(topic, topic) for topic in topics),
        field_policies=tuple(_list_field_policies(db, company, topics, now=now)),
        understood=describe_query(replace(query, terms=(), company=Choices()), lexicon),
        follow=find_filter(asked, lexicon, beijing_day(now)),
    )


def _list_names(company: Company) -> tuple[str, ...]:
    """Give what an item may call a company, so that what is quoted of it is about that company."""
    return tuple(name for name in company.all_names if name != company.id)


def _list_field_policies(
    db: Database, company: Company, topics: tuple[str, ...], *, now: dt.datetime
) -> list[PolicyRow]:
    """Give the newest policies of these topics none of whose items, whatever their topics, names the company."""
    if not topics:
        return []
    query = Query(topic=Choices(include=topics), company=Choices(exclude=(company.id,)), sort="date")
    newest = best_by_policy(find_items(db, query, NO_WORDS, today=beijing_day(now), limit=_LOOKED_AT).hits)
    hits = [Hit(item_id=item_id, policy_id=number) for number, item_id in newest.items()]
    rows = list_policy_rows(db, hits[:_FIELD_LOOKED_AT], now=now)
    return [row for row in rows if not any(names_company(each.item, company) for each in row.rows)][:_FIELD_POLICIES]
