"""What the tests of Slack share."""

from collections.abc import Iterator

import pytest

from tests.fake_slack.server import FakeSlack


@pytest.fixture
def fake(socket_enabled: None) -> Iterator[FakeSlack]:
    """A Slack on loopback that waits for a bot."""
    _ = socket_enabled
    with FakeSlack() as slack:
        yield slack
