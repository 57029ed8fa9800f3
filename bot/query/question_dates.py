"""Dates and years of goals inside a text: which words are one, and which days are meant.

A month alone is a date only behind a word such as "in" or "since", with a capital ("May" and "may" differ).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from bot.dates.date_phrases import is_relative_phrase, parse_date_phrase
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, intersect_ranges
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.query.query_record import Choices, Query, is_kind
from bot.query.query_scan import Term
from bot.query.question_names import LONGEST_NAME, is_filler
from bot.query.wording import Wording

WEEKDAY_NAME = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
HAN_WEEKDAY = r"[上本这下]?个?(?:周|星期|礼拜)[一二三四五六日天]"
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
    rf"|{_BEFORE_FIGURES}{_FIGURES}\b",
    re.IGNORECASE,
)
_AHEAD_SIGN = re.compile(r"\b(?:next|coming|within|tomorrow|in \w+ (?:days|weeks|months))\b|下|明", re.IGNORECASE)
_YEAR = r"(?:19|20)\d\d"
_HAN_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
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
    rf"[去今明前]年\d{{1,2}}{_HAN_TO}|[去今明前]年{_HAN_IN_YEAR}|[去今明前]年{_HAN_THIRD}"
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
    rf"(?<!到){_YEAR}年(?:{_HAN_IN_YEAR}|{_HAN_THIRD})|[去今明前]年(?:{_HAN_IN_YEAR}|{_HAN_THIRD})|{_HAN_LATELY}"
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
    """Return whether it is worth looking for a date in these words, for one to come too where ``ahead`` is set."""
    found = _SIGN.search(text) or _MONTH_SIGN.search(text) or (ahead and _AHEAD_SIGN.search(text))
    return bool(found)


def holds_sure_date(text: str) -> bool:
    """Say whether Chinese words written as one hold a date that can be nothing else: 去年底, 近三个月, 2024年下半年."""
    return _HAN_SURE.search(text) is not None


def match_han_date(text: str, position: int) -> str | None:
    """Return the date written in Chinese that starts here, with the 到 before the year of a goal."""
    match = _HAN_DATE.match(text, position)
    return match[0] if match else None


def find_han_date(text: str) -> str | None:
    """Return the first date written in Chinese in this text."""
    match = _HAN_DATE.search(text)
    return match[0] if match else None


def find_goal_year(text: str, *, is_about_goals: bool) -> int | None:
    """Return the year of "by 2027" or 到2027年; where the question is about goals, that of "in 2027" or a bare 2027."""
    match = _BY_YEAR.fullmatch(text) or (_GOAL_YEAR.fullmatch(text) if is_about_goals else None)
    return int(match[1] or match[2]) if match else None


def list_goal_years(text: str, today: dt.date) -> tuple[int, ...]:
    """Get the years of goals that "after 2027", "from 2027", "before 2030" or "until 2030" means; () for another text.

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
    """Return the days that the whole text means; None for none. A missing year is the last, or next with ``ahead``.

    Raises BadQueryError for a date alone that can be read two ways.
    """
    phrase = find_date_phrase(text)
    try:
        return parse_date_phrase(phrase, today=today, ahead=ahead) if phrase else None
    except BadQueryError as error:
        if _DAY_OF_MONTH.fullmatch(phrase):
            raise
        if "two ways" in error.message and (_SINGLE.fullmatch(phrase) or _WEEKDAY.fullmatch(phrase)):
            raise
        return None


def is_month(text: str) -> bool:
    """Return whether a text is the name of a month in English, with its capital: "May", not "may"."""
    return re.fullmatch(_MONTHS, text) is not None


