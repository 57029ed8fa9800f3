"""Table notes: what stands behind a table of news and tells no act and no day, and the row whose words it takes up."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.reading.grammar.layout.lead_ins import find_dated_lead, find_told_date
from bot.reading.grammar.lines.reports import names_actor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.grammar.item_draft import ItemDraft
    from bot.reading.grammar.item_shelf import ItemShelf
    from bot.reading.grammar.layout.pieces import Piece
    from bot.reading.grammar.layout.surroundings import Surroundings

_WORD = re.compile(r"[a-z]{5,}|[\u4e00-\u9fff]{2}")
_STEM = 6


def take_table_note(shelf: ItemShelf, piece: Piece, around: Surroundings) -> bool | None:
    """Add such a paragraph to its row as the house's comment: whether it has one; None for what is no such note."""
    rows = _list_rows(shelf, around)
    if not rows or names_actor(piece.text) or find_told_date(piece.text) or find_dated_lead(piece):
        return None
    row = _find_taken_up(piece.text, rows)
    if row is not None:
        row.add_comment(piece.spans)
        row.add_block(piece.source)
    return row is not None


def _list_rows(shelf: ItemShelf, around: Surroundings) -> tuple[ItemDraft, ...]:
    """Give the rows under the heading that the walk is under, where nothing but them and their notes came."""
    if shelf.open is not None:
        return ()
    heading = around.heading_text
    above = takewhile(lambda draft: draft.is_row and draft.heading_text == heading, reversed(shelf.finished))
    return tuple(above)


def _find_taken_up(text: str, rows: Sequence[ItemDraft]) -> ItemDraft | None:
    """Give the row with most of a note's words that no other row has; None where no row or several have as many."""
    words = _list_stems(text)
    told = [_list_stems(" ".join((*row.article, row.headline or "", *row.summary))) for row in rows]
    own = [len({word for word in words & stems if sum(word in each for each in told) == 1}) for stems in told]
    most = max(own)
    return rows[own.index(most)] if most and own.count(most) == 1 else None


def _list_stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower()))
