"""The buttons: each carries its question or id, so nothing is remembered between two presses.

A button is acknowledged at once; what it shows is sent later to the press's own response_url, or in a window.
"""

from __future__ import annotations

from functools import partial

from bot.access.roles import Need, decide_access
from bot.answers.context import Absent
from bot.answers.lookup import Answer
from bot.answers.ministry import MinistryCard
from bot.answers.notes import find_note_id
from bot.errors import BadQueryError, DeliveryError, NotFoundError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind
from bot.model.subscription import Schedule
from bot.query.query_record import Query
from bot.slack import actions as act
from bot.slack.actions import Ask, build_stale_error
from bot.slack.blocks import LINK, build_message, section
from bot.slack.calls.client import UnclearDeliveryError, is_ts, open_direct, post_once, reply
from bot.slack.gate import Listener, is_public
from bot.slack.incoming import Incoming
from bot.slack.listeners.digest import build_asker, remind, require_place, subscribe_too, turn
from bot.slack.listeners.lookups import Reply, answer_question, find_answer, find_writer, read_request, send_reply_file
from bot.slack.messages.answers import MAX_LINES, build_answer, build_citations
from bot.slack.messages.cards import build_names_view, list_subjects
from bot.slack.messages.fields import read_chosen
from bot.slack.messages.forms import (
    MAX_SUBJECTS,
    MORE_OPTIONS,
    FormSubject,
    build_note_form,
    build_note_kept,
    build_search_form,
    build_subscription_form,
    build_whole_form,
    build_wrong_form,
)
from bot.slack.messages.frame import Frame, Place, build_error
from bot.slack.messages.subscriptions import build_left_out, build_why
from bot.slack.windows import build_window, find_channel, find_place, is_seen_by_one

_SENT = "Sent to your direct messages with Gongbao."


def _answer(press: Incoming, *, shared: bool = False, place: Place | None = None) -> Reply:
    where = place or find_place(press.body)
    return answer_question(press.read_ask(), press.services, viewer=press.viewer, shared=shared, place=where)


def show_page(press: Incoming) -> None:
    """Turn the page of the answer that was pressed, where that is the asker's to change."""
    message = _answer(press).message
    if is_public(press.body) and decide_access(Need.SHARE, press.viewer.role, guests_read=False) is not None:
        press.reply(message)  # what a channel sees is changed by those who may show it something
    else:
        press.replace(message)


def show_beside(press: Incoming) -> None:
    """Answer another question beside the message that was pressed."""
    press.reply(_answer(press).message)


def share(press: Incoming) -> None:
    """Show the answer to the channel, in the thread where it was asked."""
    thread_ts = (press.body.get("container") or {}).get("thread_ts")
    message, thread = _answer(press, shared=True).message, str(thread_ts) if is_ts(thread_ts) else None
    try:
        post_once(press.client, message, channel=press.viewer.channel, thread_ts=thread)
    except UnclearDeliveryError:
        raise  # it may be there
    except DeliveryError:  # the press itself reaches channels that the bot is not in
        reply(press.respond, message, to_all=True)


def _get_answer(press: Incoming, *, rows: int | None = None) -> Answer:
    """Return the answer that a button stands under, or raise NotFoundError; ``rows`` are the first so many."""
    found = find_answer(press.read_ask().at(0), press.services, rows=rows).answer
    if found is None or isinstance(found, Absent):
        raise NotFoundError("This isn't in your briefings any more.", hint="Ask again to see what is.")
    return found


def show_source(press: Incoming) -> None:
    """Show the whole text of an item in a window; as a message where Slack opens none."""
    services = press.services
    card = services.lookup.get_item(press.read_id(IdKind.ITEM), now=press.now)
    frame = Frame(ask=Ask(command="policy", text=press.value), prefix=services.prefix, place=Place.WINDOW)
    message = build_answer(card, frame)
    try:
        press.open(build_window(message, "Source"))
    except DeliveryError:
        press.reply(message)


