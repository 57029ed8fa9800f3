"""The skeleton of a text: which lines head its news, told by what stands below all lines that are set alike.

A line's look is that it is bold, linked as a whole, or plain. Where nearly all lines of a look stand over one paragraph
each, with at most a day or an office between, they are headlines, whatever they say; a line right above one of them
that is set off too heads a group of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from enum import Enum, auto
from itertools import takewhile

from bot.model.ids import is_in_capitals
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.cited_sources import is_generic_label, is_source_name
from bot.reading.grammar.layout.credits import find_credit, find_kicker
from bot.reading.grammar.layout.day_lines import find_day_line
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_closing_date,
    find_dated_lead,
    find_first_date,
    is_date_line,
    is_title_line,
    names_office,
)
from bot.reading.grammar.layout.pieces import Piece, clean_label, is_link_only, without_bullet
from bot.reading.grammar.layout.plain_heads import HEADLINE_LEVEL, TOPIC_LEVEL, is_open_line, list_own_fields
from bot.reading.grammar.lines.headings import find_number, find_section, is_contents_heading, is_furniture_heading
from bot.reading.grammar.lines.imprint import find_role_heading, is_byline, is_contact_line
from bot.reading.grammar.lines.labels import find_field_line, find_label
from bot.reading.grammar.lines.reports import (
    count_words,
    is_closed,
    is_salutation,
    is_sign_off,
    leans_on_before,
    names_actor,
    speaks_to_reader,
    tells_own_act,
)
from bot.reading.grammar.lines.title_line import is_title_date
from bot.reading.grammar.lines.title_page import find_told_period

_LEAST = 3
_NEARLY_ALL = 4
_SEVERAL = 2
_BEHIND = 4
_BODY_WORDS = 4
_HEAD_WORDS = 3
_TOPIC_WORDS = 4
_LONG_BODY = 20
_NUMBER = re.compile(r"0?\d{1,2}[.、]?")
_WEEK = re.compile(r"\A\W*(?:the\s+)?week\s+\w+\s+", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LONGEST = 200
_LONGEST_DAY = 60
_PART = re.compile(
    r"\s*(?:part|section|chapter)\s(?:[A-Z]|[IVX]{1,4}|\d{1,2}|one|two|three|four|five|six)\s*(?:[:.|–—-]\s*)(?=\S)",
    re.IGNORECASE,
)
"""Counts the parts of a document before their names ("Part A: Rules")."""
_SET = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH})


class Look(Enum):
    """How a line that may head something is set."""

    HEADING = auto()
    BOLD = auto()
    LINKED = auto()
    CAPITALS = auto()
    OPEN = auto()


def read_skeleton(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such headlines as headings, and the heads of groups of them as headings above."""
    pieces = _without_part_counts(pieces)
    again = Counter(piece.text for piece in pieces if len(piece.text) <= _LONGEST)
    fields = list_own_fields(pieces)
    looks = {
        at: look
        for at, piece in enumerate(pieces)
        if again[piece.text] == 1 and at not in fields and (look := see_look(piece))
    }
    if any(_NUMBER.fullmatch(pieces[at - 1].text) for at in looks if at):
        return pieces  # numbers on lines of their own count the headlines
    heads = _find_heads(pieces, looks)
    if not heads:
        return pieces
    groups = {at - 1 for at in heads if at - 1 in looks and at - 1 not in heads and at > 1}
    days = {at - 1 for at in heads if at > 1 and tells_days(pieces[at - 1])}
    if _stand_behind(pieces, heads, days):
        groups -= days
    else:
        groups |= days if 1 < len(days) < len(heads) else set()
    set_off = {at for at in groups if not pieces[at].is_heading}
    return tuple(
        piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL)
        if at in heads
        else piece.as_block(BlockKind.HEADING, TOPIC_LEVEL)
        if at in set_off
        else piece
        for at, piece in enumerate(pieces)
    )


def _stand_behind(pieces: tuple[Piece, ...], heads: frozenset[int], days: set[int]) -> bool:
    """Whether the days between headlines are those of the news above: none stands over the first, one ends the last."""
    last = max(heads)
    return min(heads) - 1 not in days and any(map(tells_days, pieces[last + 2 : last + _BEHIND]))


def tells_days(piece: Piece) -> bool:
    """Whether a line is a day alone, or a week by its day ("Week of 5 May")."""
    number = find_number(piece.raw) if piece.kind in _SET and len(piece.raw) <= _LONGEST_DAY else None
    words = piece.raw[number.end :] if number else piece.raw
    return piece.kind in _SET and len(words) <= _LONGEST_DAY and is_date_line(_WEEK.sub("", words.strip()))


