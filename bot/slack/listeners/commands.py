"""The commands: each is read, done or looked up, and answered in its own acknowledgement.

What is written to the bot, pressed or filled in goes the same way: ``run`` does or looks up, ``answer_question`` looks
up alone.
"""

import datetime as dt
from dataclasses import dataclass, replace
from functools import partial

from slack_bolt import BoltResponse
from slack_sdk import WebClient

from bot.access.licences import looking_from
from bot.access.roles import Need
from bot.answers.exports import MOST_ROWS, compose_paper
from bot.answers.lists import PolicyList
from bot.answers.lookup import Answer, Lookup
from bot.answers.named_lists import asking_in
from bot.errors import BadQueryError
from bot.files.files import check_paper, name_file, write_file
from bot.files.paper import FileKind, Paper
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.query.query_record import Choices
from bot.query.questions import Asked
from bot.slack.actions import CONFIRM, END, PAUSE, RESUME, Ask, build_stale_error, format_ask
from bot.slack.arguments import DELETE_LIST, TYPED_ONLY, Request, parse_request
from bot.slack.blocks import actions, build_message, button, section
from bot.slack.calls.client import build_ack, is_direct
from bot.slack.calls.files import send_file
from bot.slack.commands import BY_NAME, COMMANDS, build_help_text
from bot.slack.gate import Incoming, Listener, Visit, on_press
from bot.slack.listeners.digest import answer_digest
from bot.slack.listeners.ingest import answer_ingest
from bot.slack.messages import ingest as reports
from bot.slack.messages.answers import build_answer, build_export
from bot.slack.messages.forms import build_upload_form
from bot.slack.messages.frame import Frame, Place, build_line, describe_coverage, is_mere_reader, say_withheld
from bot.slack.mrkdwn import escape, unescape
from bot.slack.services import Services
from bot.store.access import add_audit

_DOING = frozenset({"digest", "ingest"})
"""Commands that do something; the others look something up, which a button may ask too."""
_QUESTIONS = {
    "undo": ("Undo {}? It leaves every answer, and what was posted from it is marked as withdrawn.", "Undo"),
    "merge": ("Make {} one policy?", "Merge"),
    "unsubscribe": ("End {}? It won't post any more.", "Unsubscribe"),
    DELETE_LIST: ("Delete the list “{}”?", "Delete"),
}
"""What is asked before what cannot be undone, and the button that does it, by the request's action."""
_IN_PLACE = frozenset({reports.POST, reports.HOLD, reports.ANNOUNCE})
_TYPED = (END, PAUSE, RESUME, reports.SHOW, reports.UNDO, *_IN_PLACE)
"""Buttons named after the subcommand that they type, with the id that they carry; some where a report is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A question as it was read, with its answer; None where help is asked for, or something is to be written down."""

    request: Request
    answer: Answer | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """An answer, whether it is to be seen by all (``share:yes``), and the file that goes to whoever asked."""

    message: Message
    shared: bool = False
    file: tuple[Paper, FileKind] | None = None


def read_request(ask: Ask, services: Services) -> Request:
    """Read what a question asks for, on the clock's day."""
    today = beijing_day(services.clock.now())
    return parse_request(ask.command, ask.text, lexicon=services.lookup.lexicon(), today=today)


def find_answer(ask: Ask, services: Services, *, rows: int | None = None) -> Found:
    """Read a question and look its answer up, as of the clock, both in one state of the store.

    ``rows`` are those of a page, where the question does not say how many.
    """
    lookup, now = services.lookup, services.clock.now()
    with lookup.snapshot():
        request = read_request(ask, services)
        if request.action == "help" or request.action in TYPED_ONLY:
            return Found(request=request, answer=None)
        query = request.query
        size = query.limit or rows or (MOST_ROWS if query.export else None)
        request = replace(request, query=replace(query, limit=size, share=query.share and not query.export))
        answer = _open(request, lookup, now=now, offset=ask.offset)
        if answer is None and ask.command in _DOING:
            raise BadQueryError(f"A button can't ask /{ask.command}.", hint="Type the command instead.")
        if answer is None:
            subcommand = BY_NAME[ask.command].by_name.get(request.action)
            asked = subcommand.asked if subcommand else None
            answer = lookup.answer(request.query, command=ask.command, asked=asked, now=now, offset=ask.offset)
        return Found(request=request, answer=answer)


