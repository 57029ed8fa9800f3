"""The whole way from a file's bytes to a Briefing, in one process; ``bot.reading.child`` runs it in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.errors import GongbaoError, UnreadableDocumentError
from bot.model.briefing import Briefing
from bot.model.used_layout import ANY_SERIES, UsedLayout
from bot.names.lexicon import Lexicon
from bot.reading.document import Document
from bot.reading.facts.recognise import recognise
from bot.reading.formats.source import read_document
from bot.reading.layout.layouts import Kind, format_layout
from bot.reading.layout.read import Reading, read_layout
from bot.reading.received import clean_source_name
from bot.reading.series_layouts import find_kept, name_series
from bot.reading.traditional import find_twin

_NONE: Mapping[str, str] = {}
_MOST_ITEMS = 5000
"""More than any newsletter has: a table of so many rows would be read and stored for a minute."""


def read_briefing(data: bytes, *, source_name: str, lexicon: Lexicon, layouts: Mapping[str, str] = _NONE) -> Briefing:
    """Read a briefing from a file's bytes; whatever goes wrong ends in UnreadableDocumentError with its cause.

    ``layouts`` are those kept, as TOML by the key of their series; an issue of one of these is
    read with its layout, any other with the one that explains it best.
    """
    try:
        document = read_document(data, source_name=source_name)
        twin = find_twin(document)
        if twin is None:
            return _read(document, lexicon, layouts)
        layouts = {series: twin.simplify(toml) for series, toml in layouts.items()}
        return twin.restore(_read(twin.document, lexicon, layouts))
    except GongbaoError:
        raise
    except (MemoryError, RecursionError) as error:
        raise UnreadableDocumentError(
            f"{clean_source_name(source_name)} is too large or damaged.", hint="Split it, or save it again as text."
        ) from error
    except Exception as error:
        raise UnreadableDocumentError(
            f"{clean_source_name(source_name)} could not be read ({type(error).__name__}).",
            hint="Save it again as PDF, Markdown or text; if that fails too, report it with the file.",
        ) from error


def _read(document: Document, lexicon: Lexicon, layouts: Mapping[str, str]) -> Briefing:
    found = read_layout(document)
    series = name_series(found.parts, document.source_name)
    kept = find_kept(found.layout, layouts, series, document)
    reading = found
    if kept is not None:
        reading = read_layout(document, kept[1], is_of_another=kept[0] != ANY_SERIES)
        series = kept[0] or name_series(reading.parts, document.source_name)
    count = len(reading.parts.items)
    if count > _MOST_ITEMS:
        raise UnreadableDocumentError(
            f"{document.source_name} has {count:,} items, too many for a briefing.",
            hint=f"Split it: at most {_MOST_ITEMS:,} items are read at once.",
        )
    briefing = recognise(reading.parts, lexicon=lexicon, document=document)
    return replace(briefing, layout=_describe_use(series, found, reading))


def _describe_use(series: str, found: Reading, reading: Reading) -> UsedLayout:
    other, other_cost = found.runner_up, found.runner_up_cost
    items = max(1, len(found.parts.items))
    if reading is not found:
        other, other_cost = found.layout, found.cost
    return UsedLayout(
        toml=format_layout(replace(reading.layout, text=())),
        cost=round(reading.cost / max(1, len(reading.parts.items)), 3),
        series=series,
        is_kept=reading is not found,
        is_fixed=reading.layout.kind is not Kind.BRIEFING,
        runner_up=format_layout(other) if other else "",
        runner_up_cost=None if other_cost is None else round(other_cost / items, 3),
        looks=reading.looks,
    )