def list_days(text: str, today: dt.date, *, since: int) -> list[DateRange]:
    """Return the days of a month that is said without its year, in each year from this one back to ``since``.

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
    """Return the part of a text that could be a date, without the word that leads it; "" where none can be."""
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


# Which deadlines a question asks for: those to come ("which drafts close in May?") or those gone by ("closed in May").

_OPEN = "open"
_NEXT, _SOON = "next", "soon"
"""Last in "what takes effect next?" the one means the other, and is no part of a date."""
_UNTIL = frozenset({"until", "till"})
_BEGINS = re.compile(r"[自从]?(.+)起")
"""The day from which something binds is one day: 自5月1日起施行."""
_OF_DATE = frozenset({"from", "since"})
"""Words of "in force from" that the date behind them needs."""
_PURPOSE = frozenset({"for", "comment", "comments", "consultation", "consultations", "applications"})


class Asked(Enum):
    """Whether dates of a question are those of deadlines, and of which."""

    NOTHING = "nothing"
    TO_COME = "to come"
    GONE_BY = "gone by"
    EITHER = "either"


class Due(NamedTuple):
    """The days of deadlines; ``text`` is how they were asked for where another day of asking means other days."""

    days: DateRange
    text: str | None


def find_due_days(text: str, today: dt.date, asked: Asked) -> Due | None:
    """Return the days of deadlines that the whole text means; None for none.

    Raises BadQueryError where it could as well be the last as the next of its kind, or any date that is ambiguous.
    """
    ahead = asked is not Asked.GONE_BY
    begins = _BEGINS.fullmatch(text)
    text = begins[1] if begins else text
    days = find_days(text, today, ahead=ahead)
    if days is None:
        return None
    if asked is Asked.EITHER and days != find_days(text, today):
        raise BadQueryError(
            f"“{text}” can be the last or the next one: the question asks for deadlines to come and for those gone by.",
            hint=f"Write the year with it, such as in May {today.year}, or ask for one of the two.",
        )
    phrase = find_date_phrase(text)
    if ahead and days.start is None and days.end is not None and days.end > today:
        days = DateRange(start=today, end=days.end)
    tomorrow = today + dt.timedelta(days=1)
    if not ahead and (days.start is None or days.start <= today) and (days.end is None or days.end > tomorrow):
        days = DateRange(start=days.start, end=tomorrow)
    return Due(days, phrase if ahead and is_relative_phrase(phrase, today=today) else None)


def find_open_effect(words: Sequence[Term | None], asked: Asked, today: dt.date, wording: Wording) -> Due | None:
    """Return the days of "what takes effect (soon)?" or "what has taken effect?", where no day is named; None for none.

    Of a subject the day is told on its card; only what is still to come narrows it.
    """
    plain = [term for term in words if term and not term.phrase]
    if not wording.effects.intersection(fold(term.text) for term in plain):
        return None
    said = {fold(term.text) for term in plain if not (is_filler(term, wording) or is_kind(term.text))}
    said |= wording.ahead.intersection(fold(term.text) for term in plain)
    is_all = said <= wording.effects | wording.ahead | wording.past
    if asked is Asked.TO_COME and (said & wording.ahead or is_all):
        return Due(DateRange(start=today), None)
    is_all = is_all and asked is Asked.GONE_BY
    return Due(DateRange(end=today + dt.timedelta(days=1)), None) if is_all else None


def find_effect_days(words: Sequence[Term | None], due: Due, today: dt.date, wording: Wording) -> DateRange | None:
    """Get the days from which a document binds, where these days of deadlines are asked for such; None for others."""
    said = {fold(term.text) for term in words if term and not term.phrase and not term.excluded}
    if not said & wording.effects or said & ((wording.deadlines | wording.deadlines_past) - wording.effects):
        return None
    days = due.days
    is_running = days.contains(today) and days.start is not None
    return replace(days, start=today) if said & wording.ahead and is_running else days


def find_asked_deadlines(terms: Sequence[Term | None], wording: Wording) -> Asked:
    """Return which deadlines the words of a question ask for."""
    words = ["" if term is None or term.phrase or term.excluded else fold(term.text) for term in terms]
    gone = any(word in wording.deadlines_past for word in words) or _is_told_as_past(words, wording)
    if any(word in wording.future for word in words):
        return Asked.EITHER if gone else Asked.TO_COME
    if gone:
        return Asked.GONE_BY
    named = any(word in wording.deadlines for word in words) or find_open_until(terms) is not None
    return Asked.TO_COME if named else Asked.NOTHING


def join_deadline_words(terms: Sequence[Term], wording: Wording) -> list[Term]:
    """Return the words with those that are one for a deadline ("takes effect") as one."""
    joined: list[Term] = []
    for term in terms:
        joined.append(term)
        for width in (3, 2):
            run = joined[-width:]
            if any(each.phrase or each.excluded for each in run):
                continue
            said = " ".join(each.text for each in run)
            if fold(said) in wording.joined:
                joined[-width:] = [replace(term, text=said), *([term] if fold(term.text) in _OF_DATE else [])]
                break
    last = [fold(term.text) for term in joined[-2:]]
    if last[-1:] == [_NEXT] and last[0] in wording.deadlines:
        joined[-1] = replace(joined[-1], text=_SOON)
    return joined


def find_open_until(terms: Sequence[Term | None]) -> tuple[int, int] | None:
    """Return where "open (for comment) until" stands, as first place and the one behind it; None where it does not."""
    words = ["" if term is None or term.phrase or term.excluded else fold(term.text) for term in terms]
    for start, word in enumerate(words):
        end = start + 1
        while word == _OPEN and end < len(words) and words[end] in _PURPOSE:
            end += 1
        if word == _OPEN and end < len(words) and words[end] in _UNTIL:
            return start, end + 1
    return None


def _is_told_as_past(words: Sequence[str], wording: Wording) -> bool:
    """Say whether a "was" or "did" stands before a word for deadlines, and no verb of issuing between the two."""
    is_past = False
    for word in words:
        if word in wording.past:
            is_past = True
        elif word in wording.issuing:
            is_past = False
        elif is_past and word in wording.deadlines:
            return True
    return False


# What is lifted out of a question, and the query that it makes.


@dataclass(slots=True)
class Lift:
    """What has been lifted so far, and the words that are left."""

    words: list[Term | None]
    ministry: list[str] = field(default_factory=list)
    joint: list[str] = field(default_factory=list)
    never_joint: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    company: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    dates: DateRange | None = None
    due: Due | None = None
    effect: DateRange | None = None
    bodies_out: list[str] = field(default_factory=list)
    companies_out: list[str] = field(default_factory=list)
    topics_out: list[str] = field(default_factory=list)
    words_out: list[Term] = field(default_factory=list)
    types_out: list[str] = field(default_factory=list)
    sections_out: list[str] = field(default_factory=list)
    status_out: list[str] = field(default_factory=list)
    is_ours: bool = False
    without_due: bool = False
    notes: list[str] = field(default_factory=list)

    def text(self, start: int, end: int) -> str | None:
        """Return the words from start to end as one text; None where one is taken, quoted or excluded."""
        run = self.words[start:end]
        if any(term is None or term.phrase or term.excluded for term in run):
            return None
        return " ".join(term.text for term in run if term)

    def take(self, start: int, end: int) -> None:
        """Take these words out."""
        self.words[start:end] = [None] * (end - start)

    def has_word(self, words: frozenset[str]) -> bool:
        """Whether one of these words is left, neither quoted nor excluded."""
        return any(term and not term.phrase and not term.excluded and fold(term.text) in words for term in self.words)

    def drop_words(self, words: frozenset[str]) -> None:
        """Take out these words wherever they are left unquoted."""
        self.words[:] = [
            term if term and (term.phrase or fold(term.text) not in words) else None for term in self.words
        ]

    @property
    def leaves_out(self) -> bool:
        """Whether something is not wanted."""
        names = (self.bodies_out, self.companies_out, self.topics_out, self.words_out)
        return any((*names, self.types_out, self.sections_out, self.status_out)) or self.without_due

    @property
    def is_empty(self) -> bool:
        """Whether nothing was lifted."""
        names = (self.ministry, self.joint, self.mentions, self.company)
        chosen = (self.types, self.sections, self.status, self.targets)
        days = (self.dates, self.due, self.effect)
        return not (any(names) or any(chosen) or any(days) or self.leaves_out or self.is_ours)


def add_filters(query: Query, lift: Lift) -> Query | None:
    """Return the query with what was lifted; None where the dates leave no day."""
    dates = query.dates
    if lift.dates:
        dates = intersect_ranges(query.dates, lift.dates) if query.dates else lift.dates
        if dates is None:
            return None
    return replace(
        query,
        ministry=_choose(query.ministry, lift.ministry),
        joint=_leave_out(_choose(query.joint, lift.joint), lift.never_joint),
        mentions=_leave_out(_choose(query.mentions, lift.mentions), lift.bodies_out),
        company=_leave_out(_choose(query.company, lift.company), lift.companies_out),
        topic=_leave_out(query.topic, lift.topics_out),
        type=_leave_out(_choose(query.type, lift.types), lift.types_out),
        section=_leave_out(_choose(query.section, lift.sections), lift.sections_out),
        status=_leave_out(_choose(query.status, lift.status), lift.status_out),
        targets=tuple(sorted({*query.targets, *lift.targets})),
        dates=dates,
        due=query.due or (lift.due.days if lift.due else None),
        without_due=query.without_due or lift.without_due,
        effect=query.effect or lift.effect,
        notes=(*query.notes, *lift.notes),
        due_text=query.due_text if query.due or lift.due is None else lift.due.text,
    )


def _choose(held: Choices, lifted: list[str]) -> Choices:
    return replace(held, include=tuple(dict.fromkeys((*held.include, *lifted)))) if lifted else held


def _leave_out(held: Choices, without: list[str]) -> Choices:
    return replace(held, exclude=tuple(dict.fromkeys((*held.exclude, *without)))) if without else held


# Cutting a question in Chinese, which has no spaces, at known names, at dates and at the words of the question.

# What is left out in Chinese: 除新能源外, 除了比亚迪和华为以外, 锑除外. The words around it say where it ends.

_QUESTION_CUTS_OPEN = r"(?<![免解清消扣删拆去根废排驱])除(?:了|去|开)?(?![尘湿草虫夕名外])"
_CLOSE = r"(?:[以之]外|外(?![国商资贸汇交籍企部]))"
_AROUND = re.compile(rf"{_QUESTION_CUTS_OPEN}(?P<what>.{{1,40}}?){_CLOSE}的?")
_QUESTION_CUTS_BEGINS = re.compile(rf"{_QUESTION_CUTS_OPEN}(?!.*{_CLOSE})")
_ENDS = re.compile(_CLOSE)
_BEHIND = re.compile(r"(?P<what>.{1,40}?)除外")
_AND = re.compile(r"[、，,和与及或]|以及")
_REACH = 4
"""So many words may lie between 除 and 外."""


def join_exceptions(terms: Sequence[Term]) -> list[Term]:
    """Return the words with those from 除 to 外 as one, where a sign between names had parted them."""
    joined: list[Term] = []
    waiting = list(terms)
    while waiting:
        term = waiting.pop(0)
        if _is_plain(term) and _QUESTION_CUTS_BEGINS.search(term.text):
            ends = (n for n, other in enumerate(waiting[:_REACH], 1) if _is_plain(other) and _ENDS.search(other.text))
            taken = next(ends, 0)
            run = [term, *waiting[:taken]]
            if all(map(_is_plain, run)):
                term, waiting = Term(text="、".join(each.text for each in run)), waiting[taken:]
        joined.append(term)
    return joined


def cut_exceptions(term: Term) -> list[Term]:
    """Return a word as those it holds, what it leaves out as excluded ones; one that leaves nothing out as it is."""
    match = (_AROUND.search(term.text) or _BEHIND.fullmatch(term.text)) if _is_plain(term) else None
    if match is None:
        return [term]
    names = [name.strip() for name in _AND.split(match["what"]) if name.strip()]
    around = [part for part in (term.text[: match.start()], term.text[match.end() :]) if part.strip()]
    return [*(Term(text=part) for part in around), *(Term(text=name, excluded=True) for name in names)]


def _is_plain(term: Term) -> bool:
    return not term.phrase and not term.excluded


_LATIN = re.compile(r"[A-Za-z0-9]{2}")
_QUESTION_CUTS_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def split_chinese(terms: tuple[Term, ...], lexicon: Lexicon, wording: Wording, *, is_question: bool) -> list[Term]:
    """Return the words, those of a question in Chinese cut at known names, dates and the words of the question.

    Of words that are no question only those are cut that leave a name out or hold a date.
    """
    if all(term.text.isascii() for term in terms):
        return list(terms)
    words: list[Term] = []
    terms = tuple(cut for term in join_exceptions(terms) for cut in cut_exceptions(term))
    for term in terms:
        if term.phrase or term.excluded or term.text.isascii() or not (is_question or _is_cut(term.text, wording)):
            words.append(term)
        else:
            words += [Term(text=piece) for piece in _cut(term.text, lexicon, wording)]
    return words


def _is_cut(text: str, wording: Wording) -> bool:
    marks = (*wording.chinese.negations, *wording.chinese.exceptions)
    return any(word in text for word in marks) or holds_sure_date(text)


def _cut(text: str, lexicon: Lexicon, wording: Wording) -> list[str]:
    fillers = sorted(wording.chinese.fillers, key=len, reverse=True)
    pieces: list[str] = []
    rest, position = "", 0
    while position < len(text):
        whole = match_han_date(text, position) or _find_year(text, position, wording)
        whole = whole or _find_kept(text, position, lexicon, wording)
        filler = "" if whole else _find_filler(text, position, fillers)
        kept = next((word for word in wording.chinese.kept if text.startswith(word, position)), "")
        if whole or (filler and not kept):
            pieces += [rest, whole or ""]
            rest, position = "", position + len(whole or filler)
        elif kept:
            rest, position = rest + kept, position + len(kept)
        else:
            rest += text[position]
            position += 1
    return [piece for piece in (*pieces, rest) if piece.strip()]


def _find_year(text: str, position: int, wording: Wording) -> str | None:
    """Return the year of a goal that starts here without its 年: 低空经济目标2030."""
    found = _QUESTION_CUTS_YEAR.match(text, position)
    return found[0] if found and any(goal in text for goal in wording.goals) else None


def _find_filler(text: str, position: int, fillers: list[str]) -> str:
    """Return the longest word of a question that starts here and ends before a longer one starts in it; "" for none."""
    for filler in (each for each in fillers if text.startswith(each, position)):
        inner = range(position + 1, position + len(filler))
        longer = (each for each in fillers if len(each) > len(filler))
        if not any(text.startswith(each, start) for each in longer for start in inner):
            return filler
    return ""


def _find_kept(text: str, position: int, lexicon: Lexicon, wording: Wording) -> str | None:
    """Return the longest known name, status, word of a question, or denial of a status that starts here."""
    kept = wording.goals | wording.ours | wording.deadlines | wording.deadlines_past | wording.future
    kept |= wording.negations | wording.binding | wording.final | wording.closing_days | wording.sections.keys()
    if not any(text.startswith(word, position) for word in wording.chinese.kept):
        kept |= wording.jointly | wording.alone
    for end in range(min(len(text), position + LONGEST_NAME * 3), position + 1, -1):
        part = text[position:end]
        if _is_in_word(text, position) or _is_in_word(text, end):
            continue
        if lexicon.find_bodies(part) or lexicon.find_companies(part) or lexicon.find_same(part):
            return part
        if fold(part) in kept or fold(part) in wording.said_statuses:
            return part
    denied = tuple(wording.said_statuses | wording.conditions)
    denials = (word for word in wording.denials_by_length if text.startswith(word, position))
    return next((word for word in denials if text.startswith(denied, position + len(word))), None)


def _is_in_word(text: str, position: int) -> bool:
    """Return whether a word in Latin letters goes on over this position: MER|ICS."""
    return bool(_LATIN.fullmatch(text[max(0, position - 1) : position + 1]))
