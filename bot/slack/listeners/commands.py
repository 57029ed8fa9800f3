"""Questions: the commands, the buttons of answers, and the forms that these open.

A command is answered in its own acknowledgement; a button, which carries its question or id, after it. ``run`` does or
looks up what somebody typed, ``answer_question`` looks up alone.
"""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

from bot.access.roles import Need
from bot.answers.cards import MinistryCard
from bot.answers.context import Absent
from bot.answers.exports import MOST_ROWS, compose_paper
from bot.answers.lists import PolicyList
from bot.answers.lookup import Answer
from bot.answers.notes import find_note_id
from bot.errors import BadQueryError, DeliveryError, NotFoundError
from bot.files.files import check_paper, name_file, write_file
from bot.files.paper import FileKind, Paper
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.names.records import describe_record, suggest_records
from bot.query.query_record import Choices, Query
from bot.query.questions import Asked
from bot.slack import actions as act
from bot.slack.actions import Ask, build_stale_error, format_ask
from bot.slack.arguments import DELETE_LIST, TYPED_ONLY, Request, parse_request
from bot.slack.blocks import LINK, MAX_OPTIONS, Block, actions, build_message, button, section
from bot.slack.calls.client import UnclearDeliveryError, build_ack, open_direct, post_once
from bot.slack.calls.files import send_file
from bot.slack.commands import BY_NAME, COMMANDS, build_help_text
from bot.slack.gate import Incoming, Listener, Services, build_window, on_press
from bot.slack.listeners.digest import answer_digest
from bot.slack.listeners.ingest import answer_ingest
from bot.slack.messages import forms
from bot.slack.messages import ingest as reports
from bot.slack.messages.answers import (
    MAX_LINES,
    build_answer,
    build_citations,
    build_export,
    build_names_view,
    list_subjects,
)
from bot.slack.messages.forms import read_text
from bot.slack.messages.frame import Frame, Place, build_line, describe_coverage, is_mere_reader, say_withheld
from bot.slack.mrkdwn import bold, escape, unescape
from bot.store.access import add_audit

_DOING = frozenset({"digest", "ingest"})
"""Commands that do something; the others look something up, which a button may ask too."""
_MENUS = ("bodies", "companies", "topics")
_QUESTIONS = {
    "undo": ("Undo {}? It leaves every answer, and what was posted from it is marked as withdrawn.", "Undo"),
    "merge": ("Make {} one policy?", "Merge"),
    "unsubscribe": ("End {}? It won't post any more.", "Unsubscribe"),
    DELETE_LIST: ("Delete the list “{}”?", "Delete"),
}
"""What is asked before what cannot be undone, and the button that does it, by the request's action."""


class Found(NamedTuple):
    """What was asked as it was read, with its answer; None where help is asked for, or something is to be done."""

    request: Request
    answer: Answer | None


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
        is_rule = ask.command == "digest" and request.id is not None and request.id[0] is IdKind.SUBSCRIPTION
        is_done = ask.command in _DOING and (request.action != "open" or is_rule)
        if is_done or request.action == "help" or request.action in TYPED_ONLY:
            return Found(request, None)
        query = request.query
        size = query.limit or rows or (MOST_ROWS if query.export else None)
        query = replace(query, limit=size, share=query.share and not query.export)
        request = replace(request, query=query)
        subcommand = BY_NAME[ask.command].by_name.get(request.action)
        asked = subcommand.asked if subcommand else None
        match request.id:
            case None if request.document_number is not None:
                return Found(request, lookup.find_document(request.document_number, now=now))
            case None if (ask.command, request.action) == ("policy", "list"):
                return Found(request, lookup.show_lists(now=now, name=request.name))
            case IdKind.SUBSCRIPTION, number:
                said = f"D{number} is a subscription. Only its own channel can see it."
                raise BadQueryError(said, hint=f"Type /digest D{number} there.")
            case IdKind.POLICY, number if asked is Asked.TIMELINE:
                query = replace(query, policy=Choices(include=(str(number),)))
            case kind, number:
                return Found(request, lookup.open(kind, number, now=now, offset=ask.offset, limit=size))
        answer = lookup.answer(query, command=ask.command, asked=asked, now=now, offset=ask.offset)
        return Found(request, answer)


