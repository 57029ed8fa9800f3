"""Dates of a title page: the day of issue and the period, their years completed where none is printed."""

from __future__ import annotations

import datetime as dt
import re

from bot.dates.date_words import ANY_MONTH
from bot.dates.printed_dates import find_printed_dates, is_in_figures, is_period_in_figures, parse_printed_date
from bot.dates.printed_periods import parse_printed_period
from bot.model.briefing import Inference
from bot.model.text import HAN

ISSUE_NUMBER = re.compile(
    r"\s*(?:(?:issue|no\.?|nr\.?|n[°º]|vol(?:ume)?\.?|edition|number|ausgabe|num[ée]ro|(?:calendar\s+)?weeks?|cw|kw)\s*[#:]?\s*(?!(?:19|20)\d\d[-/.]\d\d?[-/.]\d)\d+(?:\s*(?:[/–-]|and|&|to)\s*\d+)*(?:\s+of\s+(?:19|20)\d\d)?"
    r"|(?:[〔\[【（(]?(?:19|20)\d\d\s*[年〕\]】）)]\s*)?总?第\s*[\d一二三四五六七八九十]+\s*期|(?:19|20)\d\d\s*年第\s*\d+\s*周|总第\s*\d+\s*期)\s*(?:[,，|·–—-]|(?<=\d)[:：](?=\s*\d)|(?:vom|du|del)\b|\Z|(?<=期\s)(?=[\d（(])"
    rf"|(?<=\d\s)(?=\d{{1,2}}\.?\s(?:of\s)?{ANY_MONTH}\b|{ANY_MONTH}\.?\s\d{{1,2}}\b))\s*",
    re.IGNORECASE,
)
_HAS_DIGIT = re.compile(r"\d")
SPAN_AHEAD = re.compile(rf"\A\s*(\d{{1,2}}月\d{{1,2}}日\s*[—–~～至-]+\s*(?:\d{{1,2}}月)?\d{{1,2}}日)\s+(?=[{HAN}])")
"""The days of a week right before a name ("9月1日—9月7日 一周速览")."""
_JOINT_ISSUE = re.compile(r"第\s*(?:\d{1,4}\s*期?\s*[、和与至/—–~～-]\s*第?\s*)*(\d{1,4})\s*期(?:\s*合刊)?")
"""The numbers of issues that appear as one ("第44—46期合刊")."""
_COUNTED_IN_MONTH = re.compile(r"(?:(?:19|20)\d\d\s*年\s*)?(?P<month>\d{1,2})\s*月\s*第\s*(?P<count>[1-5])\s*期")
"""Counts the issues of a month, which is no period of such an issue ("2025年7月第4期")."""
_SINCE = re.compile(r"(?:\w+\s+){0,3}since\s+(?P<day>\S.*)", re.IGNORECASE)
"""A period that lasts until the day of issue."""
_MONTHS_ALONE = re.compile(r"[^\d]*(?:(?:19|20)\d\d[^\d]*){1,2}|\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月份?\s*")
"""A period without days, which gives way to one that has them."""
_WEEK_DAYS = 7
_LATE = dt.timedelta(days=10)
_BY_ISSUE = 0.9
_BY_PERIOD = 0.85
_BY_OTHERS = 0.6
_OTHER_YEARS = "the latest year of the other dates"


def drop_issue_number(text: str, *, mark: str = "", count: int = 0) -> str:
    """Return a text with a mark for the issue's number, all or the first so many times; it has a figure or 期."""
    may_hold = "期" in text or _HAS_DIGIT.search(text)
    return ISSUE_NUMBER.sub(mark, text, count=count) if may_hold else text


