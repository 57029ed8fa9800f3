"""The queue of documents: nothing is lost, each request has one message, and a failure is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest

from bot.digests.holds import Holds
from bot.errors import BadQueryError, FetchError, NotAllowedError
from bot.ingest.ingest_cards import IngestCards
from bot.ingest.intake import BETWEEN, IntakeParts, IntakeQueue, Progress, Told
from bot.ingest.reports import Outcome
from bot.ingest.review import Review, ReviewList
from bot.model.intake import MOST_DOCUMENTS, JobState, Place, Refused, Source, SourceKind
from bot.model.post import Posting, PostingState
from bot.web.fetch import Fetched, WebFetcher
from tests.room import ISSUE, NOW, Room

TEAM = "T1"
WEB = Source(kind=SourceKind.WEB, name="https://example.org/issue.md", url="https://example.org/issue.md")
FILE = Source(kind=SourceKind.SLACK_FILE, name="issue.md", file_id="F1", url="https://files.slack.com/issue.md")


@dataclass
class SteppingClock:
    """A clock that goes on by itself, so that every edit is far enough from the last."""

    at: dt.datetime = NOW
    step: dt.timedelta = BETWEEN

    def now(self) -> dt.datetime:
        self.at += self.step
        return self.at


@dataclass
class FakeFetcher(WebFetcher):
    """Gives a document for every address, or fails as told."""

    data: bytes = b"aa"
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)
    during: Callable[[], None] = lambda: None

    def fetch(self, url: str | Source) -> Fetched:
        self.asked.append(url if isinstance(url, str) else url.name)
        self.during()
        if self.error is not None:
            raise self.error
        return Fetched(data=self.data, name="issue.md", url="https://example.org/")

    def fetch_changed(self, url: str, *, etag: str, modified: str) -> Fetched | None:
        _ = (etag, modified)
        return self.fetch(url)


@dataclass
class FakeTeller:
    """Keeps what it was to tell; ``ends`` are taken one a call."""

    told: list[tuple[Progress, bool]] = field(default_factory=list)
    ends: list[Told] = field(default_factory=list)

    def tell(self, progress: Progress, *, again: bool) -> Told:
        self.told.append((progress, again))
        place = progress.intake.place or Place(channel="D1")
        return self.ends.pop(0) if self.ends else Told(place=replace(place, ts=place.ts or "1.1"), done=True)


class FakePostings(Holds):
    def __init__(self) -> None: ...

    def find_posting(self, number: int, *, now: dt.datetime) -> Posting:
        _ = (number, now)
        return Posting(state=PostingState.NOBODY)


class NoEntries(Review):
    def __init__(self) -> None: ...

    def list_open(self, *, offset: int = 0, briefing_id: int | None = None, certain: bool = False) -> ReviewList:
        _ = briefing_id
        return ReviewList(entries=(), total=0, offset=offset, page_size=8, certain=certain)


@dataclass
class Desk:
    """A queue with all that it works with."""

    room: Room
    web: FakeFetcher = field(default_factory=FakeFetcher)
    files: FakeFetcher = field(default_factory=FakeFetcher)
    teller: FakeTeller = field(default_factory=FakeTeller)
    clock: SteppingClock = field(default_factory=SteppingClock)
    denied: bool = False

    def open(self, *, workspace: str = TEAM) -> IntakeQueue:
        """Return a queue as a new process would have it."""
        parts = IntakeParts(
            ingest=self.room.service,
            fetcher=self.web,
            fetch_file=self.files.fetch,
            cards=IngestCards(self.room.store, FakePostings(), NoEntries()),
            tell=self.teller.tell,
            permit=self._permit,
        )
        return IntakeQueue(self.room.store, parts, workspace=workspace, clock=self.clock)

    def _permit(self, workspace: str, user: str) -> None:
        if self.denied:
            raise NotAllowedError(f"{user} of {workspace} is no admin.", hint="Ask an admin.")

    @property
    def last(self) -> Progress:
        """What was told last."""
        return self.teller.told[-1][0]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    room = Room.open(tmp_path / "g.db")
    room.reader.briefings[b"aa"] = ISSUE
    yield Desk(room)
    room.close()


@pytest.mark.parametrize(("source", "asked"), [(WEB, "web"), (FILE, "files")])
def test_a_document_is_fetched_read_and_told(desk: Desk, source: Source, asked: str) -> None:
    """That it is read is told in one message, and at the end its report; whoever asked stands for it."""
    queue = desk.open()
    intake = queue.submit([source], by="U1")
    assert queue.run_next()
    assert not queue.run_next()
    assert getattr(desk, asked).asked == [source.url if asked == "web" else source.name]
    number = intake.jobs[0].id
    assert [progress.intake.jobs[0].state for progress, _ in desk.teller.told] == [JobState.READING, JobState.DONE]
    assert desk.last.intake.place == Place(channel="D1", ts="1.1")
    card = desk.last.cards[number]
    assert card.report.outcome is Outcome.ADDED
    assert card.reading is not None
    assert (card.reading.by, card.number, card.in_force) == ("U1", 1, True)
    queue.tell_rest()
    assert len(desk.teller.told) == 2


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FetchError("It is gone.", hint="Check the address."), "It is gone."),
        (RuntimeError("a bug"), "Something went wrong on our side (ref "),
    ],
)
def test_what_fails_is_said_and_the_queue_goes_on(desk: Desk, error: Exception, said: str) -> None:
    """Each failure ends in one line for the person who asked."""
    desk.web.error = error
    queue = desk.open()
    queue.submit([WEB], by="U1")
    queue.submit([FILE], by="U1")
    assert queue.run_next()
    assert desk.last.intake.jobs[0].said.startswith(said)
    assert desk.last.intake.jobs[0].hint
    assert queue.run_next()
    assert len(desk.last.cards) == 1


def test_who_is_no_admin_any_more_has_nothing_read(desk: Desk) -> None:
    """The right is asked for again when the document's turn comes."""
    queue = desk.open()
    queue.submit([WEB], by="U1")
    desk.denied = True
    queue.run_next()
    assert desk.web.asked == []
    assert desk.last.intake.jobs[0].said == "U1 of T1 is no admin."


