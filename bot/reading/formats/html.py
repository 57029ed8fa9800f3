"""Reads HTML (newsletters of layout tables, web pages, what a Word file becomes) into blocks without positions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from bot.reading.document import LOGO_MARK, SITE_MARK, TITLE_MARK, Block, BlockKind, Span
from bot.reading.formats.html_page import (
    find_address,
    find_frame,
    find_notes,
    find_site,
    find_title,
    is_hidden,
    is_service_line,
    parse_page,
    read_number,
)
from bot.reading.formats.html_tables import MARKER, RowReader, holds_data
from bot.reading.formats.normalise import SOFT_BREAK, Blocks, build_block
from bot.reading.formats.plain import read_plain_blocks
from bot.reading.received import decode_markup

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_BLOCKS_TEXT = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead"
    " tr ul"
)
_BLOCKS = _HEADINGS | frozenset(_BLOCKS_TEXT.split())
_BULLET = re.compile(r"\s*([•■▪●◦‣⁃➢➤►▶▸❖◉◆◇◎\uf0b7\uf0a7]|[·○□](?=\s))")
"""What newsletters draw at the start of a line instead of marking up a list."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_WEIGHT = re.compile(r"\bfont(?:-weight)?\s*:(?:[^;]*?\b(?P<heavy>bold(?:er)?|[6-9]00)\b|)")
_USABLE = frozenset({"http", "https", "mailto", "ftp", "tel"})
_MOST_LOOKS = 2000
"""A text that changes its look so often is no paragraph that anybody wrote: it loses its looks and keeps its words."""


def read_html(data: bytes, *, source_name: str, charset: str | None = None) -> Blocks:
    """Return a page's blocks in order and, as furniture, its navigation and the like; ``charset`` is what came with it.

    Layout tables are taken apart, data tables give rows, hidden elements nothing; numbers of ordered lists stay in the
    text. UnreadableDocumentError for a page of more tags than are read.
    """
    return read_html_text(decode_markup(data, charset=charset), source_name=source_name)


def read_html_text(text: str, *, source_name: str) -> Blocks:
    """Return the blocks of decoded HTML, or a piece of it, and its furniture."""
    root = parse_page(text, source_name=source_name)
    if root is None:
        return (), ()
    notes = find_notes(root)
    walk = _Walk(frame=find_frame(root) | notes, address=find_address(root))
    walk.read(root)
    blocks, furniture = tuple(walk.blocks), tuple(walk.furniture)
    if not blocks:
        return furniture, ()
    told = ((SITE_MARK, find_site(root, blocks)), (TITLE_MARK, find_title(root, blocks)), (LOGO_MARK, walk.logo))
    for mark, words in told:
        furniture += (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=f"{mark}{words}"),)),) if words else ()
    return blocks, furniture


