"""Story starts: whether a headline, or a heading like one, opens another item with a headline of its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from bot.reading.document import BlockKind
from bot.reading.grammar.front_page import FrontPage
from bot.reading.grammar.item_draft import Form, ItemDraft
from bot.reading.grammar.layout.cited_sources import is_generic_label
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.lead_ins import is_date_line, is_month_line, is_title_line
from bot.reading.grammar.layout.pieces import Piece, clean_label
from bot.reading.grammar.lines.labels import ITEM_LABELS, LabelKind
from bot.reading.grammar.lines.placement import Mode
from bot.reading.grammar.lines.title_line import is_title_date
from bot.reading.grammar.lines.title_names import is_house_name
from bot.reading.grammar.news_ahead import heads_led_news, heads_nested_news
from bot.reading.grammar.outlook import Follow, Outlook

LISTS = frozenset({Follow.LIST, Follow.TABLE, Follow.DATED, Follow.BOLD_LEAD, Follow.HEADING, Follow.END})
"""What follows a heading over several pieces of news."""
_LINE_WORDS = 12
_MOST_BELOW = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryStarts:
    """What an outlook and the title page tell of each piece beside the item that is open before it."""

    outlook: Outlook
    front: FrontPage

    def opens(self, i: int, draft: ItemDraft | None, *, mode: Mode) -> bool:
        """Whether the piece is a headline that opens an item."""
        piece, sight = self.outlook.pieces[i], self.outlook.sights[i]
        if not sight.headline_like or sight.structural or sight.section is not None or i in self.outlook.topic_lines:
            return False
        if is_date_line(piece.text) or is_generic_label(clean_label(piece.text)) or self._heads_headline(i):
            return False
        if mode is Mode.FRONT and not piece.is_heading and is_title_date(piece.text):
            return False
        free = draft is None or draft.is_complete or draft.form is Form.BRIEF
        free = free or bool(draft and draft.labels and not self.stays_inside(i, draft))
        ahead = self.outlook.label_ahead(i)
        fresh = draft is None or bool(draft.labels or draft.summary or draft.points)
        if (
            sight.number is not None
            and piece.kind is not BlockKind.LIST_ITEM
            and ahead in ITEM_LABELS | {LabelKind.DATE}
        ):
            return free or ahead is LabelKind.SUMMARY or not self.outlook.has_summary_labels
        following = self.outlook.next_label(i)
        if following is LabelKind.SUMMARY and fresh:
            return not (mode is Mode.FRONT and sight.number is None and is_house_name(piece.text))
        if self._heads_topic(i):
            return False
        if piece.is_heading and piece.level < self.outlook.label_level and ahead is not None and fresh:
            return not (mode is Mode.FRONT and (self.front.is_only_title(i, piece) or self.front.heads_date(i)))
        if not free or piece.kind is BlockKind.LIST_ITEM:
            return False
        if piece.is_heading or piece.is_bold:
            only_title = mode is Mode.FRONT and self.front.is_only_title(i, piece)
            near = self.outlook.label_before_heading[i] and ahead in ITEM_LABELS
            labelled = following is not None and piece.is_heading and piece.level in self.outlook.labelled_levels
            labelled = labelled or i + 1 in self.outlook.listed_fields
            return following in ITEM_LABELS or ((near or labelled) and not only_title)
        return following in ITEM_LABELS and draft is None and mode is not Mode.FRONT

    def _heads_headline(self, i: int) -> bool:
        """Whether a heading stands right over one set deeper that is no label: whatever its number, over a group."""
        piece, below = self.outlook.pieces[i], self.outlook.pieces[i + 1 : i + 2]
        if not piece.is_heading or not below or self.outlook.sights[i + 1].label is not None:
            return False
        return below[0].is_heading and below[0].level > piece.level and below[0].level in self.outlook.repeated_levels

    def _heads_topic(self, i: int) -> bool:
        """Whether a heading without a number stands over several pieces of news: no label ahead is all theirs."""
        piece, at = self.outlook.pieces[i], self.outlook.labels_at[i]
        if self.outlook.sights[i].number is not None or not (piece.is_heading or piece.is_bold):
            return False
        label = self.outlook.pieces[at] if at is not None else None
        beside = label is not None and label.is_heading and piece.is_heading and label.level <= piece.level
        follow = self.outlook.follow(i)
        grouped = follow is Follow.LIST and heads_nested_news(self.outlook, i + 1)
        grouped = grouped or self._heads_credited(i)
        return grouped or heads_led_news(self.outlook, i) or (beside and follow in LISTS)

    def _heads_credited(self, i: int) -> bool:
        """Whether several pieces stand below it, before the next heading, that each say who acted and when."""
        below = takewhile(lambda piece: not piece.is_heading, self.outlook.pieces[i + 1 : i + 1 + _MOST_BELOW])
        return self.outlook.follow(i) is Follow.DATED and sum(piece.credit is not None for piece in below) > 1

    def continues(self, i: int, draft: ItemDraft | None) -> bool:
        """Whether the piece is the second line of the open item's headline."""
        piece, sight = self.outlook.pieces[i], self.outlook.sights[i]
        return (
            draft is not None
            and bool(draft.headline)
            and not (draft.labels or draft.summary or draft.points)
            and sight.headline_like
            and not sight.dated
            and self.outlook.next_label(i) is LabelKind.SUMMARY
            and len(piece.text.split()) <= _LINE_WORDS
            and not (find_credit(piece.text) or is_title_line(piece.text))
        )

    def heads_group(self, i: int, draft: ItemDraft | None, *, again: bool) -> bool:
        """Whether a bullet of no item heads deeper ones; ``again`` tells that one of its level did before."""
        piece = self.outlook.pieces[i]
        inside = draft is not None and draft.form is Form.BRIEF and 0 < draft.list_level < piece.level
        in_story = draft is not None and draft.form is Form.STORY and not draft.is_complete
        return not (inside or in_story) and heads_nested_news(self.outlook, i, again=again)

    def heads_list(self, i: int, *, counted_level: int) -> bool:
        """Whether a heading stands over several pieces of news; ``counted_level`` is that of numbered sections."""
        piece, sight = self.outlook.pieces[i], self.outlook.sights[i]
        follow = self.outlook.follow(i)
        leads = follow is Follow.BOLD_LEAD and piece.is_heading and piece.level in self.outlook.headline_levels
        lists = (follow in LISTS and not leads) or i in self.outlook.topic_lines or is_month_line(piece.text)
        lists = lists or (follow is Follow.LABEL and sight.number is None)
        return lists or bool(piece.is_heading and sight.number and piece.level == counted_level)

    def is_set_like_stories(self, piece: Piece) -> bool:
        """Whether a heading has the level of those over items with labels."""
        return piece.is_heading and piece.level in self.outlook.story_levels

    def stays_inside(self, i: int, draft: ItemDraft | None) -> bool:
        """Whether a heading stands inside the open item: as a label's value, or with a label of the item's ahead.

        The label ahead is another item's where the open one has it already, and where the heading is set no deeper
        than the open one's headline, unless labels are set like headlines.
        """
        if draft is not None and draft.awaits_value:
            return True
        ahead = self.outlook.labels_at[i]
        if draft is None or ahead is None or not draft.labels or draft.is_complete:
            return False
        label, piece = self.outlook.sights[ahead].label, self.outlook.pieces[i]
        if label is not None and draft.has_label(self.outlook.pieces[ahead].raw[: label.end]):
            return False
        deepest = self.outlook.label_level - 1 if self.outlook.label_level else draft.headline_level
        return not (piece.is_heading and piece.level <= min(draft.headline_level, deepest))
