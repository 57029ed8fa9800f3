"""The buttons of answers and the forms that they open: search, notes, and the report of a mistake.

Each carries its question or id, so nothing is remembered between two presses. A button is acknowledged at once; what it
shows is sent later to the press's own response_url, or in a window. A form is answered by a window in its place.
"""

from functools import partial

from slack_bolt import BoltResponse

from bot.access.roles import Need
from bot.answers.cards import MinistryCard
from bot.answers.context import Absent
from bot.answers.lookup import Answer
from bot.answers.notes import find_note_id
from bot.errors import BadQueryError, DeliveryError, NotFoundError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.names.records import describe_record, suggest_records
from bot.query.query_record import Query
from bot.slack import actions as act
from bot.slack.actions import Ask, build_stale_error
from bot.slack.blocks import LINK, MAX_OPTIONS
from bot.slack.calls.client import UnclearDeliveryError, is_ts, open_direct, post_once, reply
from bot.slack.gate import Incoming, Listener, answer_with, on_press
from bot.slack.listeners.commands import answer_question, find_answer, read_request, send_reply_file
from bot.slack.messages import forms
from bot.slack.messages.answers import MAX_LINES, build_answer, build_citations, build_names_view, list_subjects
from bot.slack.messages.forms import read_text
from bot.slack.messages.frame import Frame, Place, build_error, build_line
from bot.slack.mrkdwn import bold
from bot.slack.windows import build_window, find_place, is_public, read_private


def _answer(press: Incoming, *, shared: bool = False, place: Place | None = None) -> Message:
    return answer_question(press.read_ask(), press, shared=shared, place=place or find_place(press.body)).message


def _turn_page(press: Incoming) -> None:
    """Turn the page of the answer that was pressed; whoever presses in what a channel sees gets it for themselves."""
    (press.reply if is_public(press.body) else press.replace)(_answer(press))


def _share(press: Incoming) -> None:
    """Show the answer to the channel, in the thread where it was asked."""
    thread_ts = (press.body.get("container") or {}).get("thread_ts")
    message, thread = _answer(press, shared=True), str(thread_ts) if is_ts(thread_ts) else None
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


def _show_source(press: Incoming) -> None:
    card = press.services.lookup.open(IdKind.ITEM, press.read_id(IdKind.ITEM), now=press.now)
    frame = Frame(ask=Ask(command="policy", text=press.value), place=Place.WINDOW)
    press.open(build_window(build_answer(card, frame), "Source"))


def _show_names(press: Incoming) -> None:
    answer = _get_answer(press)
    if not isinstance(answer, MinistryCard):
        raise build_stale_error()
    press.open(build_names_view(answer))


def _cite(press: Incoming) -> None:
    press.reply(build_citations(_get_answer(press, rows=MAX_LINES), today=beijing_day(press.now)))


def report(press: Incoming) -> None:
    """Open the form that reports a mistake."""
    subjects = list_subjects(_get_answer(press, rows=forms.MAX_SUBJECTS))
    if not subjects:
        raise BadQueryError("A list can't be wrong as a whole.", hint="Open the entry that is, and report it there.")
    press.open(forms.build_wrong_form(subjects))


def _send(press: Incoming) -> None:
    message = _answer(press, place=Place.DIRECT)
    channel = open_direct(press.client, press.viewer.user)
    press.services.inbox.see(press.viewer.workspace, channel, now=press.now)
    post_once(press.client, message, channel=channel)
    press.reply(build_line("Sent to your direct messages with Gongbao."))


def _export(press: Incoming) -> None:
    """Send an answer as a file, a Word document where its question names no kind."""
    ask = press.read_ask()
    text = ask.text if "export:" in ask.text else f"{ask.text} export:docx".strip()
    found = answer_question(Ask(command=ask.command, text=text), press, shared=False)
    press.reply(found.message)
    send_reply_file(found, press, press.client)


def _open_search(press: Incoming) -> None:
    """Open the form to search, filled with what was searched where it is pressed under an answer."""
    query = read_request(press.read_ask(), press.services).query if press.value else Query()
    press.open(forms.build_search_form(query, press.lexicon))


