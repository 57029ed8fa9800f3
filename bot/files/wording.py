"""The lines that a paper's rows become, in Markdown and in a board paper alike; plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dates.date_words import describe_day
from bot.files.paper import Paper, PaperDeadline, PaperRow, PaperSource, Standing

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML document may hold (XML 1.0, section 2.2)."""
_HEADINGS = {
    Standing.OFFICIAL: "Official documents",
    Standing.REPORTED: "As reported",
    Standing.CLAIM: "Company claims, unverified",
}


def clean_line(text: str) -> str:
    """Return text on one line, without characters that no XML document may hold."""
    return " ".join(_NOT_XML.sub(" ", text).split())


def describe_row(row: PaperRow) -> str:
    """Return a row's facts on one line: Chinese title, kind, issuers, date with its standing, number, deadlines."""
    standing = "official" if row.is_official else "as reported"
    facts = [row.title_zh if row.title_zh != row.title else "", row.kind]
    facts += [", ".join(row.issuing_bodies)] if row.is_policy else []
    facts += [f"{describe_day(row.dated_on)} ({standing})" if row.dated_on else "undated"]
    if row.is_policy:
        facts += [row.document_number, *(f"{each.words} {describe_day(each.on)}" for each in row.deadlines)]
    facts += [f"companies: {', '.join(row.companies)}"] if row.companies else []
    return " · ".join(fact for fact in facts if fact)


def describe_source(source: PaperSource) -> str:
    """Return where a statement stands, to the page or line, with its address or the word that there is none."""
    issued = describe_day(source.published_on) if source.published_on else "undated"
    return f"{source.name}, {issued}, {source.place} ({source.item_id}); {source.url or 'no link'}"


def describe_deadline(deadline: PaperDeadline) -> str:
    """Return what happens on a day, and on whose word: ``comments close (as reported)``."""
    return f"{deadline.words} ({'official' if deadline.is_official else 'as reported'})"


def describe_view(row: PaperRow) -> str:
    """Return what the publisher thinks of a row, as its opinion."""
    return f"{row.id}, {row.source.publisher or row.source.name}'s comment: {row.view}"


def list_parts(rows: Sequence[PaperRow]) -> list[tuple[str, list[PaperRow]]]:
    """Return the parts of facts and claims, each under its heading, without the empty ones."""
    found = ((heading, [row for row in rows if row.standing is standing]) for standing, heading in _HEADINGS.items())
    return [(heading, chosen) for heading, chosen in found if chosen]


def list_closing(paper: Paper, shown: int) -> list[str]:
    """Return what ends a paper of so many rows: what is left out, what is odd, what is missing, and the licences."""
    left = paper.total - shown
    return [
        *([f"{left:,} more result{'' if left == 1 else 's'} did not fit in this file."] if left > 0 else []),
        *paper.notes,
        "Anything newer than the latest briefing is missing here.",
        *paper.licences,
    ]
