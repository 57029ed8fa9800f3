"""Home: one page a person, built anew whenever they open it."""

from dataclasses import replace
from typing import Any

from bot.digests.subscriptions import Changed
from bot.model.subscription import SubscriptionState, compose_schedule
from tests import builders as b
from tests.slack.listeners.interaction_room import ADMIN, CHANNEL, TEAM, Room


def make_watch(number: int = 3, **changes: Any) -> Changed:
    """Return a rule that posts to a channel every Monday."""
    rule = b.build_subscription(
        id=number,
        workspace=TEAM,
        channel=CHANNEL,
        schedule=compose_schedule(every="mon", at="09:00", zone="UTC", quiet=None),
        created_by=ADMIN,
    )
    return Changed(subscription=replace(rule, **changes), changed=False, filter_words=("topic Energy",))


def test_home_shows_what_is_new_what_is_due_and_what_is_followed(room: Room) -> None:
    """Search on top, the newest briefing with its items, deadlines, and watches that can be changed."""
    room.watches.owned = (make_watch(), make_watch(4, channel=ADMIN, state=SubscriptionState.PAUSED))
    screen = room.workspace.open_home()
    assert screen.payload["type"] == "home"
    text = room.show()
    for shown in ("Search", "Harbour", "Comment by", "Following", "D3", "Energy"):
        assert shown in text
    assert "your direct messages · paused" in text
    assert room.count_calls("views.publish") == 1
    assert [room.workspace.slack.homes[ADMIN]["blocks"]] == [screen.payload["blocks"]]


def test_a_full_home_stays_within_slacks_limits(room: Room) -> None:
    """However much is followed and due: at most a hundred blocks, and it says how many more there are."""
    room.watches.owned = tuple(make_watch(number) for number in range(1, 60))
    rows = tuple(b.build_policy_row() for _ in range(5))
    room.lookup.answers["search"] = b.build_policy_list(rows=rows, total=99)
    room.lookup.answers["get_briefing"] = replace(b.build_briefing_card(), rows=(b.build_item_row(),) * 8, total=200)
    screen = room.workspace.open_home()
    assert len(screen.payload["blocks"]) <= 100
    assert "44 more: /digest list" in room.show()
    assert "94 more deadlines" in room.show()
    assert "200 items" in room.show()