def _search(form: Incoming) -> BoltResponse:
    text = forms.parse_search_form(form.view, lexicon=form.lexicon, today=beijing_day(form.now))
    found = answer_question(Ask(command="policy", text=text), form, shared=False, place=Place.WINDOW)
    form.later.append(lambda then: send_reply_file(found, then, then.client))
    return form.answer(build_window(found.message, "Policies"))


def _open_note(press: Incoming) -> None:
    """Open the form for a new note, or that of one that is there."""
    number, held = find_note_id(press.value), None
    if number is not None:
        held = press.services.notes.get(number, writer=press.find_writer("action:note.edit"), now=press.now)
    press.open(forms.build_note_form(held.subject if held else press.value, press.lexicon, held))


def _delete_note(press: Incoming) -> None:
    number = find_note_id(press.value)
    if number is None:
        raise build_stale_error()
    gone = press.services.notes.delete(number, writer=press.find_writer("action:note.delete"), now=press.now)
    press.update(forms.build_note_kept(gone, "Deleted", press.lexicon))


def _save_note(form: Incoming) -> BoltResponse:
    text, subject = read_text(form.view, forms.NOTE_TEXT), read_private(form.view)
    note = form.services.notes.save(subject, text, writer=form.find_writer("view:note.form"), now=form.now)
    done = "Changed" if note.changed_by else "Saved"
    return form.answer(forms.build_note_kept(note, done, form.lexicon))


def _take_report(form: Incoming) -> BoltResponse:
    """Put the report of a mistake on the review list; whoever reports it hears the outcome."""
    subject = read_text(form.view, forms.SUBJECT) or read_private(form.view)
    note, viewer = read_text(form.view, forms.WRONG_TEXT), form.viewer
    if not note:
        raise BadQueryError("Say in a few words what is wrong.")
    entry = form.services.review.report_wrong(
        subject=subject, note=note, user=viewer.user, workspace=viewer.workspace, now=form.now
    )
    said = f"Thank you. Your note on {bold(subject)} is with the admins ({entry.shown_id})"
    return form.answer(build_window(build_line(f"{said}, and we'll tell you the outcome."), "Report a mistake"))


def _offer(menu: Incoming, field: str) -> BoltResponse:
    """Offer the names that what was typed so far may be."""
    found = suggest_records(getattr(menu.lexicon, field), str(menu.body.get("value") or ""), limit=MAX_OPTIONS)
    return menu.ack(options=[forms.option(record.id, describe_record(record)) for record in found])


LISTENERS = (
    *on_press(
        Need.READ,
        {
            act.MORE: _turn_page,
            act.BACK: _turn_page,
            f"{act.OPEN}.#": lambda press: press.reply(_answer(press)),
            act.SOURCE: _show_source,
            act.NAMES: _show_names,
            LINK: None,  # Slack opens an address and keeps a tick by itself: the press is only acknowledged
            act.RELATED: None,
            act.CITE: _cite,
            act.SEARCH: _open_search,
            act.EDIT: _open_search,
        },
    ),
    *on_press(Need.SHARE, {act.SHARE: _share}),
    *on_press(
        Need.PERSONAL,
        {
            act.WRONG: report,
            act.SEND: _send,
            act.EXPORT: _export,
            act.NOTE_ADD: _open_note,
            act.NOTE_EDIT: _open_note,  # its author or an admin, asked for where it is changed
            act.NOTE_DELETE: _delete_note,
        },
    ),
    Listener(f"view:{forms.SEARCH_VIEW}", Need.READ, _search, field=forms.WORDS),
    Listener(f"view:{forms.NOTE_VIEW}", Need.PERSONAL, _save_note, field=forms.NOTE_TEXT),
    Listener(f"view:{forms.WRONG_VIEW}", Need.PERSONAL, _take_report, field=forms.WRONG_TEXT),
    *(
        Listener(f"options:names.{field}", Need.READ, partial(_offer, field=field))
        for field in ("bodies", "companies", "topics")
    ),
)
"""The buttons of answers, the forms that they open, and their menus."""
STALE = (
    *on_press(Need.READ, {"*": lambda press: press.reply(build_error(build_stale_error()))}),
    Listener("view:*", Need.READ, lambda form: answer_with(form.body, build_error(build_stale_error()))),
)
"""What says of all other buttons and forms that they are from before; the last to be asked."""
