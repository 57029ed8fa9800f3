"""The entries of an RSS or Atom feed one by one, for a feed that is polled: each becomes a briefing of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Any

import feedparser

from bot.errors import UnreadableDocumentError
from bot.model.intake import FeedEntry, FeedListing
from bot.reading.formats.feed import find_date, refuse_entities
from bot.reading.formats.printed_day import Day, write_day
from bot.reading.received import MAX_BYTES, clean_source_name

MAX_LISTED = 200
"""The newest so many entries are looked at."""
_FULL_TEXT = 600
"""Signs of visible text from which on an entry's content is the whole issue and no teaser."""
_MAX_PAGE = MAX_BYTES // MAX_LISTED
_MAX_TITLE = 300
_TAG = re.compile(r"<[^<>]*>")
_FILES = ("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


def list_entries(data: bytes, *, source_name: str) -> FeedListing:
    """Return the feed's title and its entries; nothing is fetched. UnreadableDocumentError where it is no sound feed.

    An entry leads to the PDF or Word file attached to it, else to its page. Its own text counts where it is the full
    one: then it is given as an HTML page with its title and date.
    """
    name = clean_source_name(source_name)
    refuse_entities(data, name)
    try:
        found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
        # Plain dicts: the library's own lend one date's name to another, with a warning.
        entries = tuple(_read_entry(dict(entry)) for entry in found.entries[:MAX_LISTED])
        title = _shorten(found.feed.get("title"))
    except MemoryError:
        raise
    except Exception as error:
        raise _refuse(name) from error
    if not found.get("version"):
        raise _refuse(name)
    return FeedListing(title=title, entries=entries)


def _refuse(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(f"{name} is no feed.", hint="Give the address of an RSS or Atom feed.")


def _read_entry(entry: Mapping[str, Any]) -> FeedEntry:
    title = _shorten(entry.get("title"))
    day = find_date(entry)
    file = _find_file(entry.get("links") or ())
    link = str(entry.get("link") or "")
    text = max((str(part.get("value") or "") for part in entry.get("content") or ()), key=len, default="")
    summary = str(entry.get("summary") or "")
    if not link:
        text = max(text, summary, key=len)
    is_own = not file and (not link or len(" ".join(_TAG.sub(" ", text).split())) >= _FULL_TEXT)
    named = str(entry.get("id") or link or file or title + summary)
    return FeedEntry(
        key=hashlib.sha256(named.encode(errors="replace")).hexdigest(),
        title=title,
        url="" if is_own else file or link,
        published_on=_to_date(day),
        page=_build_page(title, write_day(day) if day else "", text) if is_own and text.strip() else "",
    )


def _to_date(day: Day | None) -> dt.date | None:
    try:
        return dt.date(*day) if day else None
    except ValueError:  # 30 February
        return None


def _find_file(links: Iterable[Mapping[str, Any]]) -> str:
    attached = (link for link in links if link.get("rel") == "enclosure" and link.get("type") in _FILES)
    return next((str(link.get("href") or "") for link in attached), "")


def _build_page(title: str, day: str, text: str) -> str:
    head = f"<h1>{escape(title)}</h1>" + (f"<p>{day}</p>" if day else "")
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(title)}</title></head>"
        f"<body>{head}{text[:_MAX_PAGE]}</body></html>"
    )


def _shorten(title: object) -> str:
    plain = " ".join(unescape(_TAG.sub(" ", str(title or ""))).split())
    return "".join(char for char in plain if char.isprintable())[:_MAX_TITLE]
