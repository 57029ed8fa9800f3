"""News under headings: what the pieces after a heading or bullet, looked at together, tell of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, takewhile

from bot.reading.document import BlockKind, Mode
from bot.reading.grammar.front_page import FrontPage
from bot.reading.grammar.item_draft import Form, ItemDraft
from bot.reading.grammar.layout.cited_sources import is_generic_label
from bot.reading.grammar.layout.credits import find_credit, find_kicker
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_closing_date,
    find_dated_lead,
    find_first_date,
    find_told_date,
    is_date_line,
    is_month_line,
    is_title_line,
)
from bot.reading.grammar.layout.pieces import Piece, clean_label, without_bullet
from bot.reading.grammar.lines.labels import ITEM_LABELS, LabelKind
from bot.reading.grammar.lines.reports import (
    count_words,
    is_closed,
    leans_on_before,
    may_tell_in_han,
    names_actor,
    refers_back,
    speaks_to_reader,
    tells_duty,
    tells_own_act,
)
from bot.reading.grammar.lines.title_line import is_title_date
from bot.reading.grammar.lines.title_names import is_house_name
from bot.reading.grammar.outlook import Follow, Outlook

_TOPIC_WORDS = 4
_LONGEST_TOPIC = 8
_GROUP_HEADING_WORDS = 6
_DOCUMENT_NUMBER = re.compile(
    r"\b(?:Announcement|Order|Decree|Notice|Circular)\s(?:\([^()]*\)\s)?No\.?\s?\d|[〔\[](?:19|20)\d\d[〕\]]\s?\d{1,4}\s?号"
    r"|(?:公告|令)\s?(?:(?:19|20)\d\d\s?年\s?)?第\s?\d{1,4}\s?号"
)
_MIN_REPEATS = 2
_MOST_BELOW = 12
_LEAST_TOLD = 3
_NEARLY_ALL = 4
_MOST_NESTED = 200
_LEAD_ENDS = " :：.。–—-"


def heads_told_news(outlook: Outlook, index: int, *, again: bool = False) -> bool:
    """Whether a short heading stands over several paragraphs that each tell their own day ("On 5 March, ...").

    What the makers say of such news themselves may stand behind it. ``again`` tells that a heading of the same level
    did before, so that one paragraph is enough. Over the day of one story it is a headline.
    """
    days: list[str] = []
    if count_words(outlook.pieces[index].text) > _TOPIC_WORDS or _is_stamped(outlook, index):
        return False
    for at in range(index + 1, len(outlook.pieces)):
        piece, sight = outlook.pieces[at], outlook.sights[at]
        if piece.is_heading or sight.structural or piece.is_bold:
            break
        day = find_told_date(piece.text) if piece.kind is BlockKind.PARAGRAPH and sight.label is None else None
        if day is not None:
            days.append(day)
        elif not (days and piece.kind is BlockKind.PARAGRAPH and speaks_to_reader(piece.text)):
            return False
    return len(set(days)) > (0 if again else 1)


def _is_stamped(outlook: Outlook, index: int) -> bool:
    """Whether the day of a story stands on a line of its own right below a heading, and no other before the next."""
    below = takewhile(lambda piece: not piece.is_heading, islice(outlook.pieces, index + 1, index + 1 + _MOST_BELOW))
    days = [bool(find_kicker(piece.text) or is_date_line(piece.text)) for piece in below]
    return days[:1] == [True] and not any(days[1:])


def is_lone_news(outlook: Outlook, index: int) -> bool:
    """Whether a heading with nothing below it tells news itself: who did something, or a day behind its words."""
    piece, sight, below = outlook.pieces[index], outlook.sights[index], outlook.pieces[index + 1 : index + 2]
    if not piece.is_heading or (below and not (below[0].is_heading and below[0].level <= piece.level)):
        return False
    words = piece.raw[sight.number.end :] if sight.number else piece.raw
    tail = find_closing_date(words)
    return names_actor(words) or (tail is not None and count_words(words[: tail.end]) > _MIN_REPEATS)


def heads_led_news(outlook: Outlook, index: int) -> bool:
    """Whether a heading stands over several paragraphs with bold lead-ins, most of which tell who did what."""
    led: list[bool] = []
    if outlook.pieces[index].level in outlook.headline_levels:
        return False
    for at in range(index + 1, len(outlook.pieces)):
        piece, sight = outlook.pieces[at], outlook.sights[at]
        if piece.is_heading or sight.structural or piece.is_bold or sight.label is not None:
            break
        lead = find_bold_lead(piece) if piece.kind is BlockKind.PARAGRAPH else None
        if lead is not None:
            told = piece.text[len(lead) :].lstrip(_LEAD_ENDS)
            led.append(names_actor(told) or find_told_date(told) is not None)
        elif not led:
            return False
    return len(led) >= _MIN_REPEATS and sum(led) * 2 > len(led)


def heads_one_story(outlook: Outlook, index: int) -> bool:
    """Whether what stands below a heading is one piece of news, and not several of its topic."""
    return _heads_one_day(outlook, index) or _heads_one_document(outlook, index)


def _heads_one_document(outlook: Outlook, index: int) -> bool:
    """Whether a heading names a document by its number and stands over a list that opens with no day: its contents."""
    head, after = outlook.pieces[index], outlook.pieces[index + 1 : index + 2]
    listed = bool(after) and after[0].kind is BlockKind.LIST_ITEM and not outlook.sights[index + 1].dated
    return listed and _DOCUMENT_NUMBER.search(head.text) is not None


def _heads_one_day(outlook: Outlook, index: int) -> bool:
    """Whether a headline stands over one paragraph that starts with a day, not over a day's list.

    It is numbered, a plain line or of the level that are headlines, or too long for a topic (bold: from five words on).
    """
    head, following = outlook.pieces[index], outlook.pieces[index + 1 : index + 3]
    known = outlook.sights[index].number is not None or index in outlook.plain_heads
    known = known or (head.is_heading and head.level in outlook.headline_levels)
    long = count_words(head.text) > _TOPIC_WORDS or may_tell_in_han(head.text)
    known = known or (head.is_bold and not head.is_heading and long)
    known = known or index in outlook.bold_headlines or count_words(head.text) > _LONGEST_TOPIC
    if index in outlook.topic_lines or not known or not following or following[0].kind is not BlockKind.PARAGRAPH:
        return False
    dated = [
        outlook.sights[index + at].dated and piece.kind is BlockKind.PARAGRAPH for at, piece in enumerate(following, 1)
    ]
    return dated[0] and not is_date_line(following[0].text) and not any(dated[1:])


def find_dated_news(outlook: Outlook) -> frozenset[int]:
    """Return where lists start whose bullets open with a day of their own, most also with who did something.

    Not where a label of the item above follows before the next heading: then the list is the item's. One bullet alone
    counts where another list of the document is such.
    """
    sizes = {
        i: _count_dated_news(outlook, i) for i, piece in enumerate(outlook.pieces) if _starts_list(outlook, i, piece)
    }
    least = 1 if any(size >= _MIN_REPEATS for size in sizes.values()) else _MIN_REPEATS
    return frozenset(i for i, size in sizes.items() if size >= least)


def find_told_news(outlook: Outlook) -> frozenset[int]:
    """Return where lists start whose bullets nearly all tell who did what, behind words that tell nothing themselves.

    ("In this issue we look at the following rules:")
    """
    return frozenset(
        i
        for i, piece in enumerate(outlook.pieces)
        if i and _starts_list(outlook, i, piece) and _announces(outlook.pieces[i - 1]) and _tell_acts(outlook, i)
    )


def _announces(piece: Piece) -> bool:
    opens = piece.kind is BlockKind.PARAGRAPH and piece.text.endswith((":", "："))
    return opens and not names_actor(piece.text) and not leans_on_before(piece.text)


def _tell_acts(outlook: Outlook, index: int) -> bool:
    first = outlook.pieces[index]
    bullets = takewhile(lambda piece: piece.kind is BlockKind.LIST_ITEM, islice(outlook.pieces, index, None))
    texts = [without_bullet(piece).text for piece in bullets if piece.level == first.level]
    told = sum(tells_own_act(text) and not tells_duty(text) and not leans_on_before(text) for text in texts)
    return len(texts) >= _LEAST_TOLD and told * _NEARLY_ALL >= len(texts) * (_NEARLY_ALL - 1)


def _starts_list(outlook: Outlook, index: int, piece: Piece) -> bool:
    inside = index and outlook.pieces[index - 1].kind is BlockKind.LIST_ITEM
    return piece.kind is BlockKind.LIST_ITEM and not inside and not outlook.label_before_heading[index]


def _count_dated_news(outlook: Outlook, index: int) -> int:
    """Return the number of bullets in the list that starts here, 0 where they are no dated news."""
    first = outlook.pieces[index]
    bullets: list[Piece] = []
    for at in range(index, len(outlook.pieces)):
        piece = outlook.pieces[at]
        if piece.kind is not BlockKind.LIST_ITEM:
            break
        if piece.level <= first.level:
            bullets.append(without_bullet(piece))
    leads = [find_dated_lead(bullet) for bullet in bullets]
    told = [bullet.raw[lead.start :] for bullet, lead in zip(bullets, leads, strict=True) if lead]
    news = sum(names_actor(text) and not refers_back(text) for text in told)
    return len(bullets) if len(bullets) == len(told) and news * 2 > len(told) else 0


def heads_nested_news(outlook: Outlook, index: int, *, again: bool = False) -> bool:
    """Whether a few words in a list, that tell nothing by themselves, stand over deeper bullets that are news.

    The first of those opens with a day, or it and most others tell who did what, and one of them when; below a name in
    bold, one that does is enough where all are sentences. ``again`` tells that bullets of this level do already head
    news, so that no day is asked for.
    """
    head, after = outlook.pieces[index], outlook.pieces[index + 1 : index + 2]
    deeper = bool(after) and after[0].kind is BlockKind.LIST_ITEM and after[0].level > head.level
    if not deeper or outlook.sights[index].dated or count_words(head.text) > _GROUP_HEADING_WORDS:
        return False
    if outlook.sights[index + 1].dated:
        return True
    if outlook.sights[index].label is not None or is_closed(head.text) or names_actor(head.text):
        return False
    bullets: list[str] = []
    for piece in islice(outlook.pieces, index + 1, index + 1 + _MOST_NESTED):
        if piece.kind is not BlockKind.LIST_ITEM or piece.level <= head.level:
            break
        if piece.level == after[0].level:
            bullets.append(without_bullet(piece).text)
    told = [tells_own_act(text) and not leans_on_before(text) for text in bullets]
    if not (again or any(find_first_date(text) for text in bullets)):
        return False
    if head.is_bold:
        return any(told) and all(map(is_closed, bullets))
    return told[0] and sum(told) * 2 > len(told)


# Story starts: whether a headline, or a heading like one, opens another item with a headline of its own.

LISTS = frozenset({Follow.LIST, Follow.TABLE, Follow.DATED, Follow.BOLD_LEAD, Follow.HEADING, Follow.END})
"""What follows a heading over several pieces of news."""
_LINE_WORDS = 12


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
