"""Lists of policies and news: what a search finds, a timeline of dated events, and two or more things side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.absent import Absent, choose, join_words, list_choices
from bot.answers.briefing import BriefingCard, open_briefing
from bot.answers.context import Context
from bot.answers.follow import find_filter
from bot.answers.rows import (
    Coverage,
    ItemRow,
    Page,
    PolicyRow,
    best_by_policy,
    list_item_rows,
    list_policy_rows,
    list_rows,
)
from bot.answers.search import LOOKED_AT, Searched
from bot.dates.date_words import describe_day
from bot.model.comments import list_own_targets
from bot.model.deadlines import Event, EventKind, list_events
from bot.model.ids import IdKind, format_id
from bot.model.policy import Policy
from bot.names.records import spell_id
from bot.query.keys import COMMENT_CLOSED, Key
from bot.query.query_record import Choices, Query, Term, describe_restrictions, describe_unknown, format_query
from bot.query.questions import Question
from bot.query.search_plan import NO_WORDS, compose_search_plan
from bot.store.briefings import list_briefings_among
from bot.store.items import list_items
from bot.store.policies import (
    find_policy,
    list_builds_on,
    list_built_on_by,
    list_policies,
    list_siblings,
    policy_number,
)
from bot.store.search import Hit, count_matches, search_items

_MOST_NEAR = 3
_MOST_EVENTS = 400
COMPARED = (Key.POLICY, Key.COMPANY, Key.MINISTRY)
"""Keys of what can stand side by side."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyList(Page):
    """The answer to a search: one page of policies and other items.

    ``rows`` is the page, each a PolicyRow (items about a policy) or an ItemRow (others); ``total`` counts all rows,
    ``total_items`` all items. ``target_years`` are the years whose goals were asked for: rows then show those goals.
    ``closed_drafts`` matched but are closed, for "nothing open; it closed on ...". ``nearest`` are known names close to
    what was asked, ``near`` rows that have some of it. ``is_cut``: more match than are listed. ``query_text`` is what
    pages ask for again. ``choices`` are the meanings of a name that has several: (label, search for it alone).
    ``follow`` is the filter of a subscription to the same, "" for everything, None where it could never bring anything.
    ``uncovered``: no briefing covers the dates asked for.
    """

    query_text: str
    rows: tuple[PolicyRow | ItemRow, ...]
    total_items: int
    target_years: tuple[int, ...] = ()
    asked_open: bool = False
    closed_drafts: tuple[PolicyRow, ...] = ()
    nearest: tuple[str, ...] = ()
    near: tuple[PolicyRow | ItemRow, ...] = ()
    is_cut: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    follow: str | None = None
    uncovered: bool = False


def find_policies(context: Context, question: Question) -> PolicyList | BriefingCard:
    """Return a page of what matches; the latest briefing where only days newer than all there is are asked for."""
    searched = context.search(question)
    query, last = question.query, context.coverage.period_end
    are_days_alone = question.lifted and replace(query, dates=None, limit=None) == Query()
    if not searched.hits and are_days_alone and query.dates and query.dates.start and last and query.dates.start > last:
        card, days = open_briefing(context, None), describe_restrictions(Query(dates=query.dates), context.lexicon)
        if isinstance(card, BriefingCard):
            return replace(card, notes=(f"You have nothing dated {days[0]}. This is your latest briefing.",))
    return compose_policy_list(context, searched)


def find_due(context: Context, question: Question) -> PolicyList | BriefingCard:
    """Return a page of what matches, the next deadline first."""
    query = replace(question.query, sort=question.query.sort or "due")
    return find_policies(context, replace(question, query=query))


def compose_policy_list(context: Context, searched: Searched) -> PolicyList:
    """Return a page of what a search found, policies before other news where no words rank them."""
    query, hits = searched.query, searched.hits
    ordered = _order(context, searched)
    asked_open = "draft_for_comment" in query.status.include and COMMENT_CLOSED not in query.status.include
    asked = join_words(query) or next((value for _, value in query.unknown), "")
    periods = context.coverage.periods
    return PolicyList(
        **context.describe_page(
            len(ordered),
            understood=context.describe_searched(replace(searched, query=replace(query, as_of=None))),
            notes=(*query.notes, *searched.notes, *_list_notes(context, searched)),
        ),
        query_text=format_query(query, context.lexicon, moving=True),
        rows=_build_rows(context, context.cut(ordered), searched),
        total_items=len(hits) if searched.total is None else searched.total,
        is_cut=searched.total is None or searched.total > len(hits),
        target_years=query.targets,
        asked_open=asked_open,
        closed_drafts=_list_closed(context, searched) if asked_open and (query.terms or not hits) else (),
        near=_build_rows(context, _list_first(searched.near)[:_MOST_NEAR], searched),
        nearest=context.lexicon.suggest_names(asked) if asked and not hits else (),
        uncovered=query.dates is not None and not any(query.dates.meets(*each) for each in periods),
        choices=list_choices(query, context.lexicon, typed=context.typed),
        follow=find_filter(query, context.lexicon, context.today),
    )


