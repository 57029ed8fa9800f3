"""The words and shapes of printed dates, shared by everything that reads one."""

from __future__ import annotations

import datetime as dt
import re

from bot.domain.calendar.month_names import WEEKDAY

HAN_DIGITS = "〇零一二三四五六七八九十"
"""The signs of a Chinese number below one hundred and of a year written digit by digit."""
_HAN_VALUES = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
LONGEST = 120
"""Characters of the longest text that is taken for a date or period as a whole."""
DASH = r"[-‐‑‒–—―−~〜～－﹣]"
"""Any dash or wave that may join two dates."""
_WEEKDAY = rf"{WEEKDAY}\b\.?"
_EDGES = " \t\r\n\u00a0\u3000()[]{}（）【】〔〕*_:：,，.。、;；|–—-\"'“”"
_LEAD = re.compile(
    rf"^(?:(?:on|am|le|el|il)\s+)?(?:(?:the|den)\s+)?(?:{_WEEKDAY}[,\s]*(?:den\s+)?|(?:星期|周)[一二三四五六日天][,，\s]*)?",
    re.IGNORECASE,
)
_TRAIL = re.compile(rf"(?:\b{_WEEKDAY}|(?:星期|周)[一二三四五六日天])[)）]?$", re.IGNORECASE)
_LONGEST_TRAIL = 16
"""Characters of the longest weekday in any of the tongues, its stop and bracket included, and some more."""
_CLOCK = re.compile(
    r"(?:[T,]\s*|\s+)(?:at\s+)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s*[ap]\.?m\.?)?"
    r"\s*(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2})?(?:\s*\([A-Z]{2,5}\))?$",
    re.IGNORECASE,
)


def parse_number(digits: str) -> int:
    """Give the value of digits of any width, or of a Chinese number (``二十三``, ``二〇二三``)."""
    if digits[0] not in HAN_DIGITS + "○":
        return int(digits)
    tens, ten, ones = digits.partition("十")
    if not ten:
        return int("".join(str(_HAN_VALUES[sign]) for sign in digits))
    return 10 * (_HAN_VALUES[tens[-1]] if tens else 1) + (_HAN_VALUES.get(ones[:1], 0))


def find_day(year: int, month: int, day: int) -> dt.date | None:
    """Give the date, or None where the calendar has none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> dt.date:
    """Give the last day of a month."""
    return dt.date.max if (year, month) == (dt.MAXYEAR, 12) else month_start(year, month + 1) - dt.timedelta(days=1)


def month_start(year: int, month: int) -> dt.date:
    """Give the first day of a month; ``month`` may run past 12 into the next years."""
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def strip_date(text: str) -> str:
    """Give the bare date: without brackets, colon, emphasis, weekday, and time of day around it."""
    bare = text.strip(_EDGES)
    bare = _CLOCK.sub("", bare) if ":" in bare else bare
    lead = _LEAD.match(bare)
    bare = bare[lead.end() :] if lead else bare
    weekday = None if bare[-1:].isdigit() else _TRAIL.search(bare, max(0, len(bare) - _LONGEST_TRAIL))
    return (bare[: weekday.start()].rstrip(_EDGES).rstrip() if weekday else bare).strip(_EDGES)
