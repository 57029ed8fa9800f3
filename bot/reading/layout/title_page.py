"""The title page: publisher, series, day of issue and period, from its lines and what is told of the issue around."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from bot.model.briefing import Inference, Person
from bot.model.ids import fold
from bot.reading.document import LOGO_MARK, SENDER_MARK, SITE_MARK, TITLE_MARK, Place
from bot.reading.layout.issue_days import IssueDays
from bot.reading.layout.name_words import tell_kind
from bot.reading.layout.publication_names import choose_names, list_told_names
from bot.reading.layout.title_sources import TitleSources


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


def read_title_page(sources: TitleSources) -> Frame:
    """Choose what the title page says out of all that may tell it."""
    title = sources.find_mark(TITLE_MARK)
    if title and not (sources.days and sources.names):
        sources.add_line(title, is_heading=False)
    publisher, series = _choose_names(sources)
    days = IssueDays(sources=sources)
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


def _choose_names(sources: TitleSources) -> tuple[str | None, str | None]:
    """Return publisher and series, with what the file itself tells of whose it is."""
    framed = sources.list_running()
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
