"""Answering questions: one class over the store. Reads only.

``now`` decides what is open; ``offset`` pages. Absent things are an ``Absent``, never an error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from types import MappingProxyType

from bot.answers.absent import Absent
from bot.answers.briefing import (
    BriefingCard,
    BriefingComparison,
    BriefingList,
    find_briefing,
    find_briefings,
    find_comparison,
    open_briefing,
)
from bot.answers.choices import Choice
from bot.answers.company import CompanyCard, CompanyList, find_companies, find_company
from bot.answers.context import Context
from bot.answers.follow import refuse_unknown_topics
from bot.answers.lexicons import Lexicons
from bot.answers.lists import (
    COMPARED,
    Comparison,
    PolicyList,
    Timeline,
    compose_comparison,
    compose_policy_list,
    compose_policy_timeline,
    find_due,
    find_policies,
    find_timeline,
)
from bot.answers.ministry import MinistryCard, MinistryList, find_ministries, find_ministry
from bot.answers.named_lists import ListCard, ListOfLists, refuse_unknown_lists, show_list, show_lists
from bot.answers.policy import ItemCard, PolicyCard, compose_item_card, compose_policy_card, find_policy_card
from bot.answers.rows import best_by_policy
from bot.answers.search import Searcher
from bot.answers.semantic import SentenceIndex
from bot.answers.spelling import Vocabulary
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, format_id
from bot.names.lexicon import Lexicon
from bot.query.query_record import Query
from bot.query.question_briefings import Issue, name_issue
from bot.query.questions import Asked, Question, read_question, read_rule
from bot.query.wording import Wording
from bot.store.briefings import IssueNames, list_issue_names
from bot.store.database import Database, Store
from bot.store.policies import find_policy, find_policy_by_document_number

Answer = (
    PolicyList
    | Timeline
    | Comparison
    | PolicyCard
    | ItemCard
    | MinistryList
    | MinistryCard
    | CompanyList
    | CompanyCard
    | BriefingList
    | BriefingCard
    | BriefingComparison
    | ListCard
    | ListOfLists
    | Absent
    | Choice
)
"""Everything a lookup can answer with."""
PAGE_SIZE = 8
"""Rows of a page; a list of eight with citations fits a screen and Slack's limits."""


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
        self._lexicons = Lexicons(reference)
        self._wording = wording or Wording()
        self._meaning = meaning
        self._pinyin = pinyin
        self._vocabulary = Vocabulary()
        self._page_size = page_size

    def snapshot(self) -> AbstractContextManager[object]:
        """Let all that is asked until the end of the block be answered from one state of the store."""
        return self._store.read()

    def lexicon(self) -> Lexicon:
        """Return all names we know: the lists, and companies met in briefings that stand on none."""
        with self._store.read() as db:
            return self._lexicons.get(db)

    def warm(self, *, now: dt.datetime) -> None:
        """Prepare what would keep a question waiting: some more items are made ready to be found by meaning."""
        if self._meaning is not None:
            with self._store.read() as db:
                self._meaning.warm(db, today=beijing_day(now))

    def answer(
        self,
        query: Query,
        *,
        now: dt.datetime,
        command: str = "policy",
        asked: Asked | None = None,
        offset: int = 0,
        lexicon: Lexicon | None = None,
    ) -> Answer:
        """Return the answer that a question wants; ``asked`` is what a subcommand asks for, whatever the words say.

        ``lexicon`` are the names that the query was read with, where they are of the same snapshot.
        """
        with self._store.read() as db:
            context = self._open(db, query, now, offset, lexicon)
            question = self._read(context, query, command, asked)
            return _COMPOSERS[question.asked](context, question)

    def search(self, query: Query, *, now: dt.datetime, offset: int = 0) -> PolicyList:
        """Return a page of what matches, policies before other news."""
        with self._store.read() as db:
            context = self._open(db, query, now, offset)
            question = self._read(context, query, "policy", Asked.SEARCH)
            return compose_policy_list(context, context.search(question))

    def find_ids(self, query: Query, *, now: dt.datetime) -> tuple[tuple[str, ...], tuple[str, ...], int]:
        """Get the ids of the items and of the policies that match, in the order of the answer, and the total of items.

        All of them unless the query has a limit.
        """
        with self._store.read() as db:
            context = self._open(db, query, now)
            searched = context.search(self._read(context, query, "policy", None), limit=None)
        chosen = searched.hits[: searched.query.limit] if searched.query.limit else searched.hits
        items = tuple(format_id(IdKind.ITEM, hit.item_id) for hit in chosen)
        return items, tuple(format_id(IdKind.POLICY, each) for each in best_by_policy(chosen)), len(searched.hits)

    def get_policy(self, number: int, *, now: dt.datetime) -> PolicyCard | Absent:
        """Return the card of a policy; a merged one leads on."""
        with self._store.read() as db:
            context = self._open(db, _ALL, now)
            return compose_policy_card(context, find_policy(db, number), format_id(IdKind.POLICY, number))

    def find_document(self, document_number: str, *, now: dt.datetime) -> PolicyCard | Absent:
        """Return the card of the policy with this document number, in any style of brackets."""
        with self._store.read() as db:
            found = find_policy_by_document_number(db, document_number)
            return compose_policy_card(self._open(db, _ALL, now), found, document_number)

    def get_item(self, number: int, *, now: dt.datetime) -> ItemCard | Absent:
        """Return one item, whole."""
        with self._store.read() as db:
            return compose_item_card(self._open(db, _ALL, now), number)

    def get_briefing(
        self, number: int | None, *, now: dt.datetime, offset: int = 0, limit: int | None = None
    ) -> BriefingCard | Absent:
        """Return the card of a briefing with a page of its items; None asks for the latest."""
        with self._store.read() as db:
            return open_briefing(self._open(db, Query(limit=limit), now, offset), number)

    def get_timeline(
        self, number: int, *, now: dt.datetime, offset: int = 0, limit: int | None = None
    ) -> Timeline | Absent:
        """Return the events of a policy, its drafts or final texts, what it builds on and what builds on it."""
        with self._store.read() as db:
            context = self._open(db, Query(limit=limit), now, offset)
            return compose_policy_timeline(context, find_policy(db, number), format_id(IdKind.POLICY, number))

    def show_lists(self, *, now: dt.datetime, name: str = "") -> ListCard | ListOfLists:
        """Return the named lists that whoever asks may use, or the one of this name."""
        lexicon = self.lexicon()
        return show_list(name, lexicon, now=now) if name else show_lists(lexicon, now=now)

    def read_rule(self, query: Query, *, now: dt.datetime) -> Query:
        """Return the filter that a subscription's words stand for, with a note where they are read as a question."""
        today = _day(query, now)
        return read_rule(query, lexicon=self.lexicon(), wording=self._wording, today=today)

    def _open(
        self, db: Database, query: Query, now: dt.datetime, offset: int = 0, lexicon: Lexicon | None = None
    ) -> Context:
        searcher = Searcher(
            lexicon=lexicon or self._lexicons.get(db),
            wording=self._wording,
            today=_day(query, now),
            pinyin=self._pinyin,
            meaning=self._meaning,
            vocabulary=self._vocabulary,
        )
        return Context(
            db=db,
            typed=query,
            searcher=searcher,
            now=now,
            offset=offset,
            page_size=query.limit or self._page_size,
        )

    def _read(self, context: Context, query: Query, command: str, asked: Asked | None) -> Question:
        """Return a query read as a question; what a person asks for by subcommand or filter alone stays as it is."""
        refuse_unknown_topics(query, context.lexicon)
        refuse_unknown_lists(query, context.lexicon)
        question = read_question(
            query,
            lexicon=context.lexicon,
            wording=self._wording,
            today=context.today,
            command=command,
            list_issues=lambda: [_name_issue(each) for each in list_issue_names(context.db)],
        )
        return question if asked is None else replace(question, asked=asked)


