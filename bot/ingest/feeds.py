"""Feeds that are polled: each new entry becomes a briefing, under the hold and the rules of any ingest.

A feed that is added is read from its newest entry on; older ones are left alone. ``Feeds.add`` asks the feed's server,
which may take a minute: call it after the ack.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from bot.errors import BadQueryError, FetchError, NotABriefingError, NotFoundError, UnreadableDocumentError
from bot.ingest.feed_rules import decide_next_poll, decide_retry, format_every, parse_feed_id, parse_feed_request
from bot.ingest.ingest import Ingest, find_unchanged
from bot.model.ids import IdKind, format_id, parse_id
from bot.model.intake import EntryState, FeedEntry, FeedListing
from bot.model.review import find_failed
from bot.reading.child import ChildReader
from bot.store.database import Database, Store
from bot.store.feeds import (
    StoredEntry,
    StoredFeed,
    add_entries,
    add_feed,
    find_feed,
    get_feed,
    list_entries,
    list_feeds,
    record_entry,
    record_poll,
    remove_feed,
)
from bot.store.licences import AuditRow, add_audit
from bot.store.review import add_finding
from bot.web.fetch import Fetched, WebFetcher

_ASK_AFTER = 3
"""Failed polls in a row before the feed is on the review list."""
_AT_ONCE = 40
"""Entries read in one go; the others wait for the next."""

Stopping = Callable[[], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedCard:
    """A feed as people see it.

    ``newest_on`` is the day of its newest entry, ``last_id`` the briefing that came of the last entry read, ``error``
    what fails at the moment, "" for nothing; ``failed`` are the last entries given up, each with the reason.
    """

    id: str
    title: str
    url: str
    every: str
    read: int
    waiting: int
    newest_on: dt.date | None
    last_id: str | None
    next_poll_at: dt.datetime
    error: str
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PollReport:
    """What was done: ``lines`` say it, one each; the numbers count feeds and entries."""

    read: int = 0
    unchanged: int = 0
    failed: int = 0
    lines: tuple[str, ...] = ()

    def __add__(self, other: PollReport) -> PollReport:
        """Return both together."""
        return PollReport(
            read=self.read + other.read,
            unchanged=self.unchanged + other.unchanged,
            failed=self.failed + other.failed,
            lines=self.lines + other.lines,
        )


class EntryReader:
    """Reads the entries of a source that wait: each once, and again later where that may help.

    What doesn't look like a briefing, and what is given up, goes to the review list.
    """

    def __init__(self, store: Store, ingest: Ingest) -> None:
        self._store = store
        self._ingest = ingest

    def read_due(
        self,
        source: str,
        fetch: Callable[[FeedEntry], tuple[str, bytes]],
        *,
        name: str,
        now: dt.datetime,
        stopping: Stopping,
    ) -> PollReport:
        """Read what waits, the oldest first; ``fetch`` gives name and bytes of a document, ``name`` opens the lines.

        Stops between two entries when ``stopping`` says so.
        """
        report = PollReport()
        with self._store.read() as db:
            waiting = list_entries(db, source, due_by=now, limit=_AT_ONCE)
        for entry in waiting:
            if stopping():
                break
            done, part = self._read(entry, fetch, by=name, now=now)
            if part.failed and stopping():
                break
            with self._store.write() as db:
                record_entry(db, done)
                if done.state is EntryState.FAILED:
                    title = entry.entry.title or entry.entry.url
                    finding = find_failed(f"{source}:{entry.entry.key}", f"{name}: {title}", done.error)
                    add_finding(db, finding, now=now)
            report += replace(part, lines=tuple(f"{name}: {line}" for line in part.lines))
        return report

    def _read(
        self, waiting: StoredEntry, fetch: Callable[[FeedEntry], tuple[str, bytes]], *, by: str, now: dt.datetime
    ) -> tuple[StoredEntry, PollReport]:
        """Return what became of an entry, and what is said of it."""
        entry, tries = waiting.entry, waiting.tries + 1
        title = f"“{entry.title or entry.url}”"
        try:
            name, data = fetch(entry)
            known = find_unchanged(self._store, data)
            report = known or self._ingest.ingest(source_name=name, data=data, by=by, now=now)
        except NotABriefingError:
            self._ingest.ask_to_keep(source_name=name, data=data, now=now)
            line = f"{title} doesn't look like a briefing. It waits in the review list."
            return replace(waiting, state=EntryState.PASSED, tries=tries), PollReport(lines=(line,))
        except NotFoundError:
            return replace(waiting, state=EntryState.PASSED, tries=tries), PollReport()
        except (FetchError, UnreadableDocumentError) as error:
            again = decide_retry(now=now, tries=tries, later=isinstance(error, FetchError) and error.later)
            state = EntryState.WAITING if again else EntryState.FAILED
            done = replace(waiting, state=state, tries=tries, next_try_at=again or now, error=str(error))
            line = f"{title} could not be read. {error}{' I will try again.' if again else ''}"
            return done, PollReport(failed=1, lines=(line,))
        number = parse_id(report.briefing_id, IdKind.BRIEFING)
        done = replace(waiting, state=EntryState.READ, tries=tries, error="", briefing_id=number)
        if known:
            return done, PollReport(unchanged=1, lines=(f"{title} was already stored as {report.briefing_id}.",))
        posts = f" Posts: {'; '.join(report.posts)}." if report.posts else ""
        return done, PollReport(read=1, lines=(f"{title} is {report.briefing_id}, {report.items} items.{posts}",))


class Feeds:
    """Keeps and polls the feeds of one store."""

    def __init__(self, store: Store, ingest: Ingest, fetcher: WebFetcher, reader: ChildReader) -> None:
        self._store = store
        self._fetcher = fetcher
        self._reader = reader
        self._entries = EntryReader(store, ingest)

    def add(self, text: str, *, by: str, now: dt.datetime) -> FeedCard:
        """Begin to poll the feed of ``https://… every:6h``, once its server gave one; its newest entry is read next.

        Raises BadQueryError (also when it is polled already), FetchError or UnreadableDocumentError.
        """
        asked = parse_feed_request(text)
        with self._store.read() as db:
            _refuse_second(db, asked.url)
        fetched = self._fetcher.fetch(asked.url)
        listing = self._reader.list_entries(fetched.data, source_name=fetched.name)
        entries = _order(listing, fetched)
        with self._store.write() as db:
            _refuse_second(db, asked.url)
            feed = add_feed(db, url=asked.url, title=listing.title or fetched.name, every=asked.every, by=by, now=now)
            add_entries(db, feed.shown_id, entries[:-1], state=EntryState.PASSED, now=now)
            add_entries(db, feed.shown_id, entries[-1:], state=EntryState.WAITING, now=now)
            record_poll(db, replace(feed, etag=fetched.etag, modified=fetched.modified))
            _audit(db, by, "add feed", feed, now, detail=f" every {format_every(asked.every)}")
            return _build_card(db, get_feed(db, feed.id))

    def remove(self, text: str, *, by: str, now: dt.datetime) -> FeedCard:
        """Poll the feed of this id no more; what was read from it stays. Raises BadQueryError or NotFoundError."""
        number = parse_feed_id(text)
        with self._store.write() as db:
            feed = get_feed(db, number)
            card = _build_card(db, feed)
            remove_feed(db, feed, now=now)
            _audit(db, by, "remove feed", feed, now)
            return card

    def list_feeds(self) -> tuple[FeedCard, ...]:
        """Return the feeds that are polled, by number."""
        with self._store.read() as db:
            return tuple(_build_card(db, feed) for feed in list_feeds(db))

    def poll_due(self, *, now: dt.datetime, every: bool = False, stopping: Stopping = lambda: False) -> PollReport:
        """Ask the feeds that are due (``every``: all of them), then read the entries that wait, oldest first.

        Stops between two of them when ``stopping`` says so. Raises a StoreError; all else is in the report.
        """
        return sum(self._poll_each(now=now, every=every, stopping=stopping), start=PollReport())

    def _poll_each(self, *, now: dt.datetime, every: bool, stopping: Stopping) -> Iterator[PollReport]:
        with self._store.read() as db:
            due = list_feeds(db, due_by=None if every else now)
        for feed in due:
            if not stopping():
                yield self._poll(feed, now=now, stopping=stopping)
        with self._store.read() as db:
            feeds = list_feeds(db)
        for feed in feeds:
            name = f"Feed {feed.shown_id}"
            yield self._entries.read_due(feed.shown_id, self._fetch, name=name, now=now, stopping=stopping)

    def _poll(self, feed: StoredFeed, *, now: dt.datetime, stopping: Stopping) -> PollReport:
        name = f"Feed {feed.shown_id} ({feed.title})"
        entries: list[FeedEntry] = []
        polled = replace(feed, failures=0, error="")
        try:
            fetched = self._fetcher.fetch_changed(feed.url, etag=feed.etag, modified=feed.modified)
            if fetched:
                entries = _order(self._reader.list_entries(fetched.data, source_name=fetched.name), fetched)
                polled = replace(polled, etag=fetched.etag, modified=fetched.modified)
        except (FetchError, UnreadableDocumentError) as error:
            if stopping():
                return PollReport()
            polled = replace(feed, failures=feed.failures + 1, error=str(error))
        polled = replace(polled, next_poll_at=decide_next_poll(now=now, every=feed.every, failures=polled.failures))
        with self._store.write() as db:
            added = add_entries(db, feed.shown_id, entries, state=EntryState.WAITING, now=now)
            record_poll(db, polled)
            if polled.failures == _ASK_AFTER:
                add_finding(db, find_failed(feed.shown_id, name, polled.error), now=now)
        if polled.error:
            return PollReport(failed=1, lines=(f"{name} could not be read. {polled.error}",))
        return PollReport(lines=(f"{name}: {added} new.",) if added else ())

    def _fetch(self, entry: FeedEntry) -> tuple[str, bytes]:
        """Return an entry's own text where the feed has all of it, else the document or page that it leads to."""
        if entry.page:
            return f"{entry.title or 'entry'}.html", entry.page.encode(errors="replace")
        if not entry.url:
            raise UnreadableDocumentError("It has neither a text nor an address.")
        fetched = self._fetcher.fetch(entry.url)
        return fetched.name, fetched.data


