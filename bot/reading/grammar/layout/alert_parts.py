"""Alert parts: the headings that every alert on one document has ("Background", "Key requirements", "Next steps").

Where all headings of a document below its title are such, none twice, they part one item and are no headlines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading.grammar.lines.headings import fold_heading, is_furniture_heading
from bot.reading.grammar.lines.labels import Label, LabelKind
from bot.reading.grammar.lines.part_names import find_part

if TYPE_CHECKING:
    from bot.reading.grammar.layout.pieces import Piece
    from bot.reading.grammar.layout.sight import Sight

_LEAST = 2


def find_alert_parts(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> dict[int, Label]:
    """Give labels for the headings of an alert, by index: the view for what is the publisher's, else the summary."""
    heads = [at for at, piece in enumerate(pieces) if piece.is_heading]
    inner = [at for at in heads[1:] if not is_furniture_heading(pieces[at].text)]
    if len({fold_heading(pieces[at].text) for at in inner}) < max(_LEAST, len(inner)):
        return {}
    kinds = {at: find_part(pieces[at].text) for at in inner}
    if None in kinds.values() or any(sight.dated for sight in sights):
        return {}
    return {
        at: Label(kind=kind, end=len(pieces[at].raw), colon=False, is_own_view=kind is LabelKind.COMMENT)
        for at, kind in kinds.items()
        if kind is not None
    }
