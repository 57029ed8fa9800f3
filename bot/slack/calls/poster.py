"""The outbox's way to Slack: one call each, its end told apart as far as it can be known."""

from __future__ import annotations

import json
import time
import urllib.error
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.access.gatekeeper import Gatekeeper
from bot.access.roles import MISSING_SCOPE, ChannelFacts, Need, Role, decide_access
from bot.digests.chat import Poster
from bot.digests.outcomes import (
    CHANNEL_SCOPE_MISSING,
    ErrorClass,
    Found,
    FoundKind,
    Outcome,
    OutcomeKind,
    classify_error,
)
from bot.model.post import Message
from bot.model.subscription import is_person
from bot.slack.calls.replies import (
    NO_ANSWER,
    RATE_LIMITED,
    has_more,
    read_code,
    read_date,
    read_pages,
    read_retry_after,
)

# The outbox's way to Slack behind one more question: whether people of another organisation are in the channel.

SHARED = "channel_shared_with_others"
UNKNOWN = "channel_maybe_shared"
OUTSIDE = "user_is_restricted"
"""Our own codes, and Slack's for guests, of the class of errors that park a subscription and tell its owner."""
_ABSENT = frozenset({"channel_not_found", "not_in_channel", "is_archived"})
"""What Slack says of channels that a post cannot reach either: its own refusal of the post says it best."""
_CHANNELS = ("C", "G")


class CheckedPoster:
    """Posts through ``poster`` to channels of the workspace alone, and to those that an admin opened."""

    def __init__(self, poster: Poster, gatekeeper: Gatekeeper) -> None:
        self._poster = poster
        self._gatekeeper = gatekeeper

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        """Post once unless the channel is shared; see ``bot.digests.chat.Poster``."""
        refused = self._refuse(channel)
        if refused is not None:
            return refused
        return self._poster.post(channel=channel, message=message, key=key, thread_ts=thread_ts)

    def update(
        self,
        *,
        channel: str,
        ts: str,
        message: Message,
        key: str,
        takes_back: bool = False,
    ) -> Outcome:
        """Change a message that stands there already, unless it says more to a channel that is shared by now.

        A person must be a member still. What only takes away always may; see ``bot.digests.chat.Poster``.
        """
        refused = None if takes_back else self._refuse_person(channel) or self._refuse(channel)
        if refused is not None:
            return refused
        return self._poster.update(channel=channel, ts=ts, message=message, key=key, takes_back=takes_back)

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Found:
        """Look for our own message; see ``bot.digests.chat.Poster``."""
        return self._poster.find(channel=channel, key=key, after_ts=after_ts, thread_ts=thread_ts)

    def _refuse_person(self, user: str) -> Outcome | None:
        if not is_person(user):
            return None
        role = self._gatekeeper.role_of(user)
        if decide_access(Need.PERSONAL, role, guests_read=False) is None:
            return None
        if role is Role.UNKNOWN:
            return Outcome(kind=OutcomeKind.REFUSED, error="Slack does not say who the person is")
        return Outcome(kind=OutcomeKind.ERROR, error=OUTSIDE)

    def _refuse(self, channel: str) -> Outcome | None:
        if not channel.startswith(_CHANNELS) or self._gatekeeper.is_channel_opened(channel):
            return None
        facts = self._gatekeeper.find_channel(channel)
        if facts.error in _ABSENT:
            return None
        if facts.error:
            return _explain(facts)
        return Outcome(kind=OutcomeKind.ERROR, error=SHARED) if facts.is_shared else None


def _explain(facts: ChannelFacts) -> Outcome:
    """Return what follows where Slack did not say what a channel is: what passes is asked again, at its time.

    What refuses the token refuses the post; only what stays so counts as a channel that may be shared.
    """
    if facts.retry_after_s is not None:
        return Outcome(kind=OutcomeKind.RATE_LIMITED, error=facts.error, retry_after_s=facts.retry_after_s)
    if facts.error == MISSING_SCOPE:
        return Outcome(kind=OutcomeKind.ERROR, error=CHANNEL_SCOPE_MISSING)
    kind = classify_error(facts.error)
    if kind in _PASSING:
        said = f"Slack does not say whether the channel is shared ({facts.error})"
        return Outcome(kind=OutcomeKind.REFUSED, error=said)
    return Outcome(kind=OutcomeKind.ERROR, error=facts.error if kind is ErrorClass.TOKEN else UNKNOWN)


EVENT_TYPE = "gongbao_post"
_SERVER_ERROR = 500
_PAGE = 200
_MAX_PAGES = 100


class _TooMuchError(Exception):
    """A history too long to be read whole."""


