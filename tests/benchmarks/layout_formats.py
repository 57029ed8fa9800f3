"""Writes a composed briefing as Markdown, plain text, HTML in three habits, or mail."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage

FORMATS = ("markdown", "text", "html", "html tables", "html bold", "mail", "mail html")

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^]]+)\]\(([^)]+)\)")
_WIDTH = 78
_LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of a briefing by its kind; of a section ``level`` is its number, of a bullet how deep it is."""

    kind: str
    text: str
    level: int = 0


def render(lines: Sequence[Line], choices: dict[str, str], *, title: str) -> tuple[str, bytes]:
    """Return a file's name and bytes in the format chosen."""
    name = choices["format"]
    lines = [_name_section(line, choices["levels"]) for line in lines]
    if name == "markdown":
        return "composed.md", _write_markdown(lines, choices).encode()
    if name == "text":
        return "composed.txt", _write_text(lines, choices).encode()
    if name == "mail":
        return "composed.eml", _write_mail(_write_text(lines, choices), None, title)
    write = {"html": _write_tags, "html tables": _write_cells, "html bold": _write_bold, "mail html": _write_cells}[
        name
    ]
    page = f"<html><head><title>{html.escape(title)}</title></head><body>{write(lines)}</body></html>"
    if name == "mail html":
        return "composed.eml", _write_mail(None, page, title)
    return "composed.html", page.encode()


def _name_section(line: Line, levels: str) -> Line:
    if line.kind != "section" or levels == "plain":
        return line
    number = min(line.level, len(_LETTERS))
    if levels == "capitals":
        text = line.text.upper()
    elif levels == "numbered":
        text = line.text if line.level > len(_LETTERS) - 2 else f"{number}. {line.text}"
    else:
        text = line.text if line.level > len(_LETTERS) - 2 else f"Part {_LETTERS[number - 1]}: {line.text}"
    return Line(kind="section", text=text, level=line.level)


def _write_markdown(lines: Sequence[Line], choices: dict[str, str]) -> str:
    top = "#" if choices["levels"] == "capitals" else "##"
    written: list[str] = []
    for line in lines:
        kind, text = line.kind, line.text
        if kind == "table":
            head, *rows = text.split("\n")
            rule = " | ".join("---" for _ in head.split(" | "))
            text = "\n".join(f"| {row} |" for row in (head, rule, *rows))
        elif kind == "bullet":
            text = f"{'  ' * line.level}- {text}"
        elif kind == "linked":
            text = f"[{text}](https://paper.example/a)"
        elif kind == "line of bold":
            text = f"**{text}**"
        else:
            marks = {"title": "# ", "section": f"{top} ", "topic": f"{top}# ", "head": f"{top}# "}
            text = marks.get(kind, "") + text
        together = kind == "bullet" and written and written[-1].lstrip().startswith("- ")
        written.append(text if together or not written else f"\n{text}")
    return "\n".join(written) + "\n"


def _write_text(lines: Sequence[Line], choices: dict[str, str]) -> str:
    written: list[str] = []
    underlined = choices["levels"] != "capitals"
    for line in lines:
        text = _LINK.sub(r"\1 <\2>", _BOLD.sub(r"\1", line.text))
        if line.kind == "table":
            rows = [row.split(" | ") for row in text.split("\n")]
            widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
            text = "\n".join(
                " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
            )
        elif line.kind == "bullet":
            text = _wrap(text, f"{'    ' * line.level}- ")
        elif line.kind == "title":
            text = text.upper()
        elif line.kind in {"section", "topic"}:
            sign = "=" if line.kind == "section" else "-"
            text = f"{text}\n{sign * len(text)}" if underlined else text
        elif line.kind == "para":
            text = _wrap(text, "")
        written.append(text if line.kind in {"bullet", "line"} or not written else f"\n{text}")
        if line.kind in {"head", "linked"}:
            written[-1] = f"\n{text}"
    return re.sub(r"\n(?=\n\n)", "", "\n".join(_space_lists(written, lines))) + "\n"


