"""News that a foreign company puts money into China: no single word tells it, but who invests how much and where."""

from __future__ import annotations

import re

from bot.model.text import HAN
from bot.names.lexicon import Lexicon
from bot.reading.recognition.geography import (
    CHINA,
    CHINESE_CITIES,
    CITIES_ABROAD,
    COUNTRIES,
    COUNTRIES_ZH,
    DEMONYMS,
    PROVINCES,
)
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.passages import Passage
from bot.reading.recognition.sentences import Sentence
from bot.reading.recognition.word_led import WordLed


def _any_of(names: tuple[str, ...]) -> str:
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)"


_INVESTS = WordLed(
    "invest spend spent pour inject put commit 投资 出资 注资 增资",
    r"\b(?:invest(?:s|ed|ing|ments?)?|spend(?:s|ing)?|spent|pour(?:s|ed|ing)?|inject(?:s|ed|ing)?|put(?:s|ting)?"
    r"|commit(?:s|ted|ting)?)\b|投资|出资|注资|增资",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:\b[A-Z]{3}|US\$|HK\$|[$€£¥￥])\s?\d|\d(?:\.\d+)?\s?(?:million|billion|bn|mn|m)?\s(?:yuan|renminbi|dollars|euros|pounds"
    r"|yen|won|francs|kron[eo]r)\b|\d\s?[十百千]?[万亿]+(?:元|美元|欧元|日元|英镑|港元|韩元|人民币)"
)
_IN_CHINA = re.compile(_any_of((*CHINA, *PROVINCES, *CHINESE_CITIES)))
_ABROAD = re.compile(f"{_any_of((*COUNTRIES, *CITIES_ABROAD))}|{'|'.join(COUNTRIES_ZH)}")
_FOREIGN = re.compile(_any_of(DEMONYMS))
_HAN = re.compile(f"[{HAN}]")
FOREIGN_MONEY = "foreign_investment"
"""The topic of such news."""
_HOME = frozenset({"CN", None})


def tells_of_foreign_money(passage: Passage, *, lexicon: Lexicon) -> bool:
    """Return whether a sentence says that a foreign company invests a sum of money, and in China."""
    return _INVESTS.search(passage.text) is not None and any(
        _tells(passage, sentence, lexicon) for sentence in passage.sentences
    )


def _tells(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> bool:
    text = sentence.text
    invests = _INVESTS.search(text)
    if invests is None or not _MONEY.search(text) or _ABROAD.search(text):
        return False
    if not (_HAN.search(text) or _IN_CHINA.search(text)):
        return False
    companies = passage.names_within(sentence, NameKind.COMPANY)
    if companies and companies[0].start < sentence.start + invests.start():
        return lexicon.company_by_id[companies[0].id].country not in _HOME
    return _FOREIGN.search(text, 0, invests.start()) is not None
