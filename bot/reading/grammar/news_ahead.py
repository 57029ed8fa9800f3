"""News under headings and on its own: what the pieces after a heading, bullet or paragraph tell of it together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from bot.model.ids import is_in_capitals
from bot.reading.document import BlockKind, Mode, Place
from bot.reading.grammar.front_page import FrontPage
from bot.reading.grammar.item_draft import Form, ItemDraft
from bot.reading.grammar.item_shelf import ItemShelf
from bot.reading.grammar.layout.cited_sources import is_generic_label
from bot.reading.grammar.layout.credits import find_credit, find_kicker
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_closing_date,
    find_closing_day,
    find_dated_lead,
    find_first_date,
    find_told_date,
    is_date_line,
    is_month_line,
    is_title_line,
    opens_with_day,
)
from bot.reading.grammar.layout.piece_cuts import list_told_on
from bot.reading.grammar.layout.pieces import Piece, clean_label, is_link_only, without_bullet
from bot.reading.grammar.lines.labels import ITEM_LABELS, LabelKind
from bot.reading.grammar.lines.reports import (
    count_words,
    is_closed,
    leans_on_before,
    may_tell_in_han,
    names_actor,
    opens_with_name,
    refers_back,
    says_more,
    speaks_to_reader,
    spread_starts,
    tells_duty,
    tells_own_act,
)
from bot.reading.grammar.lines.title_line import is_title_date
from bot.reading.grammar.lines.title_names import is_house_name
from bot.reading.grammar.outlook import Follow, Outlook

# Own news: which paragraphs among others are pieces of news of their own, and which lines head some of them.

_LEAST = 2
_OWN_NEWS_LINE_WORDS = 30
_SECTION_WORDS = 3
_FIELD_WORDS = 5
_CAPITALS = -1
_INTRODUCES = (":", "：")


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnNews:
    """The indices of paragraphs that open an item by their words, or go on with one, and of lines that head such.

    ``fields`` are headings that head a field of news, since others so set stand over several pieces each.
    """

    starts: frozenset[int]
    further: frozenset[int]
    sections: frozenset[int]
    fields: frozenset[int]

    def tell(self, index: int) -> bool | None:
        """Whether a paragraph opens an item, goes on with one, or (None) tells neither."""
        return True if index in self.starts else (False if index in self.further else None)


def _is_view(text: str) -> bool:
    """Whether a paragraph only tells what the makers think: "we", and nobody's act and no day."""
    return speaks_to_reader(text) and not names_actor(text) and find_told_date(text) is None


def find_own_news(outlook: Outlook) -> OwnNews:
    """Look for all of them in a document."""
    known = Counter(
        _look_of(piece)
        for piece, sight in zip(outlook.pieces, outlook.sights, strict=True)
        if sight.section is not None and _look_of(piece) is not None
    )
    looks = {look for look, times in known.items() if times >= _LEAST}
    starts: set[int] = set()
    further: set[int] = set(list_told_on(outlook.pieces))
    sections: set[int] = set()
    runs = [
        (head, run, _find_by_turns(outlook, run) or _find_starts(outlook, run))
        for head, run in _list_runs(outlook, looks)
    ]
    several = [head for head, _, (found, _) in runs if len(found) >= _LEAST]
    headed = Counter(_heading_level(outlook, head) for head in several)
    levels = {level for level, times in headed.items() if level is not None and times >= _LEAST}
    fields = {head for head, run, _ in runs if head is not None and run and _heading_level(outlook, head) in levels}
    for head, run, read in runs:
        found, leaning = read
        if head in fields:
            found, leaning = _find_in_field(outlook, run, set(found), set(leaning))
        starts.update(i for i in found if not _is_view(outlook.pieces[i].text))
        further.update(leaning)
        if head and found and found[0] == run[0] and _may_head(outlook, head, looks):
            sections.add(head)
    return OwnNews(
        starts=frozenset(starts), further=frozenset(further), sections=frozenset(sections), fields=frozenset(fields)
    )


def _heading_level(outlook: Outlook, head: int | None) -> int | None:
    """Return the level of a heading that is short enough to name a field, None for any other line."""
    if head is None or not outlook.pieces[head].is_heading or outlook.sights[head].number is not None:
        return None
    return outlook.pieces[head].level if count_words(outlook.pieces[head].text) <= _FIELD_WORDS else None


