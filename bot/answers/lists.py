"""Lists of policies and news: what a search finds, a timeline of dated events, and several things side by side."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from bot.answers.briefing import BriefingCard, BriefingComparison, find_comparison, open_briefing
from bot.answers.context import Absent, Choice, Context, choose, name_asked
from bot.answers.follow import find_filter
from bot.answers.rows import UNCOVERED, ItemRow, Page, PolicyRow, list_first, list_rows
from bot.answers.search import Searched
from bot.dates.date_words import describe_day
from bot.model.briefing import list_own_targets
from bot.model.policy import PolicyDay, list_days
from bot.query.keys import COMMENT_CLOSED, Key, find_shown_name
from bot.query.query_record import Query, Term, describe_restrictions, describe_unknown, format_query
from bot.query.questions import Asked, Question
from bot.query.search_plan import NO_WORDS, compose_search_plan
from bot.store.briefings import list_briefings
from bot.store.items import list_items
from bot.store.policies import find_policy, list_built, list_kin, list_policies
from bot.store.search import Hit, count_matches, find_items

_MOST_NEAR = 3
_MOST_EVENTS = 400
_COMPARED = {Key.POLICY: "policy", Key.COMPANY: "company", Key.MINISTRY: "ministry", Key.TOPIC: "policy"}
"""What can stand side by side, and the command that opens it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyList(Page):
    """The answer to a search: one page of policies, and of items that are about none.

    ``is_cut``: more match than are listed; ``total_items`` counts all items, None where they are too many. Rows show
    the goals for ``target_years``. ``near`` are no results: other news where ``only_policies`` were asked for, closed
    drafts where nothing is open, else what has some of the words. ``follow`` is the filter of a subscription to the
    same, "" for everything, None where it could never bring anything.
    """

    query_text: str
    rows: tuple[PolicyRow | ItemRow, ...]
    target_years: tuple[int, ...] = ()
    asked_open: bool = False
    only_policies: bool = False
    nearest: tuple[str, ...] = ()
    near: tuple[PolicyRow | ItemRow, ...] = ()
    is_cut: bool = False
    total_items: int | None = None
    follow: str | None = None


def find_policies(context: Context, question: Question) -> PolicyList | BriefingCard:
    """Return a page of what matches; the latest briefing where only days newer than all there is are asked for."""
    query = replace(question.query, sort=question.query.sort or ("due" if question.asked is Asked.DUE else None))
    question = replace(question, query=query)
    searched = context.search(question)
    are_days_alone = question.lifted and replace(query, dates=None, limit=None, sort=None) == Query()
    start, last = query.dates and query.dates.start, context.coverage.period_end
    if are_days_alone and not searched.hits and start and last and start > last:
        card, days = open_briefing(context, None), describe_restrictions(Query(dates=query.dates), context.lexicon)
        if isinstance(card, BriefingCard):
            return replace(card, notes=(f"You have nothing dated {days[0]}. This is your latest briefing.",))
    return compose_policy_list(context, question, searched)


def compose_policy_list(context: Context, question: Question, searched: Searched) -> PolicyList:
    """Return a page of what a search found: policies alone where they are asked for by that word, news beside."""
    query, lexicon = searched.query, context.lexicon
    found, near, how = _order(context, searched), list(searched.near), searched.notes
    if question.wants_policies:
        near = near or [hit for hit in found if hit.policy_id is None]
        found = [hit for hit in found if hit.policy_id is not None]
        how = how if found else ()  # how the news beside it was found is no matter
    asked_open = "draft_for_comment" in query.status.include and COMMENT_CLOSED not in query.status.include
    if asked_open and not found:  # lest a closed draft that is meant be taken for never there
        closed = choose(replace(query, sort="date"), Key.STATUS, [COMMENT_CLOSED])
        near = list(find_items(context.db, closed, searched.plan, today=context.today, limit=_MOST_NEAR).hits)
    notes = [*query.notes, *how, *describe_unknown(query), *question.notes, *_list_notes(context, searched)]
    understood = context.describe(replace(query, as_of=None), searched.plan.texts)
    hits, page = context.turn(found, understood, notes)
    words = tuple(each.marked for each in searched.plan.wanted)
    show = partial(list_rows, context.db, now=context.now, words=words, of_view=question.wants_comment)
    return PolicyList(
        **page,
        query_text=format_query(query, lexicon, moving=True),
        rows=show(hits),
        is_cut=searched.total is None or searched.total > len(searched.hits),
        total_items=searched.total,
        target_years=query.targets,
        asked_open=asked_open,
        only_policies=question.wants_policies,
        near=show([] if context.offset else near[:_MOST_NEAR]),
        nearest=() if searched.hits or not (name := name_asked(query)) else lexicon.suggest_names(name),
        follow=find_filter(query, lexicon, context.today),
    )


def _order(context: Context, searched: Searched) -> list[Hit]:
    """Return each policy once in the order of the hits, by the next goal that lies ahead where goals are asked for.

    Where no words were asked for, which rank all alike, policies come before other news.
    """
    first, query, year = list_first(searched.hits), searched.query, context.today.year
    if not searched.plan.wanted:
        first.sort(key=lambda hit: hit.policy_id is None)
    if query.targets and not (query.terms or query.sort):
        places = {}
        for each in list_items(context.db, [hit.item_id for hit in first]):
            goals = {target.year for target in list_own_targets(each.item)}.intersection(query.targets)
            places[each.id] = min(((goal < year, abs(goal - year)) for goal in goals), default=(True, year))
        first.sort(key=lambda hit: places[hit.item_id])
    return first