@dataclass(kw_only=True)
class _Walk:
    """The state of one walk over the page; ``lists`` holds an open list's next number, None where it has bullets."""

    frame: set[Element]
    address: str
    blocks: list[Block] = field(default_factory=list)
    furniture: list[Block] = field(default_factory=list)
    looks: list[Span] = field(default_factory=lambda: [Span(text="")])
    spans: list[Span] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    tables: list[RowReader | None] = field(default_factory=list)
    marker: str | None = None
    heading: int = 0
    aside: int = 0
    verbatim: int = 0
    broken: bool = False
    logo: str = ""

    def read(self, root: Element) -> None:
        """Read all that is shown of the page, in its order."""
        steps = etree.iterwalk(root, events=("start", "end"))
        is_skipped = False
        for event, element in steps:
            if event == "start":
                is_skipped = is_hidden(element)
                if is_skipped:
                    steps.skip_subtree()
                else:
                    self._enter(element)
                    self._read_text(element.text or "")
                continue
            if not is_skipped:
                self.looks.pop()
                if _is_block(element):
                    self._flush()
                    self._close_block(element)
            is_skipped = False
            self._read_text(element.tail or "")
        self._flush()

    def _enter(self, element: Element) -> None:
        self.looks.append(self._read_look(element))
        if element.tag == "br":
            self._break_line()
        elif self.spans and element.tag in {"span", "time"} and (element.text or "")[:1].isdigit():
            before = element.getprevious()
            if before is not None and not before.tail and self.spans[-1].text[-1:].isalnum():
                self.spans.append(Span(text="\n"))  # a day that only a style sets apart
        elif element.tag == "img" and not (self.blocks or self.spans):
            self.logo = self.logo or " ".join(element.get("alt", "").removesuffix("logo").split())
        elif _is_block(element):
            self._flush()
            self._open_block(element)

    def _read_text(self, text: str) -> None:
        """Take the text that stands directly in the open element."""
        if self.verbatim or not text:
            return
        shown = _SPACE.sub(lambda run: SOFT_BREAK if "\n" in run[0] else " | " if "\t" in run[0] else " ", text)
        shown = shown if self.spans else shown.removeprefix(" | ")
        if shown.strip() or self.spans:
            self.broken = self.broken and not shown.strip()
            self.spans.append(self.looks[-1].with_text(shown))

    def _flush(self) -> None:
        """End the block that was being read, if there is anything in it; in a cell of data it is a line."""
        if self._table and self._table.in_cell:
            self.spans += [Span(text="\n")] if self.spans else []
            return
        spans, self.spans, self.broken = self.spans, [], False
        if any(span.text.strip() for span in spans):
            self._add(spans)

    @property
    def _table(self) -> RowReader | None:
        """The table that is being read, if it holds data."""
        return self.tables[-1] if self.tables else None

    def _read_look(self, element: Element) -> Span:
        """Return the look of text inside an element, from the look around it."""
        look = self.looks[-1]
        if element.tag in {"b", "strong"}:
            look = replace(look, bold=True)
        elif element.tag in {"i", "em"}:
            look = replace(look, italic=True)
        elif element.tag == "a" and "href" in element.attrib:
            look = replace(look, link=_read_address(element.get("href", ""), self.address))
        style = element.get("style", "").lower() if element.attrib else ""
        weight = _WEIGHT.search(style) if "font" in style else None
        return replace(look, bold=weight["heavy"] is not None) if weight else look

    def _add(self, spans: Sequence[Span]) -> None:
        words = "".join(span.text for span in spans).strip() if self.tables and self.marker is None else ""
        if words and not self.heading and MARKER.fullmatch(words):
            # A bullet or a number in a cell of its own belongs to the text in the next one.
            self.marker = f"{words} " if any(map(str.isalnum, words)) else ""
            return
        marker, self.marker = self.marker, None
        if self.heading:
            self._emit(BlockKind.HEADING, self.heading, [Span(text=marker or ""), *spans])
        elif marker is None:
            for mark, piece in _part_at_bullets(spans):
                self._emit(BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH, int(bool(mark)), piece, mark)
        elif self.lists or not marker:
            self._emit(BlockKind.LIST_ITEM, max(len(self.lists), 1), [Span(text=marker), *spans])
        else:
            self._emit(BlockKind.PARAGRAPH, 0, [spans[0].with_text(marker), *spans])

    def _emit(self, kind: BlockKind, level: int, spans: Sequence[Span], mark: str = "") -> None:
        for block in build_block(kind, _limit_looks(spans), level):
            framed = self.aside or (kind is not BlockKind.HEADING and is_service_line(block))
            (self.furniture if framed else self.blocks).append(replace(block, mark=mark))

    def _break_line(self) -> None:
        in_cell = self._table is not None and self._table.in_cell
        if self.broken and not in_cell and not self.heading:
            self._flush()
        elif self.spans or in_cell:
            self.spans.append(self.looks[-1].with_text("\n"))
            self.broken = not in_cell

    def _open_block(self, element: Element) -> None:
        name, table = element.tag, self._table
        self.aside += element in self.frame
        if level := _read_heading(element):
            self.heading = level
        elif name in _LISTS:
            self.lists.append(read_number(element.get("start"), 1) if name == "ol" else None)
            self.marker = None
        elif name == "li":
            number = self.lists[-1] if self.lists else None
            self.marker = ""
            if number is not None:
                number = read_number(element.get("value"), number)
                self.lists[-1], self.marker = number + 1, f"{number}. "
        elif name == "pre" and not (table and table.in_cell):
            self.verbatim += 1
            for block in read_plain_blocks("".join(element.itertext())):
                self._emit(block.kind, block.level, block.spans)
        elif name == "table":
            self.tables.append(RowReader() if holds_data(element) else None)
        elif name == "tr" and self.tables:
            self._end_row()
        elif name in {"td", "th"} and table is not None:
            self._end_cell(table)
            table.open_cell(element)

    def _close_block(self, element: Element) -> None:
        name, table = element.tag, self._table
        if _read_heading(element):
            self.heading = 0
        elif name in _LISTS:
            self.lists.pop()
        elif name == "li":
            self.marker = None
        elif name == "pre" and not (table and table.in_cell):
            self.verbatim -= 1
        elif name in {"td", "th"} and table is not None:
            self._end_cell(table)
        elif name in {"tr", "table"} and self.tables:
            self._end_row()
        if name == "table":
            self.tables.pop()
        self.aside -= element in self.frame

    def _end_cell(self, table: RowReader) -> None:
        if table.in_cell:
            table.close_cell(_limit_looks(self.spans))
            self.spans = []

    def _end_row(self) -> None:
        """End a row of data; of a layout's row, let go of a marker that no text followed, a number as text."""
        table = self._table
        if table is not None:
            self._end_cell(table)
            for kind, spans in table.close_row():
                self._emit(kind, 0, spans)
        elif not self.lists:
            marker, self.marker = self.marker, None
            self._emit(BlockKind.PARAGRAPH, 0, [Span(text=marker or "")])


