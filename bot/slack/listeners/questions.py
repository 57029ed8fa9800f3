"""Answering a question: parse it, look it up, build its message; the same way for commands and buttons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Protocol

from slack_bolt import BoltResponse

from bot.access.licences import looking_from
from bot.answers.exports import MOST_ROWS
from bot.answers.lookup import Lookup
from bot.answers.named_lists import Saver, asking_in
from bot.answers.results import Answer, PolicyList
from bot.answers.rows import QUOTES_NOBODY, Quoted, find_quoted
from bot.errors import BadQueryError
from bot.model.dates import beijing_day
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.model.roles import Need, Viewer
from bot.slack.access import Listeners
from bot.slack.actions import Ask
from bot.slack.arguments import DELETE_LIST, SAVE_LIST, TYPED_ONLY, Request, parse_request
from bot.slack.calls.client import Responder, build_ack, is_direct
from bot.slack.commands import build_help_text
from bot.slack.listeners.export import order_export
from bot.slack.listeners.note_writes import NOTE_WRITES
from bot.slack.messages.answers import build_answer, build_help
from bot.slack.messages.frame import Frame, Place
from bot.slack.messages.ministries import build_list_card, build_list_deleted
from bot.slack.messages.source import is_mere_reader, note_withheld
from bot.slack.mrkdwn import unescape
from bot.slack.public_answers import PublicAnswer, record_answer
from bot.slack.services import Services
from bot.store.inbox import Given

# ``/policy list save`` and ``list delete``: named lists of a channel or of the person who types it.


def change_list(request: Request, viewer: Viewer, services: Services) -> Message:
    """Save or delete a list, and give the private answer; the right to is asked for first."""
    owner = _find_owner(request.query.to, viewer)
    need = Need.PERSONAL if owner == viewer.user else Need.SUBSCRIBE_CHANNEL
    services.gatekeeper.require(viewer, need, about=f"command:policy {request.action}")
    now = services.clock.now()
    is_admin = services.gatekeeper.is_admin(workspace=viewer.workspace, channel=viewer.channel, user=viewer.user)
    saver = Saver(user=viewer.user, owner=owner, is_admin=is_admin)
    if request.action == DELETE_LIST:
        return build_list_deleted(services.lists.delete(request.name, saver=saver, now=now))
    card = services.lists.save(request.name, request.argument, saver=saver, now=now)
    return build_list_card(card, Frame(ask=Ask(command="policy", text="list"), prefix=services.prefix))


def _find_owner(to: str | None, viewer: Viewer) -> str:
    """Return whose list is meant: the channel's it is typed in, or with ``to:me`` and in direct messages one's own."""
    if to is None:
        return viewer.user if viewer.channel.startswith("D") else viewer.channel
    if to.casefold() != "me":
        raise BadQueryError("A list is this channel's or your own.", hint="Write to:me for your own, or leave to: out.")
    return viewer.user


# What a typed command or a message to the bot changes: named lists and notes. No button carries any of it.


class Writer(Protocol):
    """Does what is changed, once the person may, and gives the private answer."""

    def __call__(self, request: Request, viewer: Viewer, services: Services, /) -> Message:
        """Do it, or raise NotAllowedError."""
        ...


WRITES: Mapping[str, Mapping[str, Writer]] = MappingProxyType(
    {
        "policy": {SAVE_LIST: change_list, DELETE_LIST: change_list, **NOTE_WRITES},
        "ministry": NOTE_WRITES,
        "company": NOTE_WRITES,
    }
)
"""Who does what a command changes, by the command and the request's action; each asks again whether the person may."""
_FIRST_WORDS = {command: frozenset(action.split()[0] for action in writes) for command, writes in WRITES.items()}


def may_write(ask: Ask) -> bool:
    """Return by the first word alone whether this could change something."""
    first = ask.text.split(maxsplit=1)[:1]
    return bool(first) and first[0].casefold() in _FIRST_WORDS.get(ask.command, ())


def find_write(ask: Ask, services: Services) -> Callable[[Viewer], Message] | None:
    """Return what does the change that is asked for, None for what only asks."""
    if not may_write(ask):
        return None
    request = read_request(ask, services)
    write = WRITES[ask.command].get(request.action)
    return None if write is None else lambda viewer: write(request, viewer, services)


def read_request(ask: Ask, services: Services) -> Request:
    """Read what a question asks for, on the clock's day."""
    lexicon, today = services.lookup.lexicon(), beijing_day(services.clock.now())
    return parse_request(ask.command, ask.text, lexicon=lexicon, today=today, prefix=services.prefix)


class Finder(Protocol):
    """Finds the answer of one command to a request that names no id."""

    def __call__(self, request: Request, lookup: Lookup, *, now: dt.datetime, offset: int) -> Answer:
        """Return the answer as of now, from a row on."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """An answered question: its message, and whether the person asked for it to be seen by all (``share:yes``).

    ``quoted`` is what it shows something of, where a whole channel sees it; ``asked`` is the question as typed.
    """

    message: Message
    shared: bool
    quoted: Quoted = QUOTES_NOBODY
    asked: str = ""


def find_by_id(
    request: Request, lookup: Lookup, *, now: dt.datetime, offset: int = 0, prefix: str = ""
) -> Answer | None:
    """Open the thing itself when the request is an id or a document number, in any command."""
    if request.document_number is not None:
        return lookup.find_document(request.document_number, now=now)
    if request.id is None:
        return None
    kind, number = request.id
    if kind is IdKind.POLICY:
        return lookup.get_policy(number, now=now)
    if kind is IdKind.ITEM:
        return lookup.get_item(number, now=now)
    if kind is IdKind.BRIEFING:
        return lookup.get_briefing(number, now=now, offset=offset, limit=request.query.limit)
    raise BadQueryError(
        f"D{number} is a subscription, which only its own channel shows.", hint=f"Ask /{prefix}digest D{number} there."
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A question as it was read, with its answer; None in place of one for a request for help."""

    request: Request
    answer: Answer | None


