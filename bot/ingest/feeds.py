"""Feeds that are polled: each new entry becomes a briefing, under the hold and the rules of any ingest.

For ``/ingest feed ...``: ``Feeds.add("https://… every:6h", by=user, now=now)`` and ``remove("F1", ...)``, both with an
audit row; ``list_feeds(now=now)``. ``add`` asks the feed's server, which may take a minute: call it after the ack. The
answers are built by ``bot.slack.messages.home``. Errors are GongbaoErrors of one line.

An entry's text is read where the feed holds all of it, else the PDF or Word file attached to the entry, else the page
that it links to. A feed that is added is read from its newest entry on; what is older is left alone.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from bot.errors import BadQueryError, FetchError, NotFoundError, UnreadableDocumentError
from bot.ingest.feed_rules import decide_next_poll, decide_retry, format_every, parse_feed_id, parse_feed_request
from bot.ingest.ingest import Ingest, find_unchanged
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, format_id
from bot.model.intake import EntryState, FeedEntry, FeedListing
from bot.operations.alarms import Notice, PrivateNotices, is_overdue
from bot.reading.child import ChildReader
from bot.store.database import Database, Store
from bot.store.feeds import (
    Poll,
    StoredEntry,
    StoredFeed,
    add_entries,
    add_feed,
    find_feed,
    get_feed,
    list_due_entries,
    list_due_feeds,
    list_entries,
    list_feeds,
    mark_told,
    record_entry,
    record_poll,
    remove_feed,
)
from bot.store.licences import AuditRow, add_audit
from bot.web.fetch import Fetched, WebFetcher

# A polled feed as people see it.


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
    polled_at: dt.datetime | None
    next_poll_at: dt.datetime
    overdue: bool
    error: str
    failed: tuple[tuple[str, str], ...]


def build_card(db: Database, feed: StoredFeed, *, now: dt.datetime) -> FeedCard:
    """Return a polled feed as people see it."""
    entries = list_entries(db, feed.id)
    counts = Counter(entry.state for entry in entries)
    days = list_days(entries)
    read = [entry.briefing_id for entry in entries if entry.briefing_id is not None]
    failed = [entry for entry in entries if entry.state is EntryState.FAILED]
    return FeedCard(
        id=feed.shown_id,
        title=feed.title,
        url=feed.url,
        every=format_every(feed.every),
        read=counts[EntryState.READ],
        waiting=counts[EntryState.WAITING],
        newest_on=max(days, default=None),
        last_id=format_id(IdKind.BRIEFING, read[-1]) if read else None,
        polled_at=feed.polled_at,
        next_poll_at=feed.next_poll_at,
        overdue=is_overdue(days, today=beijing_day(now)),
        error=feed.error,
        failed=tuple((entry.entry.title or entry.entry.url, entry.error) for entry in failed[-3:]),
    )


def list_days(entries: Iterable[StoredEntry]) -> list[dt.date]:
    """Return the days of the entries that have one."""
    return [entry.entry.published_on for entry in entries if entry.entry.published_on]


_TELL_AFTER = 3
"""Failed polls in a row before the admins and who added the feed are told."""
_AT_ONCE = 40
"""Entries read in one go; the others wait for the next."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PollReport:
    """What was done: ``lines`` say it, one each; ``failed`` how many feeds and entries could not be read."""

    read: int = 0
    unchanged: int = 0
    failed: int = 0
    lines: tuple[str, ...] = ()


