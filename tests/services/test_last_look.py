"""Right before a post is sent it is asked whether it still may go where it was decided for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.access import Role
from bot.domain.licence import Licence, LicenceKind
from bot.domain.schedule import Cadence, Schedule
from bot.domain.subscription import SubscriptionState
from bot.services.admins import Admins
from bot.services.corrections import Corrections
from bot.services.delivery import Delivery
from bot.services.digests import Digests
from bot.services.last_look import LastLook
from bot.services.licences import Licences
from bot.store.database import open_store
from bot.store.ledger import list_ledger
from bot.store.outbox import get_post
from bot.store.subscriptions import add_subscription, mark_noticed, mark_started, set_state
from tests.corpus import ITEMS, TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.briefing import Item
    from bot.store.database import Store

HELD_BACK = "kept out of this channel by its publisher's licence"
ELSEWHERE = frozenset({"C9"})


class Room:
    """A store and a sender with a last look; ``roles`` says who people are, members unless it says otherwise."""

    def __init__(self, store: Store) -> None:
        renderer = FakeRenderer(parts=2)
        self.renderer = renderer
        self.store = store
        self.poster = FakePoster()
        self.roles: dict[str, Role] = {}
        self.ended: list[str] = []
        self.digests = Digests(store, TopicMatcher(), renderer)
        look = LastLook(
            store,
            Corrections(TopicMatcher(), renderer),
            role_of=lambda user: self.roles.get(user, Role.MEMBER),
            end_personal=lambda user, _: self.ended.append(user),
        )
        self.delivery = Delivery(store, self.poster, renderer, workspace=TEAM, last_look=look)

    def decide(self, place: str, *, parts: int = 1) -> int:
        with self.store.write() as db:
            return add_summary(db, add_active(db, channel=place, user="U1"), parts=parts, late_after=after(hours=12))

    def follow(self, cadence: Cadence = Cadence.IMMEDIATE, *, remind: tuple[int, ...] = ()) -> None:
        schedule = Schedule(cadence=cadence, at=dt.time(6), remind=remind)
        with self.store.write() as db:
            added = add_subscription(
                db, workspace=TEAM, channel=CHANNEL, filter_text="", schedule=schedule, user="U1", now=NOW
            )
            set_state(db, added.id, SubscriptionState.ACTIVE)
            mark_noticed(db, added.id, now=NOW)
            mark_started(db, added.id, now=NOW)

    def ingest(self, publisher: str, *items: Item, now: dt.datetime = NOW) -> None:
        issue = replace(make_briefing(sha256=publisher, items=items), publisher=publisher, series=publisher)
        with self.store.write() as db:
            stored = store_briefing(db, issue, now=now)
            self.digests.announce(db, briefing_id=stored, now=now, by="U9", is_new=True)

    def narrow(self, publisher: str, *, now: dt.datetime, quote: int | None = None) -> None:
        licence = Licence(publisher=publisher, kind=LicenceKind.CHANNELS, channels=ELSEWHERE)
        if quote is not None:
            licence = Licence(publisher=publisher, longest_quote=quote)
        Licences(self.store).set_licence(licence, by="U9", now=now)

    def fate(self, number: int) -> tuple[str, str | None]:
        with self.store.read() as db:
            post = get_post(db, number)
        return post.state.value, post.reason

    def ledger(self) -> list[tuple[str, str]]:
        with self.store.read() as db:
            return [(row.item, row.fate) for row in list_ledger(db)]

    def texts(self) -> list[str]:
        return [str(message["text"]) for message in self.poster.messages]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = open_store(tmp_path / "g.db", create=True, wait_s=0.2)
    yield Room(opened)
    opened.close()


@pytest.mark.parametrize("role", [Role.GUEST, Role.EXTERNAL, Role.DEACTIVATED, Role.ELSEWHERE, Role.NOBODY])
def test_only_members_get_what_was_decided_for_them(room: Room, role: Role) -> None:
    """A summary for somebody who is no member any more is cancelled, and what they get in private ends."""
    number = room.decide("U1")
    room.roles["U1"] = role
    report = room.delivery.tick(NOW)
    assert room.poster.messages == []
    assert room.fate(number) == ("cancelled", "its person is no member of the workspace any more")
    assert room.ended == ["U1"]
    assert report.lines == (f"Post {number} (D1, B1v1) is cancelled: {room.fate(number)[1]}.",)


def test_a_thread_is_looked_at_too(room: Room) -> None:
    """Whoever stops being a member between a summary and its thread does not get the thread."""
    number = room.decide("U1", parts=2)
    room.poster.during_post = lambda: room.roles.update(U1=Role.GUEST)
    room.delivery.tick(NOW)
    assert room.texts() == ["part 0"]
    assert room.fate(number + 1)[0] == "cancelled"


def test_a_post_waits_while_nobody_knows_who_it_is_for(room: Room) -> None:
    """While Slack does not say who a person is nothing is sent to them; it goes once Slack does."""
    number = room.decide("U1")
    room.roles["U1"] = Role.UNKNOWN
    report = room.delivery.tick(NOW)
    assert (report.lines, room.poster.calls, room.fate(number)[0]) == ((), 0, "pending")
    room.roles["U1"] = Role.MEMBER
    room.delivery.tick(after(minutes=1))
    assert room.fate(number)[0] == "sent"


def test_channels_are_not_asked_who_they_are(room: Room) -> None:
    """A channel's post goes whoever its owner is by now."""
    number = room.decide("C1")
    room.roles = {"U1": Role.GUEST, "C1": Role.GUEST}
    room.delivery.tick(NOW)
    assert room.fate(number)[0] == "sent"


