"""Answers to ``/policy``, ``/ministry``, ``/company`` and ``/briefing``: read the question, look it up, build it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from slack_sdk import WebClient

from bot.access.licences import looking_from
from bot.access.roles import Need, Viewer
from bot.answers.exports import MOST_ROWS, compose_paper
from bot.answers.lists import PolicyList
from bot.answers.lookup import Answer, Lookup
from bot.answers.named_lists import Saver, asking_in
from bot.answers.notes import Writer
from bot.errors import BadQueryError
from bot.files.files import check_paper, name_file, write_file
from bot.files.paper import FileKind, Paper
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.names.lexicon import Lexicon
from bot.query.questions import Asked
from bot.slack.actions import Ask
from bot.slack.arguments import DELETE_LIST, TYPED_ONLY, Request, parse_request
from bot.slack.calls.files import send_file
from bot.slack.commands import build_help_text
from bot.slack.messages.answers import build_answer, build_export
from bot.slack.messages.frame import Frame, Place, build_line, is_mere_reader, note_withheld
from bot.slack.messages.lists import build_list_card, build_list_deleted
from bot.slack.services import Services
from bot.store.licences import AuditRow, add_audit

_ASKED: Mapping[tuple[str, str], Asked] = MappingProxyType(
    {
        ("policy", "due"): Asked.DUE,
        ("policy", "targets"): Asked.TARGETS,
        ("policy", "timeline"): Asked.TIMELINE,
        ("ministry", "list"): Asked.MINISTRIES,
        ("company", "list"): Asked.COMPANIES,
        ("briefing", "latest"): Asked.BRIEFING,
        ("briefing", "list"): Asked.BRIEFINGS,
    }
)
"""What a subcommand asks for, by command and action; of all else the words decide."""
_LOOKED_UP = frozenset({"policy", "ministry", "company", "briefing"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A question as it was read, with its answer; None where help is asked for, or something is to be written down."""

    request: Request
    answer: Answer | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """An answered question: its message, and whether the person asked for it to be seen by all (``share:yes``).

    ``file`` is what goes to whoever asked for it.
    """

    message: Message
    shared: bool = False
    file: tuple[Paper, FileKind] | None = None


def read_request(ask: Ask, services: Services, lexicon: Lexicon | None = None) -> Request:
    """Read what a question asks for, on the clock's day."""
    today = beijing_day(services.clock.now())
    return parse_request(ask.command, ask.text, lexicon=lexicon or services.lookup.lexicon(), today=today)


def find_answer(ask: Ask, services: Services, *, rows: int | None = None) -> Found:
    """Read a question and look its answer up, as of the clock, both in one state of the store.

    ``rows`` are those of a page, where the question does not say how many.
    """
    lookup, now = services.lookup, services.clock.now()
    with lookup.snapshot():
        lexicon = lookup.lexicon()
        request = read_request(ask, services, lexicon)
        if request.action == "help" or request.action in TYPED_ONLY:
            return Found(request=request, answer=None)
        query = request.query
        size = query.limit or rows or (MOST_ROWS if query.export else None)
        request = replace(request, query=replace(query, limit=size, share=query.share and not query.export))
        if request.action == "timeline" and request.id is not None:
            answer: Answer | None = lookup.get_timeline(request.number, now=now, offset=ask.offset, limit=size)
        elif request.command == "policy" and request.action == "list":
            answer = lookup.show_lists(now=now, name=request.name)
        else:
            answer = find_by_id(request, lookup, now=now, offset=ask.offset)
        if answer is None and ask.command not in _LOOKED_UP:
            raise BadQueryError(f"A button can't ask /{ask.command}.", hint="Type the command instead.")
        if answer is None:
            asked = _ASKED.get((request.command, request.action))
            answer = lookup.answer(
                request.query, command=ask.command, asked=asked, now=now, offset=ask.offset, lexicon=lexicon
            )
        return Found(request=request, answer=answer)


def find_by_id(request: Request, lookup: Lookup, *, now: dt.datetime, offset: int = 0) -> Answer | None:
    """Open the thing itself when the request is an id or a document number, in any command."""
    if request.document_number is not None:
        return lookup.find_document(request.document_number, now=now)
    match request.id:
        case None:
            return None
        case IdKind.POLICY, number:
            return lookup.get_policy(number, now=now)
        case IdKind.ITEM, number:
            return lookup.get_item(number, now=now)
        case IdKind.BRIEFING, number:
            return lookup.get_briefing(number, now=now, offset=offset, limit=request.query.limit)
        case _, number:
            raise BadQueryError(
                f"D{number} is a subscription. Only its own channel can see it.", hint=f"Type /digest D{number} there."
            )


