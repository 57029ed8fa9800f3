"""Who we are: asked patiently, refused plainly."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from bot.errors import NotAllowedError
from bot.slack.calls.client import build_client
from bot.slack.calls.identity import Identity, get_identity, keep_trying
from tests.fake_slack.server import BOT_TOKEN, FakeSlack


def ask(fake: FakeSlack, wait: Callable[[float], bool]) -> Identity | None:
    return keep_trying(partial(get_identity, build_client(BOT_TOKEN, fake.api_url)), wait=wait)


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
        ask(fake, wait=lambda _: True)
    assert said in str(caught.value)
    assert caught.value.hint


def test_it_waits_while_slack_is_away(fake: FakeSlack) -> None:
    """Longer each time, and as long as Slack asks; then it goes on."""
    fake.refusals["auth.test"] = [503, {"ok": False, "error": "internal_error"}, {"ok": False, "error": "ratelimited"}]
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return False

    assert ask(fake, wait=wait) is not None
    assert 0.5 <= waits[0] <= 1 <= waits[1] <= 2 <= waits[2]
