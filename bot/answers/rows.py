"""The rows of an answer, each with its source and the sentence that answers, and what an answer says of itself."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.access.licences import cut_item, cut_quote, find_longest_quotes
from bot.answers.quotes import Words, choose_quote, extend_lead
from bot.model.briefing import Item, PolicyStatus, Section
from bot.model.comments import fold_spaces
from bot.model.deadlines import deadline_is_open
from bot.model.ids import fold
from bot.model.policy import Policy
from bot.model.series import briefing_name
from bot.store.access import is_narrowed
from bot.store.briefings import StoredBriefing, find_newest_briefing, find_reach, list_briefings, list_covered
from bot.store.database import Database
from bot.store.items import StoredItem, list_items
from bot.store.policies import list_policies
from bot.store.search import Hit

SECTION_NAMES = {
    Section.TOP.value: "item",
    Section.POLICY_NEWS.value: "policy news",
    Section.CORPORATE_NEWS.value: "company news",
    Section.OTHER.value: "other news",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where an item stands: briefing, section and position, pages or lines."""

    briefing_id: str
    publisher: str | None
    series: str | None
    title: str | None
    published_on: dt.date | None
    source_name: str
    section: str
    position: int
    pages: tuple[int, int] | None
    lines: tuple[int, int] | None

    @property
    def name(self) -> str:
        """The name of the publication: publisher and series, else its title, else the file."""
        return fold_spaces(join_series(self.publisher, self.series) or self.title or self.source_name)


def join_series(publisher: str | None, series: str | None) -> str:
    """Return publisher and series as one name, the publisher once: ``MERICS China Industries``, or ""."""
    first, second = fold_spaces(publisher), fold_spaces(series)
    return second if second.casefold().startswith(first.casefold()) else f"{first} {second}".strip()


def describe_pages(source: Source | Item) -> str:
    """Return the pages: ``p. 5``, ``pp. 5–6``; "" for a format without pages."""
    return _describe_span("p.", "pp.", source.pages)


def describe_lines(source: Source | Item) -> str:
    """Return the lines: ``line 81``, ``lines 81–83``; "" for a format without lines."""
    return _describe_span("line", "lines", source.lines)


def describe_place(source: Source) -> str:
    """Return the place inside a source: ``item 4, p. 5``, ``policy news 2, lines 81–83``."""
    place = f"{SECTION_NAMES.get(source.section, 'item')} {source.position}"
    return ", ".join(filter(None, (place, describe_pages(source) or describe_lines(source))))


def _describe_span(one: str, many: str, span: tuple[int, int] | None) -> str:
    first, last = span or (0, 0)
    return "" if span is None else f"{one} {first}" if first == last else f"{many} {first}–{last}"


