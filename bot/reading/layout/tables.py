"""Rows of tables as items: each cell is the field that its column's head names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model.ids import HAN
from bot.reading.document import Span
from bot.reading.layout.filling import Filling
from bot.reading.layout.label_names import Field
from bot.reading.layout.lines import CELL, Line
from bot.reading.layout.printed_days import is_day
from bot.reading.layout.spans import count_words, cut_spans, is_link_only, is_mostly_han, list_links, raw_of, text_of

_FEW = 6
_NOTHING = frozenset({"", "-", "–", "—", "/", "n/a", "none", "无", "tbd", "nil"})
_TWIN = re.compile(
    rf"\s*[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[{HAN}](?:[^()（）]|[(（][^()（）]*[)）])*[)）]\s*\Z"
)
"""The Chinese title in brackets behind an English one."""


def read_row(filling: Filling, line: Line, *, is_whole: bool) -> None:
    """Read a row into an item that is this row, or add it to the text of another item."""
    if not is_whole:
        filling.links.extend(list_links(line.spans))
        filling.summary.append(line.text)
        return
    fields = _settle_fields(line)
    for at, (spans, name) in enumerate(zip(_list_cells(line), fields, strict=False)):
        text = text_of(spans)
        if text.casefold() in _NOTHING:
            continue
        label = line.column_names[at] if at < len(line.column_names) else ""
        if name in {Field.INDEX, Field.CONTACT}:
            filling.links.extend(list_links(spans))
        elif name is Field.OTHER and not label:
            filling.add_paragraph(spans, is_point=False)
        elif name is Field.HEADLINE:
            filling.links.extend(link for link in list_links(spans) if link.label != text or link.url)
            filling.headline.append(text)
        elif name is Field.TITLE:
            _read_title(filling, spans)
        elif name is Field.SUMMARY and filling.summary and label:
            filling.add_field(Field.OTHER, spans, label)
        else:
            filling.add_field(name, spans, label)
    filling.awaits = False
    _settle_title(filling)


def _settle_fields(line: Line) -> tuple[Field, ...]:
    """Return the fields of a row's cells; where none is the text, a view or the longest headline is."""
    fields = line.columns or tuple(_guess(cell) for cell in line.cells)
    heads = [at for at, name in enumerate(fields[: len(line.cells)]) if name is Field.HEADLINE]
    if Field.SUMMARY not in fields and len(heads) > 1:
        longest = max(heads, key=lambda at: len(line.cells[at]))
        return tuple(Field.SUMMARY if at == longest else name for at, name in enumerate(fields))
    if Field.SUMMARY not in fields and Field.COMMENT in fields:
        return tuple(Field.SUMMARY if field is Field.COMMENT else field for field in fields)
    if Field.SUMMARY not in fields and Field.TITLE in fields:
        told = [at for at, name in enumerate(fields) if name is Field.OTHER and _is_told(line.cells[at : at + 1])]
        return tuple(Field.SUMMARY if at in told[:1] else name for at, name in enumerate(fields))
    return fields


def _is_told(cells: Sequence[str]) -> bool:
    return any(cell.endswith((".", "。", "!", "?")) and count_words(cell) > _FEW for cell in cells)


def _read_title(filling: Filling, spans: Sequence[Span]) -> None:
    """Read the cell of a document's title, with the text on the lines below it."""
    raw = raw_of(spans)
    end = raw.find("\n")
    rest = cut_spans(spans, end) if end > 0 else ()
    filling.add_field(Field.TITLE, cut_spans(spans, 0, end) if rest else spans, "")
    if is_link_only(rest):
        filling.add_sources(rest)
    elif rest:
        filling.add_paragraph(rest, is_point=False)


def _settle_title(filling: Filling) -> None:
    """Return the title as the headline over a summary, else as the summary itself."""
    title = filling.article[0] if filling.article else ""
    if filling.summary:
        if title and not filling.headline:
            bare = _TWIN.sub("", title)
            filling.headline.append(title if is_mostly_han(bare) else bare)
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
