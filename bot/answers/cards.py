"""The cards of one policy, item, body and company, and who is in the news: the lists of bodies and of companies."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.answers.context import Absent, Choice, Context, choose, name_asked
from bot.answers.follow import find_filter
from bot.answers.lists import PolicyList, compose_comparison, compose_policy_list
from bot.answers.notes import BODY, COMPANY, list_shown_notes
from bot.answers.rows import Coverage, ItemRow, Page, PolicyRow, list_first, list_item_rows, list_rows, policy_is_open
from bot.model.briefing import PolicyStatus
from bot.model.policy import Policy
from bot.names.records import Body, Company
from bot.query.keys import Key
from bot.query.query_record import Choices, Query, describe_restrictions
from bot.query.questions import Question
from bot.query.search_plan import NO_WORDS
from bot.store.notes import NameCount, Note, count_names
from bot.store.policies import find_policy, list_built, list_kin, list_policies
from bot.store.search import Hit, count_matches, find_items


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyCard:
    """One policy with all that its items say, in the order of date; ``kin`` are others, with what each is to it."""

    policy: Policy
    rows: tuple[ItemRow, ...]
    bodies: tuple[Body, ...]
    is_open: bool
    asked_on: dt.date
    coverage: Coverage
    kin: tuple[tuple[str, Policy], ...] = ()
    notes: tuple[str, ...] = ()
    team_notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemCard:
    """One item, whole; ``policy`` when it is about one."""

    row: ItemRow
    policy: Policy | None
    coverage: Coverage


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
    """One company: a page of the items that name it and the policies these are about, newest first."""

    company: Company
    rows: tuple[PolicyRow | ItemRow, ...]
    team_notes: tuple[Note, ...] = ()
    follow: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MinistryCard(Page):
    """One body: its succession, and a page of what it issued, newest first; ``mentioned`` items only name it."""

    body: Body
    predecessors: tuple[Body, ...]
    successors: tuple[Body, ...]
    rows: tuple[PolicyRow, ...]
    alone: int
    joint: int
    open_drafts: tuple[PolicyRow, ...]
    open_total: int
    mentioned: int
    team_notes: tuple[Note, ...] = ()
    follow: str | None = None


def find_policy_card(context: Context, question: Question) -> PolicyCard | Absent:
    """Return the card of the policy that a question names."""
    number = int(question.query.policy.include[0])
    return compose_policy_card(context, find_policy(context.db, number), f"P{number}")


def compose_policy_card(context: Context, policy: Policy | None, asked: str) -> PolicyCard | Absent:
    """Return the card of a policy; for None that there is no policy by the name ``asked``."""
    if policy is None:
        return context.absent("policy", asked)
    db, known, number = context.db, context.lexicon.body_by_id, policy.number
    others = list_policies(db, list_kin(db, [number]) - {number}).values()
    kin = [("Draft" if each.status is PolicyStatus.DRAFT_FOR_COMMENT else "Final text", each) for each in others]
    for what, policies in zip(("Builds on", "Built on by"), list_built(db, number), strict=True):
        kin += [(what, each) for each in policies]
    rows = list_item_rows(db, [int(item_id[1:]) for item_id in policy.item_ids])
    return PolicyCard(
        policy=policy,
        rows=tuple(sorted(rows, key=lambda row: (str(row.item.reported_on), int(row.id[1:])))),
        bodies=tuple(known[body] for body in policy.issuing_bodies if body in known),
        is_open=policy_is_open(policy, context.now),
        asked_on=context.today,
        coverage=context.coverage,
        kin=tuple(kin),
        notes=context.typed.notes,
        team_notes=list_shown_notes(db, policy.id),
    )


def find_item_card(context: Context, number: int) -> ItemCard | Absent:
    """Return one item, whole."""
    for row in list_item_rows(context.db, [number]):
        policy = find_policy(context.db, int(row.policy_id[1:])) if row.policy_id else None
        return ItemCard(row=row, policy=policy, coverage=context.coverage)
    return context.absent("item", f"I{number}")


# Companies: one by its name, or all that are in the news.


def find_company(context: Context, question: Question) -> CompanyCard | Absent | Choice:
    """Return the card of the company that a question names; a choice where it names several, the nearest for none."""
    query, name, lexicon = question.query, name_asked(context.typed), context.lexicon
    companies = [lexicon.company_by_id[each] for each in query.company.include if each in lexicon.company_by_id]
    if choice := context.find_choice(companies):
        return choice
    if len(companies) > 1:
        return compose_comparison(context, query)
    if not companies:  # its Chinese name in pinyin, its beginning, or spelled almost so
        begun = (context.pinyin and lexicon.find_companies_in_pinyin(name)) or lexicon.find_companies_begun(name)
        found = begun if len(begun) == 1 else lexicon.find_companies(lexicon.find_spelling(name) or "")
        if not found:
            return context.find_absent(question, "company", name)
        companies, query = [*found], _note_spelling(query, name, found[0].name)
    company, rest = companies[0], replace(query, terms=(), company=Choices())
    asked = replace(choose(rest, Key.COMPANY, [company.id]), sort=query.sort or "date")
    every = list_first(find_items(context.db, asked, NO_WORDS, today=context.today).hits)
    hits, page = _turn_card(context, every, asked, rest, f"{COMPANY}{company.id}")
    if not every:
        return context.absent("company", company.name, filters=page["understood"])
    names = tuple(name for name in company.all_names if name != company.id)  # what is quoted is about the company
    return CompanyCard(**page, company=company, rows=list_rows(context.db, hits, now=context.now, words=(names,)))


def _note_spelling(query: Query, typed: str, meant: str) -> Query:
    return replace(query, notes=(*query.notes, f"Showing results for “{meant}” (you typed “{typed}”)."))


def _turn_card(
    context: Context, every: list[Hit], asked: Query, rest: Query, subject: str
) -> tuple[Sequence[Hit], dict[str, Any]]:
    """Return a page of what a body or company has, as ``asked`` finds it: ``rest`` are the filters besides the name."""
    hits, page = context.turn(every, describe_restrictions(rest, context.lexicon), asked.notes)
    follow = find_filter(asked, context.lexicon, context.today)
    return hits, {**page, "team_notes": list_shown_notes(context.db, subject), "follow": follow}


def find_companies(context: Context, question: Question) -> CompanyList | PolicyList:
    """Return the companies that the items of a question name, or those of a country or trade; else what it finds."""
    query, known = question.query, context.lexicon.company_by_id
    items, *said = context.narrow(question, choose(query, Key.COMPANY, ()))
    only = query.company.include or known
    counts = [(known[each.id], each) for each in count_names(context.db, "company", among=items) if each.id in only]
    if not counts:
        in_words = question if query.terms else replace(question, query=question.plain)
        searched = context.search(in_words)
        if query.terms or searched.hits:
            return compose_policy_list(context, in_words, searched)
    if question.wants_most:
        counts.sort(key=lambda each: -each[1].items)
    shown, page = context.turn(counts, *said)
    return CompanyList(**page, counts=tuple(shown), by_count=question.wants_most)


# Bodies: one with what it issued, or all that are named.


def find_ministry(context: Context, question: Question) -> MinistryCard | MinistryList | Absent | Choice:
    """Return the card of the body that a question names; a choice where it names several."""
    query, name, lexicon, known = question.query, name_asked(context.typed), context.lexicon, context.lexicon.body_by_id
    ids = query.ministry.include or query.joint.include[:1] or query.mentions.include
    bodies = [known[each] for each in ids if each in known]
    if choice := context.find_choice(bodies):
        return choice
    if len(bodies) > 1:
        return compose_comparison(context, choose(query, Key.MINISTRY, [each.id for each in bodies]))
    if name and not bodies:  # 财政 is begun of one name only: 财政部
        nearest = () if name.isascii() else lexicon.suggest_names(name)
        spelled = nearest[0] if len(nearest) == 1 else lexicon.find_spelling(name) or ""
        bodies, query = [*lexicon.find_bodies(spelled)], _note_spelling(query, name, spelled)
    if not bodies:
        return context.find_absent(question, "ministry", name) if name else find_ministries(context, question)
    body, db = bodies[0], context.db
    own = Choices(include=(body.id,))
    rest = replace(query, terms=(), ministry=Choices(), mentions=Choices(), sort=None, limit=None)
    issued = replace(rest, ministry=own, sort=query.sort or "date")
    every = [hit for hit in list_first(find_items(db, issued, NO_WORDS, today=context.today).hits) if hit.policy_id]
    policies = list_policies(db, [hit.policy_id for hit in every if hit.policy_id])
    hits, page = _turn_card(context, every, issued, rest, f"{BODY}{body.id}")
    joint = sum(bool({*policy.all_issuers} - {body.id}) for policy in policies.values())
    drafts, open_total = context.list_open(every, policies)
    named = replace(rest, ministry=Choices(exclude=(body.id,)), mentions=own)
    return MinistryCard(
        **page,
        body=body,
        predecessors=lexicon.predecessors(body.id),
        successors=lexicon.successors(body.id),
        rows=tuple(row for row in list_rows(db, hits, now=context.now) if isinstance(row, PolicyRow)),
        alone=len(every) - joint,
        joint=joint,
        open_drafts=drafts,
        open_total=open_total,
        mentioned=count_matches(db, named, NO_WORDS, today=context.today),
    )


def find_ministries(context: Context, question: Question) -> MinistryList:
    """Return a page of the bodies that the items of a question name, of all items without any word or filter."""
    known, (items, *said) = context.lexicon.body_by_id, context.narrow(question, question.query)
    counts = [(known[each.id], each) for each in count_names(context.db, "body", among=items) if each.id in known]
    shown, page = context.turn(counts, *said)
    return MinistryList(**page, counts=tuple(shown))
