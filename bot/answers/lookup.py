"""Answering questions: one class over the store, each method one kind of answer. Reads only.

``now`` decides what is open; ``offset`` pages. Absent things are a ``NotHeld``, never an error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from bot.answers.asked import (
    Asked,
    Reader,
    asks_for_grounds,
    choose_grounded,
    offer_meanings,
    put_final_first,
    put_kind_first,
)
from bot.answers.briefing_cards import (
    compose_briefing_list,
    compose_companies_found,
    compose_companies_of,
    find_briefings,
    find_firm,
    open_briefing,
    open_within,
)
from bot.answers.followed import Page, compose_policy_list, find_within, refuse_unknown
from bot.answers.named_lists import add_lists, show_list, show_lists
from bot.answers.nearest import compose_absent_body, compose_absent_company, find_in_pinyin
from bot.answers.policy_cards import (
    compose_asked_policy,
    compose_company_card,
    compose_company_list,
    compose_ministry_card,
    compose_ministry_list,
    find_moving_in,
    list_matching_briefings,
    match_items_in,
)
from bot.answers.results import (
    BriefingCard,
    BriefingList,
    Choice,
    CompanyCard,
    CompanyList,
    ItemCard,
    ItemRow,
    ListCard,
    ListOfLists,
    MinistryCard,
    MinistryList,
    NotHeld,
    PolicyCard,
    PolicyList,
    PolicyRow,
    Timeline,
    TimelineRow,
)
from bot.answers.rows import Searched, best_by_policy, find_held, list_item_rows, list_policy_rows
from bot.answers.search_steps import LOOKED_AT, Searcher
from bot.answers.semantic import SentenceIndex
from bot.answers.some_words import IndexWords
from bot.model.deadlines import Event, EventKind, beijing_day, list_events
from bot.model.ids import IdKind, format_id
from bot.model.review import Decision, company_key
from bot.names.lexicon import Lexicon
from bot.names.records import Company
from bot.query.named_questions import find_listed, leave_asking, lift_topic, understand_named, understand_rule
from bot.query.query_record import Choices, Query, describe_query, format_query
from bot.query.query_scan import find_called
from bot.query.question_names import list_of_nation
from bot.query.search_plan import find_meant, list_meanings
from bot.query.wording import Wording
from bot.store.database import Database, Store
from bot.store.licences import is_narrowed
from bot.store.notes import count_unlisted, list_unlisted
from bot.store.policies import (
    find_policy,
    find_policy_by_document_number,
    list_builds_on,
    list_built_on_by,
    list_siblings,
    policy_number,
)
from bot.store.review import count_settled_companies, list_settled_companies
from bot.store.search import Hit

# The answer to ``/policy timeline``: what happened when to one document and its kin, or to all that match.


def compose_timeline(
    db: Database,
    rows: Sequence[PolicyRow | ItemRow],
    *,
    asked_on: dt.date,
    offset: int,
    page_size: int,
    about: str = "",
) -> Timeline:
    """Return a page of the dated events of these rows, the earliest first; each event once."""
    found: dict[Event, TimelineRow] = {}
    for row in rows:
        for event in _list_row_events(row):
            found.setdefault(event, TimelineRow(event=event, row=row, said_by=_find_saying(event, row)))
    events = sorted(found, key=lambda each: each.place)
    undated = sum(not _list_row_events(row) for row in rows)
    return Timeline(
        about=about,
        rows=tuple(found[each] for each in events[offset : offset + page_size]),
        total=len(events),
        undated=undated,
        offset=offset,
        page_size=page_size,
        asked_on=asked_on,
        held=find_held(db),
    )


def _list_row_events(row: PolicyRow | ItemRow) -> list[Event]:
    if isinstance(row, PolicyRow):
        return list_events(row.policy, [(each.id, each.item) for each in row.rows])
    on = row.item.reported_on
    return [Event(on=on, kind=EventKind.NEWS, subject=row.id)] if on else []


def _find_saying(event: Event, row: PolicyRow | ItemRow) -> ItemRow:
    if not isinstance(row, PolicyRow):
        return row
    return next((each for each in row.rows if each.id == event.item_id), row.row)


# All names we know: the lists, the companies that briefings brought, and what people decided of those.


def compose_names(
    reference: Lexicon,
    unlisted: Sequence[Company],
    settled: Mapping[str, tuple[str, Decision, str | None]],
) -> Lexicon:
    """Return the lists with the companies met since: those confirmed, those not looked at yet, and further names.

    ``settled`` maps an entry's key to the name, the decision and the id of the company that the name stands for. What
    is no company, and what is another's name, is none of its own.
    """
    if not unlisted:
        return reference
    met: list[Company] = []
    further: dict[str, list[str]] = {}
    for company in unlisted:
        name, decision, other = settled.get(company_key(company.name), (company.name, None, None))
        if decision is Decision.SAME and other is not None:
            further.setdefault(other, []).append(name)
        elif decision is not Decision.NO:
            met.append(replace(company, confirmed=decision is Decision.YES))
    return replace(
        reference,
        companies=tuple(
            replace(company, aliases=tuple(dict.fromkeys((*company.aliases, *further[company.id]))))
            if company.id in further
            else company
            for company in (*reference.companies, *met)
        ),
    )


PAGE_SIZE = 8
"""Rows of a page; a list of eight with citations fits a screen and Slack's limits."""
_MOST_EVENTS = 400
"""So many of the best hits of a filter are put on a timeline."""
_ALL = Query()


