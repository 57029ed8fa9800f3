"""The Bolt app: our listeners, the gate before them, and the one error handler behind them."""

from __future__ import annotations

import logging
import re
import secrets
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.failures import build_error_handler
from bot.slack.listeners import briefing, buttons, company, ministry, policy
from bot.slack.listeners.unknown import build_unknown_handler
from bot.slack.middleware import build_gate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

    from slack_bolt.authorization import AuthorizeResult

    from bot.slack.client import RespondFactory
    from bot.slack.services import Services

    Register = Callable[[App, Services], None]

log = logging.getLogger(__name__)


def build_app(
    *,
    services: Services,
    client: WebClient,
    authorize: Callable[..., AuthorizeResult],
    respond_factory: RespondFactory,
    executor: Executor,
    signing_secret: str | None = None,
    registers: Sequence[Register] = (),
) -> App:
    """Give the app with all listeners; ``registers`` add further ones before those that catch the unknown.

    A listener runs inline and answers in its ack; lazy listeners run on ``executor``. Requests over HTTP are always
    verified: without a signing secret none passes. Nothing is called on Slack here.
    """
    app = App(
        name="gongbao",
        logger=log,
        process_before_response=True,
        signing_secret=signing_secret or secrets.token_hex(32),
        client=WebClient(base_url=client.base_url, timeout=client.timeout, retry_handlers=[]),
        authorize=authorize,
        listener_executor=executor,
    )
    app.use(build_gate(client=client, respond_factory=respond_factory))
    app.error(build_error_handler(services.prefix))
    for listener in (policy, ministry, company, briefing, buttons):
        listener.register(app, services)
    for register in registers:
        register(app, services)
    buttons.register_rest(app)
    app.command(re.compile(r".*", re.DOTALL))(build_unknown_handler(services.prefix))
    return app
