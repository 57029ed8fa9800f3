"""Subscriptions find an heir when their owner leaves, and pause when their channel is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.post import Message
from bot.domain.posts.subscription import SubscriptionState
from bot.services.subscribing.departures import Departures, Whereabouts
from bot.store.audit import list_audit
from bot.store.outbox import list_posts
from bot.store.subscriptions import get_subscription, list_subscriptions, set_state
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakeRenderer, add_active, add_summary, after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Store


class Room:
    """A store, and who passes things on in it; ``left`` are deactivated accounts, ``outside`` guests and others.

    ``inside`` names who is in a private channel; every other channel is public.
    """

    def __init__(self, store: Store, *admins: str) -> None:
        self.store = store
        self.left: set[str] = set()
        self.outside: set[str] = set()
        self.asked: list[str] = []
        self.inside: dict[str, set[str]] = {}
        self.says_where = True
        self.departures = Departures(
            store,
            FakeRenderer(),
            workspace=TEAM,
            admins=admins,
            render=lambda text: Message(text=text),
            whereabouts=Whereabouts(
                has_left=self.has_left,
                is_outside=lambda user, _: user in self.outside,
                may_see=lambda channel, user: user in self.inside.get(channel, {user}),
                is_out_of=lambda channel, user: channel in self.inside and user not in self.inside[channel],
                list_channels=self.list_channels,
            ),
        )

    def has_left(self, user: str, now: dt.datetime) -> bool:
        _ = now
        self.asked.append(user)
        return user in self.left

    def list_channels(self, user: str) -> frozenset[str] | None:
        self.asked.append(f"where is {user}")
        if not self.says_where:
            return None
        return frozenset(channel for channel, people in self.inside.items() if user in people)

    def follow(self, *, channel: str = CHANNEL, user: str = "U1", filter_text: str = "") -> int:
        with self.store.write() as db:
            return add_active(db, channel=channel, user=user, filter_text=filter_text).id

    def owners(self) -> list[str]:
        with self.store.read() as db:
            return [rule.owner for rule in list_subscriptions(db, tuple(SubscriptionState))]

    def told(self) -> list[tuple[str, str]]:
        with self.store.read() as db:
            return [(post.slot.channel, post.message.text) for post in list_posts(db)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield opened
    opened.close()


def test_another_admin_is_the_heir(store: Store) -> None:
    """What somebody who left looked after goes to an admin who is still there; channel and heir are told once."""
    room = Room(store, "U1", "U8", "U9")
    room.left = {"U1", "U8"}
    room.follow()
    room.follow(channel="C2")
    room.follow(channel="C3", user="U5")
    assert room.departures.pass_on("U1", now=NOW) == 2
    assert room.owners() == ["U9", "U9", "U5"]
    assert room.told() == [
        (CHANNEL, "D1 from U1 to U9"),
        ("C2", "D2 from U1 to U9"),
        ("U9", "D1, D2 inherited: U1 has left"),
    ]
    assert room.departures.pass_on("U1", now=after(hours=1)) == 0
    assert len(room.told()) == 3
    with store.read() as db:
        (row,) = list_audit(db, "D1")
    assert (row.actor, row.action, row.detail) == ("Slack", "hand over", "from U1 to U9")


def test_the_heir_of_a_private_channel_is_in_it(store: Store) -> None:
    """An admin who is not in a private channel inherits nothing of it: one who is does, else the channel."""
    room = Room(store, "U7", "U8", "U9")
    room.left = {"U1"}
    room.inside = {"G1": {"U1", "U9"}, "G2": {"U1", "U5"}}
    for channel in ("G1", "G2", "C3"):
        room.follow(channel=channel)
    room.departures.pass_on("U1", now=NOW)
    assert room.owners() == ["U9", "G2", "U7"]
    told = [(place, text.split(":")[0]) for place, text in room.told() if place in {"U7", "U8", "U9"}]
    assert told == [("U9", "D1 inherited"), ("U7", "D3 inherited")]


def test_without_an_admin_the_channel_is_the_heir(store: Store) -> None:
    """Where no admin is left the channel looks after its own subscription, and is told."""
    room = Room(store)
    room.follow()
    room.departures.pass_on("U1", now=NOW)
    assert room.owners() == [CHANNEL]
    assert room.told() == [(CHANNEL, f"D1 from U1 to {CHANNEL}")]


def test_what_a_person_got_ends_with_them(store: Store) -> None:
    """A person's own subscription ends, and what waited for it is cancelled; nobody is told."""
    room = Room(store, "U9")
    number = room.follow(channel="U1")
    with store.write() as db:
        add_summary(db, get_subscription(db, number))
    room.departures.pass_on("U1", now=NOW)
    with store.read() as db:
        assert get_subscription(db, number).state is SubscriptionState.CANCELLED
        assert [post.state.value for post in list_posts(db)] == ["cancelled"]


