"""Direct messages and replies to messages: one call each, never repeated, its end told apart as far as it is known."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.domain.posts.delivery import ErrorClass, OutcomeKind, classify_error
from bot.domain.posts.post import drop_blocks
from bot.errors import DeliveryError
from bot.slack.calls.payloads import load_blocks
from bot.slack.calls.poster import SlackPoster
from bot.slack.calls.replies import NO_ANSWER, find_code

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.domain.posts.delivery import Outcome
    from bot.domain.posts.post import Message

_PASSING = frozenset({ErrorClass.NOT_SENT, ErrorClass.UNCLEAR})
"""What Slack's refusals are of that pass by themselves."""
_LATER = "Try again in a minute."


class UnclearDeliveryError(DeliveryError):
    """A message that may have arrived: it must not be sent again unasked."""


class LaterDeliveryError(DeliveryError):
    """A message that was not sent, and that a later try may bring."""


def open_direct(client: WebClient, user: str) -> str:
    """Give the channel of a person's direct messages with the bot, opened where it is new.

    Raises LaterDeliveryError when a later try may open it, DeliveryError when somebody must do something first.
    """
    try:
        reply = client.api_call("conversations.open", json={"users": user})
        return str(reply["channel"]["id"])
    except SlackApiError as error:
        code = find_code(error)
        hint = "An admin must give the app the scope im:write." if code == "missing_scope" else _LATER
        passing = classify_error(code) in _PASSING
        kind = LaterDeliveryError if passing else DeliveryError
        raise kind(f"Slack did not open your direct messages ({code}).", hint=hint) from error
    except (*NO_ANSWER, KeyError, TypeError) as error:
        raise LaterDeliveryError("Slack could not be reached for your direct messages.", hint=_LATER) from error


def post_once(client: WebClient, message: Message, *, channel: str, thread_ts: str | None = None, key: str = "") -> str:
    """Post a message, once, and give its timestamp; ``key`` goes into its metadata. Refused blocks go as plain text.

    Raises UnclearDeliveryError when it may have been posted, LaterDeliveryError when surely not and a later try may
    help, DeliveryError when no try will.
    """
    poster = SlackPoster(client, bot_id="")
    named = key or secrets.token_hex(16)
    outcome = poster.post(channel=channel, message=message, key=named, thread_ts=thread_ts)
    if outcome.kind is OutcomeKind.ERROR and classify_error(outcome.error or "") is ErrorClass.BLOCKS:
        outcome = poster.post(channel=channel, message=drop_blocks(message), key=named, thread_ts=thread_ts)
    if outcome.kind is OutcomeKind.OK:
        return str(outcome.ts)
    raise _explain(outcome)


def post_privately(
    client: WebClient, message: Message, *, channel: str, user: str, thread_ts: str | None = None
) -> None:
    """Show a message to one person in a channel, or in a thread that is there; once.

    Raises DeliveryError when it surely was not shown, UnclearDeliveryError when it may have been.
    """
    arguments = {"channel": channel, "user": user, "text": message.text, "blocks": load_blocks(message)}
    arguments |= {"thread_ts": thread_ts} if thread_ts else {}
    try:
        client.api_call("chat.postEphemeral", json=arguments)
    except SlackApiError as error:
        raise DeliveryError(f"Slack did not take the message ({find_code(error)}).", hint=_LATER) from error
    except NO_ANSWER as error:
        raise UnclearDeliveryError("Slack did not say whether the message arrived.", hint=_LATER) from error


def _explain(outcome: Outcome) -> DeliveryError:
    error = outcome.error or "no answer"
    kind = classify_error(error) if outcome.kind is OutcomeKind.ERROR else None
    if outcome.kind is OutcomeKind.UNCLEAR or kind is ErrorClass.UNCLEAR:
        return UnclearDeliveryError(
            f"Slack did not say whether the message arrived ({error}).",
            hint="Look whether it is there before you try again.",
        )
    if kind in {None, ErrorClass.NOT_SENT}:
        return LaterDeliveryError(f"Slack does not take the message now ({error}).", hint=_LATER)
    return DeliveryError(f"Slack did not take the message ({error}).", hint=_LATER)
