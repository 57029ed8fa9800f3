"""New issues that come in on their own: the feeds and the watched folder, looked at again and again beside the tick."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.ingesting.feeds import Feeds
from bot.services.ingesting.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.services.ingesting.feeds import PollReport
    from bot.services.ingesting.ingest import Ingest
    from bot.services.ports import FeedReader, Fetcher, Notices
    from bot.store.database import Store

log = logging.getLogger(__name__)
LOOK_EVERY = dt.timedelta(seconds=15)
"""Between two looks; a feed has its own interval above that."""


@dataclass(frozen=True, kw_only=True)
class Roads:
    """What new issues come in by: the store, the ingest, the web and the reader."""

    store: Store
    ingest: Ingest
    fetcher: Fetcher
    reader: FeedReader

    def build_feeds(self, notices: Notices) -> Feeds:
        """Give the feeds of the store; their entries are listed where documents are read."""
        return Feeds(self.store, self.ingest, self.fetcher, self.reader.list_entries, notices=notices)

    def build_gathering(self, notices: Notices, *, folder: Path | None, stopping: Callable[[], bool]) -> Gathering:
        """Give what looks after the feeds and, where one is set, the watched folder."""
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