def _list_notes(context: Context, searched: Searched) -> list[str]:
    """Return what is said of a search beside its answer, a line each."""
    query, coverage, notes = searched.query, context.coverage, list[str]()
    if query.as_of is not None:
        first, day = coverage.period_start, describe_day(query.as_of)
        known = "" if first is None or first <= query.as_of else f" Your briefings begin on {describe_day(first)}."
        notes.append(f"As of {day}: what is dated up to that day, and drafts open or closed as they were then.{known}")
    topic = context.lexicon.topic_by_id.get(query.topic.include[0]) if len(query.topic.include) == 1 else None
    if searched.hits and topic and not query.terms:  # its words may find more than what is tagged with it
        name, words = topic.name_en.lower(), replace(choose(query, Key.TOPIC, ()), terms=(Term(text=topic.name_en),))
        plan = compose_search_plan(words.terms, context.lexicon)
        counted = count_matches(context.db, words, plan, today=context.today)
        said = f"These are mainly about {name}; as words it finds {counted} items: /policy {name}"
        return [*notes, said] if counted > len(searched.hits) else notes
    if searched.hits:
        return notes
    if coverage.briefings and query.dates and not any(query.dates.meets(*each) for each in coverage.periods):
        notes.append(UNCOVERED)
    held = {0, *list_briefings(context.db, [int(number) for number in query.briefing.include])}
    missing = [f"B{number}" for number in query.briefing.include if int(number) not in held]
    missing += [f"P{number}" for number in query.policy.include if find_policy(context.db, int(number)) is None]
    return notes + [f"There is no {each}." for each in missing]


# A timeline: the dated events of what was found, those ahead first.


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineRow:
    """A day of a policy, or of other news (``day`` None), and the item that says so."""

    on: dt.date
    day: PolicyDay | None
    row: PolicyRow | ItemRow
    said_by: ItemRow

    @property
    def subject(self) -> str:
        """The id of what happened on the day."""
        return self.row.policy.id if isinstance(self.row, PolicyRow) else self.row.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline(Page):
    """A page of events: those ahead, the next first, then what happened; of the policy ``about`` or of all."""

    about: str
    rows: tuple[TimelineRow, ...]
    undated: int


def find_timeline(context: Context, question: Question) -> Timeline | Absent:
    """Return the events of all that matches; of a policy alone those of its kin, and of what builds on what, too."""
    db, typed, about, said = context.db, context.typed, "", list[tuple[str, ...]]()
    if len(typed.policy.include) == 1 and replace(typed, limit=None) == Query(policy=typed.policy):
        policy = find_policy(db, int(typed.policy.include[0]))
        if policy is None:
            return context.absent("policy", f"P{typed.policy.include[0]}")
        about, kin = policy.id, list_policies(db, list_kin(db, [policy.number])).values()
        related = dict.fromkeys((*kin, *chain(*list_built(db, policy.number))))
        rows = list_rows(db, [Hit(int(each.item_ids[0][1:]), each.number) for each in related], now=context.now)
    else:
        every = replace(context, limit=_MOST_EVENTS, offset=0, page_size=_MOST_EVENTS)
        found = compose_policy_list(every, question, every.search(question))
        rows, said = found.rows, [found.understood, found.notes]
    events = list(map(_list_events, rows))
    dated = sorted(chain(*events), key=lambda each: (each.on, each.subject))
    past = [each for each in dated if each.on < context.today]
    shown, page = context.turn([*dated[len(past) :], *reversed(past)], *said)
    return Timeline(**page, about=about, rows=tuple(shown), undated=sum(not each for each in events))


def _list_events(row: PolicyRow | ItemRow) -> list[TimelineRow]:
    if isinstance(row, PolicyRow):
        by_id = {each.id: each for each in row.rows}
        days = list_days([(each.id, each.item) for each in row.rows])
        return [TimelineRow(on=day.on, day=day, row=row, said_by=by_id[day.item_id]) for day in days]
    on = row.item.reported_on
    return [TimelineRow(on=on, day=None, row=row, said_by=row)] if on else []


# Two or more bodies, companies, policies or topics side by side: one to open, each with how many items it has.


def find_sides(
    context: Context, question: Question
) -> Choice | PolicyList | BriefingCard | BriefingComparison | Absent:
    """Return two briefings compared or several of a kind side by side; where only one is named, what a search finds."""
    query = question.query
    if query.briefing:
        return find_comparison(context, question)
    are_several = any(len(query.choices(key).include) > 1 for key in _COMPARED)
    return compose_comparison(context, query) if are_several else find_policies(context, question)


def compose_comparison(context: Context, query: Query) -> Choice:
    """Return the bodies, companies, topics or policies that a query names, each with its items within the filters."""
    key = next(each for each in _COMPARED if len(query.choices(each).include) > 1)
    names, options = list[str](), list[tuple[str, str]]()
    for each in query.choices(key).include:
        side = choose(replace(query, terms=(), sort=None), key, [each])
        policy = find_policy(context.db, int(each)) if key is Key.POLICY else None
        title = f"P{each} {policy.title_en or policy.title_zh or ''}".strip() if policy else ""
        names.append(title or find_shown_name(key, each, context.lexicon))
        count = count_matches(context.db, side, NO_WORDS, today=context.today)
        asked = f"P{each}" if policy else format_query(side, context.lexicon)
        options.append((f"{names[-1]}: {count} item{'' if count == 1 else 's'}", f"/{_COMPARED[key]} {asked}"))
    rest = describe_restrictions(choose(query, key, ()), context.lexicon)
    return Choice(asked=" · ".join((" and ".join(names), *rest)), options=tuple(options))