def resolve_dates(
    issue: list[str],
    period: list[str],
    running: tuple[str, ...],
    dates: tuple[str, ...],
    *,
    day_first: bool | None,
) -> tuple[dt.date | None, tuple[dt.date, dt.date] | None, tuple[Inference, ...]]:
    """Return the day of issue, the period and what was inferred of them, from the texts that print them.

    ``running`` are the running headers, ``dates`` those of the items: they give the year where none is printed.
    """
    period = [text for text in period if not _MONTHS_ALONE.fullmatch(text)] or period
    published_on = next((found[0] for text in issue if (found := parse_printed_date(text)) and not found[1]), None)
    if published_on:  # then a week's number is that of the issue
        period = [text for text in period if not ISSUE_NUMBER.match(text)]
    span = next((days for text in period if (days := parse_printed_period(text, day_first=day_first))), None)
    if span and (days := parse_printed_period(period[0], default_year=span[1].year, day_first=day_first)):
        span = days if abs(days[1] - span[1]).days <= _WEEK_DAYS else span  # the days beside a week's number
    if span and span[0] == span[1] and not issue:  # the day of issue, printed in two languages
        return span[0], None, ()
    span = span or _find_until_issue(period, published_on)
    fallback = _fallback_year(running, dates)
    inferred: list[Inference] = []
    if published_on is None and issue:
        near = (span[1], span[1] + dt.timedelta(days=60)) if span else None
        guessed = parse_printed_date(issue[0], period=near, default_year=fallback)
        published_on = guessed[0] if guessed else None
        if published_on:
            sure, ground = (_BY_PERIOD, "the first such day after the period") if span else (_BY_OTHERS, _OTHER_YEARS)
            inferred.append(_infer("published_on", published_on.isoformat(), sure, ground, issue[0]))
    if published_on is None:
        published_on = next((day for text in running for _, _, day in find_printed_dates(text)), None)
    if span is None and period:
        span = _place_period(period[0], published_on, fallback)
        if span:
            sure, ground = (_BY_ISSUE, "by the date of issue") if published_on else (_BY_OTHERS, _OTHER_YEARS)
            inferred.append(_infer("period", f"{span[0]} to {span[1]}", sure, ground, period[0]))
    return published_on, span, tuple(inferred)


def drop_counted_month(line: str) -> str:
    """Return a title line without month and number of an issue that is one of several in its month, or is several."""
    line = _JOINT_ISSUE.sub(r"第\1期", line)
    return _COUNTED_IN_MONTH.sub(lambda of: of[0] if int(of["month"]) == int(of["count"]) else " | ", line)


def _find_until_issue(period: list[str], published_on: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """Return the period from a day that is printed ("since 16 December") until the day of issue."""
    since = next((match for text in period if (match := _SINCE.match(text))), None)
    if since is None or published_on is None:
        return None
    days = (
        day
        for year in (published_on.year, published_on.year - 1)
        for *_, day in find_printed_dates(since["day"], default_year=year)[:1]
    )
    return next(((day, published_on) for day in days if day < published_on), None)


def is_open(text: str, *, day_first: bool | None) -> bool:
    """Whether day and month of a date or period in figures are anyone's guess."""
    if is_period_in_figures(text):
        return parse_printed_period(text, day_first=day_first) is None
    return is_in_figures(text) and parse_printed_date(text, default_year=2000) is None


def _infer(name: str, value: str, confidence: float, ground: str, quote: str) -> Inference:
    return Inference(
        field=name, value=value, confidence=confidence, reason=f"no year is printed; {ground}", quote=quote
    )


def _place_period(text: str, published_on: dt.date | None, fallback: int | None) -> tuple[dt.date, dt.date] | None:
    year = published_on.year if published_on else fallback
    if year is None:
        return None
    span = parse_printed_period(text, default_year=year)
    if span and published_on and span[1] > published_on + _LATE:
        return parse_printed_period(text, default_year=year - 1) or span
    return span


def _fallback_year(running: tuple[str, ...], dates: tuple[str, ...]) -> int | None:
    for texts in (running, dates):
        years = [day.year for text in texts for _, _, day in find_printed_dates(text)]
        if years:
            return max(years)
    return None