def find_answer(ask: Ask, find: Finder, services: Services, *, rows: int | None = None) -> Found:
    """Read a question and look its answer up, as of the clock, both in one state of the store.

    ``rows`` are those of a page, where the question does not say how many.
    """
    with services.lookup.snapshot():
        return _find_answer(ask, find, services, rows)


def _find_answer(ask: Ask, find: Finder, services: Services, rows: int | None) -> Found:
    now = services.clock.now()
    lookup = services.lookup
    request = read_request(ask, services)
    if request.action == "help":
        return Found(request=request, answer=None)
    if request.action in TYPED_ONLY:
        raise BadQueryError(
            "This changes something, so it is not done by a button.",
            hint=f"Type it: /{services.prefix}{ask.command} {ask.text[:60]}",
        )
    if rows is not None:
        request = replace(request, query=replace(request.query, limit=request.query.limit or rows))
    if request.query.export:
        request = replace(request, query=replace(request.query, limit=request.query.limit or MOST_ROWS, share=False))
    if request.action == "timeline" and request.id is not None:
        answer: Answer | None = lookup.get_timeline(
            request.id[1], now=now, offset=ask.offset, limit=request.query.limit
        )
    else:
        answer = find_by_id(request, lookup, now=now, offset=ask.offset, prefix=services.prefix)
    if answer is None:
        answer = find(request, lookup, now=now, offset=ask.offset)
    return Found(request=request, answer=answer)


def answer_question(  # noqa: PLR0913  what a question is answered with
    ask: Ask,
    find: Finder,
    services: Services,
    *,
    user: str | None = None,
    shared: bool | None = None,
    place: Place = Place.PRIVATE,
    notes: tuple[str, ...] = (),
    viewer: Viewer | None = None,
    respond: Responder | None = None,
) -> Reply:
    """Answer a question as of the clock; ``shared`` None leaves it to the question's own ``share:yes``.

    ``notes`` are told before those of the question. A ``viewer`` who writes ``share:yes`` is asked for the right to;
    ``export:`` sends them the file, and what goes wrong on its way is told through ``respond``.
    """
    found = find_answer(ask, find, services)
    if found.request.query.export:
        if viewer is None:
            raise BadQueryError(
                "A file is sent to whoever types the command.", hint=f"Type it: /{services.prefix}{ask.command} …"
            )
        return Reply(message=order_export(found, ask, services, viewer=viewer, respond=respond), shared=False)
    if found.answer is None:
        line = found.request.argument or build_help_text(ask.command, services.prefix)
        return Reply(message=build_help(line), shared=False)
    to_all = found.request.query.share if shared is None else shared
    if to_all and shared is None and viewer is not None and services.licences is not None:
        services.gatekeeper.require(viewer, Need.SHARE, about=f"command:{ask.command} share:yes")
        with looking_from(services.gatekeeper.place_of(viewer.channel)), asking_in(viewer.channel, ""):
            return answer_question(ask, find, services, user=user, shared=True, place=place, notes=notes)
    is_public = to_all or place is Place.OPEN
    notes = (*notes, *note_withheld(found.answer, services.licences, to_all=is_public))
    text = found.answer.query_text if isinstance(found.answer, PolicyList) else ask.text
    frame = Frame(
        ask=Ask(command=ask.command, text=text, offset=ask.offset),
        prefix=services.prefix,
        shared_by=user if to_all else None,
        notes=(*notes, *found.request.notes),
        place=place,
        only_reads=not is_public and is_mere_reader(),
    )
    quoted = find_quoted(found.answer) if is_public else QUOTES_NOBODY
    asked = f"/{services.prefix}{ask.command} {text}".strip()
    return Reply(message=build_answer(found.answer, frame), shared=to_all, quoted=quoted, asked=asked)


def answer_command(
    ask: Ask, find: Finder, services: Services, *, viewer: Viewer, respond: Responder | None = None
) -> Reply:
    """Answer a question that was typed as a command, as ``answer_question`` does."""
    place = Place.ALONE if is_direct(viewer.channel) else Place.PRIVATE
    return answer_question(ask, find, services, user=viewer.user, place=place, viewer=viewer, respond=respond)


def register_command(app: Listeners, services: Services, command: str, find: Finder) -> None:
    """Register a slash command that answers in its own acknowledgement."""

    def handle_command(body: dict[str, Any], viewer: Viewer, respond: Responder) -> BoltResponse:
        ask = Ask(command=command, text=unescape(str(body.get("text") or "")))
        write = find_write(ask, services)
        if write is not None:
            return build_ack(write(viewer))
        found_at = services.clock.now()
        reply = answer_command(ask, find, services, viewer=viewer, respond=respond)
        if reply.shared:
            answer = PublicAnswer(message=reply.message, quoted=reply.quoted, found_at=found_at)
            given = Given(workspace=viewer.workspace, channel=viewer.channel, user=viewer.user, asked=reply.asked)
            record_answer(answer, given, services)
        return build_ack(reply.message, shared=reply.shared)

    app.command(f"/{services.prefix}{command}")(handle_command)
