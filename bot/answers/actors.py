"""Who is in the news: the lists of bodies and of companies, and the card of one."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from bot.answers.context import Absent, Choice, Context, choose, name_asked
from bot.answers.follow import find_filter
from bot.answers.lists import PolicyList, compose_comparison, compose_policy_list
from bot.answers.notes import BODY, COMPANY, list_shown_notes
from bot.answers.rows import ItemRow, Page, PolicyRow, list_first, list_policy_rows, list_rows, takes_answers
from bot.names.records import Body, Company
from bot.query.keys import Key
from bot.query.query_record import Choices, Query, describe_restrictions
from bot.query.questions import Question
from bot.query.search_plan import NO_WORDS
from bot.store.notes import NameCount, Note, count_names
from bot.store.policies import list_policies
from bot.store.search import count_matches, find_items

_MOST_OPEN = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyList(Page):
    """The companies in the news, or in the items that match ``understood``; the most recent or most named first."""

    counts: tuple[tuple[Company, NameCount], ...]
    by_count: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class MinistryList(Page):
    """The bodies that briefings name, or the items that match ``understood``; those that issued most first."""

    counts: tuple[tuple[Body, NameCount], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyCard(Page):
    """One company: a page of the items that name it and the policies these are about, newest first.

    ``follow`` is as in ``PolicyList``.
    """

    company: Company
    rows: tuple[PolicyRow | ItemRow, ...]
    team_notes: tuple[Note, ...] = ()
    follow: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MinistryCard(Page):
    """One body: its succession, and a page of what it issued, newest first.

    ``alone`` and ``joint`` count policies; ``with_bodies`` are (body id, policies issued together), most first;
    ``open_drafts`` are the newest of the ``open_total`` that take comments or applications on the day asked.
    ``mentioned`` counts items that only name it.
    """

    body: Body
    predecessors: tuple[Body, ...]
    successors: tuple[Body, ...]
    rows: tuple[PolicyRow, ...]
    alone: int
    joint: int
    with_bodies: tuple[tuple[str, int], ...]
    open_drafts: tuple[PolicyRow, ...]
    open_total: int
    mentioned: int
    team_notes: tuple[Note, ...] = ()
    follow: str | None = None


def find_company(context: Context, question: Question) -> CompanyCard | Absent | Choice:
    """Return the card of the company that a question names; a choice where it names several, the nearest for none."""
    query, name, known = question.query, name_asked(context.typed), context.lexicon.company_by_id
    companies = [known[each] for each in query.company.include if each in known]
    if choice := context.find_choice(companies):
        return choice
    if len(companies) > 1:
        return compose_comparison(context, query)
    if not companies and (companies := _find_spelled(context, name)):
        query = _note_spelling(query, name, companies[0].name)
    if not companies:
        return context.find_absent(question, "company", name)
    card = _compose_company_card(context, companies[0], query)
    return card if card.total else context.absent("company", card.company.name, filters=card.understood)


def _find_spelled(context: Context, name: str) -> list[Company]:
    """Return the company whose name begins so, or almost is so, or whose Chinese name a text is in pinyin."""
    in_pinyin = context.lexicon.find_companies_in_pinyin(name) if context.pinyin else ()
    begun = in_pinyin or context.lexicon.find_companies_begun(name)
    return [*(begun if len(begun) == 1 else context.lexicon.find_companies(context.lexicon.find_spelling(name) or ""))]


def _note_spelling(query: Query, typed: str, meant: str) -> Query:
    return replace(query, notes=(*query.notes, f"Showing results for “{meant}” (you typed “{typed}”)."))


def find_companies(context: Context, question: Question) -> CompanyList | PolicyList:
    """Return the companies that the items of a question name, or those of a country or trade; else what it finds."""
    query, known = question.query, context.lexicon.company_by_id
    narrowed, only = context.narrow(question, choose(query, Key.COMPANY, ())), query.company.include or known
    counts = [each for each in count_names(context.db, "company", among=narrowed.items) if each.id in only]
    if not counts:
        in_words = question if query.terms else replace(question, query=question.plain)
        searched = context.search(in_words)
        if query.terms or searched.hits:
            return compose_policy_list(context, in_words, searched)
    page = context.cut(sorted(counts, key=lambda each: -each.items) if question.wants_most else counts)
    return CompanyList(
        **context.describe_page(len(counts), narrowed.understood, narrowed.notes),
        counts=tuple((known[each.id], each) for each in page),
        by_count=question.wants_most,
    )


def find_ministry(context: Context, question: Question) -> MinistryCard | MinistryList | Absent | Choice:
    """Return the card of the body that a question names; a choice where it names several."""
    query, name, known = question.query, name_asked(context.typed), context.lexicon.body_by_id
    ids = query.ministry.include or query.joint.include[:1] or query.mentions.include
    bodies = [known[each] for each in ids if each in known]
    if choice := context.find_choice(bodies):
        return choice
    if len(bodies) > 1:
        return compose_comparison(context, choose(query, Key.MINISTRY, [each.id for each in bodies]))
    if name and not bodies:  # 财政 is begun of one name only: 财政部
        nearest = () if name.isascii() else context.lexicon.suggest_names(name)
        spelled = nearest[0] if len(nearest) == 1 else context.lexicon.find_spelling(name) or ""
        bodies, query = [*context.lexicon.find_bodies(spelled)], _note_spelling(query, name, spelled)
    if bodies:
        return _compose_ministry_card(context, bodies[0], query)
    return context.find_absent(question, "ministry", name) if name else find_ministries(context, question)


def find_ministries(context: Context, question: Question) -> MinistryList:
    """Return a page of the bodies that the items of a question name, of all items without any word or filter."""
    known, narrowed = context.lexicon.body_by_id, context.narrow(question, question.query)
    counts = [each for each in count_names(context.db, "body", among=narrowed.items) if each.id in known]
    page = context.describe_page(len(counts), narrowed.understood, narrowed.notes)
    return MinistryList(**page, counts=tuple((known[each.id], each) for each in context.cut(counts)))


def _describe_card(context: Context, total: int, asked: Query, rest: Query, subject: str) -> dict[str, Any]:
    """Return what cards have in common: ``asked`` finds their rows, ``rest`` are its filters besides the name."""
    return {
        **context.describe_page(total, describe_restrictions(rest, context.lexicon), asked.notes),
        "team_notes": list_shown_notes(context.db, subject),
        "follow": find_filter(asked, context.lexicon, context.today),
    }


def _compose_company_card(context: Context, company: Company, query: Query) -> CompanyCard:
    rest = replace(query, terms=(), company=Choices())
    asked = replace(rest, company=Choices(include=(company.id,)), sort=query.sort or "date")
    hits = list_first(find_items(context.db, asked, NO_WORDS, today=context.today).hits)
    names = tuple(name for name in company.all_names if name != company.id)  # what is quoted is about the company
    return CompanyCard(
        **_describe_card(context, len(hits), asked, rest, f"{COMPANY}{company.id}"),
        company=company,
        rows=list_rows(context.db, context.cut(hits), now=context.now, words=(names,)),
    )


def _compose_ministry_card(context: Context, body: Body, query: Query) -> MinistryCard:
    db, own = context.db, Choices(include=(body.id,))
    rest = replace(query, terms=(), ministry=Choices(), mentions=Choices(), sort=None, limit=None)
    issued = replace(rest, ministry=own, sort=query.sort or "date")
    found = list_first(find_items(db, issued, NO_WORDS, today=context.today).hits)
    policies = list_policies(db, [hit.policy_id for hit in found if hit.policy_id])
    hits = [hit for hit in found if hit.policy_id in policies]
    others = [{*policy.all_issuers} - {body.id} for policy in policies.values()]
    partners = Counter(each for bodies in others for each in bodies)
    taking = [hit for hit in hits if takes_answers(policies[hit.policy_id or 0], context.now, context.today)]
    named = replace(rest, ministry=Choices(exclude=(body.id,)), mentions=own)
    joint = sum(map(bool, others))
    return MinistryCard(
        **_describe_card(context, len(hits), issued, rest, f"{BODY}{body.id}"),
        body=body,
        predecessors=context.lexicon.predecessors(body.id),
        successors=context.lexicon.successors(body.id),
        rows=list_policy_rows(db, context.cut(hits), now=context.now),
        alone=len(hits) - joint,
        joint=joint,
        with_bodies=tuple(sorted(partners.items(), key=lambda pair: (-pair[1], pair[0]))),
        open_drafts=list_policy_rows(db, taking[:_MOST_OPEN], now=context.now),
        open_total=len(taking),
        mentioned=count_matches(db, named, NO_WORDS, today=context.today),
    )
