"""What was missed in a pause: counted when a subscription goes on, in the answer and in the channel's line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.post import PostKind
from bot.services.posting.digests import Digests
from bot.services.subscribing.subscriptions import Asker, Subscriptions
from bot.store.outbox import list_posts
from bot.store.rewording import get_said
from bot.store.subscriptions import set_rule
from tests.corpus import TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakeRenderer, add_active, after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.posts.schedule import Schedule
    from bot.store.database import Store

ASKER = Asker(workspace=TEAM, channel=CHANNEL, user="U1")


class Room:
    """A channel with one subscription, which is paused; briefings come."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.service = Subscriptions(store, TopicMatcher(), FakeRenderer())
        self._digests = Digests(store, TopicMatcher(), FakeRenderer())

    def follow(self, filter_text: str = "", channel: str = CHANNEL, schedule: Schedule | None = None) -> int:
        with self.store.write() as db:
            number = add_active(db, filter_text=filter_text, channel=channel).id
            if schedule is not None:
                set_rule(db, number, filter_text=filter_text, schedule=schedule)
            return number

    def correct(self, *texts: str, now: dt.datetime) -> None:
        """Read the last briefing again, with more items on energy behind its two."""
        added = tuple(make_policy_item(3 + at, f"{text} for grids.") for at, text in enumerate(texts))
        briefing = make_briefing(sha256="b", items=(*self._items, *added))
        with self.store.write() as db:
            number = store_briefing(db, briefing, now=now)
            self._digests.announce(db, briefing_id=number, now=now, by="U9", is_new=False)

    def tick(self, now: dt.datetime) -> list[str]:
        """Decide what is due; give what the digests until now say."""
        self._digests.enqueue_due(now=now)
        with self.store.read() as db:
            return [get_said(db, post).text for post in list_posts(db) if post.slot.kind is PostKind.DIGEST]

    def list_fates(self, number: int) -> list[str]:
        return [row.fate for row in self._digests.list_ledger(subscription_id=number)]

    def ingest(self, text: str, *, now: dt.datetime) -> None:
        """Read a briefing of one item on energy and one on robotics."""
        self._items = (
            make_policy_item(1, f"{text} for grids."),
            make_policy_item(2, f"{text} for robots.", topic="robotics"),
        )
        with self.store.write() as db:
            number = store_briefing(db, make_briefing(items=self._items), now=now)
            self._digests.announce(db, briefing_id=number, now=now, by="U9", is_new=True)

    def pause(self, number: int, *, now: dt.datetime) -> None:
        self.service.pause(number, asker=ASKER, now=now)

    def resume(self, number: int, *, now: dt.datetime) -> int:
        """Let it go on; give how many items the answer says were missed, as the line does."""
        missed = self.service.resume(number, asker=ASKER, now=now).missed
        with self.store.read() as db:
            line = list_posts(db, subscription_id=number)[-1].message.text
        without = f" without {missed}" if missed else ""
        assert line == f"D{number} resume by U1{without}"
        return missed


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def test_what_matches_and_came_in_the_pause_is_counted(room: Room) -> None:
    """Only what the filter finds, of this pause: what an earlier one kept away was told when that ended."""
    number = room.follow("topic:energy")
    room.pause(number, now=NOW)
    room.ingest("Rules", now=after(hours=1))
    assert room.resume(number, now=after(hours=2)) == 1
    room.pause(number, now=after(hours=3))
    assert room.resume(number, now=after(hours=4)) == 0
    assert room.service.resume(number, asker=ASKER, now=after(hours=5)).missed == 0


@pytest.mark.parametrize("filter_text", ["due:30d", "topic:nowhere-held on:never"])
def test_deadlines_are_not_missed_nor_is_what_cannot_be_read(room: Room, filter_text: str) -> None:
    """The next digest of deadlines lists all ahead; of a filter that cannot be read nothing is known."""
    number = room.follow(filter_text)
    room.pause(number, now=NOW)
    room.ingest("Rules", now=after(hours=1))
    assert room.resume(number, now=after(hours=2)) == 0
