"""Which series a document is an issue of, and with that which of the layouts that are kept it is read with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from bot.errors import BadQueryError
from bot.model.ids import slug
from bot.model.used_layout import ANY_SERIES
from bot.reading.document import BriefingParts, Document
from bot.reading.layout.layouts import Kind, Layout, parse_layout

_HEAD = 40
_FOOT = 20
"""Blocks at the beginning and at the end in which a document says what it is an issue of."""
_LONGEST = 200
_LEAST = 6
"""Letters by which a series is known; a Chinese sign counts for three."""
_JOIN = "|"


def name_series(parts: BriefingParts, source_name: str) -> str:
    """Return the key of a series: publisher and series, else the title, else the file's name without its figures."""
    named = [slug(each) for each in (parts.publisher, parts.series) if each]
    bare = "".join(" " if sign.isdigit() else sign for sign in source_name.rpartition(".")[0])
    return _JOIN.join(filter(None, named)) or slug(parts.title or "") or slug(bare)


def find_kept(found: Layout, layouts: Mapping[str, str], series: str, document: Document) -> tuple[str, Layout] | None:
    """Return the layout that a document is to be read with, with its key: the one for any, or that of its series.

    A layout that was found badly may name the series wrongly, so a document is also an issue of the series whose names
    all stand in its first and last lines, also where it looks like a notice. A feed is read as such.
    """
    key = ANY_SERIES if ANY_SERIES in layouts else None
    if key is None and found.kind is not Kind.FEED:
        key = series if series in layouts else _find_printed(layouts, document)
    with suppress(BadQueryError):  # one that is not understood any more
        return None if key is None else (key, parse_layout(layouts[key]))
    return None


def _find_printed(series: Iterable[str], document: Document) -> str | None:
    """Return the series whose names a document prints, the longest of several."""
    blocks = document.blocks
    near = [*blocks[:_HEAD], *blocks[max(_HEAD, len(blocks) - _FOOT) :], *document.furniture[:_HEAD]]
    printed = "".join(f"-{slug(block.text[:_LONGEST])}-|" for block in near)
    fits = [key for key in series if _weigh(key) >= _LEAST and all(_stands(part, printed) for part in key.split(_JOIN))]
    return max(fits, key=len, default=None)


def _stands(name: str, printed: str) -> bool:
    return f"-{name}-" in printed or (not name.isascii() and name in printed)


def _weigh(name: str) -> int:
    return sum(1 if sign.isascii() else 3 for sign in name)
