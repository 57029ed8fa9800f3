"""The rows of an answer, each with its source and the sentence that answers, and what an answer says of itself."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.access.licences import cut_item, cut_quote, find_longest_quotes
from bot.answers.quotes import Words, choose_quote, extend_lead
from bot.model.briefing import SECTION_ORDER, Item, PolicyStatus, Section, fold_spaces, list_source_links
from bot.model.deadlines import deadline_is_open
from bot.model.identity import briefing_name
from bot.model.ids import fold
from bot.model.policy import Policy
from bot.store.access import is_narrowed
from bot.store.briefings import (
    StoredBriefing,
    count_sections,
    find_newest_briefing,
    find_reach,
    list_briefings,
    list_covered,
)
from bot.store.database import Database
from bot.store.items import list_items
from bot.store.policies import list_policies
from bot.store.search import Hit

SECTION_NAMES = {
    Section.TOP.value: "item",
    Section.POLICY_NEWS.value: "policy news",
    Section.CORPORATE_NEWS.value: "company news",
    Section.OTHER.value: "other news",
}
UNCOVERED = "You have no briefing for these dates."
"""The note of an answer that found nothing where no briefing could have said anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingRow:
    """A briefing, ``name`` for short, with its counts of items by section and of blocks that could not be read."""

    id: str
    name: str
    publisher: str | None
    series: str | None
    published_on: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None
    source_name: str
    counts: tuple[tuple[str, int], ...]
    unread: int


def build_briefing_row(db: Database, stored: StoredBriefing) -> BriefingRow:
    """Return a briefing as a row."""
    briefing, counted = stored.briefing, count_sections(db, stored.id)
    same = ("publisher", "series", "published_on", "period_start", "period_end", "source_name")
    return BriefingRow(
        **{name: getattr(briefing, name) for name in same},
        id=stored.shown_id,
        name=fold_spaces(briefing_name(briefing)),
        counts=tuple((each.value, counted[each.value]) for each in SECTION_ORDER if each.value in counted),
        unread=len(briefing.unread),
    )


