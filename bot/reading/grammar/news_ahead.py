"""News under headings: what the pieces after a heading or bullet, looked at together, tell of it."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.credits import find_kicker
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_closing_date,
    find_dated_lead,
    find_first_date,
    find_told_date,
    is_date_line,
)
from bot.reading.grammar.layout.pieces import Piece, without_bullet
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
from bot.reading.grammar.outlook import Outlook

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
