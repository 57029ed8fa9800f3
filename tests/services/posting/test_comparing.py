"""After a restore a message that stands comes to say what its post does, and loses nothing by that."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import Outcome, OutcomeKind
from bot.domain.posts.subscription import SubscriptionState
from bot.store.subscriptions import set_state
from tests.corpus import make_policy_item
from tests.posting import after
from tests.services.posting.digest_room import SIX, DigestRoom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE, TWO = make_policy_item(1, "One."), make_policy_item(2, "Two.")
CORRECTED = make_policy_item(1, "One, corrected.")
REFUSED = Outcome(kind=OutcomeKind.ERROR, error="edit_window_closed")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[DigestRoom]:
    room = DigestRoom(folder=tmp_path)
    room.follow(SIX)
    yield room
    room.store.close()


def list_updates(room: DigestRoom) -> list[str]:
    return [message.text for _, message in room.poster.updates]


def tick(room: DigestRoom, hours: float) -> None:
    """Let some seconds pass, so that all is done that follows from something."""
    for step in range(3):
        room.tick(after(hours=hours, seconds=5 * step))


def lose_the_second(room: DigestRoom) -> None:
    """Of the two briefings in a message the backup knows one."""
    room.ingest(1, ONE, now=after(hours=1))
    room.back_up()
    room.ingest(2, TWO, now=after(hours=1))
    tick(room, 2)
    room.restore()
    tick(room, 3)


def test_a_message_found_in_words_of_before_is_changed(room: DigestRoom) -> None:
    """At the backup its post waits; it is corrected before it is found in its channel."""
    room.ingest(1, ONE, TWO, now=after(hours=1))
    room.digests.enqueue_due(now=after(hours=2))
    room.back_up()
    tick(room, 2)
    room.restore()
    room.correct(1, CORRECTED, now=after(hours=3))
    tick(room, 4)
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    assert list_updates(room) == ["D1: I1v2 part 0"]
    tick(room, 30)
    assert len(room.list_texts()) == len(list_updates(room)) == 1
    assert room.list_gaps() == []


def test_a_message_that_says_the_same_is_left_alone(room: DigestRoom) -> None:
    """It is found as it was decided: nothing is written again."""
    room.ingest(1, ONE, TWO, now=after(hours=1))
    room.digests.enqueue_due(now=after(hours=2))
    room.back_up()
    tick(room, 2)
    room.restore()
    for hours in (3, 30):
        tick(room, hours)
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    assert list_updates(room) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_a_message_keeps_what_it_tells_besides(room: DigestRoom, at_once: bool) -> None:
    """The briefing that the backup knows is corrected before or after the other is read again."""
    lose_the_second(room)
    if at_once:
        room.correct(1, CORRECTED, now=after(hours=4))
    tick(room, 5)
    assert list_updates(room) == []
    room.ingest(2, TWO, now=after(hours=6))
    tick(room, 6)
    if not at_once:
        room.correct(1, CORRECTED, now=after(hours=7))
    for hours in (8, 30, 60):
        tick(room, hours)
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    assert list_updates(room)[-1] == "D1: I2 I1v2 part 0"
    assert [(item, fate) for item, fate, _ in room.list_fates()][-1] == ("I2", "posted")
    assert room.list_gaps() == []


@pytest.mark.parametrize("is_corrected", [True, False])
def test_old_words_do_not_stand_for_what_nobody_reads_again(room: DigestRoom, is_corrected: bool) -> None:
    """After a day a message of old words loses what is not read again, which comes as new then; others keep it."""
    lose_the_second(room)
    if is_corrected:
        room.correct(1, CORRECTED, now=after(hours=4))
    tick(room, 27)
    assert list_updates(room) == []
    tick(room, 29)
    assert list_updates(room) == ["D1: I1v2 part 0"] * is_corrected
    room.ingest(2, TWO, now=after(hours=5))
    tick(room, 51)
    assert room.list_texts() == ["D1: I1 I2 part 0", *["D1: I2 part 0"] * is_corrected]
    assert list_updates(room)[-1:] == ["D1: I1v2 part 0" if is_corrected else "D1: I2 I1 part 0"]
    assert room.list_gaps() == []


@pytest.mark.parametrize("has_ended", [True, False])
def test_what_a_message_loses_waits_for_other_rules(room: DigestRoom, has_ended: bool) -> None:
    """Its own rule, as it was at the backup, does not ask for what it told; the other left it to that message."""
    room.change(SIX, filter_text="topic:energy", now=after(hours=0.5))
    room.ingest(1, ONE, now=after(hours=1))
    room.back_up()
    room.change(SIX, now=after(hours=1))
    room.ingest(2, make_policy_item(2, "Two.", topic="ai"), now=after(hours=1))
    tick(room, 2)
    room.restore()
    tick(room, 3)
    other = room.follow(replace(SIX, at=dt.time(7)))
    room.ingest(2, make_policy_item(2, "Two.", topic="ai"), now=after(hours=3))
    room.correct(1, CORRECTED, now=after(hours=3))
    tick(room, 4)
    if has_ended:
        with room.store.write() as db:
            set_state(db, other, SubscriptionState.CANCELLED)
    tick(room, 27.1)
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    assert list_updates(room) == ["D1: I1v2 part 0"]
    assert room.list_gaps() == []
    tick(room, 52)
    assert room.list_texts()[1:] == ([] if has_ended else [f"D{other}: I2 part 0"])
    fates = [(item, fate) for item, fate, _ in room.list_fates()]
    assert ("I2", "cancelled" if has_ended else "posted") in fates
    assert room.list_gaps() == []


def test_a_correction_before_the_channel_was_read_adds_nothing_that_stands_elsewhere(room: DigestRoom) -> None:
    """Slack had refused the change, so the next digest brought what was added."""
    room.ingest(1, ONE, now=after(hours=1))
    tick(room, 2)
    room.back_up()
    room.poster.update_faults = [REFUSED]
    room.correct(1, ONE, TWO, now=after(hours=3))
    tick(room, 27)
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0"]
    room.restore()
    room.correct(1, ONE, TWO, now=after(hours=4))
    for hours in (28, 52):
        tick(room, hours)
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0"]
    assert list_updates(room) == []
    assert [fate for _, fate, _ in room.list_fates()] == ["posted", "already had"]
    assert room.list_gaps() == []
