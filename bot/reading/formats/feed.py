"""Reads RSS and Atom feeds: the title as heading, each entry as a dated item of a plain list, roundups as lists."""

import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape, unescape
from typing import Any

import feedparser

from bot.dates.printed_dates import find_printed_dates
from bot.errors import UnreadableDocumentError
from bot.model.intake import FeedListing, Source, SourceKind
from bot.reading.document import SENDER_MARK, Block, BlockKind, Span
from bot.reading.formats.html import read_html_text
from bot.reading.formats.html_page import TAG
from bot.reading.formats.normalise import (
    IS_HAN,
    Blocks,
    build_block,
    build_day,
    normalise_spans,
    parse_mail_day,
    write_day,
)
from bot.reading.received import MAX_BYTES, clean_source_name, refusing

MAX_ENTRIES = 5000
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)")
_DATES = ("published", "issued", "created", "updated", "modified")
_MIN_DAYS = 2
_MOSTLY = 4
_NEAR = 4
"""A bullet's day begins before this sign of it: "On 3 May", "(3 May)"."""
_ROUNDUP = 2
"""The level of a roundup's title; its own headings stand right below it."""
_BEHIND_HAN = "》”）)0123456789"
_ENDS = (".", "!", "?", "。", "！", "？", ":", "：", "…")


def read_feed(data: bytes, *, source_name: str) -> Blocks:
    """Return a feed's title, its date and one list item an entry ("DATE: title. text"), in its order, bullets below it.

    An entry that is a list of several days' news stands after the others, under its title as heading. The feed's motto,
    rights and author are furniture. A date is the day on the calendar of whoever wrote it; nothing is fetched.
    UnreadableDocumentError where the feed is damaged, holds no entry, or declares entities of its own.
    """
    with refusing(f"{source_name} is a feed without entries, or damaged.", "Open its address and save it again."):
        found = _parse(data, source_name)
        if not found.entries:
            raise ValueError
        if len(found.entries) > MAX_ENTRIES:
            said = f"{source_name} is a feed of {len(found.entries)} entries."
            raise UnreadableDocumentError(said, hint=f"At most {MAX_ENTRIES} are read; split it.")
        # Plain dicts: the library's own lend one date's name to another, with a warning.
        return _build_blocks(found.feed, [dict(entry) for entry in found.entries]), _list_furniture(found.feed)


def _parse(data: bytes, source_name: str) -> Any:  # noqa: ANN401  the library's own record
    """Return a feed as the library reads it; entities of its own are refused, since they can grow without end."""
    if b"<!entity" in data.lower():
        said = f"{source_name} is a feed that declares entities of its own."
        raise UnreadableDocumentError(said, hint="Save the page it stands for as HTML.")
    return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)


