"""What becomes of subscriptions when their owner leaves, and when their channel is gone."""

import pytest

from bot.access.roles import Role
from bot.digests.holds import Troubles
from bot.model.post import PostState
from bot.model.subscription import Subscription, SubscriptionState
from bot.store.database import Store
from bot.store.outbox import list_posts
from bot.store.subscriptions import change_subscription, get_subscription
from tests.posting import CHANNEL, NOW, TEAM, FakeRenderer, add_active, add_summary, after


class Room:
    """A store, and who sees to what people leave behind in it."""

    def __init__(self, store: Store, *admins: str) -> None:
        self.store = store
        self.troubles = Troubles(store, FakeRenderer(), workspace=TEAM, admins=admins)

    def follow(self, *, channel: str = CHANNEL, user: str = "U1", filter_text: str = "") -> int:
        with self.store.write() as db:
            return add_active(db, channel=channel, user=user, filter_text=filter_text).id

    def told(self) -> list[tuple[str, str]]:
        with self.store.read() as db:
            return [(post.slot.channel, post.message.text) for post in list_posts(db) if post.slot.channel != "U1"]

    def find(self, number: int) -> Subscription:
        with self.store.read() as db:
            return get_subscription(db, number)


def test_what_somebody_set_up_in_channels_goes_on(store: Store) -> None:
    """The admins who stay are told once, of all together; the subscriptions of others stay as they are."""
    room = Room(store, "U1", "U8", "U9")
    room.follow()
    room.follow(channel="C2")
    room.follow(channel="C3", user="U5")
    assert room.troubles.leave("U1", Role.DEACTIVATED, now=NOW) == 2
    room.troubles.leave("U1", Role.DEACTIVATED, now=after(hours=1))
    assert room.told() == [(admin, "D1, D2: U1 has left") for admin in ("U8", "U9")]
    assert {room.find(number).state for number in (1, 2)} == {SubscriptionState.ACTIVE}


@pytest.mark.parametrize("role", [Role.GUEST, Role.EXTERNAL, Role.DEACTIVATED])
def test_what_a_person_got_ends_with_them(store: Store, role: Role) -> None:
    """What waited for it is cancelled; nobody hears of it, only of what they set up in a channel."""
    room = Room(store, "U9")
    own = room.follow(channel="U1")
    room.follow(channel="C2")
    with store.write() as db:
        add_summary(db, get_subscription(db, own))
    assert room.troubles.leave("U1", role, now=NOW) == 2
    reason = "its person is no member of the workspace any more"
    assert (room.find(own).state, room.find(own).reason) == (SubscriptionState.CANCELLED, reason)
    with store.read() as db:
        assert list_posts(db, subscription_id=own)[0].state is PostState.CANCELLED
    assert room.told() == [("U9", f"D2: U1 {'has left' if role is Role.DEACTIVATED else 'is a guest'}")]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMIN, Role.UNKNOWN])
def test_who_stays_keeps_all(store: Store, role: Role) -> None:
    """And so does somebody of whom Slack says nothing."""
    room = Room(store, "U9")
    room.follow()
    assert room.troubles.leave("U1", role, now=NOW) == 0
    assert room.find(1).state is SubscriptionState.ACTIVE


def test_a_channel_that_is_gone_pauses_its_subscriptions(store: Store) -> None:
    """Owner and admins are told once, of all together; what was paused already stays as it is."""
    room = Room(store, "U9")
    for text in ("", "topic:robotics", "topic:energy"):
        room.follow(user="U5", filter_text=text)
    with store.write() as db:
        change_subscription(db, 3, state=SubscriptionState.PAUSED, reason=None)
    reason = "the channel was archived"
    with store.write() as db:
        paused = [room.troubles.pause_channel(db, each, reason=reason, now=NOW) for each in (CHANNEL, CHANNEL, "C7")]
    assert paused == [2, 0, 0]
    assert room.told() == [(person, f"trouble D1 D2 {CHANNEL} {reason}") for person in ("U5", "U9")]
    assert room.find(1).reason == reason