UNCOVERED = "You have no briefing for these dates."
"""The note of an answer that found nothing where no briefing could have said anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """What the store has: how many briefings, the days from the first to the last (inclusive), and the newest.

    ``periods`` are the stretches of these days that briefings cover (first and last day), in order. ``is_narrowed``:
    licences hide a part of the store where this answer goes, and only the rest is counted.
    """

    briefings: int
    period_start: dt.date | None
    period_end: dt.date | None
    newest_id: str | None
    newest_name: str | None
    newest_on: dt.date | None
    periods: tuple[tuple[dt.date, dt.date], ...] = ()
    is_narrowed: bool = False


def find_coverage(db: Database) -> Coverage:
    """Return how many briefings may be seen here, the days that they cover, and the newest."""
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
    """An item with where it stands, and the sentence of it that answers (``sentence``; ``matched`` words inside it).

    ``in_comment``: the sentence is the publisher's comment, its view and no fact.
    """

    id: str
    item: Item
    policy_id: str | None
    source: Source
    sentence: str
    matched: tuple[str, ...] = ()
    in_comment: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyRow:
    """A policy in a list, the item of it that matched best, and its ``others``. ``is_open`` as of the day of asking."""

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
    numbers = [hit.policy_id for hit in firsts if hit.policy_id]
    policies = list_policies(db, numbers) if numbers else {}
    item_ids = [f"I{hit.item_id}" for hit in firsts] + [each for held in policies.values() for each in held.item_ids]
    wanted = [int(each[1:]) for each in dict.fromkeys(item_ids)]
    rows = {row.id: row for row in list_item_rows(db, wanted, words=words, of_view=of_view)}
    found: list[PolicyRow | ItemRow] = []
    for best, policy in ((rows.get(f"I{hit.item_id}"), policies.get(hit.policy_id or 0)) for hit in firsts):
        if best and best.policy_id is None:
            found.append(best)
        elif best and policy:
            every = [rows[each] for each in policy.item_ids if each in rows]
            lead = next((row for row in every if of_view and row.in_comment), best)
            others = tuple(row for row in every if row.id != lead.id)
            found.append(PolicyRow(policy=policy, row=lead, is_open=policy_is_open(policy, now), others=others))
    return tuple(found)


def list_policy_rows(db: Database, hits: Sequence[Hit], *, now: dt.datetime) -> tuple[PolicyRow, ...]:
    """Return the policies of these hits, each once, with its best hit; hits without a policy are left out."""
    return tuple(row for row in list_rows(db, hits, now=now) if isinstance(row, PolicyRow))


def list_item_rows(
    db: Database, item_ids: Sequence[int], *, words: Words = (), of_view: bool = False
) -> tuple[ItemRow, ...]:
    """Return the rows of these items in the order asked for; ``words`` and ``of_view`` as in ``list_rows``."""
    items = {each.id: each for each in list_items(db, item_ids)} if item_ids else {}
    briefings = list_briefings(db, {each.briefing_id for each in items.values()})
    longest = find_longest_quotes(db)
    found = (items[number] for number in item_ids if number in items)
    return tuple(_build_row(each, briefings[each.briefing_id], longest, words, of_view=of_view) for each in found)


def _build_row(
    stored: StoredItem, held: StoredBriefing, longest: Mapping[str, int], words: Words, *, of_view: bool
) -> ItemRow:
    """Return a row with the sentence that holds most of the words, in so many words as its publisher lets be quoted."""
    item, briefing = stored.item, held.briefing
    limit = longest.get(fold(briefing.publisher or ""))
    quote = choose_quote(item, words, of_comment=of_view)
    opens = item.headline is None and item.text.startswith(quote.sentence)
    sentence = extend_lead(item, quote.sentence) if opens else quote.sentence  # a short title says nothing alone
    if limit is not None:
        sentence, item = cut_quote(sentence, limit), cut_item(item, limit)
        item = replace(item, comment=sentence) if quote.in_comment else item
    source = Source(
        briefing_id=held.shown_id,
        publisher=briefing.publisher,
        series=briefing.series,
        title=briefing.title,
        published_on=briefing.published_on,
        source_name=briefing.source_name,
        section=item.section,
        position=item.position,
        pages=item.pages,
        lines=item.lines,
    )
    return ItemRow(
        id=stored.shown_id,
        item=item,
        policy_id=f"P{stored.policy_id}" if stored.policy_id else None,
        source=source,
        sentence=sentence,
        matched=quote.matched,
        in_comment=quote.in_comment,
    )


def list_first(hits: Sequence[Hit]) -> list[Hit]:
    """Return each policy's first hit and the hits without a policy, in the order of the hits."""
    first: dict[int | Hit, Hit] = {}
    for hit in hits:
        first.setdefault(hit.policy_id or hit, hit)
    return list(first.values())


def policy_is_open(policy: Policy, now: dt.datetime) -> bool:
    """Return whether comments on a draft are still taken at this moment."""
    is_draft = policy.status is PolicyStatus.DRAFT_FOR_COMMENT
    return is_draft and policy.comments_close_on is not None and deadline_is_open(policy.comments_close_on, now)


def takes_answers(policy: Policy, now: dt.datetime, today: dt.date) -> bool:
    """Return whether comments or applications are still taken."""
    last = policy.applications_close_on
    return (last is not None and last >= today) or policy_is_open(policy, now)
