"""Dates and years of goals inside a text: which words are one, and which days are meant.

A month alone is a date only behind a word such as "in" or "since", with a capital ("May" and "may" differ).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.calendar.date_phrases import parse_date_phrase
from bot.domain.calendar.vague_dates import HAN_VAGUE, HOLIDAY, VagueDateError, is_vague_in_text
from bot.domain.calendar.weekdays import HAN_WEEKDAY, WEEKDAY_NAME
from bot.errors import BadQueryError

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.calendar.date_ranges import DateRange

_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_BEFORE_MONTH = r"(?:in|on|by|since|until|till|before|after|during|from|between)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH_SIGN = re.compile(
    rf"\b(?i:{_BEFORE_MONTH}|early|mid|late|(?:start|beginning|middle|end) of)[ -]{_MONTHS}\b"
    rf"|\b{_DAY}(?: of)? {_MONTHS}\b|\b{_MONTHS}\.? {_DAY}\b|(?i:\bhalf of) {_MONTHS}\b"
    r"|(?<!\d)\d{1,2}月|[一二三四五六七八九十]月"
)
_FIGURES = r"\d{1,2}/\d{1,2}"
_BEFORE_FIGURES = r"\b(?:on|since|until|till|before|after|from) "
"""Behind one of these two figures are a day; "by 1/3" and "3/4 of firms" are shares."""
_SIGN = re.compile(
    r"(?:19|20)\d\d|\b(?:last|past|previous|this|yesterday|today|q[1-4]|h[12])\b|[上近]|[去今前]年|本月|本周|昨天"
    r"|\d{1,2}/\d{1,2}-\d{1,2}/\d{1,2}|\byear[ -]end\b|\bof (?:the )?(?:year|month)\b|年[年初中底末]|下半年"
    r"|[周期拜][一二三四五六日天]|[春夏秋冬]|\b(?:spring|summer|autumn|fall|winter)\b"
    rf"|\b(?:on|since|until|till|before|after|by|from|next) {WEEKDAY_NAME}\b|\b(?:days|weeks|months|years) ago\b"
    rf"|{_BEFORE_FIGURES}{_FIGURES}\b|{HOLIDAY}",
    re.IGNORECASE,
)
_AHEAD_SIGN = re.compile(r"\b(?:next|coming|within|tomorrow|in \w+ (?:days|weeks|months))\b|下|明", re.IGNORECASE)
_YEAR = r"(?:19|20)\d\d"
_HAN_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_HAN_MONTH = rf"{_HAN_NUMBER}月份?"
_HAN_DAY = rf"{_HAN_NUMBER}[日号]"
_HAN_PART = (
    rf"{_HAN_NUMBER}月(?:{_HAN_DAY}?[-至到](?:{_HAN_NUMBER}月)?{_HAN_DAY}"
    rf"|(?:{_HAN_DAY}|份?(?:[上中下]旬|[上下]半月|[初底末])|份)?(?:[之以]?[前后])?)"
)
_HAN_THIRD = r"(?:年?(?:初(?![步次级始期])|[底末])|年中|中(?![\u4e00-\u9fff]))(?:[之以]?[前后]|以来)?"
_HAN_IN_YEAR = rf"(?:{_HAN_PART}|第?[一二三四1-4]季度|[上下]半年)"
_HAN_TO = r"(?:月?[-至到]\d{1,2}月)"
_HAN_LATELY = r"(?:最近|过去|近)[一二两三四五六七八九十\d]+个?(?:季度|星期|[天周月年])"
_HAN_RELATIVE = (
    rf"[去今明前]年\d{{1,2}}{_HAN_TO}|[去今明前]年{_HAN_IN_YEAR}|[去今明前]年{_HAN_THIRD}|{HAN_VAGUE}"
    r"|去年|明年|前年|今年(?:以来)?|(?<![\d一二三四五六七八九〇零年])年[初底末](?:[之以]?[前后]|以来)?"
    rf"|{HAN_WEEKDAY}(?:[之以][前后来])|[上本下]个?(?:周|星期|礼拜)[一二三四五六日天]"
    rf"|本月|本周|[上下]半年|[上下]个?月|[上下]个?季度|[上下]周|昨天|明天|{_HAN_LATELY}"
)
_HAN_YEAR = rf"{_YEAR}年(?:\d{{1,2}}{_HAN_TO}|{_HAN_IN_YEAR}|{_HAN_THIRD}|前)?(?:以来)?"
_HAN_FROM, _HAN_ON = r"[自从]?", r"(?:以来|起(?![草诉步点源动飞到重码]))?"
_HAN_DATE = re.compile(
    rf"到{_HAN_YEAR}|{_HAN_FROM}(?:{_HAN_YEAR}|(?<![\d一二三四五六七八九十]){_HAN_PART}|{_HAN_RELATIVE}){_HAN_ON}"
)
_HAN_SURE = re.compile(
    rf"(?<!到){_YEAR}年(?:{_HAN_IN_YEAR}|{_HAN_THIRD})|[去今明前]年(?:{_HAN_IN_YEAR}|{_HAN_THIRD})|{_HAN_LATELY}|{HAN_VAGUE}"
)
_SINGLE = re.compile(
    rf"{_YEAR}(?:-\d{{1,2}}){{1,2}}|{_YEAR}[QH][1-4]|[QH][1-4]{_YEAR}"
    rf"|{_YEAR}(?:-\d{{1,2}}){{0,2}}\.\.{_YEAR}(?:-\d{{1,2}}){{0,2}}"
    rf"|{_HAN_FROM}(?:{_HAN_YEAR}|{_HAN_PART}|{_HAN_RELATIVE}){_HAN_ON}"
    rf"|{_FIGURES}|yesterday|today|\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})|\d{{1,2}}/\d{{1,2}}-\d{{1,2}}/\d{{1,2}}"
    rf"|(?:early|mid|late)-{_YEAR}|年[初底末]",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(rf"by (?:(?:the )?end of |year[ -]end )?({_YEAR})|到({_YEAR})年[底前]?", re.IGNORECASE)
_GOAL_YEAR = re.compile(rf"(?:(?:for|in) )?({_YEAR})|({_YEAR})年[底前]?", re.IGNORECASE)
_GOAL_SPAN = re.compile(
    rf"(?:(?P<after>after|beyond)|(?P<since>since|from)|(?P<before>before)|(?:until|till|up to)) (?P<year>{_YEAR})",
    re.IGNORECASE,
)
_GOALS_AHEAD = 39
_OF_YEAR = re.compile(r"(.+?(?:\d|year|quarter|month|week|day))['’]s", re.IGNORECASE)
"""A time that something is of: "this year's", "2024's"."""
_WEEKDAY = re.compile(rf"(?:\w+ )*{WEEKDAY_NAME}|{HAN_WEEKDAY}.*", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(
    rf"(?:on )?(?:{_DAY}(?: of)? {_MONTHS}|{_MONTHS}\.? {_DAY})(?:,? {_YEAR})?"
    rf"|(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}[日号]",
    re.IGNORECASE,
)
"""A day and nothing else, even where the calendar has none of this number."""
_OPEN_MONTH = re.compile(rf"({_MONTHS})\.?|(\d{{1,2}}月)份?", re.IGNORECASE)
LEADS = frozenset({"in", "on", "during", "from", "dated", "published", "issued", "of", "over", "reported"})
"""Words that stand before a date and belong to it."""


def may_hold_date(text: str, *, ahead: bool = False) -> bool:
    """Tell whether it is worth looking for a date in these words, for one to come too where ``ahead`` is set."""
    found = _SIGN.search(text) or _MONTH_SIGN.search(text) or (ahead and _AHEAD_SIGN.search(text))
    return bool(found)


def holds_sure_date(text: str) -> bool:
    """Say whether Chinese words written as one hold a date that can be nothing else: 去年底, 近三个月, 2024年下半年."""
    return _HAN_SURE.search(text) is not None


def match_han_date(text: str, position: int) -> str | None:
    """Give the date written in Chinese that starts here, with the 到 before the year of a goal."""
    match = _HAN_DATE.match(text, position)
    return match[0] if match else None


def find_han_date(text: str) -> str | None:
    """Give the first date written in Chinese in this text."""
    match = _HAN_DATE.search(text)
    return match[0] if match else None


def find_goal_year(text: str, *, is_about_goals: bool) -> int | None:
    """Give the year of "by 2027" or 到2027年; where the question is about goals, that of "in 2027" or a bare 2027."""
    match = _BY_YEAR.fullmatch(text) or (_GOAL_YEAR.fullmatch(text) if is_about_goals else None)
    return int(match[1] or match[2]) if match else None


def list_goal_years(text: str, today: dt.date) -> tuple[int, ...]:
    """Give the years of goals that "after 2027", "from 2027", "before 2030" or "until 2030" means; () for another text.

    Those until a year begin with today's, those after one are the next 39.
    """
    match = _GOAL_SPAN.fullmatch(text)
    if match is None:
        return ()
    year = int(match["year"])
    if match["after"] or match["since"]:
        first = year + (match["since"] is None)
        return tuple(range(first, first + _GOALS_AHEAD))
    return tuple(range(today.year, year + (match["before"] is None)))


def find_days(text: str, today: dt.date, *, ahead: bool = False) -> DateRange | None:
    """Give the days that the whole text means; None for none. A missing year is the last, or next with ``ahead``.

    Raises BadQueryError for a date alone that can be read two ways, and for one that leaves its days open.
    """
    phrase = find_date_phrase(text)
    try:
        return parse_date_phrase(phrase, today=today, ahead=ahead) if phrase else None
    except VagueDateError:
        if is_vague_in_text(text):
            raise
        return None
    except BadQueryError as error:
        if _DAY_OF_MONTH.fullmatch(phrase):
            raise
        if "two ways" in error.message and (_SINGLE.fullmatch(phrase) or _WEEKDAY.fullmatch(phrase)):
            raise
        return None


def is_month(text: str) -> bool:
    """Tell whether a text is the name of a month in English, with its capital: "May", not "may"."""
    return re.fullmatch(_MONTHS, text) is not None


def list_days(text: str, today: dt.date, *, since: int) -> list[DateRange]:
    """Give the days of a month that is said without its year, in each year from this one back to ``since``.

    Of a year alone its own days; [] for any other text.
    """
    if re.fullmatch(_YEAR, text):
        return [parse_date_phrase(text, today=today)]
    month = _OPEN_MONTH.fullmatch(text)
    if month is None:
        return []
    years = range(today.year, since - 1, -1)
    return [parse_date_phrase(f"{month[1]} {y}" if month[1] else f"{y}年{month[2]}", today=today) for y in years]


def find_date_phrase(text: str) -> str:
    """Give the part of a text that could be a date, without the word that leads it; "" where none can be."""
    of_year = _OF_YEAR.fullmatch(text)
    text = of_year[1] if of_year else text
    first, _, rest = text.partition(" ")
    if first.casefold() == "by" and _BY_YEAR.fullmatch(text):
        return ""
    if not rest and (not _SINGLE.fullmatch(text) or re.fullmatch(_FIGURES, text)):
        return text if of_year and re.fullmatch(_YEAR, text) else ""
    if re.fullmatch(_YEAR, rest) and first.casefold() in LEADS - {"in", "during"}:
        return ""
    return rest if rest and first.casefold() in LEADS else text
