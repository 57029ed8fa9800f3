"""``/policy``, ``/ministry``, ``/company`` and ``/briefing``: read the question, look it up, build its message."""

from __future__ import annotations

import contextvars
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from slack_bolt import BoltResponse

from bot.access.licences import looking_from
from bot.access.roles import Need, Viewer
from bot.answers.exports import MOST_ROWS
from bot.answers.lists import PolicyList
from bot.answers.lookup import Answer, Lookup
from bot.answers.named_lists import Saver, asking_in
from bot.answers.notes import Writer, find_note_id
from bot.errors import BadQueryError
from bot.files.paper import FileKind
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.names.lexicon import Lexicon
from bot.query.questions import Asked
from bot.slack.access import Listeners
from bot.slack.actions import Ask
from bot.slack.arguments import (
    ADD_NOTE,
    CHANGE_NOTE,
    DELETE_LIST,
    DELETE_NOTE,
    SAVE_LIST,
    TYPED_ONLY,
    Request,
    parse_request,
)
from bot.slack.calls.client import Responder, build_ack, is_direct
from bot.slack.commands import build_help_text
from bot.slack.failures import tell_failure
from bot.slack.given_answers import QUOTES_NOBODY, Quoted, find_quoted
from bot.slack.messages.answers import build_answer, build_help
from bot.slack.messages.frame import Frame, Place
from bot.slack.messages.ministries import build_list_card, build_list_deleted
from bot.slack.messages.notes import build_note_kept
from bot.slack.messages.source import build_export, is_mere_reader, note_withheld
from bot.slack.mrkdwn import unescape
from bot.slack.public_answers import PublicAnswer, record_answer
from bot.slack.services import Services
from bot.store.inbox import Given


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
        services.executor.submit(contextvars.copy_context().run, _send_or_tell, send, respond)
    notes = (*found.request.notes, *getattr(found.answer, "notes", ()))
    return build_export(paper, FileKind(kind), notes=notes)


def _send_or_tell(send: Callable[[], None], respond: Responder) -> None:
    try:
        send()
    except Exception as error:  # noqa: BLE001  it was acknowledged, so Bolt hears of no error
        tell_failure(respond, error)


def find_writer(viewer: Viewer, services: Services, *, about: str) -> Writer:
    """Return who writes, or raise NotAllowedError; they are looked up anew, as an admin too."""
    services.gatekeeper.require(viewer, Need.PERSONAL, about=about)
    is_admin = services.gatekeeper.is_admin(workspace=viewer.workspace, channel=viewer.channel, user=viewer.user)
    return Writer(user=viewer.user, channel=viewer.channel, is_admin=is_admin)


def write_note(request: Request, viewer: Viewer, services: Services) -> Message:
    """Keep, change or delete a note, and give the private answer."""
    writer = find_writer(viewer, services, about=f"command:{request.command} {request.action}")
    now = services.clock.now()
    if request.action == ADD_NOTE:
        return build_note_kept(
            services.notes.add(request.name, request.argument, writer=writer, now=now),
            "Saved",
            services.lookup.lexicon(),
        )
    number = find_note_id(request.name) or 0  # never 0: what has no id is read as a note to add
    if request.action == CHANGE_NOTE:
        return build_note_kept(
            services.notes.change(number, request.argument, writer=writer, now=now),
            "Changed",
            services.lookup.lexicon(),
        )
    return build_note_kept(services.notes.delete(number, writer=writer, now=now), "Deleted", services.lookup.lexicon())


NOTE_WRITES = MappingProxyType(dict.fromkeys((ADD_NOTE, CHANGE_NOTE, DELETE_NOTE), write_note))
"""What writes a typed note, by the request's action."""


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


