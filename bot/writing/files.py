"""The file of a Paper, by its kind; what writes Word documents and calendars is loaded when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.names import slug
from bot.domain.paper import FileKind, Paper, PaperFile
from bot.writing.markdown import write_markdown
from bot.writing.spreadsheet import write_csv

if TYPE_CHECKING:
    import datetime as dt

_LONGEST_NAME = 40


def write_file(paper: Paper, kind: FileKind, *, now: dt.datetime) -> PaperFile:
    """Give the file; BadQueryError when this kind would be empty."""
    if kind is FileKind.CSV:
        data = write_csv(paper)
    elif kind is FileKind.MD:
        data = write_markdown(paper)
    elif kind is FileKind.ICS:
        from bot.writing.calendar import write_ics  # noqa: PLC0415  loading it takes a tenth of a second

        data = write_ics(paper, now=now)
    else:
        from bot.writing.board_paper import write_board_paper  # noqa: PLC0415  the same

        data = write_board_paper(paper, now=now)
    rows = len(paper.deadlines) if kind is FileKind.ICS else len(paper.rows)
    return PaperFile(name=_name(paper, kind), data=data, rows=rows)


def _name(paper: Paper, kind: FileKind) -> str:
    asked = slug(paper.title)[:_LONGEST_NAME].strip("-") or "answer"
    return f"gongbao-{asked}-{paper.as_of.isoformat()}.{kind.value}"
