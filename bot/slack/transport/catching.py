"""The catch-up beside everything else: put together around a workspace of Slack, and run in a thread of its own."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from bot.domain.access import Need
from bot.errors import GongbaoError, describe_for_log
from bot.services.access.catch_up import CatchUp
from bot.services.access.licences import looking_from
from bot.slack.calls.history import SlackHistory
from bot.slack.calls.ids import is_direct
from bot.slack.listeners.answering import answer_message
from bot.slack.middleware import find_place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from concurrent.futures import Executor

    from slack_sdk import WebClient

    from bot.services.ports import PastEvent
    from bot.slack.services import Services
    from bot.slack.transport.desk import Desk
    from bot.store.inbox import Question

log = logging.getLogger(__name__)


def build_catch_up(desk: Desk, services: Services, client: WebClient) -> CatchUp:
    """Give the catch-up of the desk's workspace."""

    def bring(event: PastEvent) -> None:
        desk.receive(dict(event.body), key=f"caught {event.ts}")

    def answer(question: Question) -> bool:
        need = Need.READ if is_direct(question.channel) else Need.SHARE
        viewer = services.gatekeeper.identify(
            need, workspace=question.workspace, channel=question.channel, user=question.user
        )
        if services.gatekeeper.check(viewer, need, about="a message that waited") is not None:
            services.inbox.close(question)
            return True
        with looking_from(find_place(services.gatekeeper, viewer, need)):
            return answer_message(question, services=services, client=client, bot_user=desk.identity.bot_user)

    return CatchUp(
        services.inbox,
        SlackHistory(client, desk.identity),
        workspace=desk.identity.team,
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
