"""Holding posts back, letting them go, announcing after all: once each, whatever the sender does meanwhile."""

import datetime as dt

import pytest

from bot.model.post import UNTIL_RELEASED, PostingState
from bot.store.access import list_audit
from bot.store.database import Store
from tests.digests.rule_room import RuleRoom
from tests.posting import CHANNEL, NOW, after

BY = "U9"


@pytest.fixture
def place(store: Store) -> RuleRoom:
    return RuleRoom(store, parts=2)


def list_actions(place: RuleRoom) -> list[str]:
    with place.store.read() as db:
        return [row.action for row in list_audit(db, "B1")]


def test_what_is_let_go_is_posted_at_the_next_tick(place: RuleRoom) -> None:
    """Both parts move; the second press finds nothing left to do."""
    place.follow()
    place.ingest()
    assert place.digests.turn(1, "release", by=BY, now=after(minutes=2))
    assert place.find_posting(now=after(minutes=2)).state is PostingState.GOING
    assert not place.digests.turn(1, "release", by=BY, now=after(minutes=2))
    assert len(place.tick(after(minutes=2))) == 2
    assert not place.digests.turn(1, "release", by=BY, now=after(minutes=3))
    assert (place.find_posting().state, place.find_posting().sent) == (PostingState.POSTED, 1)
    assert list_actions(place) == ["announce", "release"]


def test_what_is_held_waits_until_it_is_let_go(place: RuleRoom) -> None:
    """Days later it goes, composed anew for that day, and is not taken for late."""
    place.follow()
    place.ingest()
    assert place.digests.turn(1, "hold", by=BY, now=after(minutes=1))
    assert (place.find_posting().state, place.find_posting().waiting) == (PostingState.ON_HOLD, 1)
    assert not place.digests.turn(1, "hold", by=BY, now=after(minutes=1))
    assert place.tick(after(days=3)) == []
    assert place.digests.turn(1, "release", by=BY, now=after(days=3))
    assert place.tick(after(days=3)) == ["D1: I1 I2 I3 part 0", "D1: I1 I2 I3 part 1"]
    assert list_actions(place) == ["announce", "hold", "release"]


def test_an_archived_briefing_is_announced_after_all(place: RuleRoom) -> None:
    """Its posts wait as those of a new one do; a second press changes nothing."""
    place.follow()
    place.ingest(published_on=dt.date(2023, 12, 6))
    assert place.find_posting().state is PostingState.ARCHIVED
    assert not place.digests.turn(1, "hold", by=BY, now=NOW)
    assert place.digests.turn(1, "announce", by=BY, now=NOW)
    assert (place.find_posting().state, place.find_posting().due_at) == (PostingState.WAITING, after(minutes=10))
    assert not place.digests.turn(1, "announce", by=BY, now=NOW)
    assert len(place.tick(after(minutes=10))) == 2


def test_a_preview_is_what_will_be_posted(place: RuleRoom) -> None:
    """The messages as they are stored, in order, with when they go."""
    place.follow()
    place.follow(channel="C2")
    place.ingest()
    first, second = place.digests.preview_briefing(1, now=NOW)
    assert (first[0].slot.source, first[0].slot.channel, second[0].slot.channel) == ("D1", CHANNEL, "C2")
    assert {part.not_before for part in first} == {after(minutes=10)}
    assert [part.message.text for part in first] == ["D1: I1 I2 I3 part 0", "D1: I1 I2 I3 part 1"]
    place.digests.turn(1, "hold", by=BY, now=NOW)
    assert place.digests.preview_briefing(1, now=NOW)[0][0].not_before == UNTIL_RELEASED