def _order(context: Context, searched: Searched) -> list[Hit]:
    """Return each policy once in the order of the hits, by the next goal that lies ahead where goals are asked for.

    Where no words were asked for, which rank all alike, policies come before other news.
    """
    first, query = _list_first(searched.hits), searched.query
    if not searched.plan.wanted:
        first.sort(key=lambda hit: hit.policy_id is None)
    if not query.targets or query.terms or query.sort:
        return first
    items = {each.id: each.item for each in list_items(context.db, [hit.item_id for hit in first])}

    def find_place(hit: Hit) -> tuple[bool, int]:
        goals = {target.year for target in list_own_targets(items[hit.item_id])}.intersection(query.targets)
        ahead = [year for year in goals if year >= context.today.year]
        return not ahead, min(ahead) if ahead else -max(goals, default=0)

    return sorted(first, key=find_place)


def _list_first(hits: Sequence[Hit]) -> list[Hit]:
    """Return each policy's first hit and the hits without a policy, in the order of the hits."""
    best = best_by_policy(hits)
    return [hit for hit in hits if hit.policy_id is None or best[hit.policy_id] == hit.item_id]


def _build_rows(context: Context, hits: Sequence[Hit], searched: Searched) -> tuple[PolicyRow | ItemRow, ...]:
    of_view = searched.question.wants_comment
    return list_rows(context.db, hits, now=context.now, words=searched.words, of_view=of_view) if hits else ()


def _list_notes(context: Context, searched: Searched) -> list[str]:
    """Return what is said of a query beside its answer, a line each."""
    query, notes = searched.query, [*describe_unknown(searched.query), *searched.question.notes]
    if query.as_of is not None:
        first, day = context.coverage.period_start, describe_day(query.as_of)
        known = "" if first is None or first <= query.as_of else f" Your briefings begin on {describe_day(first)}."
        notes.append(f"As of {day}: what is dated up to that day, and drafts open or closed as they were then.{known}")
    if not searched.hits:
        notes += [f"There is no {each}." for each in _list_missing(context, query)]
    elif note := _count_words_of_topic(context, query, len(searched.hits)):
        notes.append(note)
    return notes


def _list_missing(context: Context, query: Query) -> list[str]:
    """Return the ids of the briefings and policies asked for that there are none of."""
    briefings = [int(number) for number in query.briefing.include if int(number)]
    found = list_briefings_among(context.db, briefings) if briefings else {}
    missing = [format_id(IdKind.BRIEFING, number) for number in briefings if number not in found]
    policies = [int(number) for number in query.policy.include if find_policy(context.db, int(number)) is None]
    return missing + [format_id(IdKind.POLICY, number) for number in policies]


def _count_words_of_topic(context: Context, query: Query, found: int) -> str:
    """Say that the words of a topic find more than what is tagged with it; "" where they do not."""
    only = query.topic.include[0] if len(query.topic.include) == 1 else ""
    topic = context.lexicon.topic_by_id.get(only)
    if topic is None or query.terms:
        return ""
    words = replace(query, topic=replace(query.topic, include=()), terms=(Term(text=topic.name_en),))
    counted = count_matches(context.db, words, compose_search_plan(words.terms, context.lexicon), today=context.today)
    name = topic.name_en.lower()
    said = f"These are mainly about {name}; as words it finds {counted} items: /policy {name}"
    return said if counted > found else ""


def _list_closed(context: Context, searched: Searched) -> tuple[PolicyRow, ...]:
    closed = replace(searched.query, status=replace(searched.query.status, include=(COMMENT_CLOSED,)))
    hits = search_items(context.db, closed, searched.plan, today=context.today)[:LOOKED_AT]
    rows = list_policy_rows(context.db, hits, now=context.now)
    return tuple(sorted(rows, key=lambda row: str(row.policy.comments_close_on), reverse=True))


# A timeline: the dated events of what was found, those ahead first.


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineRow:
    """One event, what it happened to, and the item that says so."""

    event: Event
    row: PolicyRow | ItemRow
    said_by: ItemRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline(Page):
    """A page of events: those ahead of ``asked_on``, the next first, then what happened, the newest first.

    They are of the policy ``about`` and its kin, or of all that match. ``undated`` counts what has no date at all,
    ``total`` all events. Where nothing matches, ``nearest`` and ``uncovered`` are as in ``PolicyList``.
    """

    about: str
    rows: tuple[TimelineRow, ...]
    undated: int
    nearest: tuple[str, ...] = ()
    uncovered: bool = False


