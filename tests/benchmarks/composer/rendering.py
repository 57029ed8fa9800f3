"""Writes the parts of a composed briefing as a file: Markdown, text, three kinds of page, Word, mail, PDF or feed."""

import datetime as dt
import html
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import groupby
from textwrap import TextWrapper

import docx

from data.make_sample_pdf import build_pdf

RICH = ("markdown", "html", "html styled", "word", "pdf", "mail html")
BARE = ("text", "text gb18030", "mail")
"""Formats without headings, bold words and links."""

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^]]+)\]\(([^)]+)\)")
_WIDTH = 78


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One piece of a briefing: a heading, line, para, bullet, row or box, with ``**bold**`` and ``[label](address)``.

    ``level`` is that of a heading, the depth of a bullet, 1 for the head of a table; ``glued`` has it follow the part
    before without a blank line, where a format has such lines. A line break in the text is one on the page. ``role`` is
    the field of a layout that names its look: "group", "headline" or "item".
    """

    kind: str
    text: str
    level: int = 0
    glued: bool = False
    role: str = ""

    @property
    def words(self) -> str:
        """The text without marks."""
        return _LINK.sub(r"\1", _BOLD.sub(r"\1", self.text))


def render(parts: Sequence[Part], form: str, *, title: str, sent: dt.date) -> tuple[str, bytes]:
    """Return a file's name and bytes."""
    match form:
        case "markdown":
            return "issue.md", _write_markdown(parts).encode()
        case "text":
            return "issue.txt", _write_text(parts).encode()
        case "text gb18030":
            return "issue.txt", _write_text(parts).encode("gb18030")
        case "word":
            return "issue.docx", _write_word(parts)
        case "pdf":
            return "issue.pdf", build_pdf(_write_markdown(parts))
        case "mail":
            return "issue.eml", _write_mail(_write_text(parts), "plain", title, sent)
        case "feed":
            return "issue.xml", _write_feed(parts, title).encode()
    page = f"<html><head><title>{html.escape(title)}</title></head><body>{_write_page(parts, form)}</body></html>"
    if form == "mail html":
        return "issue.eml", _write_mail(page, "html", title, sent)
    return "issue.html", page.encode()


def _write_markdown(parts: Sequence[Part]) -> str:
    written: list[str] = []
    for part, before in zip(parts, [None, *parts], strict=False):
        text = re.sub(r"^(\d+)([.)] )", r"\1\\\2", part.text) if part.kind in {"para", "line", "head"} else part.text
        text = text.replace("\n", "  \n")
        if part.kind == "heading":
            text = f"{'#' * part.level} {text}"
        elif part.kind == "bullet":
            text = f"{'  ' * (part.level - 1)}- {text}"
        elif part.kind == "box":
            text = f"> {text}"
        elif part.kind == "row":
            cells = text.count(" | ") + 1
            rule = f"\n|{' --- |' * cells}" if part.level else ""
            text = f"| {text} |{rule}"
            is_headless = part.level == 0 and (before is None or before.kind != "row")
            text = f"|{' |' * cells}\n|{' --- |' * cells}\n{text}" if is_headless else text
        close = before is not None and part.kind in {"bullet", "row"} and part.kind == before.kind and not part.glued
        written.append(text if close or not written or (part.kind == "row" and part.level == 0) else f"\n{text}")
    return "\n".join(written) + "\n"


