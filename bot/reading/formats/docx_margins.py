"""The headers and footers of a Word file, which stand in parts of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.normalise import normalise_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MARGIN = re.compile(r"word/(?:header|footer)\d{0,4}\.xml")


def read_margins(parts: Mapping[str, bytes]) -> tuple[Block, ...]:
    """Give each line of the headers and footers once; one that is damaged says nothing."""
    texts: dict[str, None] = {}
    for name in sorted(parts):
        if _MARGIN.fullmatch(name):
            texts.update(dict.fromkeys(_list_lines(parts[name])))
    shown = (normalise_spans([Span(text=text)]) for text in texts)
    return tuple(Block(kind=BlockKind.PARAGRAPH, spans=spans) for spans in shown if spans)


def _list_lines(part: bytes) -> Iterator[str]:
    try:
        root = ET.fromstring(part)  # noqa: S314  parts that declare entities were refused before
    except ET.ParseError:
        return
    words: list[str] = []
    for element in root.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "p" and words:
            yield "".join(words)
            words = []
        elif kind == "t":
            words.append(element.text or "")
        elif kind in {"tab", "br", "ptab"} and words:
            words.append(" | " if kind != "br" else " ")
    yield "".join(words)
