"""Answers that a whole channel sees: recorded, then posted by the bot itself, so that a licence can take them back.

A shared answer that Slack does not let the bot post goes through the press's response_url, which reaches channels that
the bot is not in; where it then stands nobody tells us, so that it stays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.errors import DeliveryError
from bot.model.post import Message
from bot.slack.calls.client import Responder, UnclearDeliveryError, load_blocks, post_once
from bot.slack.given_answers import QUOTES_NOBODY, Quoted
from bot.slack.services import Services
from bot.store.inbox import Given


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicAnswer:
    """A message for a channel, what it quotes, and when that was looked up."""

    message: Message
    quoted: Quoted = QUOTES_NOBODY
    found_at: dt.datetime


def post_answer(client: WebClient, answer: PublicAnswer, given: Given, services: Services) -> None:
    """Post an answer once, recorded under its key.

    Raises NotAllowedError where it may not be shown any more, else what ``post_once`` raises.
    """
    number = record_answer(answer, given, services)
    try:
        ts = post_once(client, answer.message, channel=given.channel, thread_ts=given.thread_ts, key=given.key or "")
    except UnclearDeliveryError:
        raise  # it may stand there: what is taken back later is looked for first
    except DeliveryError:
        if services.answers is not None and number is not None:
            services.answers.drop(number)
        raise
    if services.answers is not None and number is not None:
        services.answers.land(number, ts)


def share_answer(
    client: WebClient, answer: PublicAnswer, given: Given, services: Services, *, respond: Responder
) -> None:
    """Post an answer that somebody shares; what surely was not posted goes through ``respond``.

    Raises NotAllowedError as above, UnclearDeliveryError where it may have been posted, DeliveryError where it was not.
    """
    try:
        post_answer(client, answer, given, services)
    except UnclearDeliveryError:
        raise
    except DeliveryError:
        foreign = Given(workspace=given.workspace, channel=given.channel, user=given.user, asked=given.asked)
        record_answer(answer, foreign, services)
        respond(answer.message.text, load_blocks(answer.message), response_type="in_channel", replace_original=False)


def record_answer(answer: PublicAnswer, given: Given, services: Services) -> int | None:
    """Record an answer right before it is given; None where there is nothing to record. NotAllowedError as above."""
    if answer.quoted == QUOTES_NOBODY or services.answers is None:
        return None
    return services.answers.begin(given, answer.quoted, since=answer.found_at, now=services.clock.now())
