"""The list of briefings, the card of one, and what changed between two."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.access.licences import cut_quote, find_longest_quotes
from bot.answers.context import Absent, Context, Narrowed, join_words
from bot.answers.rows import (
    Coverage,
    ItemRow,
    Page,
    PolicyRow,
    list_first,
    list_item_rows,
    list_policy_rows,
    pick,
    takes_answers,
)
from bot.dates.date_words import describe_day
from bot.model.briefing import SECTION_ORDER, Item, Person, UnreadBlock, fold_spaces
from bot.model.changes import DEADLINES, list_differences
from bot.model.identity import briefing_name
from bot.model.ids import IdKind, fold, format_id
from bot.query.query_record import Choices, Query
from bot.query.questions import Question
from bot.store.briefings import StoredBriefing, count_sections, list_briefings
from bot.store.items import list_items, list_items_of
from bot.store.policies import list_policies
from bot.store.search import Hit

_MOST_OPEN = 5
_LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingRow:
    """A briefing in the list, with its counts of items by section."""

    id: str
    name: str
    publisher: str | None
    series: str | None
    published_on: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None
    counts: tuple[tuple[str, int], ...]
    unread: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingList(Page):
    """All briefings, or those with an item that matches ``understood``; newest first."""

    rows: tuple[BriefingRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingCard(Page):
    """One briefing: a page of its items, or of those that match ``understood``, in its own order.

    ``open_deadlines`` are the first of the ``open_total`` policies in it that take comments or applications on the day
    asked.
    """

    briefing: BriefingRow
    people: tuple[Person, ...]
    rows: tuple[ItemRow, ...]
    open_deadlines: tuple[PolicyRow, ...]
    open_total: int
    unread: tuple[UnreadBlock, ...]


def find_briefings(context: Context, question: Question) -> BriefingList | BriefingCard | Absent:
    """Return the briefings that a question means by days or name, else those that have its words; one alone is opened.

    Filters other than days take those with an item that matches.
    """
    query = question.query
    if question.absent_briefing:
        return context.absent("briefing", question.absent_briefing)
    narrowed = context.narrow(question, replace(query, terms=(), dates=None, briefing=Choices()))
    found = _list_having(context, query, narrowed)
    if not found and query.terms:
        narrowed = context.narrow(question, query)
        found = _list_having(context, Query(), narrowed)
    if len(found) == 1 and (query.terms or query.dates):
        return open_briefing(context, found[0].id, narrowed)
    if not found and (query.terms or query.has_filters):
        return context.absent("briefing", join_words(query) or " · ".join(context.describe(query)))
    rows = tuple(_build_row(context, each) for each in context.cut(found))
    return BriefingList(**context.describe_page(len(found), narrowed.understood, narrowed.notes), rows=rows)


def _list_having(context: Context, query: Query, narrowed: Narrowed) -> list[StoredBriefing]:
    """Return the briefings that a query means by days and name, and that have one of some items, newest first."""
    found = [each for each in reversed(list_briefings(context.db).values()) if _is_meant(each, query)]
    if narrowed.items is None:
        return found
    having = {item.briefing_id for item in list_items(context.db, sorted(narrowed.items))}
    return [each for each in found if each.id in having]


def _is_meant(stored: StoredBriefing, query: Query) -> bool:
    """Return whether a briefing has the name, and was published on one of the days or covers one."""
    briefing, name = stored.briefing, fold(briefing_name(stored.briefing))
    first, last = briefing.period_start or briefing.period_end, briefing.period_end or briefing.period_start
    spans = ((first, last), (briefing.published_on, briefing.published_on))
    is_of_days = query.dates is None or any(a and b and query.dates.meets(a, b) for a, b in spans)
    is_chosen = not query.briefing.include or str(stored.id) in query.briefing.include
    return is_of_days and is_chosen and all((fold(term.text) in name) is not term.excluded for term in query.terms)


def _build_row(context: Context, stored: StoredBriefing) -> BriefingRow:
    briefing, counted = stored.briefing, count_sections(context.db, stored.id)
    return BriefingRow(
        id=stored.shown_id,
        name=briefing_name(briefing),
        counts=tuple((each.value, counted[each.value]) for each in SECTION_ORDER if each.value in counted),
        unread=len(briefing.unread),
        **pick(briefing, "publisher", "series", "published_on", "period_start", "period_end"),
    )


def find_briefing(context: Context, question: Question) -> BriefingCard | Absent:
    """Return the card of the briefing that a question names, else of the latest, with the items that it asks for."""
    query = question.query
    if question.absent_briefing:
        return context.absent("briefing", question.absent_briefing)
    number = int(query.briefing.include[0]) if query.briefing.include else None
    return open_briefing(context, number, context.narrow(question, replace(query, briefing=Choices())))


def open_briefing(context: Context, number: int | None, narrowed: Narrowed | None = None) -> BriefingCard | Absent:
    """Return a page of a briefing's items, of the latest for None; with only those that it is narrowed to."""
    shown = context.coverage.newest_id if number is None else format_id(IdKind.BRIEFING, number)
    db, number, narrowed = context.db, int(shown[1:]) if shown else 0, narrowed or Narrowed()
    stored = list_briefings(db, [number]).get(number)
    if stored is None:
        return context.absent("briefing", shown or "")
    every = [Hit(item_id=item.id, policy_id=item.policy_id) for item in list_items_of(db, number)]
    hits = [hit for hit in every if narrowed.items is None or hit.item_id in narrowed.items]
    policies = list_policies(db, [hit.policy_id for hit in every if hit.policy_id])
    taking = {number for number, each in policies.items() if takes_answers(each, context.now, context.today)}
    waiting = [hit for hit in list_first(every) if hit.policy_id in taking]
    longest = find_longest_quotes(db).get(fold(stored.briefing.publisher or ""))
    return BriefingCard(
        **context.describe_page(len(hits), narrowed.understood, narrowed.notes),
        briefing=_build_row(context, stored),
        people=stored.briefing.people,
        rows=tuple(list_item_rows(db, [hit.item_id for hit in context.cut(hits)])),
        open_deadlines=list_policy_rows(db, waiting[:_MOST_OPEN], now=context.now),
        open_total=len(waiting),
        unread=tuple(replace(block, text=cut_quote(block.text, longest)) for block in stored.briefing.unread),
    )


