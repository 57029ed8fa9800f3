"""How a source is named in plain text: publication and place, the same in answers, citations and files."""

from __future__ import annotations

from bot.answers.results import Source
from bot.model.briefing import Section

SECTION_NAMES = {
    Section.TOP.value: "item",
    Section.POLICY_NEWS.value: "policy news",
    Section.CORPORATE_NEWS.value: "company news",
    Section.OTHER.value: "other news",
}


def join_series(publisher: str | None, series: str | None) -> str:
    """Return publisher and series as one name, the publisher once: ``MERICS China Industries``, or ""."""
    first, second = (" ".join((name or "").split()) for name in (publisher, series))
    return (
        second if second.casefold().startswith(first.casefold()) and second else " ".join(filter(None, (first, second)))
    )


def describe_pages(source: Source) -> str:
    """Return the pages: ``p. 5``, ``pp. 5–6``; "" for a format without pages."""
    return _describe_span("p.", "pp.", source.pages)


def describe_lines(source: Source) -> str:
    """Return the lines: ``line 81``, ``lines 81–83``; "" for a format without lines."""
    return _describe_span("line", "lines", source.lines)


def describe_place(source: Source) -> str:
    """Return the place inside a source: ``item 4, p. 5``, ``policy news 2, lines 81–83``."""
    place = f"{SECTION_NAMES.get(source.section, 'item')} {source.position}"
    span = describe_pages(source) or describe_lines(source)
    return f"{place}, {span}" if span else place


def _describe_span(one: str, many: str, span: tuple[int, int] | None) -> str:
    if span is None:
        return ""
    first, last = span
    return f"{one} {first}" if first == last else f"{many} {first}–{last}"
