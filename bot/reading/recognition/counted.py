"""How many bodies a report says act together: "四部门", "seven departments"."""

from __future__ import annotations

import re

from bot.reading.recognition.word_led import WordLed, mentions

_HAN_COUNTS = {sign: at for at, sign in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_COUNTS = {
    word: number
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
        start=2,
    )
}
_DIGITS = "0123456789０１２３４５６７８９"
_MANY_EN = ("departments", "ministries", "agencies", "bodies", "authorities", "regulators", "commissions")
_MANY_ZH = ("部门", "部委", "单位", "机构")
_BODIES = (*_MANY_EN, *_MANY_ZH)
_BODIES_EN = f"(?:{'|'.join(_MANY_EN)})"
_BODIES_ZH = f"个?(?:{'|'.join(_MANY_ZH)})"
_COUNTED = WordLed(
    " ".join((*_COUNTS, *"两二三四五六七八九十", *_DIGITS)),
    rf"\b(?P<word>{'|'.join(_COUNTS)})\s(?:\w+\s){{0,2}}?{_BODIES_EN}\b"
    rf"|(?P<han>[二两三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九]){_BODIES_ZH}"
    rf"|(?<!\d)(?P<figures>[{_DIGITS}]{{1,2}}){_BODIES_ZH}",
    re.IGNORECASE,
)


def find_counted(text: str) -> int | None:
    """Give how many bodies the text first says act together; None where it counts none."""
    found = _COUNTED.search(text) if mentions(text, _BODIES) else None
    if found is None:
        return None
    if found["word"]:
        return _COUNTS[found["word"].lower()]
    return int(found["figures"]) if found["figures"] else _read_han(found["han"])


def _read_han(count: str) -> int:
    tens, ten, ones = count.rpartition("十")
    return (10 * _HAN_COUNTS.get(tens, 1) if ten else 0) + _HAN_COUNTS.get(ones, 0)
