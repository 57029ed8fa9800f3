"""In which channels a person is (``users.conversations``): public ones, and private ones that the bot is in too.

Source of the method, its arguments and errors: docs.slack.dev, users.conversations.
"""

from __future__ import annotations

from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.services.ports import Membership
from bot.slack.calls.identity import find_retry_after
from bot.slack.calls.people import NOT_OURS, find_code

if TYPE_CHECKING:
    from slack_sdk import WebClient

_PAGE = 500
_LARGEST_PAGE = 999
_MOST_PAGES = 10


class SlackMembers:
    """Asks about persons; see ``bot.services.ports.MemberFinder``.

    ``at_once`` asks in a single call, for an answer that somebody waits for, and says nothing where that is too few.
    """

    def __init__(self, client: WebClient, *, at_once: bool = False) -> None:
        self._client = client
        self._at_once = at_once

    def find_channels(self, user: str) -> Membership:
        """Give the first thousands of channels that a person is in, archived ones left out."""
        found: set[str] = set()
        arguments: dict[str, Any] = {
            "user": user,
            "types": "public_channel,private_channel",
            "exclude_archived": "true",
            "limit": _LARGEST_PAGE if self._at_once else _PAGE,
        }
        for _ in range(_MOST_PAGES):
            try:
                page = self._client.api_call("users.conversations", params=arguments)
            except SlackApiError as error:
                if find_code(error) in NOT_OURS:
                    return Membership(channels=frozenset())
                return Membership(channels=None, wait_s=find_retry_after(error))
            except (SlackClientError, OSError, HTTPException, ValueError):
                return Membership(channels=None)
            found |= {str(channel["id"]) for channel in page.get("channels") or () if channel.get("id")}
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
            if self._at_once:
                return Membership(channels=None)
            arguments["cursor"] = cursor
        return Membership(channels=frozenset(found))
