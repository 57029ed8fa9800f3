"""Whether somebody may see what is posted to a place: private channels and persons' following are nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.calls.channels import Channels
from bot.slack.calls.replies import NO_ANSWER

if TYPE_CHECKING:
    from slack_sdk import WebClient


def may_see(client: WebClient, place: str, user: str) -> bool:
    """Tell whether somebody may see the posts to a channel or person: their own, public channels, those they are in.

    What Slack does not say is taken for private.
    """
    if not place.startswith(("C", "G")):
        return place == user
    said = _describe(client, place)
    if said is not None and said.get("is_private") is False:
        return True
    return Channels(client).has_member(place, user)


def is_out_of(client: WebClient, place: str, user: str) -> bool:
    """Tell whether Slack says for certain that a channel is private and that somebody is not in it."""
    said = _describe(client, place)
    return said is not None and said.get("is_private") is True and Channels(client).find_member(place, user) is False


def _describe(client: WebClient, place: str) -> dict[str, Any] | None:
    """Give Slack's channel object, or None where it does not say."""
    try:
        said = client.api_call("conversations.info", params={"channel": place}).get("channel")
    except NO_ANSWER:
        return None
    return said if isinstance(said, dict) and said.get("id") == place else None
