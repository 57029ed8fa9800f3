"""What somebody takes along from an answer: rows with their sources, each statement with its standing.

A Paper is plain text throughout: no markup, no HTML. Whoever writes a file from it escapes for that file.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar

from bot.dates.date_words import describe_day

T = TypeVar("T")


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


# The outline of a document, the same for Markdown and for a board paper of two pages.

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML document may hold (XML 1.0, section 2.2)."""
_HEADINGS = {
    Standing.OFFICIAL: "Official documents",
    Standing.REPORTED: "As reported",
    Standing.CLAIM: "Company claims, unverified",
}
_DEADLINES, _ROWS, _VIEWS, _CLOSING = 6, 7, 3, 5
"""How many of each fit on two pages, in a wide font too."""
_SAID = 1_400
"""Signs that the quotes may have together: the fewer they are, the longer each may be."""
_WIDE = 0x2E80
"""From this sign on, Chinese ones, each as wide as two letters."""


class Line(NamedTuple):
    """A line of a document: what it is, its text, and what it cites, with the sentence that stands there."""

    role: str
    text: str
    source: str = ""
    quote: str = ""


def compose_outline(paper: Paper, *, is_brief: bool) -> Iterator[Line]:
    """Yield the lines: the day, what is to be done, facts and claims apart, comments, and what is missing.

    A brief one has what fits on two pages, and of the deadlines those ahead.
    """
    rows = paper.rows[:_ROWS] if is_brief else paper.rows

    def fit(text: str, longest: int) -> str:
        return cut_line(text, longest) if is_brief else text

    def take(lines: Sequence[T], most: int) -> Sequence[T]:
        return lines[:most] if is_brief else lines

    yield Line("title", fit(paper.title, 110))
    yield Line("day", f"As of {describe_day(paper.as_of)} (Beijing)")
    yield Line("note", fit(f"{paper.held.removesuffix('.')}. Asked: {paper.asked}", 200))
    listed = [(row, each) for row, each in paper.deadlines if each.on >= paper.as_of or not is_brief]
    yield Line("heading", "Deadlines (Beijing time)")
    if not listed:
        yield Line("note", "No deadlines ahead.")
    for row, each in take(listed, _DEADLINES):
        days = (each.on - paper.as_of).days
        left = f", in {days} day{'' if days == 1 else 's'}" if days >= 0 else ""
        what = f"{each.words} ({'official' if each.is_official else 'as reported'})"
        said = f"{describe_day(each.on)}{left}: {what} · {row.id} {fit(row.title, 110)}"
        yield Line("deadline", said, each.source, each.quote)
    if more := len(listed) - len(take(listed, _DEADLINES)):
        yield Line("note", f"… and {more} more")
    for standing, heading in _HEADINGS.items():
        part = [row for row in rows if row.standing is standing]
        yield from [Line("heading", heading)] if part else ()
        for row in part:
            is_said = is_brief and clean_line(row.said).startswith(clean_line(row.title).rstrip("…"))
            yield Line("name", row.id if is_said else f"{row.id} {fit(row.title, 110)}")
            yield Line("note", fit(describe_row(row), 200))
            yield Line("said", fit(row.said, _SAID // len(rows)), row.source)
    views = take([row for row in rows if row.view], _VIEWS)
    yield from [Line("heading", "Publisher's comments (opinion)")] if views else ()
    for row in views:
        yield Line("view", fit(f"{row.id}, {row.publisher}'s comment: {row.view}", 240), row.source)
    yield Line("heading", "What is missing")
    for line in take(_list_missing(paper, len(rows)), _CLOSING):
        yield Line("note", fit(line, 160))


def _list_missing(paper: Paper, shown: int) -> list[str]:
    """Return what ends a paper of so many rows: what is left out, what is odd, what is missing, and the licences."""
    left = paper.total - shown
    return [
        *([f"{left:,} more result{'' if left == 1 else 's'} did not fit in this file."] if left > 0 else []),
        *paper.notes,
        "Anything newer than the latest briefing is missing here.",
        *paper.licences,
    ]


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


def clean_line(text: str) -> str:
    """Return text on one line, without characters that no XML document may hold."""
    return " ".join(_NOT_XML.sub(" ", text).split())


def cut_line(text: str, longest: int) -> str:
    """Return text on one line, cut where it is wider than so many letters, at a word if one is near."""
    line, room = clean_line(text), longest
    for index, sign in enumerate(line):
        room -= 2 if ord(sign) >= _WIDE else 1
        if room < 0:
            head = line[: index - 1]
            return (head.rpartition(" ")[0] if " " in head[-20:] else head).rstrip() + "…"
    return line
