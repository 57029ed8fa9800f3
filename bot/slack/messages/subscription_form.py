"""The form in which a subscription is made or changed, and what was filled in, as the text of a command."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.errors import BadQueryError
from bot.model.briefing import DocumentType
from bot.model.subscription import (
    DAY_NAMES,
    HOLIDAYS,
    NEVER,
    WEEKDAYS,
    WEEKENDS,
    Cadence,
    Schedule,
    format_quiet,
    parse_quiet,
)
from bot.names.lexicon import Body, Company, Lexicon, Topic, describe_record
from bot.query.query import parse_query
from bot.query.query_record import Choices, Query, format_query
from bot.query.query_scan import find_key, fold_input
from bot.slack.actions import build_stale_form_error
from bot.slack.blocks import MAX_LABEL, Block, context, modal, plain, section
from bot.slack.mrkdwn import clean, escape
from bot.slack.windows import read_private

# The form to search policies: words, names by typeahead, dates, kind and status; filled in from a query, and read.

SEARCH_VIEW = "search.form"
BODIES = "names.bodies"
COMPANIES = "names.companies"
TOPICS = "names.topics"
MAX_OPTIONS = 100
_WORDS = "words"
_DATES = "dates"
_TYPE = "type"
_STATUS = "status"
_MAX_WORDS = 1500
_MAX_DATES = 200
_MAX_VALUE = 150
_TYPES = tuple((kind.value, kind.value.replace("_", " ")) for kind in DocumentType)
_STATUSES = (
    ("draft_for_comment", "open for comment"),
    ("comment_closed", "comments closed"),
    ("issued", "issued"),
    ("in_force", "in force"),
)


class FormError(BadQueryError):
    """A field of the form that cannot be understood; ``block`` names it."""

    def __init__(self, error: BadQueryError, *, block: str) -> None:
        super().__init__(error.message, hint=error.hint)
        self.block = block


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fields:
    """A query by the fields of the form: what has none of its own stands among the words."""

    words: str = ""
    bodies: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    dates: str = ""
    type: str = ""
    status: str = ""


def build_option(record: Body | Company | Topic) -> Block:
    """Build one choice of a menu of names; its value is the record's id."""
    return {"text": plain(describe_record(record), MAX_LABEL), "value": record.id[:_MAX_VALUE]}


def build_search_form(query: Query, lexicon: Lexicon, *, private: str = "") -> Block:
    """Build the form filled in with a query; ``private`` is what it carries unseen."""
    fields = _split(query, lexicon)
    blocks = [
        _text(_WORDS, "Words", fields.words, "data security", _MAX_WORDS),
        _names(BODIES, "Issued by", [lexicon.body_by_id[i] for i in fields.bodies if i in lexicon.body_by_id]),
        _names(TOPICS, "Topics", [lexicon.topic_by_id[i] for i in fields.topics if i in lexicon.topic_by_id]),
        _names(
            COMPANIES, "Companies", [lexicon.company_by_id[i] for i in fields.companies if i in lexicon.company_by_id]
        ),
        _text(_DATES, "Dates", fields.dates, "Nov 2023, Q4 2023, last month", _MAX_DATES),
        _search_form_select(_TYPE, "Kind of document", fields.type, _TYPES),
        _search_form_select(_STATUS, "Status", fields.status, _STATUSES),
    ]
    return modal("Search policies", blocks, callback_id=SEARCH_VIEW, submit="Search", private=private)


def parse_search_form(values: dict[str, Any], *, lexicon: Lexicon, today: dt.date) -> str:
    """Read what was filled in as the text of a policy search; FormError names the field that cannot be read."""
    words = _parse(_WORDS, _get_text(values, _WORDS), lexicon=lexicon, today=today)
    dates = _get_text(values, _DATES)
    if dates:
        text = dates if _has_key(dates) else f"on:{dates}"
        words = replace(words, dates=_parse(_DATES, text, lexicon=lexicon, today=today).dates)
    searched = replace(
        words,
        ministry=_add(words.ministry, _get_chosen(values, BODIES)),
        company=_add(words.company, _get_chosen(values, COMPANIES)),
        topic=_add(words.topic, _get_chosen(values, TOPICS)),
        type=_add(words.type, _get_chosen(values, _TYPE)),
        status=_add(words.status, _get_chosen(values, _STATUS)),
    )
    return format_query(searched, lexicon)