def _pad_tables(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts with the columns of tables as wide as their widest cell."""
    for kind, run in groupby(parts, key=lambda part: part.kind):
        if kind != "row":
            yield from run
            continue
        for rows in _split_tables(run):
            cells = [part.text.split(" | ") for part in rows]
            widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
            for part, row in zip(rows, cells, strict=True):
                yield replace(part, text=" | ".join(map(str.ljust, row, widths)).rstrip())


def _write_text(parts: Sequence[Part]) -> str:
    written: list[str] = []
    parts = list(_pad_tables(parts))
    for part, before in zip(parts, [None, *parts], strict=False):
        text = _LINK.sub(r"\1 <\2>", _BOLD.sub(r"\1", part.text))
        if part.kind == "heading":
            text = f"{text}\n{('=' if part.level == 1 else '-') * min(len(text) * 2, _WIDTH)}"
        elif part.kind in {"para", "bullet"}:
            lead = f"{'    ' * (part.level - 1)}- " if part.kind == "bullet" else ""
            wrapper = TextWrapper(_WIDTH, lead, " " * len(lead), break_long_words=False, break_on_hyphens=False)
            text = "\n".join(map(wrapper.fill, text.split("\n")))
        is_run = before is not None and part.kind == before.kind and part.kind in {"bullet", "row", "line"}
        written.append(text if part.glued or is_run or not written else f"\n{text}")
    return "\n".join(written) + "\n"


def _inline(text: str) -> str:
    text = _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False)).replace("\n", "<br>")
    return _LINK.sub(r'<a href="\2">\1</a>', text)


def _write_page(parts: Sequence[Part], form: str) -> str:
    made: list[str] = []
    for kind, run in groupby(parts, key=lambda part: part.kind):
        if kind == "bullet":
            made.append(_write_list(run))
        elif kind == "row":
            made += [f"<table>{''.join(map(_write_row, rows))}</table>" for rows in _split_tables(run)]
        else:
            made += [_write_block(part, form) for part in run]
    body = "\n".join(made)
    return body if form != "mail html" else f'<table width="100%"><tr><td>{body}</td></tr></table>'


def _write_list(parts: Iterable[Part]) -> str:
    made, depth = "", 0
    for part in parts:
        made += "<ul>" * (part.level - depth) + "</ul>" * (depth - part.level) + f"<li>{_inline(part.text)}</li>"
        depth = part.level
    return made + "</ul>" * depth


def _split_tables(parts: Iterable[Part]) -> list[list[Part]]:
    """Return the rows of each table: a head starts another."""
    tables: list[list[Part]] = []
    for part in parts:
        if part.level == 1 or not tables:
            tables.append([])
        tables[-1].append(part)
    return tables


def _write_row(part: Part) -> str:
    tag = "th" if part.level == 1 else "td"
    return f"<tr>{''.join(f'<{tag}>{_inline(cell)}</{tag}>' for cell in part.text.split(' | '))}</tr>"


def _write_block(part: Part, form: str) -> str:
    text = _inline(part.text)
    if part.kind == "box":
        return f"<table border='1'><tr><td>{text}</td></tr></table>"
    heads = part.kind == "heading"
    if form == "html":
        return f"<h{part.level}>{text}</h{part.level}>" if heads else f"<p>{text}</p>"
    size = {1: 28, 2: 21, 3: 17, 4: 15}[part.level] if heads else 14
    text = f"<b>{text}</b>" if heads else text
    if form == "html styled":
        return f'<p style="font-size:{size}px">{text}</p>'
    return f'<table width="600"><tr><td style="font-size:{size}px;font-family:Arial">{text}</td></tr></table>'


def _write_word(parts: Sequence[Part]) -> bytes:
    document = docx.Document()
    for kind, run in groupby(parts, key=lambda part: part.kind):
        if kind in {"row", "box"}:
            for rows in _split_tables(run):
                cells = [part.words.split(" | ") for part in rows]
                table = document.add_table(rows=len(cells), cols=len(cells[0]))
                for row, texts in zip(table.rows, cells, strict=True):
                    for cell, text in zip(row.cells, texts, strict=True):
                        cell.text = text
            continue
        for part in run:
            if kind == "heading":
                document.add_heading(part.text, level=part.level)
                continue
            style = f"List Bullet{f' {part.level}' if part.level > 1 else ''}" if kind == "bullet" else None
            paragraph = document.add_paragraph(style=style)
            for at, piece in enumerate(_BOLD.split(_LINK.sub(r"\1", part.text))):
                paragraph.add_run(piece).bold = at % 2 == 1
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_mail(text: str, subtype: str, title: str, sent: dt.date) -> bytes:
    message = EmailMessage()
    message["From"] = "news@house.example"
    message["To"] = "reader@desk.example"
    message["Subject"] = title
    message["Date"] = format_datetime(dt.datetime.combine(sent, dt.time(8), tzinfo=dt.UTC))
    message.set_content(text, subtype=subtype, charset="utf-8", cte="base64")
    return message.as_bytes()


def _write_feed(parts: Sequence[Part], title: str) -> str:
    """Write entries: each heading is an entry's title, the line behind it its day, the rest its text."""
    entries: list[str] = []
    for part in parts:
        if part.kind == "heading":
            entries.append(f"<title>{html.escape(part.text)}</title><link>https://paper.example/{len(entries)}</link>")
        elif part.kind == "line":
            day = dt.datetime.combine(dt.date.fromisoformat(part.text), dt.time(9), tzinfo=dt.UTC)
            entries[-1] += f"<pubDate>{format_datetime(day)}</pubDate>"
        else:
            entries[-1] += f"<description>{html.escape(_inline(part.text))}</description>"
    listed = f"<title>{html.escape(title)}</title>" + "".join(f"<item>{entry}</item>" for entry in entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{listed}</channel></rss>'
