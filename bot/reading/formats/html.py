"""Reads HTML (newsletters of layout tables, web pages, what a Word file becomes) into blocks without positions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bs4.element import Tag

from bot.reading.document import LOGO_MARK, SITE_MARK, TITLE_MARK, Block, BlockKind, Span
from bot.reading.formats.html_look import (
    RowReader,
    find_cited_note,
    find_meant_day,
    find_note,
    holds_row,
    is_footnote_sign,
    is_picture_words,
    is_set_beside,
    is_standfirst,
    merge_looks,
    read_look,
)
from bot.reading.formats.html_survey import (
    HEADINGS,
    MARKER,
    Survey,
    is_counted,
    is_day,
    is_whole_date,
    part_service,
    survey_page,
)
from bot.reading.formats.html_tree import (
    Page,
    Step,
    get_attribute,
    is_wordless,
    read_account,
    read_hidden_title,
    read_home,
    read_number,
    read_site,
    read_site_name,
)
from bot.reading.formats.normalise import LONGEST_NOTE, keep_clauses, normalise_spans, put_behind, read_note
from bot.reading.formats.plain import read_plain_blocks
from bot.reading.received import decode_markup

# What newsletters draw instead of marking up: bullets at the start of lines, and the lines of the mailing itself.

_BULLET = re.compile(r"\s*[•■▪●◦‣⁃➢➤►▶▸❖◉◆◇◎\uf0b7\uf0a7]\s*|\s*[·○□][\s\u00a0]+")
_SERVICE = re.compile(
    r"\bunsubscribe\b|\b(?:view|read|open)\b.{0,30}\b(?:in|on)\s+(?:your\s+|a\s+|the\s+)?(?:web\s*)?browser\b"
    r"|\bview online\b"
    r"|\b(?:manage|update|change)\b.{0,30}\b(?:preferences|subscription)\b|\bforward (?:it |this )?to a friend\b"
    r"|\bno longer wish to receive\b|退订|取消订阅|在浏览器中",
    re.IGNORECASE,
)
_LONGEST_SERVICE = 250
_PARAGRAPHS = frozenset({"div", "p"})
_WRAPPERS = frozenset({"article", "div", "section", "a"})


def split_bullets(spans: Sequence[Span]) -> list[tuple[bool, list[Span]]]:
    """Part a paragraph at the lines that open with a drawn bullet: pairs of "is a list item" and its spans."""
    if not any(_BULLET.match(line) for line in "".join(span.text for span in spans).split("\n")):
        return [(False, list(spans))]
    parts: list[tuple[bool, list[Span]]] = []
    for line in _split_lines(spans):
        text = "".join(span.text for span in line)
        bullet = _BULLET.match(text)
        if bullet or not parts:
            parts.append((bullet is not None, _cut_start(line, bullet.end() if bullet else 0)))
        else:
            parts[-1][1].extend([replace(line[0], text="\n"), *line] if line else [])
    return parts


def is_list_service(block: Block) -> bool:
    """Say whether a line is about the mailing (unsubscribe, view in browser) and not about its subject."""
    linked = any(span.link is not None for span in block.spans)
    return linked and len(block.text) <= _LONGEST_SERVICE and _SERVICE.search(block.text) is not None


def holds_story(item: Tag) -> bool:
    """Say whether a list's item is a story: a headline set as a heading behind words, or all link over a paragraph."""
    parts = _list_parts(item)
    inner = _list_parts(parts[0]) if len(parts) == 1 and parts[0].name in _WRAPPERS else parts
    first = next((at for at, part in enumerate(inner) if part.name in HEADINGS), 0)
    return first > 0 or (len(inner) > 1 and _is_linked(inner[0]) and inner[1].name in _PARAGRAPHS)


def _is_linked(tag: Tag) -> bool:
    """Whether an element holds nothing but one link in some words."""
    inner = _list_parts(tag) if tag.name in _PARAGRAPHS else []
    link = inner[0] if len(inner) == 1 and inner[0].name == "a" else None
    words = " ".join(link.get_text().split()) if link else ""
    return words.count(" ") > 1 and words == " ".join(tag.get_text().split())


def _list_parts(tag: Tag) -> list[Tag]:
    return [child for child in tag.children if isinstance(child, Tag) and not is_wordless(child.name)]


