"""Owners and admins hear of what does not go out, once each."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digests.lines import change_post
from bot.digests.outbox import Digests
from bot.model.post import Message, PostKind, PostState, Verdict, Why
from bot.operations.alarms import Alarms
from bot.store.database import Store
from bot.store.memos import Memo, MemoKind, put_memo
from bot.store.outbox import get_post, list_posts, record_verdict
from tests.corpus import ITEMS, TopicMatcher, make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import NOW, TEAM, FakeRenderer, add_active, add_summary, after


class Room:
    """A store with what decides and watches."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.digests = Digests(store, TopicMatcher(), FakeRenderer())
        self.alarms = Alarms(store, workspace=TEAM, admins=("U8", "U9"), render=lambda text: Message(text=text))

    def ingest(self, day: dt.date = dt.date(2024, 3, 5), *, announce: bool = True) -> None:
        with self.store.write() as db:
            number = store_briefing(db, make_briefing(day, sha256=str(day), items=ITEMS[::2]), now=NOW)
            if announce:
                add_active(db)
                self.digests.announce(db, briefing_id=number, now=NOW, by="U9")

    def told(self) -> list[tuple[str, str]]:
        """Return whom a notice is for, and its text."""
        with self.store.read() as db:
            notices = [post for post in list_posts(db) if post.slot.kind is PostKind.NOTICE]
        return [(post.slot.channel, post.message.text) for post in notices]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def test_a_post_that_is_15_minutes_late_is_told_once(room: Room) -> None:
    """Its owner and each admin hear of it after 15 minutes, once, with the reason; not what is on time or held."""
    room.ingest()
    room.digests.enqueue_due(now=after(minutes=10))
    room.alarms.look(after(minutes=24))
    assert room.told() == []
    for minutes in (25, 25.5, 26, 60, 120):
        room.alarms.look(after(minutes=minutes))
    said = "The summary of D1 that was due 2024-03-10 04:10 (UTC) is not out yet: it waits to be sent."
    assert [person for person, _ in room.told()] == ["U1", "U8", "U9"]
    assert all(text.startswith(said) for _, text in room.told())


def test_a_stop_of_all_sending_is_told_once_it_is_over(room: Room) -> None:
    """When a refused token works again, the admins hear since when and why."""
    room.ingest()
    room.alarms.start(now=NOW)
    assert room.told() == []
    with room.store.write() as db:
        put_memo(db, Memo(kind=MemoKind.STOPPED, subject=TEAM, at=NOW, record="token_revoked"))
    room.digests.enqueue_due(now=after(minutes=10))
    for _ in range(2):
        room.alarms.start(now=after(hours=2))
    text = room.told()[0][1]
    assert text.startswith("Nothing was posted since 2024-03-10 04:00 (UTC): Slack said token_revoked.")
    assert "1 post waited" in text
    assert [person for person, _ in room.told()] == ["U8", "U9"]


def test_a_series_that_is_overdue_is_told_to_the_admins(room: Room) -> None:
    """A series silent for much longer than usual is told of, once for each silence."""
    for week in range(5):
        room.ingest(dt.date(2024, 1, 5) + dt.timedelta(weeks=week), announce=False)
    room.alarms.look(after(days=-30))
    assert room.told() == []
    for days in (0, 0.5, 1, 2):
        room.alarms.look(after(days=days))
    assert [person for person, _ in room.told()] == ["U8", "U9"]
    assert "Harbour Notes has brought nothing since 2024-02-02, much longer than usual." in room.told()[0][1]


def test_a_post_that_cannot_be_marked_as_withdrawn_is_told_once(room: Room) -> None:
    """Somebody has to delete it: the admins hear which."""
    with room.store.write() as db:
        number = add_summary(db, add_active(db))
        record_verdict(db, get_post(db, number), Verdict(state=PostState.SENT, ts="1.0"))
        change_post(db, number, Message(text="withdrawn"), is_withdrawn=True, now=NOW)
        (change,) = [post for post in list_posts(db) if post.slot.kind is PostKind.CHANGE]
        record_verdict(db, change, Verdict(state=PostState.CANCELLED, why=Why.MESSAGE))
    for minutes in (1, 3):
        room.alarms.look(after(minutes=minutes))
    assert [person for person, _ in room.told()] == ["U8", "U9"]
    assert room.told()[0][1].startswith("The post of D1 (B1v1) was taken back, but Slack doesn't let me mark it.")
