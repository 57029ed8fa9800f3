"""A post that its channel refuses until a person acts: who left something to it is told, and no channel hears twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import Outcome, OutcomeKind
from bot.domain.posts.schedule import Cadence, Schedule
from bot.services.posting.accounts import Accounts
from bot.services.subscribing.subscriptions import Asker, Subscriptions
from bot.services.subscribing.troubles import close_channel
from tests.corpus import ITEMS, TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakeRenderer, after
from tests.services.posting import reminder_room
from tests.services.posting.rule_room import DAILY, Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Store

REFUSED = Outcome(kind=OutcomeKind.ERROR, error="not_in_channel")
AT_NOON = replace(DAILY, at=dt.time(12), remind=())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "g.db")
    yield opened
    opened.close()


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def resume(store: Store, number: int, now: dt.datetime) -> None:
    asker = Asker(workspace=TEAM, channel=CHANNEL, user="U1")
    Subscriptions(store, TopicMatcher(), FakeRenderer()).resume(number, asker=asker, now=now)


def list_told(room: Room | reminder_room.Room, channel: str) -> list[str]:
    """Give what a place was told of items."""
    texts = [str(message["text"]) for message in room.poster.messages if message["channel"] == channel]
    return [text for text in texts if text.startswith("D") and "I" in text]


@pytest.mark.parametrize(
    ("of_channel", "of_person", "told_at"),
    [
        (Schedule(remind=()), Schedule(remind=()), after(minutes=10)),
        (Schedule(remind=()), AT_NOON, after(hours=8)),
        (replace(AT_NOON, at=dt.time(9)), AT_NOON, after(hours=8)),
    ],
)
def test_a_person_gets_what_their_channel_could_not(
    room: Room, of_channel: Schedule, of_person: Schedule, told_at: dt.datetime
) -> None:
    """What a person's rule left to a channel's post comes by itself once Slack refuses that post, and is not lost."""
    room.follow("", schedule=of_channel)
    second = room.follow("", channel="U1", schedule=of_person)
    room.ingest(*ITEMS)
    room.poster.faults = [REFUSED]
    for at in (after(minutes=10), after(hours=5), after(hours=8), after(days=1, hours=8)):
        room.tick(at)
        assert list_told(room, "U1") == (["D2: I1 I2 I3 part 0"] if at >= told_at else [])
    assert {fate for _, fate, _ in room.fates(second)} == {"posted"}
    assert room.sums() == ["D1: 3 items = 3 failed", "D2: 3 items = 3 posted"]


def test_all_posts_of_a_refused_channel_are_handed_on_at_once(room: Room) -> None:
    """The other posts that wait for that channel give up too what a person left to them, and go out when resumed."""
    first, second = room.follow("topic:energy"), room.follow("")
    third = room.follow("", channel="U1")
    room.ingest(*ITEMS)
    assert {(fate, why) for _, fate, why in room.fates(third)} == {
        ("waiting", "left to D1, summary B1v1"),
        ("waiting", "left to D2, summary B1v1"),
    }
    room.poster.faults = [REFUSED]
    room.tick(after(minutes=10))
    assert room.fates(second)[1] == ("I2", "failed", "Slack refuses its channel: not_in_channel")
    room.tick(after(minutes=11))
    assert list_told(room, "U1") == ["D3: I1 I2 I3 part 0"]
    for rule in (first, second):
        resume(room.store, rule, after(hours=1))
    room.tick(after(hours=1))
    room.tick(after(hours=1, minutes=1))
    assert sorted(list_told(room, CHANNEL)) == ["D1: I1 I3 part 0", "D2: I2 part 0"]
    assert list_told(room, "U1") == ["D3: I1 I2 I3 part 0"]
    assert room.sums()[2] == "D3: 3 items = 3 posted"


def test_what_is_let_go_again_is_left_to_it_again(room: Room) -> None:
    """The ledger does not go on to say that a post was not made which stands by now, and says what is paused."""
    first, second = room.follow("topic:energy"), room.follow("", schedule=AT_NOON)
    room.ingest(*ITEMS)
    room.poster.faults = [REFUSED]
    room.tick(after(minutes=10))
    assert room.fates(second)[0] == ("I1", "waiting", f"D{first} did not post it; the subscription is paused")
    resume(room.store, first, after(hours=1))
    assert room.fates(second)[0] == ("I1", "waiting", f"left to D{first}, summary B1v1; the subscription is paused")
    room.tick(after(hours=1))
    room.tick(after(hours=1, minutes=1))
    assert room.fates(second)[0] == ("I1", "already had", f"posted by D{first}, summary B1v1")


def test_a_channel_that_is_closed_by_an_event_hands_on_at_once(room: Room) -> None:
    """That the bot was taken out of it is known before any post is tried."""
    room.follow("")
    second = room.follow("", channel="U1")
    room.ingest(*ITEMS)
    with room.store.write() as db:
        close_channel(
            db, workspace=TEAM, channel=CHANNEL, reason="it was archived", renderer=FakeRenderer(), admins=(), now=NOW
        )
    assert {fate for _, fate, _ in room.fates(second)} == {"waiting"}
    room.tick(after(minutes=10))
    room.tick(after(minutes=11))
    assert list_told(room, "U1") == ["D2: I1 I2 I3 part 0"]


def test_the_ledger_waits_where_the_post_was_refused(room: Room) -> None:
    """Between the refusal and the person's own slot the items are said to wait, not to be had."""
    room.follow("", schedule=Schedule(remind=()))
    second = room.follow("", channel="U1", schedule=AT_NOON)
    room.ingest(*ITEMS)
    assert room.fates(second)[0] == ("I1", "waiting", "left to D1, summary B1v1")
    room.poster.faults = [REFUSED]
    room.tick(after(minutes=10))
    assert room.fates(second)[0] == ("I1", "waiting", "D1 did not post it")