def _build_card(db: Database, feed: StoredFeed) -> FeedCard:
    entries = list_entries(db, feed.shown_id)
    counts = Counter(entry.state for entry in entries)
    read = [entry.briefing_id for entry in entries if entry.briefing_id is not None]
    failed = [entry for entry in entries if entry.state is EntryState.FAILED]
    return FeedCard(
        id=feed.shown_id,
        title=feed.title,
        url=feed.url,
        every=format_every(feed.every),
        read=counts[EntryState.READ],
        waiting=counts[EntryState.WAITING],
        newest_on=max((each.entry.published_on for each in entries if each.entry.published_on), default=None),
        last_id=format_id(IdKind.BRIEFING, read[-1]) if read else None,
        next_poll_at=feed.next_poll_at,
        error=feed.error,
        failed=tuple((entry.entry.title or entry.entry.url, entry.error) for entry in failed[-3:]),
    )


def _order(listing: FeedListing, fetched: Fetched) -> list[FeedEntry]:
    """Return the entries oldest first, their addresses whole and of https; a feed has the newest first."""
    entries = [replace(entry, url=_complete(entry.url, fetched.url)) for entry in reversed(listing.entries)]
    if all(entry.published_on for entry in entries):
        entries.sort(key=lambda entry: entry.published_on or dt.date.min)
    return entries


def _complete(url: str, base: str) -> str:
    if not url:
        return ""
    try:
        whole = urljoin(base, url)
    except ValueError:
        return url
    return f"https://{whole.removeprefix('http://')}" if whole.startswith("http://") else whole


def _refuse_second(db: Database, url: str) -> None:
    known = find_feed(db, url)
    if known is not None:
        raise BadQueryError(
            f"I already check this feed: {known.shown_id}.", hint=f"feed remove {known.shown_id} ends it."
        )


def _audit(db: Database, by: str, action: str, feed: StoredFeed, now: dt.datetime, *, detail: str = "") -> None:
    """Write an audit row; what stands behind the question mark of an address may be a secret."""
    shown = feed.url.split("?", 1)[0] + detail
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=feed.shown_id, detail=shown))
