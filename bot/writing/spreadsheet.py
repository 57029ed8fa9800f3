"""A Paper as comma-separated values for a spreadsheet (RFC 4180, UTF-8 with a byte order mark, which Excel asks for).

A cell that a spreadsheet could take for a formula begins with an apostrophe (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.records.paper import Paper, PaperRow

_FORMULA = frozenset("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")
_COLUMNS = (
    "id",
    "item",
    "standing",
    "title",
    "title_zh",
    "kind",
    "status",
    "document_number",
    "issuing_bodies",
    "date",
    "date_standing",
    "comments_close_on",
    "applications_close_on",
    "effective_on",
    "companies",
    "topics",
    "as_printed",
    "publishers_view_not_fact",
    "companies_in_view_only",
    "source",
    "published_on",
    "place",
    "pages",
    "lines",
    "url",
    "as_of",
)


def write_csv(paper: Paper) -> bytes:
    """Give the table, one row a policy or item, dates as ``YYYY-MM-DD``."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    writer.writerows([[guard_cell(cell) for cell in _list_cells(row, paper)] for row in paper.rows])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")


def guard_cell(text: str) -> str:
    """Give a text as a cell that no spreadsheet runs, on one line."""
    line = " ".join(text.replace("\0", " ").split())
    return f"'{line}" if line[:1] in _FORMULA else line


def _list_cells(row: PaperRow, paper: Paper) -> list[str]:
    closes: dict[str, str] = {}
    for each in sorted(row.deadlines, key=lambda deadline: deadline.on):
        closes[each.kind] = "; ".join(day for day in (closes.get(each.kind), each.on.isoformat()) if day)
    dated = ("official" if row.is_official else "as reported") if row.dated_on else ""
    return [
        row.id,
        row.item_id,
        row.standing.value,
        row.title,
        row.title_zh,
        row.kind,
        row.status,
        row.document_number,
        "; ".join(row.issuing_bodies),
        row.dated_on.isoformat() if row.dated_on else "",
        dated,
        closes.get("comments_close", ""),
        closes.get("applications_close", ""),
        closes.get("takes_effect", ""),
        "; ".join(row.companies),
        "; ".join(row.topics),
        row.said,
        row.view,
        "; ".join(row.viewed_companies),
        row.source.name,
        row.source.published_on.isoformat() if row.source.published_on else "",
        row.source.place,
        row.source.pages,
        row.source.lines,
        row.source.url or "",
        paper.as_of.isoformat(),
    ]
