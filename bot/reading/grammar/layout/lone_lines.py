"""Lone lines: a few words in brackets, behind a bar or behind a bullet that stand alone over news and head it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from bot.model.text import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_dated_lead
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.topic_lines import TAG, TOPIC_LEVEL
from bot.reading.grammar.lines.actors_han import find_actor_han
from bot.reading.grammar.lines.headings import find_section, is_outlook
from bot.reading.grammar.lines.reports import is_closed, may_tell_in_han

_LEAST = 2
_TOPIC_ZH = re.compile(rf"[{HAN}]{{2,12}}")


def read_lone_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return lines that are a few words in 【】 or behind a bar (▍) as the headings they are, where two such stand.

    So are bullets that stand alone, where one of them is a section's name ("● 国家政策") or all are too short to tell
    anything, and such names over bullets.
    """
    alone = {at for at, piece in enumerate(pieces) if piece.kind is BlockKind.PARAGRAPH and TAG.fullmatch(piece.text)}
    bullets = _list_lone_bullets(pieces)
    alone = alone if len(alone) >= _LEAST else set()
    named = any(find_section(pieces[at].text) for at in bullets) or all(_heads_acts(pieces, at) for at in bullets)
    alone |= bullets if len(bullets) >= _LEAST and named else set()
    over = _list_section_bullets(pieces)
    ahead = {at for at in over if is_outlook(pieces[at].text) and find_dated_lead(pieces[at + 1])}
    alone |= over if len(over) >= _LEAST else ahead
    return tuple(
        replace(piece, source=replace(piece.source, kind=BlockKind.HEADING, level=TOPIC_LEVEL))
        if at in alone
        else piece
        for at, piece in enumerate(pieces)
    )


def _heads_acts(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a line too short to tell anything stands over news of who acts, with a headline between or without."""
    below = (piece for piece in pieces[at + 1 : at + 3] if is_closed(piece.text))
    return not may_tell_in_han(pieces[at].text) and any(find_actor_han(piece.text) for piece in below)


def _list_section_bullets(pieces: tuple[Piece, ...]) -> set[int]:
    """Return the list items that are sections' names right over items of their level that are none."""
    return {
        at
        for at, (piece, after) in enumerate(pairwise(pieces))
        if piece.kind is after.kind is BlockKind.LIST_ITEM and piece.level == after.level
        if find_section(piece.text) and not find_section(after.text)
    }


def _list_lone_bullets(pieces: tuple[Piece, ...]) -> set[int]:
    """Return the list items of a few Chinese words that stand between pieces of other kinds; none if a list stands."""
    listed = [at for at, piece in enumerate(pieces) if piece.kind is BlockKind.LIST_ITEM and not find_dated_lead(piece)]
    follows = any(after == at + 1 for at, after in pairwise(listed))
    named = all(_TOPIC_ZH.fullmatch(pieces[at].text) for at in listed)
    return set(listed) if named and not follows else set()