def _find_in_field(outlook: Outlook, run: list[int], found: set[int], leaning: set[int]) -> tuple[list[int], list[int]]:
    """Return the starts below the heading of a field of news, and what goes on with them."""
    texts = {i: outlook.pieces[i].text for i in run}
    lean = {i for i, text in texts.items() if i not in found and (i in leaning or leans_on_before(text))}
    starts = [
        i
        for i, text in texts.items()
        if i == run[0] or (i not in lean and (i in found or tells_own_act(text) or find_told_date(text)))
    ]
    return starts, [i for i in run if starts and i > starts[0] and i not in starts]


def _find_by_turns(outlook: Outlook, run: list[int]) -> tuple[list[int], list[int]] | None:
    """Return the paragraphs that end with their day, and those between that go on with them, where they go by turns."""
    heads, told = run[::2], run[1::2]
    texts = [outlook.pieces[i].text for i in told]
    by_turns = len(told) >= _LEAST and all(find_closing_day(outlook.pieces[i].text) for i in heads)
    plain = not any(find_closing_day(text) or find_told_date(text) for text in texts)
    return (heads, told) if by_turns and plain else None


def _look_of(piece: Piece) -> int | None:
    """Return how a line that may head a section is set: its level, one value for all capitals; else None."""
    if piece.is_heading:
        return piece.level
    return _CAPITALS if is_in_capitals(piece.text) and piece.kind is BlockKind.PARAGRAPH else None


def _may_head(outlook: Outlook, index: int, looks: set[int | None]) -> bool:
    piece, sight = outlook.pieces[index], outlook.sights[index]
    plain = sight.label is None and sight.number is None and not sight.structural and not is_date_line(piece.text)
    return plain and _look_of(piece) in looks and count_words(piece.text) <= _SECTION_WORDS


def _list_runs(outlook: Outlook, looks: set[int | None]) -> Iterator[tuple[int | None, list[int]]]:
    """Get the paragraphs that stand together without list, label or dated lead, and the heading above; as indices."""
    head: int | None = None
    run: list[int] = []
    spoilt = begun = False
    for i, (piece, sight) in enumerate(zip(outlook.pieces, outlook.sights, strict=True)):
        if piece.is_heading or piece.is_bold or sight.structural or _may_head(outlook, i, looks):
            yield head, [] if spoilt else run
            head, run, spoilt = i, [], False
            begun = begun or sight.section is not None
        elif piece.kind is BlockKind.LIST_ITEM and run and outlook.pieces[run[-1]].text.endswith(_INTRODUCES):
            continue
        elif piece.kind is not BlockKind.PARAGRAPH or sight.label is not None or sight.dated:
            spoilt = spoilt or begun or not is_date_line(piece.text)  # the date on a title page heads no news
        elif not (is_link_only(piece.spans) or is_generic_label(piece.text)):
            run.append(i)
            begun = begun or is_closed(piece.text)
    yield head, [] if spoilt else run


def _find_starts(outlook: Outlook, run: list[int]) -> tuple[list[int], list[int]]:
    """Get the starts in a run and what goes on with them; none where starts are not most of what leans on nothing."""
    texts = [outlook.pieces[i].text for i in run]
    in_lines = all(count_words(text) <= _OWN_NEWS_LINE_WORDS for text in texts)
    starts: list[int] = []
    leaning: set[int] = set()
    opening = before = ""
    dated = [opens_with_day(text) for text in texts]
    by_day = sum(dated) * 2 > len(dated)
    for i, text, with_day in zip(run, texts, dated, strict=True):
        if by_day and with_day and tells_own_act(text):
            starts.append(i)
            opening = text
        elif leans_on_before(text) or says_more(text, opening) or says_more(text, before):
            leaning.add(i)
        elif tells_own_act(text) or (in_lines and opens_with_name(text)):
            starts.append(i)
            opening = text
        before = text
    free = [i for i in run if i not in leaning]
    if len(starts) < _LEAST or len(starts) * 2 <= len(free):
        return [], []
    texts = [outlook.pieces[i].text for i in free]
    if in_lines:
        sure = set(starts)
        starts = [i for i, text in zip(free, texts, strict=True) if i in sure or not tells_duty(text)]
    else:
        starts = spread_starts(starts, free, texts)
    return starts, [i for i in run if i in leaning and i > starts[0]]


# Led news: what stands behind paragraphs that open with bold words closed by a sign, where each item opens so.

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
    for run in _led_news_list_runs(outlook):
        led = [at for at in run if _is_led(outlook, at)]
        if len(led) >= _LEAST and led[0] == run[0]:
            inside.update(at for at in run if at not in led and _belongs(outlook, own_news, at))
    return LedNews(inside=frozenset(inside))


def _led_news_list_runs(outlook: Outlook) -> Iterator[range]:
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