def _is_block(element: Element) -> bool:
    if element.tag in _BLOCKS or not element.attrib:
        return element.tag in _BLOCKS
    return "display:block" in element.get("style", "").lower().replace(" ", "") or element.get("role") == "heading"


def _read_heading(element: Element) -> int:
    """Return an element's level as a heading, 0 where it is none; one in a group only goes on with the title."""
    if element.tag in _HEADINGS:
        parent = element.getparent()
        goes_on = element.tag != "h1" and parent is not None and parent.tag == "hgroup"
        return 0 if goes_on else int(element.tag[1])
    is_heading = bool(element.attrib) and element.get("role") == "heading"
    return min(max(read_number(element.get("aria-level"), 2), 1), 6) if is_heading else 0


def _read_address(href: str, page_address: str) -> str:
    """Return a link's whole address, or ``""`` where it leads nowhere outside the page or nobody can tell where."""
    address = "".join(href.split()) if "\n" in href or "\t" in href else href.strip()
    if not address or address.startswith("#"):
        return ""
    try:
        whole = urljoin(page_address, address) if page_address else address
        whole = f"https:{whole}" if whole.startswith("//") else whole
        return whole if urlsplit(whole).scheme in _USABLE else ""
    except ValueError:
        return ""


def _limit_looks(spans: Sequence[Span]) -> Sequence[Span]:
    return spans if len(spans) <= _MOST_LOOKS else [spans[0].with_text("".join(span.text for span in spans))]


def _part_at_bullets(spans: Sequence[Span]) -> list[tuple[str, list[Span]]]:
    """Part a paragraph at the lines that open with a drawn bullet: pairs of the bullet, "" for none, and the spans."""
    parts: list[tuple[str, list[Span]]] = []
    for is_end, group in groupby(spans, key=lambda span: span.text == "\n"):
        line = [] if is_end else list(group)
        bullet = _BULLET.match("".join(span.text for span in line))
        if bullet:
            at = next(at for at, span in enumerate(line) if span.text.strip())
            line[at] = line[at].with_text(line[at].text.lstrip()[1:])
        if bullet or not parts:
            parts.append((bullet[1] if bullet else "", line))
        elif line:
            parts[-1][1].extend([line[0].with_text("\n"), *line])
    return parts
