"""Polling feeds: each new entry is read once, failures are remembered and retried, and people are told once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.feeds import MOST_TRIES
from bot.errors import BadQueryError, FetchError, NotFoundError, UnreadableDocumentError
from bot.store.audit import list_audit
from tests.services.ingesting.web_of_feeds import FEED, NOW, Desk, after, build_feed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


LATER = FetchError("a.example does not answer.", hint="Try again later.", later=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Feeds over an empty store; the feed holds three issues."""
    desk = Desk.open(tmp_path / "g.db")
    desk.publish(1, 2, 3)
    yield desk
    desk.close()


def test_a_feed_is_read_from_its_newest_entry_on(desk: Desk) -> None:
    """What is older is left alone; each later entry is read once, oldest first, from its page."""
    card = desk.feeds.add(f"{FEED} every:2h", by="U1", now=NOW)
    assert (card.id, card.title, card.every, card.waiting, card.read) == ("F1", "Harbour Notes", "2h", 1, 0)
    assert desk.reader.read_names == []
    first = desk.feeds.poll_due(now=NOW)
    assert first.lines == ("F1: “Issue 3” is B1, 2 items. Posts: none.",)
    desk.publish(2, 3, 4, 5)
    assert desk.feeds.poll_due(now=after(minutes=119)).lines == ()
    second = desk.feeds.poll_due(now=after(minutes=120))
    assert second.lines[0] == "Feed F1 (Harbour Notes): 2 new."
    assert desk.reader.read_names == ["3.html", "4.html", "5.html"]
    assert (second.read, second.failed) == (2, 0)
    (card,) = desk.feeds.list_feeds(now=after(minutes=121))
    assert (card.read, card.waiting, card.last_id, card.error) == (3, 0, "B3", "")
    assert card.newest_on == dt.date(2024, 3, 18)
    assert card.next_poll_at == after(minutes=240)


def test_only_what_has_changed_is_asked_for(desk: Desk) -> None:
    """The mark of the last version goes along; the same again costs nothing, not even the listing."""
    desk.feeds.add(FEED, by="U1", now=NOW)
    mark = desk.feeds.poll_due(now=NOW) and desk.web.asked[0]
    assert mark == (FEED, "")
    desk.web.asked.clear()
    assert desk.feeds.poll_due(now=after(hours=6)).lines == ()
    ((url, etag),) = desk.web.asked
    assert url == FEED
    assert etag
    assert desk.feeds.poll_due(now=after(hours=12)).lines == ()
    assert desk.web.asked[-1] == (FEED, etag)


def test_what_is_held_already_is_not_read_again(desk: Desk) -> None:
    """An issue that was ingested by hand is known by its bytes."""
    desk.ingest.ingest(source_name="mine.html", data=b"issue 3", by="U1", now=NOW)
    desk.feeds.add(FEED, by="U1", now=NOW)
    report = desk.feeds.poll_due(now=NOW)
    assert report.lines == ("F1: “Issue 3” is held already (B1).",)
    assert (report.read, report.unchanged) == (0, 1)
    assert desk.reader.read_names == ["mine.html"]


def test_who_adds_and_removes_is_kept(desk: Desk) -> None:
    """In the audit, without what may be a secret in the address; an id is never given again."""
    desk.web.pages[f"{FEED}?key=1"] = build_feed(1)
    desk.feeds.add(f"{FEED}?key=1", by="U1", now=NOW)
    with pytest.raises(BadQueryError, match="polled already: F1"):
        desk.feeds.add(f"{FEED}?key=1", by="U2", now=NOW)
    assert desk.feeds.remove("f1", by="U2", now=NOW).title == "Harbour Notes"
    assert desk.feeds.list_feeds(now=NOW) == ()
    with pytest.raises(NotFoundError, match="No feed F1"):
        desk.feeds.remove("F1", by="U2", now=NOW)
    assert desk.feeds.poll_due(now=after(days=9)).lines == ()
    assert desk.feeds.add(f"{FEED}?key=1", by="U1", now=NOW).id == "F2"
    with desk.store.read() as db:
        rows = [(row.actor, row.action, row.detail) for row in list_audit(db, "F1")]
    assert rows == [("U1", "add feed", f"{FEED} every 6h"), ("U2", "remove feed", FEED)]


@pytest.mark.parametrize("page", [b"<html><body>A page</body></html>", LATER])
def test_what_is_no_feed_is_not_polled(desk: Desk, page: bytes | FetchError) -> None:
    """The line says why, and nothing is kept."""
    desk.web.pages[FEED] = page
    with pytest.raises((UnreadableDocumentError, FetchError)):
        desk.feeds.add(FEED, by="U1", now=NOW)
    assert desk.feeds.list_feeds(now=NOW) == ()


