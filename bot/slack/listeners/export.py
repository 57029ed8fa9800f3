"""``export:``: composes the file of an answer, says so, and sends it to the asker's direct messages."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from typing import Protocol

from bot.answers.results import Answer
from bot.errors import BadQueryError
from bot.model.deadlines import beijing_day
from bot.model.paper import FileKind
from bot.model.post import Message
from bot.model.roles import Need, Viewer
from bot.slack.actions import Ask
from bot.slack.arguments import Request
from bot.slack.calls.client import Responder
from bot.slack.failures import explain, reply_privately
from bot.slack.messages.source import build_export
from bot.slack.services import Services


class Found(Protocol):
    """A question as it was read, with its answer; see ``bot.slack.listeners.questions.Found``."""

    @property
    def request(self) -> Request:
        """The question."""

    @property
    def answer(self) -> Answer | None:
        """Its answer."""


def order_export(found: Found, ask: Ask, services: Services, *, viewer: Viewer, respond: Responder | None) -> Message:
    """Compose the file, send it, and give the private answer; what goes wrong on its way is told through ``respond``.

    Without ``respond`` it is sent before this returns, and what goes wrong is raised.
    """
    about = f"command:{ask.command} export:{found.request.query.export}"
    services.gatekeeper.require(viewer, Need.PERSONAL, about=about)
    exports = services.exports
    if found.answer is None or exports is None:
        raise BadQueryError("There is nothing here to export.", hint="Ask a question, with export:csv at its end.")
    now = services.clock.now()
    asked = f"/{services.prefix}{ask.command} {ask.text}".strip()
    as_of = found.request.query.as_of or beijing_day(now)
    kind = str(found.request.query.export)
    paper = exports.compose(found.answer, kind, asked=asked, as_of=as_of)

    def send() -> None:
        sent = exports.send(paper, kind, user=viewer.user, now=now)
        services.inbox.know(viewer.workspace, sent.channel, now=now)

    if respond is None or services.executor is None:
        send()
    else:
        services.executor.submit(contextvars.copy_context().run, _tell_failure(send, respond))
    notes = (*found.request.notes, *getattr(found.answer, "notes", ()))
    return build_export(paper, FileKind(kind), notes=notes)


def _tell_failure(send: Callable[[], None], respond: Responder) -> Callable[[], None]:
    def send_or_tell() -> None:
        try:
            send()
        except Exception as error:  # noqa: BLE001  the other half of the one error handler: it was acknowledged
            reply_privately(respond, explain(error))

    return send_or_tell
