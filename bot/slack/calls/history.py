"""Looking back in Slack's history for what people wrote to the bot, as events like those that Slack would have brought.

Source of the methods and their errors: docs.slack.dev, conversations.history, conversations.replies and
users.conversations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.errors import DeliveryError, NotAllowedError, NotFoundError
from bot.services.ports import PastEvent
from bot.slack.calls.ids import is_of_app, is_said
from bot.slack.calls.replies import NO_ANSWER, find_code, read_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_sdk import WebClient
    from slack_sdk.web import SlackResponse

    from bot.slack.calls.identity import Identity

_PAGE = 200
_PAGES = 5
_THREADS = 10
_CHANNEL_PAGES = 20
_FORBIDDEN = frozenset({"missing_scope", "not_allowed_token_type", "no_permission", "access_denied"})
_GONE = frozenset({"channel_not_found", "not_in_channel", "is_archived", "thread_not_found"})


class SlackHistory:
    """Reads the history of the bot's conversations; see ``bot.services.ports.History``."""

    def __init__(self, client: WebClient, identity: Identity) -> None:
        self._client = client
        self._identity = identity

    def list_channels(self) -> tuple[str, ...]:
        """Give the channels that the bot is in."""
        pages = self._pages("users.conversations", {"types": "public_channel,private_channel"}, _CHANNEL_PAGES)
        return tuple(str(channel["id"]) for page in pages for channel in page.get("channels") or [])

    def list_events(self, channel: str, *, since_ts: str, from_ts: str) -> tuple[PastEvent, ...]:
        """Give what people wrote to the bot after ``since_ts``, oldest first.

        Threads are looked through that began after ``from_ts``.
        """
        arguments = {"channel": channel, "oldest": from_ts, "inclusive": True}
        pages = self._pages("conversations.history", arguments, _PAGES)
        parents = [message for page in pages for message in page.get("messages") or []]
        found = {str(message.get("ts")): message for message in parents}
        answered = [m for m in parents if m.get("reply_count") and _after(m.get("latest_reply"), since_ts)]
        for parent in answered[:_THREADS]:
            thread = {"channel": channel, "ts": parent["ts"], "oldest": since_ts}
            for page in self._pages("conversations.replies", thread, 1):
                found |= {str(message.get("ts")): message for message in page.get("messages") or []}
        late = [message for ts, message in sorted(found.items()) if _after(ts, since_ts)]
        return tuple(self._build(channel, message) for message in late if self._is_for_us(channel, message))

    def _is_for_us(self, channel: str, message: dict[str, Any]) -> bool:
        is_written = is_said(message) or message.get("subtype") == "file_share"
        if message.get("type") != "message" or not is_written or is_of_app(message):
            return False
        if message.get("user") in {None, self._identity.bot_user}:
            return False
        return channel.startswith("D") or f"<@{self._identity.bot_user}>" in str(message.get("text"))

    def _build(self, channel: str, message: dict[str, Any]) -> PastEvent:
        ts, direct = str(message["ts"]), channel.startswith("D")
        kind = {"type": "message", "channel_type": "im"} if direct else {"type": "app_mention"}
        team, bot_user = self._identity.team, self._identity.bot_user
        grant = {"enterprise_id": None, "team_id": team, "user_id": bot_user, "is_bot": True}
        body = {
            "type": "event_callback",
            "team_id": team,
            "event_id": f"caught.{channel}.{ts}",
            "event": {**_without_broadcast(message), **kind, "channel": channel, "event_ts": ts},
            "authorizations": [grant],
        }
        return PastEvent(ts=ts, body=body)

    def _pages(self, method: str, arguments: dict[str, Any], most: int) -> Iterator[SlackResponse]:
        try:
            yield from read_pages(self._client, method, {**arguments, "limit": _PAGE}, most=most)
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
    """Give a message as an event names it: a reply also sent to the channel is an ordinary one."""
    kept = {"file_share": {"subtype": "file_share"}}.get(str(message.get("subtype")), {})
    return {**{key: value for key, value in message.items() if key != "subtype"}, **kept}


def _after(ts: object, since_ts: str) -> bool:
    try:
        return float(str(ts)) > float(since_ts)
    except ValueError:
        return False
