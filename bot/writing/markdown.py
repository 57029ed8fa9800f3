"""A Paper as Markdown (CommonMark, with footnotes as GitHub and Pandoc read them): facts, claims and views apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.calendar.day_text import describe_day
from bot.writing.wording import describe_deadline, describe_row, describe_source, list_closing, list_parts

if TYPE_CHECKING:
    from bot.domain.records.paper import Paper, PaperRow, PaperSource

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_LINE_START = re.compile(r"^(\s*)([-+=>]|\d+[.)])")


def write_markdown(paper: Paper) -> bytes:
    """Give the document, ending with a line break."""
    footnotes: list[str] = []
    lines = [f"# {escape_markdown(paper.title)}", ""]
    lines += [f"As of {describe_day(paper.as_of)} (Beijing). {escape_markdown(paper.held)}", ""]
    lines += [f"Asked: {escape_markdown(paper.asked)}", ""]
    if paper.deadlines:
        lines += ["## Deadlines", "", "| day (Beijing) | what | policy |", "| --- | --- | --- |"]
        lines += [
            f"| {describe_day(deadline.on)} | {describe_deadline(deadline)} "
            f"| {row.id} {escape_markdown(row.title)}{_note(deadline.source, footnotes, deadline.quote)} |"
            for row, deadline in paper.deadlines
        ]
        lines.append("")
    views = [row for row in paper.rows if row.view]
    for heading, rows in list_parts(paper.rows):
        lines += _write_part(heading, rows, footnotes)
    if views:
        lines += ["## The publisher's view, not fact", ""]
        lines += [f"- *{row.id}: {escape_markdown(row.view)}*{_note(row.source, footnotes)}" for row in views]
        lines.append("")
    lines += ["---", "", *(f"- {escape_markdown(line)}" for line in list_closing(paper)), "", *footnotes]
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace")


def escape_markdown(text: str) -> str:
    """Give text on one line in which nothing is markup."""
    line = _SIGNS.sub(r"\\\1", " ".join(text.replace("\0", " ").split()))
    return _LINE_START.sub(r"\1\\\2", line)


def _write_part(heading: str, rows: list[PaperRow], footnotes: list[str]) -> list[str]:
    lines = [f"## {heading}", ""]
    for row in rows:
        lines += [f"### {escape_markdown(f'{row.id} {row.title}'.strip())}", ""]
        lines += [f"{escape_markdown(describe_row(row))}", ""]
        lines += [f"> {escape_markdown(row.said)}{_note(row.source, footnotes)}", ""] if row.said else []
    return lines


def _note(source: PaperSource, footnotes: list[str], quote: str = "") -> str:
    number = len(footnotes) + 1
    said = f": “{quote}”" if quote else ""
    footnotes.append(f"[^{number}]: {escape_markdown(f'{describe_source(source)}{said}')}")
    return f"[^{number}]"
