"""Dates in the words of a question: where one stands, and which days it means.

A date is looked for in the words between which it could stand, the longest first, and read by ``bot.dates``. A bare
year or month is one too, as long as nothing says that it is the year of a goal.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from bot.dates.date_phrases import AmbiguousDateError, is_relative_phrase, parse_date_phrase
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
from bot.model.ids import HAN

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_BORDER = r"(?:before|after|since|until|till|by|around|from|on)"
_SIGN = re.compile(
    rf"{_YEAR}|\b(?:last|past|previous|this|next|coming|within|yesterday|today|tomorrow|[qh][1-4])\b"
    rf"|\b{_MONTH}\b|\b{_BORDER} (?:\w+ )*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    rf"|\b(?:days|weeks|months|years) ago\b"
    rf"|\bin \w+ (?:days|weeks|months)\b|\byear[ -]end\b|\bof (?:the )?(?:year|month)\b|\d{{1,2}}/\d{{1,2}}",
    re.IGNORECASE,
)
_WORDS_OF_MONTHS = re.compile(r"may|mar(?:ch)?|sept?|dec|jan|jun|oct")
"""Months that are words or halves of names too: one alone is a date at the end of a text, or with its capital."""
_ALONE = re.compile(
    rf"{_YEAR}(?:-\d{{1,2}}){{0,2}}|{_YEAR}-{_YEAR}|[QH][1-4]|{_YEAR}-?[QH][1-4]|[QH][1-4]-?{_YEAR}|{_MONTH}"
    rf"|{_YEAR}(?:-\d{{1,2}}){{0,2}}\.\.{_YEAR}(?:-\d{{1,2}}){{0,2}}|yesterday|today|tomorrow"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})|\d{{1,2}}/\d{{1,2}}-\d{{1,2}}/\d{{1,2}}|(?:early|mid|late)-{_YEAR}",
    re.IGNORECASE,
)
"""What one word must be to be a date."""
_FIGURES = re.compile(r"(?:(?P<lead>\w+) )?\d{1,2}/\d{1,2}")
_BORDERS = frozenset({"on", "since", "until", "till", "before", "after", "from"})
_LEADS = frozenset(
    {"in", "on", "during", "from", "dated", "published", "issued", "of", "over", "reported", "for", "at"}
)
"""Words that stand before a date and belong to it."""
_OF_TIME = re.compile(r"(.+?(?:\d|year|quarter|month|week|day))['’]s?", re.IGNORECASE)
_SAYS_SINGLE_DAY = re.compile(
    rf"(?:on )?(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?)(?:,? {_YEAR})?"
    rf"|(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}[日号]",
    re.IGNORECASE,
)
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
    r"[上本下]个?(?:周|星期|礼拜)[一二三四五六日天]|本月|本周|本年"
    r"|[上下]半年|[上下]个?月|[上下]个?季度|[上下]周|昨天|今天|明天"
)
HAN_DATE = re.compile(
    rf"[自从到]?(?:{_YEAR}年(?:{_HAN_IN_YEAR}|前)?|[去今明前]年(?:{_HAN_IN_YEAR})?"
    rf"|(?<![\d一二三四五六七八九十]){_HAN_MONTH}|(?<![\d一二三四五六七八九〇零年])年[初底末](?:[之以]?[前后]|以来)?"
    rf"|{_HAN_NAMED}|{_HAN_COUNTED})"
    r"(?:以来|起(?![草诉步点源动飞到重码]))?"
)
"""A date written in Chinese, with the word that makes it a border."""
_HAN_SURE = re.compile(rf"(?:{_YEAR}|[去今明前])年{_HAN_IN_YEAR}.*|{_HAN_COUNTED}|[去今明前]年底?")
"""One that is a date wherever it stands, and not only in a question or by itself."""

_GOAL = re.compile(
    r"(?P<lead>by(?: (?:the )?end of| year[ -]end)?|for|in|until|till|up to|before|after|beyond|since|from)? ?"
    rf"(?P<year>{_YEAR})"
    rf"|到?(?P<han>{_YEAR})年?(?:[底前末])?",
    re.IGNORECASE,
)
_BY = ("by", "到")
_GOALS_AHEAD = 39


class FoundDate(NamedTuple):
    """A date from ``start`` to ``end`` of a text; ``is_sure`` where it is one in any text."""

    start: int
    end: int
    text: str
    is_sure: bool


def list_dates(text: str, today: dt.date) -> list[FoundDate]:
    """Return the dates that stand in a text, in order, the longest at each place.

    Raises BadQueryError for one that can be read in two ways.
    """
    text = text.replace("’", "'")
    found = [] if text.isascii() else _list_chinese(text, today)
    words = list(re.finditer(rf"[^\s,{HAN}]+", text)) if _SIGN.search(text) else []
    reached = 0
    for place, word in enumerate(words):
        if word.start() < reached:
            continue
        ends = range(min(len(words), place + _LONGEST), place, -1)
        date = next((each for end in ends if (each := _find_english(text, words[place:end], words, today))), None)
        if date is not None:
            found.append(date)
            reached = date.end
            inner = [each for each in words[place + 1 :] if each.end() <= date.end]
            rest = _find_english(text, inner, words, today) if inner else None
            found += [rest] if rest is not None else []  # its first word may end a phrase: "in force since | 2025"
    return sorted(set(found))


def _list_chinese(text: str, today: dt.date) -> list[FoundDate]:
    return [
        FoundDate(*match.span(), match[0], _HAN_SURE.fullmatch(match[0]) is not None)
        for match in HAN_DATE.finditer(text)
        if read_days(match[0], today) is not None or match[0].startswith("到")
    ]


def _find_english(text: str, run: list[re.Match[str]], words: list[re.Match[str]], today: dt.date) -> FoundDate | None:
    start, end = run[0].start(), run[-1].end()
    said = text[start:end]
    if not said.isascii() or not _SIGN.search(said):
        return None
    if len(run) == 1 and not _is_date_alone(said, is_first=run[0] is words[0], is_last=run[0] is words[-1]):
        return None
    figures = _FIGURES.fullmatch(said)
    if figures and (figures["lead"] or "").casefold() not in _BORDERS:
        return None
    goal = _GOAL.fullmatch(said)
    is_goal = goal is not None and said.casefold().startswith("by")
    if not is_goal and read_days(said, today) is None:
        return None
    return FoundDate(start, end, said, len(run) > 1)


def _is_date_alone(word: str, *, is_first: bool, is_last: bool) -> bool:
    of_time = _OF_TIME.fullmatch(word)
    word = of_time[1] if of_time else word
    if not _ALONE.fullmatch(word):
        return False
    if _WORDS_OF_MONTHS.fullmatch(word.casefold()):
        return (not is_first and (is_last or word[0].isupper())) or len(word) > len("march")
    return True


def _strip_leads(text: str) -> str:
    of_time = _OF_TIME.fullmatch(text)
    text = of_time[1] if of_time else text
    first, _, rest = text.partition(" ")
    while rest and first.casefold() in _LEADS - {"from"}:
        text = rest
        first, _, rest = text.partition(" ")
    if first.casefold() == "from" and rest and not re.search(r" (?:to|until|till|-) | onwards?$", rest):
        return rest if not re.fullmatch(_YEAR, rest) else text
    return text


def read_days(text: str, today: dt.date, *, ahead: bool = False) -> DateRange | None:
    """Return the days that the whole text means, None for none; a missing year is the last, or next with ``ahead``.

    Raises BadQueryError for a date that can be read two ways, or that the calendar does not have.
    """
    phrase = _strip_leads(text)
    begins = re.fullmatch(r"[自从](.+)起", phrase)
    phrase = begins[1] if begins and ahead else phrase
    try:
        return parse_date_phrase(phrase, today=today, ahead=ahead)
    except AmbiguousDateError:
        raise
    except BadQueryError:
        if _SAYS_SINGLE_DAY.fullmatch(phrase):
            raise
        return None


def read_deadline_days(text: str, today: dt.date, *, is_past: bool) -> tuple[DateRange, str | None]:
    """Return the days of deadlines that a date means, and how it was typed where another day of asking means others.

    Those to come begin today, those gone by end today.
    """
    days = read_days(text, today, ahead=not is_past) or DateRange()
    if not is_past and days.start is None and days.end is not None and days.end > today:
        days = DateRange(start=today, end=days.end)
    tomorrow = today + dt.timedelta(days=1)
    if is_past and (days.start is None or days.start <= today) and (days.end is None or days.end > tomorrow):
        days = DateRange(start=days.start, end=tomorrow)
    phrase = _strip_leads(text)
    return days, phrase if not is_past and is_relative_phrase(phrase, today=today) else None


def list_goal_years(text: str, today: dt.date) -> tuple[int, ...]:
    """Return the years of goals that "by 2027", "after 2027", "until 2030" or 到2030年 means; () for another text.

    Those until a year begin with today's, those after one are the next 39.
    """
    match = _GOAL.fullmatch(text)
    if match is None:
        return ()
    year, lead = int(match["year"] or match["han"]), (match["lead"] or "").casefold()
    if lead in {"after", "beyond", "since", "from"}:
        first = year + (lead in {"after", "beyond"})
        return tuple(range(first, first + _GOALS_AHEAD))
    if lead in {"until", "till", "up to", "before"}:
        return tuple(range(today.year, year + (lead != "before")))
    return (year,)


def is_by_year(text: str) -> bool:
    """Return whether a text is the year by which something is to be: "by 2027", 到2027年."""
    return _GOAL.fullmatch(text) is not None and text.casefold().startswith(_BY)
