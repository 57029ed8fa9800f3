"""Answering what people write to the bot in messages, in a channel's thread or in their direct messages, once."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.access.licences import looking_from
from bot.answers.named_lists import asking_in
from bot.answers.rows import QUOTES_NOBODY, Quoted
from bot.errors import BadQueryError, DeliveryError, GongbaoError, NotAllowedError
from bot.model.post import Message
from bot.model.roles import Place as LicencePlace
from bot.model.roles import Role, Viewer
from bot.slack.access import ACCESS
from bot.slack.actions import Ask
from bot.slack.calls.client import LaterDeliveryError, is_direct, post_privately
from bot.slack.commands import build_help_text, only_asks, typed_with
from bot.slack.failures import explain
from bot.slack.listeners.buttons import get_finder
from bot.slack.listeners.digest import build_asker, build_digest_answers
from bot.slack.listeners.ingest import IngestAnswers
from bot.slack.listeners.questions import answer_question, find_write, may_write
from bot.slack.messages.answers import build_help
from bot.slack.messages.frame import Place
from bot.slack.plain_questions import HELP, THANKS, parse_plain_question
from bot.slack.public_answers import PublicAnswer, post_answer
from bot.slack.services import Services
from bot.store.inbox import Given, Question

log = logging.getLogger(__name__)
LATE = dt.timedelta(hours=1)
"""From this age on an answer says that it is late, and nothing is changed: much may be otherwise by then."""
_PRIVATE = frozenset({"digest", "ingest"})
"""Commands whose answers are for the asker alone."""
TOO_LATE = dt.timedelta(hours=24)
"""From this age on nobody waits for an answer any more."""


def find_age(ts: str, now: dt.datetime) -> dt.timedelta:
    """Return how long ago a message was written, by Slack's timestamp; a clock of ours that is behind gives zero."""
    return max(dt.timedelta(), now - dt.datetime.fromtimestamp(float(ts), tz=dt.UTC))


def answer_message(question: Question, *, services: Services, client: WebClient, bot_user: str = "") -> bool:
    """Answer a message unless somebody else does or did; give whether it is done with by this call.

    One whose answer Slack does not take now stays in the inbox for a later try, unless it changed something, which is
    done once. One whose answer may have arrived is done with, and so is one that Slack will never take.
    """
    now = services.clock.now()
    if not services.inbox.claim(question):
        return False
    if find_age(question.ts, now) >= TOO_LATE:
        services.inbox.close(question)
        log.info("a message of more than a day ago is left unanswered")
        return False
    with typed_with(services.prefix):
        answer = compose_answer(question, services=services, bot_user=bot_user, now=now)
    try:
        if answer.is_private and not is_direct(question.channel):
            thread = question.thread_ts if question.thread_ts != question.ts else None  # shown in one that is there
            post_privately(client, answer.message, channel=question.channel, user=question.user, thread_ts=thread)
        else:
            _post(client, answer, question, services=services, now=now)
    except LaterDeliveryError as error:
        if not answer.changed:
            log.warning("an answer waits: %s", error.message)
            services.inbox.free(question)
            return False
        log.warning("what a message asked for is done, but its answer did not arrive: %s", error.message)
    except DeliveryError as error:  # no try will help, or one too many would double it
        log.warning("an answer is given up: %s", error.message)
    services.inbox.close(question)
    return True


def _post(
    client: WebClient, answer: ComposedAnswer, question: Question, *, services: Services, now: dt.datetime
) -> None:
    """Post an answer beside or below its message, recorded where a channel sees it."""
    given = Given(
        workspace=question.workspace,
        channel=question.channel,
        user=question.user,
        key=f"answer {question.channel} {question.ts}",
        thread_ts=question.thread_ts,
    )
    public = PublicAnswer(message=answer.message, quoted=answer.quoted, found_at=now)
    try:
        post_answer(client, public, given, services)
    except NotAllowedError as error:  # a licence has changed while the answer was looked up
        post_answer(client, PublicAnswer(message=explain(error), found_at=now), given, services)


