"""Documents that a person, a feed or a folder offers to be read: where they are, and how far they have come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

MOST_DOCUMENTS = 10
"""How many documents one request may name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEntry:
    """One entry of a feed, or one file of a watched folder.

    ``key`` tells it from the others for good; ``url`` leads to its document and may be ""; ``page`` is its full text
    as a page of its own, or "".
    """

    key: str
    title: str
    url: str
    published_on: dt.date | None
    page: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedListing:
    """What a feed offers at the moment, in its order."""

    title: str
    entries: tuple[FeedEntry, ...]


class EntryState(StrEnum):
    """What became of an entry; ``passed`` needs no reading: too old, known already, or asked about in the review."""

    WAITING = "waiting"
    READ = "read"
    PASSED = "passed"
    FAILED = "failed"


def format_feed_id(number: int) -> str:
    """Return a feed's id as people see it: ``F1``."""
    return f"F{number}"


class SourceKind(StrEnum):
    """Where a document is; ``none`` where it was refused at once."""

    WEB = "web"
    SLACK_FILE = "slack_file"
    NONE = "none"


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
    """How far a document has come; ``asked``: whoever sent it decides whether to keep what is no briefing."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    ASKED = "asked"
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
        return self.state not in {JobState.WAITING, JobState.READING}


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
