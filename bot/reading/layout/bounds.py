"""Where the news begins at the earliest, behind the title page and the contents, and where it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.model.ids import fold
from bot.reading.document import BlockKind
from bot.reading.layout.frame import ends_news
from bot.reading.layout.furniture import (
    is_aside,
    is_contents_heading,
    is_navigation,
    is_of_publication,
    names_body,
    reports,
)
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import LIKE
from bot.reading.layout.lines import Line
from bot.reading.layout.people import list_credited
from bot.reading.layout.title_line import DayKind, list_printed_days, parse_title_line
from bot.reading.layout.title_page import is_said_published

_MOST_LINES, _MOST_ENTRIES, _MOST_BEHIND = 24, 60, 60
"""Lines of a title page, entries of the contents, and lines behind the news, that are looked at."""
_FEW, _LONG, _BESIDE, _LONGEST = 8, 24, 30, 100
_MOST_AHEAD = 2_000
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
            (end and line.kind is BlockKind.HEADING)
            or line.is_news
            or (line.words > _LONG and not line.is_about_issue)
            or (line.label is not None and not parse_title_line(line.text).publisher)
        ):
            break
    return end


def _gives_day(line: Line) -> bool:
    """Whether a line gives a day, number or period with few words beside it, and reports nothing."""
    found = parse_title_line(line.text)
    if not (found.days or found.is_numbered) or reports(line.text):
        return False
    few = found.beside <= _BESIDE and not found.opens_news
    return few or line.is_title_date or any(map(is_said_published, found.days)) or is_of_publication(line.text)


def _tells_period(text: str) -> bool:
    """Whether a sentence right below the title says which days the issue is of ("What happened from 1 to 31 May")."""
    spans = [days for days in list_printed_days(text) if days.kind is DayKind.SPAN]
    return bool(spans) and spans[0].start > 0 and not (reports(text) or names_body(text))


def _heads_news(line: Line, above: Line | None, *, is_first: bool, comes_again: bool) -> bool:
    """Whether a day is that of news: under a label behind the issue's, or a heading set as others further down."""
    if line.label is not None:
        of_issue = is_first or any(word in line.label.words.lower() for word in ("issue", "publication"))
        return line.label.field not in _OF_ISSUE or not of_issue
    if not line.is_day or not comes_again:
        return False
    dated = any(sign.isdigit() for sign in line.text[-4:]) and any(map(str.isdigit, line.text.split()[0]))
    return line.kind is BlockKind.HEADING or not dated or bool(above and above.section)


def find_news_end(lines: Sequence[Line], closes: str = "") -> int:
    """Return the index of the first line behind the news; ``closes`` is the heading that the layout says ends it."""
    named = fold(closes)
    end = len(lines)
    for at in range(len(lines) - 1, 0, -1) if named else ():
        if fuzz.ratio(fold(lines[at].text[:_LONGEST]), named) >= LIKE:
            return at
    for at in range(len(lines) - 1, max(0, len(lines) - _MOST_BEHIND), -1):
        line = lines[at]
        if line.words < _FEW and ends_news(line.text):
            end = at
        elif not (_is_rest(line) or line.is_row) and (line.is_news or line.section or line.opening):
            break
    while end and _is_rest(lines[end - 1]) and not (_is_plain(lines[end - 1]) and end > 1 and lines[end - 2].dated):
        end -= 1
    return end


def _is_rest(line: Line) -> bool:
    """Whether a line is of the publication, its people or its house, or says too little to be of news."""
    if line.label is not None and line.label.field is Field.COMMENT:
        return False
    if line.is_furniture or is_aside(line.text) or is_navigation(line.text) or any(list_credited(line.raw)):
        return True
    own = not (line.dated or line.is_bullet) and is_of_publication(line.text)
    return own or _is_plain(line)


def _is_plain(line: Line) -> bool:
    told = line.is_prose or line.dated or line.acts or line.is_furniture
    return line.kind is BlockKind.PARAGRAPH and line.label is None and not told
