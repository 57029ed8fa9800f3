"""What is written to the terminal; payloads as plain text: no colour, no markup, buttons as ``[Label]``."""

import re
import sys
from typing import Any

import click
import msgspec

from bot.model.post import Message
from bot.slack.calls.client import load_blocks
from bot.slack.mrkdwn import unescape

Payload = dict[str, Any]

_CODE = re.compile(r"(^```\n.*?\n```$|`[^`\n]*`)", re.MULTILINE | re.DOTALL)
_STYLED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]*?)(?<=\S)\1(?![\w*_~])")
_MARKUP = (
    (re.compile(r"^> ", re.MULTILINE), "  | "),
    (re.compile(r"<(https?://[^|>]+)\|([^>]*)>"), r"\2 \1"),
    (re.compile(r"<(https?://[^|>]+)>"), r"\1"),
    (re.compile(r"<#(?:[^|>]+\|)?([^>]*)>"), r"#\1"),
    (re.compile(r"<[@!](?:[^|>]+\|)?([^>]*)>"), r"@\1"),
    *[(_STYLED, r"\2")] * 3,
)
"""Quotes, links, mentions, and styles, which stand in one another."""


def render_message(payload: Payload, *, buttons: bool = True) -> str:
    """Return a message or window as text, ending without a line break; blocks where there are any, else the text."""
    said = {"type": "section", "text": {"type": "mrkdwn", "text": payload.get("text")}}
    parts = [f"[ {payload['title']['text']} ]"] if payload.get("title") else []
    parts += [render_block(block, buttons=buttons) for block in payload.get("blocks") or (said,)]
    return "\n".join(f"\n{part}" if "\n" in part.strip() else part for part in parts if part).strip("\n")


def render_made(message: Message, *, buttons: bool = True) -> str:
    """Return a message that is not sent yet as text."""
    return render_message({"text": message.text, "blocks": load_blocks(message)}, buttons=buttons)


def render_block(block: Payload, *, buttons: bool = True) -> str:
    """Return one block as text; a kind that we never build as its name, so that nothing vanishes unseen."""
    match block["type"]:
        case "header" | "section" | "context" | "markdown":
            texts = [_render(each) for each in (block.get("text"), *block.get("elements", ())) if each]
            texts += [_render(field).replace("\n", ": ", 1) for field in block.get("fields", ())]
            shown = "\n".join(texts)
            return f"{shown}  {_render_element(block['accessory'])}" if buttons and "accessory" in block else shown
        case "actions":
            return " ".join(map(_render_element, block["elements"])) if buttons else ""
        case "divider":
            return "-" * 40
        case "table":
            return "\n".join("  ".join(map(_render, row)).rstrip() for row in block["rows"])
        case "input":
            given = [each for name, each in block.get("element", {}).items() if name.startswith("initial_") and each]
            values = [each for value in given for each in (value if isinstance(value, list) else [value])]
            held = (_render(each["text"]) if isinstance(each, dict) else str(each) for each in values)
            return f"{_render(block['label'])}: {', '.join(held) or '____'}"
        case other:
            return f"({other})"


def _render_element(element: Payload) -> str:
    label = _render(element.get("text") or element.get("placeholder") or "⋮")
    options = " · ".join(_render(option["text"]) for option in element.get("options", ()))
    return f"[{f'{label} {options}'.strip()}]"


def _render(text: Payload | str) -> str:
    """Return a text as it is read, or the words of a table's cell, which may be styled."""
    if isinstance(text, str):
        return text
    shown = str(text.get("text") or "") + "".join(map(_render, text.get("elements") or ()))
    return render_mrkdwn(shown) if text.get("type") == "mrkdwn" else shown


def render_mrkdwn(text: str) -> str:
    """Return Slack's markup as plain text: styles dropped, links with their address, entities resolved, code as is."""
    parts = _CODE.split(text)
    for at, part in enumerate(parts):
        if at % 2:
            parts[at] = part.strip("`").strip("\n")
            continue
        for pattern, shown in _MARKUP:
            parts[at] = pattern.sub(shown, parts[at])
    return unescape("".join(parts))


def plain(text: str) -> str:
    """Return text from outside with a sign in the place of each that would move the cursor or turn the line round."""
    return "".join(char if char.isprintable() or char in "\n\u00a0\u3000" else "�" for char in text)


def note(text: str) -> None:
    """Say something beside the data, on standard error."""
    click.echo(plain(text), err=True)


def print_error(error: Exception | str) -> None:
    """Say in one line what was refused or failed."""
    if isinstance(error, OSError):
        error = f"{str(error.filename or 'The output')[:100]} cannot be used: {error.strerror}. Check path and rights."
    note(f"gongbao: {' '.join(str(error).split())}")


def print_json(value: object, *, indent: int = 2) -> None:
    """Write a value as JSON to standard output, UTF-8 whatever the terminal."""
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=indent) + b"\n")
    sys.stdout.buffer.flush()
