"""Numbers before headlines and names of parts ("1.", "(2)", "三、", "IV.", "1.1", "①"), and what they count."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.dates.date_words import ANY_MONTH, starts_with_dotted_day
from bot.model.text import HAN

_NUMBER = re.compile(
    r"\s*(?:(?P<circled>[①-⑳])\s*(?=\S)|[（(]?(?P<han>[一二三四五六七八九十]{1,3}|[壹贰叁肆伍陆柒捌玖拾](?=\s?[·•、]))(?:、|[)）]、?|\s?[·•])\s*(?=\S)|(?-i:(?P<roman>[IVX]{1,5})[.)]\s+(?=[A-Z“\"‘]))|[（(](?P<bracketed>\d{1,2})[)）]\s*(?=[^\W\d])|(?-i:(?:\d{1,2}\.(?P<sub>\d{1,2})\.?|[A-Z](?:[.-](?=\d{1,2}\s)|(?=\d{1,2}[.):]))(?P<lettered>\d{1,2})[.):]?)\s+(?=[A-Z“\"‘《]|\[[A-Z]|(?=\d)"
    rf"(?i:\d{{1,2}}\.?\s{ANY_MONTH}\b)|(?![亿万千百十倍个元米吨度级折月日年])"
    rf"[{HAN}]))"
    r"|(?:(?:item|no\.?|nr\.?|#|№)\s*)?(?P<number>\d{1,2})\s*(?:[.)．、:：]\s*|/\s+(?=(?-i:[A-Z])|[“\"])|\s[–—|｜-]\s|\s+(?=(?-i:[A-Z])|[“\"‘…]))(?=\S)(?!\d(?!\d?月|(?<=\s\d)[A-Z]))"
    rf"|0(?P<padded>[1-9])\s+(?=[{HAN}]|(?-i:\d[A-Z]))(?![月日年]))",
    re.IGNORECASE,
)
_DAY_AHEAD = re.compile(rf"\s*\d{{1,2}}\s+{ANY_MONTH}(?![^\W\d_])", re.IGNORECASE)
"""A day of a month, whose figure is no number ("5 May: ...")."""
_ROMAN = {"I": 1, "V": 5, "X": 10}
_FIGURES = ("number", "sub", "lettered", "bracketed", "padded")
_HAN_FIGURES = "一二三四五六七八九"
_ON_CHEQUES = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberedText:
    """A headline's number and the offset where its words start."""

    number: int
    end: int


@lru_cache(maxsize=512)
def find_number(raw: str) -> NumberedText | None:
    """Return the number a headline starts with ("1.", "2)", "No. 3:", "三、"), or None."""
    match = _NUMBER.match(raw)
    if match is None or starts_with_dotted_day(raw) or _DAY_AHEAD.match(raw):
        return None
    if match["circled"]:
        number = int(unicodedata.numeric(match["circled"]))
    elif match["roman"]:
        number = _parse_roman(match["roman"])
    elif match["han"]:
        number = parse_han(match["han"])
    else:
        figures = next(filter(None, map(match.group, _FIGURES)))
        number = int(figures)
    return NumberedText(number=number, end=match.end())


def parse_han(digits: str) -> int:
    """Return the number that Chinese figures below a hundred are (十二: 12; as on cheques, 贰: 2)."""
    digits = digits.translate(_ON_CHEQUES)
    tens, ten, ones = digits.rpartition("十")
    high = (_HAN_FIGURES.find(tens) + 1 or 1) if ten else 0
    return 10 * high + _HAN_FIGURES.find(ones[-1:] or "_") + 1


def _parse_roman(figures: str) -> int:
    """Return the number of Roman figures (XIV: 14); whatever order they stand in gives one."""
    values = [_ROMAN[figure] for figure in figures]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
