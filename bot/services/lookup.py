"""Answering questions: one class over the store, each method one kind of answer. Reads only.

``now`` decides what is open; ``offset`` pages. Absent things are a ``NotHeld``, never an error.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.dates import beijing_day
from bot.domain.ids import IdKind, format_id
from bot.domain.lexicon import Lexicon
from bot.domain.names import fold
from bot.domain.query import Key, Query, describe_query, format_query
from bot.domain.search_plan import SearchPlan, compose_search_plan
from bot.errors import BadQueryError, NotFoundError
from bot.services.briefing_cards import build_briefing_row, compose_briefing_card
from bot.services.company_cards import compose_company_card, compose_company_list
from bot.services.ministry_cards import compose_ministry_card, compose_ministry_list
from bot.services.nearest import find_nearest
from bot.services.results import (
    BriefingCard,
    BriefingList,
    Choice,
    CompanyCard,
    CompanyList,
    ItemCard,
    ItemRow,
    MinistryCard,
    MinistryList,
    NotHeld,
    PolicyCard,
    PolicyList,
    PolicyRow,
)
from bot.services.rows import best_by_policy, find_held, list_item_rows, list_policy_rows, policy_is_open
from bot.store.briefings import get_briefing, list_briefings
from bot.store.names import count_unlisted, list_unlisted
from bot.store.policies import find_policy, find_policy_by_document_number, list_siblings, policy_number
from bot.store.search import Hit, search_items

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.domain.lexicon import Body
    from bot.domain.policy import Policy
    from bot.store.database import Database, Store

PAGE_SIZE = 8
"""Rows of a page; a list of eight with citations fits a screen and Slack's limits."""


