"""Forms: to search, to follow, to write a note, to report a mistake, to upload; and what was filled in."""

import datetime as dt
import re
from calendar import day_name
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from bot.answers.notes import MAX_NOTE
from bot.errors import BadQueryError, GongbaoError
from bot.model.briefing import DocumentType
from bot.model.intake import MOST_DOCUMENTS, Source
from bot.model.post import Message
from bot.model.subscription import (
    DAY_NAMES,
    HOLIDAYS,
    NEVER,
    WEEKDAYS,
    WEEKENDS,
    Cadence,
    Schedule,
    format_quiet,
    format_remind,
)
from bot.names.lexicon import Lexicon
from bot.names.records import describe_record, spell_id
from bot.query.keys import find_key
from bot.query.query import fold_input, parse_query
from bot.query.query_record import Choices, Query, format_query
from bot.slack.actions import NOTE_DELETE, build_stale_form_error
from bot.slack.arguments import parse_addresses
from bot.slack.blocks import (
    MAX_LABEL,
    Block,
    actions,
    button,
    context,
    cut,
    modal,
    plain,
    section,
)
from bot.slack.calls.files import parse_shared_file
from bot.slack.messages.cards import Subject
from bot.slack.messages.fields import (
    FILE,
    MENU,
    NAMES,
    RADIO,
    TICKS,
    TIME,
    Field,
    FieldError,
    build_fields,
    list_shown,
    read_chosen,
    read_text,
)
from bot.slack.messages.frame import build_line
from bot.slack.mrkdwn import bold, escape, quote
from bot.slack.windows import read_private
from bot.store.notes import Note

# The form to search policies, filled in from a query.

SEARCH_VIEW = "search.form"
BODIES, COMPANIES, TOPICS = "names.bodies", "names.companies", "names.topics"
WORDS, DATES = "words", "dates"
_KEYS = {BODIES: "ministry", TOPICS: "topic", COMPANIES: "company", "type": "type", "status": "status"}
"""What the key of each field of choices is called, in a query too."""
_NAMED = (BODIES, TOPICS, COMPANIES)
_STATUSES = {"draft_for_comment": "open for comment", "comment_closed": "comments closed", "issued": "issued"}
_SEARCH = (
    Field(WORDS, "Words", limit=1500, placeholder="data security"),
    Field(BODIES, "Issued by", NAMES),
    Field(TOPICS, "Topics", NAMES),
    Field(COMPANIES, "Companies", NAMES),
    Field(DATES, "Dates", limit=200, placeholder="Nov 2023, Q4 2023, last month"),
    Field("type", "Kind of document", MENU, {kind.value: kind.value.replace("_", " ") for kind in DocumentType}),
    Field("status", "Status", MENU, {**_STATUSES, "in_force": "in force"}),
)


def build_search_form(query: Query, lexicon: Lexicon, *, private: str = "") -> Block:
    """Build the form filled in with a query; ``private`` is what it carries unseen.

    What of the query has no field of its own is among the words.
    """
    rest, values, fields = replace(query, dates=None), {DATES: [format_query(Query(dates=query.dates), lexicon)]}, []
    known: Mapping[str, Mapping[str, Any]]
    known = {BODIES: lexicon.body_by_id, TOPICS: lexicon.topic_by_id, COMPANIES: lexicon.company_by_id}
    for each in _SEARCH:
        if each.name not in _KEYS:
            fields.append(each)
            continue
        key = _KEYS[each.name]
        chosen, records = getattr(query, key).include, known.get(each.name, {})
        labels = {name: describe_record(records[name]) for name in chosen if name in records} or each.choices
        fields.append(replace(each, choices=labels))
        is_shown = each.kind == NAMES or len(chosen) == 1
        values[each.name] = [name for name in chosen if name in labels and is_shown]
        rest = _choose(rest, key, [name for name in chosen if name not in values[each.name]])
    values[WORDS] = [format_query(rest, lexicon)]
    blocks = build_fields(fields, values)
    return modal("Search policies", blocks, callback_id=SEARCH_VIEW, submit="Search", private=private)


