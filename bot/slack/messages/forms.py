"""Forms: to search, to follow, to write a note, to report a mistake, to upload; and what was filled in."""

import datetime as dt
from calendar import day_name
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from bot.answers.notes import MAX_NOTE
from bot.errors import BadQueryError, GongbaoError
from bot.model.briefing import DocumentType
from bot.model.intake import MOST_DOCUMENTS, Source
from bot.model.subscription import HOLIDAYS, NEVER, WEEKDAYS, WEEKENDS, Cadence, Schedule
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic, describe_record, spell_id
from bot.query.keys import find_key
from bot.query.query import fold_input, parse_query
from bot.query.query_record import Query, format_query
from bot.slack.actions import NOTE_DELETE, build_stale_error
from bot.slack.arguments import parse_addresses
from bot.slack.blocks import MAX_LABEL, MAX_OPTION, MAX_OPTIONS, Block, actions, button, context, modal, plain, section
from bot.slack.calls.files import parse_shared_file
from bot.slack.mrkdwn import bold, clean, escape, quote
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
    told = {"hint": plain(hint, _MAX_WRITTEN)} if hint else {}
    labels = {"label": plain(label, _MAX_WRITTEN), "optional": optional, **told}
    return {"type": "input", "block_id": name, "element": element, **labels}


def option(value: str, label: str) -> Block:
    """Return one choice."""
    return {"text": plain(label, MAX_LABEL), "value": value[:MAX_OPTION]}


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


def _parse_fields(texts: Mapping[str, str], parse: Callable[[str], Query]) -> dict[str, Query]:
    """Return what the text of each field means; FieldError names the one that cannot be read."""
    queries = {}
    for name, text in texts.items():
        try:
            queries[name] = parse(text)
        except BadQueryError as error:
            raise FieldError(name, error) from error
    return queries


# The form to search policies, filled in from a query.

SEARCH_VIEW = "search.form"
BODIES, COMPANIES, TOPICS = "names.bodies", "names.companies", "names.topics"
WORDS, DATES = "words", "dates"
_CHOICES = (
    (BODIES, "Issued by", "ministry"),
    (TOPICS, "Topics", "topic"),
    (COMPANIES, "Companies", "company"),
    ("type", "Kind of document", "type"),
    ("status", "Status", "status"),
)
"""The fields of choices with the key of each."""
_MENUS = {
    "type": [kind.value for kind in DocumentType],
    "status": ["draft_for_comment", "comment_closed", "issued", "in_force"],
}


def build_search_form(query: Query, lexicon: Lexicon) -> Block:
    """Build the form filled in with a query; what of it has no field of its own is among the words."""
    records: dict[str, Mapping[str, Body | Company | Topic]]
    records = {BODIES: lexicon.body_by_id, TOPICS: lexicon.topic_by_id, COMPANIES: lexicon.company_by_id}
    rest, fields = replace(query, dates=None), list[Block]()
    for name, label, key in _CHOICES:
        chosen, labels = getattr(query, key), {each: each.replace("_", " ") for each in _MENUS.get(name, ())}
        if name in records:
            labels = {each: describe_record(found) for each in chosen.include if (found := records[name].get(each))}
        fits = name in records or len(chosen.include) == 1
        held = [each for each in chosen.include if fits and each in labels]
        fields.append(ask(name, label, NAMES if name in records else MENU, held, labels))
        left = tuple(each for each in chosen.include if each not in held)
        rest = replace(rest, **{key: replace(chosen, include=left)})
    words, dates = [format_query(rest, lexicon)], [format_query(Query(dates=query.dates), lexicon)]
    written = (
        ask(WORDS, "Words", TEXT, words, max_length=1500, placeholder="data security"),
        ask(DATES, "Dates", TEXT, dates, placeholder="Nov 2023, Q4 2023, last month"),
    )
    return modal("Search policies", [*written, *fields], callback_id=SEARCH_VIEW, submit="Search")


def parse_search_form(view: Mapping[str, Any], *, lexicon: Lexicon, today: dt.date) -> str:
    """Read what was filled in as the text of a policy search; FieldError names the field that cannot be read."""
    dates = read_text(view, DATES)
    head, colon, _ = fold_input(dates).partition(":")
    has_key = not dates or (colon and find_key(head.strip()))
    texts = {WORDS: _join_words(view, WORDS), DATES: dates if has_key else f"on:{dates}"}
    found = _parse_fields(texts, partial(parse_query, lexicon=lexicon, today=today))
    query = replace(found[WORDS], dates=found[DATES].dates) if dates else found[WORDS]
    return format_query(query, lexicon)


def _join_words(view: Mapping[str, Any], name: str) -> str:
    """Return what is written in a field, with what was chosen in the fields of choices as keys behind it."""
    chosen = ((key, ",".join(read_chosen(view, block))) for block, _, key in _CHOICES)
    return " ".join([*read_text(view, name).split(), *(f"{key}:{values}" for key, values in chosen if values)])


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


