"""A name that is not held: the names near to it, and how many items have its words without naming anybody so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.queries.query import Choices, Query, describe_query
from bot.domain.queries.question_names import is_filler
from bot.domain.queries.search_plan import SearchPlan, compose_search_plan
from bot.services.answering.elsewhere import find_elsewhere, name_briefings_of
from bot.services.answering.nearest import find_nearest_bodies, find_nearest_companies
from bot.services.answering.rows import find_held
from bot.services.results import NotHeld
from bot.store.search import find_items
from bot.store.search_words import list_printed

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Company, Lexicon
    from bot.domain.queries.wording import Wording
    from bot.store.database import Database


def compose_absent_body(
    db: Database, asked: str, query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date
) -> NotHeld:
    """Give what to say of a body by this name, for which ``query`` asks, where none is known."""
    words, count = _count_words(db, query, lexicon, wording, today)
    near = find_nearest_bodies(asked, lexicon)
    return NotHeld(kind="ministry", asked=asked, nearest=near, held=find_held(db), words=words, in_words=count)


def compose_absent_company(
    db: Database,
    asked: str,
    query: Query,
    known: Company | None,
    *,
    lexicon: Lexicon,
    wording: Wording,
    today: dt.date,
) -> NotHeld:
    """Give the same of a company; one that is ``known`` has no nearest names, but filters that leave nothing of it."""
    if known is not None:
        filters = describe_query(replace(query, terms=(), company=Choices()), lexicon)
        return NotHeld(
            kind="company",
            asked=asked or known.name,
            nearest=(),
            held=find_held(db),
            known_name=known.name,
            filters=filters,
            elsewhere=_name_elsewhere(db, query, known, today),
        )
    words, count = _count_words(db, query, lexicon, wording, today)
    near = find_nearest_companies(asked, lexicon)
    return NotHeld(kind="company", asked=asked, nearest=near, held=find_held(db), words=words, in_words=count)


def _name_elsewhere(db: Database, query: Query, known: Company, today: dt.date) -> str:
    """Give the briefings that have a known company where it was asked of another one; "" where none has."""
    named = replace(query, terms=(), company=Choices(include=(known.id,)))
    hits = find_elsewhere(db, named, SearchPlan(wanted=(), excluded=(), marked=()), today=today)
    return name_briefings_of(db, [hit.item_id for hit in hits])


def _count_words(db: Database, query: Query, lexicon: Lexicon, wording: Wording, today: dt.date) -> tuple[str, int]:
    """Give the words without those that only ask, and how many items have them all."""
    terms = tuple(term for term in query.terms if not term.excluded and not is_filler(term, wording))
    if not terms or any(_is_only_stemmed(db, term.text) for term in terms):
        return "", 0
    found = find_items(db, Query(terms=terms), compose_search_plan(terms, lexicon), today=today)
    return " ".join(term.text for term in terms), len(found.hits)


def _is_only_stemmed(db: Database, word: str) -> bool:
    """Tell whether a word is found by its stem alone: the index takes a last y for the i that ends another name."""
    printed = list_printed(db, f"{word[:-1]}i") if word[-1:] in {"y", "Y"} else []
    return bool(printed) and all(each[-1] in {"i", "I"} for each in printed)
