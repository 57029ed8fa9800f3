"""What a page draws before a text: bullets and numbers in cells of their own, and the days of layout tables."""

from __future__ import annotations

import re

from bot.dates.printed_dates import find_printed_dates

MARKER = re.compile(r"[•·■▪●○◦‣⁃□➢➤►▶▸❖◉◆–-]|\(?\d{1,2}[.)]|[a-z][.)]")
"""A drawn bullet or a number, as a whole cell."""
_MONTH_DAY = re.compile(
    r"(?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|1[0-2])\s?月\s?(?:0?[1-9]|[12]\d|3[01])\s?日"
)
_LONGEST_DATE = 40


def is_counted(marker: str) -> bool:
    """Return whether what stands before a text is a number or a day, which stays in it, and no drawn bullet."""
    return marker.strip(" ().").isalnum() or is_day(marker.strip())


def is_day(text: str) -> bool:
    """Return whether the whole of a text is a day in figures or in Chinese, without its year."""
    return _MONTH_DAY.fullmatch(text) is not None


def is_whole_date(text: str) -> bool:
    """Return whether the whole of a text is a date with its year."""
    found = find_printed_dates(text) if len(text) <= _LONGEST_DATE else []
    return bool(found) and found[0][:2] == (0, len(text))
