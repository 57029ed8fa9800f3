"""Days of mail headers and feeds, written as briefings print them."""

from __future__ import annotations

from email.utils import parsedate_tz

Day = tuple[int, int, int]
_MONTHS_TEXT = "January February March April May June July August September October November December"
_MONTHS = tuple(_MONTHS_TEXT.split())
_LAST_DAY = 31
_YEARS = range(1970, 2200)


def parse_mail_day(text: str) -> Day | None:
    """Return year, month and day of a mail's date as written, before any time zone moves them; None for no date."""
    parsed = parsedate_tz(text)
    return parsed[:3] if parsed and is_day(parsed[:3]) else None


def is_day(day: Day) -> bool:
    """Say whether three numbers can be a day of a document."""
    return day[0] in _YEARS and 1 <= day[1] <= len(_MONTHS) and 1 <= day[2] <= _LAST_DAY


def write_day(day: Day) -> str:
    """Write a day as "November 6, 2023"."""
    return f"{_MONTHS[day[1] - 1]} {day[2]}, {day[0]}"