def test_a_licence_narrowed_during_the_hold_is_obeyed(room: Room) -> None:
    """A summary that its publisher's licence keeps out by now is cancelled with its thread; the ledger says why."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    room.narrow("Institute", now=after(minutes=5))
    report = room.delivery.tick(after(minutes=10))
    assert room.poster.messages == []
    assert room.fate(1) == ("cancelled", HELD_BACK)
    assert report.lines == (f"Post 1 (D1, B1v1) is cancelled: {HELD_BACK}.",)
    room.delivery.tick(after(minutes=11))
    assert room.fate(2)[0] == "skipped"
    assert room.ledger() == [("I1", "withheld"), ("I2", "withheld"), ("I3", "withheld")]


def test_a_channel_opened_to_others_during_the_hold_gets_what_is_open(room: Room) -> None:
    """A summary composed for a channel of our own is not posted once other organisations may read there."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    Admins(room.store).allow_channel(CHANNEL, by="U9", now=after(minutes=5))
    room.delivery.tick(after(minutes=10))
    assert room.poster.messages == []
    assert room.fate(1) == ("cancelled", HELD_BACK)


def test_a_digest_goes_without_what_a_licence_keeps_out_by_now(room: Room) -> None:
    """Of a digest of two briefings what still may be posted is; without anything left it is cancelled."""
    room.follow(Cadence.DAILY)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", make_policy_item(1, "Step two."))
    assert room.digests.enqueue_due(now=after(hours=2)) == 1
    room.narrow("Institute", now=after(hours=2, minutes=1))
    room.delivery.tick(after(hours=2, minutes=2))
    assert room.texts() == ["D1: I2 part 0", "D1: I2 part 1"]
    assert room.ledger() == [("I1", "withheld"), ("I2", "posted")]


def test_a_digest_with_nothing_left_is_cancelled(room: Room) -> None:
    """When licences keep out all that a digest brings it is not posted."""
    room.follow(Cadence.DAILY)
    room.ingest("Institute", ITEMS[0])
    assert room.digests.enqueue_due(now=after(hours=2)) == 1
    room.narrow("Institute", now=after(hours=2, minutes=1))
    room.delivery.tick(after(hours=2, minutes=2))
    assert room.poster.messages == []
    assert room.ledger() == [("I1", "withheld")]


def test_a_shorter_quote_holds_for_what_waits(room: Room) -> None:
    """A summary is composed again when its licence was set after it was decided; else it goes as it stands."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    rendered = len(room.renderer.digests)
    room.narrow("Institute", now=after(minutes=5), quote=2)
    room.delivery.tick(after(minutes=10))
    assert room.fate(1)[0] == "sent"
    assert len(room.renderer.digests) > rendered
    assert room.renderer.digests[-1].entries[0].item.item.text == "The ministry […]"


def test_a_reminder_is_kept_out_too(room: Room) -> None:
    """A reminder quotes its publisher, so the licence by now decides."""
    room.follow(remind=(10,))
    room.ingest("Institute", ITEMS[0])
    room.delivery.tick(after(minutes=10))
    sent = len(room.poster.messages)
    assert room.digests.enqueue_due(now=after(hours=3)) == 1
    room.narrow("Institute", now=after(hours=3, minutes=1))
    room.delivery.tick(after(hours=3, minutes=2))
    assert len(room.poster.messages) == sent
