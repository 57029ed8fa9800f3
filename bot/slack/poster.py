"""The outbox's way to Slack: one call each, its end told apart as far as it can be known."""

from __future__ import annotations

import json
import urllib.error
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.delivery import (
    ErrorClass,
    Found,
    FoundKind,
    Outcome,
    OutcomeKind,
    classify_error,
    parse_retry_after,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_sdk import WebClient
    from slack_sdk.web import SlackResponse

    from bot.domain.post import Message

EVENT_TYPE = "gongbao_post"
_RATE_LIMITED = 429
_SERVER_ERROR = 500
_PAGE = 200
_MAX_PAGES = 100


class SlackPoster:
    """Posts through a client that repeats nothing; ``bot_id`` is our own, so that no other app's key counts."""

    def __init__(self, client: WebClient, *, bot_id: str) -> None:
        self._client = client
        self._bot_id = bot_id

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        """Post once; see ``bot.services.ports.Poster``."""
        arguments = _arguments(channel, message, key)
        if thread_ts is not None:
            arguments["thread_ts"] = thread_ts
        return self._call("chat.postMessage", arguments)

    def update(self, *, channel: str, ts: str, message: Message, key: str) -> Outcome:
        """Change a message of ours; see ``bot.services.ports.Poster``."""
        return self._call("chat.update", {**_arguments(channel, message, key), "ts": ts})

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Found:
        """Look for our own message with this key; see ``bot.services.ports.Poster``."""
        slack_ts: float | None = None
        try:
            for page in self._pages(channel, after_ts, thread_ts):
                slack_ts = slack_ts or _read_date(page)
                for message in page.get("messages") or []:
                    if self._is_ours(message, key):
                        return Found(kind=FoundKind.FOUND, ts=str(message["ts"]), slack_ts=slack_ts)
        except SlackApiError as error:
            return _explain_failed_look(error)
        except (SlackClientError, OSError, HTTPException, ValueError) as error:
            return Found(kind=FoundKind.LATER, reason=_describe(error))
        return Found(kind=FoundKind.ABSENT, slack_ts=slack_ts)

    def _pages(self, channel: str, after_ts: str | None, thread_ts: str | None) -> Iterator[SlackResponse]:
        arguments: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": _PAGE}
        method = "conversations.history"
        if thread_ts is not None:
            method = "conversations.replies"
            arguments["ts"] = thread_ts
        if after_ts is not None:
            arguments |= {"oldest": after_ts, "inclusive": True}
        for _ in range(_MAX_PAGES if after_ts is not None else 1):
            page = self._client.api_call(method, params=arguments)
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
            arguments["cursor"] = cursor
        if after_ts is not None:
            raise ValueError(f"more than {_MAX_PAGES} pages of history")

    def _is_ours(self, message: Mapping[str, Any], key: str) -> bool:
        metadata = message.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        return (
            message.get("bot_id") == self._bot_id
            and metadata.get("event_type") == EVENT_TYPE
            and payload.get("key") == key
        )

    def _call(self, method: str, arguments: dict[str, Any]) -> Outcome:
        try:
            response = self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            return _explain_refusal(error)
        except (SlackClientError, OSError, HTTPException, ValueError) as error:
            kind = OutcomeKind.REFUSED if _never_connected(error) else OutcomeKind.UNCLEAR
            return Outcome(kind=kind, error=_describe(error))
        ts = response.get("ts")
        if not ts:
            return Outcome(kind=OutcomeKind.UNCLEAR, error="an answer without a timestamp")
        return Outcome(kind=OutcomeKind.OK, ts=str(ts))


def _arguments(channel: str, message: Message, key: str) -> dict[str, Any]:
    return {
        "channel": channel,
        "text": message.text,
        "blocks": json.loads(message.blocks),
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _explain_refusal(error: SlackApiError) -> Outcome:
    response = error.response
    status = getattr(response, "status_code", 200)
    if status == _RATE_LIMITED:
        retry_after = parse_retry_after(_header(response, "Retry-After"))
        return Outcome(kind=OutcomeKind.RATE_LIMITED, error="ratelimited", retry_after_s=retry_after)
    code = _code(response)
    if code is None or status >= _SERVER_ERROR:
        return Outcome(kind=OutcomeKind.UNCLEAR, error=f"HTTP status {status}")
    return Outcome(kind=OutcomeKind.ERROR, error=code)


def _explain_failed_look(error: SlackApiError) -> Found:
    response = error.response
    status = getattr(response, "status_code", 200)
    code = _code(response)
    reason = code or f"HTTP status {status}"
    passing = status == _RATE_LIMITED or status >= _SERVER_ERROR or classify_error(reason) in _PASSING
    return Found(kind=FoundKind.LATER if passing else FoundKind.IMPOSSIBLE, reason=reason)


_PASSING = frozenset({ErrorClass.NOT_SENT, ErrorClass.UNCLEAR})


def _code(response: Any) -> str | None:  # noqa: ANN401  the SDK gives a response, a dict, or text
    try:
        code = response.get("error")
    except (AttributeError, ValueError):
        return None
    return code if isinstance(code, str) else None


def _header(response: Any, name: str) -> str | None:  # noqa: ANN401  the same
    headers = getattr(response, "headers", None) or {}
    value = next((value for header, value in headers.items() if header.lower() == name.lower()), None)
    return None if value is None else str(value[0] if isinstance(value, list) and value else value)


def _read_date(response: SlackResponse) -> float | None:
    text = _header(response, "Date")
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (TypeError, ValueError):
        return None


def _never_connected(error: Exception) -> bool:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    return isinstance(cause, ConnectionRefusedError) or type(cause).__name__ == "gaierror"


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]