def _parse(block: str, text: str, *, lexicon: Lexicon, today: dt.date) -> Query:
    try:
        return parse_query(text, lexicon=lexicon, today=today)
    except BadQueryError as error:
        raise FormError(error, block=block) from error


def _has_key(text: str) -> bool:
    head, colon, _ = fold_input(text).partition(":")
    return bool(colon) and find_key(head.strip()) is not None


def _add(held: Choices, ids: tuple[str, ...]) -> Choices:
    return replace(held, include=tuple(dict.fromkeys((*ids, *held.include))))


def _keep_unlisted(held: Choices, known: Mapping[str, object]) -> Choices:
    """Return the choices that no menu offers."""
    return replace(held, include=tuple(each for each in held.include if each not in known))


def _split(query: Query, lexicon: Lexicon) -> _Fields:
    one_type = query.type.include[:1] if len(query.type.include) == 1 else ()
    one_status = tuple(s for s in query.status.include if s in dict(_STATUSES))
    one_status = one_status if len(query.status.include) == 1 else ()
    rest = replace(
        query,
        ministry=_keep_unlisted(query.ministry, lexicon.body_by_id),
        company=_keep_unlisted(query.company, lexicon.company_by_id),
        topic=_keep_unlisted(query.topic, lexicon.topic_by_id),
        type=replace(query.type, include=()) if one_type else query.type,
        status=replace(query.status, include=()) if one_status else query.status,
        dates=None,
    )
    return _Fields(
        words=format_query(rest, lexicon),
        bodies=query.ministry.include,
        companies=query.company.include,
        topics=query.topic.include,
        dates=format_query(Query(dates=query.dates), lexicon),
        type="".join(one_type),
        status="".join(one_status),
    )


def _search_form_input(block: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": block,
        "optional": True,
        "label": plain(label, MAX_LABEL),
        "element": {**element, "action_id": block},
    }


def _text(block: str, label: str, value: str, placeholder: str, limit: int) -> Block:
    element: Block = {"type": "plain_text_input", "max_length": limit, "placeholder": plain(placeholder, MAX_LABEL)}
    return _search_form_input(block, label, element | ({"initial_value": clean(value)[:limit]} if value else {}))


def _names(block: str, label: str, records: list[Any]) -> Block:
    element: Block = {"type": "multi_external_select", "min_query_length": 0, "placeholder": plain("any", MAX_LABEL)}
    options = [build_option(record) for record in records[:MAX_OPTIONS]]
    return _search_form_input(block, label, element | ({"initial_options": options} if options else {}))


def _search_form_select(block: str, label: str, value: str, choices: Sequence[tuple[str, str]]) -> Block:
    options = [{"text": plain(shown, MAX_LABEL), "value": name} for name, shown in choices]
    held = [option for option in options if option["value"] == value]
    element: Block = {"type": "static_select", "options": options, "placeholder": plain("any", MAX_LABEL)}
    return _search_form_input(block, label, element | ({"initial_option": held[0]} if held else {}))


def _get(values: dict[str, Any], block: str) -> dict[str, Any]:
    held = (values.get(block) or {}).get(block)
    return held if isinstance(held, dict) else {}


def _get_text(values: dict[str, Any], block: str) -> str:
    return str(_get(values, block).get("value") or "").strip()


def _get_chosen(values: dict[str, Any], block: str) -> tuple[str, ...]:
    held = _get(values, block)
    chosen = [*(held.get("selected_options") or []), *filter(None, [held.get("selected_option")])]
    return tuple(str(option["value"]) for option in chosen)


