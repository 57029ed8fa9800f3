"""Where the title page certainly still goes on, so that no layout takes its lines for news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.reading.document import BlockKind
from bot.reading.layout.furniture import reports
from bot.reading.layout.issue_days import is_said_published
from bot.reading.layout.label_names import Field
from bot.reading.layout.lines import Line
from bot.reading.layout.title_line import parse_title_line

_MOST_LINES = 24
_LONG = 24
_BESIDE = 30
_OF_ISSUE = frozenset({Field.DATE, Field.CONTACT, Field.OTHER, Field.SOURCE})
"""Labels that lines of a title page may have too."""


def find_title_end(lines: Sequence[Line]) -> int:
    """Return the index behind the last line that gives the issue's day, number or period, before any line of news."""
    days = Counter(line.look for line in lines if line.is_day)
    end = 0
    for at, line in enumerate(lines[:_MOST_LINES]):
        if line.is_row or line.is_bullet or (at and line.number is not None) or (end and line.section):
            break
        if _gives_day(line):
            if _heads_news(line, lines[at - 1] if at else None, is_first=not end, comes_again=days[line.look] > 1):
                break
            end = at + 1
        elif (
            (end and line.kind is BlockKind.HEADING) or line.is_news or (line.words > _LONG and not line.is_about_issue)
        ) or (line.label is not None and not parse_title_line(line.text).publisher):
            break
    return end


def _heads_news(line: Line, above: Line | None, *, is_first: bool, comes_again: bool) -> bool:
    """Whether a day is that of news: under a label behind the issue's, or a heading set as others further down."""
    if line.label is not None:
        of_issue = "issue" in line.label.words.lower() or "publication" in line.label.words.lower()
        return line.label.field not in _OF_ISSUE or not (is_first or of_issue)
    if not line.is_day or not comes_again:
        return False
    dated = any(sign.isdigit() for sign in line.text[-4:]) and any(map(str.isdigit, line.text.split()[0]))
    return line.kind is BlockKind.HEADING or not dated or bool(above and above.section)


def _gives_day(line: Line) -> bool:
    """Whether a line gives a day, number or period with few words beside it, and reports nothing."""
    if reports(line.text):
        return False
    found = parse_title_line(line.text)
    beside = sum(len(name.text) * (1 if name.text.isascii() else 2) for name in found.names)
    return (
        line.is_title_date
        or any(map(is_said_published, found.days))
        or (bool(found.days or found.is_numbered) and beside <= _BESIDE)
    )
