"""Bare days: days in Chinese without month or year ("5日"), and months and days in figures ("03-05", "03/05").

Only a place where a day may stand shows them to be one; they are of the time of the issue.
"""

from __future__ import annotations

import re

from bot.model.text import HAN

_OPEN = r"[\s*_\[(（【▪•·■►]*"
_CLOSE = r"[*_\])）】]*"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])日"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])"
_PART = r"(?:晚间?|上午|下午)?"
_START = re.compile(
    rf"{_OPEN}(?P<date>{_DAY}(?={_PART}{_CLOSE}\s*[，,:：|｜])|{_MONTH_DAY}(?=\s+[{HAN}《“]))"
    rf"{_PART}{_CLOSE}\s*[，,:：|｜]?\s*{_CLOSE}(?=\S)"
)
_TAIL = re.compile(rf"\s*[(（]\s*(?P<date>{_DAY})\s*[)）][。.]?\s*\Z")
_WHOLE = re.compile(rf"{_DAY}|{_MONTH_DAY}")
_LENGTH = 8
"""Signs at a text's start or end within which such a day shows itself."""


def match_bare_day(raw: str) -> re.Match[str] | None:
    """Return the bare day that a text opens with ("5日，商务部..."), or None."""
    opening = raw[:_LENGTH]
    return _START.match(raw) if "日" in opening or "-" in opening or "/" in opening else None


def find_bare_tail(raw: str) -> re.Match[str] | None:
    """Return the bare day in brackets that a text ends with, or None."""
    return _TAIL.search(raw) if "日" in raw[-_LENGTH:] else None


def is_bare_day(text: str) -> bool:
    """Whether the whole text is a bare day."""
    return _WHOLE.fullmatch(text.strip()) is not None
