"""What an ingest or an undo reports: counts and lines for people, and the same as JSON."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.model.briefing import SECTION_ORDER, Briefing
from bot.model.changes import Change, ItemChange
from bot.model.ids import IdKind, format_id
from bot.model.review import CERTAIN, FIELD_WORDS
from bot.model.series import briefing_name

_MAX_QUOTED = 80


class Outcome(StrEnum):
    """What an ingest came to."""

    ADDED = "added"
    CORRECTED = "corrected"
    SAME_TEXT = "same_text"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True, slots=True)
class IngestReport:
    """What one document brought.

    ``sections`` counts items by section, ``changes`` items by what became of them. ``to_check`` are the lines that
    want a person's look, least certain first; ``posts`` says what was or was not announced; ``reading`` is the
    number of this reading, None when nothing was stored; ``united`` says which policies are one by what it prints.
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


def build_report(
    number: int,
    briefing: Briefing,
    outcome: Outcome,
    changes: tuple[ItemChange, ...],
    *,
    posts: tuple[str, ...],
    seen: Collection[str] = (),
) -> IngestReport:
    """Get the report of one document, as people settled it; ``seen`` are the unread texts that nobody need look at."""
    items = briefing.items
    sections = Counter(item.section for item in items)
    changed = Counter(change.change for change in changes)
    links = [link for item in items for link in item.links]
    last_pages = [item.pages[1] for item in items if item.pages]
    return IngestReport(
        briefing_id=format_id(IdKind.BRIEFING, number),
        name=briefing_name(briefing),
        outcome=outcome,
        source_name=briefing.source_name,
        media_type=briefing.media_type,
        published_on=briefing.published_on,
        period_start=briefing.period_start,
        period_end=briefing.period_end,
        pages=max(last_pages, default=None),
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
        to_check=_list_to_check(briefing, seen),
        posts=posts,
    )


def _list_to_check(briefing: Briefing, seen: Collection[str]) -> tuple[str, ...]:
    lines = _list_doubts(briefing)
    lines += [f"no date: {_short(item.headline or item.text)}" for item in briefing.items if item.reported_on is None]
    lines += [
        f"no issuer: {_short(item.headline or item.text)}"
        for item in briefing.items
        if item.policy and not item.issuing_bodies
    ]
    waiting = (block for block in briefing.unread if block.text not in seen)
    lines += [f"not understood{f' ({b.place})' if b.place else ''}: {_short(b.text)}" for b in waiting]
    return tuple(lines)


def _list_doubts(briefing: Briefing) -> list[str]:
    """Return what was inferred with little certainty and the companies on no list, the least certain first."""
    sure = {one.value: one.confidence for item in briefing.items for one in item.inferred if one.field == "companies"}
    named = [c.name for item in briefing.items for c in item.companies if c.company_id is None]
    lines = {f"“{name}”: a company not on the list": sure.get(name, 0.0) for name in named}
    for item in briefing.items:
        for one in item.inferred:
            if one.field != "companies" and one.confidence < CERTAIN:
                said = f"{FIELD_WORDS.get(one.field, one.field)} “{one.value}”: {one.reason}"
                lines[f"{said}: {_short(item.headline or item.text)}"] = one.confidence
    return sorted(lines, key=lambda line: lines[line])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_QUOTED else line[: _MAX_QUOTED - 1].rsplit(" ", 1)[0] + "…"
