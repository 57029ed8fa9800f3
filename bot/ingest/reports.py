"""What an ingest or an undo reports: counts and lines for people, and the same as JSON."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import BadQueryError
from bot.ingest.remembered import find_layout_state, list_to_check
from bot.model.briefing import SECTION_ORDER, Briefing, Item
from bot.model.changes import Change, ItemChange
from bot.model.ids import IdKind, format_id
from bot.model.series import briefing_name
from bot.model.used_layout import LayoutDoubt, explain_doubt
from bot.reading.layout.layouts import describe_layout, parse_layout
from bot.store.database import Database

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