def _without_part_counts(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces without counts before the names of parts, from two on, and without numbers before days."""
    set_off = {at: piece for at, piece in enumerate(pieces) if piece.kind in _SET and len(piece.raw) <= _LONGEST}
    counted = {at: part.end() for at, piece in set_off.items() if (part := _PART.match(piece.raw))}
    ends = counted if len(counted) > 1 else {}
    for at, piece in set_off.items():
        number = find_number(piece.raw) if at not in ends else None
        if number is not None and is_date_line(piece.raw[number.end :]):
            ends[at] = number.end
    return tuple(piece.cut(ends[at]) if at in ends else piece for at, piece in enumerate(pieces)) if ends else pieces


def see_look(piece: Piece) -> Look | None:
    """Return the look of a line that is set off from paragraphs and may head something; None for any other piece."""
    if piece.kind not in _SET or "\n" in piece.raw.strip() or not _LETTERS.search(piece.text[:_LONGEST]):
        return None
    if len(piece.text) > _LONGEST:
        return None
    linked = piece.kind is BlockKind.PARAGRAPH and is_link_only(piece.spans) and not is_closed(piece.text)
    if not (_is_set(piece) or linked or is_open_line(piece)) or not _may_head(piece, linked=linked):
        return None
    if piece.is_heading:
        return Look.HEADING
    if linked:
        return Look.LINKED
    if piece.is_bold:
        return Look.BOLD
    return Look.CAPITALS if is_in_capitals(piece.text) else Look.OPEN


def _is_set(piece: Piece) -> bool:
    return piece.is_heading or piece.is_bold


def _may_head(piece: Piece, *, linked: bool) -> bool:
    tail = find_closing_date(piece.raw)
    if tail is not None and len(piece.raw[: tail.end].split()) >= _HEAD_WORDS:
        piece = piece.cut(0, tail.end)  # the day behind a headline
    text, raw = piece.text, piece.raw
    cites = linked and count_words(text) < _TOPIC_WORDS and is_source_name(text) and find_section(text) is None
    service = is_contents_heading(text) or is_furniture_heading(text) or cites
    service = service or (linked and is_generic_label(clean_label(text)))
    beside = find_label(raw) or is_title_date(text) or find_dated_lead(piece) or find_field_line(text)
    spoken = is_salutation(text) or is_sign_off(text) or (not _is_set(piece) and speaks_to_reader(text))
    if service or beside or spoken or find_credit(text) or is_byline(text):
        return False
    return not (find_role_heading(raw) or is_contact_line(text) or is_title_line(text))


def _find_heads(pieces: tuple[Piece, ...], looks: dict[int, Look]) -> frozenset[int]:
    """Return the lines of each look that nearly all stand over one paragraph each; headings are what they are."""
    told = {at for at in looks if is_told(pieces, at)}
    if len(told) < _LEAST:
        return frozenset()
    first, last = min(told), max(told)
    by_look: defaultdict[Look, list[int]] = defaultdict(list)
    for at, look in looks.items():
        if look is not Look.HEADING and first <= at <= last:
            by_look[look].append(at)
    found: set[int] = set()
    for members in by_look.values():
        heads = [at for at in members if at in told]
        others = [at for at in members if at not in told and at + 1 not in told]
        nearly_all = len(heads) >= _LEAST and len(others) * _NEARLY_ALL <= len(heads)
        if nearly_all and not _are_second(pieces, heads) and _has_one_each(pieces, heads, looks):
            found.update(heads)
    return frozenset(found)


def _are_second(pieces: Sequence[Piece], heads: Sequence[int]) -> bool:
    """Whether nearly all such lines stand right below a heading each, most of which are headlines: titles, offices."""
    above = [pieces[at - 1] for at in heads if at and pieces[at - 1].is_heading]
    told = sum(find_number(piece.raw) is not None or count_words(piece.text) > _TOPIC_WORDS for piece in above)
    return len(above) * _NEARLY_ALL >= len(heads) * (_NEARLY_ALL - 1) and told * 2 > len(above)


def is_told(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a sentence or more stands below a line, at most a line with a day between."""
    below = at + 1
    if below < len(pieces) and _is_day(pieces[below]):
        below += 1
    return below < len(pieces) and _is_body(pieces[below])


def _is_day(piece: Piece) -> bool:
    text = piece.text
    if piece.kind is not BlockKind.PARAGRAPH or len(text) > _LONGEST or is_closed(text):
        return False
    return is_date_line(text) or (find_day_line(text) or find_credit(text) or find_kicker(text)) is not None


def _is_body(piece: Piece) -> bool:
    if piece.kind is not BlockKind.PARAGRAPH or piece.is_bold or find_label(piece.raw):
        return False
    words = count_words(piece.text)
    return words >= _LONG_BODY or (words >= _BODY_WORDS and is_closed(piece.text))


def _has_one_each(pieces: Sequence[Piece], heads: Sequence[int], looks: dict[int, Look]) -> bool:
    """Whether most heads stand over one piece of news: no topics over several paragraphs that each tell who acted.

    Nor does any look whose lines stand at two places over several paragraphs with a day before each.
    """
    alone = dated = 0
    for at in heads:
        below = list(takewhile(lambda i: i not in looks and not pieces[i].is_heading, range(at + 1, len(pieces))))
        dated += sum(find_dated_lead(pieces[i]) is not None for i in below) > 1
        further = [pieces[i].text for i in below if _is_body(pieces[i]) and not speaks_to_reader(pieces[i].text)][1:]
        own = sum(tells_own_act(text) and not leans_on_before(text) for text in further)
        alone += own * 2 <= len(further) or count_words(pieces[at].text) > _TOPIC_WORDS
    return alone * 2 > len(heads) and dated < _SEVERAL


# Openings: a sentence or two right below a section's or topic's name that lead into its news and are none.

_OPENINGS_LEAST = 2
_MOST_WORDS = 60
_LEAST_WORDS = 5
_NEXT = 20
"""Pieces that follow: few of the lines set alike among them are counted where the counted ones head the others."""
_BRACKETED = re.compile(r"\(([^()]{2,60})\)")
_RANKS = {Look.CAPITALS: 7, Look.BOLD: 8, Look.LINKED: 9, Look.OPEN: 9}


def find_openings(pieces: Sequence[Piece]) -> frozenset[int]:
    """Return the indices of such paragraphs."""
    below = [at + 1 for at in range(1, len(pieces) - 2) if is_opening(pieces[at + 1]) and _heads_part(pieces, at)]
    known = any(find_section(pieces[at - 1].text) for at in below)
    return frozenset(below if known or len(below) >= _OPENINGS_LEAST else ())


def is_opening(piece: Piece) -> bool:
    """Whether a paragraph of a sentence or two names nobody who acted, and no day."""
    if piece.kind is not BlockKind.PARAGRAPH or piece.is_bold or any(span.bold or span.link for span in piece.spans):
        return False
    text = piece.text
    if not (_LEAST_WORDS <= count_words(text) <= _MOST_WORDS and is_closed(text)) or find_label(piece.raw):
        return False
    return not names_actor(text) and find_first_date(text) is None and find_told_period(text) is None


def _heads_part(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a line is set above what stands below the paragraph right below it."""
    rank, news = _rank(pieces[at]), at + 2
    if rank is None or not (after := pieces[news]).text:
        return False
    if after.kind is BlockKind.TABLE_ROW:
        return True
    if after.kind is BlockKind.LIST_ITEM:
        return _lists_news(pieces, news)
    deeper = _rank(after)
    if deeper is not None:
        if tells_days(pieces[at]) and at and _rank(pieces[at - 1]) == deeper:
            return False  # the day of the headline above it, over that headline's text
        alike = deeper == rank and (_counts_otherwise(pieces, at, news) or _names_section(pieces, at, news))
        labelled = any(find_label(piece.raw) for piece in pieces[news + 1 : news + 2])
        return (deeper > rank or alike) and (labelled or is_told(pieces, news))
    leads_in = find_bold_lead(after) is not None and find_label(after.raw) is None
    return after.kind is BlockKind.PARAGRAPH and leads_in and is_closed(after.text)


def _rank(piece: Piece) -> int | None:
    """Return how deep a line that may head something is set, None for any other piece."""
    look = see_look(piece)
    if look is None and tells_days(piece):
        return piece.level if piece.is_heading else _RANKS[Look.CAPITALS]
    return None if look is None else piece.level if look is Look.HEADING else _RANKS[look]


def _names_section(pieces: Sequence[Piece], at: int, news: int) -> bool:
    """Whether of two lines set alike only the first is a section's name."""
    return find_section(pieces[at].text) is not None and find_section(pieces[news].text) is None


def _counts_otherwise(pieces: Sequence[Piece], at: int, news: int) -> bool:
    """Whether of two lines set alike only the second is counted, from 1, or only the first, as few others are."""
    number, below = find_number(pieces[at].raw), find_number(pieces[news].raw)
    if number is None:
        return below is not None and below.number == 1
    alike = [find_number(piece.raw) for piece in pieces[news : news + _NEXT] if _rank(piece) == _rank(pieces[at])]
    return below is None and sum(each is not None for each in alike) * 2 < len(alike)


def _lists_news(pieces: Sequence[Piece], start: int) -> bool:
    listed = takewhile(lambda at: pieces[at].kind is BlockKind.LIST_ITEM, range(start, len(pieces)))
    bullets = [pieces[at] for at in listed]
    bare = [without_bullet(piece) for piece in bullets if piece.level == bullets[0].level]
    news = sum(find_dated_lead(piece) is not None or tells_own_act(piece.text) or _is_signed(piece) for piece in bare)
    return news * 2 > len(bare)


def _is_signed(piece: Piece) -> bool:
    """Whether a day closes a point, links behind it or not, or an office in brackets stands in it."""
    told = "".join(span.text for span in piece.spans if span.link is None).strip()
    return find_closing_date(told) is not None or any(map(names_office, _BRACKETED.findall(told)))
