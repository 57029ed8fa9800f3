"""Right before a post is sent it is asked whether it still may go where it was decided for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.access.admins import Admins
from bot.access.roles import Role
from bot.digests.holds import HeldPosts
from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.subscription import SubscriptionState
from bot.store.licences import GrantKind
from bot.store.subscriptions import get_subscription
from tests.corpus import ITEMS
from tests.empty_store import open_empty
from tests.licence_room import HELD_BACK, LicenceRoom
from tests.posting import CHANNEL, NOW, after


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LicenceRoom]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield LicenceRoom(opened)
    opened.close()


@pytest.mark.parametrize("role", [Role.ELSEWHERE, Role.NOBODY])
def test_only_members_get_what_was_decided_for_them(room: LicenceRoom, role: Role) -> None:
    """A summary for somebody who is no member is cancelled."""
    number = room.decide("U1")
    room.roles["U1"] = role
    report = room.delivery.tick(NOW)
    assert room.poster.messages == []
    assert room.fate(number) == ("cancelled", "its person is no member of the workspace any more")
    assert report.lines == (f"Post {number} (D1, B1v1) was cancelled (ended): {room.fate(number)[1]}.",)


@pytest.mark.parametrize("role", [Role.GUEST, Role.EXTERNAL, Role.DEACTIVATED])
def test_what_somebody_gets_in_private_ends_when_they_are_no_member(room: LicenceRoom, role: Role) -> None:
    """It is found out before a post, without an event."""
    number = room.decide("U1")
    room.roles["U1"] = role
    room.delivery.tick(NOW)
    assert room.texts() == []
    assert room.fate(number)[0] == "cancelled"
    with room.store.read() as db:
        assert get_subscription(db, 1).state is SubscriptionState.CANCELLED


def test_a_licence_narrowed_during_the_hold_is_obeyed(room: LicenceRoom) -> None:
    """What its publisher's licence keeps out by now is not posted; the ledger says why."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    room.narrow("Institute", now=after(minutes=5))
    room.tick(after(minutes=10))
    assert room.poster.messages == []
    assert room.ledger() == [("I1", "withheld"), ("I2", "withheld"), ("I3", "withheld")]


def test_a_licence_narrowed_before_a_post_is_tried_again_is_obeyed(room: LicenceRoom) -> None:
    """A post that was decided and not sent yet is cancelled with its thread."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    room.poster.faults = [Outcome(kind=OutcomeKind.REFUSED, error="no connection")]
    room.tick(after(minutes=10))
    room.narrow("Institute", now=after(minutes=11))
    for minutes in (12, 13):
        room.tick(after(minutes=minutes))
    assert room.poster.messages == []
    assert room.fate(1) == ("cancelled", HELD_BACK)
    assert room.fate(2)[0] == "cancelled"
    assert room.ledger() == [("I1", "withheld"), ("I2", "withheld"), ("I3", "withheld")]


def test_a_channel_opened_to_others_during_the_hold_gets_what_is_open(room: LicenceRoom) -> None:
    """What is internal is not posted once other organisations may read there."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    Admins(room.store).grant(CHANNEL, by="U9", now=after(minutes=5), kind=GrantKind.CHANNEL)
    room.tick(after(minutes=10))
    assert room.poster.messages == []


def test_a_shorter_quote_holds_for_what_waits(room: LicenceRoom) -> None:
    """A post whose licence was set after it was decided is not sent: what it brings comes anew."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    room.poster.faults = [Outcome(kind=OutcomeKind.REFUSED, error="no connection")]
    room.tick(after(minutes=10))
    room.narrow("Institute", now=after(minutes=11), quote=2)
    room.tick(after(minutes=12))
    assert room.fate(1)[0] == "cancelled"
    assert room.fate(3)[0] == "sent"
    assert room.renderer.digests[-1].entries[0].item.item.text == "The ministry […]"
    assert room.ledger() == [("I1", "posted"), ("I2", "posted"), ("I3", "posted")]


def test_a_reminder_is_kept_out_too(room: LicenceRoom) -> None:
    """A reminder quotes its publisher, so the licence by now decides."""
    room.follow(remind=(10,))
    room.ingest("Institute", ITEMS[0])
    room.tick(after(minutes=10))
    sent = len(room.poster.messages)
    assert room.digests.enqueue_due(now=after(hours=3)) == 1
    room.narrow("Institute", now=after(hours=3, minutes=1))
    room.delivery.tick(after(hours=3, minutes=2))
    assert len(room.poster.messages) == sent


def hold_reminder(room: LicenceRoom) -> int:
    """Have a reminder with ten days left held; give its number."""
    room.follow(remind=(10,))
    room.ingest("Institute", ITEMS[0])
    room.tick(after(minutes=10))
    assert room.digests.enqueue_due(now=after(hours=3)) == 1
    room.poster.faults = [Outcome(kind=OutcomeKind.ERROR, error="no_text")]
    room.delivery.tick(after(hours=3))
    (held,) = HeldPosts(room.store).list_held()
    return held.id


def test_a_reminder_of_a_deadline_that_is_over_is_not_posted_again(room: LicenceRoom) -> None:
    """Until its day ends in Beijing it may be."""
    number = hold_reminder(room)
    HeldPosts(room.store).settle(number, sent=False, by="U9", now=after(days=10, hours=12))
    room.delivery.tick(after(days=10, hours=12))
    assert room.fate(number) == ("cancelled", "its day is over")
    assert not [text for text in room.texts() if "left" in text]
