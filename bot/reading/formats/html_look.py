"""How an element makes its text look: bold, italic, a link; and what is only a sign of a footnote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from bs4.element import Tag

from bot.reading.document import BlockKind, Span
from bot.reading.formats.html_tree import get_attribute, get_class_names, read_number
from bot.reading.formats.normalise import normalise_spans

# Puts the cells of a data table together to rows, with those that span several rows or columns.

_MOST_COLUMNS = 30
_MOST_ROWS = 1000


@dataclass(kw_only=True, slots=True)
class _Cell:
    spans: tuple[Span, ...] = ()
    width: int = 1
    height: int = 1


@dataclass(kw_only=True, slots=True)
class RowReader:
    """The row of a data table that is being read, and the cells above that reach down into it."""

    in_cell: bool = False
    labelled: bool = False
    _cells: list[_Cell] = field(default_factory=list)
    _reaching: dict[int, tuple[tuple[Span, ...], int]] = field(default_factory=dict)

    def open_cell(self, *, width: int, height: int) -> None:
        """Begin a cell over so many columns and rows."""
        self.in_cell = True
        self._cells.append(_Cell(width=min(max(width, 1), _MOST_COLUMNS), height=min(max(height, 1), _MOST_ROWS)))

    def close_cell(self, spans: Iterable[Span]) -> None:
        """End the open cell with what was read in it."""
        self.in_cell = False
        self._cells[-1].spans = normalise_spans(spans)

    def close_row(self) -> list[tuple[BlockKind, tuple[Span, ...]]]:
        """End the row: give its kind of block and spans, nothing for an empty one.

        A cell over several rows stands in each of them; one cell over the whole row is a line of its own, and so is
        each label with its value where a row is made of them ("Date:" beside a date).
        """
        cells, self._cells = self._cells, []
        if not cells:
            return []
        filled = [cell for cell in cells if cell.spans]
        columns = self._place(cells)
        if not filled:
            return []
        if self.labelled:
            label, value = cells[0], cells[-1]
            return [(BlockKind.PARAGRAPH, (*label.spans, Span(text=": "), *value.spans))]
        if _holds_labels(cells):
            pairs = zip(cells[::2], cells[1::2], strict=True)
            return [
                (BlockKind.PARAGRAPH, (*label.spans, Span(text=" "), *value.spans))
                for label, value in pairs
                if label.spans
            ]
        if (
            len(filled) == 1
            and (len(cells) == 1 or filled[0].width > 1)
            and len(columns) == sum(c.width for c in cells)
        ):
            return [(BlockKind.PARAGRAPH, filled[0].spans)]
        spans: list[Span] = []
        for number, shown in enumerate(columns):
            spans += [Span(text=" | "), *shown] if number else shown or [Span(text=" ")]
        return [(BlockKind.TABLE_ROW, tuple(spans))]

    def _place(self, cells: list[_Cell]) -> list[tuple[Span, ...]]:
        """Return what stands in each column, cells from above included."""
        columns: list[tuple[Span, ...]] = []
        reaching, self._reaching = self._reaching, {}
        waiting = list(reversed(cells))
        while (waiting or any(column >= len(columns) for column in reaching)) and len(columns) < _MOST_COLUMNS:
            column = len(columns)
            if column in reaching:
                spans, rest = reaching[column]
                columns.append(spans)
                if rest > 1:
                    self._reaching[column] = (spans, rest - 1)
            elif waiting:
                cell = waiting.pop()
                columns += [cell.spans, *[()] * (cell.width - 1)]
                if cell.height > 1:
                    self._reaching[column] = (cell.spans, cell.height - 1)
            else:
                columns.append(())
        columns += [cell.spans for cell in reversed(waiting)]
        return columns


def _holds_labels(cells: list[_Cell]) -> bool:
    """Say whether a row is made of pairs, each a label that ends with a colon and its value."""
    labels = ["".join(span.text for span in cell.spans) for cell in cells[::2]]
    paired = len(cells) % 2 == 0 and all(label.endswith((":", "：")) for label in labels)
    return paired and not any(cell.height > 1 for cell in cells)


_BOLD = re.compile(r"(?:\A|[;\s])font-weight\s*:\s*(?P<weight>[a-z]+|\d+)")
_FONT = re.compile(r"(?:\A|[;\s])font\s*:\s*(?P<font>[^;]*\d[^;]*)")
"""All of a font in one, which makes letters plain again where it says nothing of their weight."""
_HEAVY = re.compile(r"\bbold(?:er)?\b|(?<![\w.])[6-9]00(?![\w%])")
_SLANT = re.compile(r"(?:\A|[;\s])font-style\s*:\s*(?P<slant>[a-z]+)")
_NOTE = r"_?(?:sd)?(?P<kind>footnote|endnote|ftn|edn|fn)[-:]?(?P<number>\d{1,5})"
_FOOTNOTE_REF = re.compile(rf"#{_NOTE}(?:sym)?\Z", re.IGNORECASE)
_FOOTNOTE_BACK = re.compile(
    r"#(?:_?(?:footnote-ref|endnote-ref|ftnref|ednref|fnref)|sd(?:footnote|endnote)\d+anc)", re.IGNORECASE
)
_FOOTNOTE = re.compile(_NOTE, re.IGNORECASE)
_CHANGED = re.compile(r"\n|  |[^\x00-\xff] | [^\x00-\xff]")
_DAY = re.compile(r"\s*(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_COUNTS_BACK = re.compile(
    r"\s*(?:(?:updated|published|posted)\s+)?(?:(?:\d{1,3}|an?|one|two|three)\s?(?:m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?"
    r"|w(?:eeks?)?)(?:\s+ago)?|yesterday|today|just\s+now|\d{1,3}\s?(?:分钟|小时|天)前|昨[天日]|今[天日]|刚刚)"
    r"(?:,?\s*\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?)?\s*",
    re.IGNORECASE,
)
_MONTHS_TEXT = "January February March April May June July August September October November December"
_MONTHS = _MONTHS_TEXT.split()
_STANDFIRST = frozenset(("standfirst", "dek", "deck", "subtitle", "sub-title", "subhead", "tagline", "strapline"))
_BESIDE = frozenset({"span", "time", "a"})
_IN_ROW = _BESIDE | {"em", "i"}
_LEAST_PARTS, _MOST_PARTS, _LONGEST_PART = 3, 8, 24
_FEW_SPANS = 100
_MOST_WORK = 100_000
_BOLD_FROM = 600
_USABLE = frozenset({"http", "https", "mailto", "ftp", "tel"})


def read_look(tag: Tag, look: Span, *, page_address: str) -> Span:
    """Return the look of text inside an element, from the look around it (a Span whose text does not matter)."""
    if tag.name in {"b", "strong"}:
        look = replace(look, bold=True)
    elif tag.name in {"i", "em"}:
        look = replace(look, italic=True)
    elif tag.name == "a" and tag.has_attr("href"):
        look = replace(look, link=read_address(get_attribute(tag, "href"), page_address=page_address))
    style = get_attribute(tag, "style").lower() if tag.attrs else ""
    if style and (weight := _BOLD.search(style)):
        strong = weight["weight"] in {"bold", "bolder"} or read_number(weight["weight"], 0) >= _BOLD_FROM
        look = replace(look, bold=strong)
    elif style and (font := _FONT.search(style)):
        look = replace(look, bold=_HEAVY.search(font["font"]) is not None)
    if style and (slant := _SLANT.search(style)):
        look = replace(look, italic=slant["slant"] in {"italic", "oblique"})
    return look


def read_address(href: str, *, page_address: str = "") -> str:
    """Return a link's whole address, or ``""`` where it leads nowhere outside the page or nobody can tell where."""
    address = "".join(href.split()) if re.search(r"[\n\t]", href) else href.strip()
    if not address or address.startswith("#"):
        return ""
    try:
        whole = urljoin(page_address, address) if page_address else address
        whole = f"https:{whole}" if whole.startswith("//") else whole
        scheme = urlsplit(whole).scheme
    except ValueError:
        return ""
    return whole if scheme in _USABLE else ""


