"""The Bolt app: our listeners, the gate before them, and the one error handler behind them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_sdk import WebClient

from bot.access.gatekeeper import Gatekeeper
from bot.access.roles import Need
from bot.slack.access import ACCESS, Listeners
from bot.slack.calls.channels import Channels, People
from bot.slack.calls.client import RespondFactory
from bot.slack.failures import build_error_handler
from bot.slack.listeners import actions, admin_actions, commands, events, views
from bot.slack.middleware import build_check, build_gate, look_as_asked
from bot.slack.services import Services

Register = Callable[[Listeners], None]
REGISTERS: tuple[Register, ...] = (
    commands.register,
    actions.register,
    admin_actions.register,
    views.register,
    events.register,
)
"""What registers every listener of the program, in the order in which they are tried."""


def build_app(
    *,
    services: Services,
    client: WebClient,
    authorize: Callable[..., AuthorizeResult],
    respond_factory: RespondFactory,
    executor: Executor,
    registers: Sequence[Register] = REGISTERS,
    access: Mapping[str, Need] = ACCESS,
) -> App:
    """Return the app with the listeners that ``registers`` add.

    A listener runs inline and answers in its ack; lazy listeners run on ``executor``. Nothing is called on Slack here.
    Without a gatekeeper among the services nobody is an admin, and people are looked up with ``client``. Raises
    AccessError for a listener that has no entry in ``access``.
    """
    bolts_own = logging.getLogger("slack_bolt.gongbao")  # so that its lines can be told from ours
    bolts_own.addFilter(_is_news)
    bolts_own.setLevel(logging.getLogger(__name__).getEffectiveLevel())  # else Bolt words what it would debug
    app = App(
        name="gongbao",
        logger=bolts_own,
        process_before_response=True,
        request_verification_enabled=False,  # what comes over HTTP was verified before Bolt reads it: transport/http.py
        client=WebClient(base_url=client.base_url, timeout=client.timeout, retry_handlers=[]),
        authorize=authorize,
        listener_executor=executor,
        attaching_function_token_enabled=False,  # for workflow steps and assistants, of which there are none here
        attaching_conversation_kwargs_enabled=False,
        raise_error_for_unhandled_request=True,  # which acknowledges it: Slack would send it again
    )
    people, channels = services.people or People(client), services.channels or Channels(client)
    gatekeeper = services.gatekeeper or Gatekeeper(people=people, channels=channels, clock=services.clock)
    services = replace(services, gatekeeper=gatekeeper, people=people, channels=channels, executor=executor)
    app.use(build_gate(client=client, respond_factory=respond_factory, gatekeeper=gatekeeper))
    app.error(build_error_handler(services.prefix))
    listeners = Listeners(
        app,
        build_check(gatekeeper, executor=executor, licences=services.licences),
        partial(look_as_asked, services=services),
        prefix=services.prefix,
        table=access,
    )
    for register in registers:
        register(listeners)
    return app


def _is_news(record: logging.LogRecord) -> bool:
    """Return whether Bolt says more than that our client goes before the token of the environment: it is to."""
    return record.msg != warning_client_prioritized_and_token_skipped()