class Feeds:
    """Keeps and polls the feeds of one store."""

    def __init__(
        self, store: Store, ingest: Ingest, fetcher: WebFetcher, reader: ChildReader, *, notices: PrivateNotices
    ) -> None:
        self._store = store
        self._ingest = ingest
        self._fetcher = fetcher
        self._reader = reader
        self._notices = notices

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
            number = add_feed(db, url=asked.url, title=listing.title or fetched.name, every=asked.every, by=by, now=now)
            add_entries(db, number, entries[:-1], state=EntryState.PASSED, now=now)
            add_entries(db, number, entries[-1:], state=EntryState.WAITING, now=now)
            record_poll(db, number, _succeed(fetched.etag, fetched.modified, asked.every, now=now), now=now)
            _audit(db, by, "add feed", number, f"{_strip(asked.url)} every {format_every(asked.every)}", now)
            return build_card(db, get_feed(db, number), now=now)

    def remove(self, text: str, *, by: str, now: dt.datetime) -> FeedCard:
        """Poll the feed of this id no more; what was read from it stays. Raises BadQueryError or NotFoundError."""
        number = parse_feed_id(text)
        with self._store.write() as db:
            card = build_card(db, get_feed(db, number), now=now)
            remove_feed(db, number, now=now)
            _audit(db, by, "remove feed", number, _strip(card.url), now)
            return card

    def list_feeds(self, *, now: dt.datetime) -> tuple[FeedCard, ...]:
        """Return the feeds that are polled, by number."""
        with self._store.read() as db:
            return tuple(build_card(db, feed, now=now) for feed in list_feeds(db))

    def poll_due(
        self, *, now: dt.datetime, every: bool = False, stopping: Callable[[], bool] = lambda: False
    ) -> PollReport:
        """Ask the feeds that are due (``every``: all of them), then read the entries that wait, oldest first.

        Stops between two of them when ``stopping`` says so. Raises a StoreError; all else is in the report.
        """
        report = PollReport()
        with self._store.read() as db:
            due = list_feeds(db) if every else list_due_feeds(db, now=now)
        for feed in due:
            if stopping():
                return report
            report = _join(report, self._poll(feed, now=now, stopping=stopping))
        with self._store.read() as db:
            waiting = list_due_entries(db, now=now, limit=_AT_ONCE)
        for entry in waiting:
            if stopping():
                break
            report = _join(report, self._read(entry, now=now, stopping=stopping))
        return report

    def _poll(self, feed: StoredFeed, *, now: dt.datetime, stopping: Callable[[], bool]) -> PollReport:
        try:
            fetched = self._fetcher.fetch_changed(feed.url, etag=feed.etag, modified=feed.modified)
            listing = self._reader.list_entries(fetched.data, source_name=fetched.name) if fetched else None
        except (FetchError, UnreadableDocumentError) as error:
            return PollReport() if stopping() else self._fail_poll(feed, str(error), now=now)
        with self._store.write() as db:
            added = 0
            poll = _succeed(feed.etag, feed.modified, feed.every, now=now)
            if fetched and listing:
                poll = _succeed(fetched.etag, fetched.modified, feed.every, now=now)
                added = add_entries(db, feed.id, _order(listing, fetched), state=EntryState.WAITING, now=now)
            record_poll(db, feed.id, poll, now=now)
        return PollReport(lines=(f"{_name(feed)}: {added} new.",) if added else ())

    def _fail_poll(self, feed: StoredFeed, error: str, *, now: dt.datetime) -> PollReport:
        failures = feed.failures + 1
        poll = Poll(
            etag=feed.etag,
            modified=feed.modified,
            failures=failures,
            error=error,
            next_poll_at=decide_next_poll(now=now, every=feed.every, failures=failures),
        )
        with self._store.write() as db:
            record_poll(db, feed.id, poll, now=now)
            if failures >= _TELL_AFTER:
                self._tell(db, feed, f"{_name(feed)} could not be read {failures} times. {error}", now=now)
        return PollReport(failed=1, lines=(f"{_name(feed)} could not be read. {error}",))

    def _read(self, waiting: StoredEntry, *, now: dt.datetime, stopping: Callable[[], bool]) -> PollReport:
        with self._store.read() as db:
            try:
                feed = get_feed(db, waiting.feed_id)
            except NotFoundError:  # removed meanwhile
                return PollReport()
        named = waiting.entry.title or waiting.entry.url
        try:
            name, data = self._get(waiting.entry)
            known = find_unchanged(self._store, data)
            report = known or self._ingest.ingest(source_name=name, data=data, by=f"feed {feed.shown_id}", now=now)
        except (FetchError, UnreadableDocumentError) as error:
            if stopping():
                return PollReport()
            later = isinstance(error, FetchError) and error.later
            return self._fail_entry(feed, waiting, str(error), later=later, now=now)
        number = int(report.briefing_id.removeprefix(IdKind.BRIEFING))
        with self._store.write() as db:
            done = replace(waiting, state=EntryState.READ, tries=waiting.tries + 1, error="", briefing_id=number)
            record_entry(db, done)
            if feed.failures == 0:
                mark_told(db, feed.id, at=None)
        if known:
            return PollReport(
                unchanged=1, lines=(f"{feed.shown_id}: “{named}” is held already ({report.briefing_id}).",)
            )
        posts = f" Posts: {'; '.join(report.posts)}." if report.posts else ""
        line = f"{feed.shown_id}: “{named}” is {report.briefing_id}, {report.items} items.{posts}"
        return PollReport(read=1, lines=(line,))

    def _get(self, entry: FeedEntry) -> tuple[str, bytes]:
        if entry.page:
            return f"{entry.title or 'entry'}.html", entry.page.encode(errors="replace")
        if not entry.url:
            raise UnreadableDocumentError("The entry has neither a text nor an address.")
        fetched = self._fetcher.fetch(entry.url)
        return fetched.name, fetched.data

    def _fail_entry(
        self, feed: StoredFeed, waiting: StoredEntry, error: str, *, later: bool, now: dt.datetime
    ) -> PollReport:
        tries = waiting.tries + 1
        again = decide_retry(now=now, tries=tries, later=later)
        state = EntryState.WAITING if again else EntryState.FAILED
        line = f"{_name(feed)}: “{waiting.entry.title or waiting.entry.url}” could not be read. {error}"
        with self._store.write() as db:
            record_entry(db, replace(waiting, state=state, tries=tries, next_try_at=again or now, error=error))
            if again is None:
                self._tell(db, feed, line, now=now)
        return PollReport(failed=1, lines=(f"{line} It is tried again." if again else line,))

    def _tell(self, db: Database, feed: StoredFeed, text: str, *, now: dt.datetime) -> None:
        """Notify the admins and who added the feed of a trouble, once until it is over."""
        notice = Notice(text=text, source=feed.shown_id, about=f"trouble {now.isoformat()}")
        if get_feed(db, feed.id).told_at is None and self._notices.tell(db, notice, now=now, also=(feed.added_by,)):
            mark_told(db, feed.id, at=now)


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
    held = find_feed(db, url)
    if held is not None:
        raise BadQueryError(
            f"This feed is polled already: {held.shown_id}.", hint=f"feed remove {held.shown_id} ends it."
        )


def _succeed(etag: str, modified: str, every: dt.timedelta, *, now: dt.datetime) -> Poll:
    next_poll_at = decide_next_poll(now=now, every=every, failures=0)
    return Poll(etag=etag, modified=modified, failures=0, error="", next_poll_at=next_poll_at)


def _strip(url: str) -> str:
    """Return an address without what may be a secret in it."""
    return url.split("?", 1)[0]


def _name(feed: StoredFeed) -> str:
    return f"Feed {feed.shown_id} ({feed.title})"


def _audit(db: Database, by: str, action: str, number: int, detail: str, now: dt.datetime) -> None:
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=f"F{number}", detail=detail))


def _join(first: PollReport, second: PollReport) -> PollReport:
    return PollReport(
        read=first.read + second.read,
        unchanged=first.unchanged + second.unchanged,
        failed=first.failed + second.failed,
        lines=(*first.lines, *second.lines),
    )
