"""Plain heads: lines of a text that marks no headings which by turns with prose are its headlines.

A short line that closes no sentence heads the longer paragraph right below it. Where two such stand, most of the lines
like them do, no other look (headings of a level, bold lines, bullets) stands over as many paragraphs, and few of them
are the second line below such a look, each is a headline. Below the name of the section of lead stories one is enough.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from bot.model.briefing import Section
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.lead_ins import find_closing_date, find_dated_lead, is_date_line, is_title_line
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.topic_lines import HEADLINE_LEVEL
from bot.reading.grammar.lines.field_lines import find_field_line
from bot.reading.grammar.lines.headings import find_section, is_contents_heading, is_furniture_heading
from bot.reading.grammar.lines.imprint import find_role_heading, is_byline, is_contact_line
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.numbers import find_number
from bot.reading.grammar.lines.reports import (
    count_words,
    is_closed,
    is_prose,
    is_salutation,
    is_sign_off,
    may_tell_in_han,
    speaks_to_reader,
)
from bot.reading.grammar.lines.title_line import is_title_date

_LEAST = 2
_FIRST_WORD = re.compile(r"\A\W*(?:\d{1,2}\W+)?(?:\w{2,}|A\s\w|[A-Z]/[A-Z])")
_LONGEST = 200
_LONGEST_WORD = 60
_LONGEST_FIELD = 40
_BROKEN_OFF = 20
_PARAGRAPHS_A_HEAD = 4
_TOPIC_WORDS = 5
"""So short a line over a paragraph that opens with a day may be a topic; in Chinese only over several of them."""
_ENDS = (":", "：", ",", "，", ";", "；", ">")
_POINT_ENDS = (";", "；")
_ASIDE = ("(", "（", "[", "【", "“", '"', "http")


def find_plain_heads(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return the indices of such lines."""
    return _find_turns(pieces) | _find_leads(pieces)


