"""Plain heads: lines of a text that marks no headings which by turns with prose are its headlines.

A short line that closes no sentence heads the longer paragraph right below it. Where two such stand, most of the lines
like them do, no other look (headings of a level, bold lines, bullets) stands over as many paragraphs, and few of them
are the second line below such a look, each is a headline.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.reading.document import BlockKind
from bot.reading.grammar.headings import find_section, is_contents_heading, is_furniture_heading
from bot.reading.grammar.imprint import find_byline, find_role_heading, is_contact_line
from bot.reading.grammar.labels import find_label
from bot.reading.grammar.lead_ins import find_credit, find_dated_lead, is_date_line, is_title_line
from bot.reading.grammar.reports import count_words, is_closed, is_prose, is_salutation, is_sign_off, speaks_to_reader
from bot.reading.grammar.title_page import is_title_date
from bot.reading.grammar.topic_lines import HEADLINE_LEVEL

if TYPE_CHECKING:
    from bot.reading.grammar.pieces import Piece

_LEAST = 2
_FIRST_WORD = re.compile(r"\W*(?:\d{1,2}\W+)?\w{2,}")
_LONGEST = 200
_BROKEN_OFF = 20
_PARAGRAPHS_A_HEAD = 4
_ENDS = (":", "：", ",", "，", ";", "；", ">")
_ASIDE = ("(", "（", "[", "【", "“", '"', "http")


def find_plain_heads(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Give the indices of such lines."""
    lines = [at for at, piece in enumerate(pieces) if _may_head(piece)]
    heads = [at for at in lines if _is_told(pieces, at)]
    if len(heads) < _LEAST:
        return frozenset()
    others = [_FIRST_WORD.match(pieces[at].text) for at in lines if at > heads[0] and at not in heads]
    opened = Counter(word[0] if word else "" for word in others)
    untold = sum(times == 1 for times in opened.values())  # what comes again ("Details: ...") ends what is told
    told = sum(_is_paragraph(piece) and is_prose(piece.text) for piece in pieces[heads[0] :])
    mostly = len(heads) >= untold * 2 and len(heads) * _PARAGRAPHS_A_HEAD >= told
    below = sum(at > 0 and not _is_paragraph(pieces[at - 1]) for at in heads)
    mostly = mostly and below * 2 < len(heads)
    return frozenset(heads if mostly and _count_other_look(pieces) < len(heads) else ())


def as_headline(piece: Piece) -> Piece:
    """Give such a line as the heading it is."""
    return replace(piece, source=replace(piece.source, kind=BlockKind.HEADING, level=HEADLINE_LEVEL))


def _is_paragraph(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and not piece.is_bold


def _may_head(piece: Piece) -> bool:
    text = piece.text
    if not _is_paragraph(piece) or len(text) > _LONGEST or not _FIRST_WORD.match(text) or "\n" in piece.raw:
        return False
    if is_closed(text) or text.endswith(_ENDS) or text.startswith(_ASIDE) or "http" in text:
        return False
    named = find_section(text) or is_contents_heading(text) or is_furniture_heading(text) or find_label(piece.raw)
    dated = is_date_line(text) or is_title_date(text) or find_dated_lead(piece) or find_credit(text)
    spoken = is_salutation(text) or is_sign_off(text) or speaks_to_reader(text)
    beside = find_byline(piece.raw) or find_role_heading(piece.raw) or is_contact_line(text) or is_title_line(text)
    return not (named or dated or spoken or beside)


def _is_told(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a paragraph of prose, longer than the line, stands right below it."""
    after = pieces[at + 1 : at + 2]
    if not after or not _is_paragraph(after[0]) or not is_prose(after[0].text):
        return False
    text = after[0].text
    whole = is_closed(text) or count_words(text) >= _BROKEN_OFF
    return whole and len(text) > len(pieces[at].text) and not find_dated_lead(after[0]) and not find_label(after[0].raw)


def _count_other_look(pieces: tuple[Piece, ...]) -> int:
    """Give over how many paragraphs of prose the pieces of the commonest other look stand."""
    looks = Counter(
        (piece.kind, piece.level)
        for piece, after in pairwise(pieces)
        if not _is_paragraph(piece) and _is_paragraph(after) and is_prose(after.text)
    )
    return max(looks.values(), default=0)
