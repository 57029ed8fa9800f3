"""Answering what people write to the bot in messages, in a channel's thread or in their direct messages, once."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.access import Role, Viewer
from bot.errors import BadQueryError, DeliveryError, GongbaoError
from bot.services.named_lists import asking_in
from bot.services.subscriptions import Asker
from bot.slack.commands import build_help_text
from bot.slack.direct import LaterDeliveryError, post_once, post_privately
from bot.slack.failures import explain
from bot.slack.listeners.buttons import get_finder
from bot.slack.listeners.digest import build_digest_answers
from bot.slack.listeners.questions import answer_question
from bot.slack.messages.answers import build_help
from bot.slack.messages.frame import Place
from bot.slack.plain_questions import HELP, parse_plain_question

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.domain.post import Message
    from bot.slack.actions import Ask
    from bot.slack.services import Services
    from bot.store.inbox import Question

log = logging.getLogger(__name__)
LATE = dt.timedelta(hours=1)
"""From this age on an answer says that it is late."""
TOO_LATE = dt.timedelta(hours=24)
"""From this age on nobody waits for an answer any more."""


def is_direct(channel: str) -> bool:
    """Say whether a channel is somebody's direct messages with the bot."""
    return channel.startswith("D")


def find_age(ts: str, now: dt.datetime) -> dt.timedelta:
    """Give how long ago a message was written, by Slack's timestamp; a clock of ours that is behind gives zero."""
    return max(dt.timedelta(), now - dt.datetime.fromtimestamp(float(ts), tz=dt.UTC))


def answer_message(question: Question, *, services: Services, client: WebClient, bot_user: str = "") -> bool:
    """Answer a message unless somebody else does or did; give whether it is done with by this call.

    One whose answer Slack does not take now stays in the inbox for a later try. One whose answer may have arrived is
    done with, and so is one that Slack will never take.
    """
    now = services.clock.now()
    if not services.inbox.claim(question):
        return False
    if find_age(question.ts, now) >= TOO_LATE:
        services.inbox.close(question)
        log.info("a message of more than a day ago is left unanswered")
        return False
    answer = compose_answer(question, services=services, bot_user=bot_user, now=now)
    try:
        if answer.is_private and not is_direct(question.channel):
            post_privately(client, answer.message, channel=question.channel, user=question.user)
        else:
            key = f"answer {question.channel} {question.ts}"
            post_once(client, answer.message, channel=question.channel, thread_ts=question.thread_ts, key=key)
    except LaterDeliveryError as error:
        log.warning("an answer waits: %s", error.message)
        services.inbox.free(question)
        return False
    except DeliveryError as error:  # no try will help, or one too many would double it
        log.warning("an answer is given up: %s", error.message)
    services.inbox.close(question)
    return True


@dataclass(frozen=True, kw_only=True, slots=True)
class ComposedAnswer:
    """The message that answers, and whether only the person who asked may see it."""

    message: Message
    is_private: bool = False


def compose_answer(question: Question, *, services: Services, bot_user: str, now: dt.datetime) -> ComposedAnswer:
    """Give the answer to a message, or the refusal that stands for it."""
    ask = parse_plain_question(question.text, bot_user=bot_user, prefix=services.prefix)
    try:
        with asking_in(question.channel, question.user if is_direct(question.channel) else ""):
            return _compose(ask, question, services=services, notes=_note_late(question, now))
    except GongbaoError as error:
        return ComposedAnswer(message=explain(error, ask=ask))
    except Exception as error:  # noqa: BLE001  the person must hear of a fault of ours too
        return ComposedAnswer(message=explain(error))


def _compose(ask: Ask, question: Question, *, services: Services, notes: tuple[str, ...]) -> ComposedAnswer:
    if ask.command == HELP:
        return ComposedAnswer(message=build_help(build_help_text(None, services.prefix)))
    if ask.command == "digest":  # what somebody follows is nobody else's business
        asker = Asker(workspace=question.workspace, channel=question.channel, user=question.user)
        return ComposedAnswer(message=build_digest_answers(services).answer(ask.text, asker), is_private=True)
    if ask.command == "ingest":
        raise BadQueryError(
            "Briefings are not ingested by a mention.", hint=f"Type /{services.prefix}ingest, or send the file to me."
        )
    place = Place.DIRECT if is_direct(question.channel) else Place.OPEN
    viewer = Viewer(workspace=question.workspace, channel=question.channel, user=question.user, role=Role.UNKNOWN)
    reply = answer_question(ask, get_finder(ask), services, shared=False, place=place, notes=notes, viewer=viewer)
    return ComposedAnswer(message=reply.message)


def _note_late(question: Question, now: dt.datetime) -> tuple[str, ...]:
    age = find_age(question.ts, now)
    if age < LATE:
        return ()
    asked = dt.datetime.fromtimestamp(float(question.ts), tz=dt.UTC)
    return (f"Late: you asked this on {asked:%d %b} at {asked:%H:%M} UTC, and it reached Gongbao only now.",)
