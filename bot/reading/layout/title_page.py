"""The title page: publisher, series, day of issue and period, from its lines and what is told of the issue around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.model.briefing import Inference, Person
from bot.model.ids import fold
from bot.reading.document import LOGO_MARK, SENDER_MARK, SITE_MARK, TITLE_MARK, Place
from bot.reading.layout.issue_days import IssueDays
from bot.reading.layout.name_words import tell_kind
from bot.reading.layout.publication_names import choose_names, is_page_name, list_told_names
from bot.reading.layout.title_line import Name, PrintedDays, parse_title_line

_MARKS = (SITE_MARK, SENDER_MARK, LOGO_MARK, TITLE_MARK)
_MOST_RUNNING = 200


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
class TitleSources:
    """All that may tell of an issue, by where it stands, before anything is chosen.

    ``names``, ``days`` and ``labelled`` are of the title's lines, ``ahead`` and ``behind`` the other texts before and
    behind the news, ``framed`` the furniture of the file, ``dates`` those of the items, ``sent_on`` the day of a mail.
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


def read_title_page(sources: TitleSources) -> Frame:
    """Choose what the title page says out of all that may tell it."""
    title = _find_mark(sources, TITLE_MARK)
    if title and not (sources.days and sources.names):
        sources.add_line(title)
    running = sources.list_running()
    owners = [name for mark in (LOGO_MARK, SITE_MARK) if (name := _find_mark(sources, mark)) and tell_kind(name) <= 0]
    told = list_told_names((*sources.ahead, *sources.behind, *running))
    publisher, series = choose_names(
        sources.names,
        labelled=next(iter(sources.labelled), None),
        told=replace(told, makers=(*told.makers, *(name for name in owners if tell_kind(name)))),
        sender=_find_mark(sources, SENDER_MARK),
        is_feed=sources.is_feed,
    )
    publisher = publisher or next((name for name in owners if " " in name and fold(name) != fold(series or "")), None)
    if publisher and publisher.isupper():  # a logo set in capitals; a running header has the name as it is written
        starts = ((text, text.casefold().find(publisher.casefold())) for text in running)
        written = (text[at : at + len(publisher)] for text, at in starts if at >= 0)
        publisher = next((name for name in written if not name.isupper()), publisher)
    days = IssueDays(
        days=sources.days,
        told=sources.ahead,
        behind=sources.behind,
        years=sources.years,
        running=running,
        dates=sources.dates,
        sent_on=sources.sent_on,
        day_first=sources.day_first,
    )
    days.decide()
    start, end = days.period or (None, None)
    whole = series if not (publisher and series) or fold(publisher) in fold(series) else f"{publisher} {series}"
    return Frame(
        publisher=publisher,
        series=series,
        title=whole or publisher,
        published_on=days.published_on,
        period_start=start,
        period_end=end,
        inferred=tuple(days.inferred),
        unread=days.list_open(),
    )


def _find_mark(sources: TitleSources, mark: str) -> str | None:
    return next((text.removeprefix(mark).strip() for text in sources.framed if text.startswith(mark)), None)
