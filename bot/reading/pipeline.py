"""The whole way from a file's bytes to a Briefing, in one process; ``bot.reading.child`` runs it in another."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

from bot.errors import BadQueryError, GongbaoError, UnreadableDocumentError
from bot.model.briefing import ANY_SERIES, Briefing, CompanyMention, UsedLayout
from bot.model.ids import slug
from bot.names.lexicon import Lexicon
from bot.reading.document import BriefingParts, Document
from bot.reading.facts.recognise import recognise
from bot.reading.formats.source import read_document
from bot.reading.layout.layouts import Kind, Layout, format_layout, parse_layout
from bot.reading.layout.read import Reading, read_layout
from bot.reading.received import clean_source_name, is_simplified

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


_LEAST_SHARE = 0.08
"""So many of a text's Chinese characters are traditional ones only where it is in that script."""
_LEAST_HAN = 5
"""One in so many signs of a text is Chinese where it is a text in either script."""
_HAN = ("\u3400", "\u9fff")
_KEPT_TEXT = "document_number source_name media_type sha256 company_id field reason url link via"
_KEPT = frozenset(_KEPT_TEXT.split())
_Read = TypeVar("_Read")


@dataclass(frozen=True, kw_only=True, slots=True)
class Twin:
    """A text in traditional characters with simplified ones for them, and the ways there and back."""

    document: Document
    simple: dict[int, str]
    back: dict[int, str]

    def restore(self, briefing: Briefing) -> Briefing:
        """Return what was read of the twin with the characters that the text prints."""
        return _translate(briefing, self.back)


def find_twin(document: Document) -> Twin | None:
    """Return the twin of a document in traditional characters; None for any other. Linear in the text."""
    printed: Counter[str] = Counter()
    for block in (*document.blocks, *document.furniture):
        printed.update(block.text)
    chinese = {char: count for char, count in printed.items() if _HAN[0] <= char <= _HAN[1]}
    han = sum(chinese.values())
    traditional = sum(count for char, count in chinese.items() if not is_simplified(char))
    if traditional <= han * _LEAST_SHARE or han * _LEAST_HAN <= printed.total():
        return None
    from opencc import OpenCC  # its dictionaries are loaded with the first such text

    convert = OpenCC("t2s").convert
    # Of several characters that share a simplified form, the text's commonest stands for it: the last here.
    rising = sorted(chinese, key=chinese.__getitem__)
    pairs = [(char, found) for char in rising if len(found := convert(char)) == 1 and found != char]
    simple = {ord(char): found for char, found in pairs}
    back = {ord(found): char for char, found in pairs if chinese.get(found, 0) <= chinese[char]}
    return Twin(document=_translate(document, simple), simple=simple, back=back)


def _translate(value: _Read, table: dict[int, str]) -> _Read:
    """Return a value with other characters in every string of it that is the text's wording."""
    if isinstance(value, Enum) or (isinstance(value, CompanyMention) and value.company_id):
        return value
    if isinstance(value, str):
        return cast("_Read", value.translate(table))
    if isinstance(value, tuple):
        return cast("_Read", tuple(_translate(each, table) for each in value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    worded = [each.name for each in fields(value) if each.name not in _KEPT]
    return cast("_Read", replace(value, **{name: _translate(getattr(value, name), table) for name in worded}))


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
        layouts = {series: toml.translate(twin.simple) for series, toml in layouts.items()}
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
