"""Feeds: what people write, and that each new entry is read once, failures are tried again, and people told once."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import BadQueryError, FetchError, UnreadableDocumentError
from bot.ingest.feeds import EVERY, parse_feed_request
from bot.ingest.intake import MOST_ATTEMPTS
from bot.model.review import Decision, ReviewKind
from bot.operations.alarms import is_overdue
from tests.ingest.web_of_feeds import FEED, NOW, Desk, after

LATER = FetchError("a.example does not answer.", hint="Try again later.", later=True)
URL = "https://a.example/feed?x=1&y=2"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Feeds over an empty store; the feed holds three issues."""
    desk = Desk.open(tmp_path / "g.db")
    desk.publish(1, 2, 3)
    yield desk
    desk.close()


@pytest.mark.parametrize(
    ("text", "every"),
    [(URL, EVERY), (f"{URL} every:30m", "30m"), (f"every:2D {URL}", "2d")],
)
def test_what_people_write(text: str, every: str) -> None:
    """An address and an interval in any order."""
    assert parse_feed_request(text) == (URL, every)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("every:6h", "The address is missing"),
        (f"{URL} more", "I don't understand “more”"),
        (f"{URL} every:", "“every:”"),
        (f"{URL} every:5m", "“every:5m”"),
        (f"{URL} every:31d", "“every:31d”"),
        (f"{URL} every:6", "“every:6”"),
    ],
)
def test_what_is_not_understood(text: str, part: str) -> None:
    """One line that says what to write."""
    with pytest.raises(BadQueryError, match=part) as refused:
        parse_feed_request(text)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("gaps", "silent", "overdue"),
    [
        ((7, 7, 7), 14, False),
        ((7, 7, 7), 15, True),
        ((1, 1, 1), 8, False),
        ((1, 1, 1), 9, True),
        ((7, 7), 400, False),
        ((), 400, False),
        ((365, 7, 7, 7), 15, True),
    ],
)
def test_silence_is_measured_by_what_was_usual(gaps: tuple[int, ...], silent: int, *, overdue: bool) -> None:
    """Twice the usual gap and a week more than that gap; nothing is said while too little is known."""
    day = NOW.date() - dt.timedelta(days=silent)
    days = [day]
    for gap in reversed(gaps):
        day -= dt.timedelta(days=gap)
        days.append(day)
    assert is_overdue(days, today=NOW.date()) is overdue
    assert not is_overdue([], today=NOW.date())


def test_a_feed_is_read_from_its_newest_entry_on(desk: Desk) -> None:
    """What is older is left alone; each later entry is read once, oldest first, from its page."""
    card = desk.feeds.add(f"{FEED} every:2h", by="U1", now=NOW)
    assert (card.id, card.title, card.every, card.waiting, card.read) == ("F1", "Harbour Notes", "2h", 1, 0)
    assert desk.reader.read_names == []
    assert desk.poll(NOW) == ["Feed F1: Issue 3: added B1"]
    desk.publish(2, 3, 4, 5)
    assert desk.poll(after(minutes=119)) == []
    assert len(desk.poll(after(minutes=120))) == 2
    assert desk.reader.read_names == ["3.html", "4.html", "5.html"]
    (card,) = desk.feeds.list_feeds()
    assert (card.read, card.waiting, card.last_id, card.error) == (3, 0, "B3", "")
    assert card.next_poll_at == after(minutes=240)


def test_only_what_has_changed_is_asked_for(desk: Desk) -> None:
    """The mark of the last version goes along; the same again costs nothing, not even the listing."""
    desk.feeds.add(FEED, by="U1", now=NOW)
    desk.poll(NOW)
    assert desk.web.asked[0] == (FEED, "")
    desk.web.asked.clear()
    assert desk.poll(after(hours=6)) == []
    ((url, etag),) = desk.web.asked
    assert url == FEED
    assert etag
    assert desk.poll(after(hours=12)) == []
    assert desk.web.asked[-1] == (FEED, etag)


