"""Reads HTML (newsletters of layout tables, web pages, what a Word file becomes) into blocks without positions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from bot.reading.document import LOGO_MARK, SITE_MARK, TITLE_MARK, Block, BlockKind, Span
from bot.reading.formats.html_frame import find_frame, is_service_line
from bot.reading.formats.html_page import (
    Step,
    find_address,
    find_notes,
    find_site,
    find_title,
    parse_page,
    read_number,
    walk_page,
)
from bot.reading.formats.html_tables import MARKER, RowReader, holds_data
from bot.reading.formats.normalise import SOFT_BREAK, Blocks, normalise_spans
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
_BULLET = re.compile(r"\s*[•■▪●◦‣⁃➢➤►▶▸❖◉◆◇◎\uf0b7\uf0a7]\s*|\s*[·○□][\s\u00a0]+")
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
    for step, element, words in walk_page(root):
        if step is Step.TEXT:
            walk.read_text(words)
        elif step is Step.ENTER:
            walk.enter(element)
        else:
            walk.leave(element)
    walk.flush()
    if not walk.blocks:
        return tuple(walk.furniture), ()
    marked = (
        (SITE_MARK, find_site(root, walk.blocks)),
        (TITLE_MARK, find_title(root, walk.blocks)),
        (LOGO_MARK, walk.logo),
    )
    named = [Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=f"{mark}{words}"),)) for mark, words in marked if words]
    return tuple(walk.blocks), (*walk.furniture, *named)


@dataclass(kw_only=True)
class _List:
    """An open list: whether it is numbered, and the number of the next item."""

    ordered: bool
    next_number: int

    def read_marker(self, item: Element) -> str:
        if not self.ordered:
            return ""
        number = read_number(item.get("value"), self.next_number)
        self.next_number = number + 1
        return f"{number}. "


@dataclass(kw_only=True)
class _Walk:
    """The state of one walk over the page."""

    frame: set[Element]
    address: str
    blocks: list[Block] = field(default_factory=list)
    furniture: list[Block] = field(default_factory=list)
    looks: list[Span] = field(default_factory=lambda: [Span(text="")])
    spans: list[Span] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    rows: list[RowReader | None] = field(default_factory=list)
    marker: str | None = None
    heading: int = 0
    aside: int = 0
    verbatim: int = 0
    broken: bool = False
    logo: str = ""

    def enter(self, element: Element) -> None:
        """Open an element."""
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
            self.flush()
            self._open_block(element)

    def leave(self, element: Element) -> None:
        """Close an element."""
        self.looks.pop()
        if _is_block(element):
            self.flush()
            self._close_block(element)

    def read_text(self, text: str) -> None:
        """Take the text that stands directly in the open element."""
        if self.verbatim:
            return
        shown = _SPACE.sub(lambda run: SOFT_BREAK if "\n" in run[0] else " | " if "\t" in run[0] else " ", text)
        shown = shown if self.spans else shown.removeprefix(" | ")
        if shown.strip() or self.spans:
            self.broken = self.broken and not shown.strip()
            self.spans.append(self.looks[-1].with_text(shown))

    def flush(self) -> None:
        """End the block that was being read, if there is anything in it."""
        if self._row is not None:
            if self.spans:
                self.spans.append(Span(text="\n"))
            return
        spans, self.spans, self.broken = self.spans, [], False
        if any(span.text.strip() for span in spans):
            self._add(_merge_looks(spans))

    @property
    def _row(self) -> RowReader | None:
        """The data table that is being read, when a cell of it is open."""
        row = self.rows[-1] if self.rows else None
        return row if row is not None and row.in_cell else None

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

    def _add(self, spans: list[Span]) -> None:
        words = "".join(span.text for span in spans).strip() if self.rows and self.marker is None else ""
        if words and not self.heading and MARKER.fullmatch(words):
            # A bullet or a number in a cell of its own belongs to the text in the next one.
            self.marker = f"{words} " if any(map(str.isalnum, words)) else ""
            return
        marker, self.marker = self.marker, None
        if self.heading:
            self._emit(BlockKind.HEADING, self.heading, [Span(text=marker or ""), *spans])
        elif marker is None:
            for mark, piece in _split_bullets(spans):
                self._emit(BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH, int(bool(mark)), piece, mark)
        elif self.lists or not marker:
            self._emit(BlockKind.LIST_ITEM, max(len(self.lists), 1), [Span(text=marker), *spans])
        else:
            self._emit(BlockKind.PARAGRAPH, 0, [spans[0].with_text(marker), *spans])

    def _emit(self, kind: BlockKind, level: int, spans: Iterable[Span], mark: str = "") -> None:
        shown = normalise_spans(spans)
        if not shown:
            return
        block = Block(kind=kind, level=level, mark=mark, spans=shown)
        framed = self.aside or (kind is not BlockKind.HEADING and is_service_line(block))
        (self.furniture if framed else self.blocks).append(block)

    def _break_line(self) -> None:
        if self._row is not None:
            self.spans.append(Span(text="\n"))
        elif self.broken and not self.heading:
            self.flush()
        elif self.spans:
            self.spans.append(self.looks[-1].with_text("\n"))
            self.broken = True

    def _open_block(self, element: Element) -> None:
        name = element.tag
        self.aside += element in self.frame
        row = self.rows[-1] if self.rows else None
        if level := _read_heading(element):
            self.heading = level
        elif name in _LISTS:
            start = read_number(element.get("start"), 1)
            self.lists.append(_List(ordered=name == "ol", next_number=start))
            self.marker = None
        elif name == "li":
            self.marker = self.lists[-1].read_marker(element) if self.lists else ""
        elif name == "pre" and not self._row:
            self.verbatim += 1
            for block in read_plain_blocks("".join(element.itertext())):
                self._emit(block.kind, block.level, block.spans)
        elif name == "table":
            self.rows.append(RowReader() if holds_data(element) else None)
        elif name == "tr" and self.rows:
            self._end_row(row)
        elif name in {"td", "th"} and row is not None:
            self._end_cell(row)
            row.open_cell(element)

    def _close_block(self, element: Element) -> None:
        name = element.tag
        row = self.rows[-1] if self.rows else None
        if _read_heading(element):
            self.heading = 0
        elif name in _LISTS:
            self.lists.pop()
        elif name == "pre" and not self._row:
            self.verbatim -= 1
        elif name in {"td", "th"} and row is not None:
            self._end_cell(row)
        elif name in {"tr", "table"} and self.rows:
            self._end_row(row)
        if name == "li":
            self.marker = None
        if name == "table":
            self.rows.pop()
        self.aside -= element in self.frame

    def _end_cell(self, row: RowReader) -> None:
        if row.in_cell:
            spans, self.spans = self.spans, []
            row.close_cell(_merge_looks(spans))

    def _end_row(self, row: RowReader | None) -> None:
        """End a row of data; of a layout's row, let go of a marker that no text followed, a number as text."""
        if row is not None:
            self._end_cell(row)
            for kind, spans in row.close_row():
                self._emit(kind, 0, spans)
        elif not self.lists:
            marker, self.marker = self.marker, None
            self._emit(BlockKind.PARAGRAPH, 0, [Span(text=marker or "")])


