"""Payloads as plain text for a terminal or a file: no colour, no markup, buttons as ``[Label]``."""

import re
from typing import Any

from bot.model.post import Message
from bot.slack.calls.client import load_blocks
from bot.slack.mrkdwn import unescape

Payload = dict[str, Any]

_CODE = re.compile(r"`([^`\n]*)`")
_STYLED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]*?)(?<=\S)\1(?![\w*_~])")
_MARKUP = (
    (re.compile(r"<(https?://[^|>]+)\|([^>]*)>"), r"\2 \1"),
    (re.compile(r"<(https?://[^|>]+)>"), r"\1"),
    (re.compile(r"<#(?:[^|>]+\|)?([^>]*)>"), r"#\1"),
    (re.compile(r"<[@!](?:[^|>]+\|)?([^>]*)>"), r"@\1"),
    *[(_STYLED, r"\2")] * 3,
)
"""Links, mentions, and styles, which stand in one another."""
_FENCE = "```"


def render_message(payload: Payload, *, buttons: bool = True) -> str:
    """Return a message or window as text, ending without a line break; blocks where there are any, else the text."""
    blocks = list(payload.get("blocks") or ())
    if not buttons:
        blocks = [{**block, "accessory": None} for block in blocks if block.get("type") != "actions"]
    parts = [render_block(block) for block in blocks] or [render_mrkdwn(str(payload.get("text") or ""))]
    if isinstance(title := payload.get("title"), dict):
        parts.insert(0, f"[ {title.get('text', '')} ]")
    return "\n".join(f"\n{part}" if "\n" in part.strip() else part for part in parts if part).strip("\n")


def render_made(message: Message, *, buttons: bool = True) -> str:
    """Return a message that is not sent yet as text."""
    return render_message({"text": message.text, "blocks": load_blocks(message)}, buttons=buttons)


def render_block(block: Payload) -> str:
    """Return one block as text; a kind that we never build as its name, so that nothing vanishes unseen."""
    match block.get("type"):
        case "header":
            return _render(block["text"])
        case "section":
            texts = [block["text"]] if "text" in block else []
            fields = (_render(field).replace("\n", ": ", 1) for field in block.get("fields", ()))
            shown = "\n".join((*map(_render, texts), *fields))
            return f"{shown}  {_render_element(block['accessory'])}" if block.get("accessory") else shown
        case "context":
            return "\n".join(map(_render, block["elements"]))
        case "actions":
            return " ".join(map(_render_element, block["elements"]))
        case "divider":
            return "-" * 40
        case "markdown":
            return str(block["text"])
        case "table":
            return "\n".join("  ".join(map(_render_cell, row)).rstrip() for row in block["rows"])
        case "input":
            return f"{_render(block['label'])}: {_render_input(block.get('element') or {})}"
        case other:
            return f"({other})"


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
    return f"[{f'{label} {options}'.strip()}]"


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
    """Return a line without markup, which code has none of."""
    parts = _CODE.split(line)
    for at in range(0, len(parts), 2):
        for pattern, plain in _MARKUP:
            parts[at] = pattern.sub(plain, parts[at])
    return "".join(map(unescape, parts))
