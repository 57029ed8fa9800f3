"""What belongs to a slot when the clock was wrong, or when a digest never went out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.holidays import NO_HOLIDAYS
from bot.domain.posts.schedule import Cadence, Schedule
from bot.domain.posts.subscription import SubscriptionState
from bot.services.posting.replay import Replay
from bot.store.ledger import list_ledger
from bot.store.memberships import keep_membership
from bot.store.subscriptions import add_subscription, mark_noticed, mark_started, set_state
from tests.corpus import TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.posting import CHANNEL, NOW, TEAM, add_active, after
from tests.services.posting.digest_room import SIX, DigestRoom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_WAIT = dt.timedelta()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[DigestRoom]:
    """A channel with a digest each day at 06:00 UTC, two hours after NOW."""
    room = DigestRoom(folder=tmp_path)
    room.follow(SIX)
    yield room
    room.store.close()


@pytest.mark.parametrize("wrong", [after(hours=1), dt.datetime(1970, 1, 2, tzinfo=dt.UTC)])
def test_what_a_wrong_clock_announced_comes_with_the_next_digest(room: DigestRoom, wrong: dt.datetime) -> None:
    """A briefing read while the clock says a time before the last slot belongs to the next one, once."""
    room.ingest(1, now=NOW)
    room.tick(after(hours=3))
    room.ingest(2, now=wrong)
    for hours in (26, 27, 50):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0"]
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "posted"), ("I2", "posted")]


def test_what_is_announced_before_a_slot_of_the_future_comes_after_it(room: DigestRoom) -> None:
    """A slot that a clock ahead decided too early takes nothing from what is announced until its time."""
    room.ingest(1, now=NOW)
    room.tick(after(hours=26))
    room.ingest(2, now=after(hours=12))
    room.tick(after(hours=25))
    room.tick(after(hours=50))
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0"]


def test_a_digest_that_came_too_late_gives_its_items_to_the_next(room: DigestRoom) -> None:
    """What a digest past its late limit would have brought waits for the next one, with the reason in the ledger."""
    room.ingest(1, now=NOW)
    room.digests.enqueue_due(now=after(hours=2))
    room.delivery.tick(after(hours=15))
    assert room.list_texts() == []
    with room.store.read() as db:
        assert [(row.fate, row.reason) for row in list_ledger(db)] == [
            ("waiting", "for the next digest: that of 2024-03-10 06:00 was later than its limit")
        ]
    room.tick(after(hours=26))
    room.tick(after(hours=50))
    assert room.list_texts() == ["D1: I1 part 0"]
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "posted")]


def test_a_digest_says_since_when_what_it_brings_was_known(room: DigestRoom) -> None:
    """What a digest that never went out gives to a later one was learned before the days of that; a correction too."""
    room.ingest(1, now=NOW)
    room.digests.enqueue_due(now=after(hours=2))
    room.delivery.tick(after(hours=30))
    room.ingest(2, now=after(hours=31))
    room.tick(after(hours=50))
    days = dt.date(2024, 3, 10), dt.date(2024, 3, 12)
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    assert room.renderer.digests[-1].window == days
    item = make_policy_item(1, "Step 2, put right.")
    with room.store.write() as db:
        issue = replace(make_briefing(after(hours=31).date(), sha256="s2b", items=(item,)), series="Series 2")
        store_briefing(db, issue, now=after(hours=52))
        room.digests.announce(db, briefing_id=2, now=after(hours=52), by="U9", is_new=False)
    assert [entry.item.version for entry in room.renderer.digests[-1].entries] == [1, 2]
    assert room.renderer.digests[-1].window == days


@pytest.mark.parametrize("started", [28, 51, 75])
def test_slots_of_before_a_restore_wait_for_a_person(room: DigestRoom, started: int) -> None:
    """What was due since the backup is held as one digest, however late the bot starts; what is new goes out."""
    for number in (1, 2):
        room.ingest(number, now=after(hours=24 * (number - 1) + 1))
    room.back_up()
    room.tick(after(hours=3))
    room.tick(after(hours=27))
    told = ["D1: I1 part 0", "D1: I2 part 0"]
    assert room.list_texts() == told
    room.restore(now=after(hours=28))
    for step in range(4):
        room.tick(after(hours=started, seconds=5 * step))
    assert room.list_texts() == told
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "held"), ("I2", "held")]
    room.ingest(3, now=after(hours=76))
    room.tick(after(hours=99))
    assert room.list_texts() == [*told, "D1: I3 part 0"]


def follow_privately(room: DigestRoom, hour: int, *, user: str = "U1") -> None:
    """Let a person have a digest each day in direct messages too, as rule D2."""
    schedule = Schedule(cadence=Cadence.DAILY, at=dt.time(hour))
    with room.store.write() as db:
        added = add_subscription(
            db, workspace=TEAM, channel=user, filter_text="", schedule=schedule, user=user, now=NOW
        )
        set_state(db, added.id, SubscriptionState.ACTIVE)
        mark_noticed(db, added.id, now=NOW)
        mark_started(db, added.id, now=NOW)


@pytest.mark.parametrize("hour", [5, 6, 7])
def test_an_owner_is_not_told_twice_whichever_digest_comes_first(room: DigestRoom, hour: int) -> None:
    """What a channel's digest brings within a day waits in its owner's own rule, and is left out once it has come."""
    follow_privately(room, hour)
    room.ingest(1, now=after(minutes=10))
    room.tick(after(hours=1))
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "waiting"), ("I1", "waiting")]
    for hours in (2, 3, 25, 26, 27):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D1: I1 part 0"]
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "posted"), ("I1", "already had")]


def test_what_the_channel_did_not_get_comes_with_the_next_private_digest(room: DigestRoom) -> None:
    """A channel's rule that is paused before its time takes nothing from its owner."""
    follow_privately(room, 5)
    room.ingest(1, now=after(minutes=10))
    room.tick(after(hours=1))
    with room.store.read() as db:
        assert [row.reason for row in list_ledger(db, subscription_id=2)] == ["comes with D1"]
    with room.store.write() as db:
        set_state(db, 1, SubscriptionState.PAUSED)
    for hours in (2, 25):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D2: I1 part 0"]
    replay = Replay(room.store, TopicMatcher(), holidays=NO_HOLIDAYS)
    schedule = Schedule(cadence=Cadence.DAILY, at=dt.time(5))
    preview = replay.replay("", schedule, rule="D2", now=after(days=9), place=(TEAM, "U1"))
    assert [post.at for post in preview.posts] == [after(hours=25)]  # as it was, not at the slot before it


