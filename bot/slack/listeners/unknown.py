"""What answers for commands, buttons and forms that nobody knows, and hears all other messages: the last of all."""

from __future__ import annotations

from typing import Any

from slack_bolt import BoltResponse

from bot.slack.access import ANY, Listeners
from bot.slack.actions import build_stale_error, build_stale_form_error
from bot.slack.calls.client import Responder, build_ack
from bot.slack.commands import build_help_text
from bot.slack.failures import reply_privately
from bot.slack.listeners.buttons import acknowledge
from bot.slack.messages.answers import build_help
from bot.slack.messages.frame import build_error
from bot.slack.middleware import answer_refusal
from bot.slack.mrkdwn import escape
from bot.slack.services import Services


def register(app: Listeners, services: Services) -> None:
    """Register what catches all that no listener before took."""

    def refuse_button(respond: Responder) -> None:
        reply_privately(respond, build_error(build_stale_error()))

    def refuse_form(body: dict[str, Any]) -> BoltResponse:
        return answer_refusal(body, build_error(build_stale_form_error()))

    def refuse_command(body: dict[str, Any]) -> BoltResponse:
        name = escape(str(body.get("command"))[:40])
        return build_ack(build_help(f"{name} is not a command here.\n\n{build_help_text(None, services.prefix)}"))

    app.event("message")(ack=acknowledge, lazy=[])
    app.action(ANY)(ack=acknowledge, lazy=[refuse_button])
    app.view(ANY)(refuse_form)
    app.command(ANY)(refuse_command)
