"""Own news: which paragraphs among others are pieces of news of their own, and which lines head some of them.

Where most of the paragraphs that stand together name somebody and what they did, each of those opens an item, and one
that leans on the paragraph before it ("The measures ...", "It ...") goes on. In short lines a name at the start is
enough, and then each opens one that tells no duty ("Owners must ..."). A day set before one of them, as a lead, tells
where items start instead. A short line above such paragraphs that is set like two sections with known names is a
section of the publisher's own ("MACRO").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.ids import is_in_capitals
from bot.reading.document import BlockKind, Place
from bot.reading.grammar.item_draft import Form
from bot.reading.grammar.item_shelf import ItemShelf
from bot.reading.grammar.layout.cited_sources import is_generic_label
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_closing_day,
    find_told_date,
    is_date_line,
    opens_with_day,
)
from bot.reading.grammar.layout.piece_cuts import list_told_on
from bot.reading.grammar.layout.pieces import Piece, clean_label, is_link_only, without_bullet
from bot.reading.grammar.lines.reports import (
    count_words,
    is_closed,
    leans_on_before,
    names_actor,
    opens_with_name,
    says_more,
    speaks_to_reader,
    spread_starts,
    tells_duty,
    tells_own_act,
)
from bot.reading.grammar.outlook import Outlook

_LEAST = 2
_LINE_WORDS = 30
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
    in_lines = all(count_words(text) <= _LINE_WORDS for text in texts)
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
