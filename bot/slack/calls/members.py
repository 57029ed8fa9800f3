"""In which channels a person is (``users.conversations``): public ones, and private ones that the bot is in too.

Source of the method, its arguments and errors: docs.slack.dev, users.conversations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.services.ports import Membership
from bot.slack.calls.people import NOT_OURS
from bot.slack.calls.replies import NO_ANSWER, find_code, has_more, read_pages, read_retry_after

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
        asked = {
            "user": user,
            "types": "public_channel,private_channel",
            "exclude_archived": "true",
            "limit": _LARGEST_PAGE if self._at_once else _PAGE,
        }
        try:
            for page in read_pages(self._client, "users.conversations", asked, most=_MOST_PAGES):
                found |= {str(channel["id"]) for channel in page.get("channels") or () if channel.get("id")}
                if self._at_once and has_more(page):
                    return Membership(channels=None)
        except SlackApiError as error:
            if find_code(error) in NOT_OURS:
                return Membership(channels=frozenset())
            return Membership(channels=None, wait_s=read_retry_after(error.response) or 0.0)
        except NO_ANSWER:
            return Membership(channels=None)
        return Membership(channels=frozenset(found))