def _build_blocks(feed: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    dates = [find_date(entry) for entry in entries]
    issued = find_date(dict(feed)) or max((date for date in dates if date), default=None)
    blocks = [
        *build_block(BlockKind.HEADING, _read_text(feed.get("title_detail")), 1),
        *build_block(BlockKind.PARAGRAPH, write_day(issued) if issued else ""),
    ]
    after_roundup = False
    for entry, date in zip(entries, dates, strict=True):
        texts = (*entry.get("content", ()), entry.get("summary_detail"))
        body = max(map(_read_blocks, texts), key=lambda blocks: sum(len(block.text) for block in blocks))
        if _is_roundup(body):
            blocks += _list_roundup(entry, body, date)
            after_roundup = True
            continue
        if after_roundup:  # what follows is no part of it
            blocks += build_block(BlockKind.HEADING, "* * *", _ROUNDUP)
            after_roundup = False
        told = [block for block in body if block.kind is not BlockKind.LIST_ITEM]
        points = [block for block in body if block.kind is BlockKind.LIST_ITEM] if told else []
        blocks += build_block(BlockKind.LIST_ITEM, _read_entry(entry, told or body, date), 1)
        blocks += [replace(point, level=point.level + 1) for point in points]
    return tuple(blocks)


def _list_furniture(feed: Mapping[str, Any]) -> tuple[Block, ...]:
    author = str((feed.get("publisher_detail") or feed.get("author_detail") or {}).get("name") or "")
    texts = (
        _read_text(feed.get("subtitle_detail")),
        _read_text(feed.get("rights_detail")),
        f"{SENDER_MARK}{author}" if author.strip() else "",
    )
    return tuple(block for text in texts for block in build_block(BlockKind.PARAGRAPH, text))


def _is_roundup(body: Sequence[Block]) -> bool:
    """Whether an entry lists several news: bullets, most of which begin with a day, or that are nearly all it says."""
    bullets = [block.text for block in body if block.kind is BlockKind.LIST_ITEM]
    dated = sum(any(start <= _NEAR for start, _, _ in find_printed_dates(text, default_year=2000)) for text in bullets)
    told = sum(len(text) for text in bullets if text.rstrip(" )）").endswith((".", "。")) or text.endswith((")", "）")))
    alone = len(bullets) > _MIN_DAYS and told * _MOSTLY >= sum(len(block.text) for block in body) * (_MOSTLY - 1)
    return alone or (dated >= _MIN_DAYS and dated * 2 > len(bullets))


def _list_roundup(entry: Mapping[str, Any], body: Sequence[Block], date: dt.date | None) -> list[Block]:
    """Return a roundup's title and day as a heading, and what stands under it as it is."""
    title = _read_title(entry)
    head = [*title, Span(text=", " if title else ""), Span(text=write_day(date))] if date else title
    top = min((block.level for block in body if block.kind is BlockKind.HEADING), default=0)
    under = (
        replace(block, level=_ROUNDUP + 1 + block.level - top) if block.kind is BlockKind.HEADING else block
        for block in body
    )
    return [*build_block(BlockKind.HEADING, head, _ROUNDUP), *under]


def _read_entry(entry: Mapping[str, Any], body: Sequence[Block], date: dt.date | None) -> list[Span]:
    """Return an entry as one dated text, a line a paragraph; its title is closed by a stop of its own writing."""
    title = _read_title(entry)
    words = "".join(span.text for span in title)
    spans = [Span(text=f"{write_day(date)}:", italic=True), Span(text=" ")] if date else []
    spans += title
    told = _join(body, "\n")
    if told and "".join(span.text for span in told) != words:
        end = (
            " "
            if not words or words.endswith(_ENDS)
            else "。"
            if IS_HAN.match(words.rstrip(_BEHIND_HAN)[-1:])
            else ". "
        )
        spans += [Span(text=end), *told]
    return spans


def _read_title(entry: Mapping[str, Any]) -> list[Span]:
    """Return an entry's title, linked where the entry has an address: an Atom id such as "urn:3" is none."""
    link = str(entry.get("link") or "")
    words = "".join(span.text for span in normalise_spans(_read_text(entry.get("title_detail"))))
    address = link if link.lower().startswith(("http://", "https://")) else None
    return [Span(text=words, link=address)] if words else []


def _read_text(detail: Mapping[str, Any] | None) -> list[Span]:
    """Return a text of the feed on one line, whatever markup it was in."""
    return _join(_read_blocks(detail), " ")


def _read_blocks(detail: Mapping[str, Any] | None) -> tuple[Block, ...]:
    value = str((detail or {}).get("value") or "")
    if detail and detail.get("type") == "text/plain":
        return build_block(BlockKind.PARAGRAPH, " ".join(value.split()))
    return read_html_text(value, source_name="The feed")[0] if value else ()


def _join(blocks: Iterable[Block], between: str) -> list[Span]:
    """Return the blocks' spans behind each other, without bold and italic."""
    spans: list[Span] = []
    for block in blocks:
        spans += [Span(text=between)] if spans else []
        spans += [Span(text=span.text.replace("\n", between), link=span.link) for span in block.spans]
    return spans


def find_date(record: Mapping[str, Any]) -> dt.date | None:
    """Return the day as written, before any time zone moves it."""
    for name in _DATES:
        written = str(record.get(name) or "")
        day = parse_mail_day(written)
        if match := _ISO_DAY.match(written):
            day = build_day(int(match[1]), int(match[2]), int(match[3]))
        elif day is None and (moved := record.get(f"{name}_parsed")):
            day = build_day(*moved[:3])
        if day is not None:
            return day
    return None


# The entries of an RSS or Atom feed one by one, for a feed that is polled: each becomes a briefing of its own.

MAX_LISTED = 200
"""The newest so many entries are looked at."""
_FULL_TEXT = 600
"""Signs of visible text from which on an entry's content is the whole issue and no teaser."""
_MAX_PAGE = MAX_BYTES // MAX_LISTED
_MAX_TITLE = 300
_FILES = ("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


def list_entries(data: bytes, *, source_name: str) -> FeedListing:
    """Return the feed's title and its entries; nothing is fetched. UnreadableDocumentError where it is no sound feed.

    An entry leads to the PDF or Word file attached to it, else to its page. Its own text counts where it is the full
    one: then it is given as an HTML page with its title and date. A feed without all days has the newest first.
    """
    name, advice = clean_source_name(source_name), "Give the address of an RSS or Atom feed."
    with refusing(f"{name} is no feed.", advice):
        found = _parse(data, name)
        if not found.get("version"):
            raise ValueError
        entries = [_list_entry(dict(entry)) for entry in found.entries[:MAX_LISTED]][::-1]
        if all(day for day, _, _ in entries):
            entries.sort(key=lambda entry: entry[0] or dt.date.min)
        sources = {key: source for _, key, source in entries}
        return FeedListing(title=_shorten(found.feed.get("title")), sources=sources)


def _list_entry(entry: Mapping[str, Any]) -> tuple[dt.date | None, str, Source]:
    """Return the day, the key and the source of an entry."""
    title, day, link = _shorten(entry.get("title")), find_date(entry), str(entry.get("link") or "")
    attached = (each for each in entry.get("links") or () if each.get("rel") == "enclosure")
    file = next((str(each.get("href") or "") for each in attached if each.get("type") in _FILES), "")
    text = max((str(part.get("value") or "") for part in entry.get("content") or ()), key=len, default="")
    summary = str(entry.get("summary") or "")
    if not link:
        text = max(text, summary, key=len)
    is_own = not file and (not link or len(" ".join(TAG.sub(" ", text).split())) >= _FULL_TEXT)
    named = str(entry.get("id") or link or file or title + summary)
    page = _build_page(title, write_day(day) if day else "", text) if is_own and text.strip() else ""
    kind, url = (SourceKind.PAGE, "") if is_own else (SourceKind.WEB, file or link)
    key = hashlib.sha256(named.encode(errors="replace")).hexdigest()
    return day, key, Source(kind=kind, name=title, url=url, page=page)


def _build_page(title: str, day: str, text: str) -> str:
    head = f"<h1>{escape(title)}</h1>" + (f"<p>{day}</p>" if day else "")
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(title)}</title></head>"
        f"<body>{head}{text[:_MAX_PAGE]}</body></html>"
    )


def _shorten(title: object) -> str:
    plain = " ".join(unescape(TAG.sub(" ", str(title or ""))).split())
    return "".join(char for char in plain if char.isprintable())[:_MAX_TITLE]
