"""Feeds and the watched folder: what is new there is put into the queue of documents, and each once.

A feed that is added is read from its newest entry on; older ones are left alone. ``Feeds.add`` asks the feed's server,
which may take a minute: call it after the ack.
"""

import datetime as dt
import logging
import os
import re
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urljoin

from bot.errors import BadQueryError, FetchError, NotFoundError, UnreadableDocumentError
from bot.ingest.intake import back_off
from bot.model.intake import FeedListing, Job, JobState, Source, SourceKind
from bot.model.review import find_failed
from bot.reading.child import ChildReader
from bot.reading.received import MAX_BYTES, READABLE_SUFFIXES
from bot.store.access import add_audit
from bot.store.database import Database, Store
from bot.store.intake import Feed, add_feed, add_job, get_feed, list_feeds, list_keys, record_poll, remove_feed
from bot.store.review import add_entry
from bot.web.fetch import Fetched, WebFetcher

log = logging.getLogger(__name__)
EVERY = "6h"
"""How often a feed is asked unless told otherwise."""
_SHORTEST, _LONGEST = dt.timedelta(minutes=15), dt.timedelta(days=30)
_UNITS = {"d": dt.timedelta(days=1), "h": dt.timedelta(hours=1), "m": dt.timedelta(minutes=1)}
_SPAN = re.compile(r"([1-9][0-9]{0,3})([mhd])")
_ASK_AFTER = 3
"""Failed polls in a row before the feed is on the review list."""
_FOLDER = "Watched folder"
_LOOK_EVERY = dt.timedelta(seconds=15)
_MOST_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Feeds:
    """Keeps and polls the feeds of one store."""

    store: Store
    fetcher: WebFetcher
    reader: ChildReader

    def add(self, text: str, *, by: str, now: dt.datetime) -> Feed:
        """Begin to poll the feed of ``https://… every:6h``, once its server gave one; its newest entry is read next.

        Raises BadQueryError (also when it is polled already), FetchError or UnreadableDocumentError.
        """
        url, every = parse_feed_request(text)
        fetched = self.fetcher.fetch(url)
        listing = self.reader.list_entries(fetched.data, source_name=fetched.name)
        entries = list(_list_sources(listing, fetched).items())
        with self.store.write() as db:
            for known in list_feeds(db):
                if known.url == url:
                    hint = f"feed remove {known.id} ends it."
                    raise BadQueryError(f"I already check this feed: {known.id}.", hint=hint)
            feed = Feed(
                url=url,
                title=listing.title or fetched.name,
                every=every,
                etag=fetched.etag,
                modified=fetched.modified,
                next_poll_at=now + parse_every(every),
            )
            feed = add_feed(db, feed)
            for key, source in entries:
                state = JobState.WAITING if source is entries[-1][1] else JobState.DONE
                add_job(db, Job(by=feed.origin, key=key, source=source, state=state), now=now)
            _audit(db, by, "add feed", feed, now, detail=f" every {every}")
            return get_feed(db, feed.id)

    def remove(self, text: str, *, by: str, now: dt.datetime) -> Feed:
        """Poll the feed of this id no more; what was read from it stays. Raises NotFoundError."""
        with self.store.write() as db:
            feed = get_feed(db, text.strip())
            remove_feed(db, feed, now=now)
            _audit(db, by, "remove feed", feed, now)
        return feed

    def list_feeds(self) -> list[Feed]:
        """Return the feeds that are polled, by number."""
        with self.store.read() as db:
            return list_feeds(db)

    def poll(self, *, now: dt.datetime) -> None:
        """Ask the feeds that are due, and let wait what is new there.

        Slow: called in a thread of its own. Raises a StoreError.
        """
        for feed in self.list_feeds():
            if feed.next_poll_at <= now:
                self._poll(feed, now=now)

    def _poll(self, feed: Feed, *, now: dt.datetime) -> None:
        entries: dict[str, Source] = {}
        polled = replace(feed, failures=0, error="", next_poll_at=now + parse_every(feed.every))
        try:
            fetched = self.fetcher.fetch_changed(feed.url, etag=feed.etag, modified=feed.modified)
            if fetched:
                entries = _list_sources(self.reader.list_entries(fetched.data, source_name=fetched.name), fetched)
                polled = replace(polled, etag=fetched.etag, modified=fetched.modified)
        except (FetchError, UnreadableDocumentError) as error:
            failures = feed.failures + 1
            polled = replace(feed, failures=failures, error=str(error), next_poll_at=now + back_off(failures))
        with self.store.write() as db:
            for key, source in entries.items():
                add_job(db, Job(by=feed.origin, key=key, source=source), now=now)
            record_poll(db, polled)
            if polled.failures == _ASK_AFTER:
                add_entry(db, find_failed(feed.id, f"{feed.origin} ({feed.title})", polled.error))


