"""Tables of a page: which hold data and which only lay out, and the rows of the former."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from bot.reading.document import BlockKind, Span
from bot.reading.formats.html_page import get_words, read_number
from bot.reading.formats.normalise import join_cells, normalise_spans

MARKER = re.compile(r"[•·■▪●○◦‣⁃□➢➤►▶▸❖◉◆–-]|\(?\d{1,2}[.)]|[a-z][.)]")
"""A drawn bullet or a number, as a whole cell."""
_LAYS_OUT = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "hr")
_LONGEST_CELL, _LONGEST_HEAD = 2000, 40
_MIN_ROWS = _MIN_CELLS = 2
_MOST_COLUMNS, _MOST_ROWS = 30, 1000


def holds_data(table: Element) -> bool:
    """Say whether a table's rows belong to be read across, each as one: by its head, or by its even, small cells."""
    if next(table.iterdescendants(*_LAYS_OUT), None) is not None:
        return False
    if table.get("role", "").lower() in {"presentation", "none"}:
        return False
    if next(table.iterdescendants("th", "thead"), None) is not None:
        return True
    rows = [[get_words(cell) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    full = [len(row) for row in rows if sum(map(bool, row)) >= _MIN_CELLS]
    if len(full) < max(_MIN_ROWS, sum(map(any, rows)) / 2) or len(set(full)) > 1:
        return False
    headed = len(rows[0]) == full[0] and all(0 < len(words) <= _LONGEST_HEAD for words in rows[0])
    stacked = any(sum(1 for _ in cell.iter("p", "blockquote", "pre")) > 1 for cell in table.iter("td"))
    listed = next(table.iterdescendants("ul", "ol"), None) is not None
    marked = sum(MARKER.fullmatch(row[0]) is not None for row in rows if row)
    small = all(len(words) <= _LONGEST_CELL for row in rows for words in row)
    return small and not listed and (headed or not stacked) and marked < len(full)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cell:
    """What stands in a cell, over so many columns and rows."""

    width: int = 1
    height: int = 1
    spans: tuple[Span, ...] = ()


@dataclass(kw_only=True, slots=True)
class RowReader:
    """The row of a data table that is being read, and the cells above that reach down into it."""

    in_cell: bool = False
    _cells: list[_Cell] = field(default_factory=list)
    _reaching: dict[int, _Cell] = field(default_factory=dict)

    def open_cell(self, cell: Element) -> None:
        """Begin a cell, over as many columns and rows as it says."""
        width, height = read_number(cell.get("colspan"), 1), read_number(cell.get("rowspan"), 1)
        self.in_cell = True
        self._cells.append(_Cell(width=min(max(width, 1), _MOST_COLUMNS), height=min(height, _MOST_ROWS)))

    def close_cell(self, spans: Sequence[Span]) -> None:
        """End the open cell with what was read in it."""
        self.in_cell = False
        self._cells[-1] = replace(self._cells[-1], spans=normalise_spans(spans))

    def close_row(self) -> list[tuple[BlockKind, tuple[Span, ...]]]:
        """End the row: give its kind of block and spans, nothing for an empty one.

        A cell over several rows stands in each of them; one cell over the whole row is a line of its own, and so is
        each label with its value where a row is made of them ("Date:" beside a date).
        """
        cells, self._cells = self._cells, []
        filled = [cell for cell in cells if cell.spans]
        columns = self._place(cells) if cells else []
        if not filled:
            return []
        pairs = list(zip(cells[::2], cells[1::2], strict=False))
        if len(cells) % 2 == 0 and all(name.spans and name.spans[-1].text.endswith((":", "：")) for name, _ in pairs):
            return [(BlockKind.PARAGRAPH, (*name.spans, Span(text=" "), *value.spans)) for name, value in pairs]
        alone = len(filled) == 1 and (len(cells) == 1 or filled[0].width > 1)
        if alone and len(columns) == sum(cell.width for cell in cells):
            return [(BlockKind.PARAGRAPH, filled[0].spans)]
        return [(BlockKind.TABLE_ROW, join_cells(columns))]

    def _place(self, cells: Sequence[_Cell]) -> list[tuple[Span, ...]]:
        """Return what stands in each column, cells from above included."""
        columns: list[tuple[Span, ...]] = []
        reaching, self._reaching = self._reaching, {}
        waiting = deque(cells)
        while len(columns) < _MOST_COLUMNS and (waiting or any(column >= len(columns) for column in reaching)):
            at = len(columns)
            above = reaching.get(at)
            cell = above or (waiting.popleft() if waiting else _Cell())
            columns += [cell.spans, *[()] * (cell.width - 1)]
            if cell.height > 1:
                self._reaching[at] = replace(cell, height=cell.height - 1, width=1)
        return [*columns, *(cell.spans for cell in waiting)]
