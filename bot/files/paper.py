"""What somebody takes along from an answer: rows with their sources, each statement with its standing.

A Paper is plain text throughout: no markup, no HTML. Whoever writes a file from it escapes for that file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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
class PaperSource:
    """Where a row stands: ``name`` is the publication, ``place`` the place in it, ``url`` None without an address."""

    item_id: str
    name: str
    publisher: str
    published_on: dt.date | None
    place: str
    pages: str
    lines: str
    url: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperDeadline:
    """A whole day in Beijing: ``kind`` is the word of the export, ``words`` for people.

    ``quote`` is the sentence that sets it, ``source`` where that stands, ``is_official`` when that is the notice
    itself. ``is_main`` is the last day of its kind.
    """

    on: dt.date
    kind: str
    words: str
    source: PaperSource
    quote: str = ""
    is_official: bool = False
    is_main: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperRow:
    """One policy or item. ``id`` is the policy's id where it is about one; ``view`` is the publisher's, never fact.

    All of it is what its item says, and ``said`` the wording of that: dates and issuers are official when
    ``is_official``, which is the notice itself, else as reported. ``days`` are the deadlines of the policy that count,
    whichever item gives them. ``companies`` are those reported on, ``viewed_companies`` those of the view alone.
    """

    id: str
    item_id: str
    is_policy: bool
    standing: Standing
    is_official: bool
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
    source: PaperSource
    days: tuple[PaperDeadline, ...]


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
        found = {(row.id, each.kind, each.on): (row, each) for row in self.rows for each in row.days}
        return tuple(found[key] for key in sorted(found, key=lambda key: (key[2], key[0], key[1])))


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperFile:
    """A file of a paper that was sent: its name, its bytes, and the channel it is shown in."""

    name: str
    data: bytes
    channel: str
