"""Whether somebody may see what is posted to a place: private channels and persons' following are nobody else's."""

from __future__ import annotations

from http.client import HTTPException
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackClientError

from bot.slack.channels import Channels

if TYPE_CHECKING:
    from slack_sdk import WebClient


def may_see(client: WebClient, place: str, user: str) -> bool:
    """Tell whether somebody may see the posts to a channel or person: their own, public channels, those they are in.

    What Slack does not say is taken for private.
    """
    if not place.startswith(("C", "G")):
        return place == user
    try:
        said = client.api_call("conversations.info", params={"channel": place}).get("channel")
    except (SlackClientError, OSError, HTTPException, ValueError):
        return False
    if isinstance(said, dict) and said.get("id") == place and said.get("is_private") is False:
        return True
    return Channels(client).has_member(place, user)