def list_own_fields(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return the lines that words and a colon open which come again below other fields ("Working groups: all")."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(1, len(pieces)):
        words, colon, _ = pieces[at].raw[:_LONGEST_FIELD].partition(":")
        if colon and _is_paragraph(pieces[at]) and find_label(pieces[at - 1].raw):
            named[words].append(at)
    return frozenset(at for places in named.values() if len(places) > _LEAST for at in places)


def _find_leads(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return such lines between the name of the section of lead stories and the next piece that is none of them."""
    found: set[int] = set()
    lead = False
    for at, piece in enumerate(pieces):
        named = find_section(piece.text) if is_open_line(piece) or piece.is_heading or piece.is_bold else None
        if named is not None:
            lead = named is Section.TOP
        elif lead and is_open_line(piece) and _may_head(piece) and _is_told(pieces, at):
            found.add(at)
        elif piece.is_heading or piece.is_bold or not _is_paragraph(piece):
            lead = False
    return frozenset(found)


def _find_turns(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return those that stand by turns with prose all over the text."""
    fields = list_own_fields(pieces)
    short = [at for at, piece in enumerate(pieces) if at not in fields and is_open_line(piece)]
    over = _add_counted(pieces, short, [at for at in short if _is_told(pieces, at)])
    other = _count_other_look(pieces) if len(over) >= _LEAST else 0
    if len(over) < _LEAST or other >= len(over):
        return frozenset()
    lines = [at for at in short if _may_head(pieces[at])]
    heads = over.intersection(lines)
    if len(heads) < _LEAST or other >= len(heads):
        return frozenset()
    first = min(heads)
    told = sum(_is_paragraph(piece) and is_prose(piece.text) for piece in pieces[first:])
    below = sum(at > 0 and not _is_behind(pieces[at - 1], pieces[at]) for at in heads)
    mostly = len(heads) >= 2 * _count_untold(pieces[at] for at in lines if at > first and at not in heads)
    return heads if mostly and len(heads) * _PARAGRAPHS_A_HEAD >= told and below * 2 < len(heads) else frozenset()


def _add_counted(pieces: tuple[Piece, ...], short: Iterable[int], over: list[int]) -> frozenset[int]:
    """Return the lines with those over a sentence that count on from them ("4." behind "3."): these are no topics."""
    numbers = {number.number for at in over if (number := find_number(pieces[at].raw))}
    found = set(over)
    for at in short:
        number = find_number(pieces[at].raw)
        counted = number is not None and number.number not in numbers and number.number - 1 in numbers
        after = pieces[at + 1 : at + 2]
        if number and counted and after and _is_paragraph(after[0]) and is_closed(after[0].text):
            found.add(at)
            numbers.add(number.number)
    return frozenset(found)


def _count_untold(lines: Iterable[Piece]) -> int:
    """Count lines that head nothing, without those whose first word comes again, as at the end of items ("Details")."""
    words = Counter(found[0] for line in lines for found in _FIRST_WORD.finditer(line.text[:_LONGEST_WORD]))
    return sum(times == 1 for times in words.values())


def as_headline(piece: Piece) -> Piece:
    """Return such a line as the heading it is."""
    return replace(piece, source=replace(piece.source, kind=BlockKind.HEADING, level=HEADLINE_LEVEL))


def _is_paragraph(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and not piece.is_bold


def _is_behind(above: Piece, line: Piece) -> bool:
    """Whether a line is no second line of what is above it: a paragraph, a point that closes, a topic in Chinese."""
    if above.kind is BlockKind.LIST_ITEM:
        return is_closed(above.text) or above.text.endswith(_POINT_ENDS)
    return _is_paragraph(above) or (may_tell_in_han(line.text) and not may_tell_in_han(above.text))


def is_open_line(piece: Piece) -> bool:
    """Whether a piece is a plain line that closes no sentence and announces nothing."""
    text = piece.text
    if not _is_paragraph(piece) or len(text) > _LONGEST or "\n" in piece.raw or not _FIRST_WORD.match(text):
        return False
    return not (is_closed(text) or text.endswith(_ENDS) or text.startswith(_ASIDE) or "http" in text)


def _may_head(piece: Piece) -> bool:
    tail = find_closing_date(piece.text)
    text = piece.text[: tail.end] if tail and may_tell_in_han(piece.text[: tail.end]) else piece.text
    named = find_section(text) or is_contents_heading(text) or is_furniture_heading(text) or find_label(piece.raw)
    dated = (
        is_date_line(text)
        or is_title_date(text)
        or find_dated_lead(piece)
        or find_credit(text)
        or find_field_line(text)
    )
    spoken = is_salutation(text) or is_sign_off(text) or speaks_to_reader(text)
    beside = is_byline(text) or find_role_heading(piece.raw) or is_contact_line(text) or is_title_line(text)
    return not (named or dated or spoken or beside)


def _is_told(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a paragraph of prose, longer than the line, stands right below it."""
    after = pieces[at + 1 : at + 2]
    if not after or not _is_paragraph(after[0]):
        return False
    text = after[0].text
    if not (is_prose(text) or (may_tell_in_han(pieces[at].text) and may_tell_in_han(text) and is_closed(text))):
        return False
    whole = is_closed(text) or count_words(text) >= _BROKEN_OFF
    dated = find_dated_lead(after[0]) is not None and count_words(pieces[at].text) <= _TOPIC_WORDS
    if dated and may_tell_in_han(pieces[at].text):
        below = pieces[at + 2 : at + 3]
        dated = bool(below) and _is_paragraph(below[0]) and find_dated_lead(below[0]) is not None
    return whole and len(text) > len(pieces[at].text) and not dated and not find_label(after[0].raw)


def _count_other_look(pieces: tuple[Piece, ...]) -> int:
    """Return over how many paragraphs of prose the pieces of the commonest other look stand."""
    looks = Counter(
        (piece.kind, piece.level)
        for piece, after in pairwise(pieces)
        if not _is_paragraph(piece) and _is_paragraph(after) and is_prose(after.text)
    )
    return max(looks.values(), default=0)
