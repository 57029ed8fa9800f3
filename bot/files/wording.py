"""The lines that a paper's rows are told in, in Markdown and in a board paper alike; plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from bot.dates.date_words import describe_day
from bot.files.paper import Paper, PaperDeadline, PaperRow, PaperSource, Standing

# Text of a document on one line, without signs that no XML document may hold (XML 1.0, section 2.2), and as XML.

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean_line(text: str) -> str:
    """Return text on one line, without characters that no XML document may hold."""
    return " ".join(_NOT_XML.sub(" ", text).split())


def escape_xml(text: str) -> str:
    """Return text in which nothing is markup."""
    return escape(text)


def describe_row(row: PaperRow) -> str:
    """Return a row's facts on one line: Chinese title, kind, issuers, date with its standing, number, deadlines."""
    standing = "official" if row.is_official else "as reported"
    dated = f"{describe_day(row.dated_on)} ({standing})" if row.dated_on else "date not stated"
    facts = [row.title_zh if row.title_zh != row.title else "", row.kind]
    if row.is_policy:
        facts += [", ".join(row.issuing_bodies) or "issuer not stated"]
    facts += [dated]
    if row.is_policy:
        facts += [f"document number: {row.document_number or 'none printed'}"]
        facts += [f"{each.words} {describe_day(each.on)}" for each in row.deadlines]
    facts += [f"companies: {', '.join(row.companies)}"] if row.companies else []
    return " · ".join(fact for fact in facts if fact)


def describe_source(source: PaperSource) -> str:
    """Return where a statement stands, to the page or line, with its address or the word that there is none."""
    issued = describe_day(source.published_on) if source.published_on else "undated"
    return f"{source.name}, {issued}, {source.place} ({source.item_id}); {source.url or 'no link in the source'}"


def describe_deadline(deadline: PaperDeadline) -> str:
    """Return what happens on a day, and on whose word: ``comments close (as reported)``."""
    return f"{deadline.words} ({'official' if deadline.is_official else 'as reported'})"


def list_parts(rows: Sequence[PaperRow]) -> list[tuple[str, list[PaperRow]]]:
    """Return the parts of facts and claims, each under its heading, without the empty ones."""
    parts = (
        ("What official documents say", Standing.OFFICIAL, True),
        ("What else is official", Standing.OFFICIAL, False),
        ("What is reported of documents", Standing.REPORTED, True),
        ("What else is reported", Standing.REPORTED, False),
        ("What companies claim, not checked", Standing.CLAIM, None),
    )
    found = (
        (heading, [row for row in rows if row.standing is standing and of_policy in {row.is_policy, None}])
        for heading, standing, of_policy in parts
    )
    return [(heading, chosen) for heading, chosen in found if chosen]


def list_closing(paper: Paper) -> list[str]:
    """Return what stands at a paper's end: what is left out, what is odd, what is not held, and the licences."""
    left = paper.total - len(paper.rows)
    return [
        *([f"{left} more match and are left out here."] if left > 0 else []),
        *paper.notes,
        "What came after the newest briefing held is not known here, so what is absent proves nothing.",
        *paper.licences,
    ]
