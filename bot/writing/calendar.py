"""The deadlines of a Paper as an iCalendar file (RFC 5545).

Each event is a whole day, Beijing's, without a zone: the last day to act. Its UID is made of the workspace, the policy
and the kind of deadline, so that importing a later export moves the event instead of adding one. Where several days of
one kind count, that is the last of them; the others have their day in the UID too.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from bot.writing.plain_text import clean_line

if TYPE_CHECKING:
    from bot.domain.records.paper import Paper, PaperDeadline, PaperRow


def write_ics(paper: Paper, *, now: dt.datetime) -> bytes:
    """Give the calendar; ``now`` is the moment of writing."""
    calendar = Calendar()
    calendar.add("prodid", "-//Gongbao//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean_line(f"Gongbao: {paper.title}"))
    for row, deadline in paper.deadlines:
        calendar.add_component(_build_event(row, deadline, paper, now))
    return bytes(calendar.to_ical())


def build_uid(row: PaperRow, deadline: PaperDeadline, team: str) -> str:
    """Give the UID of an event, the same at every export."""
    day = "" if deadline.is_main else f"-{deadline.on.isoformat()}"
    return f"{row.id}-{deadline.kind}{day}@{team or 'local'}.gongbao".lower()


def _build_event(row: PaperRow, deadline: PaperDeadline, paper: Paper, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", build_uid(row, deadline, paper.team))
    event.add("dtstamp", now)
    event.add("dtstart", deadline.on)
    event.add("dtend", deadline.on + dt.timedelta(days=1))
    event.add("summary", clean_line(f"{deadline.words}: {row.id} {row.title}"))
    event.add("description", _describe(row, deadline, paper))
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Gongbao"])
    return event


def _describe(row: PaperRow, deadline: PaperDeadline, paper: Paper) -> str:
    issuers, source = ", ".join(row.issuing_bodies) or "issuer not stated", deadline.source
    standing = "official" if deadline.is_official else "as reported"
    lines = (
        row.title_zh,
        f"{issuers}; {row.kind}",
        "The whole day in Beijing.",
        f"“{deadline.quote}”" if deadline.quote else "",
        f"Source ({standing}): {source.name}, {source.place}; {source.url or 'no link in the source'}",
        f"As of {paper.as_of.isoformat()}.",
    )
    return "\n".join(clean_line(line) for line in lines if line)
