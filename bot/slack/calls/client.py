"""The clients we speak to Slack with, and the reply to a button: what changes anything is never repeated by itself."""

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from bot.access.roles import MISSING_SCOPE
from bot.digests.outcomes import ErrorClass, Outcome, OutcomeKind, classify_error, refuses_blocks
from bot.errors import DeliveryError
from bot.model.post import Message, drop_blocks
from bot.slack.blocks import Block
from bot.slack.calls.poster import SlackPoster
from bot.slack.calls.replies import FAILURES, may_pass, read_failure

# A message as the payload of a call.


def load_blocks(message: Message) -> list[Block]:
    """Return the blocks of a message."""
    blocks: list[Block] = msgspec.json.decode(message.blocks)
    return blocks


def build_ack(message: Message, *, shared: bool = False) -> BoltResponse:
    """Return the acknowledgement that answers a command, privately or to the channel."""
    seen_by = "in_channel" if shared else "ephemeral"
    payload = {"text": message.text, "blocks": load_blocks(message), "response_type": seen_by}
    return BoltResponse(status=200, body=payload)


# Direct messages and replies to messages: one call each, never repeated, its end told apart as far as it is known.

_LATER = "Try again in a minute."


class UnclearDeliveryError(DeliveryError):
    """A message that may have arrived: it must not be sent again unasked."""


class LaterDeliveryError(DeliveryError):
    """A message that was not sent, and that a later try may bring: after ``wait_s`` seconds where Slack says so."""

    def __init__(self, message: str, *, hint: str = "", wait_s: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.wait_s = wait_s


def explain_failure(failure: Outcome, *, what: str) -> DeliveryError:
    """Return the error for a message, or whatever ``what`` is, that Slack did not take, or may have taken."""
    is_unclear = failure.kind is OutcomeKind.UNCLEAR or (
        failure.kind is OutcomeKind.ERROR and classify_error(failure.error) is ErrorClass.UNCLEAR
    )
    if is_unclear:
        return UnclearDeliveryError(
            f"Slack did not say whether {what} arrived ({failure.error}).",
            hint="Look whether it is there before you try again.",
        )
    said = f"Slack did not take {what} ({failure.error})."
    hint = _LATER if failure.error != MISSING_SCOPE else "An admin must add the missing scope: see gongbao doctor."
    if may_pass(failure):
        return LaterDeliveryError(said, hint=hint, wait_s=failure.retry_after_s)
    return DeliveryError(said, hint=hint)


def open_direct(client: WebClient, user: str) -> str:
    """Return the channel of a person's direct messages with the bot, opened where it is new.

    Raises LaterDeliveryError when a later try may open it, DeliveryError when somebody must do something first.
    """
    try:
        return str(client.api_call("conversations.open", json={"users": user})["channel"]["id"])
    except (*FAILURES, TypeError) as error:  # the latter for an answer without a channel
        failure = read_failure(error)
        kind = LaterDeliveryError if may_pass(failure) else DeliveryError
        hint = "An admin must give the app the scope im:write." if failure.error == MISSING_SCOPE else _LATER
        raise kind(f"Slack did not open your direct messages ({failure.error}).", hint=hint) from error


def post_once(client: WebClient, message: Message, *, channel: str, thread_ts: str | None = None, key: str = "") -> str:
    """Post a message, once, and give its timestamp; ``key`` goes into its metadata. Refused blocks go as plain text.

    Raises UnclearDeliveryError when it may have been posted, LaterDeliveryError when surely not and a later try may
    help, DeliveryError when no try will.
    """
    poster = SlackPoster(client, bot_id="")
    named = key or secrets.token_hex(16)
    outcome = poster.post(channel=channel, message=message, key=named, thread_ts=thread_ts)
    if refuses_blocks(outcome):
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


_LONGEST_S = 60.0
_RANDOM = secrets.SystemRandom()


def wait_after(failures: int) -> float:
    """Return the seconds to wait after so many failures in a row: doubling up to a minute, and never quite the same."""
    return min(2.0**failures / 2, _LONGEST_S) * (0.5 + _RANDOM.random() / 2)


# Ids, timestamps and the marks of an app, as Slack makes them.

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


TIMEOUT = 15
"""Seconds we wait for Slack."""
_OK = 200


def build_client(token: str | None, base_url: str = WebClient.BASE_URL, *, timeout: int = TIMEOUT) -> WebClient:
    """Return a client that sends each call once: Slack's own retry repeats a post whose reply was lost."""
    return WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])


def build_reader(token: str | None, base_url: str) -> WebClient:
    """Return a client for calls that only read, made once more where the connection fails.

    What Slack refuses as too much is not repeated here: it would keep a thread waiting for as long as Slack says.
    """
    return WebClient(token=token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[ConnectionErrorRetryHandler()])


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
