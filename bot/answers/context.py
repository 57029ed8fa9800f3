"""What every answer is composed from, and what is said where a name is on no list or means several things."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from bot.answers.rows import Coverage, PolicyRow, find_coverage, list_rows, policy_is_open
from bot.answers.search import LOOSE, Searcher
from bot.model.policy import Policy
from bot.names.records import Body, Company, describe_record
from bot.query.keys import Key
from bot.query.query_record import Choices, Query, describe_restrictions
from bot.query.questions import Question
from bot.query.search_plan import list_meanings
from bot.store.search import Hit

_MOST_OPEN = 5
RowT = TypeVar("RowT")
Narrowed = tuple[frozenset[int] | None, tuple[str, ...], tuple[str, ...]]
"""The numbers of the items that a query finds, None for all, the query in words, and what else is said of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """Nothing is known by this name, or nothing within these ``filters``; so many items have it ``in_words``."""

    kind: str
    asked: str
    coverage: Coverage
    nearest: tuple[str, ...] = ()
    in_words: int = 0
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A name that means several, or several names: the person picks one. ``options`` are (label, command)."""

    asked: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Context(Searcher):
    """Names and search in one state of the store, the query as typed, the moment, and the page that is wanted."""

    typed: Query
    now: dt.datetime
    offset: int
    page_size: int

    @cached_property
    def coverage(self) -> Coverage:
        """What the store has, looked up once."""
        return find_coverage(self.db)

    def turn(
        self, rows: Sequence[RowT], understood: Sequence[str] = (), notes: Sequence[str] = ()
    ) -> tuple[Sequence[RowT], dict[str, Any]]:
        """Return those of all rows that the page has, and the fields of a ``Page``."""
        page = {
            "total": len(rows),
            "offset": self.offset,
            "page_size": self.page_size,
            "asked_on": self.today,
            "coverage": self.coverage,
            "understood": tuple(understood),
            "notes": tuple(dict.fromkeys((*self.typed.notes, *notes))),
        }
        return rows[self.offset : self.offset + self.page_size], page

    def describe(self, query: Query, texts: Sequence[str] = ()) -> tuple[str, ...]:
        """Return what was searched for in words, and the filters."""
        return (*(f"“{text}”" for text in texts), *describe_restrictions(query, self.lexicon, today=self.today))

    def narrow(self, question: Question, query: Query) -> Narrowed:
        """Return the items of a question that is read as ``query``, without those that have but some words."""
        if not query.terms and not query.has_filters:
            return None, (), ()
        found = replace(self, limit=None).search(replace(question, query=query, plain=query))
        items = frozenset(hit.item_id for hit in found.hits if found.step not in LOOSE)
        notes = (*query.notes, *(found.notes if items else ()))
        return items, self.describe(found.query, found.plan.texts), notes

    def list_open(self, hits: Sequence[Hit], policies: Mapping[int, Policy]) -> tuple[tuple[PolicyRow, ...], int]:
        """Return the first of these policies that take comments or applications still, and how many do."""

        def takes(policy: Policy) -> bool:
            last = policy.applications_close_on
            return (last is not None and last >= self.today) or policy_is_open(policy, self.now)

        taking = [hit for hit in hits if (policy := policies.get(hit.policy_id or 0)) and takes(policy)]
        rows = list_rows(self.db, taking[:_MOST_OPEN], now=self.now)
        return tuple(row for row in rows if isinstance(row, PolicyRow)), len(taking)

    def absent(self, kind: str, asked: str, **facts: Any) -> Absent:  # noqa: ANN401  the other fields of Absent
        """Return the answer that nothing is known by a name."""
        return Absent(kind=kind, asked=asked, coverage=self.coverage, **facts)

    def find_absent(self, question: Question, kind: str, name: str) -> Absent:
        """Return what to say of a body or company that is on no list and in no briefing."""
        items = self.narrow(question, Query(terms=question.query.terms))[0] or ()
        return self.absent(kind, name, nearest=self.lexicon.suggest_names(name), in_words=len(items))

    def find_choice(self, named: Sequence[Body | Company]) -> Choice | None:
        """Ask which one is meant where one name typed has several meanings; None where it has not."""
        asked = name_asked(self.typed)
        meant: Sequence[Body | Company] = list_meanings(asked, self.lexicon)
        if not meant and len(named) > 1:
            shared = set.intersection(*(set(each.all_names) for each in named))
            meant, asked = (named, min(shared)) if shared else ((), "")
        commands = (f"company {x.name}" if isinstance(x, Company) else f"ministry {x.name_en}" for x in meant)
        options = tuple((describe_record(each), f"/{command}") for each, command in zip(meant, commands, strict=True))
        return Choice(asked=asked, options=options) if options else None


def name_asked(query: Query) -> str:
    """Return the words of a query as one text, else the value of a key that is on no list of ours."""
    words = " ".join(term.text for term in query.terms if not term.excluded)
    return words or next((value for _, value in query.unknown), "")


def choose(query: Query, key: Key, ids: Sequence[str]) -> Query:
    """Return the query with these ids chosen by a key, in the place of those that were."""
    chosen: dict[str, Any] = {key.value: Choices(include=tuple(ids), exclude=query.choices(key).exclude)}
    return replace(query, **chosen)
