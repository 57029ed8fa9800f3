"""A document that an admin asked to have read: where it is, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_ATTEMPTS = 3
"""How often a document is begun that each time was interrupted; one that ends the process must not do so for ever."""
MOST_DOCUMENTS = 10
"""How many documents one request may name."""


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
    """

    kind: SourceKind
    name: str
    url: str = ""
    file_id: str = ""
    size: int | None = None


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
        return self.state in {JobState.DONE, JobState.FAILED}


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
