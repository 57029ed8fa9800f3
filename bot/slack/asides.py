"""What people type behind a command that asks for nothing held: a greeting, more of the list above, which topics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.slack.courtesies import is_courtesy, is_thanks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.lexicon import Topic
    from bot.slack.commands import Command

_MORE = re.compile(
    r"(?:(?:show|see|give)(?:\s+me)?\s+)?(?:some\s+)?more(?:\s+(?:results|of\s+(?:them|these|those)))?(?:\s+please)?"
    r"|(?:the\s+)?(?:next\s+page|next\s+ones|rest)"
    r"|(?:还有)?更多(?:结果)?|还有(?:吗|呢)|下一页|下页|继续",
    re.IGNORECASE,
)
_TOPICS = re.compile(
    r"(?:(?:which|what|list(?:\s+of)?|show(?:\s+me)?|all)\s+(?:(?:are\s+)?the\s+)?(?:all\s+)?)?topics"
    r"(?:\s+(?:(?:are|do|can|is)\s+)?(?:there|you|i|we|covered|cover|have|know|known|exist|held|follow|available|ask|for)\b)*"
    r"|(?:都?有|列出)?(?:哪些|什么|所有)?主题(?:有哪些)?",
    re.IGNORECASE,
)
_EDGES = " \t\r\n.,!?。，！？"
_MOST_AT_ONCE = 50


def answer_aside(text: str, command: Command, slash: str, topics: Iterable[Topic]) -> str | None:
    """Give the line that answers such a text, with what to press or type instead; None for any other text.

    ``topics`` are those there are.
    """
    if _TOPICS.fullmatch(text.strip(_EDGES)):
        listed = ", ".join(topic.id for topic in topics)
        return f"Topics: {listed}. Behind `topic:` each finds what is about it, here and in subscriptions: `topic:ai`."
    if _MORE.fullmatch(text.strip(_EDGES)):
        longer = f" `{slash} limit:{_MOST_AT_ONCE}` gives up to {_MOST_AT_ONCE} at once, behind words and keys too."
        ends = "" if command.name == "digest" else longer
        return f"A list goes on with the button *More* below it (in the terminal: its number).{ends}"
    if not is_courtesy(text):
        return None
    said = "You are welcome." if is_thanks(text) else "Hello."
    example = f"`{slash} {command.examples[0]}`"
    return f"{said} `{slash}`: {command.summary}, such as {example}; `{slash} help` tells the rest."
