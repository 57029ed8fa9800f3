"""What people are told of posts that a channel refused or that nobody can prove."""

import pytest

from bot.digests.outcomes import CHANNEL_SCOPE_MISSING
from bot.model.post import PostKind, Slot
from bot.slack.actions import SEND_ALL, SKIP_ALL
from bot.slack.calls.client import load_blocks
from bot.slack.in_memory.local import find_buttons
from bot.slack.messages.subscriptions import DigestRenderer, build_settled
from tests.posting import make_post

RENDERER = DigestRenderer("cn-")
HELD = make_post(slot=Slot(workspace="T1", channel="C1", kind=PostKind.NOTICE, source="D3", slot="changed 1"))


@pytest.mark.parametrize(
    ("channel", "reason", "said"),
    [
        ("C1", "not_in_channel", "to <#C1>: not_in_channel. Invite me there, then /cn-digest resume D3."),
        ("C1", "is_archived", "Unarchive the channel and invite me there, then /cn-digest resume D3."),
        ("C1", "the channel was deleted", "deleted. /cn-digest unsubscribe D3 ends it."),
        ("C1", "channel_shared_with_others", "an admin can allow it with gongbao admin allow-channel, then"),
        ("C1", "posting_to_general_channel_denied", "keep me out: let me post there, then"),
        ("C1", CHANNEL_SCOPE_MISSING, "must add the scopes channels:read and groups:read to the app, then"),
        ("U5", "cannot_dm_bot", "to <@U5>: cannot_dm_bot. Slack delivers none of my messages to this person"),
        ("U5", "messages_tab_disabled", "must turn on the Messages tab of the app, then /cn-digest resume D3."),
    ],
)
def test_what_helps_against_a_refusal(channel: str, reason: str, said: str) -> None:
    """The advice fits the reason and the place: nobody is invited to a person or to a channel that is gone."""
    text = RENDERER.render_trouble(rules=("D3",), channel=channel, reason=reason).text
    assert said in text
    assert ("nvite" in text) is (reason in {"not_in_channel", "is_archived"})


def test_what_an_answer_about_a_post_did() -> None:
    """What becomes of it and who said so, escaped."""
    text = build_settled(HELD, "isn't posted again: D3 was <ended>", by="U9").text
    assert text == "The post of D3 to <#C1> isn't posted again: D3 was &lt;ended&gt;. Answered by <@U9>."


def test_what_is_held_after_a_restore_is_one_question() -> None:
    """It lists posts and places, escaped, counts what is above twenty, and the buttons carry the last number."""
    held = [
        (number, Slot(workspace="T1", channel="C1", kind=PostKind.DIGEST, source="D3", slot=f"<{number}>"))
        for number in range(1, 23)
    ]
    message = RENDERER.render_restored(held)
    assert message.text == "A backup was restored. 22 posts may have gone out before: send or skip?"
    blocks = load_blocks(message)
    assert "• 1: D3 to <#C1> (&lt;1&gt;)" in blocks[1]["text"]["text"]
    assert blocks[1]["text"]["text"].endswith("(&lt;20&gt;)\nand 2 more")
    buttons = find_buttons({"blocks": blocks})
    assert [(each["action_id"], each["value"]) for each in buttons] == [(SEND_ALL, "22"), (SKIP_ALL, "22")]
