"""Short leads: days in figures without a year ("7-28", "7.28", "07-28") that date pieces of news.

Such figures are amounts, ranges and numbers of sections as well, so that they are days only together: two pieces or
more open or close with them, and in one order of day and month all lie in the weeks that the title page tells of. Each
then opens its piece in words. Chinese puts the month first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.dates.date_words import ANY_MONTH, WEEKDAY, find_day
from bot.dates.printed_dates import find_printed_dates, word_date
from bot.model.text import HAN
from bot.reading.document import BlockKind, Document, Span
from bot.reading.grammar.layout.pieces import Piece, is_mostly_han
from bot.reading.grammar.layout.run_in_heads import find_run_in_head
from bot.reading.grammar.layout.tagged_news import TAG
from bot.reading.grammar.lines.labels import LabelKind, find_label
from bot.reading.grammar.lines.numbers import find_number
from bot.reading.grammar.lines.reports import is_closed, may_tell_in_han
from bot.reading.grammar.lines.title_page import list_title_lines, parse_title_page

_FIGURE = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = (
    rf"(?P<one>{_FIGURE})(?P<tie>[-–./．])(?P<two>{_FIGURE})(?!\d|[-–./．]\d)(?:(?:(?<=\.\d)|(?<=\.\d\d))\.(?=\s|\Z))?"
)
_COUNTED = rf"(?!\s*(?:[%％‰亿万元日号月年个家倍种项条章]|per\s?cent|yuan|[mb]illion|trillion|(?:of\s+)?{ANY_MONTH}\b))"
_LEAD = re.compile(
    r"(?P<number>\s*(?:\d{1,2}[)）、]|[（(]?[一二三四五六七八九十]{1,3}[)）、]))?"
    rf"(?P<tag>[\s*_]*(?:{TAG}|[{HAN}A-Z]{{2,16}}[:：]\s*)?)[\s*_▪•·■►●◆]*(?:{WEEKDAY}\b\.?,?\s+)?(?:(?P<open>[(（\[])\s*)?{_DAY}(?:\.(?=\s))?{_COUNTED}(?(open)\s*[)）\]])[*_]*"
    rf"(?:\s*[:：,，、|｜]\s*|\s+(?:[–—-]\s+)?|(?=[{HAN}《“])|\Z)[*_]*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"\s*[(（\[]\s*(?:(?P<who>[^()（）\[\]\d]{{2,40}}?)\s*[,，、;；|·]\s*)?{_DAY}\s*[)）\]](?P<stop>[.。]?)"
    r"(?P<behind>\s*(?:(?:sources?|via|来源)\s*[:：][^.。:：\n]{2,60}\.?|[(（\[][^()（）\[\]\d]{2,60}[)）\]]))?\s*\Z",
    re.IGNORECASE,
)
_CELL = re.compile(rf"(?:\A|(?<=\s\|\s))\s*{_DAY}(?=\s*(?:\||\Z))")
_LONGEST_TAIL = 120
_BARS = "|｜"
_LEAST = 2
_MOST_LINES = 12
_LONGEST_LINE = 200
_BEFORE = dt.timedelta(days=31)
_AHEAD = dt.timedelta(days=31)
_BEFORE_ISSUE = dt.timedelta(days=45)


@dataclass(frozen=True, kw_only=True, slots=True)
class _ShortDay:
    """Two figures that may be a day: where they stand in which piece, and what they are."""

    at: int
    match: re.Match[str]

    def read(self, *, day_first: bool) -> tuple[int, int]:
        """Return month and day."""
        one, two = int(self.match["one"]), int(self.match["two"])
        return (two, one) if day_first else (one, two)


def read_short_leads(pieces: tuple[Piece, ...], document: Document) -> tuple[Piece, ...]:
    """Return the pieces that such a day dates with the day in words before the news, all lines of a day apart."""
    parted = tuple(line for piece in pieces for line in _part_lines(piece))
    found = [day for at, piece in enumerate(parted) if (day := _find_day(at, piece))]
    if len(found) < _LEAST or _count_sections(found):
        return pieces
    weeks = _find_weeks(parted[: found[0].at], document)
    day_first = _find_order(parted, found, weeks) if weeks else None
    if weeks and day_first is None:  # the last of them may be days to come
        day_first = _find_order(parted, found, (weeks[0], weeks[1] + _AHEAD))
    if day_first is None:
        return pieces
    words = {day.at: _lead_with(parted[day.at], day.match, day.read(day_first=day_first)) for day in found}
    return tuple(words.get(at, piece) for at, piece in enumerate(parted))


def _part_lines(piece: Piece) -> tuple[Piece, ...]:
    """Return the lines of a paragraph each of which opens with such a day, from two on, as pieces."""
    if "\n" not in piece.raw or piece.kind is not BlockKind.PARAGRAPH or not _LEAD.match(piece.raw):
        return (piece,)
    bounds = [0, *(sign.end() for sign in re.finditer("\n", piece.raw)), len(piece.raw)]
    lines = tuple(piece.cut(start, end) for start, end in pairwise(bounds) if piece.raw[start:end].strip())
    return lines if all(_LEAD.match(line.raw) for line in lines) else (piece,)


def _find_day(at: int, piece: Piece) -> _ShortDay | None:
    raw = piece.raw
    if piece.kind is BlockKind.TABLE_ROW:
        match = _CELL.search(raw)
    else:
        match = _LEAD.match(raw) or _TAIL.search(raw, max(0, len(raw) - _LONGEST_TAIL))
    return _ShortDay(at=at, match=match) if match else None


def _count_sections(found: Sequence[_ShortDay]) -> bool:
    """Whether the figures count on with full stops, as numbers of sections do ("3.1", "3.2", "4.1")."""
    pairs = [day.read(day_first=False) for day in found]
    dotted = all(day.match["tie"] != "-" and not day.match["two"].startswith("0") for day in found)
    first = pairs[0][1] == 1
    return dotted and first and all(b in {(a[0], a[1] + 1), (a[0] + 1, 1)} for a, b in pairwise(pairs))


def _find_weeks(front: Sequence[Piece], document: Document) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day on which the news of an issue can lie, None where its front page tells none."""
    lines = [line for piece in front for line in piece.lines() if len(line) <= _LONGEST_LINE]
    page = parse_title_page((*list_title_lines(document.furniture), *lines[:_MOST_LINES]))
    printed = (day for line in lines[:_MOST_LINES] for *_, day in find_printed_dates(line))
    issued = page.published_on or document.sent_on or max(printed, default=None)
    if page.period_start and page.period_end:
        return page.period_start - _BEFORE, max(page.period_end, issued or page.period_end)
    return (issued - _BEFORE_ISSUE, issued) if issued else None


