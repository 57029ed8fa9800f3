"""Phrases that tell of a time and leave open which days: seasons, "a few weeks". Nobody's guess stands for them."""

from __future__ import annotations

import re

from bot.errors import BadQueryError

_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_BORDER = r"(?:before|after|since|until|till|by)"
_YEAR = r"(?:19|20)\d\d"
_HAN_SEASON = r"(?:[春夏秋冬][天季]|[入开][春夏秋冬])"
_UNIT = r"(?:days|weeks|months|quarters|years)"
_COUNT = r"(?:(?:a )?(?:few|couple(?: of)?)|some|several|many)"
_SEASONS = re.compile(
    rf"(?:{_BORDER} )?(?:the )?(?:(?:last|this|next|early|late|mid) )?{_SEASON}(?:,? (?:of )?(?P<year>{_YEAR}))?"
    rf"|(?:(?P<han_year>{_YEAR})年|[去今明前]年)?{_HAN_SEASON}(?:[之以]?[前后]|以来)?"
)
_COUNTS = re.compile(
    rf"(?:since |in |over |within |for )?(?:the )?(?:last |past |previous |next |coming )?{_COUNT} {_UNIT}(?: ago)?"
    r"|(?:最近|过去|近|未来|今后)?[几数]个?(?:天|日|周|星期|月|季度|年)(?:内|以来|前)?"
)
_IN_TEXT = re.compile(
    rf"{_BORDER} (?:the |last |this |next )*{_SEASON}|(?:last|this|next) {_SEASON}|{_SEASON},? (?:of )?{_YEAR}"
    rf"|(?:since |in |over |within )?(?:the )?(?:last |past |previous |next |coming ){_COUNT} {_UNIT}"
    rf"|{_COUNT} {_UNIT} ago",
    re.IGNORECASE,
)
HAN_VAGUE = (
    rf"(?:(?:{_YEAR}年|[去今明前]年){_HAN_SEASON}(?:[之以]?[前后]|以来)?|{_HAN_SEASON}(?:[之以]?[前后]|以来)"
    r"|(?:最近|过去|近)[几数]个?(?:天|日|周|星期|月|季度|年))"
)
"""Such a phrase in Chinese words written as one, for use in a pattern."""


class VagueDateError(BadQueryError):
    """A phrase that tells of a time and leaves open which days."""


def build_vague_error(phrase: str, shown: str, year: int) -> VagueDateError | None:
    """Build the refusal, with examples, of a phrase (folded) that leaves its days open; None for any other.

    ``shown`` is the phrase as typed, ``year`` the one that examples take where the phrase has none.
    """
    season = _SEASONS.fullmatch(phrase)
    if season:
        said = season["year"] or season["han_year"] or str(year)
        return VagueDateError(
            f"“{shown}” leaves open which months: no season has days of its own here.",
            hint=f"Write months: until {said}-05, {said}-06..{said}-08, or since {said}-09.",
        )
    if _COUNTS.fullmatch(phrase):
        return VagueDateError(
            f"“{shown}” leaves open how many.", hint="Write a number: past 2 weeks, last 3 months, 最近三个月."
        )
    return None


def is_vague_in_text(text: str) -> bool:
    """Say whether words in a sentence can only be such a phrase: "winter" alone may as well be what is asked about."""
    return _IN_TEXT.fullmatch(text) is not None or re.fullmatch(HAN_VAGUE, text) is not None