def show_names(press: Incoming) -> None:
    """Show the names of a ministry and its history in a window."""
    answer = _get_answer(press)
    if not isinstance(answer, MinistryCard):
        raise build_stale_error()
    press.open(build_names_view(answer))


def open_link(_press: Incoming) -> None:
    """Do nothing: Slack opens an address and keeps a tick by itself, and only wants to hear that the press arrived."""


def cite(press: Incoming) -> None:
    """Show the sources of an answer as lines to paste."""
    press.reply(build_citations(_get_answer(press, rows=MAX_LINES), today=beijing_day(press.now)))


def report(press: Incoming) -> None:
    """Open the form that reports a mistake."""
    subjects = list_subjects(_get_answer(press, rows=MAX_SUBJECTS))
    if not subjects:
        raise BadQueryError("A list can't be wrong as a whole.", hint="Open the entry that is, and report it there.")
    press.open(build_wrong_form(subjects))


def send(press: Incoming) -> None:
    """Send an answer to the direct messages of whoever pressed."""
    message = _answer(press, place=Place.DIRECT).message
    channel = open_direct(press.client, press.viewer.user)
    press.services.inbox.know(press.viewer.workspace, channel, now=press.now)
    post_once(press.client, message, channel=channel)
    press.reply(build_message(_SENT, [section(_SENT)]))


def export(press: Incoming) -> None:
    """Send an answer as a file, a Word document where its question names no kind."""
    ask = press.read_ask()
    text = ask.text if "export:" in ask.text else f"{ask.text} export:docx".strip()
    wanted = Ask(command=ask.command, text=text)
    reply = answer_question(wanted, press.services, viewer=press.viewer, shared=False)
    press.reply(reply.message)
    send_reply_file(reply, press.viewer, press.services, press.client)


def open_search(press: Incoming) -> None:
    """Open the empty form to search."""
    press.open(build_search_form(Query(), press.services.lookup.lexicon()))


def refine(press: Incoming) -> None:
    """Open the form filled with what was searched, which then changes the answer where that is the asker's own."""
    query = read_request(press.read_ask(), press.services).query
    private = str(press.body.get("response_url") or "") if is_seen_by_one(press.body) else ""
    press.open(build_search_form(query, press.services.lookup.lexicon(), private=private))


def open_note(press: Incoming) -> None:
    """Open the form for a new note."""
    if not press.value:
        raise build_stale_error()
    press.open(build_note_form(press.value, press.services.lookup.lexicon()))


def edit_note(press: Incoming) -> None:
    """Open the form of a note that is there."""
    writer = find_writer(press.viewer, press.services, about="action:note.edit")
    held = press.services.notes.get(_read_note(press), writer=writer, now=press.now)
    press.open(build_note_form(held.subject, press.services.lookup.lexicon(), held))


def delete_note(press: Incoming) -> None:
    """Delete the note whose form is open."""
    writer = find_writer(press.viewer, press.services, about="action:note.delete")
    gone = press.services.notes.delete(_read_note(press), writer=writer, now=press.now)
    press.update(build_window(build_note_kept(gone, "Deleted", press.services.lookup.lexicon()), "Note"))


def _read_note(press: Incoming) -> int:
    number = find_note_id(press.value)
    if number is None:
        raise build_stale_error()
    return number


def subscribe_shown(press: Incoming) -> None:
    """Set up the subscription that was shown, with what was ticked beside it."""
    asker = build_asker(press.viewer, press.services, channel=find_channel(press.body))
    ticked = read_chosen(press.view or press.body, act.RELATED)
    press.replace(subscribe_too(press.read_ask().text, ticked, asker, press.services))


def follow(press: Incoming) -> None:
    """Open the form for a new subscription, filled with what the pressed answer asks for."""
    ask, channel, services = press.read_ask(), find_channel(press.body), press.services
    if ask.command != "digest":  # one of before carries a question, from which no filter is to be guessed
        raise build_stale_error()
    facts = services.people.find(press.viewer.user, now=press.now)
    schedule = Schedule(zone=facts.zone if facts and facts.zone else services.subscriptions.default_zone)
    subject = FormSubject(rule=None, channel=channel)
    press.open(build_subscription_form(subject, filter_text=ask.text, schedule=schedule, to_me=not channel))