def answer_question(
    ask: Ask, asked: Incoming, *, found: Found | None = None, shared: bool | None = None, place: Place | None = None
) -> Message:
    """Answer a question as of the clock, to the channel where it is ``shared``; None leaves that to ``share:yes``.

    ``found`` is its answer where it was looked up already. Whoever writes ``share:yes`` is asked for the right to. The
    file of ``export:`` is sent later.
    """
    services, place = asked.services, place or asked.place
    request, answer = found or find_answer(ask, services)
    if request.action == "help":
        return build_line(build_help_text(ask.command, services.prefix))
    if answer is None:
        raise BadQueryError(f"A button can't ask /{ask.command}.", hint="Type the command instead.")
    if request.query.export:
        return _compose_file(answer, request, ask, asked)
    if request.query.share and shared is None:
        asked.require(Need.SHARE, f"command:{ask.command} share:yes")
        with asked.looking(Need.SHARE):
            return answer_question(ask, asked, shared=True, place=place)
    is_public = shared or place is Place.OPEN
    text = answer.query_text if isinstance(answer, PolicyList) else ask.text
    frame = Frame(
        ask=Ask(command="policy" if ask.command in _DOING else ask.command, text=text, offset=ask.offset),
        shared_by=asked.viewer.user if shared else None,
        notes=(say_withheld(services.licences, answer if is_public else None), *request.notes),
        place=place,
        only_reads=not is_public and is_mere_reader(),
    )
    return build_answer(answer, frame)


def _compose_file(answer: Answer, request: Request, ask: Ask, asked: Incoming) -> Message:
    """Return what is said of the file that a question asks for, which is sent later to whoever may have one."""
    services, kind = asked.services, FileKind(str(request.query.export))
    asked.require(Need.PERSONAL, f"command:{ask.command} export:{kind}")
    coverage = getattr(answer, "coverage", None)
    paper = compose_paper(
        answer,
        held=describe_coverage(coverage) if coverage else "",
        asked=f"/{services.prefix}{ask.command} {ask.text}".strip(),
        as_of=request.query.as_of or asked.today,
        team=asked.viewer.workspace,
        licences=[each for each, _ in services.licences.list_all()] if services.licences else [],
    )
    check_paper(paper, kind)
    asked.later.append(partial(_send_file, paper=paper, kind=kind))
    return build_export(paper, kind, notes=(*request.notes, *getattr(answer, "notes", ())))


def _send_file(asked: Incoming, *, paper: Paper, kind: FileKind) -> None:
    """Send a file to the direct messages of whoever asked."""
    now, user, services = asked.now, asked.viewer.user, asked.services
    name, data = name_file(paper, kind), write_file(paper, kind, now=now)
    channel = send_file(asked.client, user=user, name=name, data=data, comment=paper.asked)
    with services.store.write() as db:
        add_audit(db, user, "exported", user, f"{name}, {len(data):,} bytes", now=now)
    services.inbox.see(asked.viewer.workspace, channel, now=now)


def run(ask: Ask, asked: Incoming, *, found: Found | None = None, confirmed: bool = False) -> Message:
    """Do or look up what somebody typed, as of the clock; what cannot be undone asks first unless ``confirmed``."""
    found = found or find_answer(ask, asked.services)
    request = found.request
    if confirmed and request.action not in _QUESTIONS:
        raise build_stale_error()
    if request.action in _QUESTIONS and not confirmed:
        if request.action == "unsubscribe":  # nobody is asked about what is not there for them
            asked.services.subscriptions.get_visible(request.number, asker=asked.asker, now=asked.now)
        question, label = _QUESTIONS[request.action]
        ids = " and ".join(f"{kind}{number}" for kind, number in request.ids)
        text = question.format(escape(ids or request.name))
        return build_message(
            text, [section(text), actions(button(label, act.CONFIRM, format_ask(ask), style="danger"))]
        )
    is_question = found.answer is not None or request.action == "help"
    return answer_question(ask, asked, found=found) if is_question else do(request, asked)


def do(request: Request, asked: Incoming) -> Message:
    """Do what a request of ``/digest`` or ``/ingest`` says, or write down a named list, whatever it undoes."""
    if request.command in _DOING:
        return (answer_digest if request.command == "digest" else answer_ingest)(request, asked)
    to, viewer, lists = request.query.to, asked.viewer, asked.services.lists
    if to is not None and to.casefold() != "me":
        raise BadQueryError("A list is this channel's or your own.", hint="Type to:me for your own, or leave to: out.")
    owner = viewer.user if to or viewer.channel.startswith("D") else viewer.channel
    need = Need.PERSONAL if owner == viewer.user else Need.SUBSCRIBE_CHANNEL
    asked.require(need, f"command:policy {request.action}")
    if request.action == DELETE_LIST:
        deleted = lists.delete(request.name, user=viewer.user, owner=owner, now=asked.now)
        return build_line(escape(f"Deleted: {deleted.name} ({deleted.filter})"))
    card = lists.save(request.name, request.argument, user=viewer.user, owner=owner, now=asked.now)
    return build_answer(card, Frame(ask=Ask(command="policy", text="list")))


