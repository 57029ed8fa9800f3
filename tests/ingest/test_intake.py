"""The queue of documents: nothing is lost, each request has one message, and a failure is said."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bot.digests.delivery import Delivery, Pace
from bot.digests.holds import Troubles
from bot.digests.outcomes import Outcome as Reply
from bot.digests.outcomes import OutcomeKind
from bot.errors import BadQueryError, FetchError, UnreadableDocumentError
from bot.ingest.intake import PATIENCE
from bot.model.intake import MOST_DOCUMENTS, Source, SourceKind
from bot.model.post import Post
from bot.scheduler import TICK_S
from bot.store.briefings import get_reading
from bot.store.outbox import list_posts
from tests.ingest.web_of_feeds import NOW, Desk
from tests.posting import FakePoster, FakeRenderer

URL = "https://example.org/issue.md"
WEB = Source(kind=SourceKind.WEB, name=URL, url=URL)
FILE = replace(WEB, kind=SourceKind.SLACK_FILE, name="issue.md", url="https://files.slack.com/issue.md")
GONE = Source(kind=SourceKind.WEB, name="https://example.org/gone", url="https://example.org/gone")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk.open(tmp_path / "g.db")
    desk.web.pages |= {WEB.url: b"issue 1", FILE.url: b"issue 2"}
    yield desk
    desk.close()


def posts(desk: Desk) -> list[Post]:
    """Return the messages about requests, in their order."""
    with desk.store.read() as db:
        return list_posts(db, workspace="T1")


def said(desk: Desk) -> str:
    """Return what the newest message says."""
    return posts(desk)[-1].message.text


@pytest.mark.parametrize("source", [WEB, FILE])
def test_a_document_is_fetched_read_and_told(desk: Desk, source: Source) -> None:
    """One message goes to whoever asked: after a while that it is read, and its report as soon as there is one."""
    queue, seen = desk.open_queue(), list[str]()
    queue.submit([source], by="U1")
    (post,) = posts(desk)
    assert (post.slot.channel, post.message.text, post.not_before) == ("U1", "waiting", NOW + PATIENCE)
    desk.web.during = lambda: seen.append(said(desk))
    assert queue.run_next()
    assert queue.run_next() is None
    assert [url for url, _ in desk.web.asked] == [source.url]
    assert seen == ["reading"]
    (post,) = posts(desk)
    assert (post.message.text, post.not_before) == ("done; added", NOW)
    with desk.store.read() as db:
        assert get_reading(db, 1).by == "U1"


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (FetchError("It is gone.", hint="Check the address."), "failed It is gone. Check the address."),
        (RuntimeError("a bug"), "failed Something went wrong on our side (ref "),
    ],
)
def test_what_fails_is_said_and_the_queue_goes_on(desk: Desk, error: Exception, line: str) -> None:
    """Each failure ends in one line for the person who asked."""
    desk.web.pages[GONE.url] = error
    queue = desk.open_queue()
    queue.submit([GONE], by="U1")
    queue.submit([FILE], by="U1", refused=[("x", UnreadableDocumentError("No."))])
    while queue.run_next():
        pass
    first, second = posts(desk)
    assert first.message.text.startswith(line)
    assert second.message.text == "done; failed No.; added"


def test_who_is_no_admin_any_more_has_nothing_read(desk: Desk) -> None:
    """The right is asked for again when the document's turn comes."""
    queue = desk.open_queue()
    queue.submit([WEB], by="U1")
    desk.denied = True
    queue.run_next()
    assert desk.web.asked == []
    assert said(desk) == "failed U1 of T1 is no admin. Ask an admin."


@pytest.mark.parametrize("count", [0, MOST_DOCUMENTS + 1])
def test_no_document_and_too_many_are_refused(desk: Desk, count: int) -> None:
    """Nothing is stored for a request that cannot be taken."""
    with pytest.raises(BadQueryError):
        desk.open_queue().submit([WEB] * count, by="U1")
    assert not desk.open_queue().run_next()


def test_a_killed_process_loses_nothing(desk: Desk) -> None:
    """The next one takes up what was begun, reads it once more, and tells it in the same message."""
    queue = desk.open_queue()
    queue.submit([WEB], by="U1")
    desk.web.pages[WEB.url] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        queue.run_next()
    desk.web.pages[WEB.url] = b"issue 1"
    later = desk.open_queue()
    later.start()
    assert later.run_next()
    assert [post.message.text for post in posts(desk)] == ["done; added"]


def test_ten_refused_addresses_are_all_answered_within_fifteen_seconds(desk: Desk) -> None:
    """One message a second for one person, none before a Retry-After; another person's do not wait for them."""
    queue = desk.open_queue()
    for user in ("U1",) * 10 + ("U2",):
        queue.submit([GONE], by=user)
    while queue.run_next():
        pass
    passed = [TICK_S]
    calls: list[float] = []
    poster = FakePoster(faults=["ok"] * 4 + [Reply(kind=OutcomeKind.RATE_LIMITED, retry_after_s=2.0)])
    poster.during_post = lambda: calls.append(passed[0])
    pace = Pace(elapsed=lambda: passed[0])
    delivery = Delivery(desk.store, poster, Troubles(desk.store, FakeRenderer(), workspace="T1"), pace=pace)
    while len(poster.messages) < 11:
        delivery.tick(NOW + dt.timedelta(seconds=passed[0]))
        passed[0] += TICK_S
    tries = list(zip(poster.tries, calls, strict=True))
    assert tries[1] == ("U2", TICK_S)
    gaps = [later - at for at, later in pairwise(at for user, at in tries if user == "U1")]
    assert (min(gaps), max(gaps)) == (TICK_S, 2.0)
    assert calls[-1] <= 15
