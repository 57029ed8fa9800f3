"""The title page: publisher, series, day of issue and period, from its lines and what is told of the issue around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.dates.printed_dates import find_printed_dates
from bot.model.briefing import Inference, Person
from bot.model.ids import fold
from bot.reading.document import LOGO_MARK, SENDER_MARK, SITE_MARK, TITLE_MARK, Place
from bot.reading.layout.issue_days import IssueDays, list_quiet_sentences
from bot.reading.layout.name_words import tell_kind
from bot.reading.layout.publication_names import choose_names, is_page_name, list_told_names
from bot.reading.layout.title_line import Name, PrintedDays, parse_title_line

_MARKS = (SITE_MARK, SENDER_MARK, LOGO_MARK, TITLE_MARK)
_MOST_FRAMED = 200


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

    ``titles`` are the title's lines with their ``names`` and ``days``, ``ahead`` and ``behind`` the other texts before
    and behind the news, ``makers`` whom these head as publisher, ``framed`` the furniture of the file, ``dates`` those
    of the items, ``sent_on`` the day of a mail.
    """

    framed: Sequence[str] = ()
    dates: Sequence[str] = ()
    sent_on: dt.date | None = None
    day_first: bool | None = None
    is_feed: bool = False
    titles: list[str] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    days: list[PrintedDays] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    labelled: list[str] = field(default_factory=list)
    makers: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)

    def add_line(self, text: str, *, is_heading: bool, with_names: bool = True) -> None:
        """Take in a line of the title page."""
        line = parse_title_line(text)
        self.titles.append(text)
        self.days.extend(line.days)
        self.years.extend(filter(None, (line.year,)))
        self.labelled.extend(filter(None, (line.publisher,)))
        named = (name for name in line.names if with_names and is_page_name(name.text))
        self.names.extend(replace(name, is_heading=is_heading) for name in named)

    def find_mark(self, mark: str) -> str | None:
        """Return what the file's furniture says behind a mark, or None."""
        return next((text.removeprefix(mark).strip() for text in self.framed if text.startswith(mark)), None)


def read_title_page(sources: TitleSources) -> Frame:
    """Choose what the title page says out of all that may tell it."""
    title = sources.find_mark(TITLE_MARK)
    if title and not (sources.days and sources.names):
        sources.add_line(title, is_heading=False)
    framed = [text for text in sources.framed[:_MOST_FRAMED] if not text.startswith(_MARKS)]
    publisher, series = _choose_names(sources, framed)
    days = IssueDays(
        printed=sources.days,
        ahead=list_quiet_sentences(sources.ahead),
        behind=list_quiet_sentences(sources.behind),
        headers=[each for text in framed for each in parse_title_line(text).days],
        years=_list_years(sources, framed),
        sent_on=sources.sent_on,
        day_first=sources.day_first,
    )
    days.decide()
    whole = series if not (publisher and series) or fold(publisher) in fold(series) else f"{publisher} {series}"
    start, end = days.period or (None, None)
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


def _choose_names(sources: TitleSources, framed: Sequence[str]) -> tuple[str | None, str | None]:
    """Return publisher and series, with what the file itself tells of whose it is."""
    told = list_told_names((*sources.ahead, *sources.behind, *framed), titles=sources.titles)
    site, logo = sources.find_mark(SITE_MARK), sources.find_mark(LOGO_MARK)
    shown = {fold(name.text) for name in sources.names}
    sites = (site,) if site and (tell_kind(site) <= 0 or fold(site) not in shown) else ()
    logos = (logo,) if logo and tell_kind(logo) < 0 else ()
    publisher, series = choose_names(
        sources.names,
        labelled=next(iter(sources.labelled), None),
        told=replace(told, makers=(*sources.makers, *told.makers, *sites), others=(*logos, *told.others)),
        sender=sources.find_mark(SENDER_MARK),
        is_feed=sources.is_feed,
    )
    if publisher is None and logo and " " in logo and tell_kind(logo) <= 0 and fold(logo) != fold(series or ""):
        publisher = logo
    if publisher and publisher.isupper():  # a logo set in capitals; a running header has the name as it is written
        starts = ((text, text.casefold().find(publisher.casefold())) for text in framed)
        written = (text[at : at + len(publisher)] for text, at in starts if at >= 0)
        publisher = next((name for name in written if not name.isupper()), publisher)
    return publisher, series


def _list_years(sources: TitleSources, framed: Sequence[str]) -> list[int]:
    """Return the year of the issue's number, the latest of the running headers and of the items, and the mail's."""
    dated = ([on.year for text in texts for *_, on in find_printed_dates(text)] for texts in (framed, sources.dates))
    years = [max(years) for years in dated if years]
    return [*sources.years, *years, *([sources.sent_on.year] if sources.sent_on else [])]
