"""What the grammar finds in a Document before anything is recognised in it: a briefing's parts, as wording."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.model.briefing import SECTION_ORDER, Inference, Link, Person, Section, UnreadBlock


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemParts:
    """One item as wording; ``order`` tells where it comes in the document, from 0.

    ``summary``, ``points`` and ``comment`` are paragraphs in order, without the labels that introduced them.
    ``lead`` is the summary paragraph that introduces the points, when there is one ("Interim targets for 2025
    include:"). ``article_text`` is the wording after "Article" without its link; ``issuer_text`` the wording after
    "Issuing body"; ``date_text`` the printed date (of the label or the bullet's lead-in); ``heading_text`` the topic
    heading or bold lead-in it stands under, when that is not a section's name; ``part_text`` the highest
    heading above it where none of a known section is. ``links`` are all links of the item in
    order, inline ones and sources, labels without brackets around them; ``source_labels`` are those labels that stood
    in the source parentheses at a bullet's end (taken out of ``summary``). ``by_document`` tells that only the
    document's own date dates the item: it is a paragraph of a text in prose, or with a headline the whole text.
    ``host_text`` says whose page an official notice stands on, where it names no issuer and says "our ministry" (我部).
    """

    section: Section
    position: int
    order: int = 0
    headline: str | None = None
    summary: tuple[str, ...] = ()
    lead: str | None = None
    points: tuple[str, ...] = ()
    comment: tuple[str, ...] = ()
    article_text: str | None = None
    issuer_text: str | None = None
    host_text: str | None = None
    date_text: str | None = None
    by_document: bool = False
    is_official: bool = False
    heading_text: str | None = None
    part_text: str | None = None
    links: tuple[Link, ...] = ()
    source_labels: tuple[str, ...] = ()
    pages: tuple[int, int] | None = None
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingParts:
    """A whole briefing as wording; the title page's dates already parsed (period inclusive).

    ``day_first`` tells the order of day and month in figures, None where nothing in the document does.
    """

    publisher: str | None = None
    series: str | None = None
    title: str | None = None
    published_on: dt.date | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    people: tuple[Person, ...] = ()
    items: tuple[ItemParts, ...] = ()
    unread: tuple[UnreadBlock, ...] = ()
    inferred: tuple[Inference, ...] = ()
    day_first: bool | None = None


def number_items(items: Iterable[ItemParts]) -> tuple[ItemParts, ...]:
    """Return items by section, as they come in the document, each with its position there."""
    counts: Counter[Section] = Counter()
    numbered: list[ItemParts] = []
    for item in sorted(items, key=lambda item: (SECTION_ORDER.index(item.section), item.order)):
        counts[item.section] += 1
        numbered.append(replace(item, position=counts[item.section]))
    return tuple(numbered)
