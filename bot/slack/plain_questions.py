"""Messages to the bot as questions: a command without its slash, or plain words, which search policies.

Slack writes a message with entities: ``&amp;`` for signs, ``<@U1>`` for people, ``<#C1|name>`` for channels,
``<https://x|label>`` for links (docs.slack.dev, "Formatting message text").
"""

from __future__ import annotations

import re

from bot.slack.actions import Ask
from bot.slack.commands import COMMANDS
from bot.slack.mrkdwn import unescape

HELP = "help"
THANKS = "thanks"
_NAMES = frozenset(command.name for command in COMMANDS)
_GOES_ON = re.compile(r"(?:ministry|company|policy)\s+(?:of|news)\b", re.IGNORECASE)
"""A name of a command that goes on as words: "Ministry of Finance", "company news"."""
_ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_CALLED = re.compile(r"\A(?:\s*<@[^<>]*>(?:[\s,]|:(?!\w+:))*)+")
"""Who is called before anything is said: the bot, and whoever is to see it."""
_SIGNS = r"[\s,.;!–—，。；！、]"
_GREETING = (
    r"(?:hi|hey|hello|good\s(?:morning|afternoon|evening))(?:\s(?:all|there|team|everyone))?|dear\sall|[你您]好|大家好"
)
_THANKS = r"(?:many\s)?thank(?:s|\syou)(?:\s(?:so|very)\smuch|\sa\slot)?|thx|cheers|(?:谢谢|多谢|感谢)[你您]?|好的"
_COURTESY = rf"(?:{_GREETING}|{_THANKS}|please|:[a-z0-9_+'-]+:|[\U0001f000-\U0001faff\ufe0f\u200d]+)"
_FIRST = re.compile(
    rf"\A(?:(?::[a-z0-9_+'-]+:|(?:{_COURTESY}|ok|okay|@?gongbao|-)(?={_SIGNS}|:\s|[?？]|\Z):?){_SIGNS}*)+",
    re.IGNORECASE,
)
_LAST = re.compile(rf"{_SIGNS}*(?:(?<=[\s,.;?!，。；？！]){_COURTESY}{_SIGNS}*)+\Z", re.IGNORECASE)
_GREETS = re.compile(_GREETING, re.IGNORECASE)
_ABOUT_US = re.compile(
    r"help(?:\sme)?|wh(?:o|at)\sare\syou|what\scan\s(?:you|i)\s(?:do|ask)"
    r"|how\s(?:do|does|can)\s(?:i|it|this|you)\s(?:work|subscribe|use\s(?:this|it))|你[能会]做什么|你是谁|怎么用|帮助",
    re.IGNORECASE,
)


def read_message(text: str, *, bot_user: str = "") -> str:
    """Return what a person wrote, entities resolved: people and channels by name, links as their addresses."""

    def resolve(match: re.Match[str]) -> str:
        target, label = match[1], match[2]
        if target.startswith("@"):
            return " " if target[1:] == bot_user else f"@{(label or target[1:]).removeprefix('@')}"
        if target.startswith("!"):
            return label or " "
        if target.startswith("#"):
            return f"#{label or target[1:]}"
        return label if label and target.startswith("mailto:") else target

    return unescape(_ENTITY.sub(resolve, _CALLED.sub("", text))).strip()


def parse_plain_question(text: str, *, bot_user: str = "", prefix: str = "") -> Ask:
    """Read a message as a question; one that says nothing, greets, or asks what the bot is, asks for help.

    A first word that names a command, with or without slash and prefix, is that command; else it is a policy search.
    Greetings before a question and thanks behind a search are left out.
    """
    said = read_message(text, bot_user=bot_user)
    asked = _FIRST.sub("", said.lstrip(" \n,.;")).strip("`*_~ \n")
    first, rest = [*asked.split(maxsplit=1), "", ""][:2]
    name = first.casefold().rstrip(":,").removeprefix("/").removeprefix(prefix)
    if name in _NAMES and not _GOES_ON.match(asked):
        return Ask(command=name, text=rest.strip())
    asked = _LAST.sub("", asked).strip()
    bare = asked.strip("?!？。. ")
    if not bare:
        return Ask(command=HELP if not said.strip("?!？ ") or _GREETS.search(said) else THANKS)
    return Ask(command=HELP) if _ABOUT_US.fullmatch(bare) else Ask(command="policy", text=asked)
