"""Messages to the bot as questions: a command without its slash, or plain words, which search policies.

Slack writes a message with entities: ``&amp;`` for signs, ``<@U1>`` for people, ``<#C1|name>`` for channels,
``<https://x|label>`` for links (docs.slack.dev, "Formatting message text").
"""

from __future__ import annotations

import re

from bot.errors import BadQueryError
from bot.model.ids import IdKind, find_id
from bot.slack.actions import Ask
from bot.slack.commands import COMMANDS
from bot.slack.mrkdwn import unescape

# Words by which other bots are told to follow or stop: each points to the subcommand that does it here.

_SUBSCRIBE = "subscribe"
_END = "unsubscribe"
_PAUSE = "pause"
_RESUME = "resume"
_CHANGE = "change"
_PREVIEW = "preview"
_MEANT = {
    "follow": _SUBSCRIBE,
    "unfollow": _END,
    "stop": _END,
    "end": _END,
    "cancel": _END,
    "delete": _END,
    "remove": _END,
    "mute": _PAUSE,
    "silence": _PAUSE,
    "snooze": _PAUSE,
    "unmute": _RESUME,
    "unpause": _RESUME,
    "continue": _RESUME,
    "edit": _CHANGE,
    "modify": _CHANGE,
    "update": _CHANGE,
    "set": _CHANGE,
    "why": _PREVIEW,
}
_DONE = {_END: "ends it", _PAUSE: "stops it for a while", _RESUME: "lets it go on"}
_SUBSCRIPTION = re.compile(r"[Dd]\d+\b")
_ALL = frozenset({"", "all", "everything", "it", "this", "digest", "digests"})


def refuse_other_words(text: str, *, slash: str) -> None:
    """Raise BadQueryError that names the subcommand, for a text of ``/digest`` that asks for one in another word.

    What may be words to search for as well, such as ``stop lending``, is left alone.
    """
    first, _, rest = text.partition(" ")
    action, rest = _MEANT.get(first.casefold()), rest.strip()
    if action is None:
        return
    named = find_id(rest)
    if action == _SUBSCRIBE:
        hint = f"Write {slash} {_SUBSCRIBE} {rest or 'topic:energy'}; a word to search for stands in quotes."
    elif action == _CHANGE and _SUBSCRIPTION.match(rest):
        hint = f"Write {slash} {_CHANGE} {rest}: behind the id its filter, its times or both, as they are to be."
    elif named and action == _PREVIEW and named[0] is IdKind.SUBSCRIPTION:
        hint = f"{slash} {_PREVIEW} D{named[1]} shows what it would have brought."
    elif action in _DONE and (named is not None or rest.casefold() in _ALL):
        shown = f"{named[0].value}{named[1]}" if named else "D3"
        one = [f"{slash} {action} {shown} {_DONE[action]}"]
        one += [f"{slash} {_PAUSE} {shown} {_DONE[_PAUSE]}"] if action == _END else []
        hint = f"{', '.join(one)}; {slash} list shows the ids."
    else:
        return
    raise BadQueryError(f"“{first}” is called “{action}” here.", hint=hint)


# Greetings, thanks, and what people ask the bot about itself: said to somebody, and no part of what is looked for.

