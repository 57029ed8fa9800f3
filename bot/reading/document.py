"""The one form in which every format arrives: a Document of Blocks of Spans, with positions.

Readers (``markdown``, ``plain``, ``pdf``) make it; the grammar reads it and never knows the format.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

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

    ``level`` is the heading's level or the list item's depth, from 1 (0 for others). ``page`` and ``line`` count from
    1: where the block starts; ``last_page`` and ``last_line`` where it ends. Formats without pages or lines give None.
    Text is normalised once by the reader: NFC, soft hyphens and zero-width characters gone, white space single,
    lines joined (a newline only for a hard break of the source), words that a line end split joined, Chinese joined
    without a space. A table row's cells are separated by ``" | "``.
    """

    kind: BlockKind
    spans: tuple[Span, ...]
    level: int = 0
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