class Lookup:
    """Everything that can be asked of the store."""

    def __init__(self, store: Store, reference: Lexicon, *, page_size: int = PAGE_SIZE) -> None:
        self._store = store
        self._reference = reference
        self._page_size = page_size
        self._lexicons: dict[int, Lexicon] = {}

    def lexicon(self) -> Lexicon:
        """Give all names we know: the lists, and companies met in briefings that stand on none."""
        with self._store.read() as db:
            return self._lexicon(db)

    def search(self, query: Query, *, now: dt.datetime, offset: int = 0) -> PolicyList:
        """Give a page of what matches, policies before other news."""
        with self._store.read() as db:
            lexicon = self._lexicon(db)
            _refuse_unknown(query, lexicon)
            plan = compose_search_plan(query.terms, lexicon)
            hits = search_items(db, query, plan, today=_day(query, now))
            total, rows = self._page(db, query, hits, plan, now=now, offset=offset)
            asked_open = "draft_for_comment" in query.status.include
            return PolicyList(
                query_text=format_query(query, lexicon),
                rows=rows,
                total=total,
                total_items=len(hits),
                offset=offset,
                page_size=query.limit or self._page_size,
                held=find_held(db),
                asked_on=_day(query, now),
                understood=describe_query(query, lexicon),
                notes=(*query.notes, *_list_unknown(query)),
                target_years=query.targets,
                asked_open=asked_open,
                closed_drafts=self._closed_drafts(db, query, plan, now=now) if asked_open and not hits else (),
                nearest=() if hits else _nearest_to(query, lexicon),
            )

    def find_ids(self, query: Query, *, now: dt.datetime) -> tuple[tuple[str, ...], tuple[str, ...], int]:
        """Give the ids of the items and of the policies that match, in the order of the answer, and the total of items.

        All of them unless the query has a limit.
        """
        with self._store.read() as db:
            lexicon = self._lexicon(db)
            _refuse_unknown(query, lexicon)
            plan = compose_search_plan(query.terms, lexicon)
            hits = search_items(db, query, plan, today=_day(query, now))
        chosen = hits[: query.limit] if query.limit else hits
        items = tuple(format_id(IdKind.ITEM, hit.item_id) for hit in chosen)
        return items, tuple(format_id(IdKind.POLICY, number) for number in best_by_policy(chosen)), len(hits)

    def matching_items(self, query: Query, *, now: dt.datetime, briefing: int) -> tuple[ItemRow, ...]:
        """Give the items of one briefing that match, in the briefing's order; what a subscription brings."""
        with self._store.read() as db:
            return self.matching_items_in(db, query, now=now, briefing=briefing)

    def matching_items_in(self, db: Database, query: Query, *, now: dt.datetime, briefing: int) -> tuple[ItemRow, ...]:
        """Give the same from inside a transaction."""
        plan = compose_search_plan(query.terms, self._lexicon(db))
        found = {hit.item_id for hit in search_items(db, query, plan, today=_day(query, now))}
        held = get_briefing(db, briefing)
        card = compose_briefing_card(db, held, now=now)
        return tuple(row for row in card.rows if int(row.id[1:]) in found)

    def get_policy(self, number: int, *, now: dt.datetime) -> PolicyCard | NotHeld:
        """Give the card of a policy; a merged one leads on."""
        with self._store.read() as db:
            policy = find_policy(db, number)
            return self._policy_card(db, policy, format_id(IdKind.POLICY, number), now=now)

    def find_document(self, document_number: str, *, now: dt.datetime) -> PolicyCard | NotHeld:
        """Give the card of the policy with this document number, in any style of brackets."""
        with self._store.read() as db:
            return self._policy_card(db, find_policy_by_document_number(db, document_number), document_number, now=now)

    def get_item(self, number: int, *, now: dt.datetime) -> ItemCard | NotHeld:
        """Give one item, whole."""
        with self._store.read() as db:
            rows = list_item_rows(db, [number])
            if not rows:
                return NotHeld(kind="item", asked=format_id(IdKind.ITEM, number), nearest=(), held=find_held(db))
            policy = find_policy(db, int(rows[0].policy_id[1:])) if rows[0].policy_id else None
            bodies = self._bodies(db, rows[0].item.bodies)
            return ItemCard(row=rows[0], policy=policy, bodies=bodies, asked_on=beijing_day(now), held=find_held(db))

    def get_briefing(self, number: int | None, *, now: dt.datetime) -> BriefingCard | NotHeld:
        """Give the card of a briefing; None asks for the latest."""
        with self._store.read() as db:
            held = find_held(db)
            asked = format_id(IdKind.BRIEFING, number) if number else held.newest_id
            if asked is None:
                return NotHeld(kind="briefing", asked="", nearest=(), held=held)
            try:
                stored = get_briefing(db, int(asked[1:]))
            except NotFoundError:
                return NotHeld(kind="briefing", asked=asked, nearest=(), held=held)
            return compose_briefing_card(db, stored, now=now)

    def list_briefings(self, *, now: dt.datetime, offset: int = 0) -> BriefingList:
        """Give a page of the briefings held, newest first."""
        return self._briefing_list(None, now=now, offset=offset)

    def find_briefings(self, query: Query, *, now: dt.datetime, offset: int = 0) -> BriefingList | NotHeld:
        """Give a page of the briefings of these dates whose publisher, series or title holds all the words."""
        found = self._briefing_list(query, now=now, offset=offset)
        if found.total:
            return found
        return NotHeld(kind="briefing", asked=_words(query) or _described(query), nearest=(), held=found.held)

    def list_ministries(self, *, now: dt.datetime, offset: int = 0) -> MinistryList:
        """Give a page of the bodies the corpus names, those that issued most first."""
        _ = now
        with self._store.read() as db:
            return compose_ministry_list(db, self._lexicon(db), offset=offset, page_size=self._page_size)

    def get_ministry(
        self, query: Query, *, now: dt.datetime, offset: int = 0
    ) -> MinistryCard | MinistryList | NotHeld | Choice:
        """Give the card of the body named by the words (or by ``ministry:``), restricted by the other filters."""
        with self._store.read() as db:
            lexicon = self._lexicon(db)
            name = _words(query) or next((value for _, value in query.unknown), "")
            ids = query.ministry.include
            bodies = tuple(lexicon.body_by_id[i] for i in ids if i in lexicon.body_by_id) or lexicon.find_bodies(name)
            if not bodies and not name:
                return self.list_ministries(now=now, offset=offset)
            if not bodies:
                return NotHeld(kind="ministry", asked=name, nearest=_nearest_bodies(name, lexicon), held=find_held(db))
            if len(bodies) > 1:
                return Choice(asked=name, options=tuple((_label(b), f"/ministry {b.name_en}") for b in bodies))
            return compose_ministry_card(
                db, lexicon, bodies[0], query, now=now, offset=offset, page_size=query.limit or self._page_size
            )

    def list_companies(self, *, now: dt.datetime, offset: int = 0) -> CompanyList:
        """Give a page of the companies in the news, the most recent first."""
        _ = now
        with self._store.read() as db:
            return compose_company_list(db, self._lexicon(db), offset=offset, page_size=self._page_size)

    def get_company(
        self, query: Query, *, now: dt.datetime, offset: int = 0
    ) -> CompanyCard | CompanyList | NotHeld | Choice:
        """Give the card of the company named by the words (or by ``company:``), restricted by the other filters."""
        with self._store.read() as db:
            lexicon = self._lexicon(db)
            name = _words(query) or next((value for _, value in query.unknown), "")
            ids = query.company.include
            known = lexicon.company_by_id
            companies = tuple(known[i] for i in ids if i in known) or lexicon.find_companies(name)
            if not companies and not name:
                return self.list_companies(now=now, offset=offset)
            if len(companies) > 1:
                return Choice(asked=name, options=tuple((c.name, f"/company {c.name}") for c in companies))
            if companies:
                card = compose_company_card(
                    db, companies[0], query, now=now, offset=offset, page_size=query.limit or self._page_size
                )
                if card.total:
                    return card
            return NotHeld(
                kind="company",
                asked=name or companies[0].name,
                nearest=() if companies else _nearest_companies(name, lexicon),
                held=find_held(db),
                known_name=companies[0].name if companies else None,
            )

    def _lexicon(self, db: Database) -> Lexicon:
        unlisted = count_unlisted(db)
        if unlisted not in self._lexicons:
            reference = self._reference
            self._lexicons = {
                unlisted: Lexicon(
                    bodies=reference.bodies,
                    companies=(*reference.companies, *list_unlisted(db)) if unlisted else reference.companies,
                    topics=reference.topics,
                    not_companies=reference.not_companies,
                )
            }
        return self._lexicons[unlisted]

    def _page(
        self, db: Database, query: Query, hits: Sequence[Hit], plan: SearchPlan, *, now: dt.datetime, offset: int
    ) -> tuple[int, tuple[PolicyRow | ItemRow, ...]]:
        ordered: list[Hit] = [Hit(item_id=item, policy_id=policy) for policy, item in best_by_policy(hits).items()]
        ordered += [hit for hit in hits if hit.policy_id is None]
        page = ordered[offset : offset + (query.limit or self._page_size)]
        policies = list_policy_rows(db, page, now=now, words=plan.marked)
        others = list_item_rows(db, [hit.item_id for hit in page if hit.policy_id is None], words=plan.marked)
        return len(ordered), (*policies, *others)

    def _closed_drafts(
        self, db: Database, query: Query, plan: SearchPlan, *, now: dt.datetime
    ) -> tuple[PolicyRow, ...]:
        closed = replace(query, status=replace(query.status, include=("comment_closed",)))
        hits = search_items(db, closed, plan, today=_day(query, now))
        rows = list_policy_rows(db, hits, now=now, words=plan.marked)
        return tuple(sorted(rows, key=lambda row: str(row.policy.comments_close_on), reverse=True))

    def _policy_card(
        self, db: Database, policy: Policy | None, asked: str, *, now: dt.datetime
    ) -> PolicyCard | NotHeld:
        if policy is None:
            return NotHeld(kind="policy", asked=asked, nearest=(), held=find_held(db))
        rows = list_item_rows(db, [int(item_id[1:]) for item_id in policy.item_ids])
        named = tuple(dict.fromkeys(body for row in rows for body in (*policy.issuing_bodies, *row.item.bodies)))
        return PolicyCard(
            policy=policy,
            rows=tuple(sorted(rows, key=lambda row: (str(row.item.reported_on), int(row.id[1:])))),
            bodies=self._bodies(db, named),
            is_open=policy_is_open(policy, now),
            asked_on=beijing_day(now),
            held=find_held(db),
            siblings=tuple(list_siblings(db, policy_number(policy))),
        )

    def _bodies(self, db: Database, ids: Sequence[str]) -> tuple[Body, ...]:
        known = self._lexicon(db).body_by_id
        return tuple(known[body_id] for body_id in ids if body_id in known)

    def _briefing_list(self, query: Query | None, *, now: dt.datetime, offset: int) -> BriefingList:
        _ = now
        with self._store.read() as db:
            rows = [build_briefing_row(db, held) for held in reversed(list_briefings(db))]
            chosen = [row for row in rows if query is None or _is_meant(row.name, row.published_on, query)]
            page = tuple(chosen[offset : offset + self._page_size])
            return BriefingList(
                rows=page, total=len(chosen), offset=offset, page_size=self._page_size, held=find_held(db)
            )


