"""Where the news ends: before the people, the imprint and the notes on the publication."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.model.ids import fold
from bot.reading.document import BlockKind
from bot.reading.layout.frame import ends_news
from bot.reading.layout.furniture import is_aside, is_navigation, is_of_publication
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import LIKE
from bot.reading.layout.lines import Line
from bot.reading.layout.people import list_credited

_LONGEST = 100
_MOST_LINES, _FEW = 60, 8
"""Lines behind the heading that ends the news."""


def find_news_end(lines: Sequence[Line], closes: str = "") -> int:
    """Return the index of the first line behind the news; ``closes`` is the heading that the layout says ends it."""
    if closes:
        named = fold(closes)
        ends = [at for at, line in enumerate(lines) if at and fuzz.ratio(fold(line.text[:_LONGEST]), named) >= LIKE]
        if ends:
            return ends[-1]
    end = len(lines)
    for at in range(len(lines) - 1, max(0, len(lines) - _MOST_LINES), -1):
        line = lines[at]
        if line.words < _FEW and ends_news(line.text):
            end = at
        elif not _may_follow(line):
            break
    while end and _is_rest(lines[end - 1]) and not (_is_plain(lines[end - 1]) and end > 1 and lines[end - 2].dated):
        end -= 1
    return end


def _may_follow(line: Line) -> bool:
    """Whether a line may stand behind the heading of the imprint: it tells no news."""
    return _is_rest(line) or line.is_row or not (line.is_news or line.section or line.opening)


def _is_rest(line: Line) -> bool:
    """Whether a line is of the publication, its people or its house, or says too little to be of news."""
    if line.label is not None and line.label.field is Field.COMMENT:
        return False
    if line.is_furniture or is_aside(line.text) or is_navigation(line.text) or any(list_credited(line.raw)):
        return True
    if not (line.dated or line.is_bullet) and is_of_publication(line.text):
        return True
    return _is_plain(line)


def _is_plain(line: Line) -> bool:
    told = line.is_prose or line.dated or line.acts or line.is_furniture
    return line.kind is BlockKind.PARAGRAPH and line.label is None and not told