def _open(request: Request, lookup: Lookup, *, now: dt.datetime, offset: int) -> Answer | None:
    """Open the thing itself when the request is an id or a document number, in any command, or the named lists."""
    if request.document_number is not None:
        return lookup.find_document(request.document_number, now=now)
    match request.id:
        case None if (request.command, request.action) == ("policy", "list"):
            return lookup.show_lists(now=now, name=request.name)
        case None:
            return None
        case IdKind.POLICY, number if request.action == "timeline":
            policy = replace(request.query, policy=Choices(include=(str(number),)))
            return lookup.answer(policy, asked=Asked.TIMELINE, now=now, offset=offset)
        case IdKind.SUBSCRIPTION, number:
            raise BadQueryError(
                f"D{number} is a subscription. Only its own channel can see it.", hint=f"Type /digest D{number} there."
            )
        case kind, number:
            return lookup.open(kind, number, now=now, offset=offset, limit=request.query.limit)


def answer_question(
    ask: Ask, visit: Visit, *, found: Found | None = None, shared: bool | None = None, place: Place = Place.PRIVATE
) -> Reply:
    """Answer a question as of the clock; ``shared`` None leaves it to the question's own ``share:yes``.

    ``found`` is its answer where it was looked up already. Whoever writes ``share:yes`` is asked for the right to.
    """
    services, viewer = visit.services, visit.viewer
    found = found or find_answer(ask, services)
    if found.answer is None:
        return Reply(message=build_line(build_help_text(ask.command, services.prefix)))
    if found.request.query.export:
        return _compose_file(found.answer, found.request, ask, visit)
    to_all = found.request.query.share if shared is None else shared
    if to_all and shared is None:
        visit.require(Need.SHARE, f"command:{ask.command} share:yes")
        with looking_from(services.gatekeeper.place_of(viewer.channel)), asking_in(viewer.channel, ""):
            return answer_question(ask, visit, shared=True, place=place)
    is_public = to_all or place is Place.OPEN
    text = found.answer.query_text if isinstance(found.answer, PolicyList) else ask.text
    frame = Frame(
        ask=Ask(command=ask.command, text=text, offset=ask.offset),
        shared_by=viewer.user if to_all else None,
        notes=(say_withheld(services.licences, found.answer if is_public else None), *found.request.notes),
        place=place,
        only_reads=not is_public and is_mere_reader(),
    )
    return Reply(message=build_answer(found.answer, frame), shared=to_all)


def _compose_file(answer: Answer, request: Request, ask: Ask, visit: Visit) -> Reply:
    """Return what is said of the file that a question asks for, with the file, for whoever may have one."""
    services, kind = visit.services, FileKind(str(request.query.export))
    visit.require(Need.PERSONAL, f"command:{ask.command} export:{kind}")
    coverage = getattr(answer, "coverage", None)
    paper = compose_paper(
        answer,
        held=describe_coverage(coverage) if coverage else "",
        asked=f"/{services.prefix}{ask.command} {ask.text}".strip(),
        as_of=request.query.as_of or beijing_day(visit.now),
        team=visit.viewer.workspace,
        licences=[each for each, _ in services.licences.list_all()] if services.licences else [],
    )
    check_paper(paper, kind)
    notes = (*request.notes, *getattr(answer, "notes", ()))
    return Reply(message=build_export(paper, kind, notes=notes), file=(paper, kind))


def send_reply_file(reply: Reply, visit: Visit, client: WebClient) -> None:
    """Send the file of a reply to the direct messages of whoever asked; nothing where it has none."""
    if reply.file is None:
        return
    (paper, kind), now, user = reply.file, visit.now, visit.viewer.user
    name, data = name_file(paper, kind), write_file(paper, kind, now=now)
    channel = send_file(client, user=user, name=name, data=data, comment=paper.asked)
    with visit.services.store.write() as db:
        detail = f"{name}, {len(data):,} bytes"
        add_audit(db, user, "exported", user, detail, now=now)
    visit.services.inbox.see(visit.viewer.workspace, channel, now=now)