def test_a_sum_that_counts_on_a_refused_post_does_not_add_up(room: Room) -> None:
    """The check of the sums asks the posts: what it takes for had must have been brought."""
    room.follow("", schedule=Schedule(remind=()))
    room.follow("", channel="U1", schedule=Schedule(remind=()))
    room.ingest(*ITEMS)
    with room.store.write() as db:
        db.execute("UPDATE posts SET state = 'parked'")
    assert [account.missing for account in Accounts(room.store).list_accounts(now=NOW)] == [0, 3]


def test_a_resumed_post_goes_out_whole(room: Room) -> None:
    """Once a person has let the bot in, the channel gets its summary, also what a member had in private meanwhile."""
    first = room.follow("", schedule=Schedule(remind=()))
    room.follow("", channel="U1", schedule=Schedule(remind=()))
    room.ingest(*ITEMS)
    room.poster.faults = [REFUSED]
    room.tick(after(minutes=10))
    resume(room.store, first, after(hours=1))
    room.tick(after(hours=1))
    room.tick(after(hours=2))
    assert list_told(room, CHANNEL) == ["D1: I1 I2 I3 part 0"]
    assert list_told(room, "U1") == ["D2: I1 I2 I3 part 0"]
    assert room.sums() == ["D1: 3 items = 3 posted", "D2: 3 items = 3 posted"]


def test_what_is_corrected_while_it_is_refused_is_not_taken_from_others(room: Room) -> None:
    """A digest written again while its channel refuses it reserves nothing: the member's own digest brings it all."""
    room.follow("", schedule=replace(AT_NOON, at=dt.time(9)))
    second = room.follow("", channel="U1", schedule=AT_NOON)
    room.ingest(*ITEMS)
    room.poster.faults = [REFUSED]
    room.tick(after(hours=5))
    with room.store.write() as db:
        room.digests.announce(db, briefing_id=1, now=after(hours=6), by="U9", is_new=False)
    room.tick(after(hours=8))
    assert list_told(room, "U1") == ["D2: I1 I2 I3 part 0"]
    assert {fate for _, fate, _ in room.fates(second)} == {"posted"}


@pytest.mark.parametrize("schedule", [Schedule(remind=()), replace(DAILY, remind=())])
def test_two_rules_of_a_channel_that_was_closed_tell_it_once(room: Room, schedule: Schedule) -> None:
    """What another rule of the channel took over is not told again by the resumed one, which brings the rest."""
    first = room.follow("", schedule=schedule)
    second = room.follow("topic:energy", schedule=schedule)
    room.ingest(*ITEMS)
    room.poster.faults = [REFUSED]
    due = after(minutes=10) if schedule.cadence is Cadence.IMMEDIATE else after(hours=5)
    room.tick(due)
    resume(room.store, second, due)  # all that posts to the channel was paused; of the two this one goes on first
    for at in (due, due + dt.timedelta(days=1)):  # it takes over, in its own time
        room.tick(at)
    resume(room.store, first, due + dt.timedelta(days=1, hours=1))
    for hours in (25, 49):
        room.tick(due + dt.timedelta(hours=hours))
    assert sorted(list_told(room, CHANNEL)) == ["D1: I2 part 0", "D2: I1 I3 part 0"]
    assert [fate for _, fate, _ in room.fates(second)] == ["posted", "filtered", "posted"]
    assert [fate for _, fate, _ in room.fates(first)] == ["already had", "posted", "already had"]


def test_a_person_is_reminded_where_their_channel_could_not_be(store: Store) -> None:
    """A reminder that Slack refuses comes to the member at once; resumed, the channel gets its own, each once."""
    room = reminder_room.Room(store)
    item = make_policy_item(1, "The ministry opens rules for comment.", closes_on=reminder_room.ON)
    first = room.follow(filter_text="")
    room.follow(channel="U1")
    room.ingest(make_briefing(items=(item,)))
    room.tick(reminder_room.at(7, 5))
    room.poster.faults = [REFUSED]
    assert room.tick(reminder_room.at(13)) == []
    assert room.tick(reminder_room.at(13, 9, 1)) == ["D2: I1 7 left"]
    resume(store, first, reminder_room.at(13, 10))
    assert room.tick(reminder_room.at(13, 10)) == ["D1: I1 7 left"]
    for day in range(14, 21):
        assert room.tick(reminder_room.at(day, 10)) == []


def test_a_channel_is_reminded_once_by_two_rules_of_which_one_was_refused(store: Store) -> None:
    """Where another rule of the channel reminded of a deadline meanwhile, the resumed one does not."""
    room = reminder_room.Room(store)
    item = make_policy_item(1, "The ministry opens rules for comment.", closes_on=reminder_room.ON)
    first = room.follow(filter_text="")
    second = room.follow(filter_text="topic:energy")
    with store.write() as db:
        store_briefing(db, make_briefing(items=(item,)), now=reminder_room.READ_AT)
    room.poster.faults = [REFUSED]
    room.tick(reminder_room.at(13))
    resume(store, second, reminder_room.at(13))
    assert room.tick(reminder_room.at(13, 9, 1)) == ["D2: I1 7 left"]
    resume(store, first, reminder_room.at(13, 10))
    for day in range(13, 21):
        assert room.tick(reminder_room.at(day, 10)) == []
