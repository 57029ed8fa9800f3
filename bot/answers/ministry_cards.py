"""The answers about bodies: who issued what, alone and jointly."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.followed import find_filter
from bot.answers.narrowed import Within
from bot.answers.notes import BODY, COMPANY, list_shown_notes
from bot.answers.results import BodyCount, CompanyCard, CompanyCount, CompanyList, MinistryCard, MinistryList, PolicyRow
from bot.answers.rows import best_by_policy, find_held, list_item_rows, list_policy_rows, policy_is_open, takes_answers
from bot.model.briefing import is_covered
from bot.model.dates import beijing_day
from bot.names.lexicon import Body, Company, Lexicon, names_company
from bot.query.query_format import describe_query, format_query
from bot.query.query_record import Choices, Query
from bot.query.search_plan import SearchPlan
from bot.store.database import Database
from bot.store.notes import count_bodies, count_companies
from bot.store.search import Hit, count_matches, find_items, search_items
from bot.store.surveys import PolicyGist, count_companies_in, count_topics, list_policy_gists, list_reported_on

NO_WORDS = SearchPlan(wanted=(), excluded=(), marked=())
"""The plan of a question that is all filters."""
_MOST_OPEN = 5
"""So many open calls are told of one by one."""


def compose_ministry_list(
    db: Database, lexicon: Lexicon, within: Within | None = None, *, offset: int, page_size: int
) -> MinistryList:
    """Return a page of the bodies that the corpus names (or the items ``within`` it), those that issued most first."""
    counted = count_bodies(db, among=within.items if within else None)
    counts = [count for count in counted if count.id in lexicon.body_by_id]
    page = counts[offset : offset + page_size]
    return MinistryList(
        counts=tuple(
            BodyCount(body=lexicon.body_by_id[count.id], issued=count.issued, named=count.items) for count in page
        ),
        total=len(counts),
        offset=offset,
        page_size=page_size,
        held=find_held(db),
        understood=within.words if within else (),
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
    """Return one body's card; the query's other filters restrict what is counted and listed.

    With ``only_joint`` those it issued with others are listed alone; what is counted stays.
    """
    today = query.as_of or beijing_day(now)
    chosen = Choices(include=(body.id,), exclude=())
    issued = replace(query, terms=(), ministry=chosen, sort=query.sort or "date")
    named = replace(query, terms=(), ministry=Choices(include=(), exclude=(body.id,)), mentions=chosen)
    survey = _survey(db, body, issued, named, today=today)
    hits, jointly, gists = survey.hits, survey.jointly, survey.gists
    partners = Counter(other for hit in jointly for other in _gist(gists, hit).all_issuers if other != body.id)
    drafts = [hit for hit in hits if takes_answers(_gist(gists, hit), now, today)]
    known = lexicon.body_by_id
    shown = jointly if only_joint else hits
    rest = replace(query, terms=(), ministry=Choices(), mentions=Choices(), sort=None, limit=None)
    rest = replace(rest, joint=Choices()) if rest.joint == chosen else rest
    own = describe_query(Query(ministry=chosen), lexicon)
    return MinistryCard(
        body=body,
        predecessors=tuple(known[old] for old in body.predecessors if old in known),
        successors=lexicon.successors(body.id),
        rows=tuple(list_policy_rows(db, shown[offset : offset + page_size], now=now)),
        total=len(shown),
        offset=offset,
        page_size=page_size,
        alone=len(hits) - len(jointly),
        joint=len(jointly),
        with_bodies=tuple(sorted(partners.items(), key=lambda pair: (-pair[1], pair[0]))),
        open_drafts=tuple(list_policy_rows(db, drafts[:_MOST_OPEN], now=now)),
        open_total=len(drafts),
        last_closed=_find_last_closed(db, hits, gists, now=now),
        mentioned=survey.mentioned,
        asked_on=today,
        held=find_held(db),
        notes=query.notes,
        team_notes=list_shown_notes(db, f"{BODY}{body.id}"),
        by_topic=_name_topics(survey.topics, lexicon),
        by_month=survey.months,
        only_joint=only_joint,
        understood=tuple(each for each in describe_query(replace(rest, ministry=chosen), lexicon) if each not in own),
        filter_text=format_query(rest, lexicon),
        follow=find_filter(issued, lexicon, today),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Survey:
    """What a body issued, whatever the hour: each policy's first report, newest first, and what is counted of them."""

    hits: list[Hit]
    jointly: list[Hit]
    gists: Mapping[int, PolicyGist]
    mentioned: int
    topics: list[tuple[str, int]]
    months: tuple[tuple[dt.date, int, int], ...]


