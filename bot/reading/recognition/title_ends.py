"""Where a title ends that nothing marks: before the words that tell when, and by which act, it was issued."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from bot.dates.date_words import MONTH, WEEKDAY
from bot.dates.printed_dates import find_printed_dates, find_short_days

OPEN, CLOSE = "(（", ")）"
REPLACED = re.compile(
    r"\b(?:(?:replac|supersed)(?:es?|ed|ing)|(?:overtaken|outdated|outmoded|made (?:obsolete|redundant"
    r"|superfluous)) by)\s[^,.;]{0,60}?\b(?:versions?|measures|rules|provisions|regulations?|guidelines)\b"
    r"|(?:(?:19|20)\d\d年|原|旧|此前|现行)[^，。；《》]{0,24}?(?:试行|暂行)[^，。；《》]{0,12}?(?:同时|同步|随之|相应|即行)?废止"
)
"""What was there before: that it was on trial says nothing of what comes in its place."""
_DAY_LEAD = re.compile(
    r",?\s(?:(?:dated|effective|starting|as)\s)?(?:on|of|from|dated|this|last)\s(?:the\s)?\Z", re.IGNORECASE
)
_WEEKDAY_BEFORE = re.compile(rf"\s{WEEKDAY}\b\.?,?\s?\Z", re.IGNORECASE)
_THEN = re.compile(
    rf"\s(?:on\s{WEEKDAY}\b|(?:in|during|on|of|from)\s(?:(?:early|mid|late)[\s-])?{MONTH}\b\.?"
    r"(?=,?\s(?:19|20)\d\d\b|\s*\Z)"
    r"|(?:on|via|through)\sits\b|in\s(?:its|the|an?)\s(?:\w+\s)?(?:session|meeting|reading)\b|in\sits\s(?:\w+\Z)|(?-i:Released|Issued|Published)\Z"
    r"|for\s(?:an?\s)?(?:\d{1,3}|one|two|three|four|six)[\s-](?:day|week|month)s?\Z"
    r"|(?:by|through|under|in|with)\s(?:the\s)?(?:Order|Decree|Announcement|Circular)(?:\s(?:No\b|\d)|\Z)).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_LAST_BRACKETS = re.compile(r"\s?\(([^()]*)\)\Z")
_SHORT_NAME = re.compile(
    r"(?:(?-i:[A-Z]{2,4})(?:/[TZ])?\s?\d{3,6}(?:\.\d+)?[-—–]\d{4}|hereinafter\b.*|(?:the\s)?[“\"][^“”\"]+[”\"])",
    re.IGNORECASE,
)
"""What a text calls a document from here on ("the “Measures”"), or a standard's number."""
_YEAR_OF_PATTERN = 2000


_TERM_BEHIND = re.compile(
    r"(?:\s\([A-Z][A-Za-z/, &]{1,30}\))?\s?[:;,–—-]\s(?:public )?(?:comments?|feedback|consultation"
    r"|applications?|open|effective|in (?:force|effect)|until|applies|valid)\b[^:;]*\Z"
    r"|(?:\s\([A-Z]{2,8}(?:(?:[/,]\s?|\s(?:and|&)\s)[A-Z]{2,8}){0,6}\))?:\s(?!on\b|for\b|of\b)[a-z]+\s.*\Z"
)


def cut_terms(text: str) -> str:
    """Return the title that opens a line without its term or contents ("... (MIIT): comments by 12 December 2025")."""
    return _TERM_BEHIND.sub("", text)


def cut_circumstances(title: str) -> str:
    """Return a title without the day, month or order behind it ("... on 8 March", "... by Order 7", "(2 May)").

    So does the term of a consultation ("for a 30-day"). Spans and goals stay: "(2023-2025)", "for 2025", "by 2030".
    """
    while (brackets := _LAST_BRACKETS.search(title)) and (_has_day(brackets[1]) or _SHORT_NAME.fullmatch(brackets[1])):
        title = title[: brackets.start()]
    for start, _, _ in find_printed_dates(title, default_year=_YEAR_OF_PATTERN):
        before = title[:start]
        weekday = _WEEKDAY_BEFORE.search(before)
        lead = _DAY_LEAD.search(f"{before[: weekday.start()]} " if weekday else before)
        if lead:
            title = title[: lead.start()]
            break
    then = _THEN.search(title)
    return title[: then.start()].removesuffix(",") if then else title


def _has_day(text: str) -> bool:
    return bool(find_short_days(text)) or any(True for _ in find_printed_dates(text, default_year=_YEAR_OF_PATTERN))


def wraps(text: str, left: str, right: str) -> bool:
    """Return whether a text stands within one pair of marks, other pairs inside it or not."""
    if not (len(text) > 1 and text.startswith(left) and text.endswith(right)):
        return False
    if left == right:
        return left not in text[1:-1]
    depth = accumulate((char == left) - (char == right) for char in text)
    return next(at for at, deep in enumerate(depth, start=1) if not deep or at == len(text)) == len(text)


def split_brackets(text: str) -> tuple[list[str], list[str]]:
    """Return the text outside the outermost brackets, in pieces, and the contents of those brackets."""
    edges = [0]
    depth = 0
    for index, char in enumerate(text):
        if char in OPEN:
            depth += 1
            if depth == 1:
                edges.append(index)
        elif char in CLOSE and depth:
            depth -= 1
            if not depth:
                edges.append(index + 1)
    if depth:
        edges = edges[:-1] if len(edges) % 2 == 0 else edges
    pieces = [text[start:end] for start, end in pairwise([*edges, len(text)])]
    return pieces[::2], [piece[1:-1] for piece in pieces[1::2]]
