"""The list of the bodies that briefings name, and the card of one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dateutil.rrule import MONTHLY, rrule

from bot.answers.absent import Absent, Choice, compose_absent, join_words, note_spelling, offer_meanings
from bot.answers.context import Context
from bot.answers.follow import find_filter
from bot.answers.notes import BODY, list_shown_notes
from bot.answers.rows import Page, PolicyRow, best_by_policy, list_policy_rows, takes_answers
from bot.names.records import Body
from bot.query.query_record import Choices, Query, describe_query, format_query
from bot.query.questions import Question
from bot.query.search_plan import NO_WORDS, list_meanings
from bot.store.notes import Note, count_bodies
from bot.store.search import Hit, count_matches, search_items
from bot.store.surveys import PolicyGist, list_policy_gists

_MOST_OPEN = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyCount:
    """A body in the list of ministries: policies issued and items that name it."""

    body: Body
    issued: int
    named: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MinistryList(Page):
    """The bodies that briefings name, or the items that match ``understood``; those that issued most first."""

    counts: tuple[BodyCount, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MinistryCard(Page):
    """One body: its names and succession, and a page of what it issued, newest first.

    ``alone`` and ``joint`` count policies; ``with_bodies`` are (body id, policies issued together), most first;
    ``open_drafts`` are the newest of the ``open_total`` that take comments or applications on the day asked.
    ``mentioned`` counts items that only name it. ``by_month`` are (first of the month, alone, jointly) from the
    first month to the last. ``only_joint``: ``rows`` are what it
    issued with others. Only what matches ``understood`` is counted and listed; ``filter_text`` is the same as a
    filter. ``follow`` as in ``PolicyList``.
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
    by_month: tuple[tuple[dt.date, int, int], ...] = ()
    only_joint: bool = False
    filter_text: str = ""
    follow: str | None = None


def find_ministry(context: Context, question: Question) -> MinistryCard | MinistryList | Absent | Choice:
    """Return the card of the body that a question names; a choice where it names several."""
    query = question.query
    ids = query.ministry.include or query.joint.include[:1] or query.mentions.include
    bodies = [context.lexicon.body_by_id[each] for each in ids if each in context.lexicon.body_by_id]
    name = join_words(context.typed) or next((value for _, value in query.unknown), "")
    meanings = list_meanings(name, context.lexicon)
    if meanings or len(bodies) > 1:
        return offer_meanings(name if meanings else "", meanings or bodies)
    spelled = _find_spelled(context, name) if name and not bodies else ""
    if found := context.lexicon.find_bodies(spelled):
        bodies, query = [*found], note_spelling(query, name, spelled)
    if bodies:
        return compose_ministry_card(context, bodies[0], query)
    return compose_absent(context, question, "ministry", name) if name else find_ministries(context, question)


def _find_spelled(context: Context, name: str) -> str:
    """Return the name that this almost is, or the only one that it may be in Chinese: 财政 of 财政部."""
    nearest = () if name.isascii() else context.lexicon.suggest_names(name)
    return nearest[0] if len(nearest) == 1 else context.lexicon.find_spelling(name) or ""


def find_ministries(context: Context, question: Question) -> MinistryList:
    """Return a page of the bodies that the items of a question name, of all items without any word or filter."""
    known, narrowed = context.lexicon.body_by_id, context.narrow(question, question.query)
    counted = count_bodies(context.db, among=narrowed.items if narrowed else None)
    counts = [each for each in counted if each.id in known]
    rows = (BodyCount(body=known[each.id], issued=each.issued, named=each.items) for each in context.cut(counts))
    return MinistryList(**context.describe_page(len(counts), narrowed), counts=tuple(rows))


def compose_ministry_card(context: Context, body: Body, query: Query) -> MinistryCard:
    """Return one body's card; the query's other filters restrict what is counted and listed.

    Where the query is for what the body issued jointly, that alone is listed; what is counted stays.
    """
    db, known, own = context.db, context.lexicon.body_by_id, Choices(include=(body.id,))
    only_joint = query.joint.include == (body.id,)
    rest = replace(query, terms=(), ministry=Choices(), mentions=Choices(), sort=None, limit=None, notes=())
    rest = replace(rest, joint=Choices()) if only_joint else rest
    issued = replace(rest, ministry=own, sort=query.sort or "date")
    hits, gists = _list_issued(context, issued)
    jointly = [hit for hit in hits if _is_joint(gists[hit.policy_id or 0], body)]
    partners = Counter(other for hit in jointly for other in gists[hit.policy_id or 0].all_issuers if other != body.id)
    taking = [hit for hit in hits if takes_answers(gists[hit.policy_id or 0], context.now, context.today)]
    shown = jointly if only_joint else hits
    named = replace(rest, ministry=Choices(exclude=(body.id,)), mentions=own)
    understood = describe_query(rest, context.lexicon)
    return MinistryCard(
        **context.describe_page(len(shown), understood=understood, notes=query.notes),
        body=body,
        predecessors=tuple(known[old] for old in body.predecessors if old in known),
        successors=context.lexicon.successors(body.id),
        rows=tuple(list_policy_rows(db, context.cut(shown), now=context.now)),
        alone=len(hits) - len(jointly),
        joint=len(jointly),
        with_bodies=tuple(sorted(partners.items(), key=lambda pair: (-pair[1], pair[0]))),
        open_drafts=tuple(list_policy_rows(db, taking[:_MOST_OPEN], now=context.now)),
        open_total=len(taking),
        mentioned=count_matches(db, named, NO_WORDS, today=context.today),
        team_notes=list_shown_notes(db, f"{BODY}{body.id}"),
        by_month=_count_months(body, gists),
        only_joint=only_joint,
        filter_text=format_query(rest, context.lexicon),
        follow=find_filter(issued, context.lexicon, context.today),
    )


def _list_issued(context: Context, issued: Query) -> tuple[list[Hit], Mapping[int, PolicyGist]]:
    """Return the first report of each policy that a body issued, newest first, and what is counted of each."""
    best = best_by_policy(search_items(context.db, issued, NO_WORDS, today=context.today))
    gists = list_policy_gists(context.db, best)
    return [Hit(item_id=item_id, policy_id=number) for number, item_id in best.items() if number in gists], gists


def _is_joint(gist: PolicyGist, body: Body) -> bool:
    return any(other != body.id for other in gist.all_issuers)


def _count_months(body: Body, gists: Mapping[int, PolicyGist]) -> tuple[tuple[dt.date, int, int], ...]:
    """Return each month from the first to the last with how many were issued alone and jointly, of those dated."""
    dated = ((gist.issued_on, _is_joint(gist, body)) for gist in gists.values())
    counts = Counter((on.replace(day=1), is_joint) for on, is_joint in dated if on)
    months = sorted({month for month, _ in counts})
    every = rrule(MONTHLY, dtstart=months[0], until=months[-1]) if months else ()
    return tuple((each.date(), counts[each.date(), False], counts[each.date(), True]) for each in every)
