"""The slash commands: each is read, done or looked up, and answered in its own acknowledgement."""

from __future__ import annotations

from functools import partial

from slack_bolt import BoltResponse

from bot.access.roles import Need, Viewer
from bot.errors import BadQueryError
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.slack.actions import CONFIRM, END, Ask, build_stale_error, format_ask
from bot.slack.arguments import DELETE_LIST, TYPED_ONLY, Request
from bot.slack.blocks import actions, build_message, button, section
from bot.slack.calls.client import build_ack, is_direct
from bot.slack.commands import build_help_text
from bot.slack.gate import Listener, need_of
from bot.slack.incoming import Incoming
from bot.slack.listeners.digest import answer_digest, build_asker
from bot.slack.listeners.ingest import answer_ingest, require_direct, show_card
from bot.slack.listeners.lookups import Reply, answer_question, change_list, find_answer, read_request, send_reply_file
from bot.slack.messages.forms import build_upload_form
from bot.slack.messages.frame import Place, build_line
from bot.slack.messages.ingest import UNDO, parse_value
from bot.slack.mrkdwn import escape, unescape
from bot.slack.services import Services

_QUESTIONS = {
    "undo": ("Undo {}? It leaves every answer, and what was posted from it is marked as withdrawn.", "Undo"),
    "merge": ("Make {} one policy?", "Merge"),
    "unsubscribe": ("End {}? It won't post any more.", "Unsubscribe"),
    DELETE_LIST: ("Delete the list “{}”?", "Delete"),
}
"""What is asked before what cannot be undone, and the button that does it, by the request's action."""


def run(
    ask: Ask,
    viewer: Viewer,
    services: Services,
    *,
    confirmed: bool = False,
) -> Reply:
    """Do or look up what somebody typed, as of the clock; what cannot be undone asks first unless ``confirmed``."""
    request = read_request(ask, services)
    if confirmed and request.action not in _QUESTIONS:
        raise build_stale_error()
    if request.action == "help":
        return Reply(message=build_line(build_help_text(ask.command, services.prefix)))
    if request.action in _QUESTIONS and not confirmed:
        if request.action == "unsubscribe":  # nobody is asked about what is not there for them
            asker = build_asker(viewer, services)
            services.subscriptions.get_visible(request.number, asker=asker, now=services.clock.now())
        return Reply(message=_build_question(request, ask))
    is_rule = request.id is not None and request.id[0] is IdKind.SUBSCRIPTION
    if request.action == "open" and not (ask.command == "digest" and is_rule):
        return answer_question(Ask(command="policy", text=ask.text), services, viewer=viewer)
    if ask.command == "digest":
        return Reply(message=answer_digest(request, build_asker(viewer, services), services))
    if ask.command == "ingest":
        return Reply(message=answer_ingest(request, viewer, services))
    if request.action in TYPED_ONLY:
        return Reply(message=change_list(request, viewer, services))
    return answer_question(ask, services, viewer=viewer)


def _build_question(request: Request, ask: Ask) -> Message:
    question, label = _QUESTIONS[request.action]
    ids = " and ".join(f"{kind}{number}" for kind, number in request.ids)
    text = question.format(escape(ids or request.name or request.argument))
    return build_message(text, [section(text), actions(button(label, CONFIRM, format_ask(ask), style="danger"))])


def read_typed(typed: Incoming, command: str) -> Ask:
    """Return the question in a slash command, its text without Slack's entities for signs."""
    return Ask(command=command, text=unescape(str(typed.body.get("text") or "")))


def answer(typed: Incoming, *, command: str) -> BoltResponse:
    """Answer a command that looks something up in its acknowledgement, privately or to the channel."""
    viewer, services = typed.viewer, typed.services
    ask, place = read_typed(typed, command), Place.ALONE if is_direct(viewer.channel) else Place.PRIVATE
    found = find_answer(ask, services)
    if found.answer is None:
        return build_ack(run(ask, viewer, services).message)
    reply = answer_question(ask, services, found=found, viewer=viewer, place=place)
    if reply.file is not None:
        typed.later.append(lambda then: send_reply_file(reply, viewer, services, then.client))
    return build_ack(reply.message, shared=reply.shared)


def do(typed: Incoming, *, command: str) -> BoltResponse:
    """Do what ``/digest`` or ``/ingest`` says; the latter alone opens a form, which takes a call of its own."""
    ask = read_typed(typed, command)
    if command == "ingest" and not ask.text.strip():
        return typed.ack()
    return build_ack(run(ask, typed.viewer, typed.services).message)


def follow_up_ingest(typed: Incoming) -> None:
    """Do what of ``/ingest`` takes longer than an acknowledgement may."""
    try:
        request = read_request(read_typed(typed, "ingest"), typed.services)
    except BadQueryError:
        return  # said in the acknowledgement
    if request.action == "form":
        typed.open(build_upload_form())
    elif request.action == "read":
        require_direct(typed.client, typed.viewer.user)


def confirm(press: Incoming) -> None:
    """Do the typed command that asked first; the person needs what the command needs."""
    ask = press.read_ask()
    press.require(need_of(ask.command), f"command:{ask.command}")
    press.replace(run(ask, press.viewer, press.services, confirmed=True).message)


def end_subscription(press: Incoming) -> None:
    """Ask before a subscription ends, as the typed command does."""
    ask = Ask(command="digest", text=f"unsubscribe D{press.read_id(IdKind.SUBSCRIPTION)}")
    press.reply(run(ask, press.viewer, press.services).message)


def undo(press: Incoming) -> None:
    """Ask before a reading is taken back, where it is the last one; else show how its report stands."""
    number, reading = parse_value(press.value) or (0, 0)
    if not number:
        raise build_stale_error()
    if press.services.cards.get_card(number, now=press.now, reading=reading).in_force:
        ask = Ask(command="ingest", text=f"undo B{number}")
        press.reply(run(ask, press.viewer, press.services).message)
    else:
        press.replace(show_card(number, press.services, reading=reading))


def refuse(typed: Incoming) -> BoltResponse:
    """Say which commands there are to somebody who typed one that is none of ours."""
    name = escape(str(typed.body.get("command"))[:40])
    return build_ack(build_line(f"{name} is not a command here.\n\n{build_help_text(None, typed.services.prefix)}"))


LISTENERS = (
    *(
        Listener(f"command:{command}", Need.READ, partial(answer, command=command))
        for command in ("policy", "ministry", "company", "briefing")
    ),
    Listener("command:digest", Need.READ, partial(do, command="digest")),  # its changes need more, asked for there
    Listener("command:ingest", Need.INGEST, partial(do, command="ingest"), follow_up_ingest),
    Listener("command:*", Need.READ, refuse),
    Listener(f"action:{CONFIRM}", Need.READ, later=confirm),  # and what its command needs
    Listener(f"action:{END}", Need.READ, later=end_subscription),
    Listener(f"action:{UNDO}", Need.INGEST, later=undo),
)
"""The commands, the buttons that ask first and do what was asked, and the answer to any other command."""
