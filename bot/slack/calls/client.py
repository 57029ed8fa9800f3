"""What we ask of Slack: the clients, how a call ended, and posts and replies, each made once.

What changes anything is never repeated by itself, and its end is told apart as far as it can be known.
"""

import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from itertools import islice
from typing import Any
from urllib.error import URLError

import msgspec
from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.access.gatekeeper import Gatekeeper
from bot.access.roles import MISSING_SCOPE
from bot.digests.outcomes import CHANNEL_SCOPE_MISSING, ENDLESS, Outcome, OutcomeKind, parse_retry_after
from bot.errors import DeliveryError
from bot.model.post import Message, Why, drop_blocks
from bot.model.subscription import is_person
from bot.slack.blocks import Block

TIMEOUT = 15
"""Seconds we wait for Slack."""


def build_client(token: str | None, base_url: str = WebClient.BASE_URL, *, timeout: int = TIMEOUT) -> WebClient:
    """Return a client that sends each call once: Slack's own retry repeats a post whose reply was lost."""
    return WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])


# Timestamps, channels and the marks of an app, as Slack makes them.

_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_WRITTEN = (None, "thread_broadcast", "me_message")


def is_direct(channel: str) -> bool:
    """Say whether a channel is direct messages: with the bot, or, where a command is typed, between two people."""
    return channel.startswith("D")


def is_ts(value: object) -> bool:
    """Say whether this is the timestamp of a message."""
    return isinstance(value, str) and _TS.fullmatch(value) is not None


def is_written(message: Mapping[str, object], *, files: bool = False) -> bool:
    """Say whether somebody wrote a message: plainly, in a thread and to its channel too, by ``/me``, or with files.

    What an app writes, in its own name or, by a token of theirs, in a person's, is none.
    """
    is_of_app = any(message.get(mark) for mark in ("bot_id", "app_id", "bot_profile"))
    kinds = ("file_share", *_WRITTEN) if files else _WRITTEN
    return not is_of_app and (message.get("subtype") or None) in kinds


# How a call ended.

FAILURES = (SlackClientError, OSError, HTTPException, ValueError)
"""What a call may raise: a refusal of Slack's, or a line or an answer that broke."""
_CODE = re.compile(r"[a-z0-9_]{1,80}")
"""What an error code of Slack looks like: the SDK puts a sentence of its own there for an answer that is no JSON."""
_OK, _RATE_LIMITED, _SERVER_ERROR = 200, 429, 500
_POST, _PRIVATE = "chat.postMessage", "chat.postEphemeral"


def read_failure(error: Exception) -> Outcome:
    """Return how a call ended that raised one of ``FAILURES``: with Slack's code, or with what is known of it."""
    if not isinstance(error, SlackApiError):
        cause = error.reason if isinstance(error, URLError) else error
        was_sent = not isinstance(cause, ConnectionRefusedError | socket.gaierror)
        kind = OutcomeKind.UNCLEAR if was_sent else OutcomeKind.REFUSED
        return Outcome(kind=kind, error=f"{type(error).__name__}: {error}".splitlines()[0][:200])
    response, code = error.response, ""
    with suppress(AttributeError, ValueError):  # the SDK gives a response, a dict, or text
        code = str(response.get("error"))
    status, slack_ts = getattr(response, "status_code", _OK), read_date(response)
    if status == _RATE_LIMITED or code == "ratelimited":
        wait_s = parse_retry_after(read_headers(response).get("retry-after"))
        return Outcome(kind=OutcomeKind.RATE_LIMITED, error="ratelimited", retry_after_s=wait_s, slack_ts=slack_ts)
    if status >= _SERVER_ERROR or not _CODE.fullmatch(code):
        return Outcome(kind=OutcomeKind.UNCLEAR, error=f"HTTP status {status}", slack_ts=slack_ts)
    return Outcome(kind=OutcomeKind.ERROR, error=code, slack_ts=slack_ts)


def read_pages(client: WebClient, method: str, arguments: Mapping[str, Any], *, most: int) -> Iterator[SlackResponse]:
    """Yield the pages of a reply, each to be used before the next is asked for, and no more than ``most``."""
    yield from islice(client.api_call(method, params=dict(arguments)), most)


def read_headers(response: object) -> dict[str, str]:
    """Return the headers of an answer, their names in lower case."""
    headers = getattr(response, "headers", None) or {}
    return {name.lower(): str(value) for name, value in headers.items()}


