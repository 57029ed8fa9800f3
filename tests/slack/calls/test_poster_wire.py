"""Posting over a real network that loses replies: each way of losing one is unclear, and the post is found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from slack_sdk import WebClient

from bot.domain.posts.delivery import FoundKind, OutcomeKind
from bot.domain.posts.post import Message
from bot.slack.calls.poster import SlackPoster
from bot.slack.in_memory.local_slack import BOT_ID, CHANNEL
from tests.fake_slack.chaos import LOST, FaultKind
from tests.fake_slack.server import BOT_TOKEN, FakeSlack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.posts.delivery import Outcome

MESSAGE = Message(text="hello")


@pytest.fixture
def fake(socket_enabled: None) -> Iterator[FakeSlack]:
    """A Slack on loopback."""
    _ = socket_enabled
    with FakeSlack() as fake:
        yield fake


def build_poster(fake: FakeSlack) -> SlackPoster:
    """Give a poster that is soon out of patience."""
    client = WebClient(token=BOT_TOKEN, base_url=fake.api_url, timeout=1, retry_handlers=[])
    return SlackPoster(client, bot_id=BOT_ID)


def post(poster: SlackPoster) -> Outcome:
    return poster.post(channel=CHANNEL, message=MESSAGE, key="k1", thread_ts=None)


@pytest.mark.parametrize("how", [*LOST, FaultKind.GARBAGE], ids=lambda how: how.name)
def test_a_lost_reply_is_unclear_and_the_post_is_found(fake: FakeSlack, how: FaultKind) -> None:
    """Whatever becomes of the reply, the post is not taken for unsent: it is found, with our key, once."""
    fake.losses["chat.postMessage"] = [how]
    poster = build_poster(fake)
    assert post(poster).kind is OutcomeKind.UNCLEAR
    found = poster.find(channel=CHANNEL, key="k1", after_ts="0", thread_ts=None)
    assert found.kind is FoundKind.FOUND
    assert found.ts == fake.slack.channels[CHANNEL].posts[0]["ts"]
    assert len(fake.slack.channels[CHANNEL].posts) == 1


@pytest.mark.parametrize("how", LOST, ids=lambda how: how.name)
def test_a_lost_look_is_made_again(fake: FakeSlack, how: FaultKind) -> None:
    """A look whose answer is lost proves nothing."""
    fake.losses["conversations.history"] = [how, how]
    poster = build_poster(fake)
    assert poster.find(channel=CHANNEL, key="k1", after_ts="0", thread_ts=None).kind is FoundKind.LATER


def test_a_rate_limit_over_the_wire(fake: FakeSlack) -> None:
    """The wait that Slack asks for is taken from the header, and its time from the date."""
    fake.limit = lambda method, _: 17 if method == "chat.postMessage" else None
    outcome = post(build_poster(fake))
    assert (outcome.kind, outcome.retry_after_s) == (OutcomeKind.RATE_LIMITED, 17)
    assert outcome.slack_ts


def test_nobody_listens(fake: FakeSlack) -> None:
    """A connection that is refused has surely sent nothing."""
    poster = build_poster(fake)
    fake._http.server_close()
    fake._http.shutdown()
    assert post(poster).kind is OutcomeKind.REFUSED
