"""How a source is named: ``MERICS, 6 Dec 2023, item 4, p. 5``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.answering import sources
from bot.slack.blocks import cut
from bot.slack.mrkdwn import NO_LINK, escape, find_host, format_day, link

if TYPE_CHECKING:
    from bot.domain.records.briefing import Link
    from bot.services.provenance import Source

SECTION_NAMES = sources.SECTION_NAMES
_MAX_NAME = 80
_MAX_LINKS = 6


def name_publisher(source: Source) -> str:
    """Give who publishes a source, escaped: publisher, else series, title or file name."""
    return _name(source.publisher or source.series or source.title or source.source_name)


def _name(printed: str) -> str:
    return cut(escape(" ".join(printed.split())), _MAX_NAME)


def name_series(publisher: str | None, series: str | None) -> str:
    """Give publisher and series as one raw name, the publisher once: ``MERICS China Industries``, or ""."""
    return sources.join_series(publisher, series)


def format_place(source: Source) -> str:
    """Give the place inside a source: ``item 4, p. 5``, ``policy news 2, lines 81–83``."""
    return sources.describe_place(source)


def cite(source: Source) -> str:
    """Give the citation of an item, escaped: ``MERICS, 6 Dec 2023, item 4, p. 5``."""
    day = format_day(source.published_on) if source.published_on else "undated"
    return f"{name_publisher(source)}, {day}, {format_place(source)}"


def format_links(links: tuple[Link, ...]) -> str:
    """Give an item's links with their hosts; those without address in words."""
    if not links:
        return NO_LINK
    shown = links[:_MAX_LINKS]
    if not any(find_host(each.url) for each in links):
        labels = ", ".join(dict.fromkeys(escape(each.label) for each in shown if each.label.strip()))
        return f"{NO_LINK} ({labels})" if labels else NO_LINK
    left = len(links) - len(shown)
    return " · ".join([*(link(each.label, each.url) for each in shown), *([f"{left} more"] if left else [])])
