"""The catch-up beside everything else: put together around a workspace of Slack, and run in a thread of its own."""

import datetime as dt
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.access.inbox import CatchUp, PastEvent
from bot.access.licences import looking_from
from bot.errors import GongbaoError, describe_for_log
from bot.model.roles import Need
from bot.slack.calls.client import is_direct
from bot.slack.calls.history import SlackHistory
from bot.slack.calls.identity import Identity
from bot.slack.listeners.mentions import answer_message
from bot.slack.middleware import find_place
from bot.slack.services import Services
from bot.store.inbox import Question

log = logging.getLogger(__name__)


def build_catch_up(
    app: App, services: Services, identity: Identity, *, client: WebClient, reader: WebClient
) -> CatchUp:
    """Return the catch-up of a workspace, which answers with ``client`` and looks with ``reader``."""

    def bring(event: PastEvent) -> None:
        app.dispatch(BoltRequest(body=dict(event.body), mode="socket_mode"))

    def answer(question: Question) -> bool:
        need = Need.READ if is_direct(question.channel) else Need.SHARE
        viewer = services.gatekeeper.identify(
            need, workspace=question.workspace, channel=question.channel, user=question.user
        )
        if services.gatekeeper.check(viewer, need, about="a message that waited") is not None:
            services.inbox.close(question)
            return True
        with looking_from(find_place(services.gatekeeper, viewer, need)):
            return answer_message(question, services=services, client=client, bot_user=identity.bot_user)

    return CatchUp(
        services.inbox,
        SlackHistory(reader, identity),
        workspace=identity.team,
        bring=bring,
        answer=answer,
    )


class InBackground:
    """A chore that takes its time: done on ``executor``, and left out while the one before is still at it."""

    def __init__(self, step: Callable[[dt.datetime], None], executor: Executor) -> None:
        self._step = step
        self._executor = executor
        self._busy = threading.Lock()

    def __call__(self, now: dt.datetime) -> None:
        """Begin the step as of now unless one is going on."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            self._executor.submit(self._run, now)
        except RuntimeError:  # the program is ending, and the executor takes nothing more
            self._busy.release()

    def _run(self, now: dt.datetime) -> None:
        try:
            self._step(now)
        except GongbaoError as error:
            log.warning("In the background: %s", describe_for_log(error))
        except Exception:  # a bug here must not end what comes after it
            log.exception("In the background something failed; the next step tries again.")
        finally:
            self._busy.release()
