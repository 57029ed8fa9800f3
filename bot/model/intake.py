"""Documents to be read, that a person, a feed or the watched folder offers: where they are, how far they have come."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

MOST_DOCUMENTS = 10
"""How many documents one request may name."""
FOLDER = "folder"
"""The origin of what the watched folder offers; that of a feed's entry is the feed's id (``F1``)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEntry:
    """One entry of a feed.

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


def format_feed_id(number: int) -> str:
    """Return a feed's id as people see it: ``F1``."""
    return f"F{number}"


class SourceKind(StrEnum):
    """Where a document is: on the web, in Slack, in the watched folder; ``page`` is in the source itself."""

    WEB = "web"
    SLACK_FILE = "slack_file"
    FILE = "file"
    PAGE = "page"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A document to be fetched: a public address, a path, or a file in Slack with its id and the ``size`` it states.

    ``name`` is what people call it: the address, the file's name, an entry's title; a file of Slack's may come without
    ``url``.
    """

    kind: SourceKind
    name: str
    url: str = ""
    file_id: str = ""
    size: int | None = None
    page: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A document that is not read at all, and why."""

    name: str
    said: str
    hint: str = ""


class JobState(StrEnum):
    """How far a document has come.

    ``passed``: it needs no reading, or waits in the review list as it doesn't look like a briefing.
    """

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"
    PASSED = "passed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One document, wanted by a person of a workspace or offered by its ``origin`` (both "" otherwise).

    ``request`` counts what was asked for at once; ``outcome`` is the report as JSON, or the key of the review
    list's entry about what doesn't look like a briefing; ``said`` and ``hint`` tell why it was not read.
    """

    id: int
    request: int
    workspace: str
    by: str
    origin: str
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


def name_origin(origin: str) -> str:
    """Return what people call a feed, or the folder, that something comes from."""
    return "Watched folder" if origin == FOLDER else f"Feed {origin}"
