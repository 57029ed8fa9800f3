"""Answering a question: parse it, look it up, build its message; the same way for commands and buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from bot.domain.access import Need
from bot.domain.ids import IdKind
from bot.errors import BadQueryError
from bot.services.access.licences import looking_from
from bot.services.answering.exports import MOST_ROWS
from bot.services.answering.named_lists import asking_in
from bot.services.answering.quoted import QUOTES_NOBODY, Quoted, find_quoted
from bot.services.results import PolicyList
from bot.slack.actions import Ask
from bot.slack.arguments import TYPED_ONLY, Request
from bot.slack.calls.ids import is_direct
from bot.slack.calls.payloads import build_ack
from bot.slack.commands import build_help_text
from bot.slack.listeners.export import order_export
from bot.slack.listeners.writes import find_write, read_request
from bot.slack.messages.answers import build_answer, build_help
from bot.slack.messages.frame import Frame, Place
from bot.slack.messages.withheld import is_mere_reader, note_withheld
from bot.slack.mrkdwn import unescape
from bot.slack.public_answers import PublicAnswer, record_answer
from bot.store.answers import Given

if TYPE_CHECKING:
    import datetime as dt

    from slack_bolt import BoltResponse

    from bot.domain.access import Viewer
    from bot.domain.posts.post import Message
    from bot.services.results import Answer
    from bot.slack.access import Listeners
    from bot.slack.calls.client import Responder
    from bot.slack.services import Lookup, Services


class Finder(Protocol):
    """Finds the answer of one command to a request that names no id."""

    def __call__(self, request: Request, lookup: Lookup, *, now: dt.datetime, offset: int) -> Answer:
        """Give the answer as of now, from a row on."""
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
