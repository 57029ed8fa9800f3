"""Title page: publisher, series, issue date and reporting period from the lines before the first item."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.dates.printed_dates import word_date
from bot.model.briefing import Inference
from bot.model.text import fold
from bot.reading.document import LOGO_MARK, SENDER_MARK, SITE_MARK, TITLE_MARK, Block
from bot.reading.grammar.lines.holders import find_holder, find_house
from bot.reading.grammar.lines.part_names import find_part
from bot.reading.grammar.lines.title_dates import is_open, resolve_dates
from bot.reading.grammar.lines.title_line import (
    LONGEST_NAME,
    find_publisher,
    is_numbered,
    is_title_date,
    split_publisher,
    split_title_line,
    take_publisher,
)
from bot.reading.grammar.lines.title_names import (
    choose_names,
    is_house_name,
    is_publication,
    is_series_name,
    without_legal_form,
)
from bot.reading.grammar.lines.title_zh import find_account, part_han_line

_BESIDE_HOUSE = re.compile(r"\s+(?:[|–—·»-]|--)\s+(?=\S)")
_FROM = re.compile(r"\W*From\b", re.IGNORECASE)
_DESK = re.compile(r"\b(?:desk|team|department|unit|practice|division|affairs)\b", re.IGNORECASE)
_COLON = re.compile(r"[:：]")
_SOURCE = re.compile(r"来源\s*[:：]")
_AUTHORED = "原创："
"""Before an account, and perhaps the author's name before that."""
_ISSUE_YEAR = re.compile(r"((?:19|20)\d\d)\s*年\s*(?:\d{1,2}\s*月\s*)?第\s*[\d一二三四五]+\s*[期周]")