def run(ask: Ask, visit: Visit, *, confirmed: bool = False) -> Message:
    """Do or look up what somebody typed, as of the clock; what cannot be undone asks first unless ``confirmed``."""
    services, request = visit.services, read_request(ask, visit.services)
    if confirmed and request.action not in _QUESTIONS:
        raise build_stale_error()
    if request.action == "help":
        return build_line(build_help_text(ask.command, services.prefix))
    if request.action in _QUESTIONS and not confirmed:
        if request.action == "unsubscribe":  # nobody is asked about what is not there for them
            services.subscriptions.get_visible(request.number, asker=visit.build_asker(), now=visit.now)
        question, label = _QUESTIONS[request.action]
        ids = " and ".join(f"{kind}{number}" for kind, number in request.ids)
        text = question.format(escape(ids or request.name))
        return build_message(text, [section(text), actions(button(label, CONFIRM, format_ask(ask), style="danger"))])
    is_rule = ask.command == "digest" and request.id and request.id[0] is IdKind.SUBSCRIPTION
    if request.action == "open" and not is_rule:
        return answer_question(Ask(command="policy", text=ask.text), visit).message
    if ask.command == "digest":
        return answer_digest(request, visit.build_asker(), visit)
    return answer_ingest(request, visit) if ask.command == "ingest" else _change_list(request, visit)


def _change_list(request: Request, visit: Visit) -> Message:
    to, viewer, lists = request.query.to, visit.viewer, visit.services.lists
    if to is not None and to.casefold() != "me":
        raise BadQueryError("A list is this channel's or your own.", hint="Type to:me for your own, or leave to: out.")
    owner = viewer.user if to or viewer.channel.startswith("D") else viewer.channel
    need = Need.PERSONAL if owner == viewer.user else Need.SUBSCRIBE_CHANNEL
    visit.require(need, f"command:policy {request.action}")
    if request.action == DELETE_LIST:
        deleted = lists.delete(request.name, user=viewer.user, owner=owner, now=visit.now)
        return build_line(escape(f"Deleted: {deleted.name} ({deleted.filter})"))
    card = lists.save(request.name, request.argument, user=viewer.user, owner=owner, now=visit.now)
    return build_answer(card, Frame(ask=Ask(command="policy", text="list")))


def answer(typed: Incoming, *, command: str) -> BoltResponse:
    """Answer a command in its acknowledgement, privately or to the channel; ``/ingest`` alone opens a form."""
    ask = Ask(command=command, text=unescape(str(typed.body.get("text") or "")))
    if command == "ingest" and not ask.text.strip():
        typed.later.append(lambda then: then.open(build_upload_form()))
        return typed.ack()
    found = None if command in _DOING else find_answer(ask, typed.services)
    if found is None or found.answer is None:
        return build_ack(run(ask, typed))
    place = Place.ALONE if is_direct(typed.viewer.channel) else Place.PRIVATE
    reply = answer_question(ask, typed, found=found, place=place)
    if reply.file is not None:
        typed.later.append(lambda then: send_reply_file(reply, then, then.client))
    return build_ack(reply.message, shared=reply.shared)


def _confirm(press: Incoming) -> None:
    """Do the typed command that asked first, for whoever may type it."""
    ask = press.read_ask()
    press.require(BY_NAME[ask.command].need, f"command:{ask.command}")
    press.replace(run(ask, press, confirmed=True))


def _type(press: Incoming, *, name: str) -> None:
    """Do what a command does with the id that was pressed; what cannot be undone asks first, as it does there."""
    command, _, verb = name.partition(".")
    message = run(Ask(command=command, text=f"{verb} {press.value}"), press)
    (press.replace if name in _IN_PLACE else press.reply)(message)


def _refuse(typed: Incoming) -> BoltResponse:
    """Say which commands there are to somebody who typed one that is none of ours."""
    name = escape(str(typed.body.get("command"))[:40])
    return build_ack(build_line(f"{name} is not a command here.\n\n{build_help_text(None, typed.services.prefix)}"))


LISTENERS = (
    *(Listener(f"command:{each.name}", each.need, partial(answer, command=each.name)) for each in COMMANDS),
    Listener("command:*", Need.READ, _refuse),
    *on_press(Need.READ, {CONFIRM: _confirm}),  # and what its command needs
    *(
        Listener(f"action:{name}", BY_NAME[name.partition(".")[0]].need, later=partial(_type, name=name))
        for name in _TYPED
    ),
)
"""The commands, the buttons that ask first and do what was asked, and the answer to any other command."""
