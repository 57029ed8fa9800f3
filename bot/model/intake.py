"""Documents on their way in: where they are, how far they have come, and what came of them."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.model.briefing import Briefing, Item, LayoutDoubt, UsedLayout
from bot.model.identity import briefing_name
from bot.model.post import Posting
from bot.model.review import ReviewEntry

MOST_DOCUMENTS = 10
"""What one request may name."""


class SourceKind(StrEnum):
    """Where a document is: on the web, in Slack, in the watched folder; ``page`` is in the source itself."""

    WEB = "web"
    SLACK_FILE = "slack_file"
    FILE = "file"
    PAGE = "page"


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A document to be fetched: an address, a path, or a file in Slack; ``name`` is what people call it."""

    kind: SourceKind
    name: str
    url: str = ""
    size: int | None = None
    page: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedListing:
    """What a feed offers at the moment, the oldest first; each source has a key that tells it from others for good."""

    title: str
    sources: dict[str, Source]


class Outcome(StrEnum):
    """What a document was beside those read before: a new briefing, a correction, another file, or the same again."""

    ADDED = "added"
    CORRECTED = "corrected"
    SAME_TEXT = "same_text"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True, slots=True)
class Effects:
    """What came of a reading: a line for each item and post it changed, and each policy that became one."""

    outcome: Outcome
    changes: tuple[str, ...] = ()
    united: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LayoutView:
    """A document, stored or not, as a layout reads it; ``doubt`` is why a person should look at the layout."""

    name: str
    briefing_id: str | None
    used: UsedLayout
    items: tuple[Item, ...]
    doubt: LayoutDoubt | None


@dataclass(frozen=True, kw_only=True, slots=True)
class IngestReport:
    """A reading of a document: what it brought, as people have settled it, and how things stand with it at ``seen_at``.

    ``reading`` is its number. ``posting`` says where its posts are, None once the reading does not count any more;
    ``layout`` is what it was read with, None where there is nothing to confirm.
    """

    reading: int
    briefing_id: str
    briefing: Briefing
    effects: Effects
    at: dt.datetime
    by: str
    in_force: bool
    undone_at: dt.datetime | None
    seen_at: dt.datetime
    to_check: tuple[ReviewEntry, ...] = ()
    layout: LayoutView | None = None
    posting: Posting | None = None

    @property
    def name(self) -> str:
        """What the briefing is called."""
        return briefing_name(self.briefing)


class JobState(StrEnum):
    """How far a document has come."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One document, wanted ``by`` a person of a workspace, or offered by a feed or the folder, in no workspace.

    ``request`` counts what was asked for at once; what is offered comes once under its ``key``. What is done has its
    ``reading`` and ``outcome``, or a question on the review list whether to keep it, or neither: it was not to be read.
    """

    id: int = 0
    request: int = 0
    workspace: str = ""
    by: str
    key: str | None = None
    source: Source
    state: JobState = JobState.WAITING
    attempts: int = 0
    reading: int | None = None
    outcome: Outcome | None = None
    asked_key: str | None = None
    error: str = ""
    report: IngestReport | None = None
    asked: ReviewEntry | None = None

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to do for it."""
        return self.state in {JobState.DONE, JobState.FAILED}