class SlackPoster:
    """Posts through a client that repeats nothing; ``bot_id`` is our own, so that no other app's key counts.

    ``elapsed`` gives seconds that only ever grow: looks and changes both open direct messages, and share the wait.
    """

    def __init__(self, client: WebClient, *, bot_id: str, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._bot_id = bot_id
        self._elapsed = elapsed
        self._directs: dict[str, str] = {}
        self._too_fast: tuple[float, SlackApiError] | None = None

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        """Post once; see ``bot.digests.chat.Poster``."""
        arguments = _arguments(channel, message, key)
        if thread_ts is not None:
            arguments["thread_ts"] = thread_ts
        return self._call("chat.postMessage", arguments)

    def update(
        self,
        *,
        channel: str,
        ts: str,
        message: Message,
        key: str,
        takes_back: bool = False,
    ) -> Outcome:
        """Change a message of ours, whatever for; see ``bot.digests.chat.Poster``."""
        _ = takes_back
        try:
            place = self._find_place(channel)
        except SlackApiError as error:
            return _explain_refusal(error)
        except NO_ANSWER as error:
            return Outcome(kind=OutcomeKind.REFUSED, error=_describe(error))
        return self._call("chat.update", {**_arguments(place, message, key), "ts": ts})

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Found:
        """Look for our own message with this key; see ``bot.digests.chat.Poster``."""
        slack_ts: float | None = None
        try:
            for page in self._pages(channel, after_ts, thread_ts):
                slack_ts = slack_ts or read_date(page)
                for message in _read_messages(page):
                    if message.get("ts") and self._read_key(message) == key:
                        return Found(kind=FoundKind.FOUND, ts=str(message["ts"]), slack_ts=slack_ts)
        except _TooMuchError as error:
            return Found(kind=FoundKind.IMPOSSIBLE, reason=str(error), slack_ts=slack_ts)
        except SlackApiError as error:
            kind, reason = _explain_failed_look(error)
            retry_after_s = read_retry_after(error.response)
            return Found(kind=kind, reason=reason, slack_ts=read_date(error.response), retry_after_s=retry_after_s)
        except NO_ANSWER as error:
            return Found(kind=FoundKind.LATER, reason=_describe(error))
        return Found(kind=FoundKind.ABSENT, slack_ts=slack_ts)

    def _find_place(self, channel: str) -> str:
        """Return the channel to read or change messages in: of a person, that of their direct messages with us.

        Only a post takes a person's id in the place of a channel's.
        """
        if not channel.startswith(("U", "W")):
            return channel
        if channel not in self._directs:
            opened = self._open_direct(channel).get("channel")
            if not isinstance(opened, dict) or not opened.get("id"):
                raise ValueError("no channel of direct messages in the answer")
            self._directs[channel] = str(opened["id"])
        return self._directs[channel]

    def _open_direct(self, user: str) -> SlackResponse:
        """Ask Slack for the direct messages with a person; while it asked not to, its last refusal is the answer."""
        if self._too_fast is not None and self._elapsed() < self._too_fast[0]:
            raise self._too_fast[1]
        try:
            return self._client.api_call("conversations.open", json={"users": user})
        except SlackApiError as error:
            seconds = read_retry_after(error.response)
            self._too_fast = None if seconds is None else (self._elapsed() + seconds, error)
            raise

    def _pages(self, channel: str, after_ts: str | None, thread_ts: str | None) -> Iterator[SlackResponse]:
        arguments: dict[str, Any] = {
            "channel": self._find_place(channel),
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        method = "conversations.history"
        if thread_ts is not None:
            method = "conversations.replies"
            arguments["ts"] = thread_ts
        if after_ts is not None:
            arguments |= {"oldest": after_ts, "inclusive": True}
        most = _MAX_PAGES if after_ts is not None else 1
        for number, page in enumerate(read_pages(self._client, method, arguments, most=most), 1):
            goes_on = has_more(page)
            yield page
            if after_ts is not None and number == most and goes_on:
                raise _TooMuchError(f"more than {_MAX_PAGES} pages of history")

    def _read_key(self, message: Mapping[str, Any]) -> str | None:
        """Return the key of a message of our own bot; another app may write the same metadata."""
        metadata = message.get("metadata")
        if message.get("bot_id") != self._bot_id or not isinstance(metadata, dict):
            return None
        payload = metadata.get("event_payload")
        if metadata.get("event_type") != EVENT_TYPE or not isinstance(payload, dict):
            return None
        return str(payload.get("key") or "") or None

    def _call(self, method: str, arguments: dict[str, Any]) -> Outcome:
        try:
            response = self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            return _explain_refusal(error)
        except NO_ANSWER as error:
            kind = OutcomeKind.REFUSED if _never_connected(error) else OutcomeKind.UNCLEAR
            return Outcome(kind=kind, error=_describe(error))
        ts = response.get("ts")
        if not ts:
            return Outcome(kind=OutcomeKind.UNCLEAR, error="an answer without a timestamp")
        return Outcome(kind=OutcomeKind.OK, ts=str(ts), slack_ts=read_date(response))


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
    status, slack_ts = getattr(response, "status_code", 200), read_date(response)
    if status == RATE_LIMITED:
        wait_s = read_retry_after(response)
        return Outcome(kind=OutcomeKind.RATE_LIMITED, error="ratelimited", retry_after_s=wait_s, slack_ts=slack_ts)
    code = read_code(response)
    if code is None or status >= _SERVER_ERROR:
        return Outcome(kind=OutcomeKind.UNCLEAR, error=f"HTTP status {status}", slack_ts=slack_ts)
    return Outcome(kind=OutcomeKind.ERROR, error=code, slack_ts=slack_ts)


def _explain_failed_look(error: SlackApiError) -> tuple[FoundKind, str]:
    response = error.response
    status = getattr(response, "status_code", 200)
    reason = read_code(response) or f"HTTP status {status}"
    passing = status == RATE_LIMITED or status >= _SERVER_ERROR or classify_error(reason) in _PASSING
    return FoundKind.LATER if passing else FoundKind.IMPOSSIBLE, reason


def _read_messages(page: SlackResponse) -> list[Mapping[str, Any]]:
    messages = page.get("messages")
    if isinstance(messages, list):
        return [message for message in messages if isinstance(message, dict)]
    raise ValueError("a page of history without messages")


_PASSING = frozenset({ErrorClass.NOT_SENT, ErrorClass.UNCLEAR})


def _never_connected(error: Exception) -> bool:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    return isinstance(cause, ConnectionRefusedError) or type(cause).__name__ == "gaierror"


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]
