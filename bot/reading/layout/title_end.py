"""Where the title page certainly still goes on, so that no layout takes its lines for news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.model.ids import fold
from bot.reading.document import BlockKind
from bot.reading.layout.furniture import is_contents_heading, is_of_publication, names_body, reports
from bot.reading.layout.issue_days import is_said_published
from bot.reading.layout.label_names import Field
from bot.reading.layout.lines import Line
from bot.reading.layout.title_line import DayKind, list_printed_days, parse_title_line

_MOST_LINES = 24
_LONG = 24
_BESIDE = 30
_MOST_AHEAD, _MOST_ENTRIES = 2_000, 60
_AROUND = " 【】[]《》*_•·-–—▪■●◆"
_OF_ISSUE = frozenset({Field.DATE, Field.STATUS, Field.CONTACT, Field.OTHER, Field.SOURCE})
"""Labels that lines of a title page may have too."""


def find_title_end(lines: Sequence[Line]) -> int:
    """Return the index behind the last line that surely is of the title page or of the contents."""
    return max(_find_days_end(lines), _find_contents_end(lines))


def _find_contents_end(lines: Sequence[Line]) -> int:
    """Return the index behind the entries below the heading of the contents: each comes again, or tells its page."""
    heading = next((at for at, line in enumerate(lines[:_MOST_LINES]) if is_contents_heading(line.text)), None)
    if heading is None:
        return 0
    folded = [fold(line.raw[line.start :].strip(_AROUND)) for line in lines[heading : heading + _MOST_AHEAD]]
    seen: set[str] = set()
    for at, entry in enumerate(folded[1:], start=1):
        again = any(text.startswith(entry) for text in folded[at + 1 :])
        if entry in seen or not (again or lines[heading + at].is_contents) or len(seen) > _MOST_ENTRIES:
            return heading + at
        seen.add(entry)
    return heading + 1


def _find_days_end(lines: Sequence[Line]) -> int:
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
        elif end and all(each.is_furniture for each in lines[end:at]) and _tells_period(line.text):
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
    return (
        line.is_title_date
        or any(map(is_said_published, found.days))
        or (bool(found.days) and is_of_publication(line.text))
        or (bool(found.days or found.is_numbered) and found.beside <= _BESIDE and not found.opens_news)
    )


def _tells_period(text: str) -> bool:
    """Whether a sentence right below the title says which days the issue is of ("What happened from 1 to 31 May")."""
    spans = [days for days in list_printed_days(text) if days.kind is DayKind.SPAN]
    return bool(spans) and spans[0].start > 0 and not (reports(text) or names_body(text))
