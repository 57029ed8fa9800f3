"""Send to me: the answer once more, in the direct messages of whoever pressed."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient

from bot.errors import GongbaoError
from bot.model.post import Message
from bot.model.roles import Viewer
from bot.slack.access import Listeners
from bot.slack.actions import SEND, parse_ask
from bot.slack.blocks import build_message, section
from bot.slack.calls.client import Responder, UnclearDeliveryError, open_direct, post_once
from bot.slack.failures import guard, reply_privately
from bot.slack.listeners.buttons import get_finder, get_value, handle_press
from bot.slack.listeners.questions import answer_question
from bot.slack.messages.frame import Place
from bot.slack.services import Services

_SENT = "Sent: it is in your direct messages with Gongbao."
_ALREADY = "It was sent to you a moment ago: see your direct messages with Gongbao."


def register(app: Listeners, services: Services) -> None:
    """Register the button; ``services`` carry presses and the inbox."""

    @guard
    def send_answer(body: dict[str, Any], respond: Responder, client: WebClient, viewer: Viewer) -> None:
        value, user, workspace = get_value(body), viewer.user, viewer.workspace
        ask = parse_ask(value)
        message = answer_question(ask, get_finder(ask), services, shared=False, place=Place.DIRECT).message
        pressed = ("send", workspace, user, value)
        if not services.presses.claim(*pressed, now=services.clock.now()):
            reply_privately(respond, _say(_ALREADY))
            return
        try:
            channel = open_direct(client, user)
            services.inbox.know(workspace, channel, now=services.clock.now())
            post_once(client, message, channel=channel)
        except UnclearDeliveryError:
            raise
        except GongbaoError:
            services.presses.free(*pressed)
            raise
        reply_privately(respond, _say(_SENT))

    app.action(SEND)(ack=handle_press, lazy=[send_answer])


def _say(text: str) -> Message:
    return build_message(text, [section(text)])
