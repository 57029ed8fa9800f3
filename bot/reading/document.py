"""The one form in which every format arrives: a Document of Blocks of Spans, with positions.

Readers (``markdown``, ``plain``, ``pdf``) make it; the grammar reads it and never knows the format.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model.briefing import SECTION_ORDER, Inference, Link, Person, Section, UnreadBlock

# What the grammar finds in a Document before anything is recognised in it: a briefing's parts, as wording.


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
    in the source parentheses at a bullet's end (taken out of ``summary``).
    ``is_placed`` tells that its section stands, whoever acts: it is under a printed heading, in a briefing where others
    name theirs.
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
    date_text: str | None = None
    is_official: bool = False
    is_placed: bool = False
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


# Placement: where each piece of a document went, so that nothing is lost silently.


class Place(StrEnum):
    """What became of a piece: part of an item, of the briefing's own fields, named furniture, or unread."""

    ITEM = "item"
    TITLE_PAGE = "title page"
    PEOPLE = "people"
    CONTENTS = "contents"
    SECTION_HEADING = "section heading"
    TOPIC_HEADING = "topic heading"
    TABLE_HEAD = "table head"
    IMPRINT = "imprint"
    NAVIGATION = "navigation"
    NOTE = "note on the publication"
    BLANK = "blank"
    UNREAD = "unread"


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """Where one piece of a block went; ``block`` is the block's index, ``text`` the piece's words."""

    block: int
    place: Place
    text: str


SITE_MARK = "Site: "
"""Stands before the name of the site in the furniture of a page whose head tells it."""
SENDER_MARK = "Sender: "
"""Stands before the name in a mail's sender or of a feed's author, in the furniture; a mail passed on has none."""
LOGO_MARK = "Logo: "
"""Stands before the words for the picture that a page begins with, in the furniture of the page."""
TITLE_MARK = "Title: "
"""Stands before the title in the furniture of a page that shows it nowhere."""


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A run of text of one look; ``link`` is None outside links, else its address (``""`` or ``#`` for none).

    ``via`` is the address as printed where ``link`` is what a redirector's link stands for, else None.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None
    via: str | None = None

    def with_text(self, text: str) -> Span:
        """Return other text of the same look."""
        return Span(text=text, bold=self.bold, italic=self.italic, link=self.link, via=self.via)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row.

    ``level`` is the heading's level or the list item's depth, from 1 (0 for others). ``mark`` is the sign printed
    before a list item that is set as a line of text, "" for a dash. ``page`` and ``line`` count from
    1: where the block starts; ``last_page`` and ``last_line`` where it ends. Formats without pages or lines give None.
    Text is normalised once by the reader: NFC, soft hyphens and zero-width characters gone, white space single,
    lines joined (a newline only for a hard break of the source), words that a line end split joined, Chinese joined
    without a space. A table row's cells are separated by ``" | "``.
    """

    kind: BlockKind
    spans: tuple[Span, ...]
    level: int = 0
    mark: str = ""
    page: int | None = None
    last_page: int | None = None
    line: int | None = None
    last_line: int | None = None

    @property
    def text(self) -> str:
        """The block's whole text."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file as blocks in reading order; ``furniture`` are running headers, footers and page numbers left out.

    ``sent_on`` is the day on which a mail was sent, as its header has it; None for other formats.
    """

    source_name: str
    media_type: str
    sha256: str
    blocks: tuple[Block, ...]
    furniture: tuple[Block, ...] = ()
    sent_on: dt.date | None = None
