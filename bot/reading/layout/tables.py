"""Rows of tables as items: each cell is the field that its column's head names."""

from __future__ import annotations

import re

from bot.model.ids import HAN
from bot.reading.document import Span
from bot.reading.layout.filling import Filling
from bot.reading.layout.labels import Field
from bot.reading.layout.lines import CELL, Line
from bot.reading.layout.printed_days import is_day
from bot.reading.layout.spans import cut_spans, list_links, text_of

_NOTHING = frozenset({"", "-", "–", "—", "/", "n/a", "none", "无", "tbd", "nil"})
_TWIN = re.compile(rf"\s*[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[{HAN}](?:[^()（）]|[(（][^()（）]*[)）])*[)）]\s*\Z")
"""The Chinese title in brackets behind an English one."""


def read_row(filling: Filling, line: Line, *, is_whole: bool) -> None:
    """Read a row into an item that is this row, or add it to the points of another item's."""
    if not is_whole:
        filling.links.extend(list_links(line.spans))
        filling.points.append(line.text)
        return
    fields = line.columns or tuple(_guess(cell) for cell in line.cells)
    title = ""
    for at, (spans, name) in enumerate(zip(_list_cells(line), fields, strict=False)):
        text = text_of(spans)
        if text.casefold() in _NOTHING:
            continue
        if name is Field.TITLE and not title:
            title = text
        label = line.column_names[at] if at < len(line.column_names) else ""
        if name in {Field.INDEX, Field.CONTACT}:
            filling.links.extend(list_links(spans))
        elif name is Field.OTHER and not label:
            filling.add_paragraph(spans, is_point=False)
        elif name is Field.HEADLINE:
            filling.links.extend(link for link in list_links(spans) if link.label != text or link.url)
            filling.headline.append(text)
        else:
            filling.add_field(name, spans, label)
    filling.awaits = False
    _settle_title(filling, title)


def _settle_title(filling: Filling, title: str) -> None:
    """Tell the title as the headline over a summary, else as the summary itself."""
    if filling.summary:
        if title and not filling.headline:
            filling.headline.append(_TWIN.sub("", title))
    elif filling.headline:
        filling.summary.extend(filling.headline)
        filling.headline.clear()
    elif title:
        filling.summary.append(title)


def _list_cells(line: Line) -> list[tuple[Span, ...]]:
    cells, at = [], 0
    sign = CELL.strip()
    for part in line.raw.split(sign):
        cells.append(cut_spans(line.spans, at, at + len(part)))
        at += len(part) + len(sign)
    return cells


def _guess(cell: str) -> Field:
    """Return the field of a cell in a table without a head."""
    return Field.DATE if is_day(cell) else Field.OTHER
