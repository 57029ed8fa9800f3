"""Led news: what stands behind paragraphs that open with bold words closed by a sign, where each item opens so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.document import BlockKind
from bot.reading.grammar.item_draft import Form
from bot.reading.grammar.item_shelf import ItemShelf
from bot.reading.grammar.layout.cited_sources import is_generic_label
from bot.reading.grammar.layout.lead_ins import find_bold_lead
from bot.reading.grammar.layout.pieces import Piece, clean_label, is_link_only, without_bullet
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.outlook import Outlook
from bot.reading.grammar.own_news import OwnNews

_LEAST = 2
_CLOSES = frozenset(".:!?。：！？")
_CLOSES_BEHIND = frozenset(":：–—")


@dataclass(frozen=True, kw_only=True, slots=True)
class LedNews:
    """The paragraphs and bullets that belong to the item whose lead-in stands before them."""

    inside: frozenset[int]

    def place(self, i: int, piece: Piece, shelf: ItemShelf) -> Place | None:
        """Add such a piece to the open item: a bullet as its point, a paragraph as its text."""
        draft = shelf.open
        if i not in self.inside or draft is None or draft.form is not Form.BRIEF:
            return None
        if piece.kind is BlockKind.LIST_ITEM:
            draft.add_point(without_bullet(piece).spans, cited=True)
        else:
            draft.add_summary(piece.spans, cited=True)
        draft.add_block(piece.source)
        return Place.ITEM


def find_led_news(outlook: Outlook, own_news: OwnNews) -> LedNews:
    """Find it between two headings: where the first paragraph opens so, and another does."""
    inside: set[int] = set()
    for run in _list_runs(outlook):
        led = [at for at in run if _is_led(outlook, at)]
        if len(led) >= _LEAST and led[0] == run[0]:
            inside.update(at for at in run if at not in led and _belongs(outlook, own_news, at))
    return LedNews(inside=frozenset(inside))


def _list_runs(outlook: Outlook) -> Iterator[range]:
    """Return the pieces between headings, bold lines and rows of tables."""
    start = 0
    for at, (piece, sight) in enumerate(zip(outlook.pieces, outlook.sights, strict=True)):
        if piece.is_heading or sight.structural or piece.is_bold or piece.kind is BlockKind.TABLE_ROW:
            yield range(start, at)
            start = at + 1
    yield range(start, len(outlook.pieces))


def _is_led(outlook: Outlook, at: int) -> bool:
    piece, sight = outlook.pieces[at], outlook.sights[at]
    if not (piece.spans and piece.spans[0].bold) or piece.kind is not BlockKind.PARAGRAPH:
        return False
    lead = None if sight.label is not None or sight.dated else find_bold_lead(piece)
    if lead is None:
        return False
    behind = piece.raw.lstrip()[len(lead) :]
    return behind[:1] in _CLOSES or lead[-1] in _CLOSES or behind.lstrip()[:1] in _CLOSES_BEHIND


def _belongs(outlook: Outlook, own_news: OwnNews, at: int) -> bool:
    piece, sight = outlook.pieces[at], outlook.sights[at]
    if sight.label is not None or sight.dated or own_news.tell(at) or find_bold_lead(piece) is not None:
        return False
    return not is_link_only(piece.spans) and not is_generic_label(clean_label(piece.text))