def find_timeline(context: Context, question: Question) -> Timeline:
    """Return the events of all that matches."""
    searched = context.search(question, limit=_MOST_EVENTS)
    found = compose_policy_list(replace(context, offset=0, page_size=_MOST_EVENTS), searched)
    said = {name: getattr(found, name) for name in ("understood", "notes", "nearest", "uncovered")}
    return replace(_compose_timeline(context, found.rows), **said)


def compose_policy_timeline(context: Context, policy: Policy | None, asked: str) -> Timeline | Absent:
    """Return the events of a policy, its drafts or final texts, what it builds on and what builds on it."""
    if policy is None:
        return Absent(kind="policy", asked=asked, coverage=context.coverage)
    db, own = context.db, policy_number(policy)
    kin = (policy, *list_siblings(db, own), *list_builds_on(db, own), *list_built_on_by(db, own))
    hits = [Hit(item_id=int(each.item_ids[0][1:]), policy_id=policy_number(each)) for each in kin]
    return _compose_timeline(context, list_policy_rows(db, hits, now=context.now), about=policy.id)


def _compose_timeline(context: Context, rows: Sequence[PolicyRow | ItemRow], *, about: str = "") -> Timeline:
    """Return a page of the dated events of these rows, each event once."""
    found: dict[Event, TimelineRow] = {}
    undated = 0
    for row in rows:
        events = _list_events(row)
        undated += not events
        said_by = {each.id: each for each in row.rows} if isinstance(row, PolicyRow) else {row.id: row}
        first = next(iter(said_by.values()))
        for event in events:
            said = said_by.get(event.item_id or "", first)
            found.setdefault(event, TimelineRow(event=event, row=row, said_by=said))
    ahead = sorted((each for each in found if each.on >= context.today), key=lambda each: each.place)
    past = sorted((each for each in found if each.on < context.today), key=lambda each: each.place, reverse=True)
    page = tuple(found[each] for each in context.cut([*ahead, *past]))
    return Timeline(**context.describe_page(len(found)), about=about, rows=page, undated=undated)


def _list_events(row: PolicyRow | ItemRow) -> list[Event]:
    if isinstance(row, PolicyRow):
        return list_events(row.policy, [(each.id, each.item) for each in row.rows])
    on = row.item.reported_on
    return [Event(on=on, kind=EventKind.NEWS, subject=row.id)] if on else []


# Two or more bodies, companies or policies side by side.


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One of what is compared: its name, the command that opens it, and counts with their words for one and many."""

    name: str
    command: str
    counts: tuple[tuple[int, str, str], ...]
    newest: ItemRow | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What is said of several bodies, companies or policies, side by side; ``together`` is a search for what all share.

    ``shared`` counts the items of that search.
    """

    sides: tuple[Compared, ...]
    shared: int
    together: str
    coverage: Coverage
    asked_on: dt.date
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def compose_comparison(context: Context, query: Query) -> Comparison:
    """Return the bodies, companies or policies that a query names side by side, its other filters applied to each."""
    key = next(each for each in COMPARED if len(query.choices(each).include) > 1)
    ids = query.choices(key).include
    rest = choose(replace(query, terms=(), sort="date"), key, ())
    joint = replace(rest, joint=Choices(include=ids)) if key is Key.MINISTRY else None
    return Comparison(
        sides=tuple(_count_side(context, rest, key, each) for each in ids),
        shared=count_matches(context.db, joint, NO_WORDS, today=context.today) if joint else 0,
        together=format_query(replace(joint, sort=None), context.lexicon) if joint else "",
        coverage=context.coverage,
        asked_on=context.today,
        understood=describe_restrictions(rest, context.lexicon),
        notes=query.notes,
    )


def _count_side(context: Context, rest: Query, key: Key, each: str) -> Compared:
    db, lexicon = context.db, context.lexicon
    hits = search_items(db, choose(rest, key, (each,)), NO_WORDS, today=context.today)
    newest = next(iter(list_item_rows(db, [hit.item_id for hit in hits[:1]])), None)
    if key is Key.POLICY:
        policy = list_policies(db, [int(each)]).get(int(each))
        name = f"P{each} {(policy.title_en or policy.title_zh or '') if policy else ''}".strip()
        reports = len(policy.item_ids) if policy else 0
        return Compared(name=name, command=f"/policy P{each}", counts=((reports, "report", "reports"),), newest=newest)
    if key is Key.COMPANY:
        name = lexicon.company_by_id[each].name if each in lexicon.company_by_id else each
        counts = ((len(hits), "item", "items"),)
        return Compared(name=name, command=f"/company {name}", counts=counts, newest=newest)
    issued = len({hit.policy_id for hit in hits} - {None})
    mentions = replace(rest, mentions=Choices(include=(each,)))
    named = count_matches(db, mentions, NO_WORDS, today=context.today)
    both = ((issued, "policy issued", "policies issued"), (named, "item names it", "items name it"))
    return Compared(name=spell_id(each), command=f"/ministry {each}", counts=both, newest=newest)
