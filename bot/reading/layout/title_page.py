"""The title page: publisher, series, day of issue and period, from its lines and what is told of the issue around."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.dates.printed_dates import find_printed_dates, parse_printed_date
from bot.dates.printed_periods import is_in_figures, parse_printed_period
from bot.model.briefing import Inference, Person
from bot.model.ids import fold
from bot.reading.document import LOGO_MARK, SENDER_MARK, SITE_MARK, TITLE_MARK, Place
from bot.reading.layout.furniture import list_sentences, reports
from bot.reading.layout.publication_names import choose_names, is_page_name
from bot.reading.layout.title_line import DayKind, Name, PrintedDays, list_printed_days, parse_title_line

_MARKS = (SITE_MARK, SENDER_MARK, LOGO_MARK, TITLE_MARK)
_MOST_RUNNING, _LEAP_YEAR = 200, 2000
_PUBLISHED = re.compile(
    r"\b(?:published|issued|released|sent(?: out)?(?: to [\w ]{2,30})?|dated|out|updated|date(?: of issue)?|closed"
    r"|completed|compiled|prepared|status)(?:\s(?:on|at))?\s*:?\s*\Z"
    r"|(?:出版|发布|印发|编印|编制|出刊|发刊|更新)(?:日期|时间)?\s*[:：]\s*\Z",
    re.IGNORECASE,
)
_LATE, _LATEST, _NEAR = (dt.timedelta(days=count) for count in (10, 45, 60))
_BY_OTHERS = (0.6, "no year is printed; the latest year of the other dates")
_BY_ISSUE = (0.9, "no year is printed; by the date of issue")
_BY_PERIOD = (0.85, "no year is printed; by the period")
_BY_SENTENCE = (0.85, "no period is printed as such; the span of days told before the news")
_BY_SENDING = (0.85, "no date of issue is printed; the mail's day")

Span = tuple[dt.date, dt.date]


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What stands outside the items, the period's last day included.

    ``unread`` are dates in figures that may be two days, ``places`` what became of each line outside the items.
    """

    publisher: str | None = None
    series: str | None = None
    title: str | None = None
    published_on: dt.date | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    people: tuple[Person, ...] = ()
    inferred: tuple[Inference, ...] = ()
    unread: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(kw_only=True, slots=True)
