"""What answers for commands that we do not have: the list of those we do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltResponse

from bot.slack.calls.client import build_ack
from bot.slack.commands import build_help_text
from bot.slack.messages.answers import build_help
from bot.slack.mrkdwn import escape


def build_unknown_handler(prefix: str) -> Callable[..., BoltResponse]:
    """Return the listener of a command that is none of ours."""

    def handle_unknown(body: dict[str, Any]) -> BoltResponse:
        name = escape(str(body.get("command"))[:40])
        return build_ack(build_help(f"{name} is not a command here.\n\n{build_help_text(None, prefix)}"))

    return handle_unknown
