"""What a title line says before and behind its name: a mail's list, an issue's topics, dots that lead to a value."""

from __future__ import annotations

import re

_LIST_TAG = re.compile(r"^\s*\[(?P<tag>[^\W\d_][^\[\]]{2,40})\]\s*(?=\S)")
"""The name of a list before a mail's subject ("[China notes] Two weeks to 5 May")."""
_SUBJECT = re.compile(
    r"^\s*(?:(?:Subject|Betreff):\s)?(?P<name>[^\W\d_]\w*-\w+|[^\W\d_]\S*(?:\s[^\s\d:(]+){1,6}?)\s"
    r"(?:(?:issue|week|edition|ausgabe|kw|cw)\s|n[or]\.?\s?|[#(])?(?!20\d\d\b)\d{1,4}(?:\s?/\s?(?:20)?\d\d)?\)?\s*(?:[:：]|\s[–—-]\s)\s*(?=[^\W\d_])[^\d\n]+$",
    re.IGNORECASE,
)
"""A mail's subject that tells the issue's number and topics behind the name ("Acme Letter 88: ports and ships")."""
_SERIES_AHEAD = re.compile(
    r"^\s*(?P<name>(?:[^\W\d_][^\s:]*\s){1,5}(?:weekly|monthly|daily|newsletter|digest|letter|bulletin)):\s+(?=[^\W\d_])[^\d:|\n]{4,120}$",
    re.IGNORECASE,
)
"""A title that tells what the issue is about behind the series' name ("Acme Weekly: ports and ships")."""
_LEADERS = re.compile(r"(?<=\w)\s*\.{3,}\s*(?=\S)|(?<=\w)\s*…{2,}\s*(?=\S)")
"""Dots between what a line names and its value ("Edition ........ 5 May 2024")."""


def drop_topics(line: str) -> str:
    """Give a title line without the topics of the issue behind its name; a list's name and a value stand apart."""
    line = _LEADERS.sub(": ", line) if "..." in line or "……" in line else line
    return _SUBJECT.sub(r"\g<name>", _SERIES_AHEAD.sub(r"\g<name>", _LIST_TAG.sub(r"\g<tag> | ", line)))