def describe_pages(item: Item) -> str:
    """Return the pages, else the lines: ``p. 5``, ``lines 81–83``; "" for a format that has neither."""
    one, many, span = ("p.", "pp.", item.pages) if item.pages else ("line", "lines", item.lines)
    first, last = span or (0, 0)
    return "" if span is None else f"{one} {first}" if first == last else f"{many} {first}–{last}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """What the store has: how many briefings, from which day to which (inclusive), and the newest of them.

    ``periods`` are the stretches that they cover, in order. ``is_narrowed``: licences hide a part of the store here.
    """

    briefings: int
    period_start: dt.date | None
    period_end: dt.date | None
    newest_id: str | None = None
    newest_name: str | None = None
    newest_on: dt.date | None = None
    periods: tuple[tuple[dt.date, dt.date], ...] = ()
    is_narrowed: bool = False


def find_coverage(db: Database) -> Coverage:
    """Return what may be seen of the store here."""
    (briefings, first, last), newest = find_reach(db), find_newest_briefing(db)
    return Coverage(
        briefings=briefings,
        period_start=first,
        period_end=last,
        newest_id=newest.shown_id if newest else None,
        newest_name=briefing_name(newest.briefing) if newest else None,
        newest_on=newest.briefing.published_on if newest else None,
        periods=list_covered(db),
        is_narrowed=is_narrowed(db),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page of an answer: its first row, of how many rows, and how many a page has; the day it is asked on.

    ``understood`` are the filters in words that rows match, ``notes`` what else is to be said, a line each.
    """

    total: int
    offset: int
    page_size: int
    asked_on: dt.date
    coverage: Coverage
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemRow:
    """An item, and the sentence of it that answers, with the words that ``matched`` in it.

    ``in_comment``: the sentence is the publisher's comment, its view and no fact.
    """

    id: str
    item: Item
    policy_id: str | None
    source: BriefingRow
    sentence: str
    matched: tuple[str, ...] = ()
    in_comment: bool = False

    @property
    def place(self) -> str:
        """The place of the item in its briefing: ``item 4, p. 5``, ``policy news 2, lines 81–83``."""
        stands = f"{SECTION_NAMES[self.item.section]} {self.item.position}"
        return ", ".join(filter(None, (stands, describe_pages(self.item))))

    def find_link(self) -> str | None:
        """Return the first web address that the item gives for what it reports, or None."""
        urls = (link.url or "" for link in list_source_links(self.item))
        return next((url for url in urls if url.startswith(("https://", "http://"))), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyRow:
    """A policy, the item of it that matched best, and its ``others``. ``is_open`` as of the day of asking."""

    policy: Policy
    row: ItemRow
    is_open: bool
    others: tuple[ItemRow, ...] = ()

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        """All its items, the one that matched first."""
        return (self.row, *self.others)


def list_rows(
    db: Database, hits: Sequence[Hit], *, now: dt.datetime, words: Words = (), of_view: bool = False
) -> tuple[PolicyRow | ItemRow, ...]:
    """Return a row for each policy of these hits, with its best hit, and each hit without a policy, in their order.

    ``words`` choose and mark the sentence shown; ``of_view`` takes it from the publisher's comment, if there is one.
    """
    firsts = list_first(hits)
    policies = list_policies(db, [hit.policy_id for hit in firsts if hit.policy_id])
    wanted = [hit.item_id for hit in firsts] + [int(each[1:]) for held in policies.values() for each in held.item_ids]
    rows = {row.id: row for row in list_item_rows(db, list(dict.fromkeys(wanted)), words=words, of_view=of_view)}
    found: list[PolicyRow | ItemRow] = []
    for hit in firsts:
        best, policy = rows.get(f"I{hit.item_id}"), policies.get(hit.policy_id or 0)
        if best and policy:
            every = [rows[each] for each in policy.item_ids if each in rows]
            lead = next((row for row in every if of_view and row.in_comment), best)
            others = tuple(row for row in every if row is not lead)
            found.append(PolicyRow(policy=policy, row=lead, is_open=policy_is_open(policy, now), others=others))
        elif best and best.policy_id is None:
            found.append(best)
    return tuple(found)


def list_item_rows(db: Database, ids: Sequence[int], *, words: Words = (), of_view: bool = False) -> list[ItemRow]:
    """Return the rows of these items in the order asked for, each in so many words as its publisher lets be quoted."""
    items, longest, rows = list_items(db, ids), find_longest_quotes(db), list[ItemRow]()
    briefings = list_briefings(db, {each.briefing_id for each in items})
    sources = {held.id: build_briefing_row(db, held) for held in briefings.values()}
    for stored in items:
        item, held = stored.item, briefings[stored.briefing_id]
        quote = choose_quote(item, words, of_comment=of_view)
        opens = item.headline is None and item.text.startswith(quote.sentence)
        sentence = extend_lead(item, quote.sentence) if opens else quote.sentence  # a short title says nothing alone
        limit = longest.get(fold(held.briefing.publisher or ""))
        if limit is not None:
            sentence, item = cut_quote(sentence, limit), cut_item(item, limit)
            item = replace(item, comment=sentence) if quote.in_comment else item
        row = ItemRow(
            id=stored.shown_id,
            item=item,
            policy_id=f"P{stored.policy_id}" if stored.policy_id else None,
            source=sources[held.id],
            sentence=sentence,
            matched=quote.matched,
            in_comment=quote.in_comment,
        )
        rows.append(row)
    return rows


def list_first(hits: Sequence[Hit]) -> list[Hit]:
    """Return each policy's first hit and the hits without a policy, in the order of the hits."""
    first: dict[int | Hit, Hit] = {}
    for hit in hits:
        first.setdefault(hit.policy_id or hit, hit)
    return list(first.values())


def policy_is_open(policy: Policy, now: dt.datetime) -> bool:
    """Return whether comments on a draft are still taken at this moment."""
    last = policy.comments_close_on
    return policy.status is PolicyStatus.DRAFT_FOR_COMMENT and last is not None and deadline_is_open(last, now)