# What a briefing reports otherwise than an earlier one.


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyChange:
    """A policy that a later briefing reports otherwise than an earlier one; ``said`` is what is different, in words."""

    policy_id: str
    name: str
    said: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingComparison:
    """What a briefing has against an earlier one (``before``), in the briefing's order.

    ``new`` policies, ``changed`` and ``moved`` (a deadline) that both report, ``gone`` that it no longer mentions.
    """

    before: BriefingRow
    after: BriefingRow
    new: tuple[PolicyChange, ...]
    changed: tuple[PolicyChange, ...]
    moved: tuple[PolicyChange, ...]
    gone: tuple[PolicyChange, ...]
    coverage: Coverage


def find_comparison(context: Context, question: Question) -> BriefingComparison | Absent:
    """Return what changed between the two briefings that a question names, or between one and the latest."""
    newest = [context.coverage.newest_id[1:]] if context.coverage.newest_id else []
    numbers = [int(number) for number in (*question.query.briefing.include, *newest)[:2]]
    found = list_briefings(context.db, numbers)
    if len(found) < 2:  # noqa: PLR2004  one alone has nothing beside it
        missing = [format_id(IdKind.BRIEFING, number) for number in numbers if number not in found]
        return context.absent("briefing", " and ".join(missing))
    before, after = sorted(found.values(), key=lambda each: (str(each.briefing.published_on or ""), each.id))
    earlier, later = (
        {each.policy_id: each.item for each in reversed(list_items_of(context.db, held.id)) if each.policy_id}
        for held in (before, after)
    )
    policies = list_policies(context.db, sorted({*earlier, *later}))
    changes: dict[str, list[PolicyChange]] = {"new": [], "changed": [], "moved": [], "gone": []}
    for number in dict.fromkeys((*reversed(later), *reversed(earlier))):
        now, was = later.get(number), earlier.get(number)
        item, policy = now or earlier[number], policies.get(number)
        titles = (policy and policy.title_en, item.headline, policy and policy.title_zh, item.text)
        name = fold_spaces(next(filter(None, titles)))[:_LONGEST_NAME]
        for kind, said in _describe_change(now, was):
            changes[kind].append(PolicyChange(policy_id=format_id(IdKind.POLICY, number), name=name, said=said))
    return BriefingComparison(
        before=_build_row(context, before),
        after=_build_row(context, after),
        coverage=context.coverage,
        **{kind: tuple(each) for kind, each in changes.items()},
    )


def _describe_change(now: Item | None, was: Item | None) -> Iterator[tuple[str, str]]:
    """Yield how a report differs, and what it says otherwise: ``deadline 5 Jan 2024 (was 22 Dec 2023)``."""
    if now is None or was is None:
        yield "gone" if now is None else "new", ""
        return

    def join(values: tuple[dt.date | str, ...]) -> str:
        return ", ".join(describe_day(each) if isinstance(each, dt.date) else each.replace("_", " ") for each in values)

    differences = [each for each in list_differences(now, was) if not each.is_silence]
    for kind, is_deadline in (("changed", False), ("moved", True)):
        of_kind = (each for each in differences if (each.fact in DEADLINES) is is_deadline)
        if said := [f"{each.fact} {join(each.now)} (was {join(each.was) or 'none'})" for each in of_kind]:
            yield kind, "; ".join(said)
