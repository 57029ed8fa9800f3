"""What we ask of Slack: the clients, how a call ended, and posts and replies, each made once.

What changes anything is never repeated by itself, and its end is told apart as far as it can be known.
"""

import re
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from itertools import islice
from typing import Any
from urllib.error import URLError

import msgspec
from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.access.gatekeeper import Gatekeeper
from bot.access.roles import MISSING_SCOPE
from bot.digests.outcomes import (
    CHANNEL_SCOPE_MISSING,
    ENDLESS,
    Outcome,
    OutcomeKind,
    classify_error,
    parse_retry_after,
)
from bot.errors import DeliveryError
from bot.model.post import Message, Why, drop_blocks
from bot.model.subscription import is_person
from bot.slack.blocks import Block

TIMEOUT = 15
"""Seconds we wait for Slack."""
_LONGEST_S = 60.0
_RANDOM = secrets.SystemRandom()


def build_client(token: str | None, base_url: str = WebClient.BASE_URL, *, timeout: int = TIMEOUT) -> WebClient:
    """Return a client that sends each call once: Slack's own retry repeats a post whose reply was lost."""
    return WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])


def build_reader(token: str | None, base_url: str) -> WebClient:
    """Return a client for calls that only read, made once more where the connection fails.

    What Slack refuses as too much is not repeated here: it would keep a thread waiting for as long as Slack says.
    """
    return WebClient(token=token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[ConnectionErrorRetryHandler()])


def wait_after(failures: int) -> float:
    """Return the seconds to wait after so many failures in a row: doubling up to a minute, and never quite the same."""
    return min(2.0**failures / 2, _LONGEST_S) * (0.5 + _RANDOM.random() / 2)


# Timestamps, channels and the marks of an app, as Slack makes them.

_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_SAID = frozenset({None, "thread_broadcast", "me_message"})


def is_direct(channel: str) -> bool:
    """Say whether a channel is direct messages: with the bot, or, where a command is typed, between two people."""
    return channel.startswith("D")


def is_ts(value: object) -> bool:
    """Say whether this is the timestamp of a message."""
    return isinstance(value, str) and _TS.fullmatch(value) is not None


def is_of_app(message: Mapping[str, object]) -> bool:
    """Say whether an app wrote a message, in its own name or, by a token of theirs, in a person's."""
    return any(message.get(mark) for mark in ("bot_id", "app_id", "bot_profile"))


def is_said(message: Mapping[str, object]) -> bool:
    """Say whether a message is what somebody wrote: plainly, in a thread and to its channel too, or by ``/me``."""
    return (message.get("subtype") or None) in _SAID


# How a call ended.

FAILURES = (SlackClientError, OSError, HTTPException, ValueError)
"""What a call may raise: a refusal of Slack's, or a line or an answer that broke."""
_CODE = re.compile(r"[a-z0-9_]{1,80}")
"""What an error code of Slack looks like: the SDK puts a sentence of its own there for an answer that is no JSON."""
_OK, _RATE_LIMITED, _SERVER_ERROR = 200, 429, 500


def read_failure(error: Exception) -> Outcome:
    """Return how a call ended that raised one of ``FAILURES``: with Slack's code, or with what is known of it."""
    if not isinstance(error, SlackApiError):
        cause = error.reason if isinstance(error, URLError) else error
        was_sent = not isinstance(cause, ConnectionRefusedError | socket.gaierror)
        kind = OutcomeKind.UNCLEAR if was_sent else OutcomeKind.REFUSED
        return Outcome(kind=kind, error=f"{type(error).__name__}: {error}".splitlines()[0][:200])
    response = error.response
    status, slack_ts, code = getattr(response, "status_code", 200), read_date(response), _read_code(response)
    if status == _RATE_LIMITED or code == "ratelimited":
        wait_s = parse_retry_after(read_headers(response).get("retry-after"))
        return Outcome(kind=OutcomeKind.RATE_LIMITED, error="ratelimited", retry_after_s=wait_s, slack_ts=slack_ts)
    if code is None or status >= _SERVER_ERROR:
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


def _read_code(response: Any) -> str | None:  # noqa: ANN401  the SDK gives a response, a dict, or text
    try:
        code = response.get("error")
    except (AttributeError, ValueError):
        return None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


class UnclearDeliveryError(DeliveryError):
    """A message that may have arrived: it must not be sent again unasked."""