def change(press: Incoming) -> None:
    """Open the form of a subscription as it stands."""
    asker = build_asker(press.viewer, press.services, channel=find_channel(press.body))
    row = press.services.subscriptions.show(press.read_id(IdKind.SUBSCRIPTION), asker=asker, now=press.now)
    held = row.subscription
    if held.channel not in {asker.channel, asker.user}:
        require_place(asker, held.channel, press.services, about=held.shown_id)
    subject = FormSubject(rule=held.shown_id, channel=asker.channel)
    press.open(build_subscription_form(subject, filter_text=held.filter, schedule=held.schedule, to_me=False))


def show_options(press: Incoming) -> None:
    """Show the rest of the form of a subscription."""
    press.update(build_whole_form(press.view))


def explain(press: Incoming, *, left_out: bool = False) -> None:
    """Say why the post that was pressed has what it has, or what it left out and why."""
    services = press.services
    asker = build_asker(press.viewer, services, channel=find_channel(press.body))
    number = press.read_id(IdKind.SUBSCRIPTION)
    held = services.subscriptions.get_visible(number, asker=asker, now=press.now, ended=True)
    if left_out:
        press.reply(build_left_out(services.previews.list_left_out(held, ts=press.ts, now=press.now)))
    else:
        press.reply(build_why(services.previews.explain(held, ts=press.ts, now=press.now)))


def turn_subscription(press: Incoming, *, action: str) -> None:
    """Pause or resume the subscription that was pressed."""
    asker = build_asker(press.viewer, press.services, channel=find_channel(press.body))
    press.reply(turn(action, press.read_id(IdKind.SUBSCRIPTION), asker, press.services))


def set_reminder(press: Incoming) -> None:
    """Remind whoever pressed of the deadlines of a policy."""
    asker = build_asker(press.viewer, press.services)
    press.reply(remind(f"P{press.read_id(IdKind.POLICY)}", asker, press.services))


def refuse(press: Incoming) -> None:
    """Say of a button that nobody knows any more that it is from before."""
    press.reply(build_error(build_stale_error()))


LISTENERS = tuple(
    Listener(f"action:{action_id}", need, later=handle)
    for action_id, need, handle in (
        (act.MORE, Need.READ, show_page),
        (act.BACK, Need.READ, show_page),
        (f"{act.OPEN}.#", Need.READ, show_beside),
        (act.SHARE, Need.SHARE, share),
        (act.SOURCE, Need.READ, show_source),
        (act.NAMES, Need.READ, show_names),
        (LINK, Need.READ, open_link),
        (act.CITE, Need.READ, cite),
        (act.WRONG, Need.PERSONAL, report),
        (act.SEND, Need.PERSONAL, send),
        (act.EXPORT, Need.PERSONAL, export),
        (act.SEARCH, Need.READ, open_search),
        (act.EDIT, Need.READ, refine),
        (act.NOTE_ADD, Need.PERSONAL, open_note),
        (act.NOTE_EDIT, Need.PERSONAL, edit_note),  # its author or an admin, asked for where it is changed
        (act.NOTE_DELETE, Need.PERSONAL, delete_note),
        (act.FOLLOW, Need.READ, follow),  # what the form saves needs more, asked for where it is saved
        (act.SUBSCRIBE, Need.READ, subscribe_shown),  # a channel's needs SUBSCRIBE_CHANNEL, one's own PERSONAL
        (act.RELATED, Need.READ, open_link),
        (act.CHANGE, Need.READ, change),
        (MORE_OPTIONS, Need.READ, show_options),
        (act.WHY, Need.READ, explain),
        (act.LEFT_OUT, Need.READ, partial(explain, left_out=True)),
        (act.PAUSE, Need.READ, partial(turn_subscription, action="pause")),  # a channel's needs more
        (act.RESUME, Need.READ, partial(turn_subscription, action="resume")),
        (act.REMIND, Need.PERSONAL, set_reminder),
    )
)
"""The buttons of answers, subscriptions and reminders."""
