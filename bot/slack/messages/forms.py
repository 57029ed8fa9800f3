"""Forms: to search, to follow, to write a note, to report a mistake, to upload; and what was filled in."""

import datetime as dt
import re
from calendar import day_name
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import msgspec

from bot.answers.notes import MAX_NOTE
from bot.errors import BadQueryError, GongbaoError
from bot.model.briefing import DocumentType
from bot.model.intake import MOST_DOCUMENTS, Source
from bot.model.post import Message
from bot.model.subscription import HOLIDAYS, NEVER, WEEKDAYS, WEEKENDS, Cadence, Schedule, format_quiet, format_remind
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic, describe_record, spell_id
from bot.query.keys import find_key
from bot.query.query import fold_input, parse_query
from bot.query.query_record import Query, format_query
from bot.slack.actions import NOTE_DELETE, build_stale_form_error
from bot.slack.arguments import parse_addresses
from bot.slack.blocks import MAX_LABEL, MAX_OPTION, MAX_OPTIONS, Block, actions, button, context, modal, plain, section
from bot.slack.calls.files import parse_shared_file
from bot.slack.messages.frame import build_line
from bot.slack.mrkdwn import bold, clean, escape, quote
from bot.slack.windows import read_private
from bot.slack.wording import cut_clause
from bot.store.notes import Note

# The fields of every form: how one is built, and what was filled in read back.

TEXT, MENU, RADIO, TICKS = "plain_text_input", "static_select", "radio_buttons", "checkboxes"
MANY, TIME, FILE = "multi_static_select", "timepicker", "file_input"
NAME, NAMES = "external_select", "multi_external_select"
"""The kinds of fields, as Slack calls them; those of names offer them while somebody types."""
_INITIAL = {TEXT: "initial_value", TIME: "initial_time", **dict.fromkeys((MENU, RADIO, NAME), "initial_option")}
"""What is in a field at first, as Slack calls it; ``initial_options`` for all other kinds."""
_MAX_WRITTEN = 2000


class FieldError(BadQueryError):
    """What is wrong with one field of a form, and the name of its block."""

    def __init__(self, block: str, error: GongbaoError) -> None:
        super().__init__(error.message, hint=error.hint)
        self.block = block


def ask(
    name: str,
    label: str,
    kind: str = TEXT,
    chosen: Sequence[str] = (),
    choices: Mapping[str, str] = MappingProxyType({}),
    *,
    optional: bool = True,
    **more: object,
) -> Block:
    """Return a field with what is chosen or written in it; block and element are both called ``name``.

    ``choices`` are the labels by value, of a field of names those of the chosen ones. ``more`` are further parts of
    its element, and its ``hint``.
    """
    hint, example = str(more.pop("hint", "")), str(more.pop("placeholder", ""))
    example = "Type a name, in English or Chinese" if kind in {NAME, NAMES} else example
    element: Block = {"type": kind, "action_id": name, **more}
    element |= {"placeholder": plain(example, MAX_OPTION)} if example else {}
    initial: Any = [option(value, choices[value]) for value in chosen if value in choices][:MAX_OPTIONS]
    if kind in {TEXT, TIME}:
        element |= {"max_length": more.get("max_length", _MAX_WRITTEN)} if kind == TEXT else {}
        initial = clean("".join(chosen[:1]))[: element.get("max_length")]
    elif kind in {NAME, NAMES}:
        element["min_query_length"] = 0
    elif kind != FILE:
        element["options"] = [option(*choice) for choice in choices.items()]
    held = _INITIAL.get(kind, "initial_options")
    if initial:
        element[held] = initial[0] if held == "initial_option" else initial
    return {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": plain(label, _MAX_WRITTEN),
        "element": element,
        **({"hint": plain(hint, _MAX_WRITTEN)} if hint else {}),
    }


def option(value: str, label: str) -> Block:
    """Return one choice."""
    return {"text": plain(label, MAX_LABEL), "value": value[:MAX_OPTION]}