@pytest.mark.parametrize("page", [b"<html><body>A page</body></html>", LATER])
def test_what_is_no_feed_is_not_polled(desk: Desk, page: bytes | FetchError) -> None:
    """The line says why, and nothing is kept."""
    desk.web.pages[FEED] = page
    with pytest.raises((UnreadableDocumentError, FetchError)):
        desk.feeds.add(FEED, by="U1", now=NOW)
    assert desk.feeds.list_feeds() == []


def test_a_feed_that_fails_is_asked_ever_later_and_asks_for_help_once(desk: Desk) -> None:
    """The third failure in a row is on the review list; a poll that works ends it."""
    desk.feeds.add(FEED, by="U1", now=NOW)
    desk.poll(NOW)
    desk.web.pages[FEED] = LATER
    for failures in range(1, 6):
        now = desk.feeds.list_feeds()[0].next_poll_at
        assert desk.poll(now) == []
        (card,) = desk.feeds.list_feeds()
        assert card.error == str(LATER)
        assert card.next_poll_at - now == min(dt.timedelta(minutes=15) * 4 ** (failures - 1), dt.timedelta(days=1))
        assert desk.list_failed() == ([f"Feed F1 (Harbour Notes). {LATER}"] if failures >= 3 else [])
    desk.publish(1, 2, 3)
    desk.poll(card.next_poll_at)
    assert desk.feeds.list_feeds()[0].error == ""


def test_an_entry_is_given_up_after_some_tries(desk: Desk) -> None:
    """The review list names it."""
    desk.web.pages["https://a.example/3.html"] = LATER
    desk.feeds.add(FEED, by="U1", now=NOW)
    for day in range(MOST_ATTEMPTS + 2):
        desk.poll(after(days=day))
    assert [url for url, _ in desk.web.asked].count("https://a.example/3.html") == MOST_ATTEMPTS
    assert desk.list_failed() == [f"Feed F1: Issue 3. {LATER}"]


def test_what_is_no_briefing_waits_in_the_review_list(desk: Desk) -> None:
    """Nobody is told: one entry asks whether to keep it. Kept, it is stored; discarded, it is not asked about again."""
    desk.publish(1)
    for address, text in (("1", b"essay on tea"), ("2", b"essay on silk")):
        desk.web.pages[f"https://a.example/{address}.html"] = text
    desk.feeds.add(FEED, by="U1", now=NOW)
    (line,) = desk.poll(NOW)
    assert line == "Feed F1: Issue 1: 1.html doesn't look like a briefing. R1"
    desk.publish(1, 2)
    desk.poll(after(hours=6))
    kept, discarded = desk.review.list_open().rows
    assert [(each.kind, each.name) for each in (kept, discarded)] == [
        (ReviewKind.DOCUMENT, "1.html"),
        (ReviewKind.DOCUMENT, "2.html"),
    ]
    assert desk.review.settle(kept.number, Decision.YES, by="U9", now=NOW).lines == ("essay on tea is B1, 0 items.",)
    assert desk.review.settle(discarded.number, Decision.NO, by="U9", now=NOW).lines == ()
    with desk.store.read() as db:
        assert [each[0] for each in db.execute("SELECT by FROM ingests").fetchall()] == ["U9"]
        assert db.execute("SELECT count(*) FROM files").fetchone() == (1,)
    desk.publish(1, 2, 3)
    desk.web.pages["https://a.example/3.html"] = b"essay on silk"
    desk.poll(after(hours=12))
    assert [each.kind for each in desk.review.list_open().rows] == [ReviewKind.UNREAD]


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
        desk.poll(NOW)
        desk.feeds.remove(card.id, by="U1", now=NOW)
    assert desk.reader.read_names == ["Own.html"]
    assert [url for url, _ in desk.web.asked] == [FEED, FEED]
    assert desk.list_failed() == ["Feed F2: Nothing. It has neither a text nor an address."]
