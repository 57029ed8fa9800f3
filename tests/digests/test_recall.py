"""What stands in channels when a licence is narrowed is taken back or cut, one edit a message, with the next ticks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.access.admins import Affected
from bot.access.licences import Licences
from bot.model.roles import Licence
from bot.model.subscription import Cadence
from tests.corpus import ITEMS, make_policy_item
from tests.empty_store import open_empty
from tests.licence_room import LicenceRoom
from tests.posting import after

GAZETTE = make_policy_item(1, "Step two.")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LicenceRoom]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield LicenceRoom(opened)
    opened.close()


@pytest.fixture
def posted(room: LicenceRoom) -> LicenceRoom:
    """A channel that has a summary of two messages."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    room.tick(after(minutes=10))
    assert len(room.texts()) == 2
    return room


@pytest.fixture
def digest(room: LicenceRoom) -> LicenceRoom:
    """A channel that has a digest of two publishers."""
    room.follow(Cadence.DAILY)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", GAZETTE)
    room.tick(after(hours=2))
    assert len(room.texts()) == 2
    return room


def test_what_stands_is_taken_back_when_its_channel_is_kept_out(posted: LicenceRoom) -> None:
    """Each of its messages is changed once into a line that quotes nobody; nothing new comes; the ledger says why."""
    assert posted.narrow("Institute", now=after(hours=1)) == Affected(taken_back=1)
    posted.tick(after(hours=1))
    posted.tick(after(hours=2))
    assert posted.updates() == ["kept out", "kept out"]
    assert len(posted.texts()) == 2
    assert posted.ledger() == [("I1", "withheld"), ("I2", "withheld"), ("I3", "withheld")]


def test_of_a_digest_what_may_stay_stays(digest: LicenceRoom) -> None:
    """The publisher is taken out of it, and stays out when the rest is corrected or its own licence is widened."""
    assert digest.narrow("Institute", now=after(hours=3)) == Affected(taken_back=1)
    digest.tick(after(hours=3))
    assert digest.updates() == ["D1: I2 part 0: Step two.", "D1: I2 part 1: Step two."]
    assert digest.ledger() == [("I1", "withheld"), ("I2", "posted")]
    Licences(digest.store).set_licence(Licence(publisher="Institute"), by="U9", now=after(hours=4))
    digest.correct("Gazette", make_policy_item(1, "Step three."), now=after(hours=5))
    digest.tick(after(hours=5))
    assert digest.updates()[2:] == ["D1: I2v2 part 0: Step three.", "D1: I2v2 part 1: Step three."]
    digest.tick(after(days=1, hours=3))
    assert len(digest.texts()) == 2