_COUNTED = re.compile(r"(?:letter|bulletin|circular|mailing|memo)\s\d{1,4}", re.IGNORECASE)
"""Counts the issue by what it is."""
_MAIL_FROM = re.compile(r"\s*From:\s*[\"“]?(?P<name>[^\"”<>]{2,60}?)[\"”]?\s*<[^<>\s]+@[^<>\s]+>\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class TitlePage:
    """What the title page says; the period's last day is included.

    ``inferred`` are dates completed with a year, ``unread`` those in figures that may be two days.
    """

    publisher: str | None = None
    series: str | None = None
    title: str | None = None
    published_on: dt.date | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    inferred: tuple[Inference, ...] = ()
    unread: tuple[str, ...] = ()


def list_title_lines(furniture: Iterable[Block]) -> tuple[str, ...]:
    """Return the lines of a title page that shows none: what a page's title says before its topics, and whose it is."""
    title = next((block.text for block in furniture if block.text.startswith(TITLE_MARK)), "").removeprefix(TITLE_MARK)
    parts = _BESIDE_HOUSE.split(title)
    name = _COLON.split(parts[0], maxsplit=1)[0]
    house = parts[-1] if len(parts) > 1 and len(parts[-1]) <= LONGEST_NAME else ""
    return (name, *((f"Published by: {house}",) if house else ())) if name and is_title_date(name) else ()


def parse_title_page(
    lines: tuple[str, ...],
    *,
    imprint: tuple[str, ...] = (),
    running: tuple[str, ...] = (),
    dates: tuple[str, ...] = (),
    day_first: bool | None = None,
) -> TitlePage:
    """Read the title page's lines, in order, headings first where they are the larger.

    ``imprint`` are the publisher's names of the imprint, ``running`` the running headers and footers, ``dates`` the
    dates printed with the items: they give the year where the title page has none. ``day_first`` tells the order of
    day and month in figures.
    """
    names: list[str] = []
    numbered: list[str] = []
    issue: list[str] = []
    period: list[str] = []
    behind: list[str] = []
    publisher: str | None = None
    authored: str | None = None
    has_site = any(text.startswith(SITE_MARK) for text in running)
    sender = next((text.removeprefix(SENDER_MARK) for text in running if text.startswith(SENDER_MARK)), None)
    for line in lines:
        if mailed := _MAIL_FROM.fullmatch(line):  # a mail that was pasted as text
            sender = sender or mailed["name"]
            continue
        is_credit = has_site and _SOURCE.search(line) is not None  # a reprint's source is not who puts it up
        dated = bool(names and (issue or period))
        labelled, rest = take_publisher(line)
        if labelled and names and _FROM.match(line):  # an office of the house above
            office = None if _DESK.search(labelled) else labelled
            labelled = next((name for name in names if without_legal_form(name) != name), office)
        authored = authored or (labelled if labelled and part_han_line(line).startswith(_AUTHORED) else None)
        publisher = split_publisher(labelled, issue) if labelled and not is_credit else publisher
        found = split_title_line(rest)
        named = next(filter(None, map(find_publisher, found.names)), None)
        publisher = split_publisher(named, []) if named and not is_credit else publisher
        names.extend(name for name in found.names if name not in names and not _is_other(name))
        behind.extend(found.names if dated else ())
        numbered.extend(found.names if len(found.names) == 1 and is_numbered(rest) else ())
        issue.extend(found.issue_texts)
        period.extend(found.period_texts)
    period = period or [days for text in running for days in split_title_line(text).period_texts]
    issue = [word_date(text, day_first=day_first, period=None) or text for text in issue]
    dates += tuple(f"{year}年1月1日" for line in lines for year in _ISSUE_YEAR.findall(line))
    published_on, span, inferred = resolve_dates(issue, period, running, dates, day_first=day_first)
    site = next((text.removeprefix(SITE_MARK) for text in running if text.startswith(SITE_MARK)), "")
    is_series = is_series_name(site) and any(map(_HEADS_ISSUE.match, names))
    framing = tuple(text for text in running if not (is_series and text.startswith(SITE_MARK)))
    told = (*_list_framed(framing), *imprint, *_list_logos(running))
    publisher = find_account(authored or publisher, told, authored=authored is not None)
    house, series = choose_names(
        names, labelled=publisher, imprint=told, sender=sender, numbered=numbered, behind=behind
    )
    series = site if series and (fold(series) == fold(site) or (is_series and _HEADS_ISSUE.match(series))) else series
    house = _as_told(house, told) if house and house.isupper() and house not in names else house
    house = _as_shown(house, names) if house else None
    title = series if house is None or series is None or fold(house) in fold(series) else f"{house} {series}"
    return TitlePage(
        publisher=house,
        series=series,
        title=title or house,
        published_on=published_on,
        period_start=span[0] if span else None,
        period_end=span[1] if span else None,
        inferred=inferred,
        unread=tuple(text for text in (*issue, *period) if is_open(text, day_first=day_first)),
    )


_HEADS_ISSUE = re.compile(r"[^:：\d]{0,40}(?:#|№|\b(?:no|nr|issue|vol)\.?)\s?\d{1,4}\s?[:：|–—]\s*\S", re.IGNORECASE)
"""Opens the headline of an issue, its number before its topics ("Tracker #41: Ropes get names")."""


def _as_told(house: str, told: Iterable[str]) -> str:
    """Return a house's name in capitals, as a logo beside the text has it, as its rights and the like print it."""
    bare = (without_legal_form(name) for name in told)
    return next((name for name in bare if fold(name) == fold(house) and not name.isupper()), house)


def _as_shown(house: str, names: Iterable[str]) -> str:
    """Return a house's name without the legal form that its imprint has, where the title page prints it so."""
    bare = without_legal_form(house)
    return next((name for name in names if bare != house and fold(name) == fold(bare)), house)


def _is_other(name: str) -> bool:
    """Whether words between signs are neither a house nor a series: who publishes in other words, or a part's name."""
    return find_publisher(name) is not None or find_part(name) is not None or _COUNTED.fullmatch(name) is not None


def _list_framed(running: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names in running headers and footers, that of the site first."""
    site_first = sorted(running, key=lambda text: not text.startswith(SITE_MARK))
    framed = (find_holder(text) or find_house(text) or _find_beside_day(text) for text in site_first)
    return tuple(filter(None, framed))


def _find_beside_day(text: str) -> str | None:
    """Return the house that a running line names beside the day of the issue ("Acme Research | 3 May 2024")."""
    found = split_title_line(text) if any(map(str.isdigit, text)) else None
    houses = found.names if found is not None and found.issue_texts else ()
    return next((name for name in houses if is_house_name(name) and not is_publication(name)), None)


def _list_logos(running: tuple[str, ...]) -> tuple[str, ...]:
    """Return the house that the words for a page's first picture name."""
    logos = (text.removeprefix(LOGO_MARK) for text in running if text.startswith(LOGO_MARK))
    return tuple(logo for logo in logos if is_house_name(logo) and not is_publication(logo))
