"""Home: one page a person, built anew whenever they open it."""

from dataclasses import replace
from typing import Any

from bot.digests.subscriptions import Changed
from bot.model.subscription import SubscriptionState
from tests import builders as b
from tests.slack.listeners.interaction_room import ADMIN, Room


def make_watch(number: int, **changes: Any) -> Changed:
    """Return a rule that posts to a channel."""
    rule = b.build_subscription(id=number, created_by=ADMIN, **changes)
    return Changed(subscription=rule, changed=False, filter_words=("topic Energy",))


def test_home_shows_what_is_new_what_is_due_and_what_is_followed(room: Room) -> None:
    """Search on top, the newest briefing with its items, deadlines, and watches that can be changed."""
    room.owned = (make_watch(3), make_watch(4, channel=ADMIN, state=SubscriptionState.PAUSED))
    screen = room.workspace.open_home()
    assert screen.payload["type"] == "home"
    text = room.show()
    for shown in ("Search", "Harbour", "Comment by", "Following", "D3", "Energy", "your direct messages · paused"):
        assert shown in text
    assert room.workspace.slack.homes[ADMIN]["blocks"] == screen.payload["blocks"]


def test_a_full_home_stays_within_slacks_limits(room: Room) -> None:
    """However much is followed and due: at most a hundred blocks, and it says how many more there are."""
    room.owned = tuple(make_watch(number) for number in range(1, 60))
    rows = tuple(b.build_policy_row() for _ in range(5))
    room.lookup.answers["search"] = b.build_policy_list(rows=rows, total=99)
    room.lookup.answers["get_briefing"] = replace(b.build_briefing_card(), rows=(b.build_item_row(),) * 8, total=200)
    screen = room.workspace.open_home()
    assert len(screen.payload["blocks"]) <= 100
    for shown in ("44 more: /digest list", "94 more deadlines", "200 items"):
        assert shown in room.show()
