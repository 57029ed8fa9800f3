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


def test_what_a_new_filter_asks_for_is_asked_of_all_that_came_since_the_last_digest(room: Room) -> None:
    """The next digest looks at what came before the change too, by the filter of now."""
    room.change("topic:robotics every:daily at:09:00", now=at(6, 10))
    room.tick(at(7, 9, 1))
    assert room.list_digests() == [("2024-03-07 09:00", "D1: I1 part 0")]


def _list_waiting(room: Room) -> set[str]:
    return {row.reason for row in room.digests.list_ledger() if row.fate == "waiting"}


def test_the_ledger_names_no_digest_that_does_not_come(room: Room) -> None:
    """What waits for a digest by its day waits for the next, once the times are others or its day was missed."""
    assert _list_waiting(room) == {"for the digest of 2024-03-08 18:00 (UTC)"}
    room.change("quiet:20:00-07:00 remind:1", now=at(6, 9))
    assert _list_waiting(room) == {"for the digest of 2024-03-08 18:00 (UTC)"}
    room.change("every:sat at:18:00", now=at(6, 10))
    assert _list_waiting(room) == {"for the next digest: D1 has other times"}


def test_the_ledger_says_that_a_digest_was_too_late(room: Room) -> None:
    """What came for a later one goes on waiting for that."""
    with room.store.write() as db:
        number = store_briefing(db, make_briefing(at(9, 4).date(), sha256="b", items=ITEMS[:1]), now=at(9, 4))
        room.digests.announce(db, briefing_id=number, now=at(9, 4), by="U9", is_new=True)
    room.tick(at(9, 6, 1))
    late = "for the next digest: that of 2024-03-08 18:00 was more than 12 hours late"
    assert _list_waiting(room) == {late, "for the digest of 2024-03-15 18:00 (UTC)"}


def test_a_change_that_moves_no_slot_loses_none(room: Room) -> None:
    """A digest that is late when a change of quiet hours and reminders lands is caught up with all the same."""
    change = room.read("quiet:20:00-07:00 remind:1")
    room.rules.change(1, change, asker=ASKER, now=at(8, 17, 59))
    room.tick(at(8, 18, 30))
    assert [slot for slot, _ in room.list_digests()] == ["2024-03-08 18:00"]


def test_a_day_that_had_its_digest_has_no_other(room: Room) -> None:
    """Behind it a later time counts from the next day, as the answer, the status and the ledger say."""
    room.tick(at(8, 18, 1))
    changed = room.change("every:daily at:20:00", now=at(8, 18, 30))
    assert [slot.at for slot in changed.next_slots] == [at(9, 20), at(10, 20), at(11, 20)]
    with room.store.write() as db:
        number = store_briefing(db, make_briefing(at(8, 19).date(), sha256="b", items=ITEMS[:1]), now=at(8, 19))
        room.digests.announce(db, briefing_id=number, now=at(8, 19), by="U9", is_new=True)
    (account,) = Accounts(room.store).list_accounts(now=at(8, 19))
    assert account.next_slot is not None
    assert account.next_slot.at == at(9, 20)
    assert "for the digest of 2024-03-09 20:00 (UTC)" in [row.reason for row in room.digests.list_ledger()]
    for moment in (at(8, 20, 1), at(9, 20, 1)):
        room.tick(moment)
    assert [slot for slot, _ in room.list_digests()] == ["2024-03-08 18:00", "2024-03-09 20:00"]


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
