"""What people are told of posts that a channel refused or that nobody can prove."""

from __future__ import annotations

import pytest

from bot.digests.held import Settled
from bot.digests.outcomes import CHANNEL_SCOPE_MISSING, CODES, ErrorClass
from bot.model.post import PostKind, Slot
from bot.slack.actions import SEND_ALL, SKIP_ALL
from bot.slack.calls.client import load_blocks
from bot.slack.listeners.workspace import GONE
from bot.slack.messages.digest import MENDS, build_trouble
from bot.slack.messages.held import build_restored, build_restored_settled, build_settled
from tests.posting import make_post

HELD = make_post(slot=Slot(workspace="T1", channel="C1", kind=PostKind.NOTICE, source="D3", slot="changed 1"))


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


@pytest.mark.parametrize(
    ("end", "sent", "said"),
    [
        ("", True, "The post of D3 to <#C1> counts as sent, as <@U9> said."),
        ("", False, "The post of D3 to <#C1> goes out again within a minute, as <@U9> said."),
        ("D3 was <ended>", False, "The post of D3 to <#C1> is not posted again: D3 was &lt;ended&gt;. <@U9> said that"),
    ],
)
def test_what_a_word_on_a_held_post_did(end: str, said: str, *, sent: bool) -> None:
    """It counts as sent, goes out again, or is not wanted any more."""
    assert build_settled(Settled(post=HELD, end=end), sent=sent, by="U9").text.startswith(said)


def test_a_post_of_a_paused_rule_waits() -> None:
    """It is said for how long, and what becomes of it then."""
    said = build_settled(Settled(post=HELD, end="", is_paused=True), sent=False, by="U9").text
    assert said.startswith("The post of D3 to <#C1> waits: D3 is paused. It goes out if D3 is resumed within 12 hours;")


def test_what_is_held_after_a_restore_is_one_question() -> None:
    """It lists posts and places, escaped, counts what is above twenty, and the buttons carry the last number."""
    held = [
        (number, Slot(workspace="T1", channel="C1", kind=PostKind.DIGEST, source="D3", slot=f"<{number}>"))
        for number in range(1, 23)
    ]
    message = build_restored(held)
    assert message.text.startswith("A backup was restored. 22 posts are waiting for your decision")
    _, listed, _, buttons = load_blocks(message)
    assert "• 1: D3 to <#C1> (&lt;1&gt;)" in listed["text"]["text"]
    assert listed["text"]["text"].endswith("(&lt;20&gt;)\nand 2 more")
    assert [(each["action_id"], each["value"]) for each in buttons["elements"]] == [(SEND_ALL, "22"), (SKIP_ALL, "22")]
    assert "1 post is waiting" in build_restored(held[:1]).text


@pytest.mark.parametrize(
    ("count", "sent", "said"),
    [
        (0, True, "These posts were decided on before. Nothing was changed."),
        (1, True, "1 post skipped: nothing is posted, as <@U9> said."),
        (2, False, "2 posts on the way: what is still wanted goes out within a minute, as <@U9> said."),
    ],
)
def test_what_the_answer_to_that_did(count: int, said: str, *, sent: bool) -> None:
    """All are skipped or sent; of a second press it is said that it changes nothing."""
    assert build_restored_settled(count, sent=sent, by="U9").text == said
