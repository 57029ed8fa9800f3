"""Days as lines print them: where news opens or ends, told in it, on a title page, and in figures alone."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.dates.date_words import ANY_MONTH, WEEKDAY, find_day
from bot.dates.printed_dates import parse_printed_date
from bot.dates.printed_periods import is_in_figures, parse_printed_period
from bot.model.ids import HAN
from bot.reading.layout.furniture import list_sentences
from bot.reading.layout.spans import has_letter

_FIGURE = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = rf"{_FIGURE}(?:st|nd|rd|th|er)?(?!\d)"
_MONTH = rf"(?:{ANY_MONTH}(?![^\W\d_])\.?)"
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*(?:-|–|—|~|至|to|and|&)\s*"
DATE = (
    rf"(?:(?:{WEEKDAY}\.?,?\s+)?"
    rf"(?:{_MONTH}\s+{_DAY}(?:{_TO}(?:{_MONTH}\s+)?{_DAY})?(?:,?\s+{_YEAR})?"
    rf"|{_DAY}\.?(?:{_TO}{_DAY}\.?)?(?:\s+of)?\s?{_MONTH}(?:{_TO}{_DAY}\s+{_MONTH})?(?:,?\s+{_YEAR})?)"
    rf"|{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.]{_FIGURE}(?!\d)"
    rf"|{_FIGURE}\.\s?(?:0?[1-9]|1[0-2])\.\s?{_YEAR}(?!\d)"
    rf"|(?:{_YEAR}\s*年\s*)?\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号](?:{_TO}(?:\d{{1,2}}月)?\d{{1,2}}[日号])?)"
)
"""A day, or a few in a row, with a month's name or all in figures, for a pattern that ignores case."""
_SHORT = (
    rf"(?:{_FIGURE}/{_FIGURE}(?:/(?:{_YEAR}|\d\d))?(?![\d/])|{_FIGURE}/{_FIGURE}\s+{_MONTH}"
    rf"|{_FIGURE}\.\s?(?:0?[1-9]|1[0-2])\.?(?![\d%])|{_FIGURE}-{_MONTH}(?:-(?:{_YEAR}|\d\d))?(?!\d)"
    rf"|{_FIGURE}\s{_MONTH}\s\d\d(?!\d)|{_MONTH}-{_FIGURE}(?:-{_YEAR})?(?![\d-])|{_FIGURE}-{_FIGURE}(?![\d-])"
    rf"|{_FIGURE}日)"
)
"""Figures that are a day only where a sign, brackets, their look or the layout says so."""
_BEHIND = (
    rf"(?:\s*[(（](?:{WEEKDAY}\.?|(?:周|星期)[一二三四五六日天])[)）]|\s*(?:周|星期)[一二三四五六日天])?"
    r"(?:(?<=日)(?:晚间?|上午|下午|凌晨|早间|傍晚|盘后|讯|电))?"
)
_OPEN = r"[\s*_\[(（【▪•·■►>-]*"
_ISO = frozenset("0123456789./-")
_ENDING = re.compile(rf"(?<=[:：。.!?？！\s])(?P<date>{DATE}|{_SHORT})[\s:：,，]*\Z", re.IGNORECASE)
_CLOSE = r"[*_\])）】]*"
_SIGN = r"\s*(?:[:：|｜·，]|//(?=\s)|\.(?=\s|\Z)|,(?=\s*[A-Z][^,]{0,60}:)|\s[–—-]\s|[–—]|-\s|\Z)"
_OPENING = re.compile(
    rf"(?P<open>{_OPEN})(?:(?P<date>{DATE})|(?P<weekday>{WEEKDAY}\.?,?\s+)?(?P<short>{_SHORT})){_CLOSE}{_BEHIND}(?P<sign>{_SIGN})?\s*{_CLOSE}\s*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"\s*(?:[(（\[【]\s*(?P<bracketed>{DATE}|(?!24/7){_FIGURE}/{_FIGURE}(?:/{_YEAR})?|{_FIGURE}日"
    rf"|(?<=[{HAN}”》。）]（){_FIGURE}[.．-]{_FIGURE})"
    rf"{_BEHIND}\s*[)）\]】]|(?:\s[–—|·-]\s|[,，|｜·]\s?|\s(?={_YEAR}[-/]))\s*(?P<behind>{DATE}))[.。]?\s*\Z",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"\W*(?P<led>[{HAN}、（）·]{{2,16}}[:：]\s*)?(?:(?:on|since|with effect from)\s+)?(?P<date>{DATE})(?(led)[,，])",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"(?<=[\s,，(（）》”{HAN}])(?<!\d年)(?P<date>{DATE}|(?<=[{HAN}）])(?<!月){_FIGURE}日)", re.IGNORECASE
)
_TERM_BEFORE = re.compile(
    r"\b(?:effect(?:ive)?|force|until|till|(?:by|from)(?!\s(?:\d|(?:the\s)?(?-i:[A-Z])))|before|due|deadlines?|since"
    r"|clos(?:e|es|ing)|starts?(?!-)|begins?|ends?|ending|expir\w+|opens?(?=\s(?:on|until|for|from)\b)|runs?|had|first"
    r"|originally|initially|scheduled|planned|expected|will|shall|must|to be|earlier|previous\w*|as of)\b"
    r"|(?:截至|截止|自(?![动主由])|至|起|原|曾|将|拟|计划|预计|须|应当|要求|前)",
    re.IGNORECASE,
)
"""Words before a day on which something else than the news happens."""
_WAS_ISSUED = re.compile(
    r"\b(?:(?:was|were|been|jointly)\s(?:\w+ly\s)?)?(?:issued|published|released|promulgated|announced|unveiled|adopted"
    r"|circulated|made\spublic|dated)(?:\s(?:by|in|at|through)\b[^.;,]{0,80})?\s(?:on\s)?\Z"
    r"|\b(?:notice|document|circular|announcement|order|decision|letter|statement)\s(?:of|dated)\s\Z",
    re.IGNORECASE,
)
_WINDOW, _WIDE, _LONGEST_LINE, _HEAD, _ENOUGH = 40, 120, 60, 400, 10_000
_NEAR_BEFORE, _NEAR_BEFORE_HAN = 20, 8
"""Characters before a day in which words for a term are looked for."""
_ANY_YEAR = 2000


class DayKind(StrEnum):
    """What a printed day or span of days is to an issue; MONTH is a span that no day is printed of."""

    DAY = "day"
    SPAN = "span"
    MONTH = "month"
    SINCE = "since"


class PrintedDay(NamedTuple):
    """A day or span as printed, the offsets around it, and the words right before it in a title."""

    text: str
    start: int
    end: int
    kind: DayKind = DayKind.DAY
    said: str = ""


@lru_cache(maxsize=2048)
def find_opening_day(raw: str, *, in_figures: bool = False, look_end: int = 0) -> PrintedDay | None:
    """Return the day with which a line opens where a sign, brackets, the line's end or its look sets it off.

    The news stands behind ``end``. ``in_figures`` tells that the layout sets days in figures alone ("12/3"), so that
    a blank parts them too; ``look_end`` is where the bold or italic words end that open the line, if any.
    """
    match = _OPENING.match(raw[:_HEAD])
    if match is None:
        return None
    words = match["date"] or match["short"]
    closed = match["open"].rstrip(" *_")[-1:] in {"(", "[", "（", "【"}
    in_look = match.end("date" if match["date"] else "short") <= look_end
    by_blank = match[0][-1:].isspace() and (
        in_figures if match["short"] else words[-1] in "日号." or _ISO.issuperset(words)
    )
    if not (match["sign"] is not None or closed or in_look or by_blank):
        return None
    return PrintedDay(text=_clean(words), start=match.end("open"), end=match.end())


@lru_cache(maxsize=2048)
def find_closing_day(raw: str) -> PrintedDay | None:
    """Return the day with which a line ends, in brackets or behind a sign, and which is no term ("until 5 May")."""
    match = _CLOSING.search(raw, max(0, len(raw) - _WIDE))
    before = raw[: match.start()].rstrip() if match else ""
    closes = match is not None and match["bracketed"] and before.endswith((".", "!", "?", "。", "！", "？"))
    if match is None or not before or (not closes and _TERM_BEFORE.search(before[-_NEAR_BEFORE:])):
        return None
    return PrintedDay(text=_clean(match["bracketed"] or match["behind"]), start=match.start(), end=len(raw))


def find_ending_day(lead: str) -> int:
    """Return where the day starts with which the first words of a line end behind others, else their length."""
    match = _ENDING.search(lead, max(0, len(lead) - _LONGEST_LINE))
    return match.start("date") if match and any(map(str.isalpha, lead[: match.start()])) else len(lead)


def is_day(text: str, *, in_figures: bool = False) -> bool:
    """Whether a whole line is a day, with a weekday, a time or brackets perhaps, or a few days in a row."""
    if len(text) > _LONGEST_LINE or not any(map(str.isdigit, text)):
        return False
    day = _OPENING.match(text, next(at for at, sign in enumerate(text) if sign.isalnum()))
    if day and not has_letter(text[day.end() :]) and (in_figures or not day["short"] or day["weekday"]):
        return True
    return parse_printed_date(text, default_year=_ANY_YEAR) is not None


@lru_cache(maxsize=2048)
def find_told_day(text: str) -> str | None:
    """Return the day on which the first two sentences say that it happened, and which is no term, or of its issue."""
    sentences = list_sentences(text[:_ENOUGH])
    for sentence in sentences[:2]:
        told = (match for match in _WITHIN.finditer(sentence) if _is_told(sentence, match))
        if match := _FIRST.match(sentence) or next(told, None):
            return _clean(match["date"])
    for sentence in sentences:
        for match in _WITHIN.finditer(sentence):
            if _WAS_ISSUED.search(sentence, max(0, match.start() - _WIDE), match.start("date")):
                return _clean(match["date"])
    return None


def _is_told(sentence: str, match: re.Match[str]) -> bool:
    """Whether a day within a sentence is that of what it tells."""
    before = sentence[max(0, match.start("date") - _WINDOW) : match.start("date")]
    clause = before[max(before.rfind(sign) for sign in ",;，；") + 1 :]
    if match["date"][-1] in "日号":
        return not _TERM_BEFORE.search(clause[-_NEAR_BEFORE_HAN:])
    return clause.lower().endswith((" on ", "(on ", "day (")) and not _TERM_BEFORE.search(clause)


def _clean(text: str) -> str:
    return " ".join(text.split()).rstrip(" ,.")


# Days and spans of a title: the longest runs of words for days, months, weeks and what joins them that are one.

_DAY_WORD = re.compile(
    rf"\d+(?:st|nd|rd|th)?(?![A-Za-z])|\b(?:{ANY_MONTH})\b\.?|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bQ[1-4]\b"
    r"|\b(?:week|fortnight|quarter|half|first|second|third|fourth)\b"
    r"|(?P<joint>\b(?:to|and|until|through|of|the|from|between|ending)\b|[-–—~～/.,，]+|\s+)"
    r"|(?:星期|周)[一二三四五六日天]|[〇一二三四五六七八九十]+|[年月日号至到上下中旬半第季度]",
    re.IGNORECASE,
)
"""What a day or span is made of; it neither begins nor ends with what joins its words."""
_OF = frozenset({"in", "of", "for"})
_DAY_NUMBER = re.compile(r"\b\d{1,2}(?!\d)")
_LONGEST_RUN = 18
_SINCE_WITHIN = 5
"""How many words before a day "since" may stand ("since our last letter of 3 May")."""


def list_printed_days(text: str) -> list[PrintedDay]:
    """Return the days and spans of a text in order, in time linear in its length."""
    found: list[PrintedDay] = []
    words = list(_DAY_WORD.finditer(text))
    end = 0
    for at, first in enumerate(words):
        start = first.start()
        if start < end or first["joint"]:
            continue
        run = words[at : at + _LONGEST_RUN]
        count = next((n for n in range(1, len(run)) if run[n - 1].end() != run[n].start()), len(run))
        ends = [word.end() for word in reversed(run[:count]) if not word["joint"]]
        kind, last = next(((kind, last) for last in ends if (kind := _find_kind(text[start:last]))), (None, 0))
        if kind is None:
            continue
        end = last
        said = text[max(map(text[:start].rfind, "|·•;\n")) + 1 : start]
        ahead = said.lower().split()[-_SINCE_WITHIN:]
        kind = DayKind.SINCE if kind is DayKind.DAY and "since" in ahead else kind
        if not (kind is DayKind.MONTH and _OF.intersection(ahead[-1:])):
            found.append(PrintedDay(text[start:end].strip(" ,."), start, end, kind, said))
    return found


@lru_cache(maxsize=4096)
def _find_kind(words: str) -> DayKind | None:
    if not any(map(str.isdigit, words)) and not words.endswith(("日", "月", "旬")):
        return None
    if parse_printed_date(words, default_year=_ANY_YEAR) or is_in_figures(words):
        return DayKind.DAY
    if parse_printed_period(words, default_year=_ANY_YEAR) is None:
        return None
    return DayKind.SPAN if "日" in words or ("月" not in words and _DAY_NUMBER.search(words)) else DayKind.MONTH


# Days in figures alone ("12/03", "17.06.", "6-9"): one order of day and month for a whole document, and its words.

_FIGURES = re.compile(
    rf"(?:(?!(?i:{ANY_MONTH}))[^\W\d_]{{2,9}}\.?,?\s+)?"
    r"(?P<one>\d{1,2})\s?(?P<sign>[./-])\s?(?P<two>\d{1,2})(?:(?P=sign)(?P<year>\d{2}(?:\d{2})?))?\.?"
)
_LEAP_YEAR, _CENTURY = 2024, "20"
_NEAR = dt.timedelta(days=70)
"""Days around the issue's within which most of its news fall."""


def word_days(texts: Iterable[str], *, near: dt.date | None, day_first: bool | None, is_han: bool) -> dict[str, str]:
    """Return the days in figures among these texts with their months in words; others are left out.

    The order of day and month is one for all: as ``day_first`` tells, as dots or Chinese tell, else the one in which
    more of them are days near the day of issue.
    """
    found = {text: match for text in texts if (match := _FIGURES.fullmatch(text.strip(" ()[]（）:：")))}

    def find(match: re.Match[str], year: int, *, first: bool) -> dt.date | None:
        one, two = int(match["one"]), int(match["two"])
        return find_day(year, two, one) if first else find_day(year, one, two)

    def count_near(issued: dt.date, *, first: bool) -> int:
        days = ([find(match, issued.year - ago, first=first) for ago in (0, 1)] for match in found.values())
        return sum(any(on is not None and abs(on - issued) <= _NEAR for on in pair) for pair in days)

    order = day_first
    if order is None:
        is_likely = near is None or count_near(near, first=True) >= count_near(near, first=False)
        order = not is_han and (is_likely or any(match["sign"] == "." for match in found.values()))
    worded = {}
    for text, match in found.items():
        on = find(match, _LEAP_YEAR, first=order) or find(match, _LEAP_YEAR, first=not order)
        figures = match["year"] or ""
        year = f" {figures[:-2] or _CENTURY}{figures[-2:]}" if figures else ""
        if on is not None:
            worded[text] = f"{on:%-m月%-d日}" if is_han and not year else f"{on:%-d %B}{year}"
    return worded
