"""Numbers of announcements and orders in English, written as the Chinese text prints them.

Decided: the bodies are those that stand beside the number, else the one that issues; of several nobody knows whose
names the text prints, so the number stands without (公告2025年第7号). An announcement needs its year, since each body
counts anew every year, and an order one body. What is cited as ground, or is of bodies that issue nothing here, is
another document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.names.lexicon import Lexicon
from bot.reading.recognition.document_numbers import is_cited
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.passages import Passage, Place
from bot.reading.recognition.word_led import WordLed

_YEAR = r"(?:19|20)\d\d"
_NUMBER = WordLed(
    "announcement order decree",
    rf"\b(?P<kind>(?-i:[Aa]nnouncement|ANNOUNCEMENT|Order|ORDER|Decree|DECREE))\s*(?:\((?=No))?(?:[\[(]?\s*(?P<ahead>{_YEAR})\s*[\])]?[,/]?\s*)?"
    rf"\b(?:no|nr|number)\b\.?\s*(?:(?P<joined>{_YEAR})\s*[-/]\s*)?(?P<serial>\d{{1,4}})(?!\d)"
    rf"(?:\s*(?:of\s|/|,)?\s*[\[(]?\s*(?P<behind>{_YEAR})(?!\d)\s*[\])]?)?",
    re.IGNORECASE,
)
_BEHIND_TITLE = WordLed(
    "announcement",
    rf"\b[Aa]nnouncement\s(?:(?:of|by)\s(?:the\s)?|(?:on|concerning|regarding)\s)(?P<rest>[^()\n]{{3,240}}?)\s"
    rf"\(No\.?\s?(?P<serial>\d{{1,4}}),?\s(?:of\s)?[\[(]?(?P<behind>{_YEAR})[\])]?\)",
)
"""The number in brackets at the end of an announcement's title ("Announcement on Ropes (No. 17, 2024)")."""
_GAP_BEFORE = re.compile(rf"(?:['’]s?)?\s+(?:{_YEAR}\s+)?(?:joint\s+)?\Z", re.IGNORECASE)
_YEAR_BEFORE = re.compile(rf"({_YEAR})\s+(?:joint\s+)?\Z", re.IGNORECASE)
_GAP_BEHIND = re.compile(r"\s*(?:,\s*|(?:of|by|from)\s+)(?:the\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|/|&|[-–]|\band\b|\s)+\s*(?:the\s+)?", re.IGNORECASE)
_UNDER = re.compile(
    r"\b(?:need|require|must|may|subject|have to)\w*\b[^.;]{0,80}\sunder\s(?:the\s)?\Z|\AUnder\s(?:the\s)?\Z"
)
"""By what something is required, or with which the news begins: where nobody else issues, it is the news."""
_PLACES = (Place.ARTICLE, Place.SUMMARY, Place.HEADLINE)
_YEAR_AFTER = re.compile(
    rf"\s*(?:[\[(,]\s*|(?:of|dated|on)\s)(?:\d{{1,2}}\s[A-Z]\w+,?\s|[A-Z]\w+\s\d{{1,2}},?\s)?({_YEAR})(?!\d)"
)
"""The year behind those whose announcement it is ("No. 7 of A and B of 4 May 2025")."""
_NEAR = 20
_ORDERS = frozenset({"order", "decree"})


def find_english_number(passages: Sequence[Passage], issuers: Sequence[str], lexicon: Lexicon) -> str | None:
    """Return the first such number in the news that is the document's own, as 商务部公告2025年第61号; else None."""
    ordered = sorted((p for p in passages if p.place in _PLACES), key=lambda passage: _PLACES.index(passage.place))
    return next((number for passage in ordered for number in _list_numbers(passage, issuers, lexicon)), None)


def _list_numbers(passage: Passage, issuers: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    yield from _list_in_brackets(passage, issuers, lexicon)
    for match in _NUMBER.finditer(passage.text):
        start, end, beside = _list_beside(passage, match)
        before_it = passage.text[:start]
        grounds = set(issuers) <= set(beside) and beside and _UNDER.search(before_it)
        if (is_cited(before_it) and not grounds) or (beside and issuers and not set(beside) & set(issuers)):
            continue
        bodies = beside or (tuple(issuers) if len(issuers) == 1 else ())
        before = _YEAR_BEFORE.search(passage.text[max(0, match.start() - _NEAR) : match.start()])
        after = _YEAR_AFTER.match(passage.text, end) if end > match.end() else None
        year = match["ahead"] or match["joined"] or match["behind"] or next((y[1] for y in (before, after) if y), "")
        is_order = match["kind"].lower() in _ORDERS
        if len(bodies) != 1 if is_order else not (year and (bodies or issuers)):
            continue
        names = "".join(lexicon.body_by_id[body].name_zh for body in bodies)
        counted = f"{year}年第{match['serial']}号" if year else f"第{match['serial']}号"
        yield f"{names}{'令' if is_order else '公告'}{counted}"


def _list_in_brackets(passage: Passage, issuers: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """Return the numbers behind titles, counted by whom the title begins with, else by the one that issues."""
    for match in _BEHIND_TITLE.finditer(passage.text):
        named = tuple(name.id for name in passage.names_of(NameKind.BODY) if name.start == match.start("rest"))
        bodies = named or tuple(issuers)
        if len(bodies) == 1 and not is_cited(passage.text[: match.start()]):
            yield f"{lexicon.body_by_id[bodies[0]].name_zh}公告{match['behind']}年第{match['serial']}号"


def _list_beside(passage: Passage, match: re.Match[str]) -> tuple[int, int, tuple[str, ...]]:
    """Get where the words of a number and of the bodies right before or behind it begin and end, and these bodies."""
    names, text = passage.names_of(NameKind.BODY), passage.text
    before: list[str] = []
    behind: list[str] = []
    at, end = match.start(), match.end()
    for name in reversed(names):
        gap = text[name.end : at] if name.end <= at else None
        if gap is not None and (_BETWEEN.fullmatch(gap) if before else _GAP_BEFORE.fullmatch(gap)):
            before.insert(0, name.id)
            at = name.start
    if before:
        return at, end, tuple(before)
    for name in names:
        gap = text[end : name.start] if name.start >= end else None
        if gap is not None and (_BETWEEN if behind else _GAP_BEHIND).fullmatch(gap):
            behind.append(name.id)
            end = name.end
    return match.start(), end, tuple(behind)