class Lookup:
    """Everything that can be asked of the store."""

    def __init__(
        self,
        store: Store,
        reference: Lexicon,
        *,
        wording: Wording | None = None,
        meaning: SentenceIndex | None = None,
        pinyin: bool = True,
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._store = store
        self._wording = wording or Wording()
        self._meaning = meaning
        self._pinyin = pinyin
        self._words = IndexWords()
        self._reference = reference
        self._page_size = page_size
        self._lexicons: dict[tuple[int, int], Lexicon] = {}

    def snapshot(self) -> AbstractContextManager[object]:
        """Let all that is asked until the end of the block be answered from one state of the store."""
        return self._store.read()

    def lexicon(self) -> Lexicon:
        """Return all names we know: the lists, and companies met in briefings that stand on none."""
        with self._store.read() as db:
            return self._lexicon(db)

    def warm(self, *, now: dt.datetime) -> None:
        """Prepare what would keep a question waiting: some more items are made ready to be found by meaning."""
        if self._meaning is not None:
            with self._store.read() as db:
                self._meaning.warm(db, today=beijing_day(now))

    def search(self, query: Query, *, now: dt.datetime, offset: int = 0) -> PolicyList:
        """Return a page of what matches, policies before other news."""
        with self._store.read() as db:
            lexicon, searched = self._search(db, query, now, limit=max(LOOKED_AT, query.limit or 0))
            return compose_policy_list(db, lexicon, searched, self._page(searched.query, now, offset))

    def find_ids(self, query: Query, *, now: dt.datetime) -> tuple[tuple[str, ...], tuple[str, ...], int]:
        """Get the ids of the items and of the policies that match, in the order of the answer, and the total of items.

        All of them unless the query has a limit.
        """
        with self._store.read() as db:
            _, searched = self._search(db, query, now, limit=None)
        found, limit = searched.found, searched.query.limit
        chosen = found.hits[:limit] if limit else found.hits
        items = tuple(format_id(IdKind.ITEM, hit.item_id) for hit in chosen)
        return items, tuple(format_id(IdKind.POLICY, number) for number in best_by_policy(chosen)), len(found.hits)

    def matching_items_in(self, db: Database, query: Query, *, now: dt.datetime, briefing: int) -> tuple[ItemRow, ...]:
        """Return the items of one briefing that match, from inside a transaction, in the briefing's order."""
        return match_items_in(db, query, self._lexicon(db), now=now, briefing=briefing)

    def list_matching_briefings(self, db: Database, query: Query, *, now: dt.datetime) -> tuple[int, ...]:
        """Return the briefings with an item that matches, from inside a transaction, by number."""
        return list_matching_briefings(db, query, self._lexicon(db), now=now)

    def find_moving(self, db: Database, query: Query, *, now: dt.datetime, briefing: int) -> dict[int, int]:
        """Return those of these that only move a deadline of an item that the filter finds, each with that item."""
        return find_moving_in(db, query, self._lexicon(db), now=now, briefing=briefing)

    def get_policy(self, number: int, *, now: dt.datetime) -> PolicyCard | NotHeld:
        """Return the card of a policy; a merged one leads on."""
        with self._store.read() as db:
            policy = find_policy(db, number)
            return compose_asked_policy(db, self._lexicon(db), policy, format_id(IdKind.POLICY, number), now=now)

    def read_asked(self, query: Query, *, now: dt.datetime) -> Asked | None:
        """Get what a question in words is for instead of a search: a card, a briefing or a list; None for a search."""
        with self._store.read() as db:
            asked = self._reader(self._lexicon(db), query, now).read(db, query)
            if asked is not None or not asks_for_grounds(query.terms):
                return asked
            return choose_grounded(db, self._search(db, query, now, limit=LOOKED_AT)[1])

    def find_document(self, document_number: str, *, now: dt.datetime) -> PolicyCard | NotHeld:
        """Return the card of the policy with this document number, in any style of brackets."""
        with self._store.read() as db:
            policy = find_policy_by_document_number(db, document_number)
            return compose_asked_policy(db, self._lexicon(db), policy, document_number, now=now)

    def get_item(self, number: int, *, now: dt.datetime) -> ItemCard | NotHeld:
        """Return one item, whole."""
        with self._store.read() as db:
            rows = list_item_rows(db, [number])
            if not rows:
                return NotHeld(kind="item", asked=format_id(IdKind.ITEM, number), nearest=(), held=find_held(db))
            policy = find_policy(db, int(rows[0].policy_id[1:])) if rows[0].policy_id else None
            known = self._lexicon(db).body_by_id
            bodies = tuple(known[body_id] for body_id in rows[0].item.bodies if body_id in known)
            return ItemCard(row=rows[0], policy=policy, bodies=bodies, asked_on=beijing_day(now), held=find_held(db))

    def get_briefing(
        self, number: int | None, *, now: dt.datetime, offset: int = 0, limit: int | None = None, query: Query = _ALL
    ) -> BriefingCard | NotHeld:
        """Return the card of a briefing with a page of its items that the query matches; None asks for the latest."""
        with self._store.read() as db:
            held, size = find_held(db), limit or self._page_size
            if number is None and held.newest_id is None:
                return NotHeld(kind="briefing", asked="", nearest=(), held=held)
            within = find_within(db, query, self._lexicon(db), today=_day(query, now))
            chosen = number or int(str(held.newest_id)[1:])
            return open_briefing(db, chosen, within, now=now, offset=offset, page_size=size)

    def get_timeline(
        self, number: int, *, now: dt.datetime, offset: int = 0, limit: int | None = None
    ) -> Timeline | NotHeld:
        """Return the events of a policy, its drafts or final texts, what it builds on and what builds on it."""
        with self._store.read() as db:
            policy = find_policy(db, number)
            if policy is None:
                return NotHeld(kind="policy", asked=format_id(IdKind.POLICY, number), nearest=(), held=find_held(db))
            own = policy_number(policy)
            kin = (policy, *list_siblings(db, own), *list_builds_on(db, own), *list_built_on_by(db, own))
            hits = [Hit(item_id=int(each.item_ids[0][1:]), policy_id=policy_number(each)) for each in kin]
            rows = list_policy_rows(db, hits, now=now)
            return compose_timeline(
                db, rows, asked_on=beijing_day(now), offset=offset, page_size=limit or self._page_size, about=policy.id
            )

    def find_timeline(self, query: Query, *, now: dt.datetime, offset: int = 0) -> Timeline:
        """Return the events of all that matches."""
        found = self.search(replace(query, limit=_MOST_EVENTS), now=now)
        with self._store.read() as db:
            size = query.limit or self._page_size
            timeline = compose_timeline(db, found.rows, asked_on=found.asked_on, offset=offset, page_size=size)
        said = replace(timeline, understood=found.understood, notes=found.notes)
        return replace(said, nearest=found.nearest, uncovered=found.uncovered)

    def list_briefings(self, *, offset: int = 0) -> BriefingList:
        """Return a page of the briefings held, newest first."""
        with self._store.read() as db:
            return compose_briefing_list(db, None, offset=offset, page_size=self._page_size)

    def find_briefings(
        self, query: Query, *, now: dt.datetime, offset: int = 0
    ) -> BriefingList | BriefingCard | NotHeld:
        """Return a page of the briefings that are of these dates or cover one, and whose name holds all the words.

        See ``find_briefings`` of ``bot.answers.briefing_cards`` for other words and filters.
        """
        with self._store.read() as db:
            lexicon, size = self._lexicon(db), query.limit or self._page_size
            found = find_briefings(db, query, lexicon, self._wording, now=now, offset=offset, page_size=size)
            if not isinstance(found, NotHeld) or not query.terms or query.briefing:
                return found
            _, searched = self._search(db, query, now, limit=None)
            within = find_firm(searched, lexicon)
            return open_within(db, within, now=now, offset=offset, page_size=size) if within else found

    def list_ministries(self, *, now: dt.datetime, offset: int = 0, query: Query = _ALL) -> MinistryList:
        """Return a page of the bodies named in the items that the query matches, those that issued most first."""
        with self._store.read() as db:
            lexicon = self._lexicon(db)
            within = find_within(db, query, lexicon, today=_day(query, now))
            return compose_ministry_list(db, lexicon, within, offset=offset, page_size=query.limit or self._page_size)

    def get_ministry(
        self, query: Query, *, now: dt.datetime, offset: int = 0, only_joint: bool = False
    ) -> MinistryCard | MinistryList | NotHeld | Choice:
        """Return the card of the body named by the words (or by ``ministry:``), restricted by the other filters."""
        with self._store.read() as db:
            lexicon = self._lexicon(db)
            name = _words(query) or next((value for _, value in query.unknown), "")
            ids = query.ministry.include or query.joint.include[:1]
            bodies = tuple(lexicon.body_by_id[i] for i in ids if i in lexicon.body_by_id) or find_meant(name, lexicon)
            if not bodies and not name:
                return self.list_ministries(now=now, offset=offset, query=query)
            if not bodies:
                query = self._understand(query, lexicon, now, command="ministry")
                named = query.joint.include[:1] or (*query.ministry.include, *query.mentions.include)
                bodies = tuple(lexicon.body_by_id[i] for i in named if i in lexicon.body_by_id)
                query, name = replace(query, mentions=Choices()), "" if len(bodies) > 1 else name
            listed = self._list_asked_bodies(db, query, lexicon, now, offset) if not bodies else None
            if listed is not None and listed.total:
                return listed
            if not bodies:
                today = _day(query, now)
                return compose_absent_body(db, name, query, lexicon=lexicon, wording=self._wording, today=today)
            if len(bodies) > 1 or list_meanings(name, lexicon):
                return offer_meanings(name, list_meanings(name, lexicon) or bodies)
            size = query.limit or self._page_size
            return compose_ministry_card(
                db, lexicon, bodies[0], query, now=now, offset=offset, page_size=size, only_joint=only_joint
            )

    def _list_asked_bodies(
        self, db: Database, query: Query, lexicon: Lexicon, now: dt.datetime, offset: int
    ) -> MinistryList | None:
        """Return the bodies of what a question finds that names none ("who regulates AI?"); None for another text."""
        meant = leave_asking(query, lexicon=lexicon, wording=self._wording, today=_day(query, now))
        if meant is None:
            return None
        within = find_within(db, meant, lexicon, today=_day(query, now))
        if meant.terms and (within := find_firm(self._search(db, meant, now, limit=None)[1], lexicon)) is None:
            return None
        return compose_ministry_list(db, lexicon, within, offset=offset, page_size=query.limit or self._page_size)

    def list_companies(self, *, now: dt.datetime, offset: int = 0, query: Query = _ALL) -> CompanyList | PolicyList:
        """Return a page of the companies named in what the query finds, the most recent first; else what it finds."""
        with self._store.read() as db:
            if any(not term.excluded for term in query.terms):
                search = partial(self._search, db, now=now, limit=None)
                return compose_companies_found(db, search, query, self._page(query, now, offset))
            lexicon = self._lexicon(db)
            within = find_within(db, query, lexicon, today=_day(query, now))
            return compose_company_list(db, lexicon, within, offset=offset, page_size=query.limit or self._page_size)

    def get_company(
        self, query: Query, *, now: dt.datetime, offset: int = 0
    ) -> CompanyCard | CompanyList | PolicyList | NotHeld | Choice:
        """Return the card of the company named by the words (or by ``company:``), restricted by the other filters."""
        with self._store.read() as db:
            lexicon = self._lexicon(db)
            name = _words(query) or next((value for _, value in query.unknown), "")
            ids = query.company.include
            known = lexicon.company_by_id
            companies = tuple(known[i] for i in ids if i in known) or lexicon.find_companies(name)
            if not companies and not name:
                return self.list_companies(now=now, offset=offset, query=query)
            if not companies:
                typed, query = query, self._understand(query, lexicon, now, command="company")
                if typed.terms and (listed := self._list_asked_companies(db, typed, query, lexicon, now, offset)):
                    return listed
                companies = tuple(known[i] for i in query.company.include if i in known)
                name = "" if len(companies) > 1 else name
            if not companies and self._pinyin:
                companies = find_in_pinyin(name, lexicon.companies)
            meanings = () if companies else list_meanings(name, lexicon)
            companies = companies or (() if meanings else tuple(known[each] for each in find_called(name, lexicon)))
            if len(companies) > 1 or any(isinstance(each, Company) for each in meanings):
                return offer_meanings(name, companies or meanings)
            if companies:
                card = compose_company_card(
                    db, lexicon, companies[0], query, now=now, offset=offset, page_size=query.limit or self._page_size
                )
                if card.total:
                    return card
            named, today = companies[0] if companies else None, _day(query, now)
            return compose_absent_company(db, name, query, named, lexicon=lexicon, wording=self._wording, today=today)

    def _list_asked_companies(
        self, db: Database, typed: Query, meant: Query, lexicon: Lexicon, now: dt.datetime, offset: int
    ) -> CompanyList | None:
        """Return the companies of a country or those that a text without a name lists; None for another text."""
        if only := list_of_nation(_words(typed), lexicon, self._wording):
            return compose_companies_of(db, lexicon, only, offset=offset, page_size=typed.limit or self._page_size)
        query = find_listed(meant, self._wording)
        listed = self.list_companies(now=now, offset=offset, query=query) if query else None
        return listed if isinstance(listed, CompanyList) else None

    def _understand(self, query: Query, lexicon: Lexicon, now: dt.datetime, *, command: str) -> Query:
        """Return what is asked when a question stands where a name should ("what did the NDRC do?")."""
        found = understand_named(query, lexicon=lexicon, wording=self._wording, today=_day(query, now))
        if not found.is_question or not found.lifted:
            return query
        meant = lift_topic(found.query, lexicon)
        said = " · ".join(describe_query(replace(meant, terms=()), lexicon))
        left = format_query(Query(terms=meant.terms), lexicon)
        aside = f" “{left}” was left aside: /{command} takes a name, /policy searches words." if left else ""
        return replace(meant, notes=(*query.notes, f"Understood: {said}.{aside}"))

    def show_lists(self, *, now: dt.datetime, name: str = "") -> ListCard | ListOfLists:
        """Return the named lists that whoever asks may use, or the one of this name."""
        lexicon = self.lexicon()
        return show_list(name, lexicon, now=now) if name else show_lists(lexicon, now=now)

    def _lexicon(self, db: Database) -> Lexicon:
        return add_lists(db, self._names(db))

    def _names(self, db: Database) -> Lexicon:
        if is_narrowed(db):  # some names are not for everybody, so these are not kept
            return compose_names(self._reference, list_unlisted(db), list_settled_companies(db))
        met = (count_unlisted(db), count_settled_companies(db))
        if met not in (held := self._lexicons):
            held = self._lexicons = {met: compose_names(self._reference, list_unlisted(db), list_settled_companies(db))}
        return held[met]

    def understand_rule(self, query: Query, *, now: dt.datetime) -> Query:
        """Return the filter that a subscription's words stand for, with a note where they are read as a question."""
        with self._store.read() as db:
            today = _day(query, now)
            return understand_rule(query, lexicon=self._lexicon(db), wording=self._wording, today=today)

    def _reader(self, lexicon: Lexicon, query: Query, now: dt.datetime) -> Reader:
        return Reader(lexicon=lexicon, wording=self._wording, today=_day(query, now))

    def _search(self, db: Database, query: Query, now: dt.datetime, *, limit: int | None) -> tuple[Lexicon, Searched]:
        """Return what is found of a question, of which a briefing may be asked, with the names it was read with."""
        lexicon = self._lexicon(db)
        refuse_unknown(query, lexicon)
        query = self._reader(lexicon, query, now).restrict(db, query) if query.terms else query
        searcher = Searcher(
            lexicon=lexicon,
            wording=self._wording,
            today=_day(query, now),
            limit=limit,
            pinyin=self._pinyin,
            meaning=self._meaning,
            words=self._words,
        )
        return lexicon, put_kind_first(db, put_final_first(db, searcher.search(db, query)))

    def _page(self, query: Query, now: dt.datetime, offset: int) -> Page:
        return Page(offset=offset, size=query.limit or self._page_size, asked_on=_day(query, now), now=now)


def _day(query: Query, now: dt.datetime) -> dt.date:
    return query.as_of or beijing_day(now)


def _words(query: Query) -> str:
    return " ".join(term.text for term in query.terms if not term.excluded)
