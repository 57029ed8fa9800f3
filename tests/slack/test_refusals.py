"""What is written or sent to the bot and refused meets one private line."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.access.roles import FRESH_FOR
from bot.app import Application, bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, TEAM
from tests.empty_store import make_empty

NOW = dt.datetime(2025, 4, 3, 9, 0, tzinfo=dt.UTC)
GUEST, MEMBER = "U1GUEST", "U1MEMBER"


@pytest.fixture
def clock() -> FixedClock:
    """A clock that a test moves on."""
    return FixedClock(NOW)


@pytest.fixture
def app(tmp_path: Path, clock: FixedClock) -> Iterator[Application]:
    """The program in memory, with a guest in the workspace."""
    settings = Settings(db=make_empty(tmp_path / "g.db"), admins=frozenset({ADMIN}))
    with bootstrap(settings, clock=clock, create=True) as app:
        app.workspace.slack.people[GUEST] = {"is_restricted": True}
        yield app


def send(app: Application, user: str, **said: Any) -> list[str]:
    """Let somebody send what is no command, and give what the bot then writes to them in direct messages."""
    held = app.workspace.slack.open_direct(user)
    known = len(held.posts)
    event = {
        "type": "message",
        "channel": held.id,
        "channel_type": "im",
        "user": user,
        "ts": "1743670800.000100",
    } | said
    grant = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    body = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{known}", "event": event}
    app.workspace.send({**body, "authorizations": [grant]})
    return [str(post["text"]) for post in held.posts[known:]]


PDF = {"subtype": "file_share", "text": "", "files": [{"id": "F1", "name": "a.pdf", "size": 3}]}


def test_a_guest_hears_why(app: Application) -> None:
    """In direct messages as a message, in a channel for their eyes alone."""
    assert "Guests can't ask Gongbao here" in render_message(app.workspace.write("P5", user=GUEST).payload)
    shown = app.workspace.mention("P5", user=GUEST)
    assert shown.kind == "ephemeral"
    assert "Guests" in render_message(shown.payload)
    assert len(send(app, MEMBER, **PDF)) == 1


def test_the_home_of_a_guest_says_why(app: Application, clock: FixedClock) -> None:
    """Also of one who was a member before: what stood there is gone; people of other organisations have none."""
    home = app.workspace.slack.homes
    app.workspace.slack.people.pop(GUEST)
    assert "No briefings yet" in str(app.workspace.open_home(user=GUEST).payload)
    app.workspace.slack.people[GUEST] = {"is_restricted": True}
    clock.at = NOW + FRESH_FOR * 2
    for _ in range(2):  # each time it is opened
        send(app, GUEST, type="app_home_opened", tab="home")
        assert "Guests can't ask Gongbao here" in str(home[GUEST])
        assert "No briefings yet" not in str(home[GUEST])
    app.workspace.slack.people["U1ELSE"] = {"is_stranger": True, "team_id": "T9"}
    send(app, "U1ELSE", type="app_home_opened", tab="home")
    assert "U1ELSE" not in home