Write = Callable[[Request, Viewer, Services], Message]
"""Does what is changed, or raises NotAllowedError, and gives the private answer."""
WRITES: Mapping[str, Mapping[str, Write]] = MappingProxyType(
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


def read_request(ask: Ask, services: Services, lexicon: Lexicon | None = None) -> Request:
    """Read what a question asks for, on the clock's day."""
    lexicon, today = lexicon or services.lookup.lexicon(), beijing_day(services.clock.now())
    return parse_request(ask.command, ask.text, lexicon=lexicon, today=today, prefix=services.prefix)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """An answered question: its message, and whether the person asked for it to be seen by all (``share:yes``).

    ``quoted`` is what it shows something of, where a whole channel sees it; ``asked`` is the question as typed.
    """

    message: Message
    shared: bool
    quoted: Quoted = QUOTES_NOBODY
    asked: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A question as it was read, with its answer; None in place of one for a request for help."""

    request: Request
    answer: Answer | None


_ASKED: Mapping[tuple[str, str], Asked] = MappingProxyType(
    {
        ("policy", "due"): Asked.DUE,
        ("policy", "targets"): Asked.TARGETS,
        ("policy", "timeline"): Asked.TIMELINE,
        ("policy", "compare"): Asked.COMPARE,
        ("ministry", "list"): Asked.MINISTRIES,
        ("ministry", "joint"): Asked.MINISTRY,
        ("company", "list"): Asked.COMPANIES,
        ("briefing", "latest"): Asked.BRIEFING,
        ("briefing", "list"): Asked.BRIEFINGS,
        ("briefing", "compare"): Asked.COMPARE,
    }
)
"""What a subcommand asks for, by command and action; of all else the words decide."""
_LOOKED_UP = frozenset({"policy", "ministry", "company", "briefing"})


def find_answer(ask: Ask, services: Services, *, rows: int | None = None) -> Found:
    """Read a question and look its answer up, as of the clock, both in one state of the store.

    ``rows`` are those of a page, where the question does not say how many.
    """
    lookup, now = services.lookup, services.clock.now()
    with lookup.snapshot():
        lexicon = lookup.lexicon()
        request = read_request(ask, services, lexicon)
        if request.action == "help":
            return Found(request=request, answer=None)
        if request.action in TYPED_ONLY:
            raise BadQueryError(
                "This changes something, so it is not done by a button.",
                hint=f"Type it: /{services.prefix}{ask.command} {ask.text[:60]}",
            )
        query = request.query
        size = query.limit or rows or (MOST_ROWS if query.export else None)
        request = replace(request, query=replace(query, limit=size, share=query.share and not query.export))
        answer: Answer | None
        if request.action == "timeline" and request.id is not None:
            answer = lookup.get_timeline(request.id[1], now=now, offset=ask.offset, limit=size)
        elif request.command == "policy" and request.action == "list":
            answer = lookup.show_lists(now=now, name=request.name)
        else:
            answer = find_by_id(request, lookup, now=now, offset=ask.offset, prefix=services.prefix)
        if answer is None and ask.command not in _LOOKED_UP:
            raise BadQueryError(f"/{ask.command} cannot be asked by button.", hint="Type the command instead.")
        if answer is None:
            asked = _ASKED.get((request.command, request.action))
            answer = lookup.answer(
                request.query, command=ask.command, asked=asked, now=now, offset=ask.offset, lexicon=lexicon
            )
        return Found(request=request, answer=answer)


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


def answer_question(  # noqa: PLR0913  what a question is answered with
    ask: Ask,
    services: Services,
    *,
    found: Found | None = None,
    user: str | None = None,
    shared: bool | None = None,
    place: Place = Place.PRIVATE,
    notes: tuple[str, ...] = (),
    viewer: Viewer | None = None,
    respond: Responder | None = None,
) -> Reply:
    """Answer a question as of the clock; ``shared`` None leaves it to the question's own ``share:yes``.

    ``found`` is its answer where it was looked up already; ``notes`` are told before those of the question. A
    ``viewer`` who writes ``share:yes`` is asked for the right to; ``export:`` sends them the file, and what goes wrong
    on its way is told through ``respond``.
    """
    found = found or find_answer(ask, services)
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
            return answer_question(ask, services, user=user, shared=True, place=place, notes=notes)
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


def register_command(app: Listeners, services: Services, command: str) -> None:
    """Register a slash command that answers in its own acknowledgement."""

    def handle_command(body: dict[str, Any], viewer: Viewer, respond: Responder) -> BoltResponse:
        ask = Ask(command=command, text=unescape(str(body.get("text") or "")))
        write = find_write(ask, services)
        if write is not None:
            return build_ack(write(viewer))
        found_at = services.clock.now()
        found = find_answer(ask, services)
        place = Place.ALONE if is_direct(viewer.channel) else Place.PRIVATE
        reply = answer_question(
            ask, services, found=found, user=viewer.user, place=place, viewer=viewer, respond=respond
        )
        if reply.shared:
            answer = PublicAnswer(message=reply.message, quoted=reply.quoted, found_at=found_at)
            given = Given(workspace=viewer.workspace, channel=viewer.channel, user=viewer.user, asked=reply.asked)
            record_answer(answer, given, services)
        return build_ack(reply.message, shared=reply.shared)

    app.command(f"/{services.prefix}{command}")(handle_command)


def register(app: Listeners, services: Services) -> None:
    """Register the commands that look something up."""
    for command in ("policy", "ministry", "company", "briefing"):
        register_command(app, services, command)
