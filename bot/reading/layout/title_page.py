"""The title page: publisher, series, day of issue and period, from its lines and what is told of the issue around."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.dates.printed_dates import (
    find_printed_dates,
    is_in_figures,
    is_period_in_figures,
    parse_printed_date,
    word_date,
)
from bot.dates.printed_periods import parse_printed_period
from bot.model.briefing import Inference
from bot.model.ids import fold
from bot.reading.document import LOGO_MARK, SENDER_MARK, SITE_MARK, TITLE_MARK
from bot.reading.layout.furniture import list_sentences, reports
from bot.reading.layout.publication_names import (
    PageName,
    Told,
    choose_names,
    list_page_names,
    list_told_names,
    tell_kind,
)
from bot.reading.layout.title_line import DayKind, PrintedDays, list_printed_days, parse_title_line

_MARKS = (SITE_MARK, SENDER_MARK, LOGO_MARK, TITLE_MARK)
_PUBLISHED = re.compile(
    r"\b(?:published|issued|released|sent(?: out)?(?: to [\w ]{2,30})?|dated|out|updated|date(?: of issue)?|closed"
    r"|completed|compiled|prepared|status)"
    r"(?:\s(?:on|at))?\s*:?\s*\Z|(?:出版|发布|印发|编印|编制|出刊|发刊|更新)(?:日期|时间)?\s*[:：]\s*\Z",
    re.IGNORECASE,
)
_LATE, _LATEST, _LONGEST = dt.timedelta(days=10), dt.timedelta(days=45), dt.timedelta(days=100)
_NEAR = dt.timedelta(days=60)
_BY_ISSUE, _BY_PERIOD, _BY_SENDING, _BY_SENTENCE, _BY_GUESS = 0.9, 0.85, 0.85, 0.85, 0.6
_ANY_YEAR = 2000
_MOST_FRAMED = 200
_Found = TypeVar("_Found")


@dataclass(frozen=True, kw_only=True, slots=True)
class TitlePage:
    """What a title page says, the period's last day included; ``unread`` are dates in figures that may be two days."""

    publisher: str | None = None
    series: str | None = None
    title: str | None = None
    published_on: dt.date | None = None
    period: tuple[dt.date, dt.date] | None = None
    inferred: tuple[Inference, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(kw_only=True, slots=True)
class TitleSources:
    """All that may tell of an issue, by where it stands, before anything is chosen.

    ``names`` and ``days`` are those of the title's lines, ``ahead`` and ``behind`` the other texts before and behind
    the news, ``framed`` the furniture of the file, ``dates`` those of the items, ``sent_on`` the day of a mail.
    """

    names: list[PageName] = field(default_factory=list)
    days: list[PrintedDays] = field(default_factory=list)
    labelled: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    framed: Sequence[str] = ()
    dates: Sequence[str] = ()
    sent_on: dt.date | None = None
    day_first: bool | None = None
    is_feed: bool = False

    def add_line(self, text: str, *, is_heading: bool, with_names: bool = True) -> None:
        """Take in a line of the title page."""
        line = parse_title_line(text)
        self.titles.append(text)
        self.days.extend(line.days)
        self.labelled.extend(filter(None, (line.publisher,)))
        self.years.extend(filter(None, (line.year,)))
        for name in line.names if with_names else ():
            beside = bool(line.days or line.is_numbered)
            self.names.extend(list_page_names(name, is_heading=is_heading, beside_day=beside))

    def find_mark(self, mark: str) -> str | None:
        """Return what the file's furniture says behind a mark, or None."""
        return next((text.removeprefix(mark).strip() for text in self.framed if text.startswith(mark)), None)


def read_title_page(sources: TitleSources) -> TitlePage:
    """Choose what the title page says out of all that may tell it."""
    title = sources.find_mark(TITLE_MARK)
    if title and not sources.days:
        sources.add_line(title, is_heading=False)
    publisher, series = _choose_names(sources)
    published_on, period, inferred = _resolve_days(sources)
    whole = series if not (publisher and series) or fold(publisher) in fold(series) else f"{publisher} {series}"
    opened = [each.text for each in sources.days if _is_open(each.text, day_first=sources.day_first)]
    return TitlePage(
        publisher=publisher,
        series=series,
        title=whole or publisher,
        published_on=published_on,
        period=period,
        inferred=inferred,
        unread=tuple(opened),
    )


def _choose_names(sources: TitleSources) -> tuple[str | None, str | None]:
    framed = [text for text in sources.framed[:_MOST_FRAMED] if not text.startswith(_MARKS)]
    told = list_told_names((*sources.ahead, *sources.behind, *framed), titles=sources.titles)
    site, logo = sources.find_mark(SITE_MARK), sources.find_mark(LOGO_MARK)
    shown = {fold(name.text) for name in sources.names}
    if site and (tell_kind(site) <= 0 or fold(site) not in shown):
        told = Told(makers=(*told.makers, site), others=told.others, series=told.series)
    if logo and tell_kind(logo) < 0:
        told = Told(makers=told.makers, others=(logo, *told.others), series=told.series)
    labelled = next(iter(sources.labelled), None)
    sender = sources.find_mark(SENDER_MARK)
    publisher, series = choose_names(
        sources.names, labelled=labelled, told=told, sender=sender, is_feed=sources.is_feed
    )
    if publisher is None and logo and " " in logo and tell_kind(logo) <= 0 and fold(logo) != fold(series or ""):
        publisher = logo
    if publisher and publisher.isupper():  # a logo set in capitals; a running header has the name as it is written
        shown = (text[: len(publisher)] for text in framed if fold(text[: len(publisher)]) == fold(publisher))
        publisher = next(shown, publisher)
    return publisher, series


def _is_open(text: str, *, day_first: bool | None) -> bool:
    """Whether day and month of a date or period in figures are anyone's guess."""
    if is_period_in_figures(text):
        return parse_printed_period(text, day_first=day_first) is None
    return is_in_figures(text) and parse_printed_date(word_date(text, day_first=day_first, period=None) or text) is None


# Days: those of the title's lines first, then what sentences tell of the issue, then what is sent, and a guess.


def _resolve_days(
    sources: TitleSources,
) -> tuple[dt.date | None, tuple[dt.date, dt.date] | None, tuple[Inference, ...]]:
    told = [each for text in sources.ahead for each in _list_told_days(text)]
    inferred: list[Inference] = []
    fallback = _find_year(sources)
    days = [each for each in sources.days if each.kind is DayKind.DAY]
    days = sorted(days, key=lambda each: _PUBLISHED.search(each.said) is None)
    days += [each for each in told if each.kind is DayKind.DAY and _PUBLISHED.search(each.said)]
    published_on = _first(_parse_day(each.text, day_first=sources.day_first) for each in days)
    spans = [each for each in sources.days if each.kind is DayKind.SPAN]
    spans += [each for each in sources.days if each.kind is DayKind.MONTH]
    spans += [each for each in sources.days if each.kind is DayKind.WEEK and published_on is None and not days]
    period = _first(parse_printed_period(each.text, day_first=sources.day_first) for each in spans)
    if spans and spans[0].kind is DayKind.SPAN and period and _has_year(spans[0].text) is False:
        period = None  # the days beside a week's number tell more
        fallback = fallback or None
    if published_on is None and days:
        published_on = _infer_issue(days[0].text, period, fallback, inferred)
    if published_on is None:
        published_on = _find_elsewhere(sources)
    if period is None and spans:
        period = _infer_period(spans[0].text, published_on, fallback, inferred)
    if period is None:
        period = _find_since([*sources.days, *told], published_on)
    if period is None:
        period = _infer_told_period(told, published_on or sources.sent_on, inferred)
    if published_on is None and sources.sent_on:
        published_on = sources.sent_on
        reason = "no date of issue is printed; the day on which the mail was sent"
        inferred.append(_infer("published_on", published_on.isoformat(), _BY_SENDING, reason, ""))
    if published_on is None and period is None:
        published_on = _guess_day(sources, inferred)
    return published_on, period, tuple(inferred)


def _first(found: Iterable[_Found | None]) -> _Found | None:
    return next((each for each in found if each is not None), None)


def _has_year(text: str) -> bool:
    return re.search(r"(?:19|20)\d\d|二〇", text) is not None


def _parse_day(text: str, *, day_first: bool | None) -> dt.date | None:
    found = parse_printed_date(word_date(text, day_first=day_first, period=None) or text)
    return found[0] if found else None


def _list_told_days(text: str) -> Iterable[PrintedDays]:
    """Yield the days of the sentences that report nothing."""
    for sentence in list_sentences(text):
        if not reports(sentence):
            yield from list_printed_days(sentence)


def _find_year(sources: TitleSources) -> int | None:
    """Return the year of the issue's number, else the latest one of the running headers, else of the items' dates."""
    if sources.years:
        return sources.years[0]
    for texts in (sources.framed[:_MOST_FRAMED], sources.dates):
        years = [day.year for text in texts for _, _, day in find_printed_dates(text)]
        if years:
            return max(years)
    return sources.sent_on.year if sources.sent_on else None


def _infer_issue(
    text: str, period: tuple[dt.date, dt.date] | None, fallback: int | None, inferred: list[Inference]
) -> dt.date | None:
    near = (period[1], period[1] + _NEAR) if period else None
    found = parse_printed_date(text, period=near, default_year=fallback)
    if found is None:
        return None
    sure, ground = (_BY_PERIOD, "the first such day after the period") if period else (_BY_GUESS, _OTHERS)
    inferred.append(_infer("published_on", found[0].isoformat(), sure, f"no year is printed; {ground}", text))
    return found[0]


_OTHERS = "the latest year of the other dates"


def _infer_period(
    text: str, published_on: dt.date | None, fallback: int | None, inferred: list[Inference]
) -> tuple[dt.date, dt.date] | None:
    year = published_on.year if published_on else fallback
    span = parse_printed_period(text, default_year=year) if year else None
    if span and published_on and year and span[1] > published_on + _LATE:
        span = parse_printed_period(text, default_year=year - 1) or span
    if span:
        sure, ground = (_BY_ISSUE, "by the date of issue") if published_on else (_BY_GUESS, _OTHERS)
        inferred.append(_infer("period", f"{span[0]} to {span[1]}", sure, f"no year is printed; {ground}", text))
    return span


def _find_since(days: Sequence[PrintedDays], published_on: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """Return the period from a day that is printed ("since 16 December") until the day of issue."""
    since = next((each.text for each in days if each.kind is DayKind.SINCE), None)
    if since is None or published_on is None:
        return None
    starts = (parse_printed_date(since, default_year=year) for year in (published_on.year, published_on.year - 1))
    return next(((found[0], published_on) for found in starts if found and found[0] < published_on), None)


def _infer_told_period(
    told: Sequence[PrintedDays], issued: dt.date | None, inferred: list[Inference]
) -> tuple[dt.date, dt.date] | None:
    """Return the one span of days that sentences before the news tell, where it is one of this issue."""
    for each in told:
        year = issued.year if issued else None
        span = parse_printed_period(each.text, default_year=year) if each.kind is DayKind.SPAN else None
        if span and issued and span[1] > issued + _LATE and year:
            span = parse_printed_period(each.text, default_year=year - 1)
        if span and span[1] - span[0] <= _LONGEST and (not issued or span[1] <= issued + _LATE <= span[1] + _LATEST):
            reason = "no period is printed as such; the span of days told before the news"
            inferred.append(_infer("period", f"{span[0]} to {span[1]}", _BY_SENTENCE, reason, each.text))
            return span
    return None


def _find_elsewhere(sources: TitleSources) -> dt.date | None:
    """Return the day of issue that the imprint tells, or a running header prints."""
    for text in sources.behind:
        for each in list_printed_days(text):
            if (
                each.kind is DayKind.DAY
                and _PUBLISHED.search(each.said)
                and (day := _parse_day(each.text, day_first=sources.day_first))
            ):
                return day
    lines = (parse_title_line(text) for text in sources.framed[:_MOST_FRAMED] if not text.startswith(_MARKS))
    days = (each for line in lines for each in line.days if each.kind is DayKind.DAY)
    return _first(_parse_day(each.text, day_first=sources.day_first) for each in days)


def _guess_day(sources: TitleSources, inferred: list[Inference]) -> dt.date | None:
    """Return the last day with a year that stands around the news."""
    texts = [sentence for text in (*sources.ahead, *sources.behind) for sentence in list_sentences(text)]
    days = [(day, text[s:e]) for text in texts if not reports(text) for s, e, day in find_printed_dates(text)]
    if not days:
        return None
    day, quote = max(days)
    reason = "no date of issue is printed as such; the last day that stands around the news"
    inferred.append(_infer("published_on", day.isoformat(), _BY_GUESS, reason, quote))
    return day


def _infer(name: str, value: str, confidence: float, reason: str, quote: str) -> Inference:
    return Inference(field=name, value=value, confidence=confidence, reason=reason, quote=quote)