_ALL = Query()


def _day(query: Query, now: dt.datetime) -> dt.date:
    return query.as_of or beijing_day(now)


def _name_issue(stored: IssueNames) -> Issue:
    return Issue(
        number=stored.id,
        names=name_issue((stored.publisher, stored.series, stored.title)),
        published_on=stored.published_on,
        first_on=stored.period_start or stored.period_end,
        last_on=stored.period_end or stored.period_start,
    )


def _compare(context: Context, question: Question) -> Answer:
    """Return two or more of a kind side by side; where only one is named, what a search finds."""
    query = question.query
    if query.briefing:
        return find_comparison(context, query)
    are_several = any(len(query.choices(key).include) > 1 for key in COMPARED)
    return compose_comparison(context, query) if are_several else find_policies(context, question)


_COMPOSERS: Mapping[Asked, Callable[[Context, Question], Answer]] = MappingProxyType(
    {
        Asked.SEARCH: find_policies,
        Asked.DUE: find_due,
        Asked.TARGETS: find_policies,
        Asked.TIMELINE: find_timeline,
        Asked.COMPARE: _compare,
        Asked.POLICY: find_policy_card,
        Asked.MINISTRY: find_ministry,
        Asked.MINISTRIES: find_ministries,
        Asked.COMPANY: find_company,
        Asked.COMPANIES: find_companies,
        Asked.BRIEFING: find_briefing,
        Asked.BRIEFINGS: find_briefings,
    }
)
"""What composes the answer to each kind of question."""
