"""The buttons of answers and the forms that they open: search, notes, and the report of a mistake.

Each carries its question or id, so nothing is remembered between two presses. A button is acknowledged at once; what it
shows is sent later to the press's own response_url, or in a window. A form is answered by a window in its place.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from slack_bolt import BoltResponse

from bot.access.roles import Need, decide_access
from bot.answers.actors import MinistryCard
from bot.answers.context import Absent
from bot.answers.lookup import Answer
from bot.answers.notes import find_note_id
from bot.errors import BadQueryError, DeliveryError, NotFoundError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind
from bot.names.lexicon import Lexicon
from bot.names.records import suggest_records
from bot.query.query_record import Query
from bot.slack import actions as act
from bot.slack.actions import Ask, build_stale_error, build_stale_form_error
from bot.slack.blocks import LINK, MAX_OPTIONS, build_message, section
from bot.slack.calls.client import UnclearDeliveryError, is_ts, open_direct, post_once, reply
from bot.slack.gate import Listener, is_public
from bot.slack.incoming import Incoming, answer_with
from bot.slack.listeners.commands import Reply, answer_question, find_answer, read_request, send_reply_file
from bot.slack.messages import forms
from bot.slack.messages.answers import MAX_LINES, build_answer, build_citations
from bot.slack.messages.cards import build_names_view, list_subjects
from bot.slack.messages.forms import FieldError, build_option, read_text
from bot.slack.messages.frame import Frame, Place, build_error
from bot.slack.windows import build_window, find_place, find_reply_address, is_seen_by_one, read_private

_SENT = "Sent to your direct messages with Gongbao."


def _answer(press: Incoming, *, shared: bool = False, place: Place | None = None) -> Reply:
    return answer_question(press.read_ask(), press, shared=shared, place=place or find_place(press.body))


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
    card = press.services.lookup.open(IdKind.ITEM, press.read_id(IdKind.ITEM), now=press.now)
    ask = Ask(command="policy", text=press.value)
    message = build_answer(card, Frame(ask=ask, place=Place.WINDOW))
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
    subjects = list_subjects(_get_answer(press, rows=forms.MAX_SUBJECTS))
    if not subjects:
        raise BadQueryError("A list can't be wrong as a whole.", hint="Open the entry that is, and report it there.")
    press.open(forms.build_wrong_form(subjects))


def send(press: Incoming) -> None:
    """Send an answer to the direct messages of whoever pressed."""
    message = _answer(press, place=Place.DIRECT).message
    channel = open_direct(press.client, press.viewer.user)
    press.services.inbox.see(press.viewer.workspace, channel, now=press.now)
    post_once(press.client, message, channel=channel)
    press.reply(build_message(_SENT, [section(_SENT)]))


def export(press: Incoming) -> None:
    """Send an answer as a file, a Word document where its question names no kind."""
    ask = press.read_ask()
    text = ask.text if "export:" in ask.text else f"{ask.text} export:docx".strip()
    reply = answer_question(Ask(command=ask.command, text=text), press, shared=False)
    press.reply(reply.message)
    send_reply_file(reply, press, press.client)


def open_search(press: Incoming) -> None:
    """Open the empty form to search."""
    press.open(forms.build_search_form(Query(), press.lexicon))


def refine(press: Incoming) -> None:
    """Open the form filled with what was searched, which then changes the answer where that is the asker's own."""
    query = read_request(press.read_ask(), press.services).query
    private = str(press.body.get("response_url") or "") if is_seen_by_one(press.body) else ""
    press.open(forms.build_search_form(query, press.lexicon, private=private))


def open_note(press: Incoming) -> None:
    """Open the form for a new note."""
    if not press.value:
        raise build_stale_error()
    press.open(forms.build_note_form(press.value, press.lexicon))


def edit_note(press: Incoming) -> None:
    """Open the form of a note that is there."""
    writer = press.find_writer("action:note.edit")
    held = press.services.notes.get(_read_note(press), writer=writer, now=press.now)
    press.open(forms.build_note_form(held.subject, press.lexicon, held))


def delete_note(press: Incoming) -> None:
    """Delete the note whose form is open."""
    writer = press.find_writer("action:note.delete")
    gone = press.services.notes.delete(_read_note(press), writer=writer, now=press.now)
    press.update(build_window(forms.build_note_kept(gone, "Deleted", press.lexicon), "Note"))


def _read_note(press: Incoming) -> int:
    number = find_note_id(press.value)
    if number is None:
        raise build_stale_error()
    return number


def refuse_button(press: Incoming) -> None:
    """Say of a button that nobody knows any more that it is from before."""
    press.reply(build_error(build_stale_error()))


def _read_search(form: Incoming) -> Ask:
    text = forms.parse_search_form(form.view, lexicon=form.lexicon, today=beijing_day(form.now))
    return Ask(command="policy", text=text)


