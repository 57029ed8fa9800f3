"""The day of an issue and the days that it covers, from what is printed and told of it; what no year is printed of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.dates.printed_dates import (
    find_printed_dates,
    is_in_figures,
    is_period_in_figures,
    parse_printed_date,
    word_date,
)
from bot.dates.printed_periods import parse_printed_period
from bot.model.briefing import Inference
from bot.reading.layout.furniture import list_sentences, reports
from bot.reading.layout.title_line import DayKind, PrintedDays, list_printed_days, parse_title_line

_PUBLISHED = re.compile(
    r"\b(?:published|issued|released|sent(?: out)?(?: to [\w ]{2,30})?|dated|out|updated|date(?: of issue)?|closed"
    r"|completed|compiled|prepared|status)(?:\s(?:on|at))?\s*:?\s*\Z"
    r"|(?:出版|发布|印发|编印|编制|出刊|发刊|更新)(?:日期|时间)?\s*[:：]\s*\Z",
    re.IGNORECASE,
)
_LATE, _LATEST, _LONGEST, _NEAR = (dt.timedelta(days=count) for count in (10, 45, 100, 60))
_BY_ISSUE, _BY_PERIOD, _BY_SENDING, _BY_SENTENCE, _BY_GUESS = 0.9, 0.85, 0.85, 0.85, 0.6
_OTHERS = "no year is printed; the latest year of the other dates"
_FIRST = (DayKind.SPAN, DayKind.MONTH)
"""Which spans count first: those whose days are printed."""

Span = tuple[dt.date, dt.date]


@dataclass(kw_only=True, slots=True)
class IssueDays:
    """The day of an issue and its period, which ``decide`` finds by the first of what may tell them.

    ``days`` and ``years`` are printed in the title, ``told`` and ``behind`` are texts before and behind the news,
    ``running`` are the running headers, ``dates`` those of the items, ``sent_on`` is the day of a mail.
    """

    days: Sequence[PrintedDays]
    told: Sequence[str]
    behind: Sequence[str]
    years: Sequence[int]
    running: Sequence[str]
    dates: Sequence[str]
    sent_on: dt.date | None
    day_first: bool | None
    published_on: dt.date | None = None
    period: Span | None = None
    inferred: list[Inference] = field(default_factory=list)

    def decide(self) -> None:
        """Find day and period."""
        told = _list_told(self.told)
        spans = sorted((each for each in self.days if each.kind in _FIRST), key=lambda each: _FIRST.index(each.kind))
        period = parse_printed_period(spans[0].text, day_first=self.day_first) if spans else None
        self.published_on = self._find_day([*told, *_list_told(self.behind)], period)
        self.period = period or (self._complete_span(spans[0].text) if spans else None)
        self.period = self.period or self._find_since(told) or self._find_told_period(told)
        if self.published_on is None and self.sent_on:
            self.published_on = self.sent_on
            self._infer("published_on", self.sent_on, _BY_SENDING, "no date of issue is printed; the mail's day", "")

    def list_open(self) -> tuple[str, ...]:
        """Return the printed days of which nobody can tell day and month apart."""
        return tuple(each.text for each in self.days if self._is_open(each.text))

    def _is_open(self, text: str) -> bool:
        if is_period_in_figures(text):
            return parse_printed_period(text, day_first=self.day_first) is None
        return is_in_figures(text) and word_date(text, day_first=self.day_first) is None

    def _parse(self, text: str) -> dt.date | None:
        found = parse_printed_date(word_date(text, day_first=self.day_first) or text)
        return found[0] if found else None

    def _find_day(self, told: Sequence[PrintedDays], period: Span | None) -> dt.date | None:
        """Return the day of issue: said to be that, else printed in a title's line or a running header."""
        days = [each for each in self.days if each.kind is DayKind.DAY]
        for each in (*filter(is_said_published, (*days, *told)), *days):
            if on := self._parse(each.text):
                return on
        near = (period[1], period[1] + _NEAR) if period else None
        for each in days:
            if found := parse_printed_date(each.text, period=near, default_year=self._find_year()):
                sure, ground = (_BY_PERIOD, "no year is printed; by the period") if period else (_BY_GUESS, _OTHERS)
                self._infer("published_on", found[0], sure, ground, each.text)
                return found[0]
        headers = (each for text in self.running for each in parse_title_line(text).days)
        return next((on for each in headers if each.kind is DayKind.DAY and (on := self._parse(each.text))), None)

    def _find_year(self) -> int | None:
        """Return the year of the issue's number, else the latest of other dates, else the mail's."""
        others = (on.year for text in (*self.running, *self.dates) for *_, on in find_printed_dates(text))
        sent = self.sent_on.year if self.sent_on else None
        return self.years[0] if self.years else max(others, default=sent)

    def _complete_span(self, text: str) -> Span | None:
        """Return a period without a year by the day of issue, else by the year of other dates."""
        span = self._place_span(text)
        if span:
            sure, ground = (_BY_GUESS, _OTHERS)
            if self.published_on:
                sure, ground = (_BY_ISSUE, "no year is printed; by the date of issue")
            self._infer("period", f"{span[0]} to {span[1]}", sure, ground, text)
        return span

    def _place_span(self, text: str) -> Span | None:
        """Return a span with the latest year in which it does not end after the issue."""
        issued = self.published_on or self.sent_on
        year = issued.year if issued else self._find_year()
        span = parse_printed_period(text, default_year=year)
        late = issued is not None and span is not None and span[1] > issued + _LATE
        return parse_printed_period(text, default_year=year - 1) or span if late and year else span

    def _find_since(self, told: Sequence[PrintedDays]) -> Span | None:
        """Return the period from a day that is printed ("since 16 December") until the day of issue."""
        since = next((each.text for each in (*self.days, *told) if each.kind is DayKind.SINCE), None)
        issued = self.published_on
        if since is None or issued is None:
            return None
        starts = (parse_printed_date(since, default_year=year) for year in (issued.year, issued.year - 1))
        return next(((found[0], issued) for found in starts if found and found[0] < issued), None)

    def _find_told_period(self, told: Sequence[PrintedDays]) -> Span | None:
        """Return the first span of days that sentences before the news tell and that may be this issue's."""
        issued = self.published_on or self.sent_on
        for each in told:
            span = self._place_span(each.text) if each.kind is DayKind.SPAN else None
            if span is None or span[1] - span[0] > _LONGEST:
                continue
            if issued is None or span[1] <= issued + _LATE <= span[1] + _LATEST:
                ground = "no period is printed as such; the span of days told before the news"
                self._infer("period", f"{span[0]} to {span[1]}", _BY_SENTENCE, ground, each.text)
                return span
        return None

    def _infer(self, name: str, value: object, confidence: float, reason: str, quote: str) -> None:
        self.inferred.append(Inference(field=name, value=str(value), confidence=confidence, reason=reason, quote=quote))


def is_said_published(day: PrintedDays) -> bool:
    """Whether the words before a day say that the issue came out on it."""
    return day.kind is DayKind.DAY and _PUBLISHED.search(day.said) is not None


def _list_told(texts: Sequence[str]) -> list[PrintedDays]:
    """Return the days of the sentences that report nothing, which may be the issue's."""
    sentences = (sentence for text in texts for sentence in list_sentences(text) if not reports(sentence))
    return [each for sentence in sentences for each in list_printed_days(sentence)]
