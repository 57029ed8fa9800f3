"""Renders the parts of a composed issue as text, Markdown, a page or a mail."""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import dataclass
from email.message import EmailMessage

from tests.composed_zh.habits import Habits

_HAN = "一二三四五六七八九十"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part: a title, line, section, head, paragraph, bullet, point, row, entry of the contents or the foot."""

    kind: str
    text: str
    number: int = 0
    bullet: bool = False


Parts = list[Part]


def render(parts: Parts, habits: Habits, *, subject: str, house: str, sent: dt.date) -> tuple[str, bytes]:
    """Return the file's name and bytes."""
    match habits.format:
        case "md":
            return "issue.md", _as_markdown(parts, habits).encode()
        case "html":
            return "issue.html", _as_page(parts, habits, subject).encode()
        case "mail":
            return "issue.eml", _as_mail(_as_text(parts, habits), subject=subject, house=house, sent=sent)
        case "gb18030":
            return "issue.txt", _as_text(parts, habits).encode("gb18030")
        case _:
            return "issue.txt", _as_text(parts, habits).encode()


def _mark_section(part: Part, habits: Habits) -> str:
    han = _HAN[part.number - 1]
    return {
        "一、": f"{han}、{part.text}",
        "drawn": f"{han}、{part.text}",
        "第一部分": f"第{han}部分 {part.text}",
        "【】": f"【{part.text}】",
        "■": f"■ {part.text}",
        "plain": part.text,
    }[habits.section_mark]


def _as_text(parts: Parts, habits: Habits) -> str:
    lines: list[str] = []
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        text = part.text
        close = (
            after is not None and part.kind == after.kind and part.kind in {"line", "point", "entry", "row", "bullet"}
        )
        close = close or part.kind in {"title", "contents", "row head"}
        close = close or (part.kind == "head" and habits.look == "tight")
        match part.kind:
            case "section":
                text = _mark_section(part, habits)
                text = f"{'━' * 16}\n{text}\n{'━' * 16}" if habits.section_mark == "drawn" else text
            case "entry":
                text = f"{_HAN[part.number - 1]}、{text}"
            case "bullet":
                text = f"● {text}"
            case "point":
                text = f"  · {text}"
            case "head" if part.bullet:
                text = f"● {text}"
        lines.append(text if close else f"{text}\n")
    return "\n".join(lines)


def _as_markdown(parts: Parts, habits: Habits) -> str:
    lines: list[str] = []
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        close = after is not None and part.kind == after.kind and part.kind in {"point", "entry", "row", "bullet"}
        close = close or part.kind == "row head"
        text = {
            "title": f"# {part.text}",
            "section": f"## {_mark_section(part, habits) if part.number else part.text}",
            "contents": f"## {part.text}",
            "entry": f"- {part.text}",
            "bullet": f"- {part.text}",
            "point": f"- {part.text}",
            "head": f"**{part.text}**" if habits.look == "bold" else f"### {part.text}",
            "row": f"| {part.text.replace('|', ' | ')} |",
            "row head": f"| {part.text.replace('|', ' | ')} |\n|---|---|---|",
        }.get(part.kind, part.text)
        lines.append(text if close else f"{text}\n")
    return "\n".join(lines)


def _as_page(parts: Parts, habits: Habits, title: str) -> str:
    body: list[str] = []
    opened = ""
    for part in parts:
        wrapper = {"point": "ul", "entry": "ul", "bullet": "ul", "row": "table", "row head": "table"}.get(part.kind, "")
        if wrapper != opened or part.kind == "row head":
            body.append(f"</{opened}>" if opened else "")
            body.append(f"<{wrapper}>" if wrapper else "")
            opened = wrapper
        text = html.escape(part.text)
        cells = "".join(f"<td>{cell}</td>" for cell in text.split("|"))
        body.append(
            {
                "title": f"<h1>{text}</h1>",
                "section": f"<h2>{html.escape(_mark_section(part, habits)) if part.number else text}</h2>",
                "contents": f"<h2>{text}</h2>",
                "head": f"<p><strong>{text}</strong></p>" if habits.look == "bold" else f"<h3>{text}</h3>",
                "row": f"<tr>{cells}</tr>",
                "row head": f"<tr>{cells.replace('td>', 'th>')}</tr>",
            }.get(part.kind, f"<li>{text}</li>" if wrapper else f"<p>{text}</p>")
        )
    body.append(f"</{opened}>" if opened else "")
    inside = "\n".join(filter(None, body))
    head = f'<html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html>\n{head}<body>\n{inside}\n</body></html>\n"


def _as_mail(text: str, *, subject: str, house: str, sent: dt.date) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"{house} <news@house.example>"
    mail["To"] = "readers@house.example"
    mail["Subject"] = subject
    mail["Date"] = dt.datetime.combine(sent, dt.time(8), tzinfo=dt.UTC)
    mail.set_content(text, charset="utf-8", cte="base64")
    return mail.as_bytes()
