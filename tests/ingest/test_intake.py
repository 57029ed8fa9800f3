"""The queue of documents: nothing is lost, each request has one message, and a failure is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.digests.delivery import Delivery
from bot.digests.holds import Holds
from bot.digests.outcomes import Outcome as Reply
from bot.digests.outcomes import OutcomeKind
from bot.digests.pace import Pace
from bot.errors import BadQueryError, FetchError, NotAllowedError
from bot.ingest.ingest_cards import IngestCards
from bot.ingest.intake import PATIENCE, IntakeParts, IntakeQueue, Progress
from bot.ingest.reports import Outcome
from bot.ingest.review import Review, ReviewList
from bot.model.intake import MOST_DOCUMENTS, Refused, Source, SourceKind
from bot.model.post import Message, Post, Posting, PostingState
from bot.scheduler import SOON_S, TICK_S
from bot.store.briefings import get_last_reading
from bot.store.outbox import list_posts
from bot.web.fetch import Fetched
from tests.posting import FakePoster, FakeRenderer
from tests.room import ISSUE, NOW, Room

TEAM = "T1"
WEB = Source(kind=SourceKind.WEB, name="https://example.org/issue.md", url="https://example.org/issue.md")
FILE = Source(kind=SourceKind.SLACK_FILE, name="issue.md", file_id="F1", url="https://files.slack.com/issue.md")


@dataclass
class FakeFetcher:
    """Gives a document for every address, or fails as told."""

    data: bytes = b"aa"
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)
    during: Callable[[], None] = lambda: None

    def fetch(self, source: Source) -> Fetched:
        self.asked.append(source.name)
        self.during()
        if self.error is not None:
            raise self.error
        return Fetched(data=self.data, name="issue.md", url="https://example.org/")


class FakePostings(Holds):
    def __init__(self) -> None: ...

    def find_posting(self, number: int, *, now: dt.datetime) -> Posting:
        _ = (number, now)
        return Posting(state=PostingState.NOBODY)


class NoEntries(Review):
    def __init__(self) -> None: ...

    def list_open(self, *, offset: int = 0, briefing_id: int | None = None) -> ReviewList:
        _ = briefing_id
        return ReviewList(entries=(), total=0, offset=offset, page_size=8)


def render(progress: Progress) -> Message:
    """Say how each document stands, and how many reports there are."""
    said = [f"{job.state.value} {job.said} {job.hint}".strip() for job in progress.jobs]
    said += [card.report.outcome.value for card in progress.cards.values()]
    return Message(text="; ".join(said))


@dataclass
class Desk:
    """A queue with all that it works with."""

    room: Room
    web: FakeFetcher = field(default_factory=FakeFetcher)
    files: FakeFetcher = field(default_factory=FakeFetcher)
    denied: bool = False

    def open(self) -> IntakeQueue:
        """Return a queue as a new process would have it."""
        parts = IntakeParts(
            ingest=self.room.service,
            fetch={SourceKind.WEB: self.web.fetch, SourceKind.SLACK_FILE: self.files.fetch},
            cards=IngestCards(self.room.store, FakePostings(), NoEntries()),
            render=render,
            permit=self._permit,
        )
        return IntakeQueue(self.room.store, parts, workspace=TEAM, clock=FixedClock(NOW))

    def _permit(self, workspace: str, user: str) -> None:
        if self.denied:
            raise NotAllowedError(f"{user} of {workspace} is no admin.", hint="Ask an admin.")

    def list_posts(self) -> list[Post]:
        """Return the messages about requests, in their order."""
        with self.room.store.read() as db:
            return list_posts(db, workspace=TEAM)

    @property
    def said(self) -> str:
        """What the newest message says."""
        return self.list_posts()[-1].message.text


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    room = Room.open(tmp_path / "g.db")
    room.reader.briefings[b"aa"] = ISSUE
    yield Desk(room)
    room.close()


@pytest.mark.parametrize(("source", "asked"), [(WEB, "web"), (FILE, "files")])
def test_a_document_is_fetched_read_and_told(desk: Desk, source: Source, asked: str) -> None:
    """One message goes to whoever asked: after a while that it is read, and its report as soon as there is one."""
    queue = desk.open()
    queue.submit([source], by="U1")
    (post,) = desk.list_posts()
    assert (post.slot.channel, post.message.text, post.not_before) == ("U1", "waiting", NOW + PATIENCE)
    getattr(desk, asked).during = lambda: seen.append(desk.said)
    seen: list[str] = []
    done = queue.run_next()
    assert done is not None
    assert queue.run_next() is None
    assert getattr(desk, asked).asked == [source.name]
    assert seen == ["reading"]
    (post,) = desk.list_posts()
    assert (post.message.text, post.not_before) == ("done; added", NOW)
    with desk.room.store.read() as db:
        assert get_last_reading(db, 1).by == "U1"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FetchError("It is gone.", hint="Check the address."), "failed It is gone. Check the address."),
        (RuntimeError("a bug"), "failed Something went wrong on our side (ref "),
    ],
)
def test_what_fails_is_said_and_the_queue_goes_on(desk: Desk, error: Exception, said: str) -> None:
    """Each failure ends in one line for the person who asked."""
    desk.web.error = error
    queue = desk.open()
    queue.submit([WEB], by="U1")
    queue.submit([FILE], by="U1", refused=[Refused(name="x", said="No.")])
    while queue.run_next():
        pass
    first, second = desk.list_posts()
    assert first.message.text.startswith(said)
    assert second.message.text == "done; failed No.; added"


def test_who_is_no_admin_any_more_has_nothing_read(desk: Desk) -> None:
    """The right is asked for again when the document's turn comes."""
    queue = desk.open()
    queue.submit([WEB], by="U1")
    desk.denied = True
    queue.run_next()
    assert desk.web.asked == []
    assert desk.said == "failed U1 of T1 is no admin. Ask an admin."


