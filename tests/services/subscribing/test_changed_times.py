"""A rule that gets other times is due at those that come, and owes none of the past."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.holidays import NO_HOLIDAYS
from bot.domain.posts.post import Message, PostKind
from bot.domain.queries.query import parse_query
from bot.services.operation.alarms import Alarms
from bot.services.operation.notices import PrivateNotices
from bot.services.posting.accounts import Accounts
from bot.services.posting.digests import Digests
from bot.services.sending.delivery import Delivery
from bot.services.subscribing.subscriptions import Asker, Subscriptions, Zones
from bot.store.outbox import list_posts
from tests.corpus import ITEMS, LEXICON, TopicMatcher, make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, TEAM, FakePoster, FakeRenderer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.queries.query import Query
    from bot.services.subscribing.subscriptions import Changed
    from bot.store.database import Store

ASKER = Asker(workspace=TEAM, channel=CHANNEL, user="U1")
SOON = dt.timedelta(seconds=5)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """Give a moment of March 2024, of which the 4th is a Monday."""
    return dt.datetime(2024, 3, day, hour, minute, tzinfo=dt.UTC)


class Room:
    """A channel with a digest each Friday at 18:00, a briefing that waits for it, and who watches."""

    def __init__(self, store: Store) -> None:
        self.store = store
        renderer = FakeRenderer()
        self.digests = Digests(store, TopicMatcher(), renderer)
        self.delivery = Delivery(store, FakePoster(), renderer, workspace=TEAM)
        self.rules = Subscriptions(store, TopicMatcher(), renderer, zones=Zones(names=frozenset({"UTC"})))
        notices = PrivateNotices(workspace=TEAM, admins=("U9",), render=lambda text: Message(text=text))
        self.alarms = Alarms(store, notices, workspace=TEAM, holidays=NO_HOLIDAYS, lexicon=TopicMatcher().lexicon)
        self.rules.subscribe(self.read("every:fri at:18:00"), asker=ASKER, now=at(4, 4))
        self.tick(at(4, 4))
        with store.write() as db:
            number = store_briefing(db, make_briefing(items=ITEMS[1:]), now=at(4, 5))
            self.digests.announce(db, briefing_id=number, now=at(4, 5), by="U9", is_new=True)

    def read(self, text: str) -> Query:
        return parse_query(text, lexicon=LEXICON, today=at(4, 4).date())

    def tick(self, now: dt.datetime) -> None:
        """Do as the scheduler does, and watch."""
        self.delivery.tick(now)
        if self.digests.enqueue_due(now=now):
            self.delivery.tick(now)
        self.alarms.look(now)

    def change(self, text: str, *, now: dt.datetime) -> Changed:
        """Change the rule, and tick until the line about it has landed."""
        changed = self.rules.change(1, self.read(text), asker=ASKER, now=now)
        self.tick(now)
        self.tick(now + SOON)
        return changed

    def list_digests(self) -> list[tuple[str, str]]:
        """Give each digest's slot, and what it says."""
        with self.store.read() as db:
            posts = [post for post in list_posts(db) if post.slot.kind is PostKind.DIGEST]
        return [(post.slot.slot, post.message.text) for post in posts]

    def list_alarms(self) -> list[str]:
        with self.store.read() as db:
            return [post.message.text for post in list_posts(db) if post.slot.channel != CHANNEL]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


@pytest.mark.parametrize("hour", [10, 22])
def test_times_that_have_passed_are_not_caught_up_with(room: Room, hour: int) -> None:
    """On a Wednesday behind its new time nothing comes and nothing is late; what waited comes when the answer says."""
    changed = room.change("every:daily at:09:00", now=at(6, hour))
    room.tick(at(6, hour, 30))
    assert (room.list_digests(), room.list_alarms()) == ([], [])
    with room.store.read() as db:
        assert list(db.query("SELECT * FROM slots")) == []
    room.tick(at(7, 9, 1))
    assert changed.next_slots[0].at == at(7, 9)
    assert room.list_digests() == [("2024-03-07 09:00", "D1: I1 I2 part 0")]


@pytest.mark.parametrize(("day", "slots"), [(7, ["2024-03-08 18:00"]), (9, [])])
def test_what_waits_for_a_digest_still_to_come_survives_a_pause(room: Room, day: int, slots: list[str]) -> None:
    """A pause from Wednesday on keeps Friday's digest if it ends before; what came in the pause is not brought."""
    room.rules.pause(1, asker=ASKER, now=at(6, 10))
    with room.store.write() as db:
        number = store_briefing(db, make_briefing(at(6, 11).date(), sha256="b", items=ITEMS[:1]), now=at(6, 11))
        room.digests.announce(db, briefing_id=number, now=at(6, 11), by="U9", is_new=True)
    room.tick(at(6, 12))
    assert room.rules.resume(1, asker=ASKER, now=at(day, 10)).missed == (1 if slots else 3)
    for moment in (at(8, 18, 1), at(15, 18, 1)):
        room.tick(max(moment, at(day, 11)))
    assert room.list_digests() == [(slot, "D1: I1 I2 part 0") for slot in slots]
    (account,) = Accounts(room.store).list_accounts(now=at(16, 9))
    assert account.adds_up