FORM = "subscription.form"
FILTER, PLACE, EVERY, AT, ZONE, OTHER_ZONE, QUIET, QUIET_FROM, QUIET_TO, REMIND = (
    "filter",
    "place",
    "every",
    "at",
    "zone",
    "other_zone",
    "quiet",
    "quiet_from",
    "quiet_to",
    "remind",
)
"""The blocks of the form; each holds one element of the same action_id."""
HERE, ME = "here", "me"
_CADENCES = (
    (Cadence.IMMEDIATE.value, "At once, when a new briefing is read"),
    (Cadence.DAILY.value, "Every day"),
    (WEEKDAYS, "Monday to Friday"),
    (Cadence.WEEKLY.value, "Every Monday"),
    *(
        (day, f"Every {name}")
        for day, name in zip(
            DAY_NAMES[1:], ("Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True
        )
    ),
    (Cadence.MONTHLY.value, "On the 1st of each month"),
)
COMMON_ZONES = (
    "UTC",
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Taipei",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Australia/Sydney",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Amsterdam",
    "Europe/Berlin",
    "Europe/Rome",
    "Europe/Madrid",
    "Europe/Stockholm",
    "Europe/Warsaw",
    "Europe/Zurich",
    "Europe/Helsinki",
    "Europe/Athens",
    "Europe/Istanbul",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
_QUIET_OPTIONS = ((WEEKENDS, "Weekends"), (HOLIDAYS, "Chinese public holidays"))
_REMIND_OPTIONS = (("14", "14 days before"), ("7", "7 days before"), ("1", "1 day before"))
_MAX_FILTER = 2500
_HALF_QUIET = BadQueryError("Quiet hours have two ends.", hint="Choose this time too, or clear the other.")


class FieldError(BadQueryError):
    """What is wrong with one field of the form, and the name of its block."""

    def __init__(self, block: str, error: BadQueryError) -> None:
        super().__init__(error.message, hint=error.hint)
        self.block = block


@dataclass(frozen=True, kw_only=True, slots=True)
class FormSubject:
    """What a form is for: the subscription it changes (``D3``; None for a new one) and the channel it stands for."""

    rule: str | None
    channel: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """A filled form as the text after ``/digest subscribe``, in two halves, each of which may be wrong."""

    filter: str
    schedule: str


def build_form(subject: FormSubject, *, filter_text: str, schedule: Schedule, to_me: bool) -> Block:
    """Return the form, filled with a filter and a schedule."""
    every = [*_CADENCES]
    if schedule.every not in dict(every):
        every.append((schedule.every, f"On {schedule.every}"))
    zones = [*((zone, zone) for zone in dict.fromkeys((schedule.zone, *COMMON_ZONES)))]
    quiet = schedule.quiet
    held = {word for word in format_quiet(quiet).split(",") if word}
    blocks: list[Block] = []
    if subject.rule is not None:
        blocks.append(context(f"{escape(subject.rule)} stays as it is until the line about the change has landed."))
    blocks.append(
        _input(
            FILTER,
            "What to follow",
            _text_box(FILTER, filter_text),
            hint="Words and keys as in a search, such as topic:robotics ministry:MIIT -section:corporate_news."
            " Empty means everything; deadlines alone follows deadlines.",
        )
    )
    if subject.rule is None and subject.channel and not subject.channel.startswith("D"):
        places = ((HERE, "This channel"), (ME, "My direct messages"))
        blocks.append(_input(PLACE, "Where", _radio(PLACE, places, ME if to_me else HERE), optional=False))
    blocks += [
        _input(EVERY, "How often", _select(EVERY, every, schedule.every), optional=False),
        _input(AT, "Time of day", _clock(AT, f"{schedule.at:%H:%M}"), hint="Without meaning for “at once”."),
        _input(ZONE, "Time zone", _select(ZONE, zones, schedule.zone), optional=False),
        _input(OTHER_ZONE, "Another zone", _text_box(OTHER_ZONE, ""), hint="An IANA name, such as Africa/Nairobi."),
        _input(
            QUIET,
            "Quiet days",
            _checks(QUIET, _QUIET_OPTIONS, held),
            hint="A digest that falls on a quiet day comes on the next one that is not.",
        ),
        _input(
            QUIET_FROM, "Quiet from", _clock(QUIET_FROM, f"{quiet.start:%H:%M}" if quiet.start is not None else None)
        ),
        _input(
            QUIET_TO,
            "Quiet until",
            _clock(QUIET_TO, _time(quiet.end)),
            hint="What would be posted at once waits until the quiet hours end.",
        ),
        _input(
            REMIND,
            "Reminders of deadlines",
            _checks(REMIND, _REMIND_OPTIONS, {str(day) for day in schedule.remind}),
            hint="None ticked: no reminders.",
        ),
    ]
    private = json.dumps([subject.rule, subject.channel])
    title = f"Change {subject.rule}" if subject.rule else "Follow"
    return modal(title, blocks, callback_id=FORM, submit="Save" if subject.rule else "Follow", private=private)


def build_done(text: str, blocks: list[Block]) -> Block:
    """Return the window that says what came of a form."""
    return modal("Subscription", blocks or [section(text)])


def read_subject(view: Mapping[str, Any]) -> FormSubject:
    """Return what a submitted form is for, or raise BadQueryError."""
    try:
        match json.loads(read_private(view)):
            case [str() | None as rule, str(channel)]:
                return FormSubject(rule=rule, channel=channel)
    except ValueError:
        pass
    raise build_stale_form_error()


def read_form(view: Mapping[str, Any]) -> Filled:
    """Return what was filled in; FieldError for quiet hours that have but one end."""
    values = (view.get("state") or {}).get("values") or {}

    def chosen(name: str) -> str:
        held = (values.get(name) or {}).get(name) or {}
        option = held.get("selected_option") or {}
        return str(option.get("value") or held.get("value") or held.get("selected_time") or "").strip()

    words = [str(option.get("value")) for option in _find_ticked(values, QUIET)]
    start, end = chosen(QUIET_FROM), chosen(QUIET_TO)
    if bool(start) is not bool(end):
        raise FieldError(QUIET_TO if start else QUIET_FROM, _HALF_QUIET)
    quiet = format_quiet(parse_quiet(",".join(word for word in words if word in {WEEKENDS, HOLIDAYS})))
    hours = f"{start}-{end}" if start and end else ""
    every = chosen(EVERY) or Cadence.IMMEDIATE.value
    parts = [f"every:{every}"]
    if every != Cadence.IMMEDIATE:
        parts.append(f"at:{chosen(AT) or '09:00'}")
    zone = chosen(OTHER_ZONE) or chosen(ZONE)
    parts += [f"tz:{zone}"] if zone else []
    held_quiet = ",".join(filter(None, (hours, quiet)))
    parts += [f"quiet:{held_quiet}"] if held_quiet else []
    if REMIND in values:  # a window from before there was this field has none
        ticked = [str(each.get("value")) for each in _find_ticked(values, REMIND)]
        parts.append(f"remind:{','.join(day for day, _ in _REMIND_OPTIONS if day in ticked) or NEVER}")
    parts += ["to:me"] if chosen(PLACE) == ME else []
    return Filled(filter=" ".join(chosen(FILTER).split()), schedule=" ".join(parts))


def _find_ticked(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return list(((values.get(name) or {}).get(name) or {}).get("selected_options") or [])


def _input(name: str, label: str, element: Block, *, hint: str = "", optional: bool = True) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def _text_box(name: str, value: str) -> Block:
    box: Block = {"type": "plain_text_input", "action_id": name, "multiline": False, "max_length": _MAX_FILTER}
    return box | ({"initial_value": clean(value)[:_MAX_FILTER]} if value else {})


def _option(value: str, label: str) -> Block:
    return {"text": plain(label, 75), "value": value}


def _select(name: str, options: list[tuple[str, str]], held: str) -> Block:
    by_value = {value: _option(value, label) for value, label in options}
    select: Block = {"type": "static_select", "action_id": name, "options": list(by_value.values())}
    return select | ({"initial_option": by_value[held]} if held in by_value else {})


def _radio(name: str, options: tuple[tuple[str, str], ...], held: str) -> Block:
    by_value = {value: _option(value, label) for value, label in options}
    return {
        "type": "radio_buttons",
        "action_id": name,
        "options": list(by_value.values()),
        "initial_option": by_value[held],
    }


def _checks(name: str, options: tuple[tuple[str, str], ...], held: set[str]) -> Block:
    by_value = {value: _option(value, label) for value, label in options}
    checks: Block = {"type": "checkboxes", "action_id": name, "options": list(by_value.values())}
    initial = [by_value[value] for value in by_value if value in held]
    return checks | ({"initial_options": initial} if initial else {})


def _time(held: dt.time | None) -> str | None:
    return None if held is None else f"{held:%H:%M}"


def _clock(name: str, held: str | None) -> Block:
    return {"type": "timepicker", "action_id": name} | ({"initial_time": held} if held else {})
