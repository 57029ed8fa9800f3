"""The buttons under a reminder of a deadline: somebody takes it on, or says that it is not for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.model.deadlines import AnswerKind, parse_deadline_key
from bot.model.roles import Need, Viewer
from bot.slack.access import Listeners
from bot.slack.actions import DECLINE, TAKE
from bot.slack.calls.client import Responder, load_blocks
from bot.slack.failures import guard
from bot.slack.listeners.buttons import get_value, handle_press
from bot.slack.messages.digest_lines import build_reminder
from bot.slack.services import Services


def register(app: Listeners, services: Services) -> None:
    """Register the two buttons; ``services`` carry the reminders."""

    def build(kind: AnswerKind) -> Callable[..., None]:
        @guard
        def answer(body: dict[str, Any], viewer: Viewer, respond: Responder) -> None:
            key = parse_deadline_key(get_value(body))
            is_direct = viewer.channel.startswith("D")
            need = Need.PERSONAL if is_direct else Need.SUBSCRIBE_CHANNEL
            services.gatekeeper.require(viewer, need, about=f"a deadline of {key.subject}")
            place = viewer.user if is_direct else viewer.channel
            reminder = services.reminders.answer(
                key,
                kind,
                workspace=viewer.workspace,
                channel=place,
                user=viewer.user,
                now=services.clock.now(),
                ts=str((body.get("message") or {}).get("ts") or ""),
            )
            message = build_reminder(reminder)
            respond(message.text, load_blocks(message), replace_original=True)

        return answer

    app.action(TAKE)(ack=handle_press, lazy=[build(AnswerKind.TAKEN)])
    app.action(DECLINE)(ack=handle_press, lazy=[build(AnswerKind.DECLINED)])