def test_who_is_no_member_any_more_keeps_nothing_of_their_own(store: Store) -> None:
    """A guest's own subscriptions end, what waited is cancelled, they are told once; a channel's get an heir."""
    room = Room(store, "U9")
    own = room.follow(channel="U1")
    kept = room.follow(channel="C2")
    with store.write() as db:
        add_summary(db, get_subscription(db, own))
    assert room.departures.end_membership("U1", now=NOW) == 0  # still a member
    room.outside = {"U1"}
    assert room.departures.end_membership("U1", now=NOW) == 2
    assert room.departures.end_membership("U1", now=NOW) == 0
    with store.read() as db:
        ended = get_subscription(db, own)
        assert (ended.state, ended.reason) == (
            SubscriptionState.CANCELLED,
            "its person is no member of the workspace any more",
        )
        passed = get_subscription(db, kept)
        assert (passed.state, passed.owner) == (SubscriptionState.ACTIVE, "U9")
        assert [post.state.value for post in list_posts(db)] == ["cancelled", "pending", "pending", "pending"]
    text = "only members of this workspace get summaries and reminders in private, and you are no member any more."
    heir = "D2 inherited: U1 is no member any more"
    assert room.told()[1:] == [("U1", f"D1 has ended: {text}"), ("C2", "D2 from U1 to U9"), ("U9", heir)]


def test_becoming_a_guest_is_found_out_without_an_event(store: Store) -> None:
    """The daily question ends a guest's own subscriptions; a guest is nobody's heir."""
    room = Room(store, "U1")
    room.follow(channel="U1")
    room.follow(channel="C2", user="U2")
    room.outside = {"U1"}
    room.left = {"U2"}
    room.departures.look(NOW)
    with store.read() as db:
        assert get_subscription(db, 1).state is SubscriptionState.CANCELLED
    assert room.owners()[1] == "C2"


def test_a_channel_that_never_heard_of_it_is_not_told(store: Store) -> None:
    """A subscription whose notice has not landed passes on in silence."""
    room = Room(store, "U9")
    number = room.follow()
    with store.write() as db:
        db.execute("UPDATE subscriptions SET noticed_at = NULL WHERE id = ?", [number])
    room.departures.pass_on("U1", now=NOW)
    assert [place for place, _ in room.told()] == ["U9"]


def test_leaving_is_found_out_without_an_event(store: Store) -> None:
    """Each owner is asked about once a day, a few an hour; channels that inherited are not persons."""
    room = Room(store)
    for number in range(12):
        room.follow(channel=f"C{number}", user=f"U{number:02}")
    room.left = {"U03"}
    room.departures.look(NOW)
    room.departures.look(after(minutes=5))
    assert [user for user in room.asked if user.startswith("U")] == [f"U{number:02}" for number in range(10)]
    assert "C3" in room.owners()
    room.departures.look(after(hours=1))
    assert [user for user in room.asked if user.startswith("U")][10:] == ["U10", "U11"]
    room.departures.look(after(hours=25))
    assert len([user for user in room.asked if user.startswith("U")]) == 22


def test_who_leaves_a_private_channel_passes_on_what_they_kept_there(store: Store) -> None:
    """What they look after elsewhere, in a public channel they left, and in private stays theirs."""
    room = Room(store, "U1", "U8", "U9")
    room.inside = {"G1": {"U1", "U9"}, "G2": {"U1", "U5"}}
    for channel in ("G1", "G2", "C3", "U1"):
        room.follow(channel=channel)
    assert room.departures.leave_channel("U1", "G1", now=NOW) == 0  # back by the time that Slack is asked
    room.inside["G1"].remove("U1")
    for channel in ("G1", "C3", "U1", "C9"):
        room.departures.leave_channel("U1", channel, now=NOW)
    assert room.owners() == ["U9", "U1", "U1", "U1"]
    text = "D1 inherited: U1 has left its channel"
    assert room.told() == [("G1", "D1 from U1 to U9"), ("U9", text)]
    room.inside["G2"].remove("U1")
    assert room.departures.leave_channel("U1", "G2", now=NOW) == 1
    assert room.owners()[1] == "G2"


def test_leaving_a_private_channel_is_found_out_without_an_event(store: Store) -> None:
    """The daily question finds it; while Slack does not say where somebody is, all stays as it is."""
    room = Room(store, "U9")
    room.inside = {"G1": {"U1"}, "G2": set()}
    for channel in ("G1", "G2", "C3"):
        room.follow(channel=channel)
    room.follow(channel="U2", user="U2")
    room.says_where = False
    room.departures.look(NOW)
    assert room.owners() == ["U1", "U1", "U1", "U2"]
    assert room.asked == ["U1", "where is U1", "U2"]
    room.says_where = True
    room.departures.look(after(hours=25))
    assert room.owners() == ["U1", "G2", "U1", "U2"]


def test_a_channel_that_is_gone_pauses_its_subscriptions(store: Store) -> None:
    """Owner and admins are told once, of all together; what was paused already stays as it is."""
    room = Room(store, "U9")
    room.follow()
    room.follow(filter_text="topic:robotics")
    paused = room.follow(filter_text="topic:energy")
    with store.write() as db:
        set_state(db, paused, SubscriptionState.PAUSED)
    reason = "the channel was archived"
    assert room.departures.lose_channel(CHANNEL, reason=reason, now=NOW) == 2
    assert room.departures.lose_channel(CHANNEL, reason=reason, now=after(minutes=1)) == 0
    assert room.departures.lose_channel("C7", reason=reason, now=NOW) == 0
    assert room.told() == [(person, f"trouble D1 D2 {CHANNEL} {reason}") for person in ("U1", "U9")]
    with store.read() as db:
        assert get_subscription(db, 1).reason == reason
