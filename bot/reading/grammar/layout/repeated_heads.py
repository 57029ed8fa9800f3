"""Repeated heads: what the headings of one level, looked at together, tell of each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, takewhile
from statistics import mean

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_bold_lead, is_date_line
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.layout.sight import Sight
from bot.reading.grammar.lines.headings import find_section, is_contents_heading
from bot.reading.grammar.lines.reports import count_words, is_closed, is_prose, may_tell_in_han

_LEAST = 2
_LEAST_BARE = 3
_TOPIC_WORDS = 5
_FEW_WORDS = 4
"""Words that headlines have on the whole, and names of topics do not."""
_NEARLY_ALL = 4
_BEHIND_SENTENCE = "。（"


def read_bare_heads(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with headings that have nothing under them as the list of news that they are.

    Three of a level stand in a row at least, most too long for topics, and no words stand under the last.
    """
    found = list(pieces)
    for level, run in groupby(enumerate(pieces), key=lambda at: at[1].level if at[1].is_heading else 0):
        places = [at for at, _ in run] if level else []
        after = pieces[places[-1] + 1 : places[-1] + 2] if places else ()
        ends = not after or (after[0].is_heading and after[0].level < level)
        long = sum(count_words(pieces[at].text) > _TOPIC_WORDS for at in places)
        named = any(find_section(pieces[at].text) or is_contents_heading(pieces[at].text) for at in places)
        if len(places) >= _LEAST_BARE and ends and not named and long * 2 > len(places):
            found[places[0] : places[-1] + 1] = [_as_bullet(pieces[at]) for at in places]
    return tuple(found)


def _as_bullet(piece: Piece) -> Piece:
    return replace(piece, source=replace(piece.source, kind=BlockKind.LIST_ITEM, level=1))


def find_headline_levels(pieces: Sequence[Piece], sights: Sequence[Sight]) -> frozenset[int]:
    """Return the levels of two headings or more that are mostly too long for topics, as headlines are.

    Where most stand over one paragraph each a few signs are enough in Chinese, a few words in English where nearly all.
    """
    long: dict[int, list[bool]] = {}
    alone: dict[int, list[int]] = {}
    for at, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        if piece.is_heading and not sight.structural:
            told = count_words(piece.text) > _TOPIC_WORDS or heads_one_in_han(pieces, sights, at)
            long.setdefault(piece.level, []).append(told)
            alone.setdefault(piece.level, []).append(count_words(piece.text) if _heads_one(pieces, sights, at) else 0)
    found = {level for level, told in long.items() if len(told) >= _LEAST and sum(told) * 2 > len(told)}
    for level, words in alone.items():
        ones = [count for count in words if count]
        nearly_all = len(ones) > _LEAST_BARE and (len(words) - len(ones)) * _NEARLY_ALL <= len(ones)
        found |= {level} if nearly_all and mean(ones) >= _FEW_WORDS else set()
    return frozenset(found)


def _heads_one(pieces: Sequence[Piece], sights: Sequence[Sight], at: int) -> bool:
    """Whether one paragraph stands below a heading, with nothing behind it but labelled words and links."""
    below = takewhile(lambda i: not pieces[i].is_heading, range(at + 1, len(pieces)))
    told = [i for i in below if sights[i].label is None and not is_link_only(pieces[i].spans)]
    if len(told) != 1 or pieces[told[0]].kind is not BlockKind.PARAGRAPH or not is_prose(pieces[told[0]].text):
        return False
    lead = find_bold_lead(pieces[told[0]])
    return lead is None or is_date_line(lead)


def heads_one_in_han(pieces: Sequence[Piece], sights: Sequence[Sight], at: int) -> bool:
    """Whether a line in Chinese that may tell something stands over one paragraph, and no news of another day."""
    below = pieces[at + 1 : at + 3]
    if not below or below[0].kind is not BlockKind.PARAGRAPH or not may_tell_in_han(pieces[at].text):
        return False
    another = len(below) > 1 and below[1].kind is BlockKind.PARAGRAPH
    another = another and (sights[at + 2].dated or all(map(_cites_behind, below)))
    return is_closed(below[0].text) and not below[0].is_bold and not another


def _cites_behind(piece: Piece) -> bool:
    """Whether a paragraph cites a day or source in brackets behind its sentences in Chinese."""
    return piece.text.endswith("）") and _BEHIND_SENTENCE in piece.text


def find_counted_heads(pieces: Sequence[Piece], sights: Sequence[Sight]) -> frozenset[int]:
    """Return the indices of headings whose numbers count up from 1 at one level, where two such stand or more."""
    counted: dict[int, list[int]] = {}
    for i, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        if piece.is_heading and sight.number is not None and sight.section is None:
            heads = counted.setdefault(piece.level, [])
            heads.extend([i] if sight.number.number == len(heads) + 1 else [])
    return frozenset(i for heads in counted.values() if len(heads) >= _LEAST for i in heads)