class TitlePage:
    """All that may tell of an issue, by where it stands, and what is chosen of it.

    ``names``, ``days``, ``years`` and ``labelled`` are of the title's lines, ``ahead`` and ``behind`` the other texts
    before and behind the news, ``framed`` the furniture of the file, ``dates`` those of the items, ``sent_on`` the day
    of a mail.
    """

    framed: Sequence[str] = ()
    dates: Sequence[str] = ()
    sent_on: dt.date | None = None
    day_first: bool | None = None
    is_feed: bool = False
    names: list[Name] = field(default_factory=list)
    days: list[PrintedDays] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    labelled: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    inferred: list[Inference] = field(default_factory=list)

    def add_line(self, text: str, *, is_heading: bool = False) -> None:
        """Take in a line of the title page."""
        line = parse_title_line(text)
        self.days.extend(line.days)
        self.years.extend(filter(None, (line.year,)))
        self.labelled.extend(filter(None, (line.publisher,)))
        self.names.extend(replace(name, is_heading=is_heading) for name in line.names if is_page_name(name.text))

    def list_running(self) -> list[str]:
        """Return the running headers and the like that the file's furniture has, the first of them."""
        return [text for text in self.framed[:_MOST_RUNNING] if not text.startswith(_MARKS)]

    def read(self) -> Frame:
        """Choose what the title page says out of all that may tell it."""
        title = self._find_mark(TITLE_MARK)
        if title and not (self.days and self.names):
            self.add_line(title)
        publisher, series = self._find_names()
        spans = [each for kind in (DayKind.SPAN, DayKind.MONTH) for each in self.days if each.kind is kind][:1]
        period = parse_printed_period(spans[0].text, day_first=self.day_first) if spans else None
        told = list(_list_told(self.ahead))
        issued = self._find_day([*told, *_list_told(self.behind)], period)
        start, end = period or self._infer_period(spans, told, issued) or (None, None)
        if issued is None and self.sent_on:
            issued = self.sent_on
            self._infer("published_on", issued, _BY_SENDING, "")
        whole = series if not (publisher and series) or fold(publisher) in fold(series) else f"{publisher} {series}"
        return Frame(
            publisher=publisher,
            series=series,
            title=whole or publisher,
            published_on=issued,
            period_start=start,
            period_end=end,
            inferred=tuple(self.inferred),
            unread=tuple(
                each.text for each in self.days if is_in_figures(each.text) and not self._parse(each.text, _LEAP_YEAR)
            ),
        )

    def _find_mark(self, mark: str) -> str | None:
        return next((text.removeprefix(mark).strip() for text in self.framed if text.startswith(mark)), None)

    def _find_names(self) -> tuple[str | None, str | None]:
        running = self.list_running()
        owners = [name for mark in (LOGO_MARK, SITE_MARK) if (name := self._find_mark(mark))]
        publisher, series = choose_names(
            self.names,
            (*self.ahead, *self.behind, *running),
            labelled=next(iter(self.labelled), None),
            owners=owners,
            sender=self._find_mark(SENDER_MARK),
            is_feed=self.is_feed,
        )
        publisher = publisher or next((name for name in owners if " " in name and name != series), None)
        if publisher and publisher.isupper():  # a logo set in capitals; a running header has the name as it is written
            starts = ((text, text.casefold().find(publisher.casefold())) for text in running)
            publisher = next((text[at : at + len(publisher)] for text, at in starts if at >= 0), publisher)
        return publisher, series

    def _parse(self, text: str, year: int | None = None, period: Span | None = None) -> dt.date | None:
        found = parse_printed_date(text, day_first=self.day_first, default_year=year, period=period)
        return found[0] if found else None

    def _find_day(self, told: Sequence[PrintedDays], period: Span | None) -> dt.date | None:
        """Return the day of issue: said to be that, else printed in a title's line or a running header."""
        days = [each for each in self.days if each.kind is DayKind.DAY]
        headers = [each for text in self.list_running() for each in parse_title_line(text).days]
        for each in (*filter(is_said_published, (*days, *told)), *days):
            if on := self._parse(each.text):
                return on
        near = (period[1], period[1] + _NEAR) if period else None
        for each in days:
            if on := self._parse(each.text, self._find_year(), near):
                self._infer("published_on", on, _BY_PERIOD if period else _BY_OTHERS, each.text)
                return on
        return next((on for each in headers if each.kind is DayKind.DAY and (on := self._parse(each.text))), None)

    def _find_year(self) -> int | None:
        """Return the year of the issue's number, else the latest of other dates, else the mail's."""
        others = (on.year for text in (*self.list_running(), *self.dates) for *_, on in find_printed_dates(text))
        sent = self.sent_on.year if self.sent_on else None
        return self.years[0] if self.years else max(others, default=sent)

    def _infer_period(
        self, spans: Sequence[PrintedDays], told: Sequence[PrintedDays], issued: dt.date | None
    ) -> Span | None:
        """Return the span that is printed without a year, or told before the news, or from a day until the issue's."""
        near = issued or self.sent_on
        since = (each for each in (*self.days, *told) if each.kind is DayKind.SINCE)
        for each in (*spans, *since, *(each for each in told if each.kind is DayKind.SPAN)):
            span = self._place_span(each, near)
            if span and (each in spans or near is None or span[1] <= near + _LATE <= span[1] + _LATEST):
                ground = _BY_SENTENCE if each not in spans else _BY_ISSUE if issued else _BY_OTHERS
                if each.kind is not DayKind.SINCE:
                    self._infer("period", f"{span[0]} to {span[1]}", ground, each.text)
                return span
        return None

    def _place_span(self, days: PrintedDays, issued: dt.date | None) -> Span | None:
        """Return a span with the latest year in which it does not end after the issue."""
        year = issued.year if issued else self._find_year()
        for each in (year, year - 1) if year and issued else (year,):
            if days.kind is DayKind.SINCE:
                start = self._parse(days.text, each)
                span = (start, issued) if start and issued and start < issued else None
            else:
                span = parse_printed_period(days.text, default_year=each)
            if span and (issued is None or span[1] <= issued + _LATE):
                return span
        return parse_printed_period(days.text, default_year=year)

    def _infer(self, name: str, value: object, ground: tuple[float, str], quote: str) -> None:
        confidence, reason = ground
        self.inferred.append(Inference(field=name, value=str(value), confidence=confidence, reason=reason, quote=quote))


def is_said_published(day: PrintedDays) -> bool:
    """Whether the words before a day say that the issue came out on it."""
    return day.kind is DayKind.DAY and _PUBLISHED.search(day.said) is not None


def _list_told(texts: Iterable[str]) -> Iterator[PrintedDays]:
    """Yield the days of the sentences that report nothing, which may be the issue's."""
    for text in texts:
        for sentence in list_sentences(text):
            if not reports(sentence):
                yield from list_printed_days(sentence)
