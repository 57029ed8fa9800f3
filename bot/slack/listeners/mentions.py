"""``@Gongbao`` and direct messages: recorded before they are acknowledged, answered once by a message of their own.

A mention is answered in its thread, a direct message beside it. Edits, joins, the bot's own posts and those of other
apps are no questions.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.access.licence_terms import Place as LicencePlace
from bot.access.licences import looking_from
from bot.access.roles import Role, Viewer
from bot.answers.named_lists import asking_in
from bot.errors import BadQueryError, DeliveryError, GongbaoError, NotAllowedError
from bot.model.post import Message
from bot.slack.access import ACCESS, Listeners
from bot.slack.actions import Ask
from bot.slack.calls.client import LaterDeliveryError, is_direct, is_of_app, is_said, is_ts, post_privately
from bot.slack.commands import build_help_text, only_asks, typed_with
from bot.slack.failures import explain
from bot.slack.given_answers import QUOTES_NOBODY, Quoted
from bot.slack.listeners.digest import DigestAnswers, build_asker
from bot.slack.listeners.ingest import IngestAnswers
from bot.slack.listeners.lookups import answer_question, find_write, may_write
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
            services.inbox.free(question, now=now, wait_s=error.wait_s)
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
        answers = DigestAnswers(services)
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
    reply = answer_question(ask, services, shared=False, place=place, notes=notes, viewer=viewer)
    return ComposedAnswer(message=reply.message, quoted=reply.quoted)


def _note_late(question: Question, now: dt.datetime) -> tuple[str, ...]:
    if find_age(question.ts, now) < LATE:
        return ()
    return (f"Late: you asked this on {_say_when(question)}, and it reached Gongbao only now.",)


def _say_when(question: Question) -> str:
    asked = dt.datetime.fromtimestamp(float(question.ts), tz=dt.UTC)
    return f"{asked:%d %b} at {asked:%H:%M} UTC"


_MAX_TEXT = 4000


def read_question(event: dict[str, Any], *, workspace: str, bot_user: str = "") -> Question | None:
    """Return the question in an event, None when it is none: an edit, a file, a post of an app, or one of our own."""
    channel, ts, user, text = (event.get(name) for name in ("channel", "ts", "user", "text"))
    thread_ts = event.get("thread_ts")
    is_file = bool(event.get("files")) and is_direct(str(channel))
    if not is_said(event) or is_of_app(event) or event.get("edited") or is_file:
        return None
    if not all(isinstance(value, str) and value for value in (channel, ts, user)) or user == bot_user:
        return None
    if not is_ts(ts) or not (thread_ts is None or is_ts(thread_ts)):
        return None
    return Question(
        workspace=workspace,
        channel=str(channel),
        ts=str(ts),
        thread_ts=thread_ts or (None if is_direct(str(channel)) else str(ts)),
        user=str(user),
        text=str(text or "")[:_MAX_TEXT],
    )


def register(app: Listeners, services: Services) -> None:
    """Register mentions and direct messages; ``services`` carry the inbox."""

    def find_question(event: dict[str, Any], context: BoltContext, viewer: Viewer) -> Question | None:
        if event.get("type") == "message" and not is_direct(str(event.get("channel") or "")):
            return None  # said to others; a mention of the bot comes as an event of its own
        question = read_question(event, workspace=viewer.workspace, bot_user=context.bot_user_id or "")
        return question if question is not None and question.user == viewer.user else None

    def hear(ack: Ack, event: dict[str, Any], context: BoltContext, viewer: Viewer) -> None:
        question = find_question(event, context, viewer)
        if question is not None:
            services.inbox.hear(question, now=services.clock.now())
        ack()

    def answer(event: dict[str, Any], context: BoltContext, client: WebClient, viewer: Viewer) -> None:
        question = find_question(event, context, viewer)
        if question is not None:
            answer_message(question, services=services, client=client, bot_user=context.bot_user_id or "")

    app.event("app_mention")(ack=hear, lazy=[answer])
    for subtype in (None, "thread_broadcast", "me_message"):
        app.event({"type": "message", "subtype": subtype})(ack=hear, lazy=[answer])
