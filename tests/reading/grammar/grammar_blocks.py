"""Builders of documents for the grammar's tests: blocks from short notes."""

from __future__ import annotations

import re

from bot.reading.document import Block, BlockKind, Document, Span
from bot.reading.grammar.parse import Reading, parse_reading

_MARK = re.compile(r"\*\*(?P<bold>.+?)\*\*|_(?P<italic>.+?)_|\[(?P<label>[^\]]+)\]\{(?P<url>[^}]*)\}")


def spans(text: str) -> tuple[Span, ...]:
    """Give spans from text with **bold**, _italic_ and [label]{address}."""
    found: list[Span] = []
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            found.append(Span(text=text[at : match.start()]))
        if match["bold"]:
            found.append(Span(text=match["bold"], bold=True))
        elif match["italic"]:
            found.append(Span(text=match["italic"], italic=True))
        else:
            found.append(Span(text=match["label"], link=match["url"]))
        at = match.end()
    if at < len(text):
        found.append(Span(text=text[at:]))
    return tuple(found)


def block(note: str, line: int = 1, page: int | None = None) -> Block:
    """Give a block: "# x" heading, "- x" or "  - x" bullet, "| x | y" row, else a paragraph."""
    heading = re.match(r"(#+) ", note)
    bullet = re.match(r"( *)- ", note)
    if heading:
        kind, level, text = BlockKind.HEADING, len(heading[1]), note[heading.end() :]
    elif bullet:
        kind, level, text = BlockKind.LIST_ITEM, len(bullet[1]) // 2 + 1, note[bullet.end() :]
    elif note.startswith("| "):
        kind, level, text = BlockKind.TABLE_ROW, 0, note[2:]
    else:
        kind, level, text = BlockKind.PARAGRAPH, 0, note
    return Block(kind=kind, spans=spans(text), level=level, line=line, last_line=line, page=page, last_page=page)


def document(*notes: str, furniture: tuple[str, ...] = ()) -> Document:
    """Give a document with a block a note, each on its own line."""
    return Document(
        source_name="own.md",
        media_type="text/markdown",
        sha256="0" * 64,
        blocks=tuple(block(note, line) for line, note in enumerate(notes, start=1)),
        furniture=tuple(block(note) for note in furniture),
    )


def read(*notes: str, furniture: tuple[str, ...] = ()) -> Reading:
    """Read a document of these notes."""
    return parse_reading(document(*notes, furniture=furniture))