def parse_search_form(view: Mapping[str, Any], *, lexicon: Lexicon, today: dt.date) -> str:
    """Read what was filled in as the text of a policy search; FieldError names the field that cannot be read."""

    def parse(block: str, text: str) -> Query:
        try:
            return parse_query(text, lexicon=lexicon, today=today)
        except BadQueryError as error:
            raise FieldError(block, error) from error

    query, dates = parse(WORDS, read_text(view, WORDS)), read_text(view, DATES)
    if dates:
        head, colon, _ = fold_input(dates).partition(":")
        text = dates if colon and find_key(head.strip()) else f"on:{dates}"
        query = replace(query, dates=parse(DATES, text).dates)
    for name, key in _KEYS.items():
        query = _choose(query, key, (*read_chosen(view, name), *getattr(query, key).include))
    return format_query(query, lexicon)


def _choose(query: Query, key: str, include: Iterable[str]) -> Query:
    chosen: Choices = getattr(query, key)
    changed: dict[str, Any] = {key: replace(chosen, include=tuple(dict.fromkeys(include)))}
    return replace(query, **changed)


# The form in which a subscription is made or changed: What, Where, How often, and the rest under More options.

SUBSCRIPTION_VIEW = "subscription.form"
MORE_OPTIONS = "subscription.more"
"""The button that shows the rest of the form."""
FILTER, PLACE, EVERY = "filter", "place", "every"
AT, ZONE, QUIET, HOURS, REMIND = "at", "zone", "quiet", "hours", "remind"
_PLACES = {"here": "This channel", "me": "My direct messages"}
_CADENCES = {
    Cadence.IMMEDIATE.value: "With every new briefing",
    Cadence.DAILY.value: "Every day",
    WEEKDAYS: "Monday to Friday",
    Cadence.WEEKLY.value: "Every Monday",
    **{short: f"Every {name}" for short, name in list(zip(DAY_NAMES, day_name, strict=True))[1:]},
    Cadence.MONTHLY.value: "On the 1st of each month",
}
_QUIET = {WEEKENDS: "Weekends", HOLIDAYS: "Chinese public holidays"}
_REMIND = {"14": "14 days before", "7": "7 days before", "1": "1 day before"}
_WHAT = "A topic, a ministry, a company or other words. Leave it empty for everything; “deadlines” for deadlines."
_LATER = "A post that falls on a quiet day or hour comes when it is over."
_ZONES = "Such as Europe/Berlin or Asia/Shanghai."
_SUBSCRIPTION = (
    Field(FILTER, "What", limit=2500, placeholder="data security", hint=_WHAT),
    Field(PLACE, "Where", RADIO, _PLACES, optional=False),
    Field(EVERY, "How often", MENU, _CADENCES, optional=False),
    Field(BODIES, "Ministries and other bodies", NAMES),
    Field(TOPICS, "Topics", NAMES),
    Field(COMPANIES, "Companies", NAMES),
    Field(AT, "Time of day", TIME),
    Field(ZONE, "Time zone", limit=60, hint=_ZONES, optional=False),
    Field(QUIET, "Quiet days", TICKS, _QUIET, hint=_LATER),
    Field(HOURS, "Quiet hours", limit=60, placeholder="20:00-08:00"),
    Field(REMIND, "Reminders of deadlines", TICKS, _REMIND),
)
_QUESTIONS = 3
"""So many fields are asked at once; the others are under More options."""
_MAX_KEPT = 1500
"""So long a filter is still carried by the window besides its field."""
_HOURS = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d-(?:[01]?\d|2[0-3]):[0-5]\d")


class FormSubject(msgspec.Struct, frozen=True, array_like=True):
    """What a form is for: the subscription it changes (``D3``; None for a new one) and the channel it is for.

    ``kept`` is what was in every field when the form was opened.
    """

    rule: str | None
    channel: str
    kept: dict[str, list[str]] = {}


def build_subscription_form(subject: FormSubject, *, filter_text: str, schedule: Schedule, to_me: bool) -> Block:
    """Return the form with its three questions, filled with a filter and a schedule."""
    quiet = format_quiet(schedule.quiet).split(",")
    kept = {
        FILTER: [filter_text],
        PLACE: ["me" if to_me else "here"],
        EVERY: [schedule.every],
        AT: [f"{schedule.at:%H:%M}"],
        ZONE: [schedule.zone],
        QUIET: [word for word in quiet if word in _QUIET],
        HOURS: [",".join(word for word in quiet if word not in _QUIET)],
        REMIND: format_remind(schedule.remind).split(","),
    }
    return _build_subscription(subject, kept, is_whole=False)