def _split_lines(spans: Iterable[Span]) -> list[list[Span]]:
    lines: list[list[Span]] = [[]]
    for span in spans:
        for number, text in enumerate(span.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(replace(span, text=text))
    return [line for line in lines if line]


def _cut_start(spans: Sequence[Span], length: int) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        cut = min(length, len(span.text))
        length -= cut
        if span.text[cut:]:
            kept.append(replace(span, text=span.text[cut:]))
    return kept


_BLOCKS_TEXT = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul"
)
_BLOCKS = HEADINGS | frozenset(_BLOCKS_TEXT.split())
_AS_BLOCK = re.compile(r"(?:\A|[;\s])display\s*:\s*block")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_PARTING = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_LOGO = re.compile(r"\A(?:logo(?:\s+of)?\s*[:–-]?\s*)?|\s*[–-]?\s*(?:logo|标志|徽标)\Z", re.IGNORECASE)
_FIRST_LETTER = ord("a")
_LETTERS = 26
_NUMBER_SIGNS = 2


def read_html(
    data: bytes, *, source_name: str, charset: str | None = None
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return a page's blocks in order and, as furniture, its navigation and the like; ``charset`` is what came with it.

    Layout tables are taken apart, data tables give rows, hidden elements nothing; numbers of ordered lists stay in the
    text. UnreadableDocumentError for a page of more tags than are read.
    """
    return read_html_text(decode_markup(data, charset=charset), source_name=source_name)


def read_html_text(text: str, *, source_name: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks of decoded HTML, or a piece of it, and its furniture."""
    page = Page(text, source_name=source_name)
    walk = _Walk(survey=survey_page(page), address=page.find_address())
    for step, tag, words in page.walk():
        if step is Step.TEXT:
            walk.read_text(tag, words)
        elif step is Step.ENTER:
            walk.enter(tag)
        else:
            walk.leave(tag)
    walk.flush()
    walk.put_notes()
    if not walk.blocks:
        return tuple(walk.furniture), ()
    account = read_account(text)
    site = account or page.find_site() or read_home(text, page.root) or read_site(text, walk.blocks)
    site = site or read_site_name(text)
    title = "" if site and not account else read_hidden_title(text, {block.text.casefold() for block in walk.blocks})
    marked = ((SITE_MARK, site), (TITLE_MARK, title), (LOGO_MARK, walk.logo))
    told = [f"{mark}{words}" for mark, words in marked if words]
    named = [Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=words),)) for words in told]
    blocks, service = part_service(walk.blocks)
    return tuple(blocks), (*walk.furniture, *service, *named)


@dataclass(kw_only=True)
class _List:
    """An open list: whether it is numbered, how, and the number of the next item."""

    ordered: bool
    next_number: int = 1
    letters: bool = False

    def read_marker(self, item: Tag) -> str:
        if not self.ordered:
            return ""
        number = read_number(get_attribute(item, "value"), self.next_number)
        self.next_number = number + 1
        if self.letters and 1 <= number <= _LETTERS:
            return f"{chr(_FIRST_LETTER + number - 1)}. "
        return f"{number}. "


