"""The forms, submitted: each is checked field by field, does what it says, and is answered by a window in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from slack_bolt import BoltResponse

from bot.access.roles import Need
from bot.answers.notes import find_note_id
from bot.digests.rules import BadScheduleError
from bot.errors import BadQueryError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, parse_id
from bot.names.lexicon import Lexicon
from bot.names.records import suggest_records
from bot.query.keys import Key, QueryTextError
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.slack.actions import Ask, build_stale_form_error
from bot.slack.blocks import MAX_OPTIONS
from bot.slack.gate import Listener, answer_refusal
from bot.slack.incoming import Incoming
from bot.slack.listeners.digest import build_asker, change, offer_subscription
from bot.slack.listeners.lookups import answer_question, find_writer
from bot.slack.messages import forms
from bot.slack.messages.fields import FieldError, build_option, read_text
from bot.slack.messages.frame import Place, build_error
from bot.slack.windows import build_window, find_reply_address, read_private

_FIELDS = {Key.AT: forms.AT, Key.TZ: forms.ZONE, Key.QUIET: forms.HOURS}
_TIMES_BELOW = BadQueryError("This holds a schedule.", hint="Choose how often and when in their fields.")


def _read_search(form: Incoming) -> Ask:
    lexicon, today = form.services.lookup.lexicon(), beijing_day(form.now)
    return Ask(command="policy", text=forms.parse_search_form(form.view, lexicon=lexicon, today=today))


def search(form: Incoming) -> BoltResponse:
    """Answer the search form in its window, or leave that to the answer that it changes."""
    try:
        ask = _read_search(form)
        if find_reply_address(form.view):
            return form.ack()
        reply = answer_question(ask, form.services, shared=False, place=Place.WINDOW)
    except BadQueryError as error:
        return form.refuse(error.block if isinstance(error, FieldError) else forms.WORDS, error)
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
        query = _parse_halves(*forms.read_subscription_form(form.view), form)
        if subject.rule is None:
            message = offer_subscription(query, asker, form.services)
        else:
            number = parse_id(subject.rule, IdKind.SUBSCRIPTION)
            message = change(number, query, asker, form.services, is_whole=True)
    except FieldError as error:
        return form.refuse(error.block, error)
    except BadScheduleError as error:
        return form.refuse(_FIELDS.get(error.key, forms.FILTER), error)
    except BadQueryError as error:
        return form.refuse(forms.FILTER, error)
    return form.answer(build_window(message, "Subscription"))


def _parse_halves(filter_text: str, schedule_text: str, form: Incoming) -> Query:
    """Read both halves of the form as one request; the half that cannot be read is named."""
    lexicon, today = form.services.lookup.lexicon(), beijing_day(form.now)
    for block, text in ((forms.FILTER, filter_text), (forms.ZONE, schedule_text)):
        try:
            read = parse_query(text, lexicon=lexicon, today=today, bare_cadence=block == forms.FILTER)
        except QueryTextError as error:
            raise FieldError(block, error) from error
        if block == forms.FILTER and (read.every or read.at or read.tz):
            raise FieldError(block, _TIMES_BELOW)
    return parse_query(f"{filter_text} {schedule_text}", lexicon=lexicon, today=today)


def save_note(form: Incoming) -> BoltResponse:
    """Keep or change a note on a card."""
    text, subject = read_text(form.view, forms.NOTE_TEXT), read_private(form.view)
    held, number = form.services.notes, find_note_id(subject)
    writer = find_writer(form.viewer, form.services, about="view:note.form")
    try:
        if number is None:
            note, done = held.add(subject, text, writer=writer, now=form.now), "Saved"
        else:
            note, done = held.change(number, text, writer=writer, now=form.now), "Changed"
    except BadQueryError as error:
        return form.refuse(forms.NOTE_TEXT, error)
    return form.answer(build_window(forms.build_note_kept(note, done, form.services.lookup.lexicon()), "Note"))


def take_report(form: Incoming) -> BoltResponse:
    """Put the report of a mistake on the review list; whoever reports it hears the outcome."""
    subject = read_text(form.view, forms.SUBJECT) or read_private(form.view)
    note = read_text(form.view, forms.WRONG_TEXT)
    if not note:
        return form.refuse(forms.WRONG_TEXT, BadQueryError("Say in a few words what is wrong."))
    who = {"user": form.viewer.user, "workspace": form.viewer.workspace}
    entry = form.services.review.report_wrong(subject=subject, note=note, now=form.now, **who)
    return form.answer(forms.build_wrong_taken(subject, entry.shown_id))


def offer(menu: Incoming, *, of: Callable[[Lexicon], Sequence[Any]]) -> BoltResponse:
    """Offer the names that what was typed so far may be."""
    typed = str(menu.body.get("value") or "")
    found = suggest_records(of(menu.services.lookup.lexicon()), typed, limit=MAX_OPTIONS)
    return menu.ack(options=[build_option(record) for record in found])


def refuse(form: Incoming) -> BoltResponse:
    """Say of a form that nobody knows any more that it is from before."""
    return answer_refusal(form.body, build_error(build_stale_form_error()))


LISTENERS = (
    Listener(f"view:{forms.SEARCH_VIEW}", Need.READ, search, change_answer),
    Listener(f"view:{forms.SUBSCRIPTION_VIEW}", Need.READ, save_subscription),
    Listener(f"view:{forms.NOTE_VIEW}", Need.PERSONAL, save_note),
    Listener(f"view:{forms.WRONG_VIEW}", Need.PERSONAL, take_report),
    Listener("view:*", Need.READ, refuse),
    Listener(f"options:{forms.BODIES}", Need.READ, partial(offer, of=lambda names: names.bodies)),
    Listener(f"options:{forms.COMPANIES}", Need.READ, partial(offer, of=lambda names: names.companies)),
    Listener(f"options:{forms.TOPICS}", Need.READ, partial(offer, of=lambda names: names.topics)),
)
"""The forms, their menus, and what says of all other forms that they are from before."""
