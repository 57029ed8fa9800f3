"""The file of a Paper, by its kind; what writes Word documents and calendars is loaded when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.names import slug
from bot.domain.records.paper import FileKind, Paper
from bot.errors import BadQueryError
from bot.writing.markdown import write_markdown
from bot.writing.spreadsheet import write_csv

if TYPE_CHECKING:
    import datetime as dt

_LONGEST_NAME = 40


def check_paper(paper: Paper, kind: FileKind) -> None:
    """Raise BadQueryError when a file of this kind would be empty."""
    if kind is FileKind.ICS and not paper.deadlines:
        raise BadQueryError(
            "None of this prints a deadline, so the calendar would be empty.", hint="Ask for /policy due export:ics."
        )


def write_file(paper: Paper, kind: FileKind, *, now: dt.datetime) -> bytes:
    """Give the bytes of the file; ``now`` is the moment of writing."""
    if kind is FileKind.CSV:
        return write_csv(paper)
    if kind is FileKind.MD:
        return write_markdown(paper)
    if kind is FileKind.ICS:
        from bot.writing.calendar import write_ics  # noqa: PLC0415  loading it takes a tenth of a second

        return write_ics(paper, now=now)
    from bot.writing.board_paper import write_board_paper  # noqa: PLC0415  the same

    return write_board_paper(paper, now=now)


def name_file(paper: Paper, kind: FileKind) -> str:
    """Give the file's name: what was asked and for which day, in letters and figures of any language."""
    asked = slug(paper.title)
    if len(asked) > _LONGEST_NAME:
        whole, _, _ = asked[: _LONGEST_NAME + 1].rpartition("-")
        asked = (whole or asked)[:_LONGEST_NAME]
    asked = asked.strip("-") or "answer"
    return f"gongbao-{asked}-{paper.as_of.isoformat()}.{kind.value}"