class LaterDeliveryError(DeliveryError):
    """A message that was not sent, and that a later try may bring: after ``wait_s`` seconds where Slack says so."""

    def __init__(self, message: str, *, hint: str = "", wait_s: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.wait_s = wait_s


def explain_failure(failure: Outcome, *, what: str, scope: str = "") -> DeliveryError:
    """Return the error for a message, or whatever ``what`` is, that Slack did not take, or may have taken.

    ``scope`` is the one that it takes, where one alone does.
    """
    if failure.why is Why.UNCLEAR:
        return UnclearDeliveryError(
            f"Slack did not say whether {what} arrived ({failure.error}).",
            hint="Look whether it is there before you try again.",
        )
    hint = "Try again in a minute."
    if failure.error == MISSING_SCOPE:
        hint = (
            f"An admin must give the app the scope {scope}."
            if scope
            else ("An admin must add the missing scope: see gongbao doctor.")
        )
    said = f"Slack did not take {what} ({failure.error})."
    if failure.may_pass:
        return LaterDeliveryError(said, hint=hint, wait_s=failure.retry_after_s)
    return DeliveryError(said, hint=hint)


# Posts, with a key by which they can be found again.

EVENT_TYPE = "gongbao_post"
SHARED = "channel_shared_with_others"
UNKNOWN = "channel_maybe_shared"
"""Our own codes, of the class of errors that park a subscription and tell its owner."""
_ABSENT = frozenset({"channel_not_found", "not_in_channel", "is_archived"})
"""What Slack says of channels that a post cannot reach either: its own refusal of the post says it best."""
_PAGE = 200
_MAX_PAGES = 100


class SlackPoster:
    """Posts through a client that repeats nothing; ``bot_id`` is our own, so that no other app's key counts.

    With a ``gatekeeper`` nothing is posted to a channel that another organisation shares, unless an admin opened it.
    """

    def __init__(self, client: WebClient, *, bot_id: str, gatekeeper: Gatekeeper | None = None) -> None:
        self._client = client
        self._bot_id = bot_id
        self._gatekeeper = gatekeeper
        self._directs: dict[str, str] = {}

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        """Post once; see ``bot.digests.chat.Poster``."""
        refused = self._refuse_shared(channel)
        if refused is not None:
            return refused
        thread = {} if thread_ts is None else {"thread_ts": thread_ts}
        return self._call("chat.postMessage", {**_build_post(channel, message, key), **thread})

    def update(self, *, channel: str, ts: str, message: Message, key: str) -> Outcome:
        """Change a message of ours; see ``bot.digests.chat.Poster``."""
        try:
            place = self._find_place(channel)
        except FAILURES as error:
            return read_failure(error)
        return self._call("chat.update", {**_build_post(place, message, key), "ts": ts})

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Outcome:
        """Look for our own message with this key; see ``bot.digests.chat.Poster``."""
        slack_ts: float | None = None
        try:
            for page in self._pages(channel, after_ts, thread_ts):
                slack_ts = slack_ts or read_date(page)
                for message in page["messages"]:
                    if isinstance(message, dict) and message.get("ts") and self._read_key(message) == key:
                        return Outcome(kind=OutcomeKind.OK, ts=str(message["ts"]), slack_ts=slack_ts)
        except OverflowError:
            return Outcome(kind=OutcomeKind.ERROR, error=ENDLESS, slack_ts=slack_ts)
        except (*FAILURES, TypeError) as error:  # the latter where a page has no messages
            return read_failure(error)
        return Outcome(kind=OutcomeKind.ABSENT, slack_ts=slack_ts)

    def _find_place(self, channel: str) -> str:
        """Return the channel to read or change messages in: only a post takes a person's id in the place of one."""
        if not is_person(channel):
            return channel
        if channel not in self._directs:
            self._directs[channel] = _open(self._client, channel)
        return self._directs[channel]

    def _pages(self, channel: str, after_ts: str | None, thread_ts: str | None) -> Iterator[SlackResponse]:
        """Yield the history since ``after_ts``, its newest page without; OverflowError where it does not end."""
        arguments: dict[str, Any] = {"channel": self._find_place(channel), "include_all_metadata": True, "limit": _PAGE}
        if thread_ts is not None:
            arguments["ts"] = thread_ts
        if after_ts is not None:
            arguments |= {"oldest": after_ts, "inclusive": True}
        method = "conversations.history" if thread_ts is None else "conversations.replies"
        most = 1 if after_ts is None else _MAX_PAGES + 1
        for number, page in enumerate(read_pages(self._client, method, arguments, most=most)):
            if number == _MAX_PAGES:
                raise OverflowError
            yield page

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
        except FAILURES as error:
            return read_failure(error)
        if not response.get("ts"):
            return Outcome(kind=OutcomeKind.UNCLEAR, error="an answer without a timestamp")
        return Outcome(kind=OutcomeKind.OK, ts=str(response["ts"]), slack_ts=read_date(response))

    def _refuse_shared(self, channel: str) -> Outcome | None:
        """Return why nothing may be posted to a channel, as far as it reaches other organisations; None if it may."""
        gatekeeper = self._gatekeeper
        if gatekeeper is None or not channel.startswith(("C", "G")) or gatekeeper.is_channel_opened(channel):
            return None
        facts = gatekeeper.find_channel(channel)
        if facts.error in _ABSENT or not (facts.error or facts.is_shared):
            return None
        why = classify_error(facts.error)
        if facts.error and why in {Why.REFUSED, Why.UNCLEAR}:
            said = f"Slack does not say whether the channel is shared ({facts.error})"
            return Outcome(kind=OutcomeKind.REFUSED, error=said, retry_after_s=facts.retry_after_s)
        code = facts.error if why is Why.TOKEN else UNKNOWN
        code = CHANNEL_SCOPE_MISSING if facts.error == MISSING_SCOPE else code
        return Outcome(kind=OutcomeKind.ERROR, error=code if facts.error else SHARED)


def _build_post(channel: str, message: Message, key: str) -> dict[str, Any]:
    return {
        "channel": channel,
        "text": message.text,
        "blocks": load_blocks(message),
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
        "unfurl_links": False,
        "unfurl_media": False,
    }


# What answers a person: one call each.


def load_blocks(message: Message) -> list[Block]:
    """Return the blocks of a message."""
    blocks: list[Block] = msgspec.json.decode(message.blocks)
    return blocks


def build_ack(message: Message, *, shared: bool = False) -> BoltResponse:
    """Return the acknowledgement that answers a command, privately or to the channel."""
    seen_by = "in_channel" if shared else "ephemeral"
    payload = {"text": message.text, "blocks": load_blocks(message), "response_type": seen_by}
    return BoltResponse(status=200, body=payload)


def _open(client: WebClient, user: str) -> str:
    opened = client.api_call("conversations.open", json={"users": user}).get("channel")
    if not isinstance(opened, dict) or not opened.get("id"):
        raise ValueError("no channel of direct messages in the answer")
    return str(opened["id"])


def open_direct(client: WebClient, user: str) -> str:
    """Return the channel of a person's direct messages with the bot, opened where it is new.

    Raises LaterDeliveryError when a later try may open it, DeliveryError when somebody must do something first.
    """
    try:
        return _open(client, user)
    except FAILURES as error:
        failure = read_failure(error)
        kind = LaterDeliveryError if failure.may_pass else DeliveryError
        lacks_scope = failure.error == MISSING_SCOPE
        hint = "An admin must give the app the scope im:write." if lacks_scope else "Try again in a minute."
        raise kind(f"Slack did not open your direct messages ({failure.error}).", hint=hint) from error


def post_once(client: WebClient, message: Message, *, channel: str, thread_ts: str | None = None, key: str = "") -> str:
    """Post a message, once, and give its timestamp; ``key`` goes into its metadata. Refused blocks go as plain text.

    Raises UnclearDeliveryError when it may have been posted, LaterDeliveryError when surely not and a later try may
    help, DeliveryError when no try will.
    """
    poster, named = SlackPoster(client, bot_id=""), key or secrets.token_hex(16)
    outcome = poster.post(channel=channel, message=message, key=named, thread_ts=thread_ts)
    if outcome.why is Why.BLOCKS:  # the same may be said as text alone
        outcome = poster.post(channel=channel, message=drop_blocks(message), key=named, thread_ts=thread_ts)
    if outcome.kind is OutcomeKind.OK:
        return str(outcome.ts)
    raise explain_failure(outcome, what="the message")


def post_privately(
    client: WebClient, message: Message, *, channel: str, user: str, thread_ts: str | None = None
) -> None:
    """Show a message to one person in a channel, or in a thread that is there, once; raises as ``post_once``."""
    arguments = {"channel": channel, "user": user, "text": message.text, "blocks": load_blocks(message)}
    arguments |= {"thread_ts": thread_ts} if thread_ts else {}
    try:
        client.api_call("chat.postEphemeral", json=arguments)
    except FAILURES as error:
        raise explain_failure(read_failure(error), what="the message") from error


Respond = Callable[[dict[str, Any]], None]
"""Sends the body of one reply to a command or a press, or raises DeliveryError."""
RespondFactory = Callable[[str | None], Respond]
"""Makes what replies to a response_url."""


def reply(respond: Respond, message: Message, *, in_place: bool = False, to_all: bool = False) -> None:
    """Reply with a message: in the place of the one that was pressed, to the whole channel, or to the person alone."""
    how = {"response_type": "in_channel" if to_all else "ephemeral", "replace_original": False}
    respond({"text": message.text, "blocks": load_blocks(message)} | ({"replace_original": True} if in_place else how))


def build_responder(response_url: str | None) -> Respond:
    """Return what replies through Slack's response_url, once, within our time limit."""

    def send(body: dict[str, Any]) -> None:
        if response_url is None:
            raise DeliveryError("This request has no address to reply to.", hint="Ask again with a slash command.")
        try:
            taken = WebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[]).send_dict(body)
        except FAILURES as error:
            raise DeliveryError("Slack could not be reached for the reply.", hint="Press the button again.") from error
        if taken.status_code != _OK:
            raise DeliveryError(
                f"Slack refused the reply ({taken.status_code}).", hint="Ask again: a button lives 30 minutes."
            )

    return send
