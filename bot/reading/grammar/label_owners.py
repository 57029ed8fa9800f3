"""Label owners: whose a label is: the open item's, a bullet's own words, or that of all the news before it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.document import BlockKind
from bot.reading.grammar.item_draft import Form, ItemDraft
from bot.reading.grammar.layout.lead_ins import find_bold_lead
from bot.reading.grammar.layout.piece_cuts import opens_with_name
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.lines.labels import Label, LabelKind
from bot.reading.grammar.lines.reports import is_closed
from bot.reading.grammar.outlook import Outlook

_LEAST_BEFORE_CLOSING = 2
_TERM_WORDS = 4
_FIELD_WORDS = 12
_OF_ONE_ITEM = frozenset({"it", "this"})
_OF_BULLETS = frozenset({LabelKind.SUMMARY, LabelKind.COMMENT, LabelKind.SOURCE, LabelKind.NUMBER})


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelOwners:
    """What an outlook tells of each labelled piece beside the item that is open before it."""

    outlook: Outlook
    own_fields: frozenset[int]
    """Lines with fields of the publisher's own among those with labels."""

    def is_inner_bullet(self, i: int, label: Label, draft: ItemDraft | None) -> bool:
        """Whether a label opens one of the points of the open item's summary ("Contents: ...")."""
        piece = self.outlook.pieces[i]
        return (
            piece.kind is BlockKind.LIST_ITEM
            and piece.starts_block
            and i not in self.outlook.listed_fields
            and draft is not None
            and draft.slot == LabelKind.SUMMARY
            and label.kind in _OF_BULLETS
            and bool(draft.summary or draft.points)
            and not label.is_own_view
            and not (label.kind is LabelKind.COMMENT and draft.form is Form.BRIEF)
            and not (label.kind is LabelKind.SOURCE and is_link_only(piece.cut(label.end).spans))
        )

    def is_term(self, i: int, piece: Piece, draft: ItemDraft | None) -> bool:
        """Whether a part of an open item with labels opens with a label of the publisher's own: bold, or in a list."""
        if draft is None or draft.form is not Form.STORY:
            return False
        if piece.kind is BlockKind.LIST_ITEM:
            known = draft.labels or draft.headline
            return bool(known) and i in self.outlook.listed_fields and opens_with_name(piece.raw)
        if not (draft.labels or self._is_field(piece, draft)):
            return False
        if piece.kind is not BlockKind.PARAGRAPH:
            return False
        if i in self.own_fields or (opens_with_name(piece.raw) and self._stands_between_labels(i)):
            return True
        lead = find_bold_lead(piece) or ""
        return 0 < len(lead.split()) <= _TERM_WORDS and piece.raw.strip()[: len(lead) + 1].endswith((":", "："))

    @staticmethod
    def _is_field(piece: Piece, draft: ItemDraft) -> bool:
        """Whether a piece under a headline and its text is a few words behind a bold label and its colon."""
        few = len(piece.text.split()) <= _FIELD_WORDS and not is_closed(piece.text)
        return few and bool(draft.headline and draft.summary) and opens_with_name(piece.raw)

    def _stands_between_labels(self, i: int) -> bool:
        """Whether a short line stands right between two that labels with a colon open, as a field among fields does."""
        beside = (self.outlook.sights[at].label for at in (i - 1, i + 1) if 0 < at < len(self.outlook.sights))
        short = len(self.outlook.pieces[i].text.split()) <= _FIELD_WORDS
        return short and [label is not None and label.colon for label in beside] == [True, True]

    def heads_headline(self, i: int, label: Label) -> bool:
        """Whether a label on no item has no words below it but another heading ("What's new" over the headlines)."""
        below = self.outlook.pieces[i + 1 : i + 2]
        headed = bool(below) and below[0].is_heading and self.outlook.sights[i + 1].label is None
        alone = not self.outlook.pieces[i].raw[label.end :].strip()
        return label.kind is LabelKind.SUMMARY and headed and alone

    def is_on_no_item(self, i: int, label: Label, draft: ItemDraft | None, *, after: int) -> bool:
        """Whether a view is on all the news before it: under a heading of its own, or the one view, at the very end.

        Words such as "why it matters" or "what this means" are on the item above. ``after`` is the count of finished
        items.
        """
        piece = self.outlook.pieces[i]
        if label.kind is not LabelKind.COMMENT or (draft is not None and draft.form is not Form.BRIEF):
            return False
        refers = not _OF_ONE_ITEM.isdisjoint(piece.raw[: label.end].lower().split())
        if piece.is_heading or self.outlook.closing_view != i or not piece.starts_block or refers:
            return piece.is_heading
        depth = draft.list_level if draft is not None and piece.kind is BlockKind.LIST_ITEM else piece.level
        return piece.level < depth if piece.level != depth else after >= _LEAST_BEFORE_CLOSING