def _survey(db: Database, body: Body, issued: Query, named: Query, *, today: dt.date) -> _Survey:
    best = best_by_policy(search_items(db, issued, NO_WORDS, today=today))
    gists = list_policy_gists(db, best)
    hits = [Hit(item_id=item_id, policy_id=number) for number, item_id in best.items() if number in gists]
    return _Survey(
        hits=hits,
        jointly=[hit for hit in hits if _is_joint(_gist(gists, hit), body)],
        gists=gists,
        mentioned=count_matches(db, named, NO_WORDS, today=today),
        topics=count_topics(db, [hit.item_id for hit in hits]),
        months=_count_months(db, body, hits, gists),
    )


def _gist(gists: Mapping[int, PolicyGist], hit: Hit) -> PolicyGist:
    return gists[hit.policy_id or 0]


def _is_joint(gist: PolicyGist, body: Body) -> bool:
    """Return whether any other body issued it too, as the notice says, or else some report."""
    return any(other != body.id for other in gist.all_issuers)


def _find_last_closed(
    db: Database, hits: Sequence[Hit], gists: Mapping[int, PolicyGist], *, now: dt.datetime
) -> PolicyRow | None:
    closed = [
        (gist.comments_close_on, hit)
        for hit in hits
        if (gist := _gist(gists, hit)).comments_close_on and not policy_is_open(gist, now)
    ]
    last = max(closed, key=lambda pair: str(pair[0]), default=None)
    return next(iter(list_policy_rows(db, [last[1]], now=now)), None) if last else None


def _name_topics(counts: Sequence[tuple[str, int]], lexicon: Lexicon) -> tuple[tuple[str, int], ...]:
    names = {topic.id: topic.name_en for topic in lexicon.topics}
    named = ((names.get(topic, topic), count) for topic, count in counts)
    return tuple(sorted(named, key=lambda pair: (-pair[1], pair[0])))


def _count_months(
    db: Database, body: Body, hits: Sequence[Hit], gists: Mapping[int, PolicyGist]
) -> tuple[tuple[dt.date, int, int], ...]:
    """Return each month from the first to the last with how many were issued alone and jointly; undated ones are out.

    A month of which no briefing held tells is out too: that nothing is held of it does not make it a month of none.
    """
    undated = [hit.item_id for hit in hits if _gist(gists, hit).issued_on is None]
    reported = list_reported_on(db, undated)
    dated = ((_gist(gists, hit), _gist(gists, hit).issued_on or reported.get(hit.item_id)) for hit in hits)
    counts = Counter((on.year * 12 + on.month - 1, _is_joint(gist, body)) for gist, on in dated if on)
    months = [month for month, _ in counts]
    if not months:
        return ()
    covered = find_held(db).covered
    firsts = {month: dt.date(month // 12, month % 12 + 1, 1) for month in range(min(months), max(months) + 2)}
    return tuple(
        (firsts[month], counts[month, False], counts[month, True])
        for month in range(min(months), max(months) + 1)
        if month in months or is_covered(covered, firsts[month], firsts[month + 1] - dt.timedelta(days=1))
    )


# The answers about companies: the news that names them, and with whom they are seen.

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
    """Return a page of the companies in the news (or in the items ``within`` it), the most recently reported first.

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
    """Return one company's card; the query's other filters restrict what is listed."""
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
    """Return what an item may call a company, so that what is quoted of it is about that company."""
    return tuple(name for name in company.all_names if name != company.id)


def _list_field_policies(
    db: Database, company: Company, topics: tuple[str, ...], *, now: dt.datetime
) -> list[PolicyRow]:
    """Return the newest policies of these topics none of whose items, whatever their topics, names the company."""
    if not topics:
        return []
    query = Query(topic=Choices(include=topics), company=Choices(exclude=(company.id,)), sort="date")
    newest = best_by_policy(find_items(db, query, NO_WORDS, today=beijing_day(now), limit=_LOOKED_AT).hits)
    hits = [Hit(item_id=item_id, policy_id=number) for number, item_id in newest.items()]
    rows = list_policy_rows(db, hits[:_FIELD_LOOKED_AT], now=now)
    return [row for row in rows if not any(names_company(each.item, company) for each in row.rows)][:_FIELD_POLICIES]
