"""Posts of rules that were ended or paused while nobody knew whether they stand: their items are not lost with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import Outcome, OutcomeKind
from bot.domain.posts.subscription import SubscriptionState
from bot.services.sending.held import HeldPosts
from bot.store.subscriptions import set_state
from tests.corpus import ITEMS
from tests.empty_store import open_empty
from tests.posting import NOW, after
from tests.services.posting.rule_room import DAILY, Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HELD = Outcome(kind=OutcomeKind.ERROR, error="no_text")
UNCLEAR = Outcome(kind=OutcomeKind.UNCLEAR, error="timed out")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A channel with a rule at once, D2, whose summary of three items is about to go, and D1 at 09:00."""
    store = open_empty(tmp_path / "g.db")
    made = Room(store)
    made.follow("", schedule=DAILY)
    made.follow("")
    made.ingest(*ITEMS)
    yield made
    store.close()


def send(room: Room, fault: Outcome) -> None:
    room.poster.faults = [fault]
    room.tick(after(minutes=10))


def test_what_turns_out_unsent_of_an_ended_rule_is_handed_on(room: Room) -> None:
    """It is not posted for a rule that is over: the look shows that it is not there, and another rule brings it."""
    send(room, UNCLEAR)
    room.end(2)
    room.tick(after(minutes=11))
    assert {fate for _, fate, _ in room.fates(2)} == {"waiting"}
    room.tick(after(minutes=13))
    assert {fate for _, fate, _ in room.fates(2)} == {"cancelled"}
    room.tick(after(hours=6))
    assert room.texts() == ["D1: I1 I2 I3 part 0"]


def test_what_was_put_off_when_its_rule_ended_is_handed_on(room: Room) -> None:
    """Slack asked to wait while the rule was being ended: the post was on its way and could not be cancelled."""
    room.poster.during_post = lambda: room.end(2)
    send(room, Outcome(kind=OutcomeKind.RATE_LIMITED, retry_after_s=5.0))
    room.poster.during_post = None
    room.tick(after(minutes=11))
    room.tick(after(hours=6))
    assert room.texts() == ["D1: I1 I2 I3 part 0"]


def test_a_held_post_of_an_ended_rule_is_not_posted_again(room: Room) -> None:
    """A person who wants it again is told that the rule is over; what it would have brought comes by another."""
    send(room, HELD)
    room.end(2)
    room.tick(after(hours=6))
    assert {fate for _, fate, _ in room.fates(1)} == {"held"}
    settled = HeldPosts(room.store).settle(1, sent=False, by="U9", now=after(hours=7))
    assert settled.end == "D2 was ended"
    assert {(fate, reason) for _, fate, reason in room.fates(1)} == {("waiting", "D2 did not post it")}
    room.tick(after(days=1, hours=6))
    assert room.texts()[-1] == "D1: I1 I2 I3 part 0"
    assert len([text for text in room.texts() if "I1" in text]) == 1


def test_a_held_post_of_an_ended_rule_may_have_been_sent(room: Room) -> None:
    """Then it counts as such, and nobody brings its items again."""
    send(room, HELD)
    room.end(2)
    assert HeldPosts(room.store).settle(1, sent=True, by="U9", now=after(minutes=20)).end == ""
    room.tick(after(hours=6))
    assert [text for text in room.texts() if "I1" in text] == []
    assert {fate for _, fate, _ in room.fates(1)} == {"already had"}


@pytest.mark.parametrize("is_resumed", [True, False])
def test_a_held_post_of_a_paused_rule_waits_for_the_rule(room: Room, *, is_resumed: bool) -> None:
    """That is said; resumed in time the rule posts it, else others bring what they had left to it."""
    send(room, HELD)
    room.pause(2)
    room.tick(after(hours=6))
    settled = HeldPosts(room.store).settle(1, sent=False, by="U9", now=after(hours=20))
    assert (settled.end, settled.is_paused) == ("", True)
    room.tick(after(hours=32))
    assert not [text for text in room.texts() if "I1" in text]
    if is_resumed:
        with room.store.write() as db:
            set_state(db, 2, SubscriptionState.ACTIVE)
    for hours in (32, 33, 54):
        room.tick(after(hours=hours))
    told = [text for text in room.texts() if "I1" in text]
    assert told == (["D2: I1 I2 I3 part 0"] if is_resumed else ["D1: I1 I2 I3 part 0"])


def test_a_paused_rule_does_not_keep_what_a_person_let_go(room: Room) -> None:
    """A post without a late limit has one again while its rule is paused; then others bring what was in it."""
    send(room, HELD)
    HeldPosts(room.store).settle(1, sent=False, by="U9", now=after(minutes=20))
    room.pause(2)
    room.tick(after(hours=12))
    assert {fate for _, fate, _ in room.fates(1)} == {"waiting"}
    room.tick(after(hours=13))
    room.tick(NOW + dt.timedelta(days=1, hours=6))
    assert room.texts()[-1] == "D1: I1 I2 I3 part 0"
