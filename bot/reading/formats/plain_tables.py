"""Tables of a plain text: columns told by a line of dashes under the heads, as programs print them, or by bars."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.formats.plain_lines import Line

_DASHES = re.compile(r"[-=]{2,}(?: +[-=]{2,})+")
_RUN = re.compile(r"[-=]+")
_BAR = re.compile(r"\s\|\s")
_LEAST_BARS = 2
_LEAST_ALIGNED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a table: the lines that it stands in, and its cells as one text with bars between them."""

    lines: tuple[Line, ...]
    text: str


def find_rows(lines: Sequence[Line]) -> dict[int, Row]:
    """Give the rows of all such tables, the heads first, by the index of the first line of each.

    A line that leaves its first column empty goes on with the row above. Where words stand across two columns it is no
    table. Lines with bars are rows from two on, one right below the other with as many; with one bar, from three
    on that have it at the same place.
    """
    found = _find_barred(lines)
    end = 1
    for at, line in enumerate(lines):
        if at >= end and _DASHES.fullmatch(line.text) and not line.after_blank:
            end = next((i for i in range(at + 1, len(lines)) if lines[i].after_blank), len(lines))
            starts = [line.indent + run.start() for run in _RUN.finditer(line.text)]
            rows = _read_rows([lines[at - 1], *lines[at + 1 : end]], starts)
            places = {id(each): i for i, each in enumerate(lines[at - 1 : end], at - 1)}
            found |= {places[id(row.lines[0])]: row for row in rows}
    return found


def _find_barred(lines: Sequence[Line]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    bars = [len(_BAR.findall(line.text)) for line in lines]
    aligned = _find_aligned(lines, bars)
    for at, line in enumerate(lines):
        above = at > 1 and bars[at] == bars[at - 1] and not line.after_blank
        below = 0 < at < len(lines) - 1 and bars[at] == bars[at + 1] and not lines[at + 1].after_blank
        if (bars[at] >= _LEAST_BARS and (above or below)) or at in aligned:
            found[at] = Row(lines=(line,), text=line.text.strip("| "))
    return found


def _find_aligned(lines: Sequence[Line], bars: Sequence[int]) -> set[int]:
    """Give the lines with one bar each that stands below that of the line above, three in a row or more."""
    found: set[int] = set()
    run: list[int] = []
    for at, line in enumerate(lines):
        joined = bool(run) and not line.after_blank and line.text.find(" | ") == lines[run[-1]].text.find(" | ")
        if bars[at] == 1 and (joined or not run):
            run.append(at)
        else:
            run = [at] if bars[at] == 1 else []
        if len(run) >= _LEAST_ALIGNED:
            found.update(run[-_LEAST_ALIGNED:])
    return found


def _read_rows(lines: Sequence[Line], starts: Sequence[int]) -> list[Row]:
    rows: list[tuple[list[Line], list[str]]] = []
    for line in lines:
        cells = _cut(line, starts)
        if cells is None:
            return []
        if cells[0] or not rows:
            rows.append(([line], cells))
        else:
            rows[-1][0].append(line)
            rows[-1][1][:] = [f"{above} {cell}".strip() for above, cell in zip(rows[-1][1], cells, strict=True)]
    return [Row(lines=tuple(held), text=" | ".join(cell or " " for cell in cells)) for held, cells in rows]


def _cut(line: Line, starts: Sequence[int]) -> list[str] | None:
    text = " " * line.indent + line.text
    if any(0 < start <= len(text) and not text[start - 1].isspace() for start in starts[1:]):
        return None
    bounds = [0, *starts[1:], len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(bounds)]
