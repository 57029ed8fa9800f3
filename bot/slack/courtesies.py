"""Greetings, thanks, and what people ask the bot about itself: said to somebody, and no part of what is looked for."""

from __future__ import annotations

import re

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
    """Give a message without emoji, which say how somebody feels, not what they ask; with ``at_start`` those there."""
    if not at_start:
        return " ".join(_EMOJI.sub(" ", text).split())
    said = text.lstrip()
    while match := _EMOJI.match(said):
        said = said[match.end() :].lstrip()
    return said


def drop_edges(text: str) -> str:
    """Give a text without the signs and spaces that it begins with, which say nothing."""
    return _EDGES.sub("", text)


def drop_courtesies(text: str, *, at_end: bool = True) -> str:
    """Give what is asked in a message: without greeting, the bot's name and thanks; "" where nothing else is said."""
    said = drop_edges(text)
    while match := _FIRST.match(said):
        said = drop_edges(said[match.end() :])
    while at_end and (match := _LAST.search(said)):
        said = said[: match.start()].rstrip(_JOINTS)
    return said


def drop_greeting(text: str) -> str:
    """Give a command's text without greeting and thanks before it; as it is where nothing else is said.

    A greeting must stand apart there, or before a word of asking: what follows a command may be a name.
    """
    said = text
    while (match := _FIRST.match(said)) and not _NAMED.match(said):
        said = drop_edges(said[match.end() :])
    return said or text


def drop_thanks(text: str) -> str:
    """Give a command's text without the thanks behind it; as it is where nothing else is said."""
    said = text
    while match := _LAST.search(said):
        said = said[: match.start()].rstrip(_JOINTS)
    return said or text


def is_courtesy(text: str) -> bool:
    """Tell whether a text is a greeting or thanks and nothing else."""
    return bool(_FIRST.match(drop_edges(text))) and not drop_courtesies(text).strip(f"{EDGES}?？")


def is_thanks(text: str) -> bool:
    """Tell whether a message that asks nothing thanks, or says that all is well."""
    return bool(_THANKED.search(text))


def asks_about_us(text: str) -> bool:
    """Tell whether a message asks for help, or who the bot is and what it can do."""
    return bool(_ABOUT_US.fullmatch(text.strip(f"{EDGES}?？")))