def build_subscription_form(rule: str, *, filter_text: str, schedule: Schedule, place: str = "") -> Block:
    """Return the form with its three questions, for this subscription or "" for a new one.

    ``place`` is ``here`` or ``me`` where it can be chosen.
    """
    days = {} if schedule.every in _CADENCES else {schedule.every: f"On {schedule.every}"}
    blocks = [
        ask(FILTER, "What", TEXT, [filter_text], hint=_WHAT, max_length=2500, placeholder="data security"),
        ask(PLACE, "Where", RADIO, [place], _PLACES, optional=False) if place else {},
        ask(EVERY, "How often", MENU, [schedule.every], {**_CADENCES, **days}, optional=False),
        actions(button("More options", MORE_OPTIONS, rule)),
    ]
    title, submit = (f"Change {rule}", "Save") if rule else ("Follow", "Next")
    return modal(title, blocks, callback_id=SUBSCRIPTION_VIEW, submit=submit, private=rule)


def build_whole_form(view: Mapping[str, Any], schedule: Schedule) -> Block:
    """Return the form with its further options; Slack keeps what a person has chosen so far in the fields that stay."""
    quiet = schedule.quiet.split(",")
    hours = [word for word in quiet if word not in {*_QUIET, NEVER}]
    blocks = [
        *(each for each in view.get("blocks") or () if each.get("block_id") in {FILTER, PLACE, EVERY}),
        *(ask(name, label, NAMES) for name, label, _ in _CHOICES[:3]),
        ask(AT, "Time of day", TIME, [f"{schedule.at:%H:%M}"]),
        ask(ZONE, "Time zone", TEXT, [schedule.zone], optional=False, hint="Such as Europe/Berlin or Asia/Shanghai."),
        ask(QUIET, "Quiet days", TICKS, quiet, _QUIET, hint=_LATER),
        ask(HOURS, "Quiet hours", TEXT, hours, placeholder="20:00-08:00"),
        ask(REMIND, "Reminders of deadlines", TICKS, list(map(str, schedule.remind)), _REMIND),
    ]
    kept = ("type", "title", "close", "submit", "callback_id", "private_metadata")
    return {**{name: view[name] for name in kept if name in view}, "blocks": [each for each in blocks if each]}


def parse_subscription_form(view: Mapping[str, Any], *, lexicon: Lexicon, today: dt.date) -> Query:
    """Read what was filled in as a filter and a schedule; FieldError names the field that cannot be read.

    What the form did not show is left open. An empty filter is said to be everything.
    """
    shown = list_shown(view)
    if EVERY not in shown:
        raise build_stale_error()
    every, at, zone, hours = (read_text(view, name) for name in (EVERY, AT, ZONE, HOURS))
    quiet = ",".join(filter(None, (hours.replace(" ", ""), *read_chosen(view, QUIET)))) or NEVER
    remind = ",".join(read_chosen(view, REMIND)) or NEVER
    texts = {
        FILTER: _join_words(view, FILTER) or "everything",
        EVERY: f"every:{every}",
        AT: f"at:{at}" if at and every != Cadence.IMMEDIATE else "",
        ZONE: f"tz:{zone}" if zone else "",
        HOURS: f"quiet:{quiet}" if QUIET in shown else "",
        REMIND: f"remind:{remind}" if REMIND in shown else "",
    }
    found = _parse_fields(texts, partial(parse_query, lexicon=lexicon, today=today, bare_cadence=True))
    query = found[FILTER]
    if query.every or query.at or query.tz:
        raise BadQueryError("This holds a schedule.", hint="Choose how often and when in their fields.")
    return replace(
        query,
        every=found[EVERY].every,
        at=found[AT].at,
        tz=found[ZONE].tz,
        quiet=found[HOURS].quiet,
        remind=found[REMIND].remind,
        to="me" if read_text(view, PLACE) == "me" else None,
    )


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


def build_note_kept(note: Note, done: str, lexicon: Lexicon) -> Block:
    """Build the window that says that a note was saved, changed or deleted."""
    said = f"{done}: {note.shown_id} on {bold(_name_subject(note.subject, lexicon))}."
    return modal("Note", [section(said), section("" if done == "Deleted" else quote(escape(note.text)))])


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


def read_upload_form(view: Mapping[str, Any]) -> tuple[Source, ...]:
    """Return the documents that a submitted form names; what is wrong is beside the addresses, or the files."""
    sources = list(parse_addresses(read_text(view, ADDRESSES).split()))
    try:
        files = list_shown(view).get(FILES, {}).get("files") or ()
        sources += [parse_shared_file(each if isinstance(each, dict) else {}) for each in files]
        if not sources:
            raise BadQueryError("Choose a file or type an address.")
        if len(sources) > MOST_DOCUMENTS:
            raise BadQueryError(f"These are {len(sources)} documents; I can read {MOST_DOCUMENTS} at once.")
    except GongbaoError as error:
        raise FieldError(FILES, error) from error
    return tuple(sources)
