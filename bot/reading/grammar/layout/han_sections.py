"""Told sections: which section a heading in Chinese opens whose name no list has, by who acts in the news below it.

The headings of one level are looked at together: authorities act below some and companies below others, and below each
mostly one of them. Where both act below one of them they are topics, as headings with an office's name or a day are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from bot.model.briefing import Section
from bot.model.text import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.repeated_heads import find_counted_heads, heads_one_in_han
from bot.reading.grammar.layout.sight import Sight
from bot.reading.grammar.lines.actors_han import Actor, find_actor_han, names_office_han
from bot.reading.grammar.lines.headings import fold_heading
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import is_closed, may_tell_in_han

_NAME = re.compile(rf"(?![{HAN}]*(?:数据(?!局)|统计(?!局)|指[标数]|行情|产销))[{HAN}、·&／/（）()|｜\s]{{1,14}}")
"""A few Chinese signs; figures are told by offices and companies alike."""
_SECTIONS = {Actor.OFFICE: Section.POLICY_NEWS, Actor.COMPANY: Section.CORPORATE_NEWS}
_NAMED = frozenset(_SECTIONS.values())
_SURE = 4
"""No more than one in so many of the news below a heading tells of the other kind."""
_LEAST = 2
_MOST = 4
"""So many headings at most, each over two pieces of news, are sections where none of their level has a known name."""
_OPENS = re.compile(r"^\W*(?:第[一二三四五六七八九十\d]{1,3}(?:部分|篇|章|编|板块)\s*)?")


def name_told_sections(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> tuple[Sight, ...]:
    """Return the sights with such headings as the sections that they open."""
    unknown = {at for at, piece in enumerate(pieces) if _may_open(piece, sights[at])}
    unknown -= {at for at in unknown if heads_one_in_han(pieces, sights, at)}
    if not unknown:
        return sights
    known = {at: sight.section for at, sight in enumerate(sights) if sight.section and pieces[at].is_heading}
    known = {at: section for at, section in known.items() if _count_actors(pieces, sights, at, pieces[at].level)}
    levels = {pieces[at].level for at in known} or _find_level(pieces[at].level for at in unknown)
    acts = {at: _count_actors(pieces, sights, at, min(levels)) for at in sorted(unknown) if pieces[at].level in levels}
    beside = _NAMED.intersection(known.values())
    told = {at: count for at, count in acts.items() if count}
    named = {at: _SECTIONS[count.most_common(1)[0][0]] for at, count in told.items()}
    pure = all(max(count.values()) * _SURE >= count.total() * (_SURE - 1) for count in told.values())
    several = len(told) <= _MOST and all(count.total() >= _LEAST for count in told.values())
    if not pure or beside.union(named.values()) != _NAMED or not (beside or several):
        return sights
    return tuple(
        replace(sight, section=named[at], structural=True) if at in named else sight for at, sight in enumerate(sights)
    )


def find_group_heads(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> frozenset[int]:
    """Return the headings that are too short to tell anything and stand right over news that tells who acts.

    Two of a level do at least, or one beside a section of that level. What counts up among headlines is one of them.
    """
    headlines = _list_counted_headlines(pieces, sights)
    found = [
        at
        for at, piece in enumerate(pieces[:-1])
        if at not in headlines
        and _may_open(piece, sights[at], offices=True)
        and not may_tell_in_han(_bare(piece))
        and _heads(piece, pieces[at + 1])
    ]
    levels = Counter(pieces[at].level for at in found)
    levels.update(pieces[at].level for at, sight in enumerate(sights) if sight.section and pieces[at].is_heading)
    return frozenset(at for at in found if levels[pieces[at].level] >= _LEAST)


def _list_counted_headlines(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> set[int]:
    """Return the headings that count up in a level where most tell something, or below sections over one piece each."""
    levels: dict[int, list[int]] = {}
    for at in sorted(find_counted_heads(pieces, sights)):
        levels.setdefault(pieces[at].level, []).append(at)
    return {
        at
        for level, counted in levels.items()
        if sum(heads_one_in_han(pieces, sights, at) for at in counted) * 2 > len(counted)
        or _stand_in_sections(pieces, sights, counted)
        for at in counted
    }


def _stand_in_sections(pieces: tuple[Piece, ...], sights: tuple[Sight, ...], heads: Sequence[int]) -> bool:
    """Whether headings stand below a section's name of a higher level, and each over one paragraph that is closed."""
    level = pieces[heads[0]].level
    if not any(pieces[at].level < level and sights[at].section for at in range(heads[-1]) if pieces[at].is_heading):
        return False
    below = (takewhile(lambda piece: not piece.is_heading, pieces[at + 1 :]) for at in heads)
    return all(sum(bool(_find_told(piece)) and not find_label(piece.raw) for piece in told) == 1 for told in below)


def count_told_headlines(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> int:
    """Return how many headings in Chinese without a number stand over one paragraph each that tells who acts."""
    return sum(
        piece.is_heading
        and sights[at].number is None
        and heads_one_in_han(pieces, sights, at)
        and find_actor_han(pieces[at + 1].text) is not None
        for at, piece in enumerate(pieces[:-1])
    )


def _heads(piece: Piece, after: Piece) -> bool:
    """Whether a heading stands right over news, or over a headline set deeper."""
    if after.is_heading:
        return after.level > piece.level and may_tell_in_han(_bare(after))
    return find_actor_han(_find_told(after)) is not None


def _find_told(piece: Piece) -> str:
    """Return the sentences of a paragraph, bullet or row; none of another piece."""
    text = max(piece.text.split("|"), key=len).strip() if piece.kind is BlockKind.TABLE_ROW else piece.text
    return text if piece.kind is not BlockKind.HEADING and is_closed(text) else ""


def _find_level(levels: Iterable[int]) -> set[int]:
    """Return the highest level that more headings than a title have."""
    return {min((level for level, times in Counter(levels).items() if times >= _LEAST), default=0)}


def _may_open(piece: Piece, sight: Sight, *, offices: bool = False) -> bool:
    """Whether a heading may be a section's name: a few Chinese signs that tell nothing, no label, day or office.

    As a topic's name, with ``offices``, it may be an office's.
    """
    if not piece.is_heading or sight.structural or sight.label is not None or sight.dated or is_date_line(piece.text):
        return False
    name = _bare(piece)
    return _NAME.fullmatch(name) is not None and (offices or not names_office_han(name))


def _bare(piece: Piece) -> str:
    """Return a heading's words without what counts it or sets it off."""
    return fold_heading(_OPENS.sub("", piece.text))


def _count_actors(pieces: tuple[Piece, ...], sights: tuple[Sight, ...], head: int, level: int) -> Counter[Actor]:
    """Return how many pieces of news below a heading tell of whom, up to the next of its level."""
    found: Counter[Actor] = Counter()
    for at in range(head + 1, len(pieces)):
        piece = pieces[at]
        headline = heads_one_in_han(pieces, sights, at)
        if piece.is_heading and (sights[at].section is not None or (piece.level <= level and not headline)):
            break
        actor = find_actor_han(_find_told(piece)) if sights[at].label is None else None
        found.update([actor] if actor else [])
    return found
