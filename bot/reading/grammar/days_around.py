"""Days around the news: the day and the period of an issue that no line of its title gives, from sentences about it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import find_printed_dates, parse_printed_date, parse_printed_period
from bot.domain.records.briefing import Inference
from bot.reading.grammar.lines.date_pattern import DATE
from bot.reading.grammar.lines.furniture import list_sentences, tells_quantity
from bot.reading.grammar.lines.placement import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.reading.grammar.layout.pieces import Piece
    from bot.reading.grammar.lines.title_page import TitlePage
    from bot.reading.grammar.outlook import Outlook

_AROUND = frozenset({Place.UNREAD, Place.NOTE, Place.TITLE_PAGE, Place.PEOPLE, Place.IMPRINT, Place.NAVIGATION})
_AHEAD = _AROUND | {Place.CONTENTS, Place.BLANK}
_AROUND_NEWS, _TOLD_AHEAD = 0.6, 0.85
_SPAN = re.compile(rf"(?i:{DATE}(?:\s*(?:to|until|through|and|[-–—~～]|至|到)\s*{DATE})?)")
_FOOT = frozenset({Place.IMPRINT, Place.PEOPLE, Place.NOTE})
_PUBLISHED = re.compile(
    rf"\b(?:published|issued|released|sent(?: out)?)(?: on)?:?\s(?P<day>(?i:{DATE}))"
    rf"|(?:出版|发布|印发|编印)(?:日期|时间)[:：]\s*(?P<zh>(?i:{DATE}))"
)
_LONGEST, _LATEST = dt.timedelta(days=100), dt.timedelta(days=31)


def guess_issue_day(page: TitlePage, outlook: Outlook, places: tuple[Place, ...]) -> TitlePage:
    """Give a title page without a day with the last one that stands with its year around the news, as a guess."""
    around = (piece for piece, place in zip(outlook.pieces, places, strict=True) if place in _AROUND)
    days = [(day, text[start:end]) for text in _list_told(around) for start, end, day in find_printed_dates(text)]
    if not days:
        return page
    day, quote = max(days)
    reason = "no date of issue is printed as such; the last day that stands around the news"
    return replace(
        page, published_on=day, inferred=(*page.inferred, _infer("published_on", str(day), _AROUND_NEWS, reason, quote))
    )


def find_published_day(page: TitlePage, outlook: Outlook, places: tuple[Place, ...]) -> TitlePage:
    """Give a title page without a day with the one on which, an imprint says, the issue was published."""
    if page.published_on is not None:
        return page
    told = (piece.text for piece, place in zip(outlook.pieces, places, strict=True) if place in _FOOT)
    said = (match["day"] or match["zh"] for text in told for match in _PUBLISHED.finditer(text))
    days = {found[0] for text in said if (found := parse_printed_date(text)) and not found[1]}
    return replace(page, published_on=next(iter(days))) if len(days) == 1 else page


def find_period_ahead(page: TitlePage, outlook: Outlook, places: tuple[Place, ...]) -> TitlePage:
    """Give a title page without a period with the one span of days that sentences before the news tell, inferred.

    It ends by the day of issue, at most a month before, and is no longer than a quarter.
    """
    issued = page.published_on
    if issued is None or page.period_start is not None:
        return page
    ahead = takewhile(lambda pair: pair[1] in _AHEAD, zip(outlook.pieces, places, strict=True))
    quotes = [span[0] for text in _list_told(piece for piece, _ in ahead) for span in _SPAN.finditer(text)]
    told = [(days, quote) for quote in quotes if (days := parse_printed_period(quote, default_year=issued.year))]
    spans = {days: quote for days, quote in told if days[0] < days[1]}
    if len(spans) != 1:
        return page
    (start, end), quote = next(iter(spans.items()))
    if not (end <= issued <= end + _LATEST and end - start <= _LONGEST):
        return page
    reason = "no period is printed as such; the one span of days told before the news"
    inferred = _infer("period", f"{start} to {end}", _TOLD_AHEAD, reason, quote)
    return replace(page, period_start=start, period_end=end, inferred=(*page.inferred, inferred))


def _list_told(pieces: Iterable[Piece]) -> list[str]:
    """Give the sentences of pieces but those with quantities, which news have."""
    return [text for piece in pieces for text in list_sentences(piece.text) if not tells_quantity(text)]


def _infer(name: str, value: str, confidence: float, reason: str, quote: str) -> Inference:
    return Inference(field=name, value=value, confidence=confidence, reason=reason, quote=quote)
