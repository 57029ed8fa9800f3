"""The answer where nothing is known by a name: the nearest names, and which days the briefings cover."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.answers.choices import join_words
from bot.answers.context import Context
from bot.answers.search import LOOSE
from bot.answers.sources import Coverage
from bot.names.records import Company
from bot.query.query_record import Choices, Query, describe_restrictions
from bot.query.questions import Question


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """Nothing is known by this name: the nearest names, and the days that the briefings cover.

    ``kind`` is policy, item, ministry, company or briefing. ``known_name`` is the name on our lists where it is on
    one; ``filters`` then are those that leave nothing of it, in words. ``in_words`` counts the items that have the
    words without naming anybody so.
    """

    kind: str
    asked: str
    coverage: Coverage
    nearest: tuple[str, ...] = ()
    known_name: str | None = None
    in_words: int = 0
    filters: tuple[str, ...] = ()


def compose_absent(context: Context, question: Question, kind: str, name: str) -> Absent:
    """Return what to say of a body or company that is on no list and in no briefing."""
    words = join_words(question.query)
    searched = context.search(replace(question, query=Query(terms=question.query.terms))) if words else None
    return Absent(
        kind=kind,
        asked=name,
        coverage=context.coverage,
        nearest=context.lexicon.suggest_names(name),
        in_words=0 if searched is None or searched.step in LOOSE else len(searched.hits),
    )


def compose_known_absent(context: Context, query: Query, company: Company) -> Absent:
    """Return what to say of a company that is on our lists, where nothing that matches names it."""
    filters = describe_restrictions(replace(query, terms=(), company=Choices()), context.lexicon)
    return Absent(
        kind="company",
        asked=company.name,
        coverage=context.coverage,
        known_name=company.name,
        filters=filters,
    )
