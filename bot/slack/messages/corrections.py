"""The line in a summary's thread that says which facts were corrected, what they are now and what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.briefing import DeadlineKind
from bot.domain.correction import get_status, list_days
from bot.slack.blocks import build_message, section
from bot.slack.mrkdwn import escape, format_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    from bot.domain.briefing import Item
    from bot.domain.correction import Correction
    from bot.domain.post import Message

_MAX_TEXT = 2_900
_OPENING = "Corrected: "
_KINDS = {
    DeadlineKind.COMMENTS_CLOSE: "deadline",
    DeadlineKind.APPLICATIONS_CLOSE: "deadline for applications",
    DeadlineKind.TAKES_EFFECT: "takes effect",
}


def build_correction(corrections: Sequence[Correction], *, earlier: Message | None = None) -> Message:
    """Give the message: one line an item, after the lines of an ``earlier`` message; the last ones where it is long."""
    lines = [*(earlier.text.split("\n") if earlier else ()), *(_line(each) for each in corrections)]
    while len(lines) > 1 and sum(len(line) + 1 for line in lines) > _MAX_TEXT:
        del lines[0]
    return _build(lines)


def keep_corrections(message: Message, ids: Collection[str]) -> Message | None:
    """Give such a message with the lines alone that tell of these ids; None when there is none."""
    kept = [line for line in message.text.split("\n") if line.removeprefix(_OPENING).partition(" ")[0] in ids]
    return _build(kept) if kept else None


def _build(lines: Sequence[str]) -> Message:
    text = "\n".join(lines)
    return build_message(text, [section(text)])


def _line(correction: Correction) -> str:
    facts = "; ".join(f"{name} {now or 'none'} (was {was or 'none'})" for name, now, was in _facts(correction))
    return f"{_OPENING}{correction.item.shown_id} {escape(facts)}"


def _facts(correction: Correction) -> Iterator[tuple[str, str, str]]:
    """Give what differs: the fact's name, what it is now, what it was."""
    now, was = correction.now, correction.before
    for kind, name in _KINDS.items():
        days, before = list_days(now, kind), list_days(was, kind)
        if days != before:
            yield name, _format_days(days), _format_days(before, beside=days)
    if set(now.issuing_bodies) != set(was.issuing_bodies):
        yield "issuer", _issuers(now, correction), _issuers(was, correction)
    if now.reported_on != was.reported_on:
        days = (now.reported_on,) if now.reported_on else ()
        yield "date", _format_days(days), _format_days((was.reported_on,) if was.reported_on else (), beside=days)
    if get_status(now) is not get_status(was):
        yield "status", _status(now), _status(was)


def _format_days(days: Sequence[dt.date], *, beside: Sequence[dt.date] = ()) -> str:
    """Give the days, without their year where they stand beside days of that year."""
    years = {day.year for day in (*days, *beside)}
    shown = [format_day(day) for day in days]
    if beside and len(years) == 1:
        shown = [text.rsplit(" ", 1)[0] for text in shown]
    return ", ".join(shown)


def _issuers(item: Item, correction: Correction) -> str:
    return ", ".join(correction.issuers.get(body, body) for body in item.issuing_bodies)


def _status(item: Item) -> str:
    status = get_status(item)
    return status.value.replace("_", " ") if status else ""