EDGES = " \t\r\n,:;.!–—-，。！、；："
_EDGES = re.compile(r"\A(?:[ \t\r\n,:;.!–—，。！、；]|-(?![\w\"“]))+")
"""A dash right before a word leaves that word out, and is no edge."""
"""What stands around what a message says."""
_STOP = r"(?=\s*(?:\Z|[,:;.!?\n–—，。！？、；：]|-\s|@?gongbao\b))"
"""Behind a word that is a courtesy only where it stands apart."""
_ASKS = (
    r"(?=\s+(?:what|which|who|whose|when|where|why|how|is|are|was|were|did|does|do|has|have|had|can|could|should|will"
    r"|would|any|show|list|find|give|tell|please|so|ok|okay|thanks|thank)\b)"
)
_THANKS = (
    r"(?:many\s+thanks|thanks|thank\s+you|thankyou|thx|cheers)"
    r"(?:\s+(?:so\s+much|very\s+much|a\s+lot|again|in\s+advance))*"
)
_THANKS_ZH = r"(?:非常感谢|十分感谢|谢谢|多谢|感谢|谢了|辛苦了)(?:你|您|大家|啦|了)*"
_HELLO = r"(?:hi|hey|hello|hallo|greetings|good\s+(?:morning|afternoon|evening|day))"
_EVERYBODY = r"(?:\s+(?:there|all|everyone|everybody|team|folks|@?gongbao)\b)"
_NAMED = re.compile(rf"{_HELLO}\b(?!{_EVERYBODY}?(?:{_STOP}|{_ASKS}))", re.IGNORECASE)
"""A word of greeting that begins a name: "Hello Inc"."""
_FIRST = re.compile(
    r"(?:"
    rf"{_HELLO}(?![\w'’-]|\s+tech\b){_EVERYBODY}?"
    rf"|dear\s+(?:all|team|colleagues|everyone){_STOP}|dear(?=\s+@?gongbao\b)"
    rf"|(?:ok|okay|alright|all\s+right|right|great|perfect|cool|well|so|sorry|excuse\s+me|got\s+it|{_THANKS}|@?gongbao)"
    rf"(?:{_STOP}|{_ASKS})"
    r"|(?:please|pls|kindly)(?=[\s,])"
    r"|(?:你好|您好|大家好|早上好|上午好|下午好|晚上好|早安|嗨|哈喽)(?:啊|呀)?"
    rf"|{_THANKS}\s+for\b[^?？,.!\n]*(?=\Z|[,.!\n])"
    rf"|(?:好的|{_THANKS_ZH}){_STOP}"
    r")",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"(?<![^\s,:;.!?–—，。！？、；：-])(?:please|pls|{_THANKS}|{_THANKS_ZH})(?:[\s,]+@?gongbao)?[\s,:;.!?–—，。！？、；：-]*\Z",
    re.IGNORECASE,
)
_JOINTS = " \t\r\n,:;–—-，、；："
"""What joins thanks to a question; the end of its sentence stays."""
_THANKED = re.compile(rf"\b(?:{_THANKS}|ok|okay|great|perfect|cool|got\s+it)\b|{_THANKS_ZH}|好的", re.IGNORECASE)
_ABOUT_US = re.compile(
    r"(?:please\s+)?help(?:\s+me)?(?:\s+please)?|can\s+you\s+help(?:\s+me)?|who\s+are\s+you|what\s+are\s+you"
    r"|what\s+(?:can|do)\s+you\s+do|what\s+can\s+(?:i|we)\s+(?:ask|do)(?:\s+you)?|what\s+is\s+gongbao"
    r"|how\s+(?:does\s+(?:this|it)|do\s+you)\s+work|how\s+(?:do|can)\s+(?:i|we)\s+use\s+(?:you|this|it)"
    r"|how\s+(?:do|can)\s+(?:i|we)\s+(?:subscribe|unsubscribe|export|search|follow|cite|share)(?:\s+(?:here|this|it))?"
    r"|你(?:能|会|可以)(?:做|干)?(?:些)?什么|你是(?:谁|什么)|(?:怎么|如何)(?:使用|用)(?:你)?|帮助",
    re.IGNORECASE,
)
_CODES = r"(?::[a-z0-9_+'-]+:)+"
_EMOJI = re.compile(
    rf"(?<![\w:\"“”'/]){_CODES}(?![\w:\"“”])"
    rf"|(?<=[\u3400-\u9fff]){_CODES}\s*\Z"
    r"|(?<!\S)[:;]-?[()DPp](?!\S)"
    r"|[\U0001f000-\U0001faff\ufe0f\u200d]+"
)
"""Emoji, as Slack writes them (``:+1:``, ``:wave::skin-tone-2:``), as signs (``:-)``) and as themselves."""


def drop_emoji(text: str, *, at_start: bool = False) -> str:
    """Get a message without emoji, which say how somebody feels, not what they ask; with ``at_start`` those there."""
    if not at_start:
        return " ".join(_EMOJI.sub(" ", text).split())
    said = text.lstrip()
    while match := _EMOJI.match(said):
        said = said[match.end() :].lstrip()
    return said


def drop_edges(text: str) -> str:
    """Return a text without the signs and spaces that it begins with, which say nothing."""
    return _EDGES.sub("", text)


def drop_courtesies(text: str, *, at_end: bool = True) -> str:
    """Return what is asked in a message: without greeting, the bot's name and thanks; "" where nothing else is said."""
    said = drop_edges(text)
    while match := _FIRST.match(said):
        said = drop_edges(said[match.end() :])
    while at_end and (match := _LAST.search(said)):
        said = said[: match.start()].rstrip(_JOINTS)
    return said


def drop_greeting(text: str) -> str:
    """Return a command's text without greeting and thanks before it; as it is where nothing else is said.

    A greeting must stand apart there, or before a word of asking: what follows a command may be a name.
    """
    said = text
    while (match := _FIRST.match(said)) and not _NAMED.match(said):
        said = drop_edges(said[match.end() :])
    return said or text


def drop_thanks(text: str) -> str:
    """Return a command's text without the thanks behind it; as it is where nothing else is said."""
    said = text
    while match := _LAST.search(said):
        said = said[: match.start()].rstrip(_JOINTS)
    return said or text


def is_courtesy(text: str) -> bool:
    """Return whether a text is a greeting or thanks and nothing else."""
    return bool(_FIRST.match(drop_edges(text))) and not drop_courtesies(text).strip(f"{EDGES}?？")


def is_thanks(text: str) -> bool:
    """Return whether a message that asks nothing thanks, or says that all is well."""
    return bool(_THANKED.search(text))


def asks_about_us(text: str) -> bool:
    """Return whether a message asks for help, or who the bot is and what it can do."""
    return bool(_ABOUT_US.fullmatch(text.strip(f"{EDGES}?？")))


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
    """Return what a person wrote, without the mention of the bot and of others, entities resolved.

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