def answer(typed: Incoming, *, command: str) -> object:
    """Answer a command, privately or to the channel; ``/ingest`` alone opens a form."""
    ask = Ask(command=command, text=unescape(str(typed.body.get("text") or "")))
    if command == "ingest" and not ask.text.strip():
        typed.later.append(lambda _: forms.build_upload_form())
        return None
    found = find_answer(ask, typed.services)
    return build_ack(run(ask, typed, found=found), shared=found.answer is not None and found.request.query.share)


def _refuse(typed: Incoming) -> Message:
    """Say which commands there are to somebody who typed one that is none of ours."""
    name = escape(str(typed.body.get("command"))[:40])
    return build_line(f"{name} is not a command here.\n\n{build_help_text(None, typed.services.prefix)}")


# The buttons of answers.


def _type(press: Incoming, *, name: str) -> Message:
    """Do what a command does with the id that was pressed; what cannot be undone asks first, as it does there."""
    command, _, verb = name.partition(".")
    return run(Ask(command=command, text=f"{verb} {press.value}"), press)


def _confirm(press: Incoming) -> Message:
    """Do the typed command that asked first, for whoever may type it."""
    press.require(BY_NAME[press.ask.command].need, f"command:{press.ask.command}")
    return run(press.ask, press, confirmed=True)


def _answer(press: Incoming) -> Message:
    return answer_question(press.ask, press, shared=False)


def _share(press: Incoming) -> None:
    """Show the answer to the channel, in the thread where it was asked."""
    message = answer_question(press.ask, press, shared=True)
    try:
        post_once(press.client, message, channel=press.viewer.channel, thread_ts=press.thread_ts)
    except UnclearDeliveryError:
        raise  # it may be there
    except DeliveryError:  # the press itself reaches channels that the bot is not in
        press.show(message, to_all=True)


def _get_answer(press: Incoming, *, rows: int | None = None) -> Answer:
    """Return the answer that a button stands under, or raise NotFoundError; ``rows`` are the first so many."""
    found = find_answer(press.ask.at(0), press.services, rows=rows).answer
    if found is None or isinstance(found, Absent):
        raise NotFoundError("This isn't in your briefings any more.", hint="Ask again to see what is.")
    return found


def _show_source(press: Incoming) -> Block:
    card = press.services.lookup.open(IdKind.ITEM, press.read_id(IdKind.ITEM), now=press.now)
    frame = Frame(ask=Ask(command="policy", text=press.value), place=Place.WINDOW)
    return build_window(build_answer(card, frame), "Source")


def _show_names(press: Incoming) -> Block:
    found = _get_answer(press)
    if not isinstance(found, MinistryCard):
        raise build_stale_error()
    return build_names_view(found)


def _cite(press: Incoming) -> Message:
    return build_citations(_get_answer(press, rows=MAX_LINES), today=press.today)


def _send(press: Incoming) -> Message:
    message = answer_question(press.ask, press, shared=False, place=Place.DIRECT)
    channel = open_direct(press.client, press.viewer.user)
    press.services.inbox.see(press.viewer.workspace, channel, now=press.now)
    post_once(press.client, message, channel=channel)
    return build_line("Sent to your direct messages with Gongbao.")


def _export(press: Incoming) -> Message:
    """Send an answer as a file, a Word document where its question names no kind."""
    ask = press.ask
    text = ask.text if "export:" in ask.text else f"{ask.text} export:docx".strip()
    return answer_question(Ask(command=ask.command, text=text), press, shared=False)


# The forms that they open.


def _open_search(press: Incoming) -> Block:
    """Open the form to search, filled with what was searched where it is pressed under an answer."""
    query = read_request(press.ask, press.services).query if press.value else Query()
    return forms.build_search_form(query, press.lexicon)


def _search(form: Incoming) -> Block:
    text = forms.parse_search_form(form.view, lexicon=form.lexicon, today=form.today)
    return build_window(answer_question(Ask(command="policy", text=text), form, shared=False), "Policies")


def _open_note(press: Incoming) -> Block:
    """Open the form for a new note, or that of one that is there."""
    number, held = find_note_id(press.value), None
    if number is not None:
        held = press.services.notes.get(number, writer=press.find_writer("action:note.edit"), now=press.now)
    return forms.build_note_form(held.subject if held else press.value, press.lexicon, held)


def _delete_note(press: Incoming) -> Block:
    number = find_note_id(press.value)
    if number is None:
        raise build_stale_error()
    gone = press.services.notes.delete(number, writer=press.find_writer("action:note.delete"), now=press.now)
    return forms.build_note_kept(gone, "Deleted", press.lexicon)


