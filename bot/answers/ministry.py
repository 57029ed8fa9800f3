"""The list of the bodies that briefings name, and the card of one."""

from collections import Counter
from dataclasses import dataclass, replace

from bot.answers.context import Absent, Choice, Context, choose, name_asked, note_spelling
from bot.answers.follow import find_filter
from bot.answers.lists import compose_comparison
from bot.answers.notes import BODY, list_shown_notes
from bot.answers.rows import Page, PolicyRow, list_first, list_policy_rows, takes_answers
from bot.names.records import Body
from bot.query.keys import Key
from bot.query.query_record import Choices, Query, describe_query
from bot.query.questions import Question
from bot.query.search_plan import NO_WORDS
from bot.store.notes import Note, count_names
from bot.store.policies import list_policies
from bot.store.search import count_matches, find_items

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
    ``mentioned`` counts items that only name it. Only what matches ``understood`` is counted and listed. ``follow`` as
    in ``PolicyList``.
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


def find_ministry(context: Context, question: Question) -> MinistryCard | MinistryList | Absent | Choice:
    """Return the card of the body that a question names; a choice where it names several."""
    query, name, known = question.query, name_asked(context.typed), context.lexicon.body_by_id
    ids = query.ministry.include or query.joint.include[:1] or query.mentions.include
    bodies = [known[each] for each in ids if each in known]
    if choice := context.find_choice(bodies):
        return choice
    if len(bodies) > 1:
        return compose_comparison(context, choose(query, Key.MINISTRY, tuple(each.id for each in bodies)))
    if name and not bodies:  # 财政 is begun of one name only: 财政部
        nearest = () if name.isascii() else context.lexicon.suggest_names(name)
        spelled = nearest[0] if len(nearest) == 1 else context.lexicon.find_spelling(name) or ""
        bodies, query = [*context.lexicon.find_bodies(spelled)], note_spelling(query, name, spelled)
    if bodies:
        return _compose_card(context, bodies[0], query)
    return context.find_absent(question, "ministry", name) if name else find_ministries(context, question)


def find_ministries(context: Context, question: Question) -> MinistryList:
    """Return a page of the bodies that the items of a question name, of all items without any word or filter."""
    known, narrowed = context.lexicon.body_by_id, context.narrow(question, question.query)
    counted = count_names(context.db, "body", among=narrowed.items)
    counts = [each for each in counted if each.id in known]
    rows = (BodyCount(body=known[each.id], issued=each.issued, named=each.items) for each in context.cut(counts))
    page = context.describe_page(len(counts), narrowed.understood, narrowed.notes)
    return MinistryList(**page, counts=tuple(rows))


def _compose_card(context: Context, body: Body, query: Query) -> MinistryCard:
    """Return one body's card; the query's other filters restrict what is counted and listed."""
    db, own = context.db, Choices(include=(body.id,))
    rest = replace(query, terms=(), ministry=Choices(), mentions=Choices(), sort=None, limit=None, notes=())
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
        **context.describe_page(len(hits), describe_query(rest, context.lexicon), query.notes),
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
        team_notes=list_shown_notes(db, f"{BODY}{body.id}"),
        follow=find_filter(issued, context.lexicon, context.today),
    )