def read_date(response: object) -> float | None:
    """Return when Slack gave an answer, by its own clock, as Unix time."""
    try:
        return parsedate_to_datetime(read_headers(response)["date"]).timestamp()
    except (KeyError, ValueError):
        return None


class UnclearDeliveryError(DeliveryError):
    """A message that may have arrived: it must not be sent again unasked."""


class LaterDeliveryError(DeliveryError):
    """What was not done, and a later try may do: after ``wait_s`` seconds where Slack says so."""

    def __init__(self, message: str, *, hint: str = "", wait_s: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.wait_s = wait_s


def explain_failure(
    failure: Outcome, what: str = "the message", *, scope: str = "", verb: str = "take"
) -> DeliveryError:
    """Return the error for what Slack did not take, or may have taken, or did not ``open``, as often as asked.

    ``scope`` is the one that it takes.
    """
    if failure.why is Why.UNCLEAR and verb == "take":
        said = f"Slack did not say whether {what} arrived ({failure.error})."
        return UnclearDeliveryError(said, hint="Look whether it is there before you try again.")
    said, hint = f"Slack did not {verb} {what} ({failure.error}).", "Try again in a minute."
    if failure.error == MISSING_SCOPE:
        hint = f"An admin must give the app the scope {scope or 'that is missing (see gongbao doctor)'}."
    if failure.may_pass:
        return LaterDeliveryError(said, hint=hint, wait_s=failure.retry_after_s)
    return DeliveryError(said, hint=hint)


# Posts, with a key by which they can be found again.

_SHARED = {"": "channel_shared_with_others", MISSING_SCOPE: CHANNEL_SCOPE_MISSING}
"""Our own codes, by what Slack said of a channel; every other of its errors is of the same weight as of a post."""
_EVENT_TYPE = "gongbao_post"
_PAGE, _MAX_PAGES = 200, 100


class SlackPoster:
    """Posts through a client that repeats nothing; ``bot_id`` is our own, so that no other app's key counts.

    With a ``gatekeeper`` nothing is posted to a channel that another organisation shares, unless an admin opened it.
    See ``bot.digests.chat.Poster`` for what each does.
    """

    def __init__(self, client: WebClient, *, bot_id: str, gatekeeper: Gatekeeper | None = None) -> None:
        self._client = client
        self._bot_id = bot_id
        self._gatekeeper = gatekeeper

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        """Post once."""
        refused = self._refuse_shared(channel)
        return refused or _make(self._client, message, key=key, channel=channel, thread_ts=thread_ts)

    def update(self, *, channel: str, ts: str, message: Message, key: str) -> Outcome:
        """Change a message of ours."""
        return _make(self._client, message, "chat.update", key=key, channel=channel, ts=ts)

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Outcome:
        """Look for our own message with this key."""
        method = "conversations.history" if thread_ts is None else "conversations.replies"
        since = {} if after_ts is None else {"oldest": after_ts, "inclusive": True}
        asked = {"ts": thread_ts, **since, "include_all_metadata": True, "limit": _PAGE}
        most = 1 if after_ts is None else _MAX_PAGES + 1
        slack_ts: float | None = None
        try:
            asked["channel"] = _find_place(self._client, channel)
            for number, page in enumerate(read_pages(self._client, method, asked, most=most)):
                slack_ts = slack_ts or read_date(page)
                if number == _MAX_PAGES:
                    return Outcome(kind=OutcomeKind.ERROR, error=ENDLESS, slack_ts=slack_ts)
                for message in page["messages"]:
                    held = message.get("metadata") if isinstance(message, dict) else None
                    is_marked = isinstance(held, dict) and held.items() >= _carry(key).items()
                    is_own = is_marked and message.get("bot_id") == self._bot_id  # another app may write the same
                    if is_own and message.get("ts"):
                        return Outcome(kind=OutcomeKind.OK, ts=str(message["ts"]), slack_ts=slack_ts)
        except (*FAILURES, TypeError) as error:  # the latter where a page has no messages
            return read_failure(error)
        return Outcome(kind=OutcomeKind.ABSENT, slack_ts=slack_ts)

    def _refuse_shared(self, channel: str) -> Outcome | None:
        """Return why nothing may be posted to a channel, as far as it reaches other organisations; None if it may."""
        gatekeeper = self._gatekeeper
        if gatekeeper is None or not channel.startswith(("C", "G")) or gatekeeper.is_channel_opened(channel):
            return None
        facts = gatekeeper.find_channel(channel)
        if not (facts.error or facts.is_shared):
            return None
        refused = Outcome(kind=OutcomeKind.ERROR, error=_SHARED.get(facts.error, facts.error))
        if not refused.may_pass:
            return refused
        said = f"Slack does not say whether the channel is shared ({facts.error})"
        return Outcome(kind=OutcomeKind.REFUSED, error=said, retry_after_s=facts.retry_after_s)


def load_blocks(message: Message) -> list[Block]:
    """Return the blocks of a message."""
    blocks: list[Block] = msgspec.json.decode(message.blocks)
    return blocks


def build_body(message: Message) -> dict[str, Any]:
    """Return a message as the body of a call or a reply."""
    return {"text": message.text, "blocks": load_blocks(message)}


def _carry(key: str) -> dict[str, Any]:
    return {"event_type": _EVENT_TYPE, "event_payload": {"key": key}}


def _make(
    client: WebClient, message: Message, method: str = _POST, *, channel: str, key: str = "", **more: str | None
) -> Outcome:
    """Make a message in its place, or change one, once; with its key where it has one, and no previews of links."""
    said = build_body(message) | {name: each for name, each in more.items() if each is not None}
    if key:
        said["metadata"] = _carry(key)
    if method != _PRIVATE:
        said |= {"unfurl_links": False, "unfurl_media": False}
    try:
        said["channel"] = channel if method == _POST else _find_place(client, channel)
        response = client.api_call(method, json=said)
    except FAILURES as error:
        return read_failure(error)
    ts = response.get("ts") or response.get("message_ts")
    if not ts:
        return Outcome(kind=OutcomeKind.UNCLEAR, error="an answer without a timestamp")
    return Outcome(kind=OutcomeKind.OK, ts=str(ts), slack_ts=read_date(response))


def _find_place(client: WebClient, channel: str) -> str:
    """Return where to read or change messages, or to upload: only a post takes a person's id in the place of it."""
    if not is_person(channel):
        return channel
    opened = client.api_call("conversations.open", json={"users": channel}).get("channel")
    if not isinstance(opened, dict) or not opened.get("id"):
        raise ValueError("no channel of direct messages in the answer")
    return str(opened["id"])


# What answers a person: one call each.


def build_ack(message: Message, *, shared: bool = False) -> BoltResponse:
    """Return the acknowledgement that answers a command, privately or to the channel."""
    return BoltResponse(
        status=_OK, body=build_body(message) | {"response_type": "in_channel" if shared else "ephemeral"}
    )


def open_direct(client: WebClient, user: str) -> str:
    """Return the channel of a person's direct messages with the bot, opened where it is new.

    Raises LaterDeliveryError when a later try may open it, DeliveryError when somebody must do something first.
    """
    try:
        return _find_place(client, user)
    except FAILURES as error:
        raise explain_failure(read_failure(error), "your direct messages", scope="im:write", verb="open") from error


def post_once(
    client: WebClient, message: Message, *, channel: str, thread_ts: str | None = None, key: str = "", user: str = ""
) -> str:
    """Post a message, once, and return its timestamp; ``key`` goes into its metadata. Refused blocks go as plain text.

    With a ``user`` they alone see it. Raises UnclearDeliveryError when it may have been posted, LaterDeliveryError when
    surely not and a later try may help, DeliveryError when no try will.
    """
    method = _PRIVATE if user else _POST
    for said in (message, drop_blocks(message)):
        outcome = _make(client, said, method, channel=channel, key=key, thread_ts=thread_ts, user=user or None)
        if outcome.why is not Why.BLOCKS:
            break
    if outcome.kind is not OutcomeKind.OK:
        raise explain_failure(outcome)
    return str(outcome.ts)


SendReply = Callable[[str | None, dict[str, Any]], None]
"""Sends the body of one reply to a response_url, None for a request without one, or raises DeliveryError."""


def send_reply(response_url: str | None, body: dict[str, Any]) -> None:
    """Send the body of a reply to Slack's response_url, once, within our time limit, or raise DeliveryError."""
    if response_url is None:
        raise DeliveryError("This request has no address to reply to.", hint="Ask again with a slash command.")
    try:
        status = WebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[]).send_dict(body).status_code
    except FAILURES as error:
        raise DeliveryError("Slack could not be reached for the reply.", hint="Press the button again.") from error
    if status != _OK:
        raise DeliveryError(f"Slack refused the reply ({status}).", hint="Ask again: a button lives 30 minutes.")
