"""The Bolt app and what a workspace brings: who may do what there, what is read from it, and what posts to it."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.access.gatekeeper import Gatekeeper
from bot.access.licences import Licences
from bot.access.roles import Admins, Need, Role, Viewer
from bot.config import Settings
from bot.digests.delivery import AT_ONCE, Delivery, Pace
from bot.digests.holds import Troubles
from bot.ingest.feeds import fetch_file, fetch_page
from bot.ingest.intake import IntakeQueue
from bot.model.intake import Source, SourceKind
from bot.operations.alarms import Alarms
from bot.slack.calls.client import SendReply, SlackPoster
from bot.slack.calls.identity import Channels, Identity, People
from bot.slack.commands import name_commands, typed_with
from bot.slack.gate import Gate, Listener, Services
from bot.slack.listeners import commands, digest, events, ingest
from bot.slack.messages.frame import build_line
from bot.slack.messages.ingest import build_progress
from bot.slack.mrkdwn import escape
from bot.web.fetch import Fetched

LISTENERS: tuple[Listener, ...] = (
    *commands.LISTENERS,
    *digest.LISTENERS,
    *ingest.LISTENERS,
    *commands.STALE,
    *events.LISTENERS,
)
"""Every listener of the program with what it needs, in the order in which they are tried."""


def build_app(gate: Gate, identity: Identity, listeners: Sequence[Listener] = LISTENERS) -> App:
    """Return the app with these listeners, each behind the gate.

    A listener runs inline and answers in its ack; what goes on after it runs on the gate's executor. Nothing is called
    on Slack here.
    """
    client = gate.client
    bolts_own = logging.getLogger("slack_bolt.gongbao")  # so that its lines can be told from ours
    bolts_own.setLevel(logging.ERROR)  # below it Bolt says that our client goes before a token, and words each request
    granted = AuthorizeResult(  # the gate looks at the workspace of a request, so all have our token
        enterprise_id=None,
        team_id=identity.team,
        bot_token=client.token,
        bot_id=identity.bot_id,
        bot_user_id=identity.bot_user,
    )
    app = App(
        name="gongbao",
        logger=bolts_own,
        process_before_response=True,
        request_verification_enabled=False,  # what comes over HTTP was verified before Bolt reads it: transport/http.py
        client=WebClient(base_url=client.base_url, timeout=client.timeout, retry_handlers=[]),
        authorize=lambda: granted,
        listener_executor=gate.executor,
        attaching_function_token_enabled=False,  # for workflow steps and assistants, of which there are none here
        attaching_conversation_kwargs_enabled=False,
        raise_error_for_unhandled_request=True,  # which acknowledges it: Slack would send it again
    )
    app.use(gate.check_request)
    app.error(gate.handle_error)
    for listener in listeners:
        gate.register(app, listener)
    return app


def join_workspace(  # noqa: PLR0913  what a workspace is made of
    services: Services,
    settings: Settings,
    identity: Identity,
    *,
    client: WebClient,
    asking: WebClient,
    executor: Executor,
    send_reply: SendReply,
    fetch_shared: Callable[[Source], Fetched],
    pace: Pace = AT_ONCE,
    listeners: Sequence[Listener] = LISTENERS,
) -> tuple[Services, App, Delivery]:
    """Return the services with all that a workspace adds to them, the app that answers there, and what posts there.

    ``asking`` asks who people are, so it should give up soon; ``executor`` runs what comes after an answer.
    """
    workspace = identity.team
    services = join_people(services, settings, asking=asking, workspace=workspace)
    store, gatekeeper = services.store, services.gatekeeper
    troubles = Troubles(
        store, services.renderer, workspace=workspace, admins=services.admins, role_of=gatekeeper.role_of
    )

    def require_allowed(of_workspace: str, user: str) -> None:
        """Raise NotAllowedError unless whoever asked may still when their document is read."""
        viewer = Viewer(workspace=of_workspace, channel="", user=user, role=Role.UNKNOWN)
        gatekeeper.require(viewer, Need.INGEST, about="ingest")

    queue = IntakeQueue(
        store=store,
        ingest=services.ingest,
        fetch={
            SourceKind.WEB: lambda source: services.fetcher.fetch(source.url),
            SourceKind.SLACK_FILE: fetch_shared,
            SourceKind.FILE: fetch_file,
            SourceKind.PAGE: fetch_page,
        },
        render=typed_with(services.prefix)(build_progress),
        permit=require_allowed,
        workspace=workspace,
        clock=services.clock,
    )
    services = replace(services, licences=Licences(store), troubles=troubles, intake=queue)
    gate = Gate(services=services, client=client, send_reply=send_reply, executor=executor)
    app = build_app(gate, identity, listeners)
    poster = SlackPoster(client, bot_id=identity.bot_id, gatekeeper=gatekeeper)
    return services, app, Delivery(store, poster, troubles, pace=pace, holidays=services.holidays)


def join_people(services: Services, settings: Settings, *, asking: WebClient, workspace: str) -> Services:
    """Return the services with who says what the people of a workspace may do; ``asking`` asks Slack who they are."""
    people, channels = People(asking), Channels(asking)
    admins = Admins(services.store, configured=settings.admins)
    gatekeeper = Gatekeeper(
        people=people,
        channels=channels,
        clock=services.clock,
        workspace=workspace,
        admins=admins,
        store=services.store,
        guests_read=settings.guests_read,
    )
    return replace(services, people=people, channels=channels, admins=admins, gatekeeper=gatekeeper)


def build_alarms(services: Services, *, workspace: str) -> Alarms:
    """Return who warns the admins of a workspace in private."""
    return Alarms(
        services.store,
        workspace=workspace,
        admins=services.admins,
        render=lambda text: build_line(escape(name_commands(text, services.prefix))),
    )
