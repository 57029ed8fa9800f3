"""Payloads as plain text for a terminal or a file: no colour, no markup, buttons as ``[Label]``."""

import re
from typing import Any

from bot.model.post import Message
from bot.slack.calls.client import load_blocks
from bot.slack.mrkdwn import unescape

Payload = dict[str, Any]

_LINK = re.compile(r"<(https?://[^|>]+)(?:\|([^>]*))?>")
_MENTION = re.compile(r"<([@#!])([^|>]+)(?:\|([^>]*))?>")
_STYLED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]*?)(?<=\S)\1(?![\w*_~])")
_CODE = re.compile(r"`([^`\n]*)`")
_RULE = "-" * 40
_FENCE = "```"


def render_message(payload: Payload) -> str:
    """Return a message or window as text, ending without a line break; blocks where there are any, else the text."""
    blocks = payload.get("blocks") or []
    parts = [render_block(block) for block in blocks] if blocks else [render_mrkdwn(str(payload.get("text") or ""))]
    title = payload.get("title")
    if isinstance(title, dict):
        parts.insert(0, f"[ {title.get('text', '')} ]")
    return "\n".join(f"\n{part}" if "\n" in part.strip() else part for part in parts if part).strip("\n")


def render_block(block: Payload) -> str:
    """Return one block as text; a kind that we never build as its name, so that nothing vanishes unseen."""
    match block.get("type"):
        case "header":
            return _render(block["text"])
        case "section":
            texts = [block["text"]] if "text" in block else []
            shown = "\n".join(map(_render, (*texts, *block.get("fields", ()))))
            return f"{shown}  {_render_element(block['accessory'])}" if "accessory" in block else shown
        case "context":
            return "\n".join(map(_render, block["elements"]))
        case "actions":
            return " ".join(map(_render_element, block["elements"]))
        case "divider":
            return _RULE
        case "markdown":
            return str(block["text"])
        case "table":
            return "\n".join("  ".join(map(_render_cell, row)).rstrip() for row in block["rows"])
        case "data_visualization":
            return "\n".join((str(block["title"]), *map(_render_series, block["chart"]["series"])))
        case "input":
            return f"{_render(block['label'])}: {_render_input(block.get('element') or {})}"
        case other:
            return f"({other})"


def _render_series(series: Payload) -> str:
    points = (f"{point['label']} {int(point['value'])}" for point in series["data"])
    return f"{series['name']}: {' · '.join(points)}"


def _render_cell(cell: Payload) -> str:
    """Return the words of a table's cell, which may be styled."""
    return str(cell.get("text") or "") + "".join(map(_render_cell, cell.get("elements") or ()))


def _render_input(element: Payload) -> str:
    given = [value for name, value in element.items() if name.startswith("initial_") and value]
    values = [each for value in given for each in (value if isinstance(value, list) else [value])]
    return ", ".join(_render(each["text"]) if isinstance(each, dict) else str(each) for each in values) or "____"


def _render_element(element: Payload) -> str:
    label = _render(element.get("text") or element.get("placeholder") or {"text": "⋮"})
    options = " · ".join(_render(option["text"]) for option in element.get("options", ()))
    return f"[{label} {options}]" if options else f"[{label}]"


def _render(text: Payload) -> str:
    shown = str(text.get("text", ""))
    return render_mrkdwn(shown) if text.get("type") == "mrkdwn" else shown


def render_mrkdwn(text: str) -> str:
    """Return Slack's markup as plain text: styles dropped, links with their address, entities resolved.

    Between two fences (lines of three backquotes) nothing is markup.
    """
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        if line == _FENCE:
            fenced = not fenced
        elif fenced:
            lines.append(unescape(line))
        else:
            lines.append(f"  | {_render_line(line[2:])}" if line.startswith("> ") else _render_line(line))
    return "\n".join(lines)


def _render_line(line: str) -> str:
    return "".join(unescape(part if at % 2 else _strip(part)) for at, part in enumerate(_CODE.split(line)))


def _strip(text: str) -> str:
    """Return text outside code without links, mentions and styles."""
    text = _LINK.sub(lambda m: f"{m[2]} {m[1]}" if m[2] else m[1], text)
    text = _MENTION.sub(lambda m: ("#" if m[1] == "#" else "@") + (m[3] or m[2]), text)
    for _ in range(3):
        text = _STYLED.sub(r"\2", text)
    return text


def render_made(message: Message) -> str:
    """Return a message that is not sent yet as text."""
    return render_message({"text": message.text, "blocks": load_blocks(message)})