def build_whole_form(view: Mapping[str, Any]) -> Block:
    """Return the form with its further options, filled with what a person has chosen so far."""
    subject = read_subject(view)
    chosen = {name: list(read_chosen(view, name)) for name in list_shown(view)}
    return _build_subscription(subject, subject.kept | chosen, is_whole=True)


def _build_subscription(subject: FormSubject, kept: dict[str, list[str]], *, is_whole: bool) -> Block:
    every, is_channel = next(iter(kept[EVERY]), ""), subject.channel and not subject.channel.startswith("D")
    fields = {each.name: each for each in _SUBSCRIPTION[: None if is_whole else _QUESTIONS]}
    if subject.rule is not None or not is_channel:
        del fields[PLACE]
    if every and every not in _CADENCES:
        fields[EVERY] = replace(fields[EVERY], choices={**_CADENCES, every: f"On {every}"})
    more = {} if is_whole else actions(button("More options", MORE_OPTIONS, "more"))
    carried = kept | {FILTER: [text for text in kept[FILTER] if len(text) <= _MAX_KEPT]}
    private = msgspec.json.encode(msgspec.structs.replace(subject, kept=carried)).decode()
    title, submit = (f"Change {subject.rule}", "Save") if subject.rule else ("Follow", "Next")
    blocks = [*build_fields(fields.values(), kept), more]
    return modal(title, blocks, callback_id=SUBSCRIPTION_VIEW, submit=submit, private=private)


def read_subject(view: Mapping[str, Any]) -> FormSubject:
    """Return what a form is for, or raise BadQueryError."""
    try:
        subject = msgspec.json.decode(read_private(view), type=FormSubject)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise build_stale_form_error() from error
    if not subject.kept.keys() >= {FILTER, EVERY, AT, ZONE, QUIET, HOURS, REMIND}:
        raise build_stale_form_error()
    return subject


def read_subscription_form(view: Mapping[str, Any]) -> tuple[str, str]:
    """Return what was filled in as the text after ``/digest subscribe``: filter and schedule, each may be wrong.

    Options that the form did not show stay as they were. FieldError for quiet hours that are no two times.
    """
    shown = {name: list(read_chosen(view, name)) for name in list_shown(view)}
    said = {name: ",".join(values) for name, values in (read_subject(view).kept | shown).items()}
    hours, every = said[HOURS].replace(" ", ""), ",".join(shown.get(EVERY, ())) or Cadence.IMMEDIATE.value
    if hours and not _HOURS.fullmatch(hours):
        raise FieldError(HOURS, BadQueryError(f"I can't read “{hours}” as quiet hours.", hint="Write 20:00-08:00."))
    keys = {
        "at": "" if every == Cadence.IMMEDIATE else said[AT] or "09:00",
        "tz": said[ZONE],
        "quiet": ",".join(filter(None, (hours, said[QUIET]))),
        "remind": said[REMIND] or NEVER,
        "to": "me" if "me" in shown.get(PLACE, ()) else "",
    }
    schedule = [f"every:{every}", *(f"{key}:{value}" for key, value in keys.items() if value)]
    named = [f"{_KEYS[name]}:{said[name]}" for name in _NAMED if said.get(name)]
    return " ".join([*read_text(view, FILTER).split(), *named]), " ".join(schedule)


# The form to write a note of the team, and the form that reports a mistake.

NOTE_VIEW, NOTE_TEXT = "note.form", "note_text"
WRONG_VIEW, SUBJECT, WRONG_TEXT = "wrong.report", "subject", "note"
MAX_SUBJECTS = 25
_MAX_QUOTED = 400
_WRONG_HINT = "One or two sentences, such as: the date is the publisher's, the notice says 3 March."
_NOTE = Field(NOTE_TEXT, "Note", limit=MAX_NOTE, many_lines=True, optional=False)
_WRONG = Field(WRONG_TEXT, "How is it wrong?", limit=1000, many_lines=True, hint=_WRONG_HINT, optional=False)
_ASKED = {
    "title": "Delete this note?",
    "text": "It can't be brought back.",
    "confirm": "Delete",
    "deny": "Cancel",
}


def build_note_form(subject: str, lexicon: Lexicon, note: Note | None = None) -> Block:
    """Build the form for a new note on a subject, or to change one that is there."""
    blocks = [
        section(bold(_name_subject(subject, lexicon))),
        *build_fields([_NOTE], {NOTE_TEXT: [note.text] if note else []}),
        context("Members of this workspace see it on the card, in private. It is in no export and nothing shared."),
    ]
    if note is not None:
        asked = {name: plain(text, MAX_LABEL) for name, text in _ASKED.items()}
        blocks.append(actions(button("Delete", NOTE_DELETE, note.shown_id, style="danger") | {"confirm": asked}))
    return modal("Note", blocks, callback_id=NOTE_VIEW, submit="Save", private=note.shown_id if note else subject)