def _space_lists(written: Sequence[str], lines: Sequence[Line]) -> list[str]:
    before = [None, *(line.kind for line in lines)]
    return [
        f"\n{text}" if line.kind == "bullet" and kind != "bullet" else text
        for text, line, kind in zip(written, lines, before, strict=False)
    ]


def _wrap(text: str, lead: str) -> str:
    words, made, row = text.split(" "), [], lead
    for word in words:
        if len(row) + len(word) > _WIDTH and row.strip() not in {"", "-"}:
            made.append(row.rstrip())
            row = " " * len(lead)
        row += f"{word} "
    return "\n".join([*made, row.rstrip()])


def _inline(text: str) -> str:
    text = _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))
    return _LINK.sub(r'<a href="\2">\1</a>', text)


def _write_lists(lines: Sequence[Line], write: Callable[[Line], str]) -> str:
    """Write all lines; bullets become lists, deeper ones lists inside."""
    made: list[str] = []
    depth = 0
    for line in lines:
        wanted = line.level + 1 if line.kind == "bullet" else 0
        made.extend("<ul>" if wanted > depth else "</ul>" for _ in range(abs(wanted - depth)))
        depth = wanted
        if line.kind == "bullet":
            made.append(f"<li>{_inline(line.text)}</li>")
        elif line.kind == "table":
            head, *rows = line.text.split("\n")
            cells = "".join(f"<th>{_inline(cell)}</th>" for cell in head.split(" | "))
            body = ("".join(f"<td>{_inline(cell)}</td>" for cell in row.split(" | ")) for row in rows)
            made.append(f"<table><tr>{cells}</tr>" + "".join(f"<tr>{row}</tr>" for row in body) + "</table>")
        elif line.kind == "linked":
            made.append(f'<p><a href="https://paper.example/a">{_inline(line.text)}</a></p>')
        else:
            made.append(write(line))
    made.extend("</ul>" for _ in range(depth))
    return "\n".join(made)


def _write_tags(lines: Sequence[Line]) -> str:
    tags = {"title": "h1", "section": "h2", "topic": "h3", "head": "h3"}

    def write(line: Line) -> str:
        tag = tags.get(line.kind, "p")
        text = f"<b>{_inline(line.text)}</b>" if line.kind == "line of bold" else _inline(line.text)
        return f"<{tag}>{text}</{tag}>"

    return _write_lists(lines, write)


def _write_bold(lines: Sequence[Line]) -> str:
    def write(line: Line) -> str:
        text = _inline(line.text)
        if line.kind in {"title", "section"}:
            return f'<p style="font-size:{24 if line.kind == "title" else 18}px"><b>{text}</b></p>'
        return f"<p><b>{text}</b></p>" if line.kind in {"head", "topic", "line of bold"} else f"<p>{text}</p>"

    return _write_lists(lines, write)


def _write_cells(lines: Sequence[Line]) -> str:
    sizes = {"title": 28, "section": 20, "topic": 16, "head": 16}

    def write(line: Line) -> str:
        size = sizes.get(line.kind, 14)
        weight = "bold" if line.kind in {*sizes, "line of bold"} else "normal"
        look = f"font-size:{size}px;font-weight:{weight};font-family:Arial"
        return f'<table width="600"><tr><td style="{look}">{_inline(line.text)}</td></tr></table>'

    return f'<table width="100%"><tr><td align="center">{_write_lists(lines, write)}</td></tr></table>'


def _write_mail(text: str | None, page: str | None, title: str) -> bytes:
    message = EmailMessage()
    message["From"] = "news@house.example"
    message["To"] = "reader@desk.example"
    message["Subject"] = title
    message["Date"] = "Mon, 31 Mar 2025 08:00:00 +0000"
    message.set_content(text if text is not None else page or "", subtype="plain" if text is not None else "html")
    return message.as_bytes()
