"""What a reading comes to: what people decided applied to it, what it leaves to them, and its report.

The first two are called inside the transaction of an ingest, an undo or a decision, around ``decide_changes``.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import BadQueryError
from bot.model.briefing import SECTION_ORDER, Briefing, Item
from bot.model.changes import Change, ItemChange
from bot.model.ids import IdKind, format_id
from bot.model.policy_pairs import LIKELY, PAIR_DAYS, Gist, compose_gist, rate_pair
from bot.model.review import (
    ReviewEntry,
    ReviewKind,
    apply_decisions,
    describe_entry,
    drop_repeated,
    find_layout_doubt,
    list_entries,
)
from bot.model.series import briefing_identity, briefing_name, series_key
from bot.model.used_layout import LayoutDoubt, decide_doubt, explain_doubt
from bot.reading.layout.layouts import describe_layout, parse_layout
from bot.store.database import Database
from bot.store.identity import list_apart
from bot.store.items import StoredItem, find_policy_of, list_items_near
from bot.store.layouts import find_layout
from bot.store.policies import list_policies
from bot.store.review import list_open_entries, list_settled_among, load_settled, replace_entries

_COMPARED = 50
"""Reports around each day that are compared; more of one week are not asked about."""
_SHOWN = 300
_BOTH_KEYS = 0.9
"""How sure it is that a source that prints the number of one policy and the Chinese title of another means both."""

_Near = dict[dt.date, list[tuple[StoredItem, Gist]]]
"""The reports of other briefings around a day."""


def apply_remembered(db: Database, briefing: Briefing) -> Briefing:
    """Return a reading as people have settled it until now."""
    settled = load_settled(db, ReviewKind.COMPANY, ReviewKind.UNCERTAIN)
    return apply_decisions(briefing, settled, identity=briefing_identity(briefing))


def find_layout_state(db: Database, briefing: Briefing) -> LayoutDoubt | None:
    """Return why a person should look at the layout that a briefing was read with, or None."""
    used = briefing.layout
    kept = None if used is None else find_layout(db, used.series)
    return decide_doubt(used, kept.cost if kept else None)


def list_to_check(db: Database, briefing_id: int) -> tuple[str, ...]:
    """Return what a person should look at in a briefing, least certain first, a line each."""
    found, _ = list_open_entries(db, briefing_id=briefing_id)
    return tuple(describe_entry(entry) for entry in found)


def list_for_review(
    db: Database,
    briefing_id: int,
    briefing: Briefing,
    numbers: Sequence[int],
    *,
    refused: Collection[tuple[int, int]],
    identity: str,
    now: dt.datetime,
) -> None:
    """Put on the list what this briefing, stored as it is in force, leaves to people.

    ``numbers`` are those of its items, in their order; ``identity`` is that of the reading as it was read; ``refused``
    are pairs of reports that only a person's word keeps apart.
    """
    subject, subjects = format_id(IdKind.BRIEFING, briefing_id), [format_id(IdKind.ITEM, number) for number in numbers]
    found = list_entries(briefing, identity=identity, series=series_key(briefing), subject=subject, subjects=subjects)
    doubted = find_layout_doubt(briefing, find_layout_state(db, briefing), identity=identity, subject=subject)
    if doubted is not None and not list_settled_among(db, [doubted.key or ""]):
        found = [doubted, *drop_repeated(found)]
    near: _Near = {}
    for number, item in zip(numbers, briefing.items, strict=True):
        own = find_policy_of(db, number) if item.policy else None
        if own is not None:
            found += _find_refused(db, number, item, own, refused)
            found += _find_pair(db, number, item, own, _list_near(db, item, near, besides=briefing_id))
    listed = {entry.key: entry for entry in reversed(found)}  # of two with one key the first
    replace_entries(db, briefing_id, list(listed.values())[::-1], now=now)


def _list_near(db: Database, item: Item, near: _Near, *, besides: int) -> list[tuple[StoredItem, Gist]]:
    day = item.reported_on
    if day is None:
        return []
    if day not in near:
        found = list_items_near(db, day, days=PAIR_DAYS, besides=besides, limit=_COMPARED)
        near[day] = [(each, compose_gist(each.item)) for each in found]
    return near[day]


def _find_refused(
    db: Database, number: int, item: Item, own: int, refused: Collection[tuple[int, int]]
) -> Iterator[ReviewEntry]:
    """Return other policies that the number or the Chinese title of this report leads to, and that it may not unite."""
    others = {each for pair in refused if number in pair for each in pair if each != number}
    leads = {lead for each in others if (lead := find_policy_of(db, each))} - {own}
    for policy, other in list_policies(db, sorted(leads)).items():
        reason = "one is known by its number, the other by its Chinese title, and this source prints both"
        quote = other.title_zh or other.title_en or other.document_number or ""
        yield _build_pair(number, item, (own, policy), confidence=_BOTH_KEYS, reason=reason, quote=quote)


def _find_pair(
    db: Database, number: int, item: Item, own: int, near: Sequence[tuple[StoredItem, Gist]]
) -> Iterator[ReviewEntry]:
    """Return the policy of another briefing that this report is most likely about too, if any is likely."""
    apart = {own, *list_apart(db, own)}
    gist = compose_gist(item)
    rated = [
        (rate_pair(gist, other), -each.policy_id, each)
        for each, other in near
        if each.policy_id and each.policy_id not in apart
    ]
    score, policy, best = max(rated, key=lambda each: each[:2], default=(0.0, 0, None))
    if best is not None and score >= LIKELY:
        reason = "nearly the same words within a week, but no title or number in common"
        quote = best.item.headline or best.item.text[:_SHOWN]
        yield _build_pair(number, item, (own, -policy), confidence=round(score, 2), reason=reason, quote=quote)


def _build_pair(
    number: int, item: Item, pair: tuple[int, int], *, confidence: float, reason: str, quote: str
) -> ReviewEntry:
    one, other = sorted(pair)
    return ReviewEntry(
        kind=ReviewKind.SAME_POLICY,
        key=f"pair:{one}:{other}",
        name=item.headline or item.text[:_SHOWN],
        confidence=confidence,
        reason=reason,
        quote=quote,
        subject=format_id(IdKind.ITEM, number),
        policy_a=one,
        policy_b=other,
    )


_MAX_QUOTED = 80
_MAX_TEXT = 160


class Outcome(StrEnum):
    """What an ingest came to."""

    ADDED = "added"
    CORRECTED = "corrected"
    SAME_TEXT = "same_text"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadItem:
    """An item as it was read, short enough to be looked through: ``text`` is its beginning, ``points`` how many."""

    section: str
    headline: str | None
    text: str
    reported_on: dt.date | None
    issuers: tuple[str, ...]
    points: int
    has_comment: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class LayoutReport:
    """The layout that a briefing was read with, in words and by two of its items; ``doubt`` says why to look at it."""

    words: tuple[str, ...]
    items: tuple[ReadItem, ...]
    doubt: LayoutDoubt | None
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IngestReport:
    """What one document brought.

    ``sections`` counts items by section, ``changes`` items by what became of them. ``to_check`` are the lines that
    want a person's look, least certain first; ``posts`` says what was or was not announced; ``reading`` is the
    number of this reading, None when nothing was stored; ``united`` says which policies are one by what it prints.
    ``layout`` is what it was read with, None where there is nothing to confirm.
    """

    briefing_id: str
    name: str
    outcome: Outcome
    source_name: str
    media_type: str
    published_on: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None
    pages: int | None
    items: int
    sections: tuple[tuple[str, int], ...]
    changes: tuple[tuple[str, int], ...]
    dated: int
    years_inferred: int
    policies: int
    with_issuer: int
    deadlines: int
    links: int
    links_without_address: int
    unread: int
    to_check: tuple[str, ...]
    posts: tuple[str, ...]
    reading: int | None = None
    united: tuple[str, ...] = ()
    layout: LayoutReport | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class UndoReport:
    """What an undo took back; ``restored`` when the reading before it is in force again.

    ``united`` says which policies are two again, or one, by it.
    """

    briefing_id: str
    name: str
    restored: bool
    items: int
    posts: tuple[str, ...]
    united: tuple[str, ...] = ()


def compose_report(
    db: Database,
    number: int,
    briefing: Briefing,
    outcome: Outcome,
    *,
    changes: tuple[ItemChange, ...] = (),
    posts: tuple[str, ...] = (),
) -> IngestReport:
    """Return the report of a document as people settled it, with what of it waits for a person now."""
    items = briefing.items
    sections = Counter(item.section for item in items)
    changed = Counter(change.change for change in changes)
    links = [link for item in items for link in item.links]
    return IngestReport(
        briefing_id=format_id(IdKind.BRIEFING, number),
        name=briefing_name(briefing),
        outcome=outcome,
        source_name=briefing.source_name,
        media_type=briefing.media_type,
        published_on=briefing.published_on,
        period_start=briefing.period_start,
        period_end=briefing.period_end,
        pages=max((item.pages[1] for item in items if item.pages), default=None),
        items=len(items),
        sections=tuple((section.value, sections[section]) for section in SECTION_ORDER if sections[section]),
        changes=tuple((change.value, changed[change]) for change in Change if changed[change]),
        dated=sum(item.reported_on is not None for item in items),
        years_inferred=sum(item.year_inferred for item in items),
        policies=sum(item.policy is not None for item in items),
        with_issuer=sum(bool(item.issuing_bodies) for item in items if item.policy),
        deadlines=sum(len(item.deadlines) for item in items),
        links=len(links),
        links_without_address=sum(link.url is None for link in links),
        unread=len(briefing.unread),
        to_check=tuple(shorten(line, _MAX_TEXT) for line in list_to_check(db, number)),
        posts=posts,
        layout=_report_layout(briefing, find_layout_state(db, briefing)),
    )


def _report_layout(briefing: Briefing, doubt: LayoutDoubt | None) -> LayoutReport | None:
    """Return the layout that a briefing was read with, for people; None where there is nothing to confirm."""
    used, items = briefing.layout, briefing.items
    if used is None or used.is_fixed or not (items or used.is_kept):
        return None
    other = next((item for item in items if item.section is not items[0].section), None)
    return LayoutReport(
        words=describe_toml(used.toml),
        items=tuple(map(describe_item, (items[0], other) if other else items[:2])),
        doubt=doubt,
        reason=explain_doubt(used, doubt) if doubt else "",
    )


def describe_toml(toml: str) -> tuple[str, ...]:
    """Return a layout in sentences; none for one that is not understood any more."""
    with suppress(BadQueryError):
        return describe_layout(parse_layout(toml))
    return ()


def describe_item(item: Item) -> ReadItem:
    """Return an item as it was read, in short."""
    return ReadItem(
        section=item.section.value,
        headline=item.headline,
        text=shorten(item.text, _MAX_TEXT),
        reported_on=item.reported_on,
        issuers=item.issuing_bodies,
        points=len(item.points),
        has_comment=item.comment is not None,
    )


def shorten(text: str, longest: int = _MAX_QUOTED) -> str:
    """Return a text on one line, cut at a word where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"
