"""Topic lines: short plain lines above dated news that head it, in texts that mark no headings.

A line of a few words that closes no sentence heads news where a dated piece stands right under it and such a line
stands at another place of the document too, or where it has the number of a part (一、) and a numbered piece stands
under it. The first line of a document is its title.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.model.text import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.cited_sources import is_source_name
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.repeated_heads import heads_one_in_han
from bot.reading.grammar.layout.sight import Sight
from bot.reading.grammar.lines.actors_han import find_actor_han
from bot.reading.grammar.lines.reports import count_words, is_closed, may_tell_in_han

TOPIC_LEVEL = 2
TAG = re.compile(rf"【[^【】]{{2,14}}】|[▍▎▌]\s*[{HAN}]{{2,12}}")
"""A line that is a topic's name alone, in 【】 or behind a bar."""
HEADLINE_LEVEL = 4
"""That of headlines set as the first line of a paragraph."""
_MOST_WORDS = 5
_MOST_LENGTH = 40
_LEAST = 2
_PART = re.compile(r"\s*[（(]?[一二三四五六七八九十]{1,3}(?:、|[)）])")
_PLAIN = re.compile(rf"[A-Z{HAN}][^\n\d:：,，;；/|@]*")


def find_topic_lines(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> frozenset[int]:
    """Get the indices of such lines, those that name a section too; none where one stands alone or over each piece."""
    found = [
        i for i in range(1, len(pieces) - 1) if _may_head(pieces, sights, i) and not heads_one_in_han(pieces, sights, i)
    ]
    bold = sum(piece.is_bold and not sight.structural for piece, sight in zip(pieces, sights, strict=True))
    short = sum(pieces[i].is_bold and not sights[i].structural for i in found)
    if short * 2 < bold:  # few of the bold lines are as short as a topic: they are headlines like the others
        found = [i for i in found if not pieces[i].is_bold or sights[i].structural]
    first = found[0] if found else len(pieces)
    told = sum(
        sight.dated
        or sight.number is not None
        or (piece.is_heading and piece.level == HEADLINE_LEVEL)
        or (piece.kind is BlockKind.LIST_ITEM and may_tell_in_han(piece.text) and is_closed(piece.text))
        for piece, sight in zip(pieces[first:], sights[first:], strict=True)
    )
    return frozenset(found) if _LEAST <= len(found) < told else frozenset()


def as_topic(piece: Piece, *, above: int = 0) -> Piece:
    """Get such a line as the heading it is, one level below headings that name sections, whose level is ``above``."""
    level = max(above + 1, TOPIC_LEVEL)
    return replace(piece, source=replace(piece.source, kind=BlockKind.HEADING, level=level))


def _may_head(pieces: tuple[Piece, ...], sights: tuple[Sight, ...], i: int) -> bool:
    piece, sight, after = pieces[i], sights[i], sights[i + 1]
    text = piece.text
    if piece.kind is not BlockKind.PARAGRAPH or sight.label is not None or sight.dated or len(text) > _MOST_LENGTH:
        return False
    if (sight.structural and sight.section is None) or is_closed(text) or is_date_line(text):
        return False
    if is_source_name(text) or any(span.link for span in piece.spans):
        return False
    if _PART.match(text):
        return after.number is not None or after.dated or pieces[i + 1].kind is BlockKind.LIST_ITEM
    short = count_words(text) <= _MOST_WORDS and _PLAIN.fullmatch(text) is not None
    told = pieces[i + 1].text
    heads = (after.dated and not (is_date_line(told) or find_credit(told))) or pieces[i + 1].level == HEADLINE_LEVEL
    return short and (heads or _heads_in_han(text, pieces[i + 1]))


def _heads_in_han(text: str, after: Piece) -> bool:
    """Whether a line in Chinese too short to tell anything stands over a headline, or a sentence of who acts."""
    if may_tell_in_han(text) or not may_tell_in_han(after.text):
        return False
    return after.is_heading or (is_closed(after.text) and find_actor_han(after.text) is not None)