def _is_block(element: Element) -> bool:
    if element.tag in _BLOCKS:
        return True
    style = element.get("style", "").lower().replace(" ", "") if element.attrib else ""
    return "display:block" in style or (bool(element.attrib) and element.get("role") == "heading")


def _read_heading(element: Element) -> int:
    """Return an element's level as a heading, 0 where it is none; one in a group only goes on with the title."""
    if element.tag in _HEADINGS:
        parent = element.getparent()
        goes_on = element.tag != "h1" and parent is not None and parent.tag == "hgroup"
        return 0 if goes_on else int(element.tag[1])
    if element.attrib and element.get("role") == "heading":
        return min(max(read_number(element.get("aria-level"), 2), 1), 6)
    return 0


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


def _merge_looks(spans: Sequence[Span]) -> list[Span]:
    """Return the spans, those of a text with too many looks as one."""
    if len({(span.bold, span.italic, span.link) for span in spans}) <= 1 or len(spans) > _MOST_LOOKS:
        return [spans[0].with_text("".join(span.text for span in spans))] if spans else []
    return list(spans)


def _split_bullets(spans: Sequence[Span]) -> list[tuple[str, list[Span]]]:
    """Part a paragraph at the lines that open with a drawn bullet: pairs of the bullet, "" for none, and the spans."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        for number, text in enumerate(span.text.split("\n")):
            lines += [[]] if number else []
            lines[-1] += [span.with_text(text)] if text else []
    parts: list[tuple[str, list[Span]]] = []
    for line in filter(None, lines):
        bullet = _BULLET.match("".join(span.text for span in line))
        if bullet or not parts:
            parts.append((bullet[0].strip() if bullet else "", _cut_start(line, bullet.end() if bullet else 0)))
        else:
            parts[-1][1].extend([line[0].with_text("\n"), *line])
    return parts


def _cut_start(spans: Sequence[Span], length: int) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        kept += [span.with_text(span.text[length:])] if span.text[length:] else []
        length = max(length - len(span.text), 0)
    return kept
