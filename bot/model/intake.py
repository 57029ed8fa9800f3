"""What a feed or a person gives to be read: where it is, and how far it has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEntry:
    """One entry: ``key`` tells it from the others for good, ``page`` is its full text as a page of its own, or "".

    ``url`` leads to its document or page and may be "".
    """

    key: str
    title: str
    url: str
    published_on: dt.date | None
    page: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedListing:
    """What a feed holds at the moment, in its order."""

    title: str
    entries: tuple[FeedEntry, ...]


class EntryState(StrEnum):
    """What became of an entry or a watched file."""

    WAITING = "waiting"
    READ = "read"
    PASSED = "passed"
    FAILED = "failed"


def format_feed_id(number: int) -> str:
    """Return a feed's id as people see it: ``F1``."""
    return f"F{number}"


class SourceKind(StrEnum):
    """Where a document is."""

    WEB = "web"
    SLACK_FILE = "slack_file"
    NONE = "none"
    """Nowhere it could be got from: it was refused at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A document to be fetched: a public address, or a file in Slack with its id and the ``size`` Slack states.

    ``name`` is what people call it: the address, or the file's name; a file of Slack's may come without ``url``.
    ``keep`` says that it is stored even if it doesn't look like a briefing.
    """

    kind: SourceKind
    name: str
    url: str = ""
    file_id: str = ""
    size: int | None = None
    keep: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A document that is not read at all, and why."""

    name: str
    said: str
    hint: str = ""


class JobState(StrEnum):
    """How far a document has come."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    ASKED = "asked"
    """It doesn't look like a briefing: whoever sent it is asked whether to keep it."""
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One document of a request; ``outcome`` is its report as JSON, ``said`` and ``hint`` why it was not read."""

    id: int
    intake_id: int
    source: Source
    state: JobState
    attempts: int = 0
    outcome: str = ""
    said: str = ""
    hint: str = ""

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to do for it."""
        return self.state in {JobState.DONE, JobState.ASKED, JobState.FAILED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where the one message about a request stands; ``ts`` is "" before it is posted, ``thread_ts`` outside threads."""

    channel: str
    ts: str = ""
    thread_ts: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Intake:
    """What one person asked for at once: its documents, and the place of the one message about them."""

    id: int
    workspace: str
    by: str
    place: Place | None
    jobs: tuple[Job, ...]

    @property
    def ended(self) -> bool:
        """Whether every document was read or refused."""
        return all(job.ended for job in self.jobs)

    @property
    def key(self) -> str:
        """What its message is known by in Slack."""
        return f"intake {self.workspace} {self.id}"
