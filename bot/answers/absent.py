"""The answer where nothing is known by a name: the nearest names, and which days the briefings cover."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.answers.choices import join_words
from bot.answers.context import Context
from bot.answers.search import LOOSE
from bot.answers.sources import Coverage
from bot.query.query_record import Query
from bot.query.questions import Question


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """Nothing is known by this name: the nearest names, and the days that the briefings cover.

    ``kind`` is policy, item, ministry, company or briefing. ``filters`` are those that leave nothing of a name on our
    lists, in words. ``in_words`` counts the items that have the words without naming anybody so.
    """

    kind: str
    asked: str
    coverage: Coverage
    nearest: tuple[str, ...] = ()
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
