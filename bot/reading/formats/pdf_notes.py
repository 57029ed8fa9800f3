"""Footnotes of a PDF page: each stands behind the paragraph that cites it, and never between two lines of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from unicodedata import numeric

from bot.reading.document import Span
from bot.reading.formats.notes import MARK, RAISED, put_behind, read_note
from bot.reading.formats.pdf_blocks import build_blocks
from bot.reading.formats.pdf_columns import order_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.reading.document import Block
    from bot.reading.formats.pdf_lines import Row

_SMALL = 0.92
_PLAIN = str.maketrans({sign: str(int(numeric(sign))) for sign in RAISED})
_CALL = re.compile(rf"\s*(?P<open>\[)?(?P<number>[{RAISED}]+)(?(open)\])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A footnote: the page it stands on, its number and its rows."""

    page: int
    number: str
    rows: tuple[Row, ...]


def find_notes(page: int, rows: Sequence[Row], body: float) -> list[Note]:
    """Give the footnotes of a page that its text cites with a raised number: small rows below it, each numbered."""
    start = len(rows)
    while start and rows[start - 1].size <= _SMALL * body:
        start -= 1
    start = _find_first(rows, start)
    if not start:
        return []
    above = " ".join(row.text for row in rows[:start])
    if not any(sign in above for sign in RAISED):
        return []
    groups: list[tuple[str, list[Row]]] = []
    for row in rows[start:]:
        mark = MARK.match(row.text)
        number = mark["number"].translate(_PLAIN) if mark else ""
        if number and (not groups or int(number) == int(groups[-1][0]) + 1):
            groups.append((number, [row]))
        else:
            groups[-1][1].append(row)
    known = {number for number, _ in groups}
    called = {number for call in _CALL.finditer(above) for number in _read_call(call["number"], known)}
    return [Note(page=page, number=number, rows=tuple(own)) for number, own in groups if number in called]


def _find_first(rows: Sequence[Row], start: int) -> int:
    """Give the first numbered row of the small print, at its start or set smaller, none below it larger; else 0."""
    first, largest = 0, 0.0
    for at in range(len(rows) - 1, start - 1, -1):
        largest = max(largest, rows[at].size)
        stands = at == start or (rows[at - 1].size > rows[at].size >= largest)
        first = at if stands and MARK.match(rows[at].text) else first
    return first


def put_notes(blocks: Sequence[Block], notes: Sequence[Note]) -> tuple[Block, ...]:
    """Give the blocks with the notes that they cite in brackets behind them, in place of the raised numbers."""
    told = {(note.page, note.number): _read_note(note) for note in notes}
    return tuple(_put_behind(block, told) for block in blocks) if told else tuple(blocks)


def _read_call(raised: str, known: set[str]) -> list[str]:
    """Give the numbers that raised figures stand for: one, or several that touch."""
    number = raised.translate(_PLAIN)
    return [number] if number in known else [digit for digit in number if digit in known]


def _read_note(note: Note) -> list[Span]:
    found = build_blocks(order_rows(note.rows, ()))
    return read_note(
        [span for at, block in enumerate(found) for span in ((Span(text=" "),) if at else ()) + block.spans]
    )


def _put_behind(block: Block, told: Mapping[tuple[int, str], list[Span]]) -> Block:
    if not any(sign in block.text for sign in RAISED):
        return block
    cited: dict[tuple[int, str], list[Span]] = {}
    spans: list[Span] = []
    for span in block.spans:
        kept = _CALL.sub(lambda call: _take_call(call, block, told, cited), span.text)
        if kept or not span.text:
            spans.append(replace(span, text=kept))
    if not cited:
        return block
    return put_behind(block, spans, cited.values())


def _take_call(
    call: re.Match[str],
    block: Block,
    told: Mapping[tuple[int, str], list[Span]],
    cited: dict[tuple[int, str], list[Span]],
) -> str:
    """Take the notes that a raised number calls; the number stays where there is none."""
    for page in dict.fromkeys((block.page or 0, block.last_page or 0)):
        known = {number for at, number in told if at == page}
        numbers = _read_call(call["number"], known)
        if numbers:
            cited.update({(page, number): told[page, number] for number in numbers})
            return ""
    return call[0]
