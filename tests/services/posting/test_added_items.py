"""What a correction adds to a digest that stands is told by it once Slack lets it be changed, else by another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import Outcome, OutcomeKind
from bot.domain.posts.schedule import Cadence
from tests.corpus import make_policy_item
from tests.posting import after
from tests.services.posting.digest_room import SIX, DigestRoom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REFUSED = Outcome(kind=OutcomeKind.ERROR, error="edit_window_closed")
UNCLEAR = Outcome(kind=OutcomeKind.UNCLEAR, error="timed out")
ONE, TWO = make_policy_item(1, "One."), make_policy_item(2, "Two.")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[DigestRoom]:
    room = DigestRoom(folder=tmp_path)
    yield room
    room.store.close()


@pytest.mark.parametrize("cadence", [Cadence.DAILY, Cadence.IMMEDIATE])
def test_what_slack_lets_nobody_add_comes_by_another(room: DigestRoom, cadence: Cadence) -> None:
    """The message stays as it is, so the item waits for the next one of its rule."""
    room.follow(replace(SIX, cadence=cadence))
    room.ingest(1, ONE, now=after(hours=1))
    room.tick(after(hours=2))
    room.poster.update_faults = [REFUSED]
    room.correct(1, ONE, TWO, now=after(hours=3))
    for hours in (3, 3.1, 26, 27):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0"]
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "posted"), ("I2", "posted")]
    assert room.list_gaps() == []


def test_what_was_added_is_told_when_a_later_change_is_refused(room: DigestRoom) -> None:
    """The message tells it since the first change, and goes on to."""
    room.follow(SIX)
    room.ingest(1, ONE, now=after(hours=1))
    room.tick(after(hours=2))
    room.correct(1, ONE, TWO, now=after(hours=3))
    room.tick(after(hours=3))
    room.poster.update_faults = [REFUSED]
    room.correct(1, replace(ONE, text="One, corrected."), TWO, now=after(hours=4))
    for hours in (4, 26, 27):
        room.tick(after(hours=hours))
    assert [message.text for _, message in room.poster.updates] == ["D1: I1 I2 part 0"]
    assert room.list_texts() == ["D1: I1 part 0"]
    assert "summary 2024-03-10 06:00, corrected, but Slack did not let the post be changed" in {
        reason for _, _, reason in room.list_fates()
    }


def test_where_a_change_may_have_been_made_nothing_comes_again(room: DigestRoom) -> None:
    """Slack did not say what became of the first try, and refused the second: the ledger says so."""
    room.follow(SIX)
    room.ingest(1, ONE, now=after(hours=1))
    room.tick(after(hours=2))
    room.poster.update_faults = [UNCLEAR, REFUSED]
    room.correct(1, ONE, TWO, now=after(hours=3))
    for hours in (3, 4, 26, 27):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D1: I1 part 0"]
    said = "summary 2024-03-10 06:00, added by a correction, but Slack did not let the post be changed"
    assert ("I2", "posted", said) in room.list_fates()


@pytest.mark.parametrize("cadence", [Cadence.DAILY, Cadence.IMMEDIATE])
def test_what_is_put_back_and_slack_lets_nobody_add_comes_by_another(room: DigestRoom, cadence: Cadence) -> None:
    """A correction took it out of the message, and its undo may not put it in again."""
    room.follow(replace(SIX, cadence=cadence))
    room.ingest(1, ONE, TWO, now=after(hours=1))
    room.tick(after(hours=2))
    room.correct(1, ONE, now=after(hours=3))
    room.tick(after(hours=3))
    room.poster.update_faults = [REFUSED]
    room.correct(1, ONE, TWO, now=after(hours=4))
    for hours in (4, 4.1, 26, 27):
        room.tick(after(hours=hours))
    assert [message.text for _, message in room.poster.updates] == ["D1: I1 part 0"]
    assert room.list_texts() == ["D1: I1 I2 part 0", "D1: I2 part 0"]
    assert room.list_gaps() == []


def test_what_the_message_tells_still_is_not_told_again(room: DigestRoom) -> None:
    """Slack did not let it be taken out, nor changed once it was back."""
    room.follow(SIX)
    room.ingest(1, ONE, TWO, now=after(hours=1))
    room.tick(after(hours=2))
    room.poster.update_faults = [REFUSED, REFUSED]
    room.correct(1, ONE, now=after(hours=3))
    room.tick(after(hours=3))
    room.correct(1, ONE, TWO, now=after(hours=4))
    for hours in (4, 26, 27):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    assert room.list_gaps() == []
