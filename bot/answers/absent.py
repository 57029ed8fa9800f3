"""The answer where nothing is known by a name: the nearest names, and which days the briefings cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.choices import join_words
from bot.answers.context import Context
from bot.answers.nearest import find_nearest_name
from bot.answers.search import LOOSE
from bot.answers.sources import Coverage
from bot.model.series import briefing_name
from bot.names.lexicon import Company
from bot.query.query_record import Choices, Query, describe_restrictions
from bot.query.questions import Question
from bot.query.search_plan import NO_WORDS, SearchPlan
from bot.store.briefings import list_briefings_among
from bot.store.database import Database
from bot.store.items import list_items
from bot.store.search import Hit, search_items

_MOST_NAMED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """Nothing is known by this name: the nearest names, and the days that the briefings cover.

    ``kind`` is policy, item, ministry, company or briefing. ``known_name`` is the name on our lists where it is on
    one; ``filters`` then are those that leave nothing of it, in words, and ``elsewhere`` names the briefings that have
    it where another was asked. ``in_words`` counts the items that have the words without naming anybody so.
    """

    kind: str
    asked: str
    coverage: Coverage
    nearest: tuple[str, ...] = ()
    known_name: str | None = None
    in_words: int = 0
    filters: tuple[str, ...] = ()
    elsewhere: str = ""


def compose_absent(context: Context, question: Question, kind: str, name: str) -> Absent:
    """Return what to say of a body or company that is on no list and in no briefing."""
    words = join_words(question.query)
    searched = context.search(replace(question, query=Query(terms=question.query.terms))) if words else None
    return Absent(
        kind=kind,
        asked=name,
        coverage=context.coverage,
        nearest=find_nearest_name(name, context.lexicon),
        in_words=0 if searched is None or searched.step in LOOSE else len(searched.hits),
    )


def compose_known_absent(context: Context, query: Query, company: Company) -> Absent:
    """Return what to say of a company that is on our lists, where nothing that matches names it."""
    named = replace(query, terms=(), company=Choices(include=(company.id,)))
    return Absent(
        kind="company",
        asked=company.name,
        coverage=context.coverage,
        known_name=company.name,
        filters=describe_restrictions(replace(query, terms=(), company=Choices()), context.lexicon),
        elsewhere=name_briefings_of(context.db, [hit.item_id for hit in find_elsewhere(context, named, NO_WORDS)]),
    )


def find_elsewhere(context: Context, query: Query, plan: SearchPlan) -> tuple[Hit, ...]:
    """Return what matches in other briefings than those the query asks; nothing where it asks all of them."""
    every = replace(query, briefing=Choices(exclude=query.briefing.exclude))
    if not query.briefing.include or not (query.terms or every.has_filters):
        return ()
    return tuple(search_items(context.db, every, plan, today=context.today))


def name_briefings_of(db: Database, items: Sequence[int]) -> str:
    """Return the briefings of these items by id and name, newest first; of many a few and how many more."""
    numbers = {item.briefing_id for item in list_items(db, sorted(items))} if items else set[int]()
    found = list_briefings_among(db, numbers).values() if numbers else ()
    ordered = sorted(found, key=lambda each: (str(each.briefing.published_on or ""), each.id), reverse=True)
    named = [f"{each.shown_id} {briefing_name(each.briefing)}" for each in ordered[:_MOST_NAMED]]
    more = f" and {len(ordered) - _MOST_NAMED} more" if len(ordered) > _MOST_NAMED else ""
    return f"{', '.join(named)}{more}"