def _save_note(form: Incoming) -> Block:
    text, writer = read_text(form.view, forms.NOTE_TEXT), form.find_writer("view:note.form")
    note = form.services.notes.save(form.private, text, writer=writer, now=form.now)
    return forms.build_note_kept(note, "Changed" if note.changed_by else "Saved", form.lexicon)


def report(press: Incoming) -> Block:
    """Open the form that reports a mistake."""
    subjects = list_subjects(_get_answer(press, rows=forms.MAX_SUBJECTS))
    if not subjects:
        raise BadQueryError("A list can't be wrong as a whole.", hint="Open the entry that is, and report it there.")
    return forms.build_wrong_form(subjects)


def _take_report(form: Incoming) -> Block:
    """Put the report of a mistake on the review list; whoever reports it hears the outcome."""
    subject, note = read_text(form.view, forms.SUBJECT) or form.private, read_text(form.view, forms.WRONG_TEXT)
    if not note:
        raise BadQueryError("Say in a few words what is wrong.")
    entry = form.services.review.report_wrong(
        subject=subject, note=note, user=form.viewer.user, workspace=form.viewer.workspace, now=form.now
    )
    said = f"Thank you. Your note on {bold(subject)} is with the admins ({entry.shown_id})"
    return build_window(build_line(f"{said}, and we'll tell you the outcome."), "Report a mistake")


def _offer(menu: Incoming, *, field: str) -> list[Block]:
    """Offer the names that what was typed so far may be."""
    found = suggest_records(getattr(menu.lexicon, field), str(menu.body.get("value") or ""), limit=MAX_OPTIONS)
    return [forms.option(record.id, describe_record(record)) for record in found]


def _refuse_stale(_: Incoming) -> None:
    raise build_stale_error()


def _on_typed(name: str, *, in_place: bool = False) -> Listener:
    """Return the listener of a button that is named after the subcommand that it types, with the id it carries."""
    return on_press(name, BY_NAME[name.partition(".")[0]].need, partial(_type, name=name), in_place=in_place)


LISTENERS = (
    *(Listener(f"command:{each.name}", each.need, partial(answer, command=each.name)) for each in COMMANDS),
    Listener("command:*", Need.READ, _refuse),
    *(_on_typed(each) for each in (act.END, act.PAUSE, act.RESUME, reports.SHOW, reports.UNDO)),
    *(_on_typed(each, in_place=True) for each in (reports.POST, reports.HOLD, reports.ANNOUNCE)),
    on_press(act.CONFIRM, Need.READ, _confirm, in_place=True),  # asks for what its command needs
    on_press(act.MORE, Need.READ, _answer, in_place=True),
    on_press(act.BACK, Need.READ, _answer, in_place=True),
    on_press(f"{act.OPEN}.#", Need.READ, _answer),
    on_press(act.SOURCE, Need.READ, _show_source),
    on_press(act.NAMES, Need.READ, _show_names),
    on_press(LINK, Need.READ, None),  # Slack opens an address and keeps a tick by itself: it is only acknowledged
    on_press(act.RELATED, Need.READ, None),
    on_press(act.CITE, Need.READ, _cite),
    on_press(act.SEARCH, Need.READ, _open_search),
    on_press(act.EDIT, Need.READ, _open_search),
    on_press(act.SHARE, Need.SHARE, _share),
    on_press(act.WRONG, Need.PERSONAL, report),
    on_press(act.SEND, Need.PERSONAL, _send),
    on_press(act.EXPORT, Need.PERSONAL, _export),
    on_press(act.NOTE_ADD, Need.PERSONAL, _open_note),
    on_press(act.NOTE_EDIT, Need.PERSONAL, _open_note),  # its author or an admin, asked for where it is changed
    on_press(act.NOTE_DELETE, Need.PERSONAL, _delete_note, in_place=True),
    Listener(f"view:{forms.SEARCH_VIEW}", Need.READ, _search, field=forms.WORDS),
    Listener(f"view:{forms.NOTE_VIEW}", Need.PERSONAL, _save_note, field=forms.NOTE_TEXT),
    Listener(f"view:{forms.WRONG_VIEW}", Need.PERSONAL, _take_report, field=forms.WRONG_TEXT),
    *(Listener(f"options:names.{each}", Need.READ, partial(_offer, field=each)) for each in _MENUS),
)
"""The commands, the buttons of answers, the forms that they open, and their menus."""
STALE = (on_press("*", Need.READ, _refuse_stale), Listener("view:*", Need.READ, _refuse_stale))
"""What says of all other buttons and forms that they are from before; the last to be asked."""
