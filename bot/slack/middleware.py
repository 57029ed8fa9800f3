"""What every request passes first: it must name a person and a workspace, and it speaks through our own client."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import BoltContext
    from slack_sdk import WebClient

    from bot.slack.client import RespondFactory

log = logging.getLogger(__name__)
_REFUSED = "This request names no person or no workspace, so it cannot be answered. Ask from inside one workspace."


def build_gate(*, client: WebClient, respond_factory: RespondFactory) -> Callable[..., BoltResponse | None]:
    """Give the middleware: it refuses requests without person or workspace, and sets ``client`` and ``respond``.

    Everyone in the workspace may ask. The log gets who asked what kind of thing, never the text.
    """

    def check_request(
        context: BoltContext, body: dict[str, Any], next_: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        if not context.user_id or not context.team_id:
            log.warning("refused a request without person or workspace: %s", describe_request(body))
            answer: Any = {"response_type": "ephemeral", "text": _REFUSED} if "command" in body else ""
            return BoltResponse(status=200, body=answer)
        log.info("%s from %s in %s", describe_request(body), context.user_id, context.team_id)
        context["client"] = client
        context["respond"] = respond_factory(context.response_url)
        next_()
        return None

    return check_request


def describe_request(body: dict[str, Any]) -> str:
    """Name a request for the log: the command, the button's id, or the type; nothing that people wrote."""
    if isinstance(body.get("command"), str):
        return f"command {body['command'][:40]!r}"
    pressed = body.get("actions")
    if isinstance(pressed, list) and pressed and isinstance(pressed[0], dict):
        return f"button {str(pressed[0].get('action_id'))[:60]!r}"
    return f"request {str(body.get('type') or 'of no type')[:40]!r}"
