"""Sections by their siblings: headings that are set like the names of sections, and say of whom their news are.

A name that no list has ("Policy measures of the month", 企业观察) is a section's where a line set alike is one, or a
line set alike tells of the other kind ("Policy tape", "Corporate tape"), and lists, tables or lower headings stand
under it: one of its words is then enough. What tells of both policies and companies, or of neither, heads a topic.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.model.briefing import Section
from bot.model.text import is_in_capitals
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_bold_lead, is_date_line, names_office
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.sight import Sight
from bot.reading.grammar.lines.headings import find_hint, tells_days_ahead
from bot.reading.grammar.lines.reports import count_words, is_closed

_LONGEST_WORDS = 8
_LEAST = 2
_NAMED = frozenset({Section.POLICY_NEWS, Section.CORPORATE_NEWS})
_MATTERS = re.compile(r"重[点要大磅]|\b(?:key|main|major|top|most important)\b", re.IGNORECASE)
_THE_REST = re.compile(r"其[他它余]|更多|\b(?:other|more|further|also|remaining)\b", re.IGNORECASE)
_BOLD, _CAPITALS, _NUMBERED = -1, -2, 100


def name_siblings(pieces: Sequence[Piece], sights: Sequence[Sight]) -> tuple[Sight, ...]:
    """Return the sights with such headings as the sections they name."""
    by_look: defaultdict[int, list[int]] = defaultdict(list)
    for at, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        if at and (look := _look_of(piece, sight)) is not None:
            by_look[look].append(at)
    named = list(sights)
    for members in by_look.values():
        for at in _list_other_offices(pieces, sights, members):
            named[at] = replace(sights[at], section=None, structural=False)
        for at, section in _list_named(pieces, sights, members):
            named[at] = replace(sights[at], section=section, structural=True, label=None)
    lead = _find_lead_section(pieces, named)
    if lead is not None:
        named[lead] = replace(named[lead], section=Section.TOP)
    return tuple(named)


def _find_lead_section(pieces: Sequence[Piece], sights: Sequence[Sight]) -> int | None:
    """Return the first section where it names what matters most, and the next of its kind the rest (重点, 其他)."""
    heads = [at for at, sight in enumerate(sights) if at and sight.section in _NAMED]
    if not heads or not _MATTERS.search(pieces[heads[0]].text):
        return None
    rest = next((at for at in heads[1:] if sights[at].section is sights[heads[0]].section), None)
    return heads[0] if rest is not None and _THE_REST.search(pieces[rest].text) else None


def _list_named(
    pieces: Sequence[Piece], sights: Sequence[Sight], members: Sequence[int]
) -> Iterator[tuple[int, Section]]:
    """Return the lines set alike that are sections by a word, where few are no section.

    One is by its whole name, or half of the words of two tell of a kind each.
    """
    known = {at: section for at in members if (section := sights[at].section) is not None}
    hints = {
        at: hint
        for at in members
        if at not in known and not sights[at].structural and _heads_several(pieces, sights, at)
        if (hint := find_hint(pieces[at].text)) is not None
    }
    others = [at for at in members if at not in known and at not in hints and not sights[at].structural]
    plain = [at for at in others if not tells_days_ahead(pieces[at].text)]
    if len(plain) > len(known) + len(hints):
        return
    clear = {at: hint for at, hint in hints.items() if hint.is_clear}
    both = len({hint.section for hint in clear.values()}) == len(_NAMED)
    told = hints if both or _NAMED & set(known.values()) else {}
    topical = set(known.values()) if plain else set()  # beside topics one word tells of no section that there is
    yield from ((at, hint.section) for at, hint in told.items() if hint.section not in topical)


def _list_other_offices(pieces: Sequence[Piece], sights: Sequence[Sight], members: Sequence[int]) -> list[int]:
    """Return the lines that name the rest and policy, and no section, since lines set alike mostly name an office each.

    ("Other authorities" below "Ministry of Commerce" and "National Energy Administration".)
    """
    rest = [at for at in members if sights[at].section is Section.POLICY_NEWS and _THE_REST.search(pieces[at].text)]
    offices = sum(sights[at].section is None and names_office(pieces[at].text) for at in members) if rest else 0
    return rest if offices >= _LEAST and offices * 2 > len(members) else []


def _look_of(piece: Piece, sight: Sight) -> int | None:
    """Return how a short line that may name a section is set: its level, bold or in capitals, counted or not."""
    text = piece.text
    if piece.kind not in {BlockKind.HEADING, BlockKind.PARAGRAPH} or count_words(text) > _LONGEST_WORDS:
        return None
    if is_closed(text) or sight.dated or is_date_line(text):
        return None
    counted = _NUMBERED if sight.number is not None else 0
    if piece.is_heading:
        return piece.level + counted
    if piece.is_bold:
        return _BOLD + counted
    return _CAPITALS + counted if is_in_capitals(text) else None


def _heads_several(pieces: Sequence[Piece], sights: Sequence[Sight], at: int) -> bool:
    """Whether a list, a table, lower headings or dated or led paragraphs stand right below a line."""
    if at + 1 >= len(pieces):
        return False
    piece, below, sight = pieces[at], pieces[at + 1], sights[at + 1]
    if below.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}:
        return True
    if below.is_heading or (below.is_bold and sight.headline_like):
        return not (piece.is_heading and below.is_heading) or below.level > piece.level
    return sight.dated or sight.number is not None or find_bold_lead(below) is not None
