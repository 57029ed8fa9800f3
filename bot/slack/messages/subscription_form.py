"""The form in which a subscription is made or changed: What, Where, How often, and the rest under More options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from bot.errors import BadQueryError
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
from bot.slack.actions import build_stale_form_error
from bot.slack.blocks import Block, actions, button, modal, section
from bot.slack.messages.forms import (
    BODIES,
    COMPANIES,
    TOPICS,
    FieldError,
    checks_input,
    input_block,
    names_input,
    read_chosen,
    read_text,
    select_input,
    text_input,
)
from bot.slack.windows import read_private

FORM = "subscription.form"
MORE = "subscription.more"
"""The button that shows the rest of the form."""
FILTER, PLACE, EVERY = "filter", "place", "every"
AT, ZONE, QUIET, HOURS, REMIND = "at", "zone", "quiet", "hours", "remind"
"""The fields, each called like its block and its element; the second row is under More options."""
HERE, ME = "here", "me"
_CADENCES = {
    Cadence.IMMEDIATE.value: "With every new briefing",
    Cadence.DAILY.value: "Every day",
    WEEKDAYS: "Monday to Friday",
    Cadence.WEEKLY.value: "Every Monday",
    **dict(zip(DAY_NAMES[1:], ("Every Tuesday", "Every Wednesday", "Every Thursday"), strict=False)),
    **dict(zip(DAY_NAMES[4:], ("Every Friday", "Every Saturday", "Every Sunday"), strict=True)),
    Cadence.MONTHLY.value: "On the 1st of each month",
}
_QUIET = {WEEKENDS: "Weekends", HOLIDAYS: "Chinese public holidays"}
_REMIND = {"14": "14 days before", "7": "7 days before", "1": "1 day before"}
_NAMES = {
    BODIES: ("ministry", "Ministries and other bodies"),
    TOPICS: ("topic", "Topics"),
    COMPANIES: ("company", "Companies"),
}
_MAX_FILTER = 2500
_MAX_KEPT = 1500
"""So long a filter is still carried by the window besides its field."""
_MAX_WORD = 60
_HOURS = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d-(?:[01]?\d|2[0-3]):[0-5]\d")


class FormSubject(msgspec.Struct, frozen=True, array_like=True):
    """What a form is for: the subscription it changes (``D3``; None for a new one) and the channel it is for.

    ``kept`` is every field as it was when the form was opened.
    """

    rule: str | None
    channel: str
    kept: dict[str, str] = {}


def build_form(subject: FormSubject, *, filter_text: str, schedule: Schedule, to_me: bool) -> Block:
    """Return the form with its three questions, filled with a filter and a schedule."""
    quiet = format_quiet(schedule.quiet).split(",")
    kept = {
        FILTER: filter_text,
        PLACE: ME if to_me else HERE,
        EVERY: schedule.every,
        AT: f"{schedule.at:%H:%M}",
        ZONE: schedule.zone,
        QUIET: ",".join(word for word in _QUIET if word in quiet),
        HOURS: ",".join(word for word in quiet if word not in _QUIET),
        REMIND: format_remind(schedule.remind),
    }
    return _build(msgspec.structs.replace(subject, kept=kept), is_whole=False)


def build_whole_form(view: Mapping[str, Any]) -> Block:
    """Return the form with its further options, filled with what a person has chosen so far."""
    subject = read_subject(view)
    typed = {FILTER: read_text(view, FILTER), PLACE: _read_choice(view, PLACE), EVERY: _read_choice(view, EVERY)}
    kept = subject.kept | {name: each for name, each in typed.items() if each}
    return _build(msgspec.structs.replace(subject, kept=kept), is_whole=True)


def _build(subject: FormSubject, *, is_whole: bool) -> Block:
    kept = subject.kept
    what = text_input(kept[FILTER], limit=_MAX_FILTER, placeholder="data security")
    hint = "A topic, a ministry, a company or other words. Leave it empty for everything; “deadlines” for deadlines."
    blocks = [input_block(FILTER, "What", what, hint=hint)]
    if subject.rule is None and subject.channel and not subject.channel.startswith("D"):
        places = {HERE: "This channel", ME: "My direct messages"}
        where = select_input(places, kept[PLACE] or HERE, kind="radio_buttons")
        blocks.append(input_block(PLACE, "Where", where, optional=False))
    every = kept[EVERY]
    cadences = _CADENCES if every in _CADENCES or not every else {**_CADENCES, every: f"On {every}"}
    blocks.append(input_block(EVERY, "How often", select_input(cadences, every), optional=False))
    blocks += _list_options(kept) if is_whole else [actions(button("More options", MORE, "more"))]
    carried = kept | {FILTER: kept[FILTER] if len(kept[FILTER]) <= _MAX_KEPT else ""}
    private = msgspec.json.encode(msgspec.structs.replace(subject, kept=carried)).decode()
    title = f"Change {subject.rule}" if subject.rule else "Follow"
    return modal(title, blocks, callback_id=FORM, submit="Save" if subject.rule else "Next", private=private)


def _list_options(kept: Mapping[str, str]) -> list[Block]:
    """Return the fields under More options."""
    later = "A post that falls on a quiet day or hour comes when it is over."
    time = {"type": "timepicker"} | ({"initial_time": kept[AT]} if kept[AT] else {})
    zone = text_input(kept[ZONE], limit=_MAX_WORD)
    return [
        *(input_block(name, label, names_input()) for name, (_, label) in _NAMES.items()),
        input_block(AT, "Time of day", time),
        input_block(ZONE, "Time zone", zone, hint="Such as Europe/Berlin or Asia/Shanghai.", optional=False),
        input_block(QUIET, "Quiet days", checks_input(_QUIET, kept[QUIET].split(",")), hint=later),
        input_block(HOURS, "Quiet hours", text_input(kept[HOURS], limit=_MAX_WORD, placeholder="20:00-08:00")),
        input_block(REMIND, "Reminders of deadlines", checks_input(_REMIND, kept[REMIND].split(","))),
    ]


def build_done(text: str, blocks: list[Block]) -> Block:
    """Return the window that says what came of a form."""
    return modal("Subscription", blocks or [section(text)])


def read_subject(view: Mapping[str, Any]) -> FormSubject:
    """Return what a form is for, or raise BadQueryError."""
    try:
        subject = msgspec.json.decode(read_private(view), type=FormSubject)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise build_stale_form_error() from error
    if not subject.kept.keys() >= {AT, ZONE, QUIET, HOURS, REMIND}:
        raise build_stale_form_error()
    return subject


def _read_choice(view: Mapping[str, Any], name: str) -> str:
    return next(iter(read_chosen(view, name)), "")


def read_form(view: Mapping[str, Any]) -> tuple[str, str]:
    """Return what was filled in as the text after ``/digest subscribe``: filter and schedule, each may be wrong.

    Options that the form did not show stay as they were. FieldError for quiet hours that are no two times.
    """
    kept = read_subject(view).kept
    shown = ((view.get("state") or {}).get("values") or {}).keys()
    kept |= {name: read_text(view, name) for name in {AT, ZONE, HOURS} & shown}
    kept |= {name: ",".join(read_chosen(view, name)) for name in {QUIET, REMIND} & shown}
    hours = kept[HOURS].replace(" ", "")
    if hours and not _HOURS.fullmatch(hours):
        raise FieldError(HOURS, BadQueryError(f"I can't read “{hours}” as quiet hours.", hint="Write 20:00-08:00."))
    quiet = ",".join(filter(None, (hours, kept[QUIET])))
    every = _read_choice(view, EVERY) or Cadence.IMMEDIATE.value
    parts = [f"every:{every}", f"at:{kept[AT] or '09:00'}" if every != Cadence.IMMEDIATE else ""]
    parts += [f"tz:{kept[ZONE]}" if kept[ZONE] else "", f"quiet:{quiet}" if quiet else ""]
    parts += [f"remind:{kept[REMIND] or NEVER}", "to:me" if _read_choice(view, PLACE) == ME else ""]
    named = [f"{key}:{','.join(chosen)}" for name, (key, _) in _NAMES.items() if (chosen := read_chosen(view, name))]
    return " ".join([*read_text(view, FILTER).split(), *named]), " ".join(filter(None, parts))
