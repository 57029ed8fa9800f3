"""Looking back in direct messages for what people wrote to the bot, as events like those that Slack would have brought.

Source of the method and its errors: docs.slack.dev, conversations.history.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.access.inbox import PastEvent
from bot.errors import DeliveryError, NotAllowedError, NotFoundError
from bot.slack.calls.client import is_of_app, is_said
from bot.slack.calls.identity import Identity
from bot.slack.calls.replies import NO_ANSWER, find_code, read_pages

_PAGE = 200
_PAGES = 5
_FORBIDDEN = frozenset({"missing_scope", "not_allowed_token_type", "no_permission", "access_denied"})
_GONE = frozenset({"channel_not_found", "not_in_channel", "is_archived", "thread_not_found"})


class SlackHistory:
    """Reads the history of the bot's direct messages."""

    def __init__(self, client: WebClient, identity: Identity) -> None:
        self._client = client
        self._identity = identity

    def list_events(self, channel: str, since_ts: str) -> tuple[PastEvent, ...]:
        """Return what a person wrote to the bot in direct messages after ``since_ts``, oldest first; no threads."""
        pages = self._pages("conversations.history", {"channel": channel, "oldest": since_ts})
        found = {str(message.get("ts")): message for page in pages for message in page.get("messages") or []}
        late = [message for ts, message in sorted(found.items()) if _after(ts, since_ts)]
        return tuple(self._build(channel, message) for message in late if self._is_for_us(message))

    def _is_for_us(self, message: dict[str, Any]) -> bool:
        is_written = is_said(message) or message.get("subtype") == "file_share"
        if message.get("type") != "message" or not is_written or is_of_app(message):
            return False
        return message.get("user") not in {None, self._identity.bot_user}

    def _build(self, channel: str, message: dict[str, Any]) -> PastEvent:
        ts, team = str(message["ts"]), self._identity.team
        grant = {"enterprise_id": None, "team_id": team, "user_id": self._identity.bot_user, "is_bot": True}
        event = {**_without_broadcast(message), "type": "message", "channel_type": "im", "channel": channel}
        body = {
            "type": "event_callback",
            "team_id": team,
            "event_id": f"caught.{channel}.{ts}",
            "event": {**event, "event_ts": ts},
            "authorizations": [grant],
        }
        return PastEvent(ts=ts, body=body)

    def _pages(self, method: str, arguments: dict[str, Any]) -> Iterator[SlackResponse]:
        try:
            yield from read_pages(self._client, method, {**arguments, "limit": _PAGE}, most=_PAGES)
        except SlackApiError as error:
            raise _explain(error, method) from error
        except NO_ANSWER as error:
            raise DeliveryError(f"Slack could not be reached for {method}.", hint="It is tried again.") from error


def _explain(error: SlackApiError, method: str) -> DeliveryError | NotAllowedError | NotFoundError:
    code = find_code(error)
    if code in _FORBIDDEN:
        return NotAllowedError(f"Slack refuses {method} ({code}).", hint="gongbao doctor names the missing scope.")
    if code in _GONE:
        return NotFoundError(f"The bot is not in this conversation ({code}).", hint="Invite it to be heard there.")
    return DeliveryError(f"Slack did not answer {method} ({code}).", hint="It is tried again.")


def _without_broadcast(message: dict[str, Any]) -> dict[str, Any]:
    """Return a message as an event names it: a reply also sent to the channel is an ordinary one."""
    kept = {"file_share": {"subtype": "file_share"}}.get(str(message.get("subtype")), {})
    return {**{key: value for key, value in message.items() if key != "subtype"}, **kept}


def _after(ts: object, since_ts: str) -> bool:
    try:
        return float(str(ts)) > float(since_ts)
    except ValueError:
        return False
