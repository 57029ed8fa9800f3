"""The list of briefings, the card of one, and what changed between two."""

from dataclasses import dataclass, replace

from bot.access.licences import cut_quote, find_longest_quotes
from bot.answers.context import Absent, Context, Narrowed, name_asked
from bot.answers.rows import (
    BriefingRow,
    Coverage,
    ItemRow,
    Page,
    PolicyRow,
    build_briefing_row,
    list_first,
    list_item_rows,
)
from bot.model.briefing import Item, Person, UnreadBlock
from bot.model.changes import DEADLINES, Difference, list_differences
from bot.model.identity import briefing_name
from bot.model.ids import IdKind, fold, format_id
from bot.query.query_record import Choices
from bot.query.questions import Question
from bot.store.briefings import StoredBriefing, list_briefings
from bot.store.items import list_items, list_items_of
from bot.store.policies import list_policies
from bot.store.search import Hit

CHANGES = ("new", "changed", "moved", "no longer mentioned")
"""How a policy may differ in a later briefing; ``moved`` is a deadline."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingList(Page):
    """All briefings, or those with an item that matches ``understood``; newest first."""

    rows: tuple[BriefingRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingCard(Page):
    """One briefing: a page of its items, or of those that match ``understood``, and what in it is open still."""

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
    every = list(reversed(list_briefings(context.db).values()))
    named = [
        each
        for each in every
        if all((fold(term.text) in fold(briefing_name(each.briefing))) is not term.excluded for term in query.terms)
    ]
    rest = replace(query, terms=() if named else query.terms, dates=None, briefing=Choices())
    narrowed = context.narrow(question, rest)
    having = None if narrowed[0] is None else {each.briefing_id for each in list_items(context.db, sorted(narrowed[0]))}

    def is_meant(stored: StoredBriefing) -> bool:
        briefing = stored.briefing
        first, last = briefing.period_start or briefing.period_end, briefing.period_end or briefing.period_start
        spans = ((first, last), (briefing.published_on, briefing.published_on))
        is_of_days = query.dates is None or any(a and b and query.dates.meets(a, b) for a, b in spans)
        is_chosen = not query.briefing.include or str(stored.id) in query.briefing.include
        return is_of_days and is_chosen and (having is None or stored.id in having)

    found = list(filter(is_meant, named or every))
    if len(found) == 1 and (query.terms or query.dates):
        return open_briefing(context, found[0].id, narrowed)
    if not found and (query.terms or query.has_filters):
        return context.absent("briefing", name_asked(query) or " · ".join(context.describe(query)))
    shown, page = context.turn(found, *narrowed[1:])
    return BriefingList(**page, rows=tuple(build_briefing_row(context.db, each) for each in shown))


def find_briefing(context: Context, question: Question) -> BriefingCard | Absent:
    """Return the card of the briefing that a question names, else of the latest, with the items that it asks for."""
    query = question.query
    if question.absent_briefing:
        return context.absent("briefing", question.absent_briefing)
    number = int(query.briefing.include[0]) if query.briefing.include else None
    return open_briefing(context, number, context.narrow(question, replace(query, briefing=Choices())))


def open_briefing(context: Context, number: int | None, narrowed: Narrowed = (None, (), ())) -> BriefingCard | Absent:
    """Return a page of a briefing's items, of the latest for None; with only those that it is narrowed to, if any."""
    db, (items, *said) = context.db, narrowed
    shown = context.coverage.newest_id or "" if number is None else format_id(IdKind.BRIEFING, number)
    number = int(shown[1:] or 0)
    stored = list_briefings(db, [number]).get(number)
    if stored is None:
        return context.absent("briefing", shown)
    every = [Hit(item_id=item.id, policy_id=item.policy_id) for item in list_items_of(db, number)]
    asked = [hit for hit in every if items is None or hit.item_id in items]
    if every and not asked:
        said = [(), (f"Nothing in it for {' · '.join(narrowed[1])}: this is all of it.",)]
    hits, page = context.turn(asked or every, *said)
    policies = list_policies(db, [hit.policy_id for hit in every if hit.policy_id])
    deadlines, open_total = context.list_open(list_first(every), policies)
    longest = find_longest_quotes(db).get(fold(stored.briefing.publisher or ""))
    return BriefingCard(
        **page,
        briefing=build_briefing_row(context.db, stored),
        people=stored.briefing.people,
        rows=tuple(list_item_rows(db, [hit.item_id for hit in hits])),
        open_deadlines=deadlines,
        open_total=open_total,
        unread=tuple(replace(block, text=cut_quote(block.text, longest)) for block in stored.briefing.unread),
    )


# What a briefing reports otherwise than an earlier one.


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyChange:
    """How a policy differs in a later briefing (``kind``, one of CHANGES), with the item that last reports it."""

    kind: str
    policy_id: str
    item: Item
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingComparison:
    """What a briefing has against an earlier one (``before``), in the briefing's order."""

    before: BriefingRow
    after: BriefingRow
    changes: tuple[PolicyChange, ...]
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
    changes = list[PolicyChange]()
    for number in dict.fromkeys((*reversed(later), *reversed(earlier))):
        now, was = later.get(number), earlier.get(number)
        item, shown = now or earlier[number], format_id(IdKind.POLICY, number)
        for kind, told in _compare(now, was):
            changes.append(PolicyChange(kind=kind, policy_id=shown, item=item, differences=told))
    return BriefingComparison(
        before=build_briefing_row(context.db, before),
        after=build_briefing_row(context.db, after),
        changes=tuple(changes),
        coverage=context.coverage,
    )


def _compare(now: Item | None, was: Item | None) -> list[tuple[str, tuple[Difference, ...]]]:
    """Return how a report differs, with what it says otherwise; what it does not repeat does not change."""
    if now is None or was is None:
        return [("no longer mentioned" if now is None else "new", ())]
    told = [each for each in list_differences(now, was) if not each.is_silence]
    moved = tuple(each for each in told if each.fact in DEADLINES)
    changed = tuple(each for each in told if each not in moved)
    return [(kind, each) for kind, each in (("changed", changed), ("moved", moved)) if each]
