"""What people are told of posts that a channel refused or that nobody can prove."""

from __future__ import annotations

import pytest

from bot.domain.posts.delivery import CHANNEL_SCOPE_MISSING, CODES, ErrorClass
from bot.slack.listeners.workspace import GONE
from bot.slack.messages.trouble import MENDS, build_trouble


@pytest.mark.parametrize(
    ("channel", "reason", "said"),
    [
        ("C1", "not_in_channel", "to <#C1>: not_in_channel. Invite the bot there, then `/digest resume D3`."),
        ("C1", "is_archived", "Unarchive the channel and invite the bot there, then `/digest resume D3`."),
        ("C1", "the channel was deleted", "deleted. `/digest unsubscribe D3` ends what cannot be posted any more."),
        ("C1", "channel_shared_with_others", "an admin may open it with gongbao admin allow-channel, then"),
        ("C1", "posting_to_general_channel_denied", "settings of the channel or workspace keep it out), then"),
        ("C1", CHANNEL_SCOPE_MISSING, "must add the scopes channels:read and groups:read to the app, then"),
        ("U5", "cannot_dm_bot", "to <@U5>: cannot_dm_bot. Slack lets no messages of the bot through to this person."),
        ("U5", "messages_tab_disabled", "must turn on the Messages tab of the app, then `/digest resume D3`."),
    ],
)
def test_what_helps_against_a_refusal(channel: str, reason: str, said: str) -> None:
    """The advice fits the reason and the place: nobody is invited to a person or to a channel that is gone."""
    text = build_trouble(rules=("D3",), channel=channel, reason=reason).text
    assert said in text
    assert ("nvite" in text) is (reason in {"not_in_channel", "is_archived"})


def test_every_reason_with_advice_is_one_that_occurs() -> None:
    """Advice is looked up by Slack's codes that pause a subscription and by our words for its events."""
    known = {*CODES[ErrorClass.CHANNEL].split(), *GONE.values()}
    assert known >= MENDS.keys()
