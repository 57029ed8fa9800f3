"""What becomes of an error: a private message for the person, and a line with a reference for the log."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from bot.errors import GongbaoError, describe_for_log
from bot.model.post import Message
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import modal
from bot.slack.calls.client import Respond, load_blocks, reply
from bot.slack.commands import typed_with
from bot.slack.messages.frame import build_error, build_failure

log = logging.getLogger(__name__)


def explain(error: Exception, *, ask: Ask | None = None) -> Message:
    """Return the message for an error; what is no error of ours is logged under a reference the message names."""
    if isinstance(error, GongbaoError):
        log.info("refused: %s", describe_for_log(error))
        return build_error(error, ask=ask)
    reference = secrets.token_hex(4)
    log.error("failed (ref %s)", reference, exc_info=error)
    return build_failure(reference)


def build_error_handler(prefix: str) -> Callable[..., BoltResponse]:
    """Return Bolt's error handler: before the ack the message is the answer, after it, and for buttons, a reply."""

    def handle_error(error: Exception, body: dict[str, Any], ack: Ack, respond: Respond) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            log.info("nobody listens to a request of type %r", str(body.get("type"))[:40])
            return BoltResponse(status=200, body="")
        command = body.get("command")
        typed = f"{command} {body.get('text') or ''}" if isinstance(command, str) else ""
        with typed_with(prefix):
            message = explain(error, ask=parse_command(typed, prefix) if typed else None)
        if ack.response is None and "command" in body:
            return BoltResponse(status=200, body=build_private(message))
        if ack.response is None and body.get("type") == "view_submission":
            view = modal("Not done", load_blocks(message))
            return BoltResponse(status=200, body={"response_action": "update", "view": view})
        if body.get("response_url"):
            reply(respond, message)
        return BoltResponse(status=200, body="")

    return handle_error


def build_private(message: Message) -> dict[str, Any]:
    """Return the body of a private answer to a command."""
    return {"response_type": "ephemeral", "text": message.text, "blocks": load_blocks(message)}


def tell_failure(respond: Respond, error: Exception) -> None:
    """Reply with the message for an error that came after the acknowledgement: Bolt keeps those from its handler."""
    message = explain(error)
    try:
        reply(respond, message)
    except GongbaoError as lost:
        log.warning("an error could not be told: %s", describe_for_log(lost))
