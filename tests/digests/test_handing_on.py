"""What a rule left out for another's post that was never made: it comes by the rule itself, and the ledger says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.subscription import Schedule, SubscriptionState
from bot.store.briefings import deactivate_briefing
from bot.store.items import deactivate_item, list_briefing_item_ids
from bot.store.subscriptions import get_subscription, set_rule
from tests.channel_room import open_room
from tests.corpus import ITEMS, make_briefing
from tests.digests.rule_room import DAILY, Room
from tests.empty_store import open_empty
from tests.posting import NOW, after


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db")
    yield Room(store)
    store.close()


def test_what_a_rule_that_was_ended_would_have_brought_comes_by_another(room: Room) -> None:
    """A post that is cancelled in the hold gives its items to the rule that left them out for it, in its own time."""
    first = room.follow("topic:energy")
    second = room.follow("company:BYD")
    room.ingest(*ITEMS)
    room.end(first)
    assert room.fates(second)[2] == ("I3", "waiting", "D1 did not post it")
    room.tick(after(minutes=5))
    assert room.texts() == []
    room.tick(after(minutes=10))
    room.tick(after(days=1))
    assert room.texts() == ["D2: I3 part 0"]
    assert room.fates(second)[2] == ("I3", "posted", "summary 2024-03-10 04:10:00 at once")
    assert room.sums() == ["D2: 3 items = 2 not certain enough + 1 posted"]


def test_nobody_had_what_waits_in_another_rules_post(room: Room) -> None:
    """What was left to a post reads as waiting until that stands in its channel, and the digest says whose it is."""
    first = room.follow("topic:energy")
    second = room.follow("", schedule=DAILY)
    room.ingest(*ITEMS)
    room.pause(first)
    room.tick(after(hours=6))
    assert room.texts() == ["D2: I2 part 0"]
    assert room.renderer.digests[-1].left_out == (("left to D1", 2),)
    assert room.fates(second) == [
        ("I1", "waiting", "left to D1, summary B1v1"),
        ("I2", "posted", "summary 2024-03-10 09:00"),
        ("I3", "waiting", "left to D1, summary B1v1"),
    ]
    assert room.sums() == ["D1: 3 items = 2 waiting + 1 filtered", "D2: 3 items = 2 waiting + 1 posted"]
    room.resume(first)
    room.tick(after(hours=7))
    assert room.texts() == ["D2: I2 part 0", "D1: I1 I3 part 0"]
    assert room.fates(second)[0] == ("I1", "already had", "posted by D1, summary B1v1")


def test_a_rule_in_slots_brings_it_with_its_next_digest(room: Room) -> None:
    """What a digest or a list of its own would have said had been posted waits for the next slot."""
    first = room.follow("topic:energy")
    room.follow("company:BYD", schedule=DAILY)
    room.ingest(*ITEMS)
    room.end(first)
    room.tick(after(hours=1))
    assert room.texts() == []
    room.tick(after(hours=6))
    assert room.texts() == ["D2: I3 part 0"]
    assert room.sums() == ["D2: 3 items = 2 not certain enough + 1 posted"]


def test_a_first_summary_of_an_archived_briefing_is_handed_on_too(room: Room) -> None:
    """Where no slot would ever bring it, since the briefing was never announced, it comes at once."""
    first = room.follow("topic:energy")
    second = room.follow("company:BYD", schedule=DAILY)
    room.ingest(*ITEMS, published_on=NOW.date().replace(year=2023))
    with room.store.write() as db:
        db.execute("UPDATE subscriptions SET started_at = NULL")
    room.digests.enqueue_due(now=after(hours=1))
    assert room.fates(second)[2] == ("I3", "waiting", "left to D1, summary B1v1")
    room.end(first)
    room.tick(after(hours=1))
    assert room.texts() == ["D2: I3 part 0"]


def test_an_ended_rule_is_given_nothing(room: Room) -> None:
    """A rule that has ended meanwhile brings nothing, and its ledger does not say that it was had."""
    first, second = room.follow("topic:energy"), room.follow("company:BYD")
    room.ingest(*ITEMS)
    room.end(second)
    room.end(first)
    room.tick(after(minutes=10))
    assert room.texts() == []
    assert room.fates(second)[2] == ("I3", "cancelled", "D1 did not post it")


def test_what_is_held_no_more_waits_for_nobody(room: Room) -> None:
    """Of a briefing that is out of force by then nothing comes, and the ledger does not wait for it."""
    first, second = room.follow("topic:energy"), room.follow("company:BYD")
    room.ingest(*ITEMS)
    room.end(first)
    with room.store.write() as db:
        for item in list_briefing_item_ids(db, 1):
            deactivate_item(db, item)
        deactivate_briefing(db, 1)
    assert room.digests.enqueue_due(now=after(minutes=10)) == 0
    assert room.fates(second)[2] == ("I3", "cancelled", "held no more")


def test_what_is_taken_back_is_not_handed_on(room: Room) -> None:
    """An undone briefing is brought by nobody, also not by rules that had left it out for a post that stands."""
    room.follow("topic:energy")
    second = room.follow("company:BYD")
    room.ingest(*ITEMS)
    room.tick(after(minutes=10))
    with room.store.write() as db:
        for item in list_briefing_item_ids(db, 1):
            deactivate_item(db, item)
        deactivate_briefing(db, 1)
        room.digests.withdraw(db, briefing_id=1, now=after(minutes=20), by="U9", whole=True)
    room.tick(after(minutes=21))
    assert room.texts() == ["D1: I1 I3 part 0"]
    assert room.fates(second)[2] == ("I3", "cancelled", "the briefing was taken back")


def test_what_waited_for_a_digest_comes_at_once_when_the_rule_does(tmp_path: Path) -> None:
    """A weekly rule made immediate brings the week in one digest right behind its line, and the ledger adds up."""
    with open_room(tmp_path) as room:
        room.command("/digest subscribe weekly at 09:00 tz:UTC remind:none")
        for minutes in (0, 1):
            room.tick(after(minutes=minutes))
        room.ingest(make_briefing(items=ITEMS[:1]))
        room.ingest(make_briefing(NOW.date(), sha256="b", items=ITEMS[2:]))
        room.tick(after(minutes=12))
        assert room.summaries() == []
        room.command("/digest change D1 immediate")
        for minutes in (13, 14, 15):
            room.tick(after(minutes=minutes))
        (summary,) = room.summaries()
        assert "(P1 · B1)" in summary
        assert "(I2 · B2)" in summary
        assert "2 items = 2 posted, none missing" in room.command("/digest status")
        room.tick(after(days=9))
        assert len(room.summaries()) == 1


def test_what_waited_for_another_pace_of_digests_still_comes(tmp_path: Path) -> None:
    """A rule that posted at once and has digests from now on brings with the first what was handed on to it."""
    with open_room(tmp_path) as room:
        room.command("/digest subscribe topic:energy remind:none")
        room.command("/digest subscribe remind:none")
        for minutes in (0, 1):
            room.tick(after(minutes=minutes))
        room.ingest(make_briefing())
        room.command("/digest change D2 daily at 09:00 tz:UTC")
        room.command("/digest unsubscribe D1")
        with room.app.store.write() as db:
            db.execute("UPDATE posts SET not_before = ? WHERE slot LIKE 'changed %'", [after(minutes=1).isoformat()])
        for moment in (after(minutes=2), after(minutes=12), after(hours=6)):
            room.tick(moment)
        assert "3 items = 3 posted, none missing" in room.command("/digest status")


def test_what_is_on_hold_does_not_come_with_what_waits(room: Room) -> None:
    """Of several briefings that wait, one whose posts may not go yet comes by itself, in its time."""
    number = room.follow("", schedule=DAILY)
    room.ingest(*ITEMS[:1])
    room.ingest(*ITEMS[1:2], published_on=NOW.date())
    room.ingest(*ITEMS[2:], published_on=after(days=1).date())
    with room.store.write() as db:
        set_rule(db, number, filter_text="", schedule=Schedule(remind=()))
        db.execute("UPDATE announcements SET not_before = ? WHERE briefing_id = 3", [after(hours=1).isoformat()])
    room.tick(after(minutes=20))
    room.tick(after(minutes=21))
    assert room.texts() == ["D1: I1 I2 part 0"]
    room.tick(after(hours=1))
    assert room.texts()[1:] == ["D1: I3 part 0"]


def test_what_the_changed_rule_does_not_ask_for_ends(room: Room) -> None:
    """What waited and matches no more is filtered; a filter that cannot be read pauses its rule as ever."""
    numbers = [room.follow(text, channel=text[-3:], schedule=DAILY) for text in ("topic:energy", "topic:robotics")]
    room.ingest(*ITEMS)
    room.ingest(*ITEMS, published_on=NOW.date())
    with room.store.write() as db:
        for number, text in zip(numbers, ("topic:robotics", "nonsense:1"), strict=True):
            set_rule(db, number, filter_text=text, schedule=Schedule(remind=()))
    room.tick(after(minutes=20))
    assert not any(text.startswith("D1") for text in room.texts())
    assert {fate for _, fate, _ in room.fates(1)} == {"filtered"}
    assert "failed" in {fate for _, fate, _ in room.fates(2)}
    with room.store.read() as db:
        assert get_subscription(db, 2).state is SubscriptionState.PAUSED
