"""The form in which a subscription is made or changed: What, Where, How often, and the rest under More options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    parse_quiet,
)
from bot.slack.actions import build_stale_form_error
from bot.slack.blocks import Block, actions, button, modal, section
from bot.slack.messages.inputs import (
    checks_input,
    input_block,
    names_input,
    read_chosen,
    read_text,
    select_input,
    text_input,
    time_input,
)
from bot.slack.messages.search_form import BODIES, COMPANIES, TOPICS
from bot.slack.windows import read_private

FORM = "subscription.form"
MORE = "subscription.more"
"""The button that shows the rest of the form."""
FILTER, PLACE, EVERY = "filter", "place", "every"
AT, ZONE, QUIET, QUIET_FROM, QUIET_TO, REMIND = "at", "zone", "quiet", "quiet_from", "quiet_to", "remind"
"""The fields, each called like its block and its element; the second row stands under More options."""
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
_MAX_ZONE = 60
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
    """Return the form with its three questions, filled with a filter and a schedule."""
    quiet = schedule.quiet
    start, end = (f"{each:%H:%M}" if each is not None else "" for each in (quiet.start, quiet.end))
    rest = {
        AT: f"{schedule.at:%H:%M}",
        ZONE: schedule.zone,
        QUIET: ",".join(word for word in _QUIET if word in format_quiet(quiet).split(",")),
        QUIET_FROM: start,
        QUIET_TO: end,
        REMIND: format_remind(schedule.remind),
    }
    asked = {FILTER: filter_text, PLACE: ME if to_me else HERE, EVERY: schedule.every}
    return _build(subject, asked, rest, is_whole=False)


def build_whole_form(view: Mapping[str, Any]) -> Block:
    """Return the form with its further options, filled with what a person has chosen so far."""
    kept = _parse_private(view).kept
    typed = {FILTER: read_text(view, FILTER), PLACE: _read_choice(view, PLACE), EVERY: _read_choice(view, EVERY)}
    return _build(read_subject(view), kept | {name: each for name, each in typed.items() if each}, kept, is_whole=True)


def _build(subject: FormSubject, asked: Mapping[str, str], rest: Mapping[str, str], *, is_whole: bool) -> Block:
    what = text_input(asked[FILTER], limit=_MAX_FILTER, placeholder="data security")
    hint = "A topic, a ministry, a company or other words. Leave it empty for everything; “deadlines” for deadlines."
    blocks = [input_block(FILTER, "What", what, hint=hint)]
    if subject.rule is None and subject.channel and not subject.channel.startswith("D"):
        places = {HERE: "This channel", ME: "My direct messages"}
        where = select_input(places, asked[PLACE] or HERE, kind="radio_buttons")
        blocks.append(input_block(PLACE, "Where", where, optional=False))
    every = asked[EVERY]
    cadences = _CADENCES if every in _CADENCES or not every else {**_CADENCES, every: f"On {every}"}
    blocks.append(input_block(EVERY, "How often", select_input(cadences, every), optional=False))
    if is_whole:
        blocks += _list_options(rest)
    else:
        blocks.append(actions(button("More options", MORE, "more")))
    kept = {**rest, **asked, FILTER: asked[FILTER] if len(asked[FILTER]) <= _MAX_KEPT else ""}
    private = msgspec.json.encode(_Private(subject.rule, subject.channel, kept)).decode()
    title = f"Change {subject.rule}" if subject.rule else "Follow"
    return modal(title, blocks, callback_id=FORM, submit="Save" if subject.rule else "Follow", private=private)


def _list_options(rest: Mapping[str, str]) -> list[Block]:
    """Return the fields under More options."""
    names = [input_block(name, label, names_input(())) for name, (_, label) in _NAMES.items()]
    zone = text_input(rest[ZONE], limit=_MAX_ZONE)
    later = "A post that falls on a quiet day comes on the next day."
    return [
        *names,
        input_block(AT, "Time of day", time_input(rest[AT])),
        input_block(ZONE, "Time zone", zone, hint="Such as Europe/Berlin or Asia/Shanghai.", optional=False),
        input_block(QUIET, "Quiet days", checks_input(_QUIET, rest[QUIET].split(",")), hint=later),
        input_block(QUIET_FROM, "Quiet from", time_input(rest[QUIET_FROM])),
        input_block(QUIET_TO, "Quiet until", time_input(rest[QUIET_TO])),
        input_block(REMIND, "Reminders of deadlines", checks_input(_REMIND, rest[REMIND].split(","))),
    ]


def build_done(text: str, blocks: list[Block]) -> Block:
    """Return the window that says what came of a form."""
    return modal("Subscription", blocks or [section(text)])


class _Private(msgspec.Struct, frozen=True, array_like=True):
    """What the window carries unseen: the rule, the channel, and every field as it was when the form was opened."""

    rule: str | None
    channel: str
    kept: dict[str, str]


def _parse_private(view: Mapping[str, Any]) -> _Private:
    try:
        private = msgspec.json.decode(read_private(view), type=_Private)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise build_stale_form_error() from error
    if not private.kept.keys() >= {AT, ZONE, QUIET, QUIET_FROM, QUIET_TO, REMIND}:
        raise build_stale_form_error()
    return private


def read_subject(view: Mapping[str, Any]) -> FormSubject:
    """Return what a submitted form is for, or raise BadQueryError."""
    private = _parse_private(view)
    return FormSubject(rule=private.rule, channel=private.channel)


def _read_choice(view: Mapping[str, Any], name: str) -> str:
    return next(iter(read_chosen(view, name)), "")


def read_form(view: Mapping[str, Any]) -> Filled:
    """Return what was filled in; FieldError for quiet hours that have but one end.

    Options that the form did not show stay as they were.
    """
    rest = _parse_private(view).kept
    shown = ((view.get("state") or {}).get("values") or {}).keys()
    for name in {AT, ZONE, QUIET_FROM, QUIET_TO} & shown:
        rest[name] = read_text(view, name)
    for name in {QUIET, REMIND} & shown:
        rest[name] = ",".join(read_chosen(view, name))
    if bool(rest[QUIET_FROM]) is not bool(rest[QUIET_TO]):
        raise FieldError(QUIET_TO if rest[QUIET_FROM] else QUIET_FROM, _HALF_QUIET)
    hours = f"{rest[QUIET_FROM]}-{rest[QUIET_TO]}" if rest[QUIET_FROM] else ""
    quiet = format_quiet(parse_quiet(",".join(filter(None, (hours, rest[QUIET])))))
    every = _read_choice(view, EVERY) or Cadence.IMMEDIATE.value
    parts = [f"every:{every}", f"at:{rest[AT] or '09:00'}" if every != Cadence.IMMEDIATE else ""]
    parts += [f"tz:{rest[ZONE]}" if rest[ZONE] else "", f"quiet:{quiet}" if quiet else ""]
    parts += [f"remind:{rest[REMIND] or NEVER}", "to:me" if _read_choice(view, PLACE) == ME else ""]
    named = [f"{key}:{','.join(chosen)}" for name, (key, _) in _NAMES.items() if (chosen := read_chosen(view, name))]
    asked = " ".join([*read_text(view, FILTER).split(), *named])
    return Filled(filter=asked, schedule=" ".join(filter(None, parts)))
