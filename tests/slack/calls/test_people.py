"""Who somebody is, as Slack says: after a failure it is left alone for ten seconds, and not for longer."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.domain.access import Need
from bot.slack.calls.people import People
from tests.posting import NOW, TEAM, after


class Client(WebClient):
    """Cannot be reached while it is ``away``; counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.away = True
        self.asked = 0

    def api_call(self, api_method: str, **given: Any) -> Any:
        assert api_method == "users.info"
        self.asked += 1
        if self.away:
            raise OSError
        return {"ok": True, "user": {"id": given["params"]["user"], "team_id": TEAM}}


@pytest.mark.parametrize(
    ("seconds", "asked"), [(0, 1), (5, 1), (9.9, 1), (10, 2), (10.1, 2), (15, 2), (20, 2), (25, 2), (-1, 2), (-60, 2)]
)
def test_slack_is_left_alone_for_ten_seconds_after_a_failure(seconds: float, asked: int) -> None:
    """From then on it is asked again, as it is at once when the clock was set back."""
    client = Client()
    people = People(client)
    assert people.find("U1", need=Need.READ, now=NOW) is None
    client.away = False
    found = people.find("U2", need=Need.READ, now=after(seconds=seconds))
    assert client.asked == asked
    assert (found is not None) == (asked > 1)
