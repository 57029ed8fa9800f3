"""What comes in on its own: looked after beside the tick, and told to the admins through the outbox."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.gathering import Roads
from bot.model.post import Message
from bot.operations.health import NoNotices, Notice, PrivateNotices
from bot.store.outbox import list_posts
from tests.ingest.web_of_feeds import FEED, NOW, Desk, after


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Feeds over an empty store."""
    desk = Desk.open(tmp_path / "g.db")
    yield desk
    desk.close()


def test_each_person_gets_one_notice(desk: Desk) -> None:
    """In the outbox, in the transaction of what it is about; the same again adds nothing, other news does."""
    admins = {"U2", "U1"}
    notices = PrivateNotices(workspace="T1", admins=admins, render=lambda text: Message(text=text, blocks="[]"))
    with desk.store.write() as db:
        for about in ("a", "a", "b"):
            assert notices.tell(db, Notice(text="A feed fails.", source="F1", about=about), now=NOW)
        posts = [(post.slot.channel, post.slot.kind.value, post.message.text) for post in list_posts(db)]
        assert posts == [(user, "notice", "A feed fails.") for user in ("U1", "U2", "U1", "U2")]
        admins.clear()
        notice = Notice(text="x", source="F1", about="c")
        assert not notices.tell(db, notice, now=NOW)
        assert not NoNotices().tell(db, notice, now=NOW)
        assert len(list_posts(db)) == 4
        for _ in range(2):
            assert notices.tell(db, notice, now=NOW, also=("command line", "U1", "U3"))
            admins.add("U1")
        assert [post.slot.channel for post in list_posts(db)][4:] == ["U1", "U3"]


def test_folder_and_feeds_are_looked_after(desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Again after fifteen seconds, also by a clock that was set back; the log says how much was done."""
    caplog.set_level(logging.INFO)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_text("issue 1")
    roads = Roads(store=desk.store, ingest=desk.ingest, fetcher=desk.web, reader=desk.reader)
    stop: list[bool] = []
    gathering = roads.build_gathering(desk.admins, folder=folder, stopping=lambda: bool(stop))
    desk.publish(1)
    roads.build_feeds(NoNotices()).add(FEED, by="U1", now=NOW)
    gathering.step(NOW)
    assert desk.reader.read_names == ["1.html"]
    gathering.step(after(seconds=14))
    assert desk.reader.read_names == ["1.html"]
    gathering.step(after(seconds=15))
    desk.publish(1, 2)
    gathering.step(after(hours=6))
    assert desk.reader.read_names == ["1.html", "2.html"]
    (folder / "b.md").write_text("issue 9")
    gathering.step(after(hours=-2))
    gathering.step(after(hours=-1))
    assert desk.reader.read_names == ["1.html", "2.html", "b.md"]
    stop.append(True)
    gathering.step(after(days=9))
    assert [record.message for record in caplog.records] == [
        "the feeds: read 1, known already 0, failed 0",
        "the watched folder: read 0, known already 1, failed 0",
        "the feeds: read 1, known already 0, failed 0",
        "the watched folder: read 1, known already 0, failed 0",
    ]
