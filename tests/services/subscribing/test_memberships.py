"""Slack is asked in which channels persons are: seldom, a few at a time, and nothing waits for it for long."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.schedule import Cadence, Schedule
from bot.domain.posts.subscription import SubscriptionState
from bot.services.ports import Membership
from bot.services.posting.digests import Digests
from bot.services.subscribing.memberships import AT_ONCE, PATIENCE, Memberships
from bot.store.memberships import find_member_channels, keep_membership
from bot.store.outbox import list_posts
from bot.store.subscriptions import add_subscription, mark_noticed, set_rule, set_state
from tests.corpus import TopicMatcher, make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import NOW, TEAM, FakeRenderer, add_active, after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Store


class Finder:
    """A Slack that says where people are; None when it says nothing. ``asked`` are the persons in order."""

    def __init__(self) -> None:
        self.channels: dict[str, set[str]] = {}
        self.refusals: list[Membership] = []
        self.asked: list[str] = []

    def find_channels(self, user: str) -> Membership:
        self.asked.append(user)
        if self.refusals:
            return self.refusals.pop(0)
        return Membership(channels=frozenset(self.channels.get(user, ())))


class Room:
    """A store, and what asks Slack about the persons in it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.finder = Finder()
        self.memberships = Memberships(store)
        self.memberships.begin(self.finder, workspace=TEAM)

    def follow(self, *places: str) -> None:
        with self.store.write() as db:
            for place in places:
                add_active(db, channel=place, filter_text=f"topic:{place}", user=place)

    def find(self, user: str, now: dt.datetime) -> list[str] | None:
        with self.store.read() as db:
            found = find_member_channels(db, workspace=TEAM, user=user, now=now)
        return None if found is None else sorted(found)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def test_persons_with_a_rule_of_their_own_are_asked_about_once_an_hour(room: Room) -> None:
    """Channels are not asked about; what Slack said counts for a day, and is asked again after an hour."""
    room.follow("C1", "U1", "W2")
    room.finder.channels = {"U1": {"C1", "G2"}}
    for minutes in range(60):
        room.memberships.look(after(minutes=minutes))
    assert room.finder.asked == ["U1", "W2"]
    assert room.find("U1", NOW) == ["C1", "G2"]
    assert room.find("W2", after(minutes=59)) == []
    room.finder.channels = {"U1": {"C3"}}
    room.memberships.look(after(minutes=60))
    assert room.find("U1", after(minutes=61)) == ["C3"]
    assert room.find("U1", after(hours=24, minutes=59)) == ["C3"]
    assert room.find("U1", after(hours=25)) is None
    assert room.find("U1", after(minutes=-1)) is None  # a clock that was set back
    assert room.find("U9", NOW) is None