@dataclass(frozen=True, kw_only=True, slots=True)
class ComposedAnswer:
    """The message that answers, whether only the person who asked may see it, and whether something was changed.

    ``quoted`` is what it shows something of where a channel sees it.
    """

    message: Message
    is_private: bool = False
    changed: bool = False
    quoted: Quoted = QUOTES_NOBODY


def compose_answer(question: Question, *, services: Services, bot_user: str, now: dt.datetime) -> ComposedAnswer:
    """Do what a message asks for, as its command would, and give the answer, or the refusal that stands for it.

    What a fault of ours broke off may have changed something, so that it counts as done.
    """
    ask = parse_plain_question(question.text, bot_user=bot_user, prefix=services.prefix)
    is_private = ask.command in _PRIVATE or may_write(ask)
    try:
        if is_private:
            whole = parse_plain_question(question.text, bot_user=bot_user, prefix=services.prefix, whole=True)
            answer = _answer_privately(whole, question, services=services, now=now)
            if answer is not None:
                return answer
            is_private = False
        with asking_in(question.channel, question.user if is_direct(question.channel) else ""):
            return _answer_openly(ask, question, services=services, notes=_note_late(question, now))
    except GongbaoError as error:
        return ComposedAnswer(message=explain(error, ask=ask), is_private=is_private)
    except Exception as error:  # noqa: BLE001  the person must hear of a fault of ours too
        return ComposedAnswer(message=explain(error), is_private=is_private, changed=is_private)


def _answer_privately(ask: Ask, question: Question, *, services: Services, now: dt.datetime) -> ComposedAnswer | None:
    """Answer what is for the asker alone, and do what changes something; None for what is answered before all.

    The person is asked for what the command needs, whatever the message needed; what they read is read as they may.
    """
    need, about = ACCESS[f"command:{ask.command}"], f"command:{ask.command}"
    viewer = services.gatekeeper.identify(
        need, workspace=question.workspace, channel=question.channel, user=question.user
    )
    services.gatekeeper.require(viewer, need, about=about)
    with looking_from(LicencePlace(role=viewer.role)), asking_in(question.channel, question.user):
        do = _find_doer(ask, services)
        if do is None:
            return None
        changes = not only_asks(f"/{services.prefix}{ask.command}", ask.text, services.prefix)
        if changes and find_age(question.ts, now) >= LATE:
            raise BadQueryError(
                f"You wrote this on {_say_when(question)}, and it reached Gongbao only now, so nothing was done.",
                hint="Write it again if it is still to be done.",
            )
        return ComposedAnswer(message=do(viewer), is_private=True, changed=changes)


def _find_doer(ask: Ask, services: Services) -> Callable[[Viewer], Message] | None:
    if ask.command == "digest":  # what somebody follows is nobody else's business
        answers = build_digest_answers(services)
        return lambda viewer: answers.answer(
            ask.text, build_asker(services, workspace=viewer.workspace, channel=viewer.channel, user=viewer.user)
        )
    if ask.command == "ingest":
        return lambda viewer: IngestAnswers(services).answer_message(ask.text, viewer)
    return find_write(ask, services)


def _answer_openly(ask: Ask, question: Question, *, services: Services, notes: tuple[str, ...]) -> ComposedAnswer:
    if ask.command == HELP:
        return ComposedAnswer(message=build_help(build_help_text(None, services.prefix)))
    if ask.command == THANKS:
        return ComposedAnswer(message=build_help("You are welcome."))
    place = Place.DIRECT if is_direct(question.channel) else Place.OPEN
    viewer = Viewer(workspace=question.workspace, channel=question.channel, user=question.user, role=Role.UNKNOWN)
    reply = answer_question(ask, get_finder(ask), services, shared=False, place=place, notes=notes, viewer=viewer)
    return ComposedAnswer(message=reply.message, quoted=reply.quoted)


def _note_late(question: Question, now: dt.datetime) -> tuple[str, ...]:
    if find_age(question.ts, now) < LATE:
        return ()
    return (f"Late: you asked this on {_say_when(question)}, and it reached Gongbao only now.",)


def _say_when(question: Question) -> str:
    asked = dt.datetime.fromtimestamp(float(question.ts), tz=dt.UTC)
    return f"{asked:%d %b} at {asked:%H:%M} UTC"
