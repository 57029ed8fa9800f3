"""A rule whose filter cannot be read any more pauses, and channel, owner and admins are told of it, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.digest import Fate
from bot.domain.posts.schedule import Cadence, Schedule
from bot.domain.posts.subscription import SubscriptionState
from bot.services.posting.digests import Digests
from bot.services.sending.delivery import Delivery
from bot.slack.messages.digest import DigestRenderer
from bot.store.audit import list_audit
from bot.store.subscriptions import get_subscription, set_rule
from tests.corpus import ITEMS, TopicMatcher, make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Store

DAILY = Schedule(cadence=Cadence.DAILY)
NO_TYPE = "type:nosuchkind"
PEOPLE = ["C1", "U1", "U8"]


class Room:
    """A store with what decides and sends; U1 owns the rules, U8 is an admin."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.poster = FakePoster()
        renderer = FakeRenderer()
        self.digests = Digests(store, TopicMatcher(), renderer, admins=("U8",))
        self.delivery = Delivery(store, self.poster, renderer, workspace=TEAM)

    def follow(self, schedule: Schedule, *, channel: str = CHANNEL, filter_text: str = NO_TYPE) -> int:
        with self.store.write() as db:
            number = add_active(db, channel=channel).id
            set_rule(db, number, filter_text=filter_text, schedule=schedule)
            return number

    def lose_names(self, number: int, schedule: Schedule) -> None:
        """Leave a rule with a filter that the lists of names know no more."""
        with self.store.write() as db:
            set_rule(db, number, filter_text=NO_TYPE, schedule=schedule)

    def ingest(self) -> None:
        with self.store.write() as db:
            number = store_briefing(db, make_briefing(items=ITEMS), now=NOW)
            self.digests.announce(db, briefing_id=number, now=NOW, by="U9", is_new=True)

    def tick(self, now: dt.datetime) -> None:
        self.delivery.tick(now)
        if self.digests.enqueue_due(now=now):
            self.delivery.tick(now)

    def told(self) -> list[tuple[str | None, str | None]]:
        return [(message["channel"], message["text"]) for message in self.poster.messages]

    def is_paused(self, number: int) -> bool:
        with self.store.read() as db:
            return get_subscription(db, number).state is SubscriptionState.PAUSED


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db")
    yield Room(store)
    store.close()


@pytest.mark.parametrize("schedule", [Schedule(), DAILY])
def test_channel_owner_and_admins_are_told_once(room: Room, schedule: Schedule) -> None:
    """With the next briefing: the channel hears which name it is, the people only which rule."""
    number = room.follow(schedule)
    room.ingest()
    for hours in (1, 6, 30):
        room.tick(after(hours=hours))
    assert room.is_paused(number)
    assert [place for place, _ in room.told()] == PEOPLE
    in_channel, *to_people = [str(text) for _, text in room.told()]
    assert in_channel.startswith("paused D1: its filter cannot be read: ")
    assert "nosuchkind" in in_channel
    assert to_people == ["paused D1: its filter cannot be read"] * 2
    assert {row.fate for row in room.digests.list_ledger()} == {Fate.FAILED}
    with room.store.read() as db:
        assert ("gongbao", "pause", "D1") in [(row.actor, row.action, row.subject) for row in list_audit(db, "D1")]


def test_a_person_is_told_once_of_their_own(room: Room) -> None:
    """A rule in direct messages: its person has one message, which says which name it is."""
    room.follow(Schedule(), channel="U1")
    room.ingest()
    room.tick(after(minutes=10))
    assert [place for place, _ in room.told()] == ["U1", "U8"]
    assert "nosuchkind" in str(room.told()[0][1])


def test_the_line_says_what_to_do(room: Room) -> None:
    """What is sent escapes what the filter holds, names the place to those outside it, and how to mend it."""
    room.follow(Schedule())
    room.follow(Schedule(), channel="U1")
    with room.store.read() as db:
        here, personal = get_subscription(db, 1), get_subscription(db, 2)
    said = DigestRenderer("gb-").render_unreadable(here, reason="its filter cannot be read: no <!channel>.").text
    assert said == (
        "D1 in <#C1> is paused: its filter cannot be read: no &lt;!channel&gt;. Until it is mended it posts nothing"
        " and reminds of nothing: `/gb-digest change D1` with another filter, then `/gb-digest resume D1`."
    )
    assert DigestRenderer().render_unreadable(personal, reason="so").text.startswith("D2 is paused: so. Until")
