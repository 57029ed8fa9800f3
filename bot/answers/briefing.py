"""The list of briefings, the card of one, and what changed between two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.access.licences import cut_quote, find_longest_quotes
from bot.answers.absent import Absent, join_words
from bot.answers.context import Context, Narrowed
from bot.answers.rows import ItemRow, PolicyRow, best_by_policy, list_item_rows, list_policy_rows, takes_answers
from bot.answers.sources import Coverage, Page
from bot.dates.date_words import describe_day
from bot.errors import NotFoundError
from bot.model.briefing import SECTION_ORDER, Briefing, Item, Person, UnreadBlock
from bot.model.deadlines import DateRange
from bot.model.ids import IdKind, fold, format_id
from bot.model.policy import Policy
from bot.model.series import briefing_name
from bot.query.query_record import Choices, Query, describe_restrictions
from bot.query.questions import Question
from bot.store.briefings import StoredBriefing, find_briefing_before, get_briefing, list_briefings, list_briefings_among
from bot.store.items import StoredItem, list_briefing_item_ids, list_items
from bot.store.policies import list_policies
from bot.store.search import Hit
from bot.store.surveys import count_sections, list_hits_of, list_policy_gists

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
    asked; ``news`` is against the briefing before it. With ``understood`` only the items that match it are listed.
    """

    briefing: BriefingRow
    people: tuple[Person, ...]
    rows: tuple[ItemRow, ...]
    open_deadlines: tuple[PolicyRow, ...]
    open_total: int
    unread: tuple[UnreadBlock, ...]
    news: BriefingComparison | None = None


def compose_briefing_list(
    context: Context, query: Query | None = None, narrowed: Narrowed | None = None
) -> BriefingList:
    """Return a page of the briefings that a query means by days and name, newest first.

    With ``narrowed`` only those that have one of these items.
    """
    having = {item.briefing_id for item in list_items(context.db, sorted(narrowed.items))} if narrowed else None
    chosen = [
        each
        for each in reversed(list_briefings(context.db))
        if (query is None or _is_meant(each, query)) and (having is None or each.id in having)
    ]
    page = context if context.offset < len(chosen) else replace(context, offset=0)
    rows = (build_briefing_row(context, each) for each in page.cut(chosen))
    return BriefingList(**page.describe_page(len(chosen), narrowed), rows=tuple(rows))


def build_briefing_row(context: Context, stored: StoredBriefing) -> BriefingRow:
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
    name = fold(briefing_name(stored.briefing))
    if query.dates and not _is_of(stored.briefing, query.dates):
        return False
    if query.briefing.include and str(stored.id) not in query.briefing.include:
        return False
    return all((fold(term.text) in name) is not term.excluded for term in query.terms)


def _is_of(briefing: Briefing, dates: DateRange) -> bool:
    """Return whether a briefing was published on one of these days or covers one."""
    first, last = briefing.period_start or briefing.period_end, briefing.period_end or briefing.period_start
    covers = first is not None and last is not None and dates.meets(first, last)
    return covers or (briefing.published_on is not None and dates.contains(briefing.published_on))


def find_briefings(context: Context, question: Question) -> BriefingList | BriefingCard | Absent:
    """Return the briefings that a question means by days or name, else those that have its words; one alone is opened.

    Filters other than days take those with an item that matches.
    """
    query = question.query
    if question.absent_briefing:
        return Absent(kind="briefing", asked=question.absent_briefing, coverage=context.coverage)
    filters = replace(query, terms=(), dates=None, briefing=Choices())
    narrowed = context.narrow(question, filters)
    found = compose_briefing_list(context, query, narrowed)
    if not found.total and query.terms:
        narrowed = context.narrow(question, query)
        found = compose_briefing_list(context, None, narrowed)
    if found.total == 1 and (query.terms or query.dates):
        return open_briefing(context, int(found.rows[0].id[1:]), narrowed)
    if found.total or not (query.terms or query.has_filters):
        return found
    asked = join_words(query) or " · ".join(describe_restrictions(query, context.lexicon))
    return Absent(kind="briefing", asked=asked, coverage=context.coverage)


def find_briefing(context: Context, question: Question) -> BriefingCard | Absent:
    """Return the card of the briefing that a question names, else of the latest, with the items that it asks for."""
    query = question.query
    if question.absent_briefing:
        return Absent(kind="briefing", asked=question.absent_briefing, coverage=context.coverage)
    number = int(query.briefing.include[0]) if query.briefing.include else None
    return open_briefing(context, number, context.narrow(question, replace(query, briefing=Choices())))


def open_briefing(context: Context, number: int | None, narrowed: Narrowed | None = None) -> BriefingCard | Absent:
    """Return the card of a briefing by number, of the latest for None; with only the items that it is narrowed to."""
    newest = context.coverage.newest_id
    if number is None and newest is None:
        return Absent(kind="briefing", asked="", coverage=context.coverage)
    number = number or int(str(newest)[1:])
    try:
        stored = get_briefing(context.db, number)
    except NotFoundError:
        return Absent(kind="briefing", asked=format_id(IdKind.BRIEFING, number), coverage=context.coverage)
    return compose_briefing_card(context, stored, narrowed)