def test_a_feed_that_fails_is_asked_ever_later_and_told_once(desk: Desk) -> None:
    """The third failure in a row is told; when it works again and breaks again, that is told anew."""
    desk.feeds.add(FEED, by="U1", now=NOW)
    desk.feeds.poll_due(now=NOW)
    now = NOW
    for _ in range(2):
        desk.web.pages[FEED] = LATER
        for failures in range(1, 6):
            (card,) = desk.feeds.list_feeds(now=now)
            now = card.next_poll_at
            report = desk.feeds.poll_due(now=now)
            assert report.failed == 1
            assert desk.admins.told.count(
                "Feed F1 (Harbour Notes) could not be read 3 times. a.example does not answer. Try again later."
            ) == len(desk.admins.told)
            (card,) = desk.feeds.list_feeds(now=now)
            assert card.error == str(LATER)
            assert card.next_poll_at - now == min(dt.timedelta(minutes=15) * 4 ** (failures - 1), dt.timedelta(days=1))
        desk.publish(1, 2, 3)
        now = card.next_poll_at
        desk.feeds.poll_due(now=now)
        assert desk.feeds.list_feeds(now=now)[0].error == ""
    assert len(desk.admins.told) == 2
    assert desk.admins.others == ["U1", "U1"]
    assert desk.admins.followers == []


def test_an_entry_that_fails_is_tried_again(desk: Desk) -> None:
    """As long as that may help, ever later; once it is there it is read."""
    desk.web.pages["https://a.example/3.html"] = LATER
    desk.feeds.add(FEED, by="U1", now=NOW)
    assert "It is tried again." in desk.feeds.poll_due(now=NOW).lines[-1]
    assert desk.feeds.poll_due(now=after(minutes=14)).lines == ()
    assert desk.feeds.poll_due(now=after(minutes=15)).failed == 1
    desk.publish(1, 2, 3)
    desk.web.pages["https://a.example/3.html"] = b"issue 3"
    assert desk.feeds.poll_due(now=after(minutes=75)).read == 1
    assert desk.admins.told == []


def test_an_entry_is_given_up_after_some_tries(desk: Desk) -> None:
    """The admins are told once, and the list names it."""
    desk.web.pages["https://a.example/3.html"] = LATER
    desk.feeds.add(FEED, by="U1", now=NOW)
    for day in range(MOST_TRIES + 2):
        desk.feeds.poll_due(now=after(days=day))
    assert [url for url, _ in desk.web.asked].count("https://a.example/3.html") == MOST_TRIES
    (told,) = desk.admins.told
    assert told == f"Feed F1 (Harbour Notes): “Issue 3” could not be read. {LATER}"
    assert desk.feeds.list_feeds(now=after(days=9))[0].failed == (("Issue 3", str(LATER)),)


def test_a_silent_feed_is_overdue_and_told_once(desk: Desk) -> None:
    """Much longer than usual without an issue; a new one ends it."""
    first = dt.date(2024, 1, 1)
    desk.publish(1, 2, 3, 4, first=first)
    desk.feeds.add(FEED, by="U1", now=NOW)
    desk.feeds.poll_due(now=NOW)
    (card,) = desk.feeds.list_feeds(now=NOW)
    assert card.overdue
    desk.admins.listening = False
    desk.feeds.poll_due(now=after(hours=6))
    desk.admins.listening = True
    desk.admins.followers.clear()
    for hours in (12, 18):
        desk.feeds.poll_due(now=after(hours=hours))
    (told,) = desk.admins.told
    said = "Feed F1 (Harbour Notes) has brought nothing since 2024-01-29, much longer than usual."
    assert desk.admins.followers == [f"F1, silent since 2024-01-29, of [1], besides U1: {said}"]
    assert set(desk.admins.others) == {"U1"}
    assert told == (
        "Feed F1 (Harbour Notes) has brought nothing since 2024-01-29, much longer than usual."
        " Check https://a.example/feed.xml."
    )
    desk.publish(1, 2, 3, 4, 9, first=first)
    desk.feeds.poll_due(now=after(hours=24))
    assert not desk.feeds.list_feeds(now=after(hours=24))[0].overdue
    assert desk.feeds.poll_due(now=after(days=60)).failed == 0
    assert len(desk.admins.told) == 2


def test_an_entrys_own_text_is_read_without_fetching(desk: Desk) -> None:
    """Kept until it is read, also when the feed has moved on; an entry with nothing at all is given up."""
    text = "<description>A short text on robots.</description>"
    for item in (
        f"<title>Own</title><guid isPermaLink='false'>a</guid>{text}",
        "<title>Nothing</title><guid isPermaLink='false'>b</guid>",
    ):
        desk.web.pages[FEED] = f"<rss version='2.0'><channel><item>{item}</item></channel></rss>".encode()
        card = desk.feeds.add(FEED, by="U1", now=NOW)
        assert card.title == "feed.xml"
        desk.feeds.poll_due(now=NOW)
        desk.feeds.remove(card.id, by="U1", now=NOW)
    assert desk.reader.read_names == ["Own.html"]
    assert [url for url, _ in desk.web.asked] == [FEED, FEED]
    assert desk.admins.told == [
        "Feed F2 (feed.xml): “Nothing” could not be read. The entry has neither a text nor an address."
    ]
