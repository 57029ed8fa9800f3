"""What comes in on its own: the feeds and the watched folder, looked at again and again beside the tick."""

from __future__ import annotations

import datetime as dt
import logging
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from bot.errors import FetchError, NotFoundError
from bot.ingest.feeds import EntryReader, Feeds, PollReport, Stopping
from bot.ingest.ingest import Ingest
from bot.model.intake import EntryState, FeedEntry
from bot.reading.child import ChildReader
from bot.reading.received import MAX_BYTES, READABLE_SUFFIXES
from bot.store.database import Store
from bot.store.feeds import FOLDER, add_entries, list_entries
from bot.web.fetch import WebFetcher

log = logging.getLogger(__name__)
LOOK_EVERY = dt.timedelta(seconds=15)
"""Between two looks; a feed has its own interval above that."""
_MOST_FILES = 20_000


class Watch:
    """Looks into one folder for one store: each new or changed file in it is read once."""

    def __init__(self, store: Store, ingest: Ingest, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._entries = EntryReader(store, ingest)
        self._seen: frozenset[str] = frozenset()
        self._is_missing = False

    def look(self, *, now: dt.datetime, stopping: Stopping = lambda: False) -> PollReport:
        """Read what is new and was the same at the last look; raises a StoreError, all else is in the report.

        Of a folder that cannot be listed the report speaks once.
        """
        found = self._list()
        was_missing, self._is_missing = self._is_missing, found is None
        if found is None:
            line = f"The watched folder {self._folder} cannot be read."
            return PollReport() if was_missing else PollReport(failed=1, lines=(line,))
        with self._store.read() as db:
            known = {each.entry.key for each in list_entries(db, FOLDER)}
        new = [entry for key, entry in found.items() if key not in known]
        still = [entry for entry in new if entry.key in self._seen]
        self._seen = frozenset(entry.key for entry in new)
        if still:
            with self._store.write() as db:
                add_entries(db, FOLDER, still, state=EntryState.WAITING, now=now)
        return self._entries.read_due(FOLDER, self._fetch, name="Watched folder", now=now, stopping=stopping)

    def _list(self) -> dict[str, FeedEntry] | None:
        """Return each plain file with a readable name, by its path in the folder, its size and its time of change."""
        found: dict[str, FeedEntry] = {}
        failed: list[OSError] = []
        for folder, folders, names in os.walk(self._folder, onerror=failed.append):
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
                    below = str(path.relative_to(self._folder))
                    key = f"{below}|{status.st_size}|{status.st_mtime_ns}"
                    found[key] = FeedEntry(key=key, title=name, url=below, published_on=None, page="")
        return None if any(Path(error.filename) == self._folder for error in failed) else found

    def _fetch(self, entry: FeedEntry) -> tuple[str, bytes]:
        """Return the bytes of a plain file, no link followed; at most one more than are ever read."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            with os.fdopen(os.open(self._folder / entry.url, flags), "rb") as file:
                return entry.title, file.read(MAX_BYTES + 1)
        except FileNotFoundError as error:
            raise NotFoundError(f"{entry.title} is gone.") from error
        except OSError as error:
            raise FetchError(f"It cannot be opened: {error.strerror}.", later=True) from error


@dataclass(frozen=True, kw_only=True)
class Roads:
    """What new issues come in by: the store, the ingest, the web and the reader."""

    store: Store
    ingest: Ingest
    fetcher: WebFetcher
    reader: ChildReader


class Gathering:
    """Does what is due; slow, so it runs in a thread of its own, and ends early when ``stopping`` says so.

    The log gets how much was done: names of files, titles and addresses are what others wrote.
    """

    def __init__(self, feeds: Feeds, watch: Watch | None, *, stopping: Stopping) -> None:
        self._feeds = feeds
        self._watch = watch
        self._stopping = stopping
        self._last: dt.datetime | None = None

    def step(self, now: dt.datetime) -> None:
        """Look into the folder and poll what is due, unless that was just done; what came of it is logged."""
        if self._stopping() or (self._last is not None and dt.timedelta() <= now - self._last < LOOK_EVERY):
            return
        self._last = now
        if self._watch is not None:
            _log("the watched folder", self._watch.look(now=now, stopping=self._stopping))
        _log("the feeds", self._feeds.poll_due(now=now, stopping=self._stopping))


def _log(road: str, done: PollReport) -> None:
    if done.lines:
        log.info("%s: read %d, known already %d, failed %d", road, done.read, done.unchanged, done.failed)