@dataclass(kw_only=True)
class _Walk:
    """The state of one walk over the page."""

    survey: Survey
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
    silent: int = 0
    logo: str = ""
    note: str = ""
    cited: list[str] = field(default_factory=list)
    calls: dict[int, list[str]] = field(default_factory=dict)
    notes: dict[str, list[int]] = field(default_factory=dict)

    def enter(self, tag: Tag) -> None:
        """Open an element."""
        name = tag.name
        self.looks.append(read_look(tag, self.looks[-1], page_address=self.address))
        if self.silent or is_footnote_sign(tag):
            cited = "" if self.silent else find_cited_note(tag)
            self.cited += [cited] if cited else []
            self.silent += 1
        elif day := find_meant_day(tag):
            self.spans.append(self.looks[-1].with_text(day))
            self.silent += 1
        elif name == "br":
            self._break_line()
        elif name == "img" and not (self.blocks or self.spans):
            self.logo = self.logo or _LOGO.sub("", " ".join(get_attribute(tag, "alt").split()))
        elif _is_block(tag):
            self.flush()
            self._open_block(tag)

    def leave(self, tag: Tag) -> None:
        """Close an element."""
        self.looks.pop()
        if self.silent:
            self.silent -= 1
        elif _is_block(tag):
            self.flush()
            self._close_block(tag)

    def read_text(self, tag: Tag, text: str) -> None:
        """Take the text that stands directly in an element."""
        if self.silent:
            return
        if self.verbatim and not self._row:
            self._read_verbatim(tag, text)
            return
        shown = _SPACE.sub(" ", keep_clauses(text))
        if self.spans and is_set_beside(tag) and self._stands_beside() and shown[:1].isalnum():
            self.spans.append(Span(text=" | "))
        if self._counts_words(shown):
            self.spans.append(Span(text=" "))
        if shown == " " and self.spans and not self.spans[-1].text.isascii() and holds_row(tag):
            shown = " | "
        if shown[:1].isdigit() and self._stands_beside() and is_whole_date(shown.strip()):
            self._break_line()
        if tag.name == "a" and self.spans:
            self._part_links(tag)
        if shown and (shown != " " or self.spans):
            self.broken = self.broken and not shown.strip()
            self.spans.append(self.looks[-1].with_text(shown))

    def _counts_words(self, text: str) -> bool:
        """Whether the block so far is a number of two figures in an element of its own, set apart by style alone."""
        number = self.spans[0].text if len(self.spans) == 1 else ""
        return len(number) == _NUMBER_SIGNS and number.isdecimal() and text[:1].isalpha()

    def _part_links(self, link: Tag) -> None:
        """Put a space between a link and another right before it, which only a page's style parts."""
        before = link.previous_sibling
        if isinstance(before, Tag) and before.name == "a" and self._stands_beside():
            address = get_attribute(link, "href")
            if address == "#" or address != get_attribute(before, "href"):
                self.spans.append(Span(text=" "))

    def _stands_beside(self) -> bool:
        """Whether the words before end in another element without a space, as what only a page's style parts."""
        return bool(self.spans) and not self.spans[-1].text[-1:].isspace()

    def flush(self) -> None:
        """End the block that was being read, if there is anything in it."""
        if self._row is not None:
            if self.spans:
                self.spans.append(Span(text="\n"))
            return
        spans, self.spans, self.broken = self.spans, [], False
        if any(span.text.strip() for span in spans):
            self._add(merge_looks(spans))

    @property
    def _row(self) -> RowReader | None:
        """The data table that is being read, when a cell of it is open."""
        row = self.rows[-1] if self.rows else None
        return row if row is not None and row.in_cell else None

    def _add(self, spans: list[Span]) -> None:
        if self.heading:
            self._emit(BlockKind.HEADING, self.heading, [Span(text=self._take_marker() or ""), *spans])
            return
        words = "".join([span.text for span in spans]).strip() if self.rows and self.marker is None else ""
        if words and (MARKER.fullmatch(words) or (self.blocks and is_day(words))):
            # A bullet, a number or a day in a cell of its own belongs to the text in the next one.
            self.marker = words
            return
        marker = self._take_marker()
        if marker is None:
            for is_item, piece in split_bullets(spans):
                self._emit(BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH, int(is_item), piece)
        elif self.lists or not is_counted(marker):
            self._emit(BlockKind.LIST_ITEM, max(len(self.lists), 1), [Span(text=marker), *spans])
        else:
            looks = spans[0].with_text(marker) if is_day(marker.strip()) else Span(text=marker)
            self._emit(BlockKind.PARAGRAPH, 0, [looks, *spans])

    def _take_marker(self) -> str | None:
        """Return the marker that waits for its text, a drawn bullet as none; a marker is used once."""
        marker, self.marker = self.marker, None
        if marker and not is_counted(marker):
            return ""
        return f"{marker.strip()} " if marker else marker

    def _emit(self, kind: BlockKind, level: int, spans: Iterable[Span]) -> None:
        shown = normalise_spans(spans)
        if not shown:
            return
        block = Block(kind=kind, level=level, spans=shown)
        framed = self.aside or (kind is BlockKind.PARAGRAPH and is_list_service(block))
        if framed and self.note:
            self.notes.setdefault(self.note, []).append(len(self.furniture))
        elif not framed and self.cited:
            self.calls[len(self.blocks)] = self.cited
        self.cited = []
        (self.furniture if framed else self.blocks).append(block)

    def put_notes(self) -> None:
        """Put the footnotes that blocks cite behind them, in brackets; others and long ones stay furniture."""
        used: set[int] = set()
        for at, names in self.calls.items():
            found = [self.notes[name] for name in dict.fromkeys(names) if name in self.notes]
            known = [at for at in found if sum(len(self.furniture[place].text) for place in at) <= LONGEST_NOTE]
            used.update(place for places in known for place in places)
            told = [read_note([span for place in places for span in self.furniture[place].spans]) for places in known]
            if told:
                self.blocks[at] = put_behind(self.blocks[at], self.blocks[at].spans, told)
        self.furniture = [block for place, block in enumerate(self.furniture) if place not in used]

    def _break_line(self) -> None:
        if self._row is not None:
            self.spans.append(Span(text="\n"))
        elif self.broken and not self.heading:
            self.flush()
        elif self.spans:
            self.spans.append(self.looks[-1].with_text("\n"))
            self.broken = True

    def _read_verbatim(self, tag: Tag, text: str) -> None:
        """Keep the lines of preformatted text; a whole text set so is read like a text file."""
        if tag.name == "pre" and len(tag.contents) == 1:
            self.flush()
            for block in read_plain_blocks(text):
                self._emit(block.kind, block.level, block.spans)
            return
        for number, piece in enumerate(_PARTING.split(text)):
            if number:
                self.flush()
            self.spans.append(self.looks[-1].with_text(piece))

    def _open_block(self, tag: Tag) -> None:
        name = tag.name
        self.note = find_note(tag) or self.note
        self.aside += self._is_aside(tag)
        if level := _read_heading(tag):
            self.heading = level
        elif name in {"ul", "ol", "menu", "dir"}:
            self.lists.append(_open_list(tag))
            self.marker = None
        elif name == "li":
            marker = self.lists[-1].read_marker(tag) if self.lists else ""
            self.marker = None if holds_story(tag) else marker
        elif name == "pre":
            self.verbatim += 1
        elif name == "table":
            labelled = id(tag) in self.survey.label_tables
            read_across = labelled or id(tag) in self.survey.data_tables
            self.rows.append(RowReader(labelled=labelled) if read_across else None)
        elif name == "tr" and self.rows and self.rows[-1] is None:
            self._drop_marker()
        elif self.rows and (row := self.rows[-1]) is not None:
            self._open_in_table(tag, row)

    def _is_aside(self, tag: Tag) -> bool:
        return id(tag) in self.survey.frame or bool(find_note(tag)) or is_picture_words(tag)

    def _open_in_table(self, tag: Tag, row: RowReader) -> None:
        if tag.name in {"td", "th"}:
            self._end_cell(row)
            row.open_cell(
                width=read_number(get_attribute(tag, "colspan"), 1),
                height=read_number(get_attribute(tag, "rowspan"), 1),
            )
        elif tag.name == "tr":
            self._end_row(row)

    def _close_block(self, tag: Tag) -> None:
        name = tag.name
        row = self.rows[-1] if self.rows else None
        if _read_heading(tag):
            self.heading = 0
        elif name in {"ul", "ol", "menu", "dir"}:
            self.lists.pop()
        elif name == "pre":
            self.verbatim -= 1
        elif name in {"td", "th"} and row is not None:
            self._end_cell(row)
        elif name in {"tr", "table"} and row is not None:
            self._end_row(row)
        elif name == "tr":
            self._drop_marker()
        if name == "li":
            self.marker = None
        if name == "table":
            self.rows.pop()
        self.aside -= self._is_aside(tag)
        self.note = "" if find_note(tag) else self.note

    def _drop_marker(self) -> None:
        """Let go of a marker that no text of its row followed (a list's own waits on); a number stays as text."""
        if self.lists:
            return
        marker, self.marker = self.marker, None
        if marker and is_counted(marker):
            self._emit(BlockKind.PARAGRAPH, 0, [Span(text=marker)])

    def _end_cell(self, row: RowReader) -> None:
        if row.in_cell:
            spans, self.spans = self.spans, []
            row.close_cell(merge_looks(spans))

    def _end_row(self, row: RowReader) -> None:
        self._end_cell(row)
        for kind, spans in row.close_row():
            self._emit(kind, 0, spans)


def _is_block(tag: Tag) -> bool:
    if tag.name in _BLOCKS:
        return True
    return bool(tag.attrs) and (
        bool(_AS_BLOCK.search(get_attribute(tag, "style").lower())) or get_attribute(tag, "role") == "heading"
    )


def _read_heading(tag: Tag) -> int:
    """Return an element's level as a heading, 0 where it is none."""
    if tag.name in HEADINGS:
        return 0 if tag.name != "h1" and is_standfirst(tag) else int(tag.name[1])
    if tag.attrs and get_attribute(tag, "role") == "heading":
        return min(max(read_number(get_attribute(tag, "aria-level"), 2), 1), 6)
    return 0


def _open_list(tag: Tag) -> _List:
    return _List(
        ordered=tag.name == "ol",
        next_number=read_number(get_attribute(tag, "start"), 1),
        letters=get_attribute(tag, "type").lower() == "a",
    )