def build_option(record: Body | Company | Topic) -> Block:
    """Return one choice of a field of names; its value is the record's id."""
    return option(record.id, describe_record(record))


def list_shown(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that a submitted view showed, by name, as Slack gives them."""
    values = (view.get("state") or {}).get("values") or {}
    return {name: (block or {}).get(name) or {} for name, block in values.items()}


def read_chosen(view: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return what was chosen, ticked or written in a field, nothing where nothing was."""
    found = list_shown(view).get(name, {})
    chosen = [*(found.get("selected_options") or ()), found.get("selected_option")]
    text = str(found.get("value") or found.get("selected_time") or "").strip()
    return (*(str(each.get("value")) for each in chosen if each), *filter(None, [text]))


def read_text(view: Mapping[str, Any], name: str) -> str:
    """Return the one thing that was written or chosen in a field, "" where nothing was."""
    return "".join(read_chosen(view, name)[:1])


# The form to search policies, filled in from a query.

SEARCH_VIEW = "search.form"
BODIES, COMPANIES, TOPICS = "names.bodies", "names.companies", "names.topics"
WORDS, DATES = "words", "dates"
_KEYS = {BODIES: "ministry", TOPICS: "topic", COMPANIES: "company", "type": "type", "status": "status"}
"""What the key of each field of choices is called in a query."""
_STATUSES = {
    "draft_for_comment": "open for comment",
    "comment_closed": "comments closed",
    "issued": "issued",
    "in_force": "in force",
}
_TYPES = {kind.value: kind.value.replace("_", " ") for kind in DocumentType}


def build_search_form(query: Query, lexicon: Lexicon, *, private: str = "") -> Block:
    """Build the form filled in with a query; ``private`` is what it carries unseen.

    What of the query has no field of its own is among the words.
    """
    records: dict[str, Mapping[str, Body | Company | Topic]]
    records = {BODIES: lexicon.body_by_id, TOPICS: lexicon.topic_by_id, COMPANIES: lexicon.company_by_id}
    labels, rest, held = {"type": _TYPES, "status": _STATUSES}, replace(query, dates=None), dict[str, list[str]]()
    for name, key in _KEYS.items():
        chosen = getattr(query, key)
        if name in records:
            known = [each for each in chosen.include if each in records[name]]
            labels[name] = {each: describe_record(records[name][each]) for each in known}
        fits = name in records or len(chosen.include) == 1
        held[name] = [each for each in chosen.include if fits and each in labels[name]]
        left = tuple(each for each in chosen.include if each not in held[name])
        rest = replace(rest, **{key: replace(chosen, include=left)})
    words, dates = [format_query(rest, lexicon)], [format_query(Query(dates=query.dates), lexicon)]
    named = {BODIES: "Issued by", TOPICS: "Topics", COMPANIES: "Companies"}
    menus = {"type": "Kind of document", "status": "Status"}
    blocks = [
        ask(WORDS, "Words", TEXT, words, max_length=1500, placeholder="data security"),
        *(ask(name, label, NAMES, held[name], labels[name]) for name, label in named.items()),
        ask(DATES, "Dates", TEXT, dates, placeholder="Nov 2023, Q4 2023, last month"),
        *(ask(name, label, MENU, held[name], labels[name]) for name, label in menus.items()),
    ]
    return modal("Search policies", blocks, callback_id=SEARCH_VIEW, submit="Search", private=private)


def parse_search_form(view: Mapping[str, Any], *, lexicon: Lexicon, today: dt.date) -> str:
    """Read what was filled in as the text of a policy search; FieldError names the field that cannot be read."""

    def parse(block: str, text: str) -> Query:
        try:
            return parse_query(text, lexicon=lexicon, today=today)
        except BadQueryError as error:
            raise FieldError(block, error) from error

    query, dates = parse(WORDS, " ".join([read_text(view, WORDS), *_list_named(view)])), read_text(view, DATES)
    if dates:
        head, colon, _ = fold_input(dates).partition(":")
        text = dates if colon and find_key(head.strip()) else f"on:{dates}"
        query = replace(query, dates=parse(DATES, text).dates)
    return format_query(query, lexicon)


def _list_named(view: Mapping[str, Any]) -> list[str]:
    """Return what was chosen in the fields of choices as keys of a query."""
    chosen = ((key, ",".join(read_chosen(view, name))) for name, key in _KEYS.items())
    return [f"{key}:{values}" for key, values in chosen if values]


# The form in which a subscription is made or changed: What, Where, How often, and the rest under More options.

SUBSCRIPTION_VIEW = "subscription.form"
MORE_OPTIONS = "subscription.more"
"""The button that shows the rest of the form."""
FILTER, PLACE, EVERY = "filter", "place", "every"
AT, ZONE, QUIET, HOURS, REMIND = "at", "zone", "quiet", "hours", "remind"
_CADENCES = {
    Cadence.IMMEDIATE.value: "With every new briefing",
    Cadence.DAILY.value: "Every day",
    WEEKDAYS: "Monday to Friday",
    Cadence.WEEKLY.value: "Every Monday",
    **{name[:3].lower(): f"Every {name}" for name in day_name[1:]},
    Cadence.MONTHLY.value: "On the 1st of each month",
}
_PLACES = {"here": "This channel", "me": "My direct messages"}
_QUIET = {WEEKENDS: "Weekends", HOLIDAYS: "Chinese public holidays"}
_REMIND = {"14": "14 days before", "7": "7 days before", "1": "1 day before"}
_WHAT = "A topic, a ministry, a company or other words. Leave it empty for everything; “deadlines” for deadlines."
_LATER = "A post that falls on a quiet day or hour comes when it is over."
_HOURS = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d-(?:[01]?\d|2[0-3]):[0-5]\d")


class FormSubject(msgspec.Struct, frozen=True, array_like=True):
    """What a form is for: the subscription it changes (``D3``; None for a new one) and the channel it is for.

    ``schedule`` is the one with which it was opened.
    """

    rule: str | None
    channel: str
    schedule: Schedule = Schedule()


def build_subscription_form(subject: FormSubject, *, filter_text: str, schedule: Schedule, to_me: bool) -> Block:
    """Return the form with its three questions, filled with a filter and a schedule."""
    days = {} if schedule.every in _CADENCES else {schedule.every: f"On {schedule.every}"}
    has_choice = subject.rule is None and subject.channel and not subject.channel.startswith("D")
    blocks = [
        ask(FILTER, "What", TEXT, [filter_text], hint=_WHAT, max_length=2500, placeholder="data security"),
        ask(PLACE, "Where", RADIO, ["me" if to_me else "here"], _PLACES, optional=False) if has_choice else {},
        ask(EVERY, "How often", MENU, [schedule.every], {**_CADENCES, **days}, optional=False),
        actions(button("More options", MORE_OPTIONS, "more")),
    ]
    return _build_subscription(msgspec.structs.replace(subject, schedule=schedule), blocks)


def build_whole_form(view: Mapping[str, Any]) -> Block:
    """Return the form with its further options; Slack keeps what a person has chosen so far in the fields that stay."""
    subject = read_subject(view)
    schedule, quiet = subject.schedule, format_quiet(subject.schedule.quiet).split(",")
    hours = [word for word in quiet if word not in _QUIET]
    blocks = [
        *(each for each in view.get("blocks") or () if each.get("block_id") in {FILTER, PLACE, EVERY}),
        ask(BODIES, "Ministries and other bodies", NAMES),
        ask(TOPICS, "Topics", NAMES),
        ask(COMPANIES, "Companies", NAMES),
        ask(AT, "Time of day", TIME, [f"{schedule.at:%H:%M}"]),
        ask(ZONE, "Time zone", TEXT, [schedule.zone], optional=False, hint="Such as Europe/Berlin or Asia/Shanghai."),
        ask(QUIET, "Quiet days", TICKS, quiet, _QUIET, hint=_LATER),
        ask(HOURS, "Quiet hours", TEXT, hours, placeholder="20:00-08:00"),
        ask(REMIND, "Reminders of deadlines", TICKS, list(map(str, schedule.remind)), _REMIND),
    ]
    return _build_subscription(subject, blocks)


def _build_subscription(subject: FormSubject, blocks: list[Block]) -> Block:
    private = msgspec.json.encode(subject).decode()
    title, submit = (f"Change {subject.rule}", "Save") if subject.rule else ("Follow", "Next")
    return modal(title, blocks, callback_id=SUBSCRIPTION_VIEW, submit=submit, private=private)


def read_subject(view: Mapping[str, Any]) -> FormSubject:
    """Return what a form is for, or raise BadQueryError."""
    try:
        return msgspec.json.decode(read_private(view), type=FormSubject)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise build_stale_form_error() from error


def read_subscription_form(view: Mapping[str, Any]) -> tuple[str, str]:
    """Return what was filled in as the text after ``/digest subscribe``: filter and schedule, each may be wrong.

    Options that the form did not show stay as they were. FieldError for quiet hours that are no two times.
    """
    shown, schedule = list_shown(view), read_subject(view).schedule
    held = {AT: f"{schedule.at:%H:%M}", ZONE: schedule.zone, REMIND: format_remind(schedule.remind)}
    said = {name: ",".join(read_chosen(view, name)) if name in shown else value for name, value in held.items()}
    every, quiet = ",".join(read_chosen(view, EVERY)) or Cadence.IMMEDIATE.value, format_quiet(schedule.quiet)
    if HOURS in shown:
        hours = read_text(view, HOURS).replace(" ", "")
        if hours and not _HOURS.fullmatch(hours):
            raise FieldError(HOURS, BadQueryError(f"I can't read “{hours}” as quiet hours.", hint="Write 20:00-08:00."))
        quiet = ",".join(filter(None, (hours, *read_chosen(view, QUIET))))
    keys = {
        "every": every,
        "at": "" if every == Cadence.IMMEDIATE else said[AT] or "09:00",
        "tz": said[ZONE],
        "quiet": quiet,
        "remind": said[REMIND] or NEVER,
        "to": "me" if "me" in read_chosen(view, PLACE) else "",
    }
    filter_text = " ".join([*read_text(view, FILTER).split(), *_list_named(view)])
    return filter_text, " ".join(f"{key}:{value}" for key, value in keys.items() if value)


# The form to write a note of the team, and the form that reports a mistake.

NOTE_VIEW, NOTE_TEXT = "note.form", "note_text"
WRONG_VIEW, SUBJECT, WRONG_TEXT = "wrong.report", "subject", "note"
MAX_SUBJECTS = 25
_WRONG_HINT = "One or two sentences, such as: the date is the publisher's, the notice says 3 March."


def build_note_form(subject: str, lexicon: Lexicon, note: Note | None = None) -> Block:
    """Build the form for a new note on a subject, or to change one that is there."""
    written = [note.text] if note else []
    blocks = [
        section(bold(_name_subject(subject, lexicon))),
        ask(NOTE_TEXT, "Note", TEXT, written, max_length=MAX_NOTE, multiline=True, optional=False),
        context("Members of this workspace see it on the card, in private. It is in no export and nothing shared."),
    ]
    if note is not None:
        said = {"title": "Delete the note?", "text": "It can't be brought back.", "confirm": "Delete", "deny": "Cancel"}
        asked = {name: plain(text, MAX_LABEL) for name, text in said.items()}
        blocks.append(actions(button("Delete", NOTE_DELETE, note.shown_id, style="danger") | {"confirm": asked}))
    return modal("Note", blocks, callback_id=NOTE_VIEW, submit="Save", private=note.shown_id if note else subject)


def build_note_kept(note: Note, done: str, lexicon: Lexicon) -> Message:
    """Build the private word that a note was saved, changed or deleted."""
    said = f"{done}: {note.shown_id} on {bold(_name_subject(note.subject, lexicon))}."
    return build_line(said if done == "Deleted" else f"{said}\n{quote(escape(note.text))}")


def _name_subject(subject: str, lexicon: Lexicon) -> str:
    kind, _, record_id = subject.partition(":")
    if kind == "company" and record_id in lexicon.company_by_id:
        return lexicon.company_by_id[record_id].name
    return spell_id(record_id) if record_id else subject


def build_wrong_form(subjects: Sequence[tuple[str, str]]) -> Block:
    """Build the form that reports a mistake, with what it may be about."""
    choices = {shown_id: f"{cut_clause(label, 50)} · {shown_id}" for shown_id, label in subjects[:MAX_SUBJECTS]}
    blocks = [
        ask(SUBJECT, "What is wrong?", MENU, list(choices)[:1], choices, optional=False),
        ask(WRONG_TEXT, "How is it wrong?", max_length=1000, multiline=True, hint=_WRONG_HINT, optional=False),
        context("An admin will look at it, and we'll tell you the outcome."),
    ]
    return modal("Report a mistake", blocks, callback_id=WRONG_VIEW, submit="Report", private=subjects[0][0])


def build_wrong_taken(subject: str, entry: str) -> Block:
    """Build what the window says once the note is on the review list; ``entry`` is its id there."""
    text = f"Thank you. Your note on {bold(subject)} is with the admins ({entry}), and we'll tell you the outcome."
    return modal("Report a mistake", [section(text)])


# The form of /ingest: files and addresses.

UPLOAD_VIEW = "ingest.form"
UPLOAD = "ingest.open"
"""The button that opens the form."""
ADDRESSES, FILES = "addresses", "files"
_SUFFIXES = ["pdf", "docx", "html", "htm", "eml", "md", "markdown", "txt", "xml", "rss", "atom"]


def build_upload_form() -> Block:
    """Build the window in which files and addresses are named."""
    about = "PDF, Word, web pages, mail (EML), feeds, Markdown and text. The report comes to your direct messages."
    most = f"At most {MOST_DOCUMENTS} documents in all."
    web, example = "Public https addresses, one a line.", "https://…"
    blocks = [
        context(about),
        ask(FILES, "Files", FILE, filetypes=_SUFFIXES, max_files=MOST_DOCUMENTS, hint=most),
        ask(ADDRESSES, "Or web addresses", hint=web, multiline=True, max_length=3000, placeholder=example),
    ]
    return modal("Upload a briefing", blocks, callback_id=UPLOAD_VIEW, submit="Read")


def build_upload_offer() -> Message:
    """Build the answer to a message that would open the form: only a press or a command opens one."""
    text = "Press the button to open the form, or send me the file in a direct message."
    return build_line(text, actions(button("Upload a briefing", UPLOAD, "form")))


def read_upload_form(view: Mapping[str, Any]) -> tuple[Source, ...]:
    """Return the documents that a submitted form names; FieldError for what is wrong with one of its fields."""
    block = ADDRESSES
    try:
        sources = list(parse_addresses(read_text(view, ADDRESSES).split()))
        block = FILES
        files = list_shown(view).get(FILES, {}).get("files") or ()
        sources += [parse_shared_file(each if isinstance(each, dict) else {}) for each in files]
        if not sources:
            raise BadQueryError("Choose a file or type an address.")
        if len(sources) > MOST_DOCUMENTS:
            raise BadQueryError(f"These are {len(sources)} documents; I can read {MOST_DOCUMENTS} at once.")
    except GongbaoError as error:
        raise FieldError(block, error) from error
    return tuple(sources)