def search(form: Incoming) -> BoltResponse:
    """Answer the search form in its window, or leave that to the answer that it changes."""
    try:
        ask = _read_search(form)
        if find_reply_address(form.view):
            return form.ack()
        reply = answer_question(ask, form, shared=False, place=Place.WINDOW)
    except BadQueryError as error:
        return form.refuse({error.block if isinstance(error, FieldError) else forms.WORDS: str(error)})
    if reply.file is not None:
        form.later.append(lambda then: send_reply_file(reply, then, then.client))
    return form.answer(build_window(reply.message, "Policies"))


def change_answer(form: Incoming) -> None:
    """Put what the search form now finds in the place of the answer that it was opened from."""
    if find_reply_address(form.view):
        reply = answer_question(_read_search(form), form, shared=False)
        form.replace(reply.message)
        send_reply_file(reply, form, form.client)


def save_note(form: Incoming) -> BoltResponse:
    """Keep or change a note on a card."""
    text, subject = read_text(form.view, forms.NOTE_TEXT), read_private(form.view)
    held, number, writer = form.services.notes, find_note_id(subject), form.find_writer("view:note.form")
    try:
        if number is None:
            note, done = held.add(subject, text, writer=writer, now=form.now), "Saved"
        else:
            note, done = held.change(number, text, writer=writer, now=form.now), "Changed"
    except BadQueryError as error:
        return form.refuse({forms.NOTE_TEXT: str(error)})
    return form.answer(build_window(forms.build_note_kept(note, done, form.lexicon), "Note"))


def take_report(form: Incoming) -> BoltResponse:
    """Put the report of a mistake on the review list; whoever reports it hears the outcome."""
    subject = read_text(form.view, forms.SUBJECT) or read_private(form.view)
    note = read_text(form.view, forms.WRONG_TEXT)
    if not note:
        return form.refuse({forms.WRONG_TEXT: "Say in a few words what is wrong."})
    who = {"user": form.viewer.user, "workspace": form.viewer.workspace}
    entry = form.services.review.report_wrong(subject=subject, note=note, now=form.now, **who)
    return form.answer(forms.build_wrong_taken(subject, entry.shown_id))


def offer(menu: Incoming, *, of: Callable[[Lexicon], Sequence[Any]]) -> BoltResponse:
    """Offer the names that what was typed so far may be."""
    found = suggest_records(of(menu.lexicon), str(menu.body.get("value") or ""), limit=MAX_OPTIONS)
    return menu.ack(options=[build_option(record) for record in found])


def refuse_form(form: Incoming) -> BoltResponse:
    """Say of a form that nobody knows any more that it is from before."""
    return answer_with(form.body, build_error(build_stale_form_error()))


LISTENERS = (
    *(
        Listener(f"action:{action_id}", need, later=handle)
        for action_id, need, handle in (
            (act.MORE, Need.READ, show_page),
            (act.BACK, Need.READ, show_page),
            (f"{act.OPEN}.#", Need.READ, show_beside),
            (act.SHARE, Need.SHARE, share),
            (act.SOURCE, Need.READ, show_source),
            (act.NAMES, Need.READ, show_names),
            (LINK, Need.READ, open_link),
            (act.RELATED, Need.READ, open_link),
            (act.CITE, Need.READ, cite),
            (act.WRONG, Need.PERSONAL, report),
            (act.SEND, Need.PERSONAL, send),
            (act.EXPORT, Need.PERSONAL, export),
            (act.SEARCH, Need.READ, open_search),
            (act.EDIT, Need.READ, refine),
            (act.NOTE_ADD, Need.PERSONAL, open_note),
            (act.NOTE_EDIT, Need.PERSONAL, edit_note),  # its author or an admin, asked for where it is changed
            (act.NOTE_DELETE, Need.PERSONAL, delete_note),
        )
    ),
    Listener(f"view:{forms.SEARCH_VIEW}", Need.READ, search, change_answer),
    Listener(f"view:{forms.NOTE_VIEW}", Need.PERSONAL, save_note),
    Listener(f"view:{forms.WRONG_VIEW}", Need.PERSONAL, take_report),
    Listener(f"options:{forms.BODIES}", Need.READ, partial(offer, of=lambda names: names.bodies)),
    Listener(f"options:{forms.COMPANIES}", Need.READ, partial(offer, of=lambda names: names.companies)),
    Listener(f"options:{forms.TOPICS}", Need.READ, partial(offer, of=lambda names: names.topics)),
)
"""The buttons of answers, the forms that they open, and their menus."""
STALE = (Listener("action:*", Need.READ, later=refuse_button), Listener("view:*", Need.READ, refuse_form))
"""What says of all other buttons and forms that they are from before; the last to be asked."""
