"""Listed fields: bullets that name what they give of an item ("- Date: ...", "- Sector: ..."), told by one of them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.sight import Sight
from bot.reading.grammar.lines.labels import FIELD_LABELS


def find_listed_fields(pieces: Iterable[Piece], sights: tuple[Sight, ...]) -> frozenset[int]:
    """Return the bullets of lists in which a label names issuer, day, title or term of an item at their own level."""
    found: list[int] = []
    run: dict[int, list[int]] = {}
    for at, piece in enumerate((*pieces, None)):
        if piece is not None and piece.kind is BlockKind.LIST_ITEM:
            run.setdefault(piece.level, []).append(at)
            continue
        found += [place for places in run.values() if any(_is_field(sights[i]) for i in places) for place in places]
        run = {}
    return frozenset(found)


def _is_field(sight: Sight) -> bool:
    return sight.label is not None and sight.label.kind in FIELD_LABELS
