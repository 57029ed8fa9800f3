"""The lines that a channel gets about its rules: none gets stuck unseen, and the last one is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import Outcome, OutcomeKind
from bot.domain.queries.query import parse_query
from bot.services.answering.named_lists import NamedLists, Saver
from bot.services.sending.delivery import Delivery
from bot.services.sending.held import HeldPosts
from bot.services.subscribing.subscriptions import Asker, Subscriptions
from bot.store.outbox import list_posts
from bot.store.subscriptions import get_subscription
from tests.corpus import LEXICON, TopicMatcher
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.queries.query import Query
    from bot.store.database import Store

ASKER = Asker(workspace=TEAM, channel=CHANNEL, user="U1")
UNCLEAR = Outcome(kind=OutcomeKind.UNCLEAR, error="internal_error")


class Room:
    """A channel with a rule on energy, whose lines are sent; ``admins`` are told."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.poster = FakePoster()
        self.rules = Subscriptions(store, TopicMatcher(), FakeRenderer())
        self.delivery = Delivery(store, self.poster, FakeRenderer(), workspace=TEAM, admins=("U9",))

    def add(self, filter_text: str = "topic:energy") -> None:
        with self.store.write() as db:
            add_active(db, filter_text=filter_text)

    def change(self, text: str, *, now: dt.datetime = NOW) -> None:
        self.rules.change(1, query(text), asker=ASKER, now=now)

    def fail(self, error: str) -> None:
        self.poster.faults = [Outcome(kind=OutcomeKind.ERROR, error=error)]

    def told(self, place: str = CHANNEL) -> list[str]:
        return [str(message["text"]) for message in self.poster.messages if message["channel"] == place]

    def states(self) -> list[str]:
        with self.store.read() as db:
            return [post.state.value for post in list_posts(db)]

    @property
    def filter(self) -> str:
        with self.store.read() as db:
            return get_subscription(db, 1).filter


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def query(text: str) -> Query:
    return parse_query(text, lexicon=LEXICON, today=NOW.date(), bare_cadence=True)


@pytest.mark.parametrize("does", ["change", "pause", "list"])
def test_a_held_line_is_told_as_any_held_post(room: Room, does: str) -> None:
    """Owner and admins hear of it, and a change takes force once the line was posted again."""
    room.add("list:L1" if does == "list" else "topic:energy")
    lists = NamedLists(room.store, TopicMatcher(), FakeRenderer())
    saver = Saver(owner=CHANNEL, user="U1")
    if does == "change":
        room.change("topic:robotics")
    elif does == "pause":
        room.rules.pause(1, asker=ASKER, now=NOW)
    else:
        lists.save("mine", "topic:energy", saver=saver, now=NOW)
        lists.save("mine", "topic:robotics", saver=saver, now=NOW)
    room.fail("invalid_arguments")
    room.delivery.tick(NOW)
    room.delivery.tick(after(minutes=1))
    name = "L1" if does == "list" else "D1"
    assert room.told("U1") == [f"trouble {name} {CHANNEL} invalid_arguments"]
    assert room.told("U9") == [f"trouble {name} {CHANNEL} invalid_arguments settle 1"]
    HeldPosts(room.store).settle(1, sent=False, by="U9", now=after(minutes=2))
    room.delivery.tick(after(minutes=2))
    assert len(room.told()) == 1
    assert room.filter == {"change": "topic:robotics", "pause": "topic:energy", "list": "list:L1"}[does]


def test_a_change_that_was_overtaken_is_told_no_more(room: Room) -> None:
    """The later change waits until it is clear what became of the first line, which is then dropped if it is unsent."""
    room.add()
    room.change("topic:robotics")
    room.poster.faults = [UNCLEAR]
    room.delivery.tick(NOW)
    room.change("ministry:MIIT", now=after(minutes=1))
    room.delivery.tick(after(minutes=1))
    assert room.told() == []
    room.delivery.tick(after(minutes=3))
    assert [text.split(": ")[1].split()[-2] for text in room.told()] == ["MIIT"]
    assert room.filter == "ministry:MIIT"
    assert room.states() == ["cancelled", "sent"]


@pytest.mark.parametrize("fault", [UNCLEAR, Outcome(kind=OutcomeKind.ERROR, error="message_limit_exceeded")])
def test_lines_keep_their_order(room: Room, fault: Outcome) -> None:
    """A line that is unclear, or was put off, holds back the next one of its rule and none of another's."""
    room.add()
    room.add("topic:robotics")
    room.rules.pause(1, asker=ASKER, now=NOW)
    room.poster.faults = [fault]
    room.delivery.tick(NOW)
    room.rules.resume(1, asker=ASKER, now=after(seconds=1))
    room.rules.pause(2, asker=ASKER, now=after(seconds=1))
    room.delivery.tick(after(seconds=1))
    assert room.told() == ["D2 pause by U1"]
    room.delivery.tick(after(minutes=3))
    assert room.told()[1:] == ["D1 pause by U1", "D1 resume by U1"]
