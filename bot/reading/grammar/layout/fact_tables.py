"""Fact tables: a table for each record, of rows that are a name and its value ("Status | In force").

Two tables or more with mostly the same names show it, or a head that says so ("Field | Entry"). Their rows are lines of
fields, as other houses print them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bot.model.text import fold
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.table_rows import is_facts_head, is_rule, read_fact, split_cells

_CELLS = 2
_LEAST_ROWS = 2
_SHARED = 0.6
_MOST_WORDS = 5


def read_fact_tables(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with the rows of such tables as paragraphs "Name: value", their heads left out."""
    tables = [run for run in _list_runs(pieces) if _is_of_facts(pieces, run)]
    names = [{_name_of(pieces[at]) for at in run if not _is_head(pieces[at])} for run in tables]
    alike = any(len(a & b) >= _SHARED * max(len(a), len(b)) for a, b in pairwise(names))
    told = [run for run in tables if alike or is_facts_head(pieces[run[0]])]
    rows = {at for run in told for at in run}
    heads = {at for at in rows if _is_head(pieces[at])}
    return tuple(_as_line(piece) if at in rows else piece for at, piece in enumerate(pieces) if at not in heads)


def _list_runs(pieces: tuple[Piece, ...]) -> Iterator[list[int]]:
    run: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.kind is BlockKind.TABLE_ROW:
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_of_facts(pieces: tuple[Piece, ...], run: list[int]) -> bool:
    rows = [pieces[at] for at in run if not _is_head(pieces[at])]
    names = [_name_of(row) for row in rows if len(split_cells(row)) == _CELLS]
    short = all(name and len(name.split()) <= _MOST_WORDS for name in names)
    return len(rows) >= _LEAST_ROWS and len(names) == len(rows) == len(set(names)) and short


def _is_head(piece: Piece) -> bool:
    return is_facts_head(piece) or is_rule(piece) or not any(cell.text.strip() for cell in split_cells(piece))


def _name_of(piece: Piece) -> str:
    return fold(split_cells(piece)[0].text).strip(" :：*")


def _as_line(piece: Piece) -> Piece:
    fact = read_fact(piece) or piece
    return replace(fact, source=replace(fact.source, kind=BlockKind.PARAGRAPH))
