"""Reads RSS and Atom feeds: the title as heading, each entry as a dated item of a plain list."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import feedparser

from bot.errors import GongbaoError, UnreadableDocumentError
from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.html import read_html_text
from bot.reading.formats.normalise import normalise_spans
from bot.reading.formats.printed_day import Day, is_day, parse_mail_day, write_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_ENTRIES = 5000
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)")
_DATES = ("published", "issued", "created", "updated", "modified")
_ENDS = (".", "!", "?", "。", "！", "？", ":", "：", "…")


def read_feed(data: bytes, *, source_name: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Give a feed's title, its date and one list item an entry ("DATE: title. text"), in its order.

    Its motto is furniture. A date is the day on the calendar of whoever wrote it; nothing is fetched.
    UnreadableDocumentError where the feed is damaged, holds no entry, or declares entities of its own.
    """
    refuse_entities(data, source_name)
    try:
        found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
        blocks = _build_blocks(found.feed, found.entries[:MAX_ENTRIES], source_name)
        motto = _build_block(BlockKind.PARAGRAPH, _read_text(found.feed.get("subtitle_detail"), source_name))
    except (GongbaoError, MemoryError):
        raise
    except Exception as error:
        raise _damaged(source_name) from error
    if not found.entries:
        raise _damaged(source_name)
    if len(found.entries) > MAX_ENTRIES:
        raise UnreadableDocumentError(
            f"{source_name} is a feed of {len(found.entries)} entries.",
            hint=f"At most {MAX_ENTRIES} are read; split it.",
        )
    return blocks, (motto,) if motto else ()


def refuse_entities(data: bytes, source_name: str) -> None:
    """Raise UnreadableDocumentError for a feed that declares entities of its own: they can grow without end."""
    if _ENTITY.search(data):
        raise UnreadableDocumentError(
            f"{source_name} is a feed that declares entities of its own.", hint="Save the page it stands for as HTML."
        )


def _damaged(source_name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"{source_name} is a feed without entries, or damaged.", hint="Open its address and save it again."
    )


def _build_blocks(feed: Mapping[str, Any], entries: Iterable[Mapping[str, Any]], source_name: str) -> tuple[Block, ...]:
    # Plain dicts: the library's own lend one date's name to another, with a warning.
    listed = [dict(entry) for entry in entries]
    dates = [find_date(entry) for entry in listed]
    issued = find_date(dict(feed)) or max((date for date in dates if date), default=None)
    title = _read_text(feed.get("title_detail"), source_name)
    blocks = [
        _build_block(BlockKind.HEADING, title),
        _build_block(BlockKind.PARAGRAPH, [Span(text=write_day(issued))] if issued else []),
    ]
    for entry, date in zip(listed, dates, strict=True):
        blocks.append(_build_block(BlockKind.LIST_ITEM, _read_entry(entry, date, source_name)))
    return tuple(block for block in blocks if block is not None)


def _build_block(kind: BlockKind, spans: Iterable[Span]) -> Block | None:
    shown = normalise_spans(spans)
    level = 0 if kind is BlockKind.PARAGRAPH else 1
    return Block(kind=kind, level=level, spans=shown) if shown else None


def _read_entry(entry: Mapping[str, Any], date: Day | None, source_name: str) -> list[Span]:
    address = str(entry.get("link") or "")
    title = normalise_spans(_read_text(entry.get("title_detail"), source_name))
    words = "".join(span.text for span in title)
    texts = [_read_text(detail, source_name) for detail in (*entry.get("content", ()), entry.get("summary_detail"))]
    body = max((normalise_spans(spans) for spans in texts), key=lambda spans: sum(len(span.text) for span in spans))
    if "".join(span.text for span in body) == words:
        body = ()
    spans = [Span(text=f"{write_day(date)}:", italic=True), Span(text=" ")] if date else []
    spans.append(Span(text=words, link=address or None))
    if body:
        spans += [Span(text=" " if words.endswith(_ENDS) or not words else ". "), *body]
    return spans


def _read_text(detail: Mapping[str, Any] | None, source_name: str) -> list[Span]:
    """Give a text of the feed on one line, whatever markup it was in."""
    if not detail:
        return []
    value = str(detail.get("value") or "")
    if detail.get("type") == "text/plain":
        return [Span(text=" ".join(value.split()))]
    spans: list[Span] = []
    for block in read_html_text(value, source_name=source_name)[0]:
        spans += [Span(text=" ")] if spans else []
        spans += [Span(text=span.text.replace("\n", " "), link=span.link) for span in block.spans]
    return spans


def find_date(record: Mapping[str, Any]) -> Day | None:
    """Give year, month and day as written, before any time zone moves them."""
    for name in _DATES:
        written = str(record.get(name) or "")
        day = parse_mail_day(written)
        if match := _ISO_DAY.match(written):
            day = int(match[1]), int(match[2]), int(match[3])
        elif day is None and (moved := record.get(f"{name}_parsed")):
            day = moved[0], moved[1], moved[2]
        if day is not None and is_day(day):
            return day
    return None
