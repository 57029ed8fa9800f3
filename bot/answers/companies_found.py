"""Which companies a question is about: those that the items name which its words find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.answers.ministry_cards import compose_company_list
from bot.answers.narrowed import Within
from bot.answers.policy_lists import Page, compose_policy_list, describe_searched
from bot.answers.results import CompanyList, PolicyList
from bot.answers.rows import LOOSE, Searched
from bot.model.briefing import Section
from bot.names.lexicon import Lexicon
from bot.query.query_record import Choices, Query
from bot.store.database import Database

_HOW = "Whether more is said of a company than its name, the sentence below it tells."
_NONE_NAMED = "No company is named in what matches."


def find_firm(searched: Searched, lexicon: Lexicon) -> Within | None:
    """Return the items that a search found by its words; None where it found nothing, or only some of the words."""
    if searched.step in LOOSE:
        return None
    items = frozenset(hit.item_id for hit in searched.found.hits)
    notes = (*searched.query.notes, *searched.notes)
    return Within(items=items, words=describe_searched(searched, lexicon), notes=notes)


def compose_companies_found(
    db: Database, search: Callable[[Query], tuple[Lexicon, Searched]], query: Query, page: Page
) -> CompanyList | PolicyList:
    """Return a page of the companies named in what a search finds, the most recent first; else what it found.

    Where that names none, the news of companies is searched alone, in other words too.
    """
    lexicon, searched = search(query)
    page = replace(page, size=searched.query.limit or page.size)
    named = _list_named(db, lexicon, searched, page)
    if named is None and not query.section:
        news = replace(query, section=Choices(include=(Section.CORPORATE_NEWS.value,)))
        named = _list_named(db, *search(news), page)
    if named is not None:
        return named
    notes = searched.notes if searched.step in LOOSE else (*searched.notes, _NONE_NAMED)
    return compose_policy_list(db, lexicon, replace(searched, notes=notes), page)


def _list_named(db: Database, lexicon: Lexicon, searched: Searched, page: Page) -> CompanyList | None:
    within = find_firm(searched, lexicon)
    if within is None:
        return None
    found = compose_company_list(db, lexicon, within, offset=page.offset, page_size=page.size)
    return replace(found, notes=(*within.notes, _HOW)) if found.total else None


def compose_companies_of(
    db: Database, lexicon: Lexicon, only: frozenset[str], *, offset: int, page_size: int
) -> CompanyList | None:
    """Return a page of those of these companies that are in the news; None where none is."""
    listed = compose_company_list(db, lexicon, offset=offset, page_size=page_size, only=only)
    return listed if listed.total else None