def merge_looks(spans: Iterable[Span]) -> list[Span]:
    """Return the spans with neighbours of one look as one.

    A text that changes its look and its line thousands of times is no paragraph that anybody wrote: it loses its looks
    and keeps its words, so that normalising it stays cheap.
    """
    merged: list[tuple[Span, list[str]]] = []
    for span in spans:
        if merged and (merged[-1][0].bold, merged[-1][0].italic, merged[-1][0].link) == (
            span.bold,
            span.italic,
            span.link,
        ):
            merged[-1][1].append(span.text)
        else:
            merged.append((span, [span.text]))
    found = [replace(look, text="".join(texts)) for look, texts in merged]
    if len(found) <= _FEW_SPANS:
        return found
    whole = "".join(span.text for span in found)
    changes = sum(1 for _ in _CHANGED.finditer(whole))
    return found if len(found) * changes <= _MOST_WORK else [replace(found[0], text=whole, bold=False, link=None)]


def find_meant_day(tag: Tag) -> str:
    """Return the day that an element of time means with words that count back from now ("3 hours ago"); else ""."""
    day = _DAY.match(get_attribute(tag, "datetime")) if tag.name == "time" else None
    if day is None or not _COUNTS_BACK.fullmatch(tag.get_text()):
        return ""
    return f"{int(day['day'])} {_MONTHS[int(day['month']) - 1]} {day['year']}"


