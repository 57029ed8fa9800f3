"""Who we are: asked patiently, refused plainly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.errors import NotAllowedError
from bot.slack.calls.client import build_client
from bot.slack.calls.identity import Identity, SlackAwayError, get_identity, get_socket_url, wait_for_identity
from bot.slack.in_memory.local_slack import BOT_ID, BOT_USER, TEAM
from tests.fake_slack.server import APP_TOKEN, BOT_TOKEN, FakeSlack


@pytest.fixture
def fake(socket_enabled: None) -> Iterator[FakeSlack]:
    """A Slack that waits for a bot."""
    _ = socket_enabled
    with FakeSlack() as fake:
        yield fake


def test_slack_says_who_we_are(fake: FakeSlack) -> None:
    """Workspace and both ids of the bot come from auth.test."""
    found = get_identity(build_client(BOT_TOKEN, fake.api_url))
    assert found == Identity(team=TEAM, team_name="local", bot_id=BOT_ID, bot_user=BOT_USER)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"ok": False, "error": "invalid_auth"}, "SLACK_BOT_TOKEN for auth.test: invalid_auth"),
        ({"ok": False, "error": "account_inactive"}, "account_inactive"),
        ({"ok": True, "team_id": "T1", "bot_id": "B1", "is_enterprise_install": True}, "whole organisation"),
        ({"ok": True, "team_id": "T1", "user_id": "U1"}, "not a bot's token"),
    ],
)
def test_a_token_that_will_not_do_is_refused(fake: FakeSlack, answer: dict[str, Any], said: str) -> None:
    """What no waiting mends is one line with what to do."""
    fake.refusals["auth.test"] = [answer]
    with pytest.raises(NotAllowedError) as caught:
        wait_for_identity(build_client(BOT_TOKEN, fake.api_url), wait=lambda _: True)
    assert said in str(caught.value)
    assert caught.value.hint


def test_it_waits_while_slack_is_away(fake: FakeSlack) -> None:
    """Longer each time, and as long as Slack asks; then it goes on."""
    fake.refusals["auth.test"] = [503, {"ok": False, "error": "internal_error"}, {"ok": False, "error": "ratelimited"}]
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return False

    assert wait_for_identity(build_client(BOT_TOKEN, fake.api_url), wait=wait) is not None
    assert 0.5 <= waits[0] <= 1 <= waits[1] <= 2 <= waits[2]


def test_it_stops_waiting_when_told(socket_enabled: None) -> None:
    """Nobody listens there, and it is time to stop."""
    _ = socket_enabled
    assert wait_for_identity(build_client(BOT_TOKEN, "http://127.0.0.1:9/api/"), wait=lambda _: True) is None


def test_a_socket_has_an_address(fake: FakeSlack) -> None:
    """It is asked for with the app's token; an answer without one is tried again later."""
    client = build_client(APP_TOKEN, fake.api_url)
    assert get_socket_url(client).startswith("ws://127.0.0.1:")
    fake.refusals["apps.connections.open"] = [{"ok": True}]
    with pytest.raises(SlackAwayError, match="no address"):
        get_socket_url(client)
    with pytest.raises(NotAllowedError, match="SLACK_APP_TOKEN"):
        get_socket_url(build_client(BOT_TOKEN, fake.api_url))


def test_a_line_that_breaks_is_slack_being_away(socket_enabled: None) -> None:
    """An address of no kind that can be called ends the same way."""
    _ = socket_enabled
    with pytest.raises(SlackAwayError):
        get_identity(build_client(BOT_TOKEN, "nowhere:/api/"))
