"""In which facts two reports of one thing differ, in words: deadlines of every kind, issuers, date, status, number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.names import normalise_document_number
from bot.domain.posts.correction import get_status, list_days
from bot.domain.records.briefing import DeadlineKind
from bot.slack.mrkdwn import format_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain.records.briefing import Item

_KINDS = {
    DeadlineKind.COMMENTS_CLOSE: "deadline",
    DeadlineKind.APPLICATIONS_CLOSE: "deadline for applications",
    DeadlineKind.TAKES_EFFECT: "takes effect",
}


def list_differences(now: Item, was: Item, issuers: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Give what differs: the fact's name, what it is now, what it was; raw, "" for what is not said.

    ``issuers`` gives the label of each body id.
    """
    for kind, name in _KINDS.items():
        days, before = list_days(now, kind), list_days(was, kind)
        if days != before:
            yield name, _format_days(days), _format_days(before, beside=days)
    if set(now.issuing_bodies) != set(was.issuing_bodies):
        yield "issuer", describe_issuers(now, issuers), describe_issuers(was, issuers)
    if now.reported_on != was.reported_on:
        days = (now.reported_on,) if now.reported_on else ()
        yield "date", _format_days(days), _format_days((was.reported_on,) if was.reported_on else (), beside=days)
    if get_status(now) is not get_status(was):
        yield "status", _status(now), _status(was)
    if normalise_document_number(_number(now)) != normalise_document_number(_number(was)):
        yield "document number", _number(now), _number(was)


def describe_issuers(item: Item, issuers: Mapping[str, str]) -> str:
    """Give who issued what an item reports, by label."""
    return ", ".join(issuers.get(body, body) for body in item.issuing_bodies)


def _format_days(days: Sequence[dt.date], *, beside: Sequence[dt.date] = ()) -> str:
    """Give the days, without their year where they stand beside days of that year."""
    years = {day.year for day in (*days, *beside)}
    shown = [format_day(day) for day in days]
    if beside and len(years) == 1:
        shown = [text.rsplit(" ", 1)[0] for text in shown]
    return ", ".join(shown)


def _status(item: Item) -> str:
    status = get_status(item)
    return status.value.replace("_", " ") if status else ""


def _number(item: Item) -> str:
    return (item.policy.document_number or "") if item.policy else ""
