"""Titles that no verb of issuing names: what is consulted on, takes effect, stands behind a colon, or is told of."""

from __future__ import annotations

from bot import lazy_re as re
from bot.reading.recognition.own_wordings import BUILDS_ON, OBJECT_LENGTH, OTHER_OBJECT
from bot.reading.recognition.titles import Titles, is_bare_title, list_printed_titles, parse_article
from bot.reading.recognition.word_led import mentions

_PAIRED = re.compile(r"[”\"]?\s*[(（]")
_GETS_EFFECT = re.compile(
    r"\b(?:t(?:akes?|ook) effect|(?:comes?|came|enters?|entered|goes|went) into (?:force|effect)"
    r"|(?:is|are|was|were) in force)\b"
)
_BEHIND_COLON = re.compile(r"[:：]\s*(?:[Tt]he\s)?[“\"]?\Z")
_LEAD_WORDS = re.compile(r"^(?:[^.:;]{2,80}[.:]\s+)?(?:(?:On|From|Since|As of|In) [^,]{3,40},\s)?")
_CONSULTED_AHEAD = re.compile(
    r"\bconsultations?\s(?:on|about|for)\s(?:(?:the|its|an?|new|revised|amended|draft|proposed)\s)*[“\"]?\Z"
)
_OBJECT_START = 5
_TELLS_CONTENTS = re.compile(
    r"[”\"]?(?:\s\([^()]*\))?"
    r"\s(?:says?|sets?|requires?|tells?|lays?|obliges?|bans?|allows?|covers?|regulates?|defines?)\b"
)


def find_consulted(text: str, bracketed: str | None) -> Titles | None:
    """Give the title of what a sentence says that there is a consultation on."""
    for start, title in list_printed_titles(text) if mentions(text, ("consultation",)) else ():
        if _CONSULTED_AHEAD.search(text[max(0, start - OBJECT_LENGTH) : start]):
            titles = parse_article(title)
            return Titles(en=titles.en, zh=titles.zh or bracketed)
    return None


def find_apposed(text: str, bracketed: str | None) -> Titles | None:
    """Give the title that stands behind a colon, or a Chinese one in brackets that reads as a notice's."""
    for start, title in list_printed_titles(text):
        if _BEHIND_COLON.search(text[:start]):
            titles = parse_article(title)
            return Titles(en=titles.en, zh=titles.zh or bracketed)
    return Titles(zh=bracketed) if bracketed and bracketed.startswith("关于") else None


def find_effective(text: str, bracketed: str | None) -> Titles | None:
    """Give the title of what a sentence says to take effect, or that did."""
    effect = _GETS_EFFECT.search(text) if mentions(text, ("effect", "force")) else None
    if effect is None:
        return None
    for start, title in list_printed_titles(text[: effect.start()]):
        if not OTHER_OBJECT.search(_LEAD_WORDS.sub("", text[:start])):
            titles = parse_article(title)
            return Titles(en=titles.en, zh=titles.zh or bracketed)
    at = text.find(bracketed) if bracketed else -1
    own = 0 <= at < effect.start() and not BUILDS_ON.search(text[max(0, at - OBJECT_LENGTH) : at])
    return Titles(zh=bracketed) if own else None


def find_subject(text: str, bracketed: str | None) -> Titles | None:
    """Give the title that a sentence begins with and tells the contents of ("The Measures for ... say when ...")."""
    start, title = next(iter(list_printed_titles(text)), (_OBJECT_START, ""))
    if start >= _OBJECT_START or not is_bare_title(title) or not _TELLS_CONTENTS.match(text, start + len(title)):
        return None
    titles = parse_article(title)
    return Titles(en=titles.en, zh=titles.zh or bracketed)


def find_paired(text: str, bracketed: str) -> Titles | None:
    """Give the title that a sentence without a verb of issuing prints with its Chinese title right behind it."""
    for start, title in list_printed_titles(text):
        titles = parse_article(title)
        pair = _PAIRED.match(text, start + len(title))
        follows = pair is not None and text.startswith(bracketed[:4], pair.end())
        if (follows or titles.zh) and not BUILDS_ON.search(text[max(0, start - OBJECT_LENGTH) : start]):
            return Titles(en=titles.en, zh=bracketed)
    return None
