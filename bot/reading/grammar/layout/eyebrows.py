"""Eyebrows: a few plain words right over each headline that name its topic ("Export controls", "Companies").

They belong to the one headline below them, so that a section's name among them is no section of what follows.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.cited_sources import is_generic_label, is_source_name
from bot.reading.grammar.layout.marked_lines import split_tag
from bot.reading.grammar.layout.pieces import Piece, clean_label, is_link_only
from bot.reading.grammar.layout.plain_heads import as_headline
from bot.reading.grammar.lines.date_pattern import DATE
from bot.reading.grammar.lines.headings import is_contents_heading
from bot.reading.grammar.lines.imprint import is_byline
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import is_closed

_WORDS = re.compile(r"[^\W\d_][\w&/’'-]*(?: (?:[\w&/’'-]+)){0,3}")
_SLUG = re.compile(
    r"(?:\(?\d{1,3}[.):]?\s+)?"
    r"(?P<words>[A-Z][A-Z0-9&.]*(?:[ -][A-Z0-9&.]+){0,3}(?:/[A-Z0-9&.]+(?:[ -][A-Z0-9&.]+){0,3})+"
    r"|[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)+)(?:\s\((?:UPDATE|LEAD|CORRECTED)[\w .-]*\))?"
)
_DAY = re.compile(rf"\s(?P<day>(?i:{DATE}))\Z")
_LONGEST_HEAD = 200
_LONGEST = 30
_LEAST = 3
_DIFFERENT = 2


def read_eyebrows(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return headings with the words that stand over them as their tags, where most of a level have such.

    A day behind such words goes behind the headline, in brackets as others are.
    """
    pieces = _head_below_slugs(pieces)
    over = {
        at + 1: piece.text.strip()
        for at, (piece, after) in enumerate(pairwise(pieces))
        if _stands_over(piece, after) and not (at and _is_lone_label(pieces[at - 1]))
    }
    over = _without_sources(pieces, over)
    levels = Counter(pieces[at].level for at in over)
    all_of = Counter(piece.level for piece in pieces if piece.is_heading)
    words = {level: {over[at] for at in over if pieces[at].level == level} for level in levels}
    kept = {
        level
        for level, count in levels.items()
        if count >= _LEAST and count * 3 >= all_of[level] * 2 and len(words[level]) >= _DIFFERENT
    }
    heads = {at: tag for at, tag in (_list_alike(pieces) | over).items() if pieces[at].level in kept} if kept else {}
    tags = {at - 1 for at in heads}
    return tuple(_tag(piece, heads[at]) if at in heads else piece for at, piece in enumerate(pieces) if at not in tags)


def _tag(piece: Piece, words: str) -> Piece:
    day = _DAY.search(words)
    behind = (Span(text=f" ({day['day']})"),) if day else ()
    return replace(piece, spans=(Span(text=f"[{_DAY.sub('', words)}] "), *piece.spans, *behind))


def _list_alike(pieces: tuple[Piece, ...]) -> dict[int, str]:
    """Get the words over headings that alone could be a source's too ("公告"), which others beside show to be tags."""
    return {
        at + 1: piece.text.strip()
        for at, (piece, after) in enumerate(pairwise(pieces))
        if _is_plain_over(piece, after) and is_source_name(piece.text.strip()) and not is_link_only(piece.spans)
    }


def _without_sources(pieces: tuple[Piece, ...], over: dict[int, str]) -> dict[int, str]:
    """Return the eyebrows without links that close the story above: none stands over the first headline of a level."""
    first = {pieces[at].level: at for at in reversed(range(1, len(pieces))) if pieces[at].is_heading}
    tags = {level for level, at in first.items() if is_link_only(pieces[at - 1].spans)}
    return {
        at: words for at, words in over.items() if pieces[at].level in tags or not is_link_only(pieces[at - 1].spans)
    }


def _head_below_slugs(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the lines between a wire's slug ("03 CHINA-CHIPS/FEES") and its story as headlines, the slug their tag."""
    slugs = {
        at + 1: slug["words"]
        for at, piece in enumerate(pieces[:-2])
        if (slug := _SLUG.fullmatch(piece.raw.strip()))
        and len(pieces[at + 1].raw) <= _LONGEST_HEAD
        and not is_closed(pieces[at + 1].text)
        and is_closed(pieces[at + 2].text)
    }
    if len(slugs) < _LEAST:
        return pieces
    return tuple(
        as_headline(replace(piece, spans=(Span(text=f"[{slugs[at]}] "), *piece.spans))) if at in slugs else piece
        for at, piece in enumerate(pieces)
        if at + 1 not in slugs
    )


def _is_lone_label(piece: Piece) -> bool:
    """Whether a piece is a label with nothing behind it, and no link: the next line is its value."""
    may_be = piece.kind is not BlockKind.LIST_ITEM and not is_link_only(piece.spans)
    label = find_label(piece.raw) if may_be else None
    return label is not None and not piece.raw[label.end :].strip()


def _is_plain_over(piece: Piece, after: Piece) -> bool:
    text = _DAY.sub("", piece.text.strip())
    plain = piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and after.is_heading and len(text) <= _LONGEST
    return plain and _WORDS.fullmatch(text) is not None and split_tag(after.text)[0] is None


def _stands_over(piece: Piece, after: Piece) -> bool:
    text = _DAY.sub("", piece.text.strip())
    if not _is_plain_over(piece, after):
        return False
    named = is_generic_label(clean_label(text)) or is_source_name(text) or is_byline(text) or is_contents_heading(text)
    return not (named or find_label(piece.raw))
