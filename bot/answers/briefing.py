"""The list of briefings, the card of one, and what changed between two."""

import datetime as dt
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
    takes_answers,
)
from bot.dates.date_words import describe_day
from bot.model.briefing import SECTION_ORDER, Item, Person, UnreadBlock
from bot.model.changes import DEADLINES, Difference, list_differences
from bot.model.comments import fold_spaces
from bot.model.ids import IdKind, fold, format_id
from bot.model.policy import Policy
from bot.model.series import briefing_name
from bot.query.query_record import Choices, Query, describe_restrictions
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


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingCard(Page):
    """One briefing: a page of its items in its own order, and what could not be read.

    ``open_deadlines`` are the first of the ``open_total`` policies in it that take comments or applications on the day
    asked. With ``understood`` only the items that match it are listed.
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
    found = _compose_list(context, query, narrowed)
    if not found.total and query.terms:
        narrowed = context.narrow(question, query)
        found = _compose_list(context, Query(), narrowed)
    if found.total == 1 and (query.terms or query.dates):
        return open_briefing(context, int(found.rows[0].id[1:]), narrowed)
    if found.total or not (query.terms or query.has_filters):
        return found
    return context.absent("briefing", join_words(query) or " · ".join(describe_restrictions(query, context.lexicon)))


def _compose_list(context: Context, query: Query, narrowed: Narrowed) -> BriefingList:
    """Return a page of the briefings that a query means by days and name, and that have one of some items."""
    found = [each for each in reversed(list_briefings(context.db).values()) if _is_meant(each, query)]
    if narrowed.items is not None:
        having = {item.briefing_id for item in list_items(context.db, sorted(narrowed.items))}
        found = [each for each in found if each.id in having]
    page = context if context.offset < len(found) else replace(context, offset=0)
    rows = tuple(_build_row(context, each) for each in page.cut(found))
    return BriefingList(**page.describe_page(len(found), narrowed.understood, narrowed.notes), rows=rows)


def _build_row(context: Context, stored: StoredBriefing) -> BriefingRow:
    """Return a briefing's row with its counts by section, in the order of the export."""
    briefing, counted = stored.briefing, count_sections(context.db, stored.id)
    return BriefingRow(
        id=stored.shown_id,
        name=briefing_name(briefing),
        publisher=briefing.publisher,
        series=briefing.series,
        published_on=briefing.published_on,
        period_start=briefing.period_start,
        period_end=briefing.period_end,
        counts=tuple((each.value, counted[each.value]) for each in SECTION_ORDER if each.value in counted),
        unread=len(briefing.unread),
    )


def _is_meant(stored: StoredBriefing, query: Query) -> bool:
    """Return whether a briefing has the name, and was published on one of the days or covers one."""
    briefing, name = stored.briefing, fold(briefing_name(stored.briefing))
    first, last = briefing.period_start or briefing.period_end, briefing.period_end or briefing.period_start
    spans = ((first, last), (briefing.published_on, briefing.published_on))
    is_of_days = query.dates is None or any(a and b and query.dates.meets(a, b) for a, b in spans)
    is_chosen = not query.briefing.include or str(stored.id) in query.briefing.include
    return is_of_days and is_chosen and all((fold(term.text) in name) is not term.excluded for term in query.terms)


def find_briefing(context: Context, question: Question) -> BriefingCard | Absent:
    """Return the card of the briefing that a question names, else of the latest, with the items that it asks for."""
    query = question.query
    if question.absent_briefing:
        return context.absent("briefing", question.absent_briefing)
    number = int(query.briefing.include[0]) if query.briefing.include else None
    return open_briefing(context, number, context.narrow(question, replace(query, briefing=Choices())))


def open_briefing(context: Context, number: int | None, narrowed: Narrowed = Narrowed()) -> BriefingCard | Absent:
    """Return a page of a briefing's items, of the latest for None; with only those that it is narrowed to."""
    shown = context.coverage.newest_id if number is None else format_id(IdKind.BRIEFING, number)
    db, number = context.db, int(shown[1:]) if shown else 0
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
        rows=list_item_rows(db, [hit.item_id for hit in context.cut(hits)]),
        open_deadlines=list_policy_rows(db, waiting[:_MOST_OPEN], now=context.now),
        open_total=len(waiting),
        unread=tuple(replace(block, text=cut_quote(block.text, longest)) for block in stored.briefing.unread),
    )


# What a briefing reports otherwise than an earlier one.


def find_comparison(context: Context, query: Query) -> BriefingComparison | Absent:
    """Return what changed between the two briefings that a query names, or between one and the latest."""
    newest = [context.coverage.newest_id[1:]] if context.coverage.newest_id else []
    numbers = [int(number) for number in (*query.briefing.include, *newest)[:2]]
    found = list_briefings(context.db, numbers)
    missing = [format_id(IdKind.BRIEFING, number) for number in numbers if number not in found]
    if missing or len(found) < 2:  # noqa: PLR2004  one alone has nothing beside it
        return context.absent("briefing", " and ".join(missing))
    before, after = sorted(found.values(), key=lambda each: (str(each.briefing.published_on or ""), each.id))
    earlier, later = _list_reports(context, before), _list_reports(context, after)
    policies = list_policies(context.db, sorted({*earlier, *later}))
    changes: dict[str, list[PolicyChange]] = {"new": [], "changed": [], "moved": [], "gone": []}
    for number in dict.fromkeys((*later, *earlier)):
        now, was = later.get(number), earlier.get(number)
        change = PolicyChange(
            policy_id=format_id(IdKind.POLICY, number), name=_name_report(now or earlier[number], policies.get(number))
        )
        if now is None or was is None:
            changes["gone" if now is None else "new"].append(change)
            continue
        differences = [each for each in list_differences(now, was) if not each.is_silence]
        for kind, is_deadline in (("changed", False), ("moved", True)):
            said = [_describe(each) for each in differences if (each.fact in DEADLINES) is is_deadline]
            changes[kind] += [replace(change, said="; ".join(said))] if said else []
    return BriefingComparison(
        before=_build_row(context, before),
        after=_build_row(context, after),
        coverage=context.coverage,
        **{kind: tuple(each) for kind, each in changes.items()},
    )


def _list_reports(context: Context, stored: StoredBriefing) -> dict[int, Item]:
    """Return the first item of a briefing on each policy."""
    reports: dict[int, Item] = {}
    for each in list_items_of(context.db, stored.id):
        if each.policy_id is not None:
            reports.setdefault(each.policy_id, each.item)
    return reports


def _name_report(item: Item, policy: Policy | None) -> str:
    """Return the title of a policy that an item reports on, else what that says."""
    titles = (policy and policy.title_en, item.headline, policy and policy.title_zh, item.text)
    return fold_spaces(next(filter(None, titles)))[:_LONGEST_NAME]


def _describe(difference: Difference) -> str:
    """Return what is said otherwise: ``deadline 5 Jan 2024 (was 22 Dec 2023)``."""
    now, was = (
        ", ".join(describe_day(each) if isinstance(each, dt.date) else each.replace("_", " ") for each in values)
        for values in (difference.now, difference.was)
    )
    return f"{difference.fact.value} {now} (was {was or 'none'})"