@pytest.mark.parametrize("count", [0, MOST_DOCUMENTS + 1])
def test_no_document_and_too_many_are_refused(desk: Desk, count: int) -> None:
    """Nothing is stored for a request that cannot be taken."""
    with pytest.raises(BadQueryError):
        desk.open().submit([WEB] * count, by="U1")
    assert not desk.open().run_next()


def test_a_killed_process_loses_nothing(desk: Desk) -> None:
    """The next one takes up what was begun, reads it once more, and tells it in the same message."""
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
    later.start()
    assert later.run_next()
    assert [post.message.text for post in desk.list_posts()] == ["done; unchanged"]


def test_ten_refused_addresses_are_all_answered_within_fifteen_seconds(desk: Desk) -> None:
    """One message a second for one person, none before a Retry-After; another person's do not wait for them."""
    desk.web.error = FetchError("It is gone.", hint="Check the address.")
    queue = desk.open()
    for user in ("U1",) * 10 + ("U2",):
        queue.submit([WEB], by=user)
    while queue.run_next():
        pass
    passed = [TICK_S]
    calls: list[float] = []
    poster = FakePoster(faults=["ok"] * 4 + [Reply(kind=OutcomeKind.RATE_LIMITED, retry_after_s=2.0)])
    poster.during_post = lambda: calls.append(passed[0])
    pace = Pace(elapsed=lambda: passed[0])
    delivery = Delivery(desk.room.store, poster, FakeRenderer(), workspace=TEAM, pace=pace)
    while len(poster.messages) < 11:
        report = delivery.tick(NOW + dt.timedelta(seconds=passed[0]))
        passed[0] += SOON_S if report.more else TICK_S
    tries = list(zip(poster.tries, calls, strict=True))
    assert tries[1] == ("U2", TICK_S)
    gaps = [later - at for at, later in pairwise(at for user, at in tries if user == "U1")]
    assert (min(gaps), max(gaps)) == (SOON_S, 2.0)
    assert calls[-1] <= 15
