"""Dates in the words of a question: where one stands, and which days it means.

A date is looked for in the words between which it could stand, the longest first, and read by ``bot.dates``. A bare
year or month is one too.
"""

from __future__ import annotations

import datetime as dt
import re

from bot.dates.date_phrases import AmbiguousDateError, is_relative_phrase, parse_date_phrase
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
from bot.model.ids import HAN

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_SIGN = re.compile(
    rf"{_YEAR}|\b(?:last|past|previous|this|next|coming|within|yesterday|today|tomorrow|[qh][1-4]|{_MONTH}|ago)\b"
    rf"|\b(?:before|after|since|until|till|by|from|on) (?:\w+ )*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    rf"|\bin \w+ (?:days|weeks|months)\b|\byear[ -]end\b|\bof (?:the )?(?:year|month)\b|\d{{1,2}}/\d{{1,2}}",
    re.IGNORECASE,
)
"""What a stretch of words must have to be a date."""
_NAMES_AND_WORDS = re.compile(r"may|mar(?:ch)?|sept?|dec|jan|jun|oct")
"""Months that are words or halves of names too: one alone is a date at the end of a text, or with its capital."""
_PART = rf"{_YEAR}(?:-\d{{1,2}}){{0,2}}"
_ALONE = re.compile(
    rf"{_PART}(?:(?:\.\.|-){_PART})?|[QH][1-4](?:-?{_YEAR})?|{_YEAR}-?[QH][1-4]|{_MONTH}|yesterday|today|tomorrow"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})|\d{{1,2}}/\d{{1,2}}-\d{{1,2}}/\d{{1,2}}|(?:early|mid|late)-{_YEAR}",
    re.IGNORECASE,
)
"""What one word must be to be a date."""
_TWO_FIGURES = re.compile(r"(?:(\w+) )?\d{1,2}/\d{1,2}")
_BORDERS = frozenset({"on", "since", "until", "till", "before", "after", "from"})
_LEADS = re.compile(
    r"(?:in|on|during|dated|published|issued|of|over|reported|for|at|from(?!.* (?:to|until|till|-) |.* onwards?$))\s+",
    re.IGNORECASE,
)
"""Words that stand before a date and belong to it."""
_FROM_YEAR = re.compile(rf"from {_YEAR}", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\d|r|h|k|y)['’]s?$", re.IGNORECASE)
_SINGLE_DAY = re.compile(
    rf"(?:on )?(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?)(?:,? {_YEAR})?"
    rf"|(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}[日号]",
    re.IGNORECASE,
)
"""A day that is refused where the calendar does not have it."""
_LONGEST = 8

_HAN_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_HAN_DAY = rf"{_HAN_NUMBER}[日号]"
_HAN_MONTH = (
    rf"{_HAN_NUMBER}月(?:{_HAN_DAY}?[-至到](?:{_HAN_NUMBER}月)?{_HAN_DAY}"
    rf"|(?:{_HAN_DAY}|份?(?:[上中下]旬|[上下]半月|[初底末])|份)?(?:[之以]?[前后])?)"
)
_HAN_THIRD = r"年?(?:(?:初(?![步次级始期])|[底末])|中(?![\u4e00-\u9fff]))(?:[之以]?[前后]|以来)?"
_HAN_IN_YEAR = rf"(?:\d{{1,2}}月?[-至到]\d{{1,2}}月|{_HAN_MONTH}|第?[一二三四1-4]季度|[上下]半年|{_HAN_THIRD})"
_HAN_COUNTED = r"(?:最近|过去|近|未来|今后)[一二两三四五六七八九十\d]+个?(?:季度|星期|[天周月年])(?:内|以来)?"
_HAN_NAMED = (
    r"[上本下]个?(?:周|星期|礼拜)[一二三四五六日天]|本[月周年]|[上下]半年|[上下]个?(?:月|季度)|[上下]周|[昨今明]天"
)
HAN_DATE = re.compile(
    rf"[自从到]?(?:{_YEAR}年(?:{_HAN_IN_YEAR}|前)?|[去今明前]年(?:{_HAN_IN_YEAR})?"
    rf"|(?<![\d一二三四五六七八九十]){_HAN_MONTH}|(?<![\d一二三四五六七八九〇零年])年[初底末](?:[之以]?[前后]|以来)?"
    rf"|{_HAN_NAMED}|{_HAN_COUNTED})"
    r"(?:以来|起(?![草诉步点源动飞到重码]))?"
)
"""A date written in Chinese, with the word that makes it a border."""
_BY_YEAR = re.compile(
    rf"(?:by(?: (?:the )?end of| year[ -]end)? |到)(?:{_YEAR})年?[底前末]?|{_YEAR}年[底末]?前", re.IGNORECASE
)
_GOALS_AHEAD = 39


def find_dates(text: str, today: dt.date) -> list[tuple[int, int]]:
    """Return where the dates of a text begin and end, the longest at each place.

    Raises BadQueryError for one that can be read in two ways.
    """
    plain = text.replace("’", "'")
    found = [] if plain.isascii() else [m.span() for m in HAN_DATE.finditer(plain) if _is_date(m[0], today)]
    words = list(re.finditer(rf"[^\s,{HAN}]+", plain)) if _SIGN.search(plain) else []
    reached = 0
    for place, word in enumerate(words):
        if word.start() < reached:
            continue
        for end in range(min(len(words), place + _LONGEST), place, -1):
            start, stop = word.start(), words[end - 1].end()
            if _is_english_date(plain, start, stop, today, is_first=not place, is_last=end == len(words)):
                found.append((start, stop))
                inner = words[place + 1].start() if end > place + 1 else stop
                if inner < stop and _is_english_date(plain, inner, stop, today, is_first=False, is_last=False):
                    found.append((inner, stop))  # its first word may end a phrase: "in force since | 2025"
                reached = stop
                break
    return sorted(found)


def _is_english_date(text: str, start: int, end: int, today: dt.date, *, is_first: bool, is_last: bool) -> bool:
    said = text[start:end]
    if not said.isascii() or not _SIGN.search(said):
        return False
    figures = _TWO_FIGURES.fullmatch(said)
    if figures and (figures[1] or "").casefold() not in _BORDERS:
        return False
    if " " not in said:
        word = _POSSESSIVE.sub("", said)
        if not _ALONE.fullmatch(word):
            return False
        if _NAMES_AND_WORDS.fullmatch(word.casefold()) and not (
            len(word) > len("march") or (not is_first and (is_last or word[0].isupper()))
        ):
            return False
    return _is_date(said, today)


def _is_date(text: str, today: dt.date) -> bool:
    return is_by_year(text) or read_days(text, today) is not None


def _strip_leads(text: str) -> str:
    text = _POSSESSIVE.sub("", text)
    while (lead := _LEADS.match(text)) and not _FROM_YEAR.fullmatch(text):
        text = text[lead.end() :]
    return text


def read_days(text: str, today: dt.date, *, ahead: bool = False) -> DateRange | None:
    """Return the days that the whole text means, None for none; a missing year is the last, or next with ``ahead``.

    Raises BadQueryError for a date that can be read in two ways, or that the calendar does not have.
    """
    phrase = _strip_leads(text)
    begins = re.fullmatch(r"[自从](.+)起", phrase)
    phrase = begins[1] if begins and ahead else phrase
    try:
        return parse_date_phrase(phrase, today=today, ahead=ahead)
    except AmbiguousDateError:
        raise
    except BadQueryError:
        if _SINGLE_DAY.fullmatch(phrase):
            raise
        return None


def read_deadline_days(text: str, today: dt.date, *, is_past: bool) -> tuple[DateRange, str | None]:
    """Return the days of deadlines that a date means, and how it was typed where another day of asking means others.

    Those to come begin today, those gone by end today.
    """
    days = read_days(text, today, ahead=not is_past) or DateRange()
    tomorrow = today + dt.timedelta(days=1)
    if is_past:
        is_cut = (days.start is None or days.start <= today) and (days.end is None or days.end > tomorrow)
        return (DateRange(start=days.start, end=tomorrow) if is_cut else days), None
    if days.start is None and days.end is not None and days.end > today:
        days = DateRange(start=today, end=days.end)
    phrase = _strip_leads(text)
    return days, phrase if is_relative_phrase(phrase, today=today) else None


def is_by_year(text: str) -> bool:
    """Return whether a text is the year by which something is to be: "by 2027", 到2027年."""
    return _BY_YEAR.fullmatch(text) is not None


def list_goal_years(text: str, today: dt.date) -> tuple[int, ...]:
    """Return the years of goals that "2027", "by 2027", "after 2027" or "until 2030" mean; () for other days.

    Those until a year begin with today's, those after one are the next 39.
    """
    if is_by_year(text):
        found = re.search(_YEAR, text)
        return (int(found[0]),) if found else ()
    days = read_days(text, today)
    if days is None or any(day and (day.month, day.day) != (1, 1) for day in (days.start, days.end)):
        return ()
    first = days.start.year if days.start else today.year
    return tuple(range(first, days.end.year if days.end else first + _GOALS_AHEAD))
