"""What Slack says of people and channels by itself reaches those who keep it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import Application, bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.model.subscription import SubscriptionState
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, TEAM
from bot.slack.listeners.events import GONE
from bot.store.subscriptions import get_subscription
from tests.empty_store import make_empty
from tests.kept_reader import KeptReader

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
OWNER = "U1OWNER"
PRIVATE = "G0BOARD"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    """The program in memory, with a subscription that a member set up."""
    with bootstrap(
        Settings(db=make_empty(tmp_path / "g.db")), clock=FixedClock(NOW), create=True, reader=KeptReader()
    ) as app:
        app.workspace.subscribe(user=OWNER)
        app.scheduler.tick(NOW)
        yield app


def send(app: Application, event: dict[str, Any]) -> None:
    body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event_time": 1, "event": event}
    app.workspace.send(body)


def test_what_a_deactivated_owner_set_up_goes_on(app: Application) -> None:
    """user_change with a deleted account tells the admins, once."""
    send(app, {"type": "user_change", "user": {"id": OWNER, "team_id": TEAM}})
    app.scheduler.tick(NOW)
    assert not app.workspace.list_posts(f"D{ADMIN[1:]}")
    send(app, {"type": "user_change", "user": {"id": OWNER, "team_id": TEAM, "deleted": True}})
    app.scheduler.tick(NOW)
    (told,) = app.workspace.list_posts(f"D{ADMIN[1:]}")
    assert f"D1 in <#{CHANNEL}>" in str(told["blocks"])
    with app.store.read() as db:
        assert get_subscription(db, 1).state is SubscriptionState.ACTIVE


def test_an_owner_who_left_a_private_channel_sees_its_filter_no_more(app: Application) -> None:
    """Neither Home, nor the form of Change, nor a command elsewhere shows it."""
    workspace = app.workspace
    workspace.subscribe('"secret merger"', channel=PRIVATE)
    home = workspace.open_home()
    assert "secret merger" in render_message(home.payload)
    workspace.slack.channels[PRIVATE].members.remove(ADMIN)
    hidden = render_message(workspace.open_home().payload)
    assert "D2 posts to a private channel that you aren't in" in hidden
    assert "secret merger" not in hidden
    assert PRIVATE not in hidden
    workspace.show(home)
    assert "Slack doesn't list you as a member" in render_message(workspace.press("Change").payload)
    said = render_message(workspace.command("/digest change D2 topic:robotics").payload)
    assert "Slack doesn't list you as a member" in said
    assert "Only people in it can see" in render_message(workspace.command("/digest preview D2").payload)


@pytest.mark.parametrize(
    "facts", [{"is_restricted": True}, {"is_ultra_restricted": True}, {"team_id": "T9", "is_stranger": True}]
)
def test_who_becomes_a_guest_loses_what_they_got_in_private(app: Application, facts: dict[str, Any]) -> None:
    """user_change to a guest or to another organisation ends their own subscription, no channel's."""
    app.workspace.subscribe("to:me", user=OWNER)
    app.scheduler.tick(NOW)
    place = f"D{OWNER[1:]}"
    before = len(app.workspace.list_posts(place))
    app.workspace.slack.people[OWNER] = facts
    send(app, {"type": "user_change", "user": {"id": OWNER, "team_id": TEAM, **facts}})
    app.scheduler.tick(NOW)
    with app.store.read() as db:
        assert get_subscription(db, 1).state is SubscriptionState.ACTIVE
        assert get_subscription(db, 2).state is SubscriptionState.CANCELLED
    assert app.workspace.list_posts(place)[before:] == []
    app.workspace.look(f"D{ADMIN[1:]}")
    assert "You manage D1 now." in render_message(app.workspace.press("I'll handle D1").payload)
    with app.store.read() as db:
        assert get_subscription(db, 1).owner == ADMIN


@pytest.mark.parametrize("kind", sorted(GONE))
def test_a_channel_that_is_gone_pauses_what_it_follows(app: Application, kind: str) -> None:
    """Archived, deleted or left: its subscriptions pause with the reason, and owner and admins are told."""
    send(app, {"type": kind, "channel": CHANNEL})
    with app.store.read() as db:
        rule = get_subscription(db, 1)
    assert (rule.state, rule.reason) == (SubscriptionState.PAUSED, GONE[kind])
    app.scheduler.tick(NOW)
    for person in (OWNER, ADMIN):
        (post,) = app.workspace.list_posts(f"D{person[1:]}")
        assert GONE[kind] in str(post["text"])