@pytest.mark.parametrize("count", [0, MOST_DOCUMENTS + 1])
def test_no_document_and_too_many_are_refused(desk: Desk, count: int) -> None:
    """Nothing is stored for a request that cannot be taken."""
    with pytest.raises(BadQueryError):
        desk.open().submit([WEB] * count, by="U1")
    assert not desk.open().run_next()


def test_a_killed_process_loses_nothing(desk: Desk) -> None:
    """The next one takes up what was begun, finds the message again, and reports what was stored as new."""
    queue = desk.open()
    queue.submit([WEB], by="U1")

    def die() -> None:
        raise KeyboardInterrupt

    desk.web.during = die
    with pytest.raises(KeyboardInterrupt):
        queue.run_next()
    desk.web.during = lambda: None
    assert desk.room.ingest(ISSUE) is Outcome.ADDED  # as if the process had died just after it had stored it
    later = desk.open()
    assert later.start() == 1
    assert later.run_next()
    assert [again for _, again in desk.teller.told] == [False, False, False]
    assert desk.last.intake.place == Place(channel="D1", ts="1.1")
    assert next(iter(desk.last.cards.values())).report.outcome is Outcome.ADDED


def test_an_end_that_could_not_be_told_is_told_later(desk: Desk) -> None:
    """Slack's wish to wait is heeded; what can never be told is given up."""
    away = Told(place=None, done=False, wait_s=3600)
    desk.teller.ends = [away]
    queue = desk.open()
    queue.submit([WEB], by="U1")
    queue.run_next()
    assert queue.tell_rest()
    assert len(desk.teller.told) == 1
    desk.clock.at += dt.timedelta(hours=2)
    queue.tell_rest()
    assert desk.teller.told[-1][1]
    assert queue.tell_rest() is None
    assert len(desk.teller.told) == 2
    desk.teller.ends = [Told(place=None, done=False, gone=True)]
    queue.submit([], by="U1", refused=[Refused(name="x", said="No.")])
    queue.tell_rest()
    assert queue.tell_rest() is None
    assert len(desk.teller.told) == 3


def test_ten_refused_addresses_are_all_answered_within_fifteen_seconds(desk: Desk) -> None:
    """One call a second for one person, none before a Retry-After; another person's messages do not wait for them."""
    desk.clock.step = dt.timedelta()
    desk.web.error = FetchError("It is gone.", hint="Check the address.")
    calls: list[tuple[str, dt.datetime]] = []
    teller = desk.teller.tell

    def tell(progress: Progress, *, again: bool) -> Told:
        calls.append((progress.intake.by, desk.clock.at))
        limited = Told(place=progress.intake.place, done=False, wait_s=2)
        return limited if len(calls) == 5 else teller(progress, again=again)

    desk.teller.tell = tell  # type: ignore[method-assign]
    queue = desk.open()
    for _ in range(10):
        queue.submit([WEB], by="U1")
    queue.submit([WEB], by="U2")
    while queue.run_next():
        pass
    while (wait_s := queue.tell_rest()) is not None:
        desk.clock.at += dt.timedelta(seconds=wait_s)
    ended = {progress.intake.id for progress, _ in desk.teller.told if progress.intake.ended}
    assert ended == set(range(1, 12))
    times = [at for by, at in calls if by == "U1"]
    gaps = [(later - at).total_seconds() for at, later in pairwise(times)]
    assert (min(gaps), max(gaps)) == (1, 2)
    assert (times[-1] - NOW).total_seconds() <= 15
    assert next(at for by, at in calls if by == "U2") == NOW
