"""What every answer is composed from, and the items that a list or a card is narrowed to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from bot.answers.rows import Coverage, find_coverage
from bot.answers.search import LOOKED_AT, LOOSE, Searched, Searcher
from bot.names.lexicon import Lexicon
from bot.query.query_record import Query, describe_restrictions
from bot.query.questions import Question
from bot.query.search_plan import NO_WORDS
from bot.store.database import Database
from bot.store.search import search_items

RowT = TypeVar("RowT")


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowed:
    """The numbers of the items that a query finds, the query in words, and what else is to be said of it."""

    items: frozenset[int]
    understood: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Context:
    """One state of the store, the query as typed, the names and the search, the moment, and the page that is wanted."""

    db: Database
    typed: Query
    searcher: Searcher
    now: dt.datetime
    offset: int
    page_size: int

    @property
    def lexicon(self) -> Lexicon:
        """All names that we know."""
        return self.searcher.lexicon

    @property
    def today(self) -> dt.date:
        """The day of asking in Beijing, or the day of ``asof:``."""
        return self.searcher.today

    @cached_property
    def coverage(self) -> Coverage:
        """What the store has, looked up once."""
        return find_coverage(self.db)

    def cut(self, rows: Sequence[RowT]) -> Sequence[RowT]:
        """Return the rows of the page that is wanted."""
        return rows[self.offset : self.offset + self.page_size]

    def describe_page(
        self,
        total: int,
        narrowed: Narrowed | None = None,
        *,
        understood: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        """Return the fields of a ``Page`` of so many rows, that are all there are or what a query narrows them to."""
        found = narrowed or Narrowed(items=frozenset(), understood=understood, notes=notes)
        return {
            "total": total,
            "offset": self.offset,
            "page_size": self.page_size,
            "asked_on": self.today,
            "coverage": self.coverage,
            "understood": found.understood,
            "notes": tuple(dict.fromkeys((*self.typed.notes, *found.notes))),
        }

    def search(self, question: Question, *, limit: int | None = LOOKED_AT) -> Searched:
        """Return what a question finds, in as many steps as it takes."""
        return replace(self.searcher, limit=limit).search(self.db, question)

    def describe_searched(self, searched: Searched) -> tuple[str, ...]:
        """Return what was searched for in words, a known name as one, and the filters."""
        words = (f"“{text}”" for text in searched.plan.texts)
        return (*words, *describe_restrictions(searched.query, self.lexicon, today=self.today))

    def narrow(self, question: Question, query: Query) -> Narrowed | None:
        """Return the items of a question that is read as ``query``; None where that asks for nothing, so for all.

        Items that have only some of the words are none of them.
        """
        if not query.terms and not query.has_filters:
            return None
        if not query.terms:
            hits = search_items(self.db, query, NO_WORDS, today=self.today)
            words = describe_restrictions(query, self.lexicon, today=self.today)
            return Narrowed(items=frozenset(hit.item_id for hit in hits), understood=words, notes=query.notes)
        searched = self.search(replace(question, query=query, plain=query), limit=None)
        found = frozenset[int]() if searched.step in LOOSE else frozenset(hit.item_id for hit in searched.hits)
        notes = (*query.notes, *(searched.notes if found else ()))
        return Narrowed(items=found, understood=self.describe_searched(searched), notes=notes)