def say_member(room: DigestRoom, user: str, *channels: str, now: dt.datetime = NOW) -> None:
    """Let Slack say in which channels somebody is."""
    with room.store.write() as db:
        keep_membership(db, workspace=TEAM, user=user, channels=channels, now=now)


@pytest.mark.parametrize("hour", [5, 6, 7])
def test_a_member_is_not_told_twice_whichever_digest_comes_first(room: DigestRoom, hour: int) -> None:
    """Who is in a channel gets in direct messages neither what it got nor what it gets within a day."""
    follow_privately(room, hour, user="U2")
    room.ingest(1, now=after(minutes=10))
    for hours in (1, 2, 3, 25, 26, 27):
        say_member(room, "U2", "C8", CHANNEL, now=after(hours=hours))
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D1: I1 part 0"]
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "posted"), ("I1", "already had")]


def test_a_preview_leaves_to_a_channel_what_it_is_about_to_get(room: DigestRoom) -> None:
    """What the channel's digest brings in an hour is in no preview of its member's own rule, nor once it has come."""
    follow_privately(room, 5, user="U2")
    room.ingest(1, now=after(minutes=10))
    for hours in (1, 2, 3):
        now = after(hours=hours, minutes=1)
        say_member(room, "U2", CHANNEL, now=now)
        room.tick(now)
        replay = Replay(room.store, TopicMatcher(), holidays=NO_HOLIDAYS)
        schedule = Schedule(cadence=Cadence.DAILY, at=dt.time(5))
        preview = replay.replay("", schedule, rule="D2", now=now, place=(TEAM, "U2"))
        assert (preview.posts, preview.left, preview.besides) == ((), 1, ("D1",))
    alone = replay.replay("", schedule, rule=None, now=now, place=(TEAM, "U3"))
    assert len(alone.posts) == 1


def test_an_owner_who_is_not_in_the_channel_is_told(room: DigestRoom) -> None:
    """Once Slack says where somebody is, that counts, and not what they look after."""
    follow_privately(room, 5)
    room.ingest(1, now=after(minutes=10))
    say_member(room, "U1", "C8")
    for hours in (1, 2, 25):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D2: I1 part 0", "D1: I1 part 0"]


def test_a_private_rule_at_once_leaves_to_a_channel_what_it_gets_at_once(room: DigestRoom) -> None:
    """What a channel's own rule brings at once is left to it; what a digest brings there later is told at once."""
    with room.store.write() as db:
        add_active(db, channel="U2", user="U2")
        at_once = add_active(db, channel="C8").id
    say_member(room, "U2", "C8", CHANNEL)
    room.ingest(1, now=after(minutes=1))
    with room.store.write() as db:
        set_state(db, at_once, SubscriptionState.PAUSED)
    room.ingest(2, now=after(minutes=2))
    with room.store.write() as db:
        set_state(db, at_once, SubscriptionState.ACTIVE)
    room.tick(after(minutes=3))
    assert room.list_texts() == ["D3: I1 part 0", "D2: I2 part 0"]
    room.tick(after(hours=2))
    assert room.list_texts()[2:] == ["D1: I1 I2 part 0"]


def test_where_somebody_is_unknown_channel_and_person_are_both_told(room: DigestRoom) -> None:
    """While Slack does not say who is in a channel, only the owner of its rule counts as told by it."""
    follow_privately(room, 5, user="U2")
    room.ingest(1, now=after(minutes=10))
    for hours in (1, 2, 25):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D2: I1 part 0", "D1: I1 part 0"]
