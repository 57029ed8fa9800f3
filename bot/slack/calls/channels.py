"""What Slack says of channels (``conversations.info``): is it private, and are people of another organisation in it.

Kept for ten minutes, and forgotten at once when an event says that a channel was shared, unshared or moved. What Slack
does not say (a private channel the bot is not in) counts as unknown, never as safe. Of direct messages, of one person
or several, it says nothing to an app without the scopes im:read and mpim:read, which ours does not ask for.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.access import MISSING_SCOPE, NO_CHANNEL, ChannelFacts
from bot.slack.calls.ids import is_direct
from bot.slack.calls.people import find_code
from bot.slack.calls.poster import read_retry_after

if TYPE_CHECKING:
    from slack_sdk import WebClient

log = logging.getLogger(__name__)
KEPT_FOR = dt.timedelta(minutes=10)
_MOST_KEPT = 10_000
_PAGE = 1000
_MOST_PAGES = 2
UNREACHABLE = "no answer"
"""The error of a channel that Slack did not answer for."""
_SCOPES = frozenset({"channels:read", "groups:read"})
_TEAMS = ("shared_team_ids", "connected_team_ids")
_SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_global_shared")


class Channels:
    """Knows channels; safe to share between threads. ``client`` should give up after a second or so."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._held: dict[str, ChannelFacts] = {}
        self._lock = threading.Lock()

    def find(self, channel: str, *, now: dt.datetime) -> ChannelFacts:
        """Give what Slack says of a channel, at most ten minutes old, or that it did not say."""
        if is_direct(channel):
            return ChannelFacts(channel=channel, error=NO_CHANNEL, asked_at=now)
        held = self._held.get(channel)
        if held is not None and abs(now - held.asked_at) <= KEPT_FOR:
            return held
        facts = self._ask(channel, now)
        with self._lock:
            self._held.pop(channel, None)
            if not facts.error:
                self._held[channel] = facts
            self._drop_oldest()
        return facts

    def may_see(self, channel: str, user: str, *, now: dt.datetime) -> bool:
        """Tell whether somebody may see what is posted to a channel: it is public, or Slack lists them as a member."""
        return not self.find(channel, now=now).is_private or self.has_member(channel, user)

    def has_member(self, channel: str, user: str) -> bool:
        """Tell whether Slack lists somebody among a channel's first thousands of members."""
        arguments: dict[str, Any] = {"channel": channel, "limit": _PAGE}
        for _ in range(_MOST_PAGES):
            try:
                reply = self._client.api_call("conversations.members", params=arguments)
            except (SlackApiError, SlackClientError, OSError, ValueError) as error:
                log.info("Slack did not say who is in %s: %s", channel, type(error).__name__)
                return False
            if user in (reply.get("members") or ()):
                return True
            cursor = (reply.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return False
            arguments["cursor"] = cursor
        return False

    def forget(self, channel: str) -> None:
        """Ask again the next time: something about the channel has changed."""
        with self._lock:
            self._held.pop(channel, None)

    def _drop_oldest(self) -> None:
        while len(self._held) > _MOST_KEPT:
            self._held.pop(next(iter(self._held)))

    def _ask(self, channel: str, now: dt.datetime) -> ChannelFacts:
        try:
            reply = self._client.api_call("conversations.info", params={"channel": channel})
        except SlackApiError as error:
            wait_s = read_retry_after(error.response)
            return ChannelFacts(channel=channel, error=_find_reason(error), retry_after_s=wait_s, asked_at=now)
        except (SlackClientError, OSError, ValueError) as error:
            log.warning("Slack did not say what channel %s is: %s", channel, type(error).__name__)
            return ChannelFacts(channel=channel, error=UNREACHABLE, asked_at=now)
        return read_channel(reply.get("channel"), channel=channel, now=now)


def _find_reason(error: SlackApiError) -> str:
    """Give Slack's code; where the app has both scopes of channels and lacks another, it is no channel."""
    code = find_code(error)
    if code != MISSING_SCOPE:
        return code
    granted = {scope.strip() for scope in str(error.response.get("provided") or "").split(",")}
    return NO_CHANNEL if granted >= _SCOPES else code


def read_channel(found: object, *, channel: str, now: dt.datetime) -> ChannelFacts:
    """Read Slack's channel object; what is none, or another's, says nothing."""
    if not isinstance(found, dict) or found.get("id") != channel:
        return ChannelFacts(channel=channel, error=UNREACHABLE, asked_at=now)
    pending = found.get("pending_shared")
    waits = isinstance(pending, list) and bool(pending)
    shared = waits or any(bool(found.get(name)) for name in _SHARED)
    is_private = found.get("is_private") is not False
    listed = [team for name in _TEAMS if isinstance(found.get(name), list) for team in found[name]]
    teams = frozenset(team for team in listed if isinstance(team, str))
    return ChannelFacts(channel=channel, is_shared=shared, is_private=is_private, teams=teams, asked_at=now)