def _find_order(pieces: Sequence[Piece], found: Sequence[_ShortDay], weeks: tuple[dt.date, dt.date]) -> bool | None:
    """Return whether the day stands first; None where no order makes days of these weeks, or both do."""
    han = all(is_mostly_han(pieces[day.at].raw) for day in found)
    fits = [
        day_first
        for day_first in ((False,) if han else (False, True))
        if all(_lies_in(*day.read(day_first=day_first), weeks) for day in found)
    ]
    return fits[0] if len(fits) == 1 else None


def _lies_in(month: int, day: int, weeks: tuple[dt.date, dt.date]) -> bool:
    days = (find_day(year, month, day) for year in range(weeks[0].year, weeks[1].year + 1))
    return any(on and weeks[0] <= on <= weeks[1] for on in days)


def _lead_with(piece: Piece, match: re.Match[str], day: tuple[int, int]) -> Piece:
    """Return a piece with the day in words: before the news, or where it stands in a cell or alone."""
    month, number = day
    han = is_mostly_han(piece.raw)
    words = f"{month}月{number}日" if han else word_date(f"{month}/{number}", day_first=False, period=None) or ""
    start, end = match.span()
    beside = match.re.pattern == _TAIL.pattern and (match["who"] or match["behind"] or find_run_in_head(piece))
    if beside:  # a source, or what else stands before the news
        start, end = match.start("one"), match.end("two")
        return replace(piece, spans=(*piece.cut(0, start).spans, Span(text=words), *piece.cut(end).spans))
    if match.re.pattern == _CELL.pattern or not (piece.raw[:start] + piece.raw[end:]).strip():
        kept = match.end("tag") if match.re.pattern == _LEAD.pattern else start  # "Date: 17/03" keeps its label
        return replace(piece, spans=(*piece.cut(0, kept).spans, Span(text=words), *piece.cut(end).spans))
    if han and match.re.pattern == _TAIL.pattern and (find_number(piece.raw) or not is_closed(piece.raw[:start])):
        return replace(piece, spans=(*piece.cut(0, start).spans, Span(text=f"（{words}）{match['stop']}")))
    if han and match.re.pattern == _LEAD.pattern and may_tell_in_han(match["tag"]):
        headed = (*piece.cut(0, match.end("tag")).spans, Span(text=f"{words}，"), *piece.cut(end).spans)
        return replace(piece, spans=headed, source=replace(piece.source, spans=headed))
    if match.re.pattern == _TAIL.pattern:
        told = (*piece.cut(0, start).spans, *((Span(text=match["stop"]),) if match["stop"] else ()))
        if piece.kind is not BlockKind.LIST_ITEM and not is_closed(piece.raw[:start]):  # a headline keeps its look
            return replace(piece, spans=(*told, Span(text=f" ({words})", bold=told[0].bold, link=told[0].link)))
    else:
        told = (*piece.cut(*match.span("tag")).spans, *piece.cut(end).spans)
        if piece.is_bold and han:
            return replace(piece, spans=(*told, Span(text=f" ({words})", bold=True)))
    source = find_label("".join(span.text for span in told))
    if source is not None and source.kind is LabelKind.SOURCE:  # "03-14 来源：…": where the news stood, and when
        return replace(piece, spans=(*told, Span(text=f" {words}")))
    counted = (match["number"] or "") if match.re.pattern == _LEAD.pattern else ""
    bar = any(map(match[0].__contains__, _BARS))  # what parts the day from an office beside it, too
    return replace(piece, spans=told).headed(f"{counted}{words}{' | ' if bar else '：' if han else ': '}")
