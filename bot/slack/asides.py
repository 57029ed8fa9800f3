"""What people type behind a command that asks for nothing there: a greeting, or more of the list above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.slack.courtesies import is_courtesy, is_thanks

if TYPE_CHECKING:
    from bot.slack.commands import Command

_MORE = re.compile(
    r"(?:(?:show|see|give)(?:\s+me)?\s+)?(?:some\s+)?more(?:\s+(?:results|of\s+(?:them|these|those)))?(?:\s+please)?"
    r"|(?:the\s+)?(?:next\s+page|next\s+ones|rest)"
    r"|(?:还有)?更多(?:结果)?|还有(?:吗|呢)|下一页|下页|继续",
    re.IGNORECASE,
)
_EDGES = " \t\r\n.,!?。，！？"
_MOST_AT_ONCE = 50


def answer_aside(text: str, command: Command, slash: str) -> str | None:
    """Give the line that answers such a text, with what to press or type instead; None for any other text."""
    if _MORE.fullmatch(text.strip(_EDGES)):
        longer = f" `{slash} limit:{_MOST_AT_ONCE}` gives up to {_MOST_AT_ONCE} at once, behind words and keys too."
        ends = "" if command.name == "digest" else longer
        return f"A list goes on with the button *More* below it (in the terminal: its number).{ends}"
    if not is_courtesy(text):
        return None
    said = "You are welcome." if is_thanks(text) else "Hello."
    example = f"`{slash} {command.examples[0]}`"
    return f"{said} `{slash}`: {command.summary}, such as {example}; `{slash} help` tells the rest."
