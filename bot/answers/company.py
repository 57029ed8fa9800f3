"""The list of the companies in the news, and the card of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.absent import Absent, Choice, compose_absent, join_words, note_spelling, offer_meanings
from bot.answers.context import Context, Narrowed
from bot.answers.follow import find_filter
from bot.answers.lists import PolicyList, compose_policy_list
from bot.answers.notes import COMPANY, list_shown_notes
from bot.answers.rows import ItemRow, Page, PolicyRow, list_item_rows, list_policy_rows
from bot.names.lexicon import Lexicon
from bot.names.records import Company
from bot.query.query_record import OR, Choices, Query, Term, describe_restrictions
from bot.query.questions import Question
from bot.query.search_plan import NO_WORDS, compose_search_plan, list_meanings
from bot.store.notes import Note, count_companies
from bot.store.search import count_matches, search_items


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyCount:
    """A company in the list of companies in the news, with its newest item."""

    company: Company
    items: int
    newest: ItemRow


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyList(Page):
    """The companies in the news, or in the items that match ``understood``; the most recent or most named first."""

    counts: tuple[CompanyCount, ...]
    by_count: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyCard(Page):
    """One company: a page of the items that name it, newest first.

    ``about`` are the policies that the page's items are about. ``follow`` is as in ``PolicyList``.
    """

    company: Company
    rows: tuple[ItemRow, ...]
    about: tuple[PolicyRow, ...]
    team_notes: tuple[Note, ...] = ()
    follow: str | None = None


def find_companies(context: Context, question: Question) -> CompanyList | PolicyList:
    """Return the companies that the items of a question name, or those of a country or trade; else what it finds."""
    query = question.query
    rest = replace(query, company=replace(query.company, include=()))
    narrowed = context.narrow(question, rest)
    found = compose_company_list(context, narrowed, only=query.company.include, by_count=question.wants_most)
    if found.total:
        return found
    if query.terms:
        return compose_policy_list(context, context.search(question))
    words = _name_country(query.company.include, context.lexicon)
    if not words:
        return found
    note = f"{words[0].text}: no company known to be from there is in the news. Showing items that name the country."
    in_words = replace(rest, terms=words, notes=(*rest.notes, note))
    searched = context.search(replace(question, query=in_words, plain=in_words))
    return compose_policy_list(context, searched) if searched.hits else found


def _name_country(companies: Sequence[str], lexicon: Lexicon) -> tuple[Term, ...]:
    """Return the names of the country whose companies these are as words, any of which is enough."""
    homes = {lexicon.company_by_id[each].country for each in companies if each in lexicon.company_by_id}
    names = next((group.names for group in lexicon.groups if homes and homes == {*group.countries}), ())
    return tuple(term for name in names for term in (Term(text=OR), Term(text=name, phrase=True)))[1:]


def find_company(context: Context, question: Question) -> CompanyCard | CompanyList | Absent | Choice:
    """Return the card of the company that a question names; a choice where it names several, the nearest for none."""
    query, known = question.query, context.lexicon.company_by_id
    companies = [known[each] for each in query.company.include if each in known]
    name = join_words(context.typed) or next((value for _, value in query.unknown), "")
    meanings = list_meanings(name, context.lexicon)
    if meanings or len(companies) > 1:
        return offer_meanings(name if meanings else "", meanings or companies)
    group = () if companies else context.lexicon.find_group(name)
    listed = compose_company_list(context, only=[each.id for each in group]) if group else None
    if listed is not None and listed.total:
        return listed
    if not companies and (companies := _find_spelled(context, name)):
        query = note_spelling(query, name, companies[0].name)
    if not companies:
        return compose_absent(context, question, "company", name) if name else compose_company_list(context)
    card = compose_company_card(context, companies[0], query)
    if card.total:
        return card
    return Absent(kind="company", asked=card.company.name, coverage=context.coverage, filters=card.understood)


def _find_spelled(context: Context, name: str) -> list[Company]:
    """Return the company whose name begins so, or almost is so, or whose Chinese name a text is in pinyin."""
    in_pinyin = context.lexicon.find_companies_in_pinyin(name) if context.searcher.pinyin else ()
    begun = in_pinyin or _find_begun(context, name)
    return [*(begun or context.lexicon.find_companies(context.lexicon.find_spelling(name) or ""))][:1]


def _find_begun(context: Context, name: str) -> tuple[Company, ...]:
    """Return the one company whose name begins with these words, which all items that have them name."""
    found = context.lexicon.find_companies_begun(name)
    if len(found) != 1:
        return ()
    plan = compose_search_plan((Term(text=name, phrase=True),), context.lexicon)
    named = Query(company=Choices(include=(found[0].id,)))
    of_it, others = (
        count_matches(context.db, query, plan, today=context.today)
        for query in (named, Query(company=Choices(exclude=named.company.include)))
    )
    return found if of_it and not others else ()


def compose_company_list(
    context: Context, narrowed: Narrowed | None = None, *, only: Sequence[str] = (), by_count: bool = False
) -> CompanyList:
    """Return a page of the companies that all items name, or those that a list is narrowed to; of ``only`` these.

    The most recent stand first, or those named in most items.
    """
    known = context.lexicon.company_by_id
    counted = count_companies(context.db, among=narrowed.items if narrowed else None)
    counts = [each for each in counted if each.id in (only or known)]
    counts = sorted(counts, key=lambda each: -each.items) if by_count else counts
    return CompanyList(
        **context.describe_page(len(counts), narrowed),
        counts=tuple(
            CompanyCount(
                company=known[each.id],
                items=each.items,
                newest=list_item_rows(context.db, [each.newest_item_id])[0],
            )
            for each in context.cut(counts)
        ),
        by_count=by_count,
    )


def compose_company_card(context: Context, company: Company, query: Query) -> CompanyCard:
    """Return one company's card; the query's other filters restrict what is listed."""
    db = context.db
    asked = replace(query, terms=(), company=Choices(include=(company.id,)), sort=query.sort or "date")
    hits = search_items(db, asked, NO_WORDS, today=context.today)
    page = context.cut(hits)
    understood = describe_restrictions(replace(query, terms=(), company=Choices()), context.lexicon)
    return CompanyCard(
        **context.describe_page(len(hits), understood=understood, notes=query.notes),
        company=company,
        rows=tuple(list_item_rows(db, [hit.item_id for hit in page])),
        about=tuple(list_policy_rows(db, page, now=context.now)),
        team_notes=list_shown_notes(db, f"{COMPANY}{company.id}"),
        follow=find_filter(asked, context.lexicon, context.today),
    )


def _list_names(company: Company) -> tuple[tuple[str, ...]]:
    """Return what an item may call a company, so that what is quoted of it is about that company."""
    return (tuple(name for name in company.all_names if name != company.id),)
