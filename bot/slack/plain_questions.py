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
_ALSO_WORDS = frozenset({"ministry", "company", "policy"})
_GOES_ON = re.compile(r"(?:of|news)\b", re.IGNORECASE)
"""Behind a name of a command these go on with a name or a part of briefings: "Ministry of Finance", "company news"."""
_ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_CALLED = re.compile(r"\A(?:\s*<@[^<>]*>(?:[\s,]|:(?!\w+:))*)+")
"""Who is called before anything is said: the bot, and whoever is to see it."""
_SET = re.compile(r"\A(`{1,3}|[*_~]{1,3})\s*([^\s*_~`](?:.*?\S)??)\s*\1(?!\w)", re.DOTALL)
"""What is set in bold, italics or as code first, which is how it looks and not what it says."""
_EDGES = " \t\r\n,:;.!–—，。！、；："
_OPEN = _EDGES.replace(":", "")
"""What says nothing before a text: a colon may open an emoji."""
_EMOJI = r"(?::[a-z0-9_+'-]+:)+|[\U0001f000-\U0001faff\ufe0f\u200d]+"
_THANKS = (
    r"(?:many\s+)?(?:thanks|thank\s+you|thx|cheers)(?:\s+(?:so\s+much|very\s+much|a\s+lot))?"
    r"|(?:谢谢|多谢|感谢)(?:你|您|大家)?"
)
_HELLO = (
    r"(?:hi|hey|hello|good\s+(?:morning|afternoon|evening))(?:\s+(?:all|there|team|everyone))?"
    r"|dear\s+(?:all|team|gongbao)|你好|您好|大家好|好的"
)
_FIRST = re.compile(
    rf"\A(?:{_EMOJI}|-(?=\s)|(?:{_HELLO}|{_THANKS}|please|ok(?:ay)?|@?gongbao)(?=[{_EDGES}?？]|\Z)[:：]?)[{_OPEN}]*",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"(?:{_EMOJI}|(?:(?<=[\s,.;:?!–—])|(?<=[，。；：？！]))(?:{_THANKS}|please))[{_EDGES}]*\Z", re.IGNORECASE
)
_IS_THANKS = re.compile(rf"{_THANKS}|好的|\A\s*(?:(?:{_EMOJI})\s*)+\Z", re.IGNORECASE)
_ABOUT_US = re.compile(
    r"(?:please\s+)?help(?:\s+me)?(?:\s+please)?|can\s+you\s+help(?:\s+me)?|wh(?:o|at)\s+are\s+you"
    r"|what\s+(?:can|do)\s+(?:you|i|we)\s+(?:do|ask)|how\s+(?:does\s+(?:this|it)|do\s+you)\s+work"
    r"|how\s+(?:do|can)\s+(?:i|we)\s+(?:use\s+)?(?:you|this|it|subscribe|unsubscribe|export|search|follow)(?:\s+this)?"
    r"|你(?:能|会|可以)(?:做|干)?(?:些)?什么|你是(?:谁|什么)|(?:怎么|如何)(?:使用|用)(?:你)?|帮助",
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
    Greetings before it are left out, and thanks behind a search; what comes behind another command stays as written.
    """
    said = _drop_first(read_message(text, bot_user=bot_user))
    asked = _drop_first(_SET.sub(r"\2", said))
    first, rest = [*asked.split(maxsplit=1), "", ""][:2]
    name = first.casefold().rstrip(":,").removeprefix("/").removeprefix(prefix)
    if name in _NAMES and not (name in _ALSO_WORDS and first.isalpha() and _GOES_ON.match(rest)):
        return Ask(command=name, text=rest.strip())
    while match := _LAST.search(asked):
        asked = asked[: match.start()].rstrip(_OPEN)
    if not asked.strip(f"{_EDGES}?？"):
        return Ask(command=THANKS if _IS_THANKS.search(_CALLED.sub("", text)) else HELP)
    return Ask(command=HELP) if _ABOUT_US.fullmatch(asked.strip(f"{_EDGES}?？")) else Ask(command="policy", text=asked)


def _drop_first(text: str) -> str:
    """Return a text without the greetings, emoji and signs before it; a dash before a word excludes it and stays."""
    said = text.lstrip(_OPEN)
    while match := _FIRST.match(said):
        said = said[match.end() :]
    return said.lstrip(":")
