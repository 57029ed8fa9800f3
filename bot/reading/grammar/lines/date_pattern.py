"""The pattern of a date as newsletters print it, for the places where one dates a piece of news."""

from __future__ import annotations

from bot.dates.date_words import ANY_MONTH, GERMAN_MONTH, MONTH, WEEKDAY

_MONTH = rf"{MONTH}\.?"
_ANY_MONTH = rf"(?:{ANY_MONTH}(?![^\W\d_])\.?)"
_GERMAN_MONTH = rf"(?:{GERMAN_MONTH}(?![^\W\d_])\.?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|°)?(?!\d)"
_DOTTED_DAY = r"(?:0?[1-9]|[12]\d|3[01])\."
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = rf"(?:{WEEKDAY}\.?,?\s+(?:den\s+)?)?"
_DASH = r"\s*(?:-|–|—|~|至|to|and|und|bis|&)\s*"
DATE = (
    rf"(?:{_WEEKDAY}(?:{_MONTH}\s+{_DAY}(?:{_DASH}(?:{_MONTH}\s+)?{_DAY})?(?:,?\s+{_YEAR})?"
    rf"|{_DAY}(?:{_DASH}{_DAY})?(?:\s+(?:of|de|di))?\s+{_ANY_MONTH}(?:{_DASH}{_DAY}\s+{_ANY_MONTH})?"
    rf"(?:,?\s+(?:del?\s+)?{_YEAR})?"
    rf"|{_DOTTED_DAY}(?:{_DASH}{_DOTTED_DAY})?\s?{_GERMAN_MONTH}(?:{_DASH}{_DOTTED_DAY}\s?{_GERMAN_MONTH})?"
    rf"(?:,?\s+{_YEAR})?)"
    rf"|{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)"
    rf"|(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.\s?{_YEAR}(?!\d)"
    rf"|(?:{_YEAR}\s*年\s*)?\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号](?:{_DASH}(?:\d{{1,2}}月)?\d{{1,2}}[日号])?)"
)
"""A day, or a few in a row, in any tongue that newsletters mix, for a pattern that ignores case."""
WEEKDAY_BEHIND = (
    rf"(?:\s*[(（](?:{WEEKDAY}\.?|(?:周|星期)[一二三四五六日天])[)）])?"
    r"(?:(?<=[日号])\s*(?:周|星期)[一二三四五六日天])?"
    r"(?:(?<=日)(?:晚间?|上午|下午|凌晨|早间|傍晚|盘后))?"
)
"""What may follow a day: its weekday in brackets, the time of day in Chinese ("9月1日晚")."""
