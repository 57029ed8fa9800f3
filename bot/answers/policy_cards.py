"""The answers about one policy, with its draft or final text and what it builds on, and about bodies that issue."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.answers.followed import Within, find_filter
from bot.answers.notes import BODY, COMPANY, list_shown_notes
from bot.answers.results import (
    BodyCount,
    CompanyCard,
    CompanyCount,
    CompanyList,
    ItemRow,
    MinistryCard,
    MinistryList,
    NotHeld,
    PolicyCard,
    PolicyRow,
)
from bot.answers.rows import best_by_policy, find_held, list_item_rows, list_policy_rows, policy_is_open, takes_answers
from bot.model.briefing import PolicyStatus, is_covered
from bot.model.changes import moves_deadline
from bot.model.deadlines import DateRange, beijing_day
from bot.model.ids import IdKind, format_id, parse_id
from bot.model.policy import Policy, compose_policy
from bot.model.policy_pairs import titles_are_near
from bot.names.lexicon import Body, Company, Lexicon, names_company
from bot.query.query_record import Choices, Query, describe_query, format_query
from bot.query.search_plan import SearchPlan, compose_search_plan
from bot.store.briefings import get_briefing
from bot.store.database import Database
from bot.store.items import StoredItem, list_briefing_item_ids, list_items
from bot.store.notes import count_bodies, count_companies
from bot.store.policies import list_builds_on, list_built_on_by, list_policies, list_siblings, policy_number
from bot.store.reminders import DeadlineRivals, list_deadline_rivals
from bot.store.search import Hit, count_matches, find_items, search_items
from bot.store.surveys import PolicyGist, count_companies_in, count_topics, list_policy_gists, list_reported_on

# The answers about bodies: who issued what, alone and jointly.

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
_MINISTRY_CARDS_LOOKED_AT = 60


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
    newest = best_by_policy(
        find_items(db, query, NO_WORDS, today=beijing_day(now), limit=_MINISTRY_CARDS_LOOKED_AT).hits
    )
    hits = [Hit(item_id=item_id, policy_id=number) for number, item_id in newest.items()]
    rows = list_policy_rows(db, hits[:_FIELD_LOOKED_AT], now=now)
    return [row for row in rows if not any(names_company(each.item, company) for each in row.rows)][:_FIELD_POLICIES]


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
