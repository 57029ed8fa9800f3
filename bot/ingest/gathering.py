"""New issues that come in on their own: the feeds and the watched folder, looked at again and again beside the tick."""

from __future__ import annotations

import datetime as dt
import logging
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UnreadableDocumentError
from bot.ingest.feed_rules import decide_retry
from bot.ingest.feeds import Feeds, PollReport
from bot.ingest.ingest import Ingest, find_unchanged
from bot.model.ids import IdKind
from bot.model.intake import EntryState
from bot.operations.alarms import Notice, PrivateNotices
from bot.reading.child import ChildReader
from bot.reading.received import MAX_BYTES, READABLE_SUFFIXES
from bot.store.database import Store
from bot.store.feeds import WatchedFile, list_watched, write_watched
from bot.web.fetch import WebFetcher

# A folder that is watched: each new or changed file in it is read once, under the hold and the rules of any ingest.

_AT_ONCE = 40
"""Files read in one go; the others wait for the next look."""
_MOST_FILES = 20_000
_NAMED = 5


class Watch:
    """Looks into one folder for one store."""

    def __init__(self, store: Store, ingest: Ingest, folder: Path, *, notices: PrivateNotices) -> None:
        self._store = store
        self._ingest = ingest
        self._folder = folder
        self._notices = notices
        self._seen: dict[str, tuple[int, int]] = {}
        self._is_missing = False

    def look(self, *, now: dt.datetime, stopping: Callable[[], bool] = lambda: False) -> PollReport:
        """Read what is new and stands still; files that failed are tried again when they change, or may have mended.

        Raises a StoreError; all else is in the report. Of a folder that cannot be listed the report speaks once.
        """
        found = self._list()
        if found is None:
            if self._is_missing:
                return PollReport()
            self._is_missing = True
            return PollReport(failed=1, lines=(f"The watched folder {self._folder} cannot be read.",))
        self._is_missing = False
        with self._store.read() as db:
            known = list_watched(db)
        wanted = [path for path, marks in found.items() if _is_wanted(known.get(path), marks, now=now)]
        still = [path for path in wanted if self._seen.get(path) == found[path]]
        self._seen = {path: found[path] for path in wanted}
        read = unchanged = 0
        lines: list[str] = []
        given_up: list[str] = []
        for path in still[:_AT_ONCE]:
            if stopping():
                break
            before = known.get(path)
            done, line = self._read(path, found[path], before, now=now)
            lines.append(line)
            read += done.state is EntryState.READ
            unchanged += done.state is EntryState.PASSED
            if done.state is EntryState.FAILED:
                given_up.append(line)
            with self._store.write() as db:
                write_watched(db, done, now=now)
        if given_up:
            self._tell(given_up, now=now)
        return PollReport(read=read, unchanged=unchanged, failed=len(lines) - read - unchanged, lines=tuple(lines))

    def _list(self) -> dict[str, tuple[int, int]] | None:
        """Return size and time of change of each plain file with a readable name, by path below the folder."""
        found: dict[str, tuple[int, int]] = {}
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
                    found[str(path.relative_to(self._folder))] = (status.st_size, status.st_mtime_ns)
        return None if any(Path(error.filename) == self._folder for error in failed) else found

    def _read(
        self, path: str, marks: tuple[int, int], before: WatchedFile | None, *, now: dt.datetime
    ) -> tuple[WatchedFile, str]:
        tries = before.tries + 1 if before and (before.size, before.changed_ns) == marks else 1
        later = False
        error = ""
        try:
            data = _read_plain(self._folder / path)
            known = find_unchanged(self._store, data)
            report = known or self._ingest.ingest(source_name=Path(path).name, data=data, by="watched folder", now=now)
            number = int(report.briefing_id.removeprefix(IdKind.BRIEFING))
            state = EntryState.PASSED if known else EntryState.READ
            posts = f" Posts: {'; '.join(report.posts)}." if report.posts else ""
            came = (
                f"is held already ({report.briefing_id})."
                if known
                else f"is {report.briefing_id}, {report.items} items."
            )
            line = f"Watched folder: {Path(path).name} {came}{posts}"
        except UnreadableDocumentError as refused:
            number, error = None, str(refused)
            line = f"Watched folder: {error}"
        except OSError as refused:
            number, error, later = None, f"{Path(path).name} cannot be opened: {refused.strerror}.", True
            line = f"Watched folder: {error}"
        again = decide_retry(now=now, tries=tries, later=later) if error else None
        if error:
            state = EntryState.WAITING if again else EntryState.FAILED
        done = WatchedFile(
            path=path,
            size=marks[0],
            changed_ns=marks[1],
            state=state,
            tries=tries,
            next_try_at=again or now,
            error=error,
            briefing_id=number,
        )
        return done, line

    def _tell(self, lines: list[str], *, now: dt.datetime) -> None:
        more = f" And {len(lines) - _NAMED} more files." if len(lines) > _NAMED else ""
        text = " ".join(lines[:_NAMED]) + more
        with self._store.write() as db:
            self._notices.tell(db, Notice(text=text, source="watch", about=f"refused {now.isoformat()}"), now=now)


def _is_wanted(known: WatchedFile | None, marks: tuple[int, int], *, now: dt.datetime) -> bool:
    if known is None or (known.size, known.changed_ns) != marks:
        return True
    return known.state is EntryState.WAITING and known.next_try_at <= now


def _read_plain(path: Path) -> bytes:
    """Return the bytes of a plain file, no link followed; at most one more than are ever read."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        return file.read(MAX_BYTES + 1)


log = logging.getLogger(__name__)
LOOK_EVERY = dt.timedelta(seconds=15)
"""Between two looks; a feed has its own interval above that."""


@dataclass(frozen=True, kw_only=True)
class Roads:
    """What new issues come in by: the store, the ingest, the web and the reader."""

    store: Store
    ingest: Ingest
    fetcher: WebFetcher
    reader: ChildReader

    def build_feeds(self, notices: PrivateNotices) -> Feeds:
        """Return the feeds of the store; their entries are listed where documents are read."""
        return Feeds(self.store, self.ingest, self.fetcher, self.reader, notices=notices)

    def build_gathering(
        self, notices: PrivateNotices, *, folder: Path | None, stopping: Callable[[], bool]
    ) -> Gathering:
        """Return what looks after the feeds and, where one is set, the watched folder."""
        watch = Watch(self.store, self.ingest, folder, notices=notices) if folder else None
        return Gathering(self.build_feeds(notices), watch, stopping=stopping)


class Gathering:
    """Does what is due; slow, so it runs in a thread of its own, and ends early when ``stopping`` says so.

    The log gets how much was done: names of files, titles and addresses are what others wrote.
    """

    def __init__(self, feeds: Feeds, watch: Watch | None, *, stopping: Callable[[], bool]) -> None:
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
        log.info("%s: read %d, held already %d, failed %d", road, done.read, done.unchanged, done.failed)
