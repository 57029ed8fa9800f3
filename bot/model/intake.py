"""A document that an admin asked to have read: where it is, and how far it has come."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import BadQueryError

# Feeds that are polled: what an entry holds, how often it is asked for, and what follows from a failure or silence.

EVERY = dt.timedelta(hours=6)
"""How often a feed is asked unless told otherwise."""
_SHORTEST, _LONGEST = dt.timedelta(minutes=15), dt.timedelta(days=30)
_FIRST_RETRY, _LONGEST_RETRY = dt.timedelta(minutes=15), dt.timedelta(hours=24)
_MOST_STEPS = 6
MOST_TRIES = 5
"""How often an entry or file is tried before it is given up."""
_ENOUGH_DATES = 4
"""Issues that must be known before anybody can say how often they come."""
LAST_ISSUES = 12
"""How many of a source's last issues say how often they come, and who follows it."""
_GRACE = dt.timedelta(days=7)
_UNITS = {"m": dt.timedelta(minutes=1), "h": dt.timedelta(hours=1), "d": dt.timedelta(days=1)}
_WORDS = {"hourly": "1h", "daily": "1d", "weekly": "7d"}
_SPAN = re.compile(r"([1-9][0-9]{0,3})([mhd])")
_ID = re.compile(r"F([1-9][0-9]{0,9})", re.IGNORECASE)
_SLACK_LINK = re.compile(r"<([^<>|]+)(?:\|[^<>]*)?>")


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


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedRequest:
    """What ``feed add`` asks for."""

    url: str
    every: dt.timedelta


def parse_feed_request(text: str) -> FeedRequest:
    """Return address and interval of ``https://... every:6h``, as people and Slack write it; BadQueryError."""
    every, url = EVERY, ""
    for word in _SLACK_LINK.sub(r"\1", text).replace("&amp;", "&").split():
        key, colon, value = word.partition(":")
        if colon and key.lower() == "every":
            every = parse_every(value)
        elif url:
            raise BadQueryError(f"“{word}” is not understood.", hint="Write an address and, if you like, every:6h.")
        else:
            url = word
    if not url.lower().startswith("https://"):
        raise BadQueryError(
            "That is no https address." if url else "There is no address.",
            hint="Write the feed's address: https://… every:6h.",
        )
    return FeedRequest(url=url, every=every)


def parse_every(text: str) -> dt.timedelta:
    """Return an interval such as ``30m``, ``6h``, ``1d`` or ``daily``; BadQueryError outside 15 minutes to 30 days."""
    match = _SPAN.fullmatch(_WORDS.get(text.lower(), text.lower()))
    every = int(match[1]) * _UNITS[match[2]] if match else dt.timedelta()
    if not _SHORTEST <= every <= _LONGEST:
        raise BadQueryError(
            f"“{text}” is no interval for a feed.", hint="Write every:30m, every:6h, every:1d; 15m to 30d."
        )
    return every


def format_every(every: dt.timedelta) -> str:
    """Return an interval as people write it: ``6h``."""
    unit = next((name for name in ("d", "h") if every % _UNITS[name] == dt.timedelta()), "m")
    return f"{every // _UNITS[unit]}{unit}"


def format_feed_id(number: int) -> str:
    """Return a feed's id as people see it: ``F1``."""
    return f"F{number}"


def parse_feed_id(text: str) -> int:
    """Return the number of a feed's id, or raise BadQueryError."""
    match = _ID.fullmatch(text.strip())
    if match is None:
        raise BadQueryError(f"“{text.strip()}” is no feed.", hint="Write F and a number: F3. feed list shows them.")
    return int(match[1])


def decide_next_poll(*, now: dt.datetime, every: dt.timedelta, failures: int) -> dt.datetime:
    """Decide when a feed is asked again: after its interval; after failures soon, then ever later, a day at most."""
    return now + (_back_off(failures) if failures else every)


def decide_retry(*, now: dt.datetime, tries: int, later: bool) -> dt.datetime | None:
    """Decide when an entry that failed is tried again; None when trying again cannot help, or was done enough."""
    return now + _back_off(tries) if later and tries < MOST_TRIES else None


def is_overdue(issued: Iterable[dt.date], *, today: dt.date) -> bool:
    """Say whether a source is silent for much longer than usual: twice its usual gap, and a week more than that gap."""
    days = sorted(set(issued))[-LAST_ISSUES:]
    if len(days) < _ENOUGH_DATES:
        return False
    gap = statistics.median((after - before).days for before, after in itertools.pairwise(days))
    return (today - days[-1]).days > max(2 * gap, gap + _GRACE.days)


def _back_off(failures: int) -> dt.timedelta:
    times: int = 4 ** min(failures - 1, _MOST_STEPS)
    return min(_FIRST_RETRY * times, _LONGEST_RETRY)


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
