"""What somebody takes along from an answer: rows with their sources, each statement with its standing.

A Paper is plain text throughout: no markup, no HTML. Whoever writes a file from it escapes for that file.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.dates.date_words import describe_day


class FileKind(StrEnum):
    """The files that ``export:`` makes."""

    CSV = "csv"
    ICS = "ics"
    MD = "md"
    DOCX = "docx"


class Standing(StrEnum):
    """Who says it: an official document, a publisher who reports, or a company of itself."""

    OFFICIAL = "official document"
    REPORTED = "as reported"
    CLAIM = "company's claim, unverified"


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperDeadline:
    """A whole day in Beijing: ``kind`` is the word of the export.

    ``quote`` is the sentence that sets it, ``source`` where that stands, ``is_official`` when that is the notice
    itself. ``is_main`` is the last day of its kind.
    """

    on: dt.date
    kind: str
    source: str
    quote: str = ""
    is_official: bool = False
    is_main: bool = True

    @property
    def words(self) -> str:
        """What happens on the day, for people."""
        return self.kind.replace("_", " ")


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperRow:
    """One policy or item. ``id`` is the policy's id where it is about one; ``view`` is the publisher's, never fact.

    All of it but the deadlines is what its item says, and ``said`` the wording of that. ``deadlines`` are those of the
    policy that count, whichever item gives them. ``companies`` are those reported on, ``viewed_companies`` those of the
    view alone. ``source`` cites it, to the page or line and its address, which is ``url``, "" without one.
    """

    id: str
    item_id: str
    is_policy: bool
    standing: Standing
    title: str
    title_zh: str
    kind: str
    status: str
    document_number: str
    issuing_bodies: tuple[str, ...]
    dated_on: dt.date | None
    deadlines: tuple[PaperDeadline, ...]
    companies: tuple[str, ...]
    viewed_companies: tuple[str, ...]
    topics: tuple[str, ...]
    said: str
    view: str
    publisher: str
    source: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """An answer to take along: ``asked`` is the command, ``as_of`` the day in Beijing it holds for.

    ``held`` says what the store holds, ``total`` how many rows the answer has in all, ``notes`` what is odd, and
    ``licences`` how far what is quoted may go.
    """

    title: str
    asked: str
    as_of: dt.date
    held: str
    rows: tuple[PaperRow, ...]
    total: int
    notes: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    team: str = ""

    @property
    def deadlines(self) -> tuple[tuple[PaperRow, PaperDeadline], ...]:
        """The deadlines that count by day, each of a policy once."""
        found = {(row.id, each.kind, each.on): (row, each) for row in self.rows for each in row.deadlines}
        return tuple(found[key] for key in sorted(found, key=lambda key: (key[2], key[0], key[1])))


# The lines that rows become, in Markdown and in a board paper alike.

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
    standing = "official" if row.standing is Standing.OFFICIAL else "as reported"
    facts = [row.title_zh if row.title_zh != row.title else "", row.kind]
    facts += [", ".join(row.issuing_bodies)] if row.is_policy else []
    facts += [f"{describe_day(row.dated_on)} ({standing})" if row.dated_on else "undated"]
    if row.is_policy:
        facts += [row.document_number, *(f"{each.words} {describe_day(each.on)}" for each in row.deadlines)]
    facts += [f"companies: {', '.join(row.companies)}"] if row.companies else []
    return " · ".join(fact for fact in facts if fact)


def describe_deadline(deadline: PaperDeadline) -> str:
    """Return what happens on a day, and on whose word: ``comments close (as reported)``."""
    return f"{deadline.words} ({'official' if deadline.is_official else 'as reported'})"


def describe_view(row: PaperRow) -> str:
    """Return what the publisher thinks of a row, as its opinion."""
    return f"{row.id}, {row.publisher}'s comment: {row.view}"


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
