"""Puts the cells of a data table together to rows, with those that span several rows or columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.reading.document import BlockKind, Span
from bot.reading.formats.normalise import normalise_spans

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