def build_note_kept(note: Note, done: str, lexicon: Lexicon) -> Message:
    """Build the private word that a note was saved, changed or deleted."""
    said = f"{done}: {note.shown_id} on {bold(_name_subject(note.subject, lexicon))}."
    return build_line(said if done == "Deleted" else f"{said}\n{quote(cut(escape(note.text), _MAX_QUOTED))}")


def _name_subject(subject: str, lexicon: Lexicon) -> str:
    kind, _, record_id = subject.partition(":")
    if kind == "company" and record_id in lexicon.company_by_id:
        return lexicon.company_by_id[record_id].name
    return spell_id(record_id) if record_id else subject


def build_wrong_form(subjects: Sequence[Subject]) -> Block:
    """Build the form that reports a mistake; what it is about is chosen where there are several."""
    first, title = subjects[0]
    choices = {shown_id: f"{cut(label, MAX_LABEL - 9)} · {shown_id}" for shown_id, label in subjects[:MAX_SUBJECTS]}
    about = build_fields([Field(SUBJECT, "What is wrong?", MENU, choices, optional=False)], {SUBJECT: [first]})
    blocks = [
        *(about if len(choices) > 1 else [section(f"{bold(title)} · {first}")]),
        *build_fields([_WRONG], {}),
        context("An admin will look at it, and we'll tell you the outcome."),
    ]
    return modal("Report a mistake", blocks, callback_id=WRONG_VIEW, submit="Report", private=first)


def build_wrong_taken(subject: str, entry: str) -> Block:
    """Build what the window says once the note is on the review list; ``entry`` is its id there."""
    text = f"Thank you. Your note on {bold(subject)} is with the admins ({entry}), and we'll tell you the outcome."
    return modal("Report a mistake", [section(text)])


# The form of /ingest: files and addresses.

UPLOAD_VIEW = "ingest.form"
UPLOAD = "ingest.open"
"""The button that opens the form."""
ADDRESSES, FILES = "addresses", "files"
_TYPES = ["pdf", "docx", "html", "htm", "eml", "md", "markdown", "txt", "xml", "rss", "atom"]
_MOST = f"At most {MOST_DOCUMENTS} documents in all."
_HTTPS = "Public https addresses, one a line."
_UPLOADED = (
    Field(FILES, "Files", FILE, dict.fromkeys(_TYPES, ""), limit=MOST_DOCUMENTS, hint=_MOST),
    Field(ADDRESSES, "Or web addresses", limit=3000, many_lines=True, placeholder="https://…", hint=_HTTPS),
)


def build_upload_form() -> Block:
    """Build the window in which files and addresses are named."""
    about = "PDF, Word, web pages, mail (EML), feeds, Markdown and text. The report comes to your direct messages."
    blocks = [context(about), *build_fields(_UPLOADED, {})]
    return modal("Upload a briefing", blocks, callback_id=UPLOAD_VIEW, submit="Read")


def build_upload_offer() -> Message:
    """Build the answer to a message that would open the form: only a press or a command opens one."""
    text = "Press the button to open the form, or send me the file in a direct message."
    return build_line(text, actions(button("Upload a briefing", UPLOAD, "form")))


def read_upload_form(view: Mapping[str, Any]) -> tuple[Source, ...]:
    """Return the documents that a submitted form names; FieldError for what is wrong with one of its fields."""
    block, sources = ADDRESSES, list[Source]()
    try:
        sources += parse_addresses(read_text(view, ADDRESSES).split())
        block = FILES
        files = (list_shown(view).get(FILES) or {}).get("files") or ()
        sources += [parse_shared_file(each if isinstance(each, dict) else {}) for each in files]
        if not sources:
            raise BadQueryError("Choose a file or type an address.")
        if len(sources) > MOST_DOCUMENTS:
            raise BadQueryError(f"These are {len(sources)} documents; I can read {MOST_DOCUMENTS} at once.")
    except GongbaoError as error:
        raise FieldError(block, BadQueryError(error.message, hint=error.hint)) from error
    return tuple(sources)
