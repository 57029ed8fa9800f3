"""What owner and admins are told when a channel or a person takes no posts: why, and what may help against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.delivery import CHANNEL_SCOPE_MISSING
from bot.domain.posts.subscription import is_person
from bot.slack.blocks import build_message, section
from bot.slack.messages.digest_lines import code
from bot.slack.messages.held import mention
from bot.slack.mrkdwn import escape, join_words

if TYPE_CHECKING:
    from bot.domain.posts.post import Message

_INVITE = "Invite the bot there"
_UNARCHIVE = "Unarchive the channel and invite the bot there"
_ALLOW = "Let the bot post there (Slack's settings of the channel or workspace keep it out)"
MENDS = {
    CHANNEL_SCOPE_MISSING: "An admin of the workspace must add the scopes channels:read and groups:read to the app",
    "not_in_channel": _INVITE,
    "channel_not_found": f"{_INVITE}, if the channel still exists",
    "is_archived": _UNARCHIVE,
    "the channel was archived": _UNARCHIVE,
    "the bot was taken out of the channel": _INVITE,
    "the channel was deleted": "",
    "channel_shared_with_others": "Others share this channel: an admin may open it with gongbao admin allow-channel",
    "channel_maybe_shared": f"{_INVITE}, so that Slack says whether others share the channel",
    "messages_tab_disabled": "An admin of the workspace must turn on the Messages tab of the app",
}
"""What may help against a reason; "" where nothing does."""
_MEND_PERSON = "Slack lets no messages of the bot through to this person"


def build_trouble(*, rules: tuple[str, ...], channel: str, reason: str, prefix: str = "") -> Message:
    """Give why these subscriptions pause, and what to do before they are resumed; a person cannot be invited to."""
    mend = MENDS.get(reason, _MEND_PERSON if is_person(channel) else _ALLOW)
    resume = code(f"/{prefix}digest resume {rules[0]}")
    each = " and so for each of them" if len(rules) > 1 else ""
    end = code(f"/{prefix}digest unsubscribe {rules[0]}")
    said = f"Gongbao cannot post {escape(join_words(rules))} to {mention(channel)}: {escape(reason)}."
    if not mend:
        text = f"{said} {end}{each} ends what cannot be posted any more."
    elif mend == _MEND_PERSON:
        text = f"{said} {mend}. Once it does, {resume}{each} lets it go on; {end} ends it."
    else:
        text = f"{said} {mend}, then {resume}{each}."
    return build_message(text, [section(text)])