def compose_briefing_card(context: Context, stored: StoredBriefing, narrowed: Narrowed | None = None) -> BriefingCard:
    """Return a page of one briefing's items, compared with the one before it."""
    db, every = context.db, list_hits_of(context.db, list_briefing_item_ids(context.db, stored.id))
    hits = [hit for hit in every if narrowed is None or hit.item_id in narrowed.items]
    best = best_by_policy(every)
    gists = list_policy_gists(db, best)
    waiting = [
        Hit(item_id=item_id, policy_id=number)
        for number, item_id in best.items()
        if number in gists and takes_answers(gists[number], context.now, context.today)
    ]
    longest = find_longest_quotes(db).get(fold(stored.briefing.publisher or ""))
    before = find_briefing_before(db, stored.id)
    return BriefingCard(
        **context.describe_page(len(hits), narrowed),
        briefing=build_briefing_row(context, stored),
        people=stored.briefing.people,
        rows=tuple(list_item_rows(db, [hit.item_id for hit in context.cut(hits)])),
        open_deadlines=tuple(list_policy_rows(db, waiting[:_MOST_OPEN], now=context.now)),
        open_total=len(waiting),
        unread=tuple(replace(block, text=cut_quote(block.text, longest)) for block in stored.briefing.unread),
        news=compare_briefings(context, before, stored) if before else None,
    )


# What a briefing reports otherwise than an earlier one.


def find_comparison(context: Context, query: Query) -> BriefingComparison | Absent:
    """Return what changed between the two briefings that a query names, or between one and the latest."""
    numbers = [int(number) for number in query.briefing.include[:2]]
    if len(numbers) == 1 and context.coverage.newest_id:
        numbers.append(int(context.coverage.newest_id[1:]))
    found = list_briefings_among(context.db, numbers)
    missing = [format_id(IdKind.BRIEFING, number) for number in numbers if number not in found]
    if missing or len(found) < 2:  # noqa: PLR2004  one alone has nothing beside it
        return Absent(kind="briefing", asked=" and ".join(missing), coverage=context.coverage)
    order = sorted(found.values(), key=lambda each: (str(each.briefing.published_on or ""), each.id))
    return compare_briefings(context, *order)


def compare_briefings(context: Context, before: StoredBriefing, after: StoredBriefing) -> BriefingComparison:
    """Return what the later of two briefings has that the earlier one has not, has otherwise, and has no more."""
    db = context.db
    earlier_ids, later_ids = (list_briefing_item_ids(db, each.id) for each in (before, after))
    earlier, later = _group_by_policy(list_items(db, earlier_ids)), _group_by_policy(list_items(db, later_ids))
    policies = list_policies(db, sorted({*earlier, *later}))
    both = [number for number in later if number in earlier]
    return BriefingComparison(
        before=build_briefing_row(context, before),
        after=build_briefing_row(context, after),
        new=_list_changes(later, policies, {each: "" for each in later if each not in earlier}),
        changed=_list_changes(later, policies, {each: _describe_change(earlier[each], later[each]) for each in both}),
        moved=_list_changes(later, policies, {each: _describe_move(earlier[each], later[each]) for each in both}),
        gone=_list_changes(earlier, policies, {each: "" for each in earlier if each not in later}),
        coverage=context.coverage,
    )


def _group_by_policy(items: Sequence[StoredItem]) -> dict[int, list[Item]]:
    grouped: dict[int, list[Item]] = {}
    for each in items:
        if each.policy_id is not None:
            grouped.setdefault(each.policy_id, []).append(each.item)
    return grouped


def _list_changes(
    items: Mapping[int, list[Item]], policies: Mapping[int, Policy], said: Mapping[int, str | None]
) -> tuple[PolicyChange, ...]:
    """Return the policies of which something is said, by number; None says that nothing changed."""
    return tuple(
        PolicyChange(policy_id=format_id(IdKind.POLICY, number), name=_name(policies.get(number), each[0]), said=words)
        for number, each in items.items()
        if (words := said.get(number)) is not None
    )


def _name(policy: Policy | None, item: Item) -> str:
    titles = (policy.title_en if policy else None, item.headline, policy.title_zh if policy else None, item.text)
    return " ".join(next(title for title in titles if title).split())[:_LONGEST_NAME]


def _describe_change(before: Sequence[Item], after: Sequence[Item]) -> str | None:
    """Return what is said otherwise of status, kind or issuers: ``draft for comment, now issued``; None for nothing."""
    changes = []
    for attribute in ("status", "document_type", "document_number"):
        old, new = (_list_values(items, attribute) for items in (before, after))
        if new and old and new != old:
            changes.append(f"{', '.join(old)}, now {', '.join(new)}")
    old_issuers, new_issuers = (
        tuple(dict.fromkeys(body for item in items for body in item.issuing_bodies)) for items in (before, after)
    )
    if old_issuers and new_issuers and set(old_issuers) != set(new_issuers):
        changes.append(f"issued by {', '.join(old_issuers)}, now by {', '.join(new_issuers)}")
    return "; ".join(changes) or None


def _list_values(items: Sequence[Item], attribute: str) -> list[str]:
    """Return what the items report of their policy, in words, each once; what is unknown is left out."""
    found = (getattr(item.policy, attribute) for item in items if item.policy)
    return list(dict.fromkeys(str(each).replace("_", " ") for each in found if each and str(each) != "unknown"))


def _describe_move(before: Sequence[Item], after: Sequence[Item]) -> str | None:
    """Return the deadlines that are given otherwise: ``comments close 22 Dec 2023, now 5 Jan 2024``; None for none."""
    old, new = ({each.kind: each.on for item in items for each in item.deadlines} for items in (before, after))
    moves = [
        f"{kind.value.replace('_', ' ')} {f'{describe_day(old[kind])}, now ' if kind in old else ''}{describe_day(on)}"
        for kind, on in new.items()
        if old.get(kind) != on
    ]
    return "; ".join(moves) or None