def is_footnote_sign(tag: Tag) -> bool:
    """Say whether an element is only a sign that leads to a footnote, or back from it."""
    if tag.name not in {"sup", "a"}:
        return False
    return find_cited_note(tag) != "" or (
        tag.name == "a" and _FOOTNOTE_BACK.match(get_attribute(tag, "href")) is not None
    )


def find_cited_note(tag: Tag) -> str:
    """Return the key of the footnote that a raised link leads to; "" for any other element."""
    if tag.name == "sup":
        links = [child for child in tag.children if isinstance(child, Tag)]
    else:
        raised = tag.name == "a" and any(isinstance(child, Tag) and child.name == "sup" for child in tag.children)
        links = [tag] if raised else []
    called = _FOOTNOTE_REF.match(get_attribute(links[0], "href")) if len(links) == 1 else None
    return _name_note(called) if called else ""


def find_note(tag: Tag) -> str:
    """Return the key of the footnote whose text an element holds; "" for any other element."""
    held = _FOOTNOTE.fullmatch(get_attribute(tag, "id")) if tag.name in {"li", "div", "p"} else None
    return _name_note(held) if held else ""


def _name_note(found: re.Match[str]) -> str:
    return f"{found['kind'].lower()}{found['number']}"


def is_picture_words(tag: Tag) -> bool:
    """Say whether an element holds what stands below a picture: whose it is, what it shows."""
    if tag.name == "figcaption":
        return tag.parent is None or tag.parent.find("table") is None
    return "wp-caption-text" in get_attribute(tag, "class")


def is_standfirst(tag: Tag) -> bool:
    """Say whether a heading only goes on with the title that stands right before it, in a group or by its class."""
    before = tag.find_previous_sibling()
    titled = isinstance(before, Tag) and before.name == "h1"
    grouped = tag.parent is not None and tag.parent.name == "hgroup"
    return titled and (grouped or bool(get_class_names(tag) & _STANDFIRST))


def holds_row(tag: Tag) -> bool:
    """Say whether all that an element holds is a few words each in elements of a line, as day, author and house."""
    parts = [child for child in tag.children if isinstance(child, Tag)]
    if not _LEAST_PARTS <= len(parts) <= _MOST_PARTS or any(part.name not in _IN_ROW for part in parts):
        return False
    if any(str(child).strip() for child in tag.children if not isinstance(child, Tag)):
        return False
    words = [" ".join(part.get_text().split()) for part in parts]
    return all(0 < len(text) <= _LONGEST_PART and not text.endswith(("。", "！", "？", "，")) for text in words)


def is_set_beside(tag: Tag) -> bool:
    """Say whether an element stands behind one of another class or a time, from which a style sets it apart."""
    if tag.name not in _BESIDE:
        return False
    before, own = tag.previous_sibling, get_attribute(tag, "class")
    if not (isinstance(before, Tag) and before.name in _BESIDE):
        return False
    return "time" in {before.name, tag.name} or (bool(own) and get_attribute(before, "class") not in {"", own})
