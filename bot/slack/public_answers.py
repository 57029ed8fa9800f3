"""Answers that a whole channel sees: recorded with the briefings they quote, then posted by the bot itself.

So a licence that is narrowed later finds them. A shared answer that Slack does not let the bot post goes through the
press's response_url, which reaches channels that the bot is not in; where it then is, nobody tells us.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from slack_sdk import WebClient

from bot.access.licences import is_licence_newer
from bot.answers.briefing import BriefingRow
from bot.answers.sources import Coverage, Source
from bot.errors import DeliveryError, NotAllowedError
from bot.model.briefing import Item
from bot.model.ids import IdKind, find_id
from bot.model.policy import Policy
from bot.model.post import Message
from bot.names.records import Body, Company
from bot.slack.calls.client import Respond, UnclearDeliveryError, post_once, reply
from bot.slack.services import Services
from bot.store.database import Store
from bot.store.inbox import Given, add_answer, drop_answer, drop_answers_of, has_answers, list_briefings_of, mark_given
from bot.store.notes import Note

_OF_NO_SOURCE = (Coverage, Item, Body, Company, Note)
"""What an answer has that no briefing is quoted by; an item is beside its source."""

Quoted = frozenset[str]
"""The ids of the items and briefings that something is shown of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicAnswer:
    """A message for a channel, what it quotes, and when that was looked up."""

    message: Message
    quoted: Quoted = frozenset()
    found_at: dt.datetime


def find_quoted(answer: object) -> Quoted:
    """Return what an answer shows something of; a policy is told from all items that report it."""
    return frozenset(_list_ids(answer))


def _list_ids(value: object) -> Iterator[str]:
    if isinstance(value, Policy):
        yield from value.item_ids
    elif isinstance(value, Source):
        yield value.briefing_id
    elif isinstance(value, BriefingRow):
        yield value.id
    elif isinstance(value, tuple):
        for each in value:
            yield from _list_ids(each)
    elif is_dataclass(value) and not isinstance(value, _OF_NO_SOURCE):
        for field in fields(value):
            yield from _list_ids(getattr(value, field.name))


def record_answer(answer: PublicAnswer, given: Given, services: Services) -> int | None:
    """Record an answer right before it is given, and return its number; None for one that quotes nobody.

    Raises NotAllowedError where a licence has changed since it was looked up.
    """
    if not answer.quoted or services.store is None:
        return None
    found = [each for each in map(find_id, answer.quoted) if each]
    items, briefings = ([number for kind, number in found if kind is of] for of in (IdKind.ITEM, IdKind.BRIEFING))
    with services.store.write() as db:
        quoted = list_briefings_of(db, items, briefings)
        if any(is_licence_newer(db, briefing, since=answer.found_at) for briefing in quoted):
            raise NotAllowedError("A licence has changed while I looked this up.", hint="Please ask again.")
        return add_answer(db, given, quoted, now=services.clock.now()) if quoted else None


def post_answer(client: WebClient, answer: PublicAnswer, given: Given, services: Services) -> None:
    """Post an answer once, recorded under its key.

    Raises NotAllowedError where it may not be shown any more, else what ``post_once`` raises.
    """
    number = record_answer(answer, given, services)
    try:
        ts = post_once(client, answer.message, channel=given.channel, thread_ts=given.thread_ts, key=given.key or "")
    except UnclearDeliveryError:
        raise  # it may be there: what is taken back later is looked for first
    except DeliveryError:
        if number is not None and services.store is not None:
            with services.store.write() as db:
                drop_answer(db, number)
        raise
    if number is not None and services.store is not None:
        with services.store.write() as db:
            mark_given(db, number, ts)


def share_answer(
    client: WebClient, answer: PublicAnswer, given: Given, services: Services, *, respond: Respond
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
        reply(respond, answer.message, to_all=True)


def forget_answers(store: Store, workspace: str) -> None:
    """Forget the answers of a workspace that ends, such as one in memory."""
    with store.read() as db:
        if not has_answers(db, workspace):
            return
    with store.write() as db:
        drop_answers_of(db, workspace)
