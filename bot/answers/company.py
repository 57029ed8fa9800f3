"""The list of the companies in the news, and the card of one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.context import EVERYTHING, Absent, Choice, Context, Narrowed, name_asked, note_spelling
from bot.answers.follow import find_filter
from bot.answers.lists import PolicyList, compose_comparison, compose_policy_list
from bot.answers.notes import COMPANY, list_shown_notes
from bot.answers.rows import ItemRow, Page, PolicyRow, list_first, list_rows
from bot.names.records import Company
from bot.query.query_record import Choices, Query, describe_restrictions
from bot.query.questions import Question
from bot.query.search_plan import NO_WORDS
from bot.store.notes import Note, count_names
from bot.store.search import find_items


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyCount:
    """A company in the list of companies in the news, with the day of its newest item."""

    company: Company
    items: int
    latest_on: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyList(Page):
    """The companies in the news, or in the items that match ``understood``; the most recent or most named first."""

    counts: tuple[CompanyCount, ...]
    by_count: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyCard(Page):
    """One company: a page of the items that name it and the policies these are about, newest first.

    ``follow`` is as in ``PolicyList``.
    """

    company: Company
    rows: tuple[PolicyRow | ItemRow, ...]
    team_notes: tuple[Note, ...] = ()
    follow: str | None = None


def find_companies(context: Context, question: Question) -> CompanyList | PolicyList:
    """Return the companies that the items of a question name, or those of a country or trade; else what it finds."""
    query, only = question.query, question.query.company.include
    narrowed = context.narrow(question, replace(query, company=replace(query.company, include=())))
    found = _compose_list(context, narrowed, only=only, by_count=question.wants_most)
    if found.total:
        return found
    in_words = question if query.terms else replace(question, query=question.plain)
    searched = context.search(in_words)
    return compose_policy_list(context, in_words, searched) if query.terms or searched.hits else found


def find_company(context: Context, question: Question) -> CompanyCard | CompanyList | Absent | Choice:
    """Return the card of the company that a question names; a choice where it names several, the nearest for none."""
    query, known, name = question.query, context.lexicon.company_by_id, name_asked(context.typed)
    companies = [known[each] for each in query.company.include if each in known]
    if choice := context.find_choice(companies):
        return choice
    if len(companies) > 1:
        return compose_comparison(context, query)
    if not companies and not name:
        return _compose_list(context, EVERYTHING)
    if not companies and (group := context.lexicon.find_group(name)):
        listed = _compose_list(context, EVERYTHING, only=[each.id for each in group])
        if listed.total:
            return listed
    if not companies and (companies := _find_spelled(context, name)):
        query = note_spelling(query, name, companies[0].name)
    if not companies:
        return context.find_absent(question, "company", name)
    card = _compose_card(context, companies[0], query)
    return card if card.total else context.absent("company", card.company.name, filters=card.understood)


def _find_spelled(context: Context, name: str) -> list[Company]:
    """Return the company whose name begins so, or almost is so, or whose Chinese name a text is in pinyin."""
    in_pinyin = context.lexicon.find_companies_in_pinyin(name) if context.pinyin else ()
    begun = in_pinyin or context.lexicon.find_companies_begun(name)
    if len(begun) == 1:
        return [*begun]
    return [*context.lexicon.find_companies(context.lexicon.find_spelling(name) or "")][:1]


def _compose_list(
    context: Context, narrowed: Narrowed, *, only: Sequence[str] = (), by_count: bool = False
) -> CompanyList:
    """Return a page of the companies that some items name, of ``only`` these where there are any.

    The most recent stand first, or those named in most items.
    """
    known = context.lexicon.company_by_id
    counted = count_names(context.db, "company", among=narrowed.items)
    counts = [each for each in counted if each.id in (only or known)]
    page = context.cut(sorted(counts, key=lambda each: -each.items) if by_count else counts)
    rows = (CompanyCount(company=known[each.id], items=each.items, latest_on=each.latest_on) for each in page)
    described = context.describe_page(len(counts), narrowed.understood, narrowed.notes)
    return CompanyList(**described, counts=tuple(rows), by_count=by_count)


def _compose_card(context: Context, company: Company, query: Query) -> CompanyCard:
    """Return one company's card; the query's other filters restrict what is listed."""
    asked = replace(query, terms=(), company=Choices(include=(company.id,)), sort=query.sort or "date")
    hits = list_first(find_items(context.db, asked, NO_WORDS, today=context.today).hits)
    understood = describe_restrictions(replace(query, terms=(), company=Choices()), context.lexicon)
    names = tuple(name for name in company.all_names if name != company.id)  # what is quoted is about the company
    return CompanyCard(
        **context.describe_page(len(hits), understood, query.notes),
        company=company,
        rows=list_rows(context.db, context.cut(hits), now=context.now, words=(names,)),
        team_notes=list_shown_notes(context.db, f"{COMPANY}{company.id}"),
        follow=find_filter(asked, context.lexicon, context.today),
    )