def test_many_are_asked_about_a_few_at_a_time(room: Room) -> None:
    """Each look asks a few, those longest unasked first, so that no look is long and Slack's limit is kept."""
    room.follow(*(f"U{number:03}" for number in range(10)))
    for seconds in range(0, 20, 5):
        room.memberships.look(after(seconds=seconds))
        assert len(room.finder.asked) == min(10, AT_ONCE * (seconds // 5 + 1))
    assert len(set(room.finder.asked)) == 10


def test_those_are_asked_about_first_whose_rules_come_soonest(room: Room) -> None:
    """Those of whom nothing is known come before all others; then it goes by the time of day of the rules."""
    times = [("UTC", 9), ("UTC", 5), ("Asia/Shanghai", 14), ("UTC", 3), ("UTC", 7)]
    with room.store.write() as db:
        for number, (zone, hour) in enumerate(times):
            rule = add_active(db, channel=f"U{number}", user=f"U{number}")
            schedule = Schedule(cadence=Cadence.DAILY, at=dt.time(hour, 30), zone=zone)
            set_rule(db, rule.id, filter_text="", schedule=schedule)
            keep_membership(db, workspace=TEAM, user=f"U{number}", channels=(), now=after(hours=-2))
        add_active(db, channel="U9", user="U9")  # posts at once, and was never asked about
    room.memberships.look(NOW)
    assert room.finder.asked == ["U9", "U1", "U2"]
    room.memberships.look(after(seconds=5))
    assert sorted(room.finder.asked[3:]) == ["U0", "U3", "U4"]


def test_many_persons_are_told_once_after_a_restart(room: Room) -> None:
    """Right after a night of downtime what was known of the evening counts, while all of them are asked about anew."""
    schedule = Schedule(cadence=Cadence.DAILY, at=dt.time(9), remind=())
    digests = Digests(room.store, TopicMatcher(), FakeRenderer(), awaited=room.memberships.list_awaited)
    persons = [f"U{number}" for number in range(20)]
    with room.store.write() as db:
        for place in ("C1", *persons):
            rule = add_active(db, channel=place, user=place if place in persons else "U99")
            set_rule(db, rule.id, filter_text="", schedule=replace(schedule, at=dt.time(8 + (place != "C1"))))
            if place in persons:
                keep_membership(db, workspace=TEAM, user=place, channels={"C1"}, now=after(hours=-15))
        digests.announce(db, briefing_id=store_briefing(db, make_briefing(), now=NOW), now=NOW, by="U9", is_new=True)
    room.finder.channels = {person: {"C1"} for person in persons}
    started = after(hours=4, minutes=59, seconds=40)
    for seconds in range(0, 180, 5):
        now = started + dt.timedelta(seconds=seconds)
        digests.enqueue_due(now=now)
        room.memberships.look(now)
    with room.store.read() as db:
        assert [post.slot.channel for post in list_posts(db)] == ["C1"]
    assert set(room.finder.asked) == set(persons)


@pytest.mark.parametrize(("wait_s", "rests_s"), [(0.0, 60), (300.0, 300)])
def test_a_slack_that_does_not_say_is_left_alone(room: Room, wait_s: float, rests_s: int) -> None:
    """After a refusal nobody is asked about for a minute, or as long as Slack asks for, and nobody waits."""
    room.follow("U1", "U2")
    room.finder.refusals = [Membership(channels=None, wait_s=wait_s)]
    assert room.memberships.list_awaited(NOW) == {"U1", "U2"}
    room.memberships.look(NOW)
    assert room.memberships.list_awaited(NOW) == frozenset()
    room.memberships.look(after(seconds=rests_s - 1))
    assert room.finder.asked == ["U1"]
    room.memberships.look(after(seconds=rests_s))
    assert room.finder.asked == ["U1", "U1", "U2"]


def test_who_previews_is_asked_about_at_once(room: Room) -> None:
    """Of somebody without a rule too, once an hour; what Slack says is kept for what they do next, then forgotten."""
    room.follow("U1")
    quick = Finder()
    quick.channels = {"U7": {"C1"}}
    room.memberships.begin(room.finder, at_once=quick, workspace=TEAM)
    assert room.memberships.learn("U7", now=NOW)
    assert room.memberships.learn("U7", now=after(minutes=59))
    assert (quick.asked, room.finder.asked) == (["U7"], [])
    room.memberships.look(NOW)
    assert room.find("U7", after(minutes=59)) == ["C1"]
    room.memberships.look(after(hours=1))
    assert room.find("U7", after(hours=1)) is None


def test_a_preview_does_without_a_slack_that_does_not_say(room: Room) -> None:
    """It is said that it is not known, Slack is then left alone, and an answer of the same day counts."""
    room.finder.refusals = [Membership(channels=None)]
    assert not room.memberships.learn("U7", now=NOW)
    assert not room.memberships.learn("U8", now=after(seconds=30))
    assert room.finder.asked == ["U7"]
    assert room.memberships.learn("U7", now=after(minutes=1))
    room.finder.refusals = [Membership(channels=None)]
    assert room.memberships.learn("U7", now=after(hours=9))
    assert room.finder.asked == ["U7", "U7", "U7"]
    assert Memberships(room.store).learn("U7", now=NOW)  # without a Slack there is nothing to know


def test_what_is_due_waits_a_little_for_the_first_answer(room: Room) -> None:
    """Until it is known what a person hears, or for some seconds, they are waited for; without a Slack nobody is."""
    room.follow("C1", "U1", "U2")
    assert Memberships(room.store).list_awaited(NOW) == frozenset()
    assert room.memberships.list_awaited(NOW) == {"U1", "U2"}
    assert room.memberships.list_awaited(NOW + PATIENCE) == frozenset()
    room.memberships.look(NOW)
    assert room.memberships.list_awaited(after(hours=1, minutes=59)) == frozenset()
    assert room.memberships.list_awaited(after(hours=3)) == {"U1", "U2"}


def test_who_gets_a_digest_soon_is_asked_about_again(room: Room) -> None:
    """In the ten minutes before its time of day, for the event of a join may have been lost; once, not at each look."""
    with room.store.write() as db:
        for user, hour in (("U1", 5), ("U2", 9)):
            rule = add_active(db, channel=user, user=user)
            schedule = Schedule(cadence=Cadence.DAILY, at=dt.time(hour))
            set_rule(db, rule.id, filter_text="", schedule=schedule)
    for minutes in range(60):  # from 4:00 to 4:59
        room.memberships.look(after(minutes=minutes))
    assert room.finder.asked == ["U1", "U2", "U1"]


def test_who_joins_a_channel_hears_it_at_once(room: Room) -> None:
    """What is known of others stays; of whom nothing is known nothing is made up, since Slack is asked about them."""
    room.follow("U1", "U2")
    room.finder.channels = {"U1": {"C2"}, "U2": {"C1"}}
    room.memberships.join("U1", "C1")
    assert room.find("U1", NOW) is None
    room.memberships.look(NOW)
    room.memberships.join("U1", "C1")
    room.memberships.join("U1", "C1")
    assert (room.find("U1", NOW), room.find("U2", NOW)) == (["C1", "C2"], ["C1"])


def test_what_was_known_before_a_downtime_counts_while_slack_is_asked(room: Room) -> None:
    """However long that was: for an hour, in which all are asked about; what is newer counts as long as ever."""
    room.follow("U1")
    room.finder.channels = {"U1": {"C1"}}
    room.memberships.look(NOW)
    assert room.find("U1", after(days=9)) is None
    room.memberships.resume(after(hours=20))
    assert room.find("U1", after(hours=23, minutes=59)) == ["C1"]
    assert room.find("U1", after(hours=24)) is None
    room.memberships.resume(after(days=9))
    assert room.find("U1", after(days=9, minutes=59)) == ["C1"]
    assert room.find("U1", after(days=9, hours=1)) is None
    assert room.memberships.list_awaited(after(days=9)) == {"U1"}


def test_a_catch_up_does_not_tell_again_what_a_channel_posted_before(room: Room) -> None:
    """After days of downtime all who are in the channel are spared it, though there are too many to ask at once."""
    digests = Digests(room.store, TopicMatcher(), FakeRenderer(), awaited=room.memberships.list_awaited)
    persons = [f"U{number}" for number in range(20)]
    with room.store.write() as db:
        for place in ("C1", *persons):
            rule = add_active(db, channel=place, user=place if place in persons else "U99")
            hour = 9 if place in persons else 8
            set_rule(db, rule.id, filter_text="", schedule=Schedule(cadence=Cadence.DAILY, at=dt.time(hour), remind=()))
            if place in persons:
                keep_membership(db, workspace=TEAM, user=place, channels={"C1"}, now=NOW)
        digests.announce(db, briefing_id=store_briefing(db, make_briefing(), now=NOW), now=NOW, by="U9", is_new=True)
    digests.enqueue_due(now=after(hours=4))  # the channel's, at 8:00; then the bot is down
    started = after(days=2, hours=6)
    room.memberships.resume(started)
    for seconds in range(0, 180, 5):
        digests.enqueue_due(now=started + dt.timedelta(seconds=seconds))
        room.memberships.look(started + dt.timedelta(seconds=seconds))
    with room.store.read() as db:
        assert [post.slot.channel for post in list_posts(db)] == ["C1"]


def test_who_leaves_a_channel_does_not_hear_it_any_more(room: Room) -> None:
    """What else is known of them stays, and of others; who has no rule of their own any more is forgotten."""
    room.follow("U1", "U2")
    room.finder.channels = {"U1": {"C1", "C2"}, "U2": {"C1"}}
    room.memberships.look(NOW)
    room.memberships.end("U1", "C1")
    room.memberships.end("U7", "C1")
    assert room.find("U1", NOW) == ["C2"]
    assert room.find("U2", NOW) == ["C1"]
    with room.store.write() as db:
        set_state(db, 1, SubscriptionState.CANCELLED)
    room.memberships.look(after(hours=1))
    assert room.find("U1", after(hours=1)) is None


def test_a_first_summary_waits_for_the_answer(room: Room) -> None:
    """What a channel of theirs has already is not in the summary with which a person's new rule starts."""
    digests = Digests(room.store, TopicMatcher(), FakeRenderer(), awaited=room.memberships.list_awaited)
    room.follow("C1")
    with room.store.write() as db:
        db.execute("UPDATE subscriptions SET filter = ''")
        digests.announce(db, briefing_id=store_briefing(db, make_briefing(), now=NOW), now=NOW, by="U9", is_new=True)
        added = add_subscription(
            db, workspace=TEAM, channel="U1", filter_text="", schedule=Schedule(), user="U1", now=NOW
        )
        set_state(db, added.id, SubscriptionState.ACTIVE)
        mark_noticed(db, added.id, now=NOW)
    room.finder.channels = {"U1": {"C1"}}
    assert digests.enqueue_due(now=NOW) == 0
    room.memberships.look(NOW)
    assert digests.enqueue_due(now=after(seconds=5)) == 0
    with room.store.read() as db:
        assert [post.slot.channel for post in list_posts(db)] == ["C1"]
        assert {row.reason for row in digests.list_ledger(subscription_id=2)} == {"left to D1, summary B1v1"}