def answer_question(
    ask: Ask,
    services: Services,
    *,
    found: Found | None = None,
    viewer: Viewer | None = None,
    shared: bool | None = None,
    place: Place = Place.PRIVATE,
) -> Reply:
    """Answer a question as of the clock; ``shared`` None leaves it to the question's own ``share:yes``.

    ``found`` is its answer where it was looked up already. ``viewer`` is who typed or shares it; whoever writes
    ``share:yes`` is asked for the right to.
    """
    found = found or find_answer(ask, services)
    if found.request.action in TYPED_ONLY:
        raise BadQueryError("A button can't change this.", hint=f"Type it: /{ask.command} {ask.text[:60]}")
    if found.request.query.export:
        return _compose_file(found, ask, services, viewer)
    if found.answer is None:
        return Reply(message=build_line(build_help_text(ask.command, services.prefix)))
    to_all = found.request.query.share if shared is None else shared
    if to_all and shared is None and viewer is not None and services.licences is not None:
        services.gatekeeper.require(viewer, Need.SHARE, about=f"command:{ask.command} share:yes")
        with looking_from(services.gatekeeper.place_of(viewer.channel)), asking_in(viewer.channel, ""):
            return answer_question(ask, services, viewer=viewer, shared=True, place=place)
    is_public = to_all or place is Place.OPEN
    text = found.answer.query_text if isinstance(found.answer, PolicyList) else ask.text
    frame = Frame(
        ask=Ask(command=ask.command, text=text, offset=ask.offset),
        prefix=services.prefix,
        shared_by=viewer.user if to_all and viewer is not None else None,
        notes=(*note_withheld(found.answer, services.licences, to_all=is_public), *found.request.notes),
        place=place,
        only_reads=not is_public and is_mere_reader(),
    )
    return Reply(message=build_answer(found.answer, frame), shared=to_all)


def _compose_file(found: Found, ask: Ask, services: Services, viewer: Viewer | None) -> Reply:
    """Return what is said of the file that a question asks for, with the file, for whoever may have one."""
    kind = FileKind(str(found.request.query.export))
    if viewer is None or found.answer is None or services.licences is None:
        raise BadQueryError("There is nothing here to export.", hint="Type a question, with export:csv at its end.")
    services.gatekeeper.require(viewer, Need.PERSONAL, about=f"command:{ask.command} export:{kind}")
    as_of = found.request.query.as_of or beijing_day(services.clock.now())
    asked = f"/{services.prefix}{ask.command} {ask.text}".strip()
    licences = services.licences.list_all()
    paper = compose_paper(found.answer, asked=asked, as_of=as_of, team=viewer.workspace, licences=licences)
    check_paper(paper, kind)
    notes = (*found.request.notes, *getattr(found.answer, "notes", ()))
    return Reply(message=build_export(paper, kind, notes=notes), file=(paper, kind))


def send_reply_file(reply: Reply, viewer: Viewer, services: Services, client: WebClient) -> None:
    """Send the file of a reply to the direct messages of whoever asked; nothing where it has none."""
    if reply.file is None or services.store is None:
        return
    (paper, kind), now = reply.file, services.clock.now()
    name, data = name_file(paper, kind), write_file(paper, kind, now=now)
    channel = send_file(client, user=viewer.user, name=name, data=data, comment=paper.asked)
    with services.store.write() as db:
        detail = f"{name}, {len(data):,} bytes"
        add_audit(db, AuditRow(at=now, actor=viewer.user, action="exported", subject=viewer.user, detail=detail))
    services.inbox.know(viewer.workspace, channel, now=now)


def find_writer(viewer: Viewer, services: Services, *, about: str) -> Writer:
    """Return who writes, or raise NotAllowedError; they are looked up anew, as an admin too."""
    services.gatekeeper.require(viewer, Need.PERSONAL, about=about)
    return Writer(user=viewer.user, channel=viewer.channel, is_admin=is_admin(viewer, services))


def is_admin(viewer: Viewer, services: Services) -> bool:
    """Return whether somebody may act as an admin now."""
    return services.gatekeeper.is_admin(workspace=viewer.workspace, channel=viewer.channel, user=viewer.user)


def change_list(request: Request, viewer: Viewer, services: Services) -> Message:
    """Save or delete a named list, and return the private answer."""
    to, now = request.query.to, services.clock.now()
    if to is not None and to.casefold() != "me":
        raise BadQueryError("A list is this channel's or your own.", hint="Type to:me for your own, or leave to: out.")
    owner = viewer.user if to or viewer.channel.startswith("D") else viewer.channel
    need = Need.PERSONAL if owner == viewer.user else Need.SUBSCRIBE_CHANNEL
    services.gatekeeper.require(viewer, need, about=f"command:policy {request.action}")
    saver = Saver(user=viewer.user, owner=owner)
    if request.action == DELETE_LIST:
        return build_list_deleted(services.lists.delete(request.name, saver=saver, now=now))
    card = services.lists.save(request.name, request.argument, saver=saver, now=now)
    return build_list_card(card, Frame(ask=Ask(command="policy", text="list"), prefix=services.prefix))
