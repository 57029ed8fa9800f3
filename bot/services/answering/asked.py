"""What a question in words is for instead of a search: a policy's card, a briefing, what a body was or became, a list.

Whatever speaks of a briefing ("in the latest issue") is asked of it; see ``bot.domain.queries.question_briefings``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from bot.domain.calendar.day_text import describe_day
from bot.domain.queries.named_questions import find_asked_names, find_succession
from bot.domain.queries.query import Choices, Query, describe_query
from bot.domain.queries.question_briefings import (
    Issue,
    find_asked_issues,
    find_issue_of_month,
    may_name_briefing,
    name_issue,
)
from bot.domain.queries.questions import understand_query
from bot.domain.records.series import briefing_name
from bot.services.answering.rows import find_held
from bot.services.results import NotHeld
from bot.store.briefings import list_briefings_among, list_issue_names

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.wording import Wording
    from bot.domain.records.briefing import Briefing
    from bot.store.database import Database


class AskedKind(Enum):
    """What is asked for."""

    POLICY = "policy"
    LATEST = "latest briefing"
    BRIEFINGS = "briefings"
    MINISTRY = "ministry"
    MINISTRIES = "ministries"
    COMPANIES = "companies"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a question is for, the query that asks for it there, and what is said of the question.

    ``absent`` is the answer where it is for a briefing that is not held.
    """

    kind: AskedKind
    query: Query
    note: str = ""
    absent: NotHeld | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Reads questions with these names and words, on a day in Beijing."""

    lexicon: Lexicon
    wording: Wording
    today: dt.date

    def read(self, db: Database, query: Query) -> Asked | None:
        """Give what a question is for; None for a search."""
        if query.policy.include:
            return self._read_policy(query)
        if query.export or query.as_of:
            return None
        if may_name_briefing(query.terms) and (asked := self._read_briefing(db, query)) is not None:
            return asked
        terms = find_succession(query.terms, self.lexicon, self.wording)
        if terms is not None and query == Query(terms=query.terms):
            return Asked(kind=AskedKind.MINISTRY, query=Query(terms=terms))
        named = (
            None
            if query.sort or query.limit
            else find_asked_names(
                self.restrict(db, query), lexicon=self.lexicon, wording=self.wording, today=self.today
            )
        )
        if named is None:
            return None
        key, meant = named
        return Asked(kind=AskedKind(key), query=meant)

    def restrict(self, db: Database, query: Query) -> Query:
        """Give a question that speaks of a briefing as one that is asked of it; any other as it is."""
        if query.briefing or not may_name_briefing(query.terms):
            return query
        asked = find_asked_issues(query.terms, _list_named_issues(db), self.lexicon, self.wording, self.today)
        if asked is None or asked.is_about or not asked.terms:
            return query
        if asked.numbers is None:
            return replace(query, terms=asked.terms)
        chosen = Choices(include=tuple(map(str, asked.numbers)) or (_NONE,))
        note = f"“{asked.said}” is {_name(db, asked.numbers)}."
        return replace(query, terms=asked.terms, briefing=chosen, notes=(*query.notes, note))

    def _read_policy(self, query: Query) -> Asked | None:
        found = understand_query(query, lexicon=self.lexicon, wording=self.wording, today=self.today)
        words = _words(query)
        asks = found.is_question or words.casefold() in self.wording.openers
        if not asks or len(query.policy.include) != 1 or query != Query(terms=query.terms, policy=query.policy):
            return None
        said = f"Understood: {' · '.join(describe_query(replace(query, terms=()), self.lexicon))}; its card tells"
        note = f"{said} its days, issuers and status. Words left aside: “{words}”."
        return Asked(kind=AskedKind.POLICY, query=query, note=note)

    def _read_briefing(self, db: Database, query: Query) -> Asked | None:
        asked = find_asked_issues(query.terms, _list_named_issues(db), self.lexicon, self.wording, self.today)
        if asked is None:
            return None
        if asked.numbers == ():
            absent = NotHeld(kind="briefing", asked=asked.said, nearest=(), held=find_held(db))
            return Asked(kind=AskedKind.BRIEFINGS, query=query, absent=absent)
        if not asked.is_about or query != Query(terms=query.terms):
            return None
        if asked.numbers is None and not asked.several:
            return Asked(kind=AskedKind.LATEST, query=Query())
        numbers = Choices(include=tuple(map(str, asked.numbers or ())))
        return Asked(kind=AskedKind.BRIEFINGS, query=Query(briefing=numbers))


_NONE = "0"
"""The number of no briefing."""


def _list_named_issues(db: Database) -> list[Issue]:
    """Give the briefings that are no official notices, oldest first, with the names that each goes by."""
    return [
        Issue(
            number=held.id,
            names=name_issue((held.publisher, held.series, held.title)),
            published_on=held.published_on,
            first_on=held.period_start or held.period_end,
            last_on=held.period_end or held.period_start,
        )
        for held in list_issue_names(db)
    ]


def find_numbers_of_month(db: Database, query: Query, today: dt.date) -> tuple[int, ...]:
    """Give the briefings that words of a name and a month or year mean; () for any other text."""
    return find_issue_of_month(query.terms, _list_named_issues(db), today)


def _name(db: Database, numbers: tuple[int, ...]) -> str:
    named = [issue.number for issue in _list_named_issues(db) if issue.number in numbers]
    shown = list_briefings_among(db, named[-_SHOWN:])
    said = [f"{shown[number].shown_id} {_name_dated(shown[number].briefing)}" for number in named[-_SHOWN:]]
    more = f" and {len(named) - len(said)} more" if len(named) > len(said) else ""
    return f"{', '.join(said)}{more}" if said else "no briefing that is held"


def _name_dated(briefing: Briefing) -> str:
    day = f" ({describe_day(briefing.published_on)})" if briefing.published_on else ""
    return f"{briefing_name(briefing)}{day}"


_SHOWN = 3


def _words(query: Query) -> str:
    return " ".join(term.text for term in query.terms if not term.excluded)