def _refuse_unknown(query: Query, lexicon: Lexicon) -> None:
    """Refuse what nothing can answer: a named list, and a topic that is none of ours (topics are a closed list)."""
    for key, value in query.unknown:
        if key is Key.TOPIC:
            known = [topic.id for topic in lexicon.topics]
            near = find_nearest(value, known)
            likely = f"Did you mean {', '.join(near)}? " if near else ""
            raise BadQueryError(f"“{value}” is no topic.", hint=f"{likely}Topics are {', '.join(known)}.")
    if query.list:
        name = next(iter((*query.list.include, *query.list.exclude)))
        raise BadQueryError(
            f"There is no named list “{name}”.", hint="Write its names out instead: company:Huawei,ZTE topic:telecoms."
        )


def _list_unknown(query: Query) -> tuple[str, ...]:
    """Give a line for each name that stands on no list of ours, lest nothing found be taken for nothing there."""
    return tuple(f"“{value}” is a {key.value} on none of our lists." for key, value in query.unknown)


def _day(query: Query, now: dt.datetime) -> dt.date:
    return query.as_of or beijing_day(now)


def _words(query: Query) -> str:
    return " ".join(term.text for term in query.terms if not term.excluded)


def _described(query: Query) -> str:
    return " · ".join(describe_query(query, Lexicon()))


def _is_meant(name: str, published_on: dt.date | None, query: Query) -> bool:
    if query.dates and not (published_on and query.dates.contains(published_on)):
        return False
    if query.briefing.include:
        return False
    return all((fold(term.text) in fold(name)) is not term.excluded for term in query.terms)


def _label(body: Body) -> str:
    return f"{body.id}: {body.name_en} ({body.name_zh})"


def _nearest_to(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    asked = _words(query) or next((value for _, value in query.unknown), "")
    return tuple(dict.fromkeys((*_nearest_bodies(asked, lexicon), *_nearest_companies(asked, lexicon))))[:3]


def _nearest_bodies(asked: str, lexicon: Lexicon) -> tuple[str, ...]:
    return find_nearest(asked, (name for body in lexicon.bodies for name in body.all_names))


def _nearest_companies(asked: str, lexicon: Lexicon) -> tuple[str, ...]:
    return find_nearest(asked, (name for company in lexicon.companies for name in company.all_names))
