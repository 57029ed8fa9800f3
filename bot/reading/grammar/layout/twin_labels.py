"""Twin labels: fields named in both tongues ("Effective 施行: 1 May"), read by the name that tells what they are."""

from __future__ import annotations

import re

from bot.model.text import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.labels import LabelKind, find_label

_TWIN = re.compile(
    rf"[\s*_>]*(?:(?P<latin>[A-Z][A-Za-z. ]{{1,30}}?)\s?[/|]?\s?[(（]?(?P<han>[{HAN}]{{2,10}})[)）]?"
    rf"|(?P<han_first>[{HAN}]{{2,10}})\s?[/|]?\s?[(（]?(?P<latin_behind>[A-Z][A-Za-z. ]{{1,30}}?)[)）]?)\s?[:：]"
)


def read_twin_labels(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return pieces that open with a label in two tongues with the half of it that is a field's name, and no other."""
    return tuple(_in_one_tongue(piece) if piece.kind is not BlockKind.TABLE_ROW else piece for piece in pieces)


def _in_one_tongue(piece: Piece) -> Piece:
    twin = _TWIN.match(piece.raw)
    if twin is None:
        return piece
    names = (f"{name.strip()}: " for name in twin.groups() if name)
    label = next((name for name in names if _is_field(name)), None)
    if label is None:
        return piece
    rest = piece.cut(twin.end())
    blank = len(rest.raw) - len(rest.raw.lstrip())
    return rest.cut(blank).headed(label)


def _is_field(name: str) -> bool:
    """Whether a name alone is a field's; "Comments" may be the publisher's or those that are asked for."""
    label = find_label(name)
    return label is not None and (label.kind is not LabelKind.COMMENT or label.is_own_view)
