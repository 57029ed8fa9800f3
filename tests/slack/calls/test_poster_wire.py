"""Posting over a real network that loses replies: each way of losing one is unclear, and the post is found again."""

import pytest

from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.post import Message
from bot.slack.calls.client import SlackPoster, build_client
from bot.slack.in_memory.local_slack import BOT_ID, CHANNEL
from tests.fake_slack.chaos import LOST, FaultKind
from tests.fake_slack.server import BOT_TOKEN, FakeSlack

MESSAGE = Message(text="hello")


def build_poster(fake: FakeSlack) -> SlackPoster:
    """Return a poster that is soon out of patience."""
    return SlackPoster(build_client(BOT_TOKEN, fake.api_url, timeout=1), bot_id=BOT_ID)


def post(poster: SlackPoster) -> Outcome:
    return poster.post(channel=CHANNEL, message=MESSAGE, key="k1", thread_ts=None)


@pytest.mark.parametrize("how", [*LOST, FaultKind.GARBAGE], ids=lambda how: how.name)
def test_a_lost_reply_is_unclear_and_the_post_is_found(fake: FakeSlack, how: FaultKind) -> None:
    """The post is not taken for unsent: it is found, with our key, and no call is repeated."""
    fake.losses["chat.postMessage"] = [how]
    poster = build_poster(fake)
    assert post(poster).kind is OutcomeKind.UNCLEAR
    found = poster.find(channel=CHANNEL, key="k1", after_ts="0", thread_ts=None)
    assert found.kind is OutcomeKind.OK
    assert found.ts == fake.slack.channels[CHANNEL].posts[0]["ts"]
    assert len(fake.slack.channels[CHANNEL].posts) == 1


def test_nobody_listens(fake: FakeSlack) -> None:
    """A connection that is refused has surely sent nothing."""
    poster = build_poster(fake)
    fake._http.server_close()
    fake._http.shutdown()
    assert post(poster).kind is OutcomeKind.REFUSED
