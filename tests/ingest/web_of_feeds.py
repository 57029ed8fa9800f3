"""A web of feeds and pages, a reader that reads anything."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from bot.answers.lookup import Lookup
from bot.clock import FixedClock
from bot.errors import FetchError, NotAllowedError, UnreadableDocumentError
from bot.ingest.feeds import Feeds, fetch_file, fetch_page
from bot.ingest.ingest import Ingest
from bot.ingest.intake import IntakeQueue
from bot.ingest.review import Review
from bot.model.briefing import Briefing
from bot.model.intake import Job, SourceKind
from bot.model.post import Message
from bot.model.review import ReviewKind
from bot.store.database import Store, check_integrity
from bot.web.fetch import Fetched, WebFetcher
from tests.empty_store import open_empty
from tests.feed_lister import FeedLister
from tests.room import ISSUE, LEXICON, RecordingAnnouncer

NOW = dt.datetime(2024, 3, 7, 9, tzinfo=dt.UTC)
FEED = "https://a.example/feed.xml"


def after(**spans: float) -> dt.datetime:
    """Return a moment after NOW."""
    return NOW + dt.timedelta(**spans)


@dataclass
class FakeWeb(WebFetcher):
    """Gives what stands in ``pages``, or raises it; ``asked`` are the addresses with the mark that went along."""

    pages: dict[str, bytes | BaseException] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    during: Callable[[], object] = lambda: None

    def fetch(self, url: str) -> Fetched:
        found = self.fetch_changed(url, etag="", modified="")
        assert found is not None
        return found

    def fetch_changed(self, url: str, *, etag: str, modified: str) -> Fetched | None:
        _ = modified
        self.asked.append((url, etag))
        self.during()
        found = self.pages.get(url, FetchError(f"There is nothing at {url} (404).", hint="Check the address."))
        if isinstance(found, BaseException):
            raise found
        mark = hashlib.sha256(found).hexdigest()[:8]
        if mark == etag:
            return None
        return Fetched(data=found, name=url.rsplit("/", 1)[1], url=url, etag=mark)


@dataclass
class AnyReader(FeedLister):
    """Reads any bytes as an issue with their first words as its title; ``bad`` is refused, ``essay`` has no item."""

    read_names: list[str] = field(default_factory=list)

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        _ = layouts
        self.read_names.append(source_name)
        if data.startswith(b"bad"):
            raise UnreadableDocumentError(f"{source_name} is bad.", hint="Mend it.")
        title = data.decode(errors="replace")
        sha256 = hashlib.sha256(data).hexdigest()
        items = () if data.startswith(b"essay") else ISSUE.items
        named = replace(ISSUE, title=title, publisher=None, series=None)
        return replace(named, source_name=source_name, sha256=sha256, items=items)


def render(jobs: Sequence[Job]) -> Message:
    """Say how each document of a request stands, and what came of those that were read."""
    said = [f"{job.state.value} {job.error}".strip() for job in jobs]
    said += [job.report.effects.outcome.value for job in jobs if job.report]
    return Message(text="; ".join(said))


def name_end(job: Job) -> str:
    """Return what came of a document: a report, a question, or an error."""
    if job.report is not None:
        return f"{job.report.effects.outcome} {job.report.briefing_id}"
    return f"{job.error} {job.asked.shown_id}" if job.asked else job.error


@dataclass
class Desk:
    """Feeds and the queue over a real store; once ``denied`` nobody may have anything read."""

    store: Store
    web: FakeWeb
    reader: AnyReader
    ingest: Ingest
    feeds: Feeds
    review: Review
    denied: bool = False

    @classmethod
    def open(cls, path: Path) -> Self:
        store = open_empty(path)
        web, reader = FakeWeb(), AnyReader()
        announcer = RecordingAnnouncer()
        ingest = Ingest(store, reader, announcer)
        review = Review(store, Lookup(store, LEXICON), announcer, ingest, lambda entry: Message(text=entry.name))
        return cls(store, web, reader, ingest, Feeds(store, web, reader), review)

    def open_queue(self, now: dt.datetime = NOW) -> IntakeQueue:
        """Return the queue as a new process would have it."""
        return IntakeQueue(
            store=self.store,
            ingest=self.ingest,
            fetch={
                SourceKind.WEB: lambda source: self.web.fetch(source.url),
                SourceKind.SLACK_FILE: lambda source: self.web.fetch(source.url),
                SourceKind.FILE: fetch_file,
                SourceKind.PAGE: fetch_page,
            },
            render=render,
            permit=self._permit,
            workspace="T1",
            clock=FixedClock(now),
        )

    def _permit(self, workspace: str, user: str) -> None:
        if self.denied:
            raise NotAllowedError(f"{user} of {workspace} is no admin.", hint="Ask an admin.")

    def read_due(self, now: dt.datetime) -> list[str]:
        """Read what waits, and return what came of each, in a line."""
        jobs = iter(self.open_queue(now).run_next, None)
        return [f"{job.by}: {job.source.name}: {name_end(job)}" for job in jobs]

    def poll(self, now: dt.datetime) -> list[str]:
        """Ask the feeds that are due and read what is new; return what came of each entry, in lines."""
        self.feeds.poll(now=now)
        return self.read_due(now)

    def close(self) -> None:
        check_integrity(self.store.path)
        self.store.close()

    def list_failed(self) -> list[str]:
        """Return what the review list says could not be read."""
        entries = self.review.list_open().rows
        return [f"{entry.name}. {entry.reason}" for entry in entries if entry.kind is ReviewKind.FAILED]

    def publish(self, *numbers: int) -> None:
        """Put these issues into the feed, the newest first, and their pages beside it."""
        items = [
            f"<item><title>Issue {number}</title><guid>{number}</guid><link>/{number}.html</link>"
            f"<pubDate>{dt.date(2024, 2, 12) + dt.timedelta(weeks=number):%a, %d %b %Y} 10:00:00 GMT</pubDate></item>"
            for number in sorted(numbers, reverse=True)
        ]
        feed = f"<rss version='2.0'><channel><title>Harbour Notes</title>{''.join(items)}</channel></rss>"
        self.web.pages[FEED] = feed.encode()
        for number in numbers:
            self.web.pages.setdefault(f"https://a.example/{number}.html", f"issue {number}".encode())
