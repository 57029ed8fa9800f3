"""The scopes of the bot's token, and what stops without each; the table in docs/ is made from it.

Source: docs.slack.dev, the scopes that each method and event asks for.
"""

from __future__ import annotations

from types import MappingProxyType

_SHOWN = (
    "/digest subscribe, Share and @Gongbao are refused, and no summaries are posted."
    " The doctor cannot say which of them lack the bot, and who is in them is not known."
)
SCOPES = MappingProxyType(
    {
        "commands": "No slash command exists.",
        "chat:write": "Nothing is posted: no notices, no digests, no word to admins.",
        "im:write": "No direct message can be opened: no Send to me, no reports to admins, no digests to a person.",
        "users:read": "Guests and people of other workspaces cannot be told from members, so nobody is answered,"
        " admins included.",
        "channels:read": f"Shared public channels cannot be told from others: in all of them {_SHOWN}",
        "groups:read": f"Shared private channels cannot be told from others: in all of them {_SHOWN}",
        "app_mentions:read": "@Gongbao in a channel is not heard.",
        "files:read": "A briefing sent as a file cannot be read.",
        "files:write": "Exports cannot be sent.",
        "channels:history": "A post to a public channel whose reply was lost cannot be looked up: an admin is asked."
        " A mention there that never came is not found.",
        "groups:history": "A post to a private channel whose reply was lost cannot be looked up: an admin is asked."
        " A mention there that never came is not found.",
        "im:history": "What is written or sent to the bot in a direct message is not heard.",
    }
)
"""Each scope that a manifest of ours may ask for, with what stops without it."""


def list_missing(granted: str) -> list[str]:
    """Give the scopes of ours that a token lacks, in the table's order; ``granted`` is Slack's comma-separated list."""
    held = {scope.strip() for scope in granted.split(",")}
    return [scope for scope in SCOPES if scope not in held]