def parse_feed_request(text: str) -> tuple[str, str]:
    """Return address and interval of ``https://... every:6h``; BadQueryError."""
    every, url = EVERY, ""
    for word in text.split():
        key, colon, value = word.partition(":")
        if colon and key.lower() == "every":
            every = value.lower()
            parse_every(every)
        elif url:
            raise BadQueryError(f"I don't understand “{word}”.", hint="Write an address and, if you like, every:6h.")
        else:
            url = word
    if not url.lower().startswith("https://"):
        said = "This is not an https address." if url else "The address is missing."
        raise BadQueryError(said, hint="Write the feed's address: https://… every:6h.")
    return url, every


def parse_every(text: str) -> dt.timedelta:
    """Return an interval such as ``30m``, ``6h`` or ``1d``; BadQueryError outside 15 minutes to 30 days."""
    match = _SPAN.fullmatch(text)
    every = int(match[1]) * _UNITS[match[2]] if match else dt.timedelta()
    if not _SHORTEST <= every <= _LONGEST:
        hint = "Try every:30m, every:6h or every:1d (from 15m to 30d)."
        raise BadQueryError(f"I can't check a feed “every:{text}”.", hint=hint)
    return every


def _list_sources(listing: FeedListing, fetched: Fetched) -> dict[str, Source]:
    """Return the sources of a feed by their keys, their addresses whole and of https."""
    whole = {key: replace(each, url=_complete(each.url, fetched.url)) for key, each in listing.sources.items()}
    return {key: replace(each, name=each.name or each.url) for key, each in whole.items()}


def _complete(url: str, base: str) -> str:
    try:
        whole = urljoin(base, url) if url else ""
    except ValueError:
        return url
    return f"https://{whole.removeprefix('http://')}" if whole.startswith("http://") else whole


def _audit(db: Database, by: str, action: str, feed: Feed, now: dt.datetime, *, detail: str = "") -> None:
    """Write an audit row; what stands behind the question mark of an address may be a secret."""
    shown = feed.url.split("?", 1)[0] + detail
    add_audit(db, by, action, feed.id, shown, now=now)


def fetch_page(source: Source) -> Fetched:
    """Return the text that a feed itself has of an entry."""
    if not source.page:
        raise UnreadableDocumentError("It has neither a text nor an address.")
    return Fetched(data=source.page.encode(errors="replace"), name=f"{source.name or 'entry'}.html", url=source.url)


# The watched folder.


@dataclass
class Watch:
    """Looks into one folder for one store: each new or changed file in it is read once."""

    store: Store
    folder: Path
    _seen: set[str] = field(default_factory=set)
    _is_missing: bool = False
    _looked_at: dt.datetime | None = None

    def look(self, now: dt.datetime) -> None:
        """Let wait what is new and was the same at the last look, fifteen seconds ago or more.

        A folder that cannot be listed is logged once.
        """
        if self._looked_at is not None and dt.timedelta() <= now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        is_missing = not os.access(self.folder, os.R_OK)
        if is_missing and not self._is_missing:
            log.warning("The watched folder cannot be read.")
        self._is_missing = is_missing
        with self.store.read() as db:
            known = list_keys(db, _FOLDER)
        new = {key: source for key, source in self._list().items() if key not in known}
        still = {key: source for key, source in new.items() if key in self._seen}
        self._seen = set(new)
        if still:
            with self.store.write() as db:
                for key, source in still.items():
                    add_job(db, Job(by=_FOLDER, key=key, source=source), now=now)
            log.info("the watched folder: %d new", len(still))

    def _list(self) -> dict[str, Source]:
        """Return each plain file with a readable name, by its path in the folder, its size and its time of change."""
        found: dict[str, Source] = {}
        for folder, folders, names in os.walk(self.folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(folder, name)
                if name.startswith(".") or path.suffix.lower() not in READABLE_SUFFIXES:
                    continue
                try:
                    status = path.lstat()
                except OSError:  # gone meanwhile
                    continue
                if stat.S_ISREG(status.st_mode) and len(found) < _MOST_FILES:
                    key = f"{path.relative_to(self.folder)}|{status.st_size}|{status.st_mtime_ns}"
                    found[key] = Source(kind=SourceKind.FILE, name=name, url=str(path.absolute()))
        return found


def fetch_file(source: Source) -> Fetched:
    """Return the bytes of a plain file, no link followed; at most one more than are ever read."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(source.url, flags), "rb") as file:
            return Fetched(data=file.read(MAX_BYTES + 1), name=source.name, url="")
    except FileNotFoundError as error:
        raise NotFoundError(f"{source.name} is gone.") from error
    except OSError as error:
        raise FetchError(f"It cannot be opened: {error.strerror}.", later=True) from error
