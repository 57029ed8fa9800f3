"""Messages to the bot as questions: a command without its slash, or plain words, which search policies.

Slack writes a message with entities: ``&amp;`` for signs, ``<@U1>`` for people, ``<#C1|name>`` for channels,
``<https://x|label>`` for links (docs.slack.dev, "Formatting message text").
"""

from __future__ import annotations

import re

from bot.slack.actions import Ask
from bot.slack.commands import COMMANDS
from bot.slack.courtesies import EDGES, asks_about_us, drop_courtesies, drop_edges, drop_emoji, is_thanks
from bot.slack.mrkdwn import unescape

HELP = "help"
THANKS = "thanks"
_ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_CALLED = re.compile(r"\A(?:\s*<@[^<>]*>(?:[\s,]|:(?![a-z0-9_+'-]+:|-?[()DPp](?!\S)))*)+")
"""Who is called before anything is said: the bot, and whoever is to see it; a colon that opens an emoji stays."""
_SET = re.compile(r"\A(`{1,3}|[*_~]{1,3})\s*([^\s*_~`](?:.*?\S)??)\s*\1(?!\w)", re.DOTALL)
"""What stands first in bold, italics or as code, which is how it looks and not what it says."""
_NAMES = frozenset(command.name for command in COMMANDS)
_ALSO_WORDS = frozenset({"ministry", "company", "policy"})
_GOES_ON = re.compile(r"(?:of|news)\b", re.IGNORECASE)
"""Behind a name of a command these go on with a name or a part of briefings: "Ministry of Finance", "company news"."""
_KEEP_NO_TEXT = frozenset({"digest", "ingest"})
"""Commands behind which nothing is written down as it was typed, as a note is."""


def read_message(text: str, *, bot_user: str = "", whole: bool = False) -> str:
    """Give what a person wrote, without the mention of the bot and of others, entities resolved.

    With ``whole`` the others stay, as ``@U1`` or by name, so do lines, and a link is its address, not its label.
    """

    def resolve(match: re.Match[str]) -> str:
        target, label = match[1], match[2]
        if whole and not target.startswith(("!", "#")):
            return f"@{(label or target[1:]).removeprefix('@')}" if target.startswith("@") else target
        if target.startswith(("@", "!")):
            return " " if target.startswith("@") or not label else label
        if target.startswith("#"):
            return f"#{label or target[1:]}"
        return label or target.removeprefix("mailto:")

    plain = _ENTITY.sub(resolve, text.replace(f"<@{bot_user}>", " ") if bot_user else text)
    return unescape(plain).strip() if whole else " ".join(unescape(plain).split())


def parse_plain_question(text: str, *, bot_user: str = "", prefix: str = "", whole: bool = False) -> Ask:
    """Read a message as a question; one that says nothing, greets, or asks what the bot is, asks for help.

    A first word that names a command, with or without slash and prefix, is that command; else it is a policy search.
    Greetings and thanks around it are left out, and emoji. With ``whole`` nothing that may have to be kept is left
    out, see ``read_message``: only what stands before the command, and emoji of commands that keep no text.
    """
    written = read_message(_CALLED.sub("", text), bot_user=bot_user, whole=whole).strip()
    said = drop_edges(drop_emoji(written, at_start=whole))
    asked = _SET.sub(r"\2", drop_courtesies(_SET.sub(r"\2", said), at_end=not whole))
    if not asked.strip(f"{EDGES}?？"):
        is_emoji = bool(written) and not said.strip()
        return Ask(command=THANKS if is_emoji or is_thanks(said) else HELP)
    first, rest = [*asked.split(maxsplit=1), ""][:2]
    name = first.casefold().rstrip(":,").removeprefix("/").removeprefix(prefix)
    if asks_about_us(asked):
        return Ask(command=HELP)
    if name in _NAMES and not (name in _ALSO_WORDS and first.isalpha() and _GOES_ON.match(rest)):
        return Ask(command=name, text=(drop_emoji(rest) if name in _KEEP_NO_TEXT else rest).strip())
    return Ask(command="policy", text=asked)
