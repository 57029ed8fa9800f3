"""The forms, submitted: each is checked field by field, does what it says, and is answered by a window in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from slack_bolt import BoltResponse

from bot.access.roles import Need
from bot.answers.notes import find_note_id
from bot.digests.rules import BadScheduleError
from bot.errors import BadQueryError, GongbaoError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.model.review import Decision
from bot.names.lexicon import Lexicon
from bot.names.records import suggest_records
from bot.query.keys import Key, QueryTextError
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.reading.layout.layouts import parse_layout
from bot.slack.actions import Ask, build_stale_form_error
from bot.slack.blocks import modal
from bot.slack.calls.client import load_blocks
from bot.slack.failures import explain
from bot.slack.gate import Listener, answer_refusal
from bot.slack.incoming import Incoming
from bot.slack.listeners import ingest
from bot.slack.listeners.digest import build_asker, change, subscribe
from bot.slack.listeners.lookups import answer_question, find_writer
from bot.slack.messages import ingest_progress as progress
from bot.slack.messages import layouts, notes, review
from bot.slack.messages import search_form as searching
from bot.slack.messages import subscription_form as forms
from bot.slack.messages.frame import Place, build_error
from bot.slack.messages.inputs import MAX_OPTIONS
from bot.slack.messages.source import NOTE, SUBJECT, WRONG_VIEW, build_wrong_taken
from bot.slack.windows import build_window, find_reply_address, read_private

_FIELDS = {Key.AT: forms.AT, Key.TZ: forms.ZONE}
_TIMES_BELOW = BadQueryError("This holds a schedule.", hint="Choose how often and when in their fields.")


def _read_search(form: Incoming) -> Ask:
    lexicon, today = form.services.lookup.lexicon(), beijing_day(form.now)
    return Ask(
        command="policy", text=searching.parse_search_form(form.view["state"]["values"], lexicon=lexicon, today=today)
    )


def search(form: Incoming) -> BoltResponse:
    """Answer the search form in its window, or leave that to the answer that it changes."""
    try:
        ask = _read_search(form)
        if find_reply_address(form.view):
            return form.ack()
        reply = answer_question(ask, form.services, shared=False, place=Place.WINDOW)
    except BadQueryError as error:
        return form.refuse(error.block if isinstance(error, searching.FormError) else "words", error)
    return form.answer(build_window(reply.message, "Policies"))


def change_answer(form: Incoming) -> None:
    """Put what the search form now finds in the place of the answer that it was opened from."""
    if find_reply_address(form.view):
        form.replace(answer_question(_read_search(form), form.services, shared=False).message)


def save_subscription(form: Incoming) -> BoltResponse:
    """Set a subscription up, or change one; what cannot be read is said beside its field."""
    subject = forms.read_subject(form.view)
    asker = build_asker(form.viewer, form.services, channel=subject.channel or form.viewer.user)
    try:
        filled = forms.read_form(form.view)
        query = _parse_halves(filled.filter, filled.schedule, form)
        if subject.rule is None:
            message = subscribe(query, asker, form.services)
        else:
            number = parse_id(subject.rule, IdKind.SUBSCRIPTION)
            message = change(number, query, asker, form.services, is_whole=True)
    except forms.FieldError as error:
        return form.refuse(error.block, error)
    except BadScheduleError as error:
        return form.refuse(_FIELDS.get(error.key, forms.FILTER), error)
    except BadQueryError as error:
        return form.refuse(forms.FILTER, error)
    return form.answer(forms.build_done(message.text, load_blocks(message)))


def _parse_halves(filter_text: str, schedule_text: str, form: Incoming) -> Query:
    """Read both halves of the form as one request; the half that cannot be read is named."""
    lexicon, today = form.services.lookup.lexicon(), beijing_day(form.now)
    for block, text in ((forms.FILTER, filter_text), (forms.ZONE, schedule_text)):
        try:
            read = parse_query(text, lexicon=lexicon, today=today, bare_cadence=block == forms.FILTER)
        except QueryTextError as error:
            raise forms.FieldError(block, error) from error
        if block == forms.FILTER and (read.every or read.at or read.tz):
            raise forms.FieldError(block, _TIMES_BELOW)
    return parse_query(f"{filter_text} {schedule_text}", lexicon=lexicon, today=today)


def save_note(form: Incoming) -> BoltResponse:
    """Keep or change a note on a card."""
    text, subject = str(form.read_field(notes.NOTE_TEXT).get("value") or ""), read_private(form.view)
    held, number = form.services.notes, find_note_id(subject)
    writer = find_writer(form.viewer, form.services, about="view:note.form")
    try:
        if number is None:
            note, done = held.add(subject, text, writer=writer, now=form.now), "Saved"
        else:
            note, done = held.change(number, text, writer=writer, now=form.now), "Changed"
    except BadQueryError as error:
        return form.refuse(notes.NOTE_TEXT, error)
    return form.answer(build_window(notes.build_note_kept(note, done, form.services.lookup.lexicon()), "Note"))


def take_report(form: Incoming) -> BoltResponse:
    """Put the report of a mistake on the review list; whoever reports it hears the outcome."""
    chosen = (form.read_field(SUBJECT).get("selected_option") or {}).get("value")
    subject, note = str(chosen or read_private(form.view)), str(form.read_field(NOTE).get("value") or "").strip()
    if not note:
        return form.refuse(NOTE, BadQueryError("Say in a few words what is wrong."))
    who = {"user": form.viewer.user, "workspace": form.viewer.workspace}
    entry = form.services.review.report_wrong(subject=subject, note=note, now=form.now, **who)
    return form.answer(build_wrong_taken(subject, entry.shown_id))


def take_documents(form: Incoming) -> BoltResponse:
    """Have documents read."""
    sources, errors = progress.read_form(form.view)
    if errors:
        return form.ack(response_action="errors", errors=errors)
    form.require(Need.INGEST, "the form of /ingest")
    form.services.intake.submit(sources, by=form.viewer.user)
    return form.answer(modal("Ingest", load_blocks(progress.build_accepted(sources))))


def take_company(form: Incoming) -> BoltResponse:
    """Make a name another name of the company that was chosen."""
    press = review.parse_press(read_private(form.view))
    form.require(Need.REVIEW, f"R{press.number}")
    chosen = form.read_field(review.COMPANY_BLOCK, searching.COMPANIES).get("selected_option") or {}
    other, by = str(chosen.get("value") or ""), form.viewer.user
    try:
        settled = form.services.review.settle(press.number, Decision.SAME, by=by, now=form.now, other=other)
    except BadQueryError as error:
        return form.refuse(review.COMPANY_BLOCK, error)
    return form.answer(build_window(ingest.redraw(form.services, press, review.describe_settled(settled)), "Review"))


def _read_layout(form: Incoming) -> tuple[int, str, dict[str, str]]:
    """Return the briefing of the form, the layout it says as TOML, and what is wrong, by field."""
    number = parse_id(read_private(form.view), IdKind.BRIEFING)
    used = parse_layout(form.services.layouts.show(number).used.toml)
    return (number, *layouts.read_layout_form(form.view, used))


def take_layout(form: Incoming) -> BoltResponse:
    """Check a layout, and say that the briefing is being read again."""
    number, _, errors = _read_layout(form)
    form.require(Need.INGEST, f"the layout of B{number}")
    if errors:
        return form.ack(response_action="errors", errors=errors)
    return form.answer(layouts.build_waiting(f"B{number}"))


def keep_layout(form: Incoming) -> None:
    """Keep a layout, read the briefing again, and show what changed, or why nothing did."""
    number, toml, errors = _read_layout(form)
    if errors:
        return
    try:
        view = layouts.build_changed(form.services.layouts.set(number, toml, by=form.viewer.user, now=form.now))
    except GongbaoError as error:
        view = modal("Not done", load_blocks(explain(error)))
    form.update(view)


def offer(menu: Incoming, *, of: Callable[[Lexicon], Sequence[Any]]) -> BoltResponse:
    """Offer the names that what was typed so far may be."""
    typed = str(menu.body.get("value") or "")
    found = suggest_records(of(menu.services.lookup.lexicon()), typed, limit=MAX_OPTIONS)
    return menu.ack(options=[searching.build_option(record) for record in found])


def refuse(form: Incoming) -> BoltResponse:
    """Say of a form that nobody knows any more that it is from before."""
    return answer_refusal(form.body, build_error(build_stale_form_error()))


LISTENERS = (
    Listener(f"view:{searching.SEARCH_VIEW}", Need.READ, search, change_answer),
    Listener(f"view:{forms.FORM}", Need.READ, save_subscription),
    Listener(f"view:{notes.NOTE_VIEW}", Need.PERSONAL, save_note),
    Listener(f"view:{WRONG_VIEW}", Need.PERSONAL, take_report),
    Listener(f"view:{progress.FORM}", Need.INGEST, take_documents),
    Listener(f"view:{review.SAME_VIEW}", Need.REVIEW, take_company),
    Listener(f"view:{layouts.FORM}", Need.INGEST, take_layout, keep_layout),
    Listener("view:*", Need.READ, refuse),
    Listener(f"options:{searching.BODIES}", Need.READ, partial(offer, of=lambda names: names.bodies)),
    Listener(f"options:{searching.COMPANIES}", Need.READ, partial(offer, of=lambda names: names.companies)),
    Listener(f"options:{searching.TOPICS}", Need.READ, partial(offer, of=lambda names: names.topics)),
)
"""The forms, their menus, and what says of all other forms that they are from before."""
