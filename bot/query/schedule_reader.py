"""Reads one run of a schedule from a word on: paces, days, times of day and zones, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from bot.model.ids import fold
from bot.query.query_record import REMIND_DAYS, find_value
from bot.query.query_scan import EDGE, KEY, Key, QueryTextError, Token, find_key

# When a reminder is to come, in words: ``7 days before``, ``14, 7 and 1 days ahead``, ``a week before``, 提前7天.

_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "ten": 10, "fourteen": 14, "seven": 7, "the": 1}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_REMINDER_WORDS_WEEK = 7
_REMINDER = re.compile(
    rf"(?P<days>{_NUMBER}(?: (?:and |& )?{_NUMBER})*) (?P<unit>day|week)s?"
    r" (?:before|ahead|in advance|prior)(?: (?:of|to))?"
    r"(?: (?:the|each|every|any|a|their|its)(?: deadlines?)?(?!\S)| (?:they|it) (?:ends?|closes?|expires?))?(?!\S)"
)
_HAN_REMINDER = re.compile(r"(?:提前|(?:截止|到期)前)(?P<days>\d{1,3}|[一两七])[天日周](?:提醒)?(?!\S)")
_HAN_NUMBERS = {"一": 1, "两": 2, "七": 7}
_ASKED = re.compile(r"remind (?P<who>me|us)(?: (?:of|about))?(?!\S)")
LONGEST_REMINDER = 16
"""So many words a reminder has at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """How many words say it, the days before a deadline as ``remind:`` takes them, and whether it is for the asker."""

    width: int
    days: tuple[str, ...] = ()
    for_me: bool = False


def read_reminder(words: Sequence[str]) -> Reminder | None:
    """Return the reminder that these folded words begin with, "" for one that belongs to none; None where none does.

    QueryTextError for days on which no reminder comes.
    """
    said = _say(words)
    if match := _HAN_REMINDER.match(said):
        number = match["days"]
        days = [int(number) if number.isdecimal() else _HAN_NUMBERS[number]]
        return Reminder(width=1, days=_reminder_words_list_days(days, match[0], is_weeks="周" in match[0]))
    if match := _REMINDER.match(said):
        numbers = [word for word in re.findall(_NUMBER, match["days"]) if word != "and"]
        days = [int(each) if each.isdecimal() else _NUMBERS[each] for each in numbers]
        return Reminder(
            width=_count(match), days=_reminder_words_list_days(days, match[0], is_weeks=match["unit"] == "week")
        )
    if match := _ASKED.match(said):
        return Reminder(width=_count(match), for_me=match["who"] == "me")
    return None


def begins_reminder(words: Sequence[str]) -> bool:
    """Say whether ``read_reminder`` reads or refuses these folded words."""
    said = _say(words)
    return any(pattern.match(said) for pattern in (_HAN_REMINDER, _REMINDER, _ASKED))


def _say(words: Sequence[str]) -> str:
    """Return the words up to the first that belongs to no text, no more than a reminder has."""
    end = next((at for at, word in enumerate(words[:LONGEST_REMINDER]) if not word), LONGEST_REMINDER)
    return " ".join(words[:end])


def _count(match: re.Match[str]) -> int:
    return len(match[0].split())


def _reminder_words_list_days(days: list[int], said: str, *, is_weeks: bool) -> tuple[str, ...]:
    found = [find_value(Key.REMIND, str(number * (_REMINDER_WORDS_WEEK if is_weeks else 1))) for number in days]
    if None in found:
        raise QueryTextError(
            f"“{said}” is no time of a reminder here: it comes {', '.join(REMIND_DAYS[:-1])} or {REMIND_DAYS[-1]} days"
            " before a deadline.",
            hint=f"Write {Key.REMIND}:{REMIND_DAYS[1]}, or {Key.REMIND}:{','.join(REMIND_DAYS)} for several;"
            " words stand in quotes.",
        )
    return tuple(filter(None, found))


# The time zones of places by which people name them: Berlin, Beijing, New York.

_PLACES = {
    "Asia/Shanghai": "Beijing, Shanghai, Shenzhen, Guangzhou, Chengdu, Chongqing, Wuhan, Hangzhou, Tianjin, Nanjing",
    "Asia/Hong_Kong": "Hong Kong",
    "Asia/Macau": "Macau, Macao",
    "Asia/Taipei": "Taipei",
    "Asia/Singapore": "Singapore",
    "Asia/Tokyo": "Tokyo, Osaka",
    "Asia/Seoul": "Seoul",
    "Asia/Kolkata": "Kolkata, Delhi, New Delhi, Mumbai, Bangalore, Bengaluru, Chennai",
    "Asia/Dubai": "Dubai, Abu Dhabi",
    "Asia/Bangkok": "Bangkok",
    "Asia/Jakarta": "Jakarta",
    "Asia/Manila": "Manila",
    "Asia/Kuala_Lumpur": "Kuala Lumpur",
    "Asia/Ho_Chi_Minh": "Hanoi, Saigon, Ho Chi Minh City",
    "Australia/Sydney": "Sydney, Canberra",
    "Australia/Melbourne": "Melbourne",
    "Australia/Perth": "Perth",
    "Pacific/Auckland": "Auckland, Wellington",
    "Europe/London": "London",
    "Europe/Dublin": "Dublin",
    "Europe/Lisbon": "Lisbon",
    "Europe/Paris": "Paris",
    "Europe/Brussels": "Brussels",
    "Europe/Amsterdam": "Amsterdam, The Hague",
    "Europe/Berlin": "Berlin, Hamburg, Frankfurt, Munich, Cologne",
    "Europe/Zurich": "Zurich, Geneva, Bern",
    "Europe/Vienna": "Vienna",
    "Europe/Rome": "Rome, Milan",
    "Europe/Madrid": "Madrid, Barcelona",
    "Europe/Copenhagen": "Copenhagen",
    "Europe/Stockholm": "Stockholm",
    "Europe/Oslo": "Oslo",
    "Europe/Helsinki": "Helsinki",
    "Europe/Warsaw": "Warsaw",
    "Europe/Prague": "Prague",
    "Europe/Budapest": "Budapest",
    "Europe/Athens": "Athens",
    "Europe/Istanbul": "Istanbul",
    "Europe/Moscow": "Moscow",
    "Africa/Cairo": "Cairo",
    "Africa/Nairobi": "Nairobi",
    "Africa/Johannesburg": "Johannesburg",
    "America/Sao_Paulo": "São Paulo, Sao Paulo",
    "America/Mexico_City": "Mexico City",
    "America/New_York": "New York, Washington, Boston",
    "America/Toronto": "Toronto, Ottawa",
    "America/Chicago": "Chicago",
    "America/Denver": "Denver",
    "America/Los_Angeles": "Los Angeles, San Francisco, Seattle",
    "America/Vancouver": "Vancouver",
}
_ZONES = {fold(place): zone for zone, places in _PLACES.items() for place in places.split(", ")}
LONGEST_PLACE = max(len(place.split()) for place in _ZONES)
"""So many words the longest name has."""


def find_zone_of_place(name: str) -> str | None:
    """Return the IANA name of the zone of a place in any case, or None."""
    return _ZONES.get(fold(name.replace("_", " ")))


# Schedules in Chinese words: ``每天``, ``每周一、周四``, ``每个工作日上午9点``, ``每月1日``, ``实时``.

_DAYS = "一二三四五六日天"
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "sun")
_PACES = {
    "每天": "daily",
    "每日": "daily",
    "每周": "weekly",
    "每星期": "weekly",
    "每礼拜": "weekly",
    "每工作日": "weekdays",
    "每个工作日": "weekdays",
    "工作日": "weekdays",
    "每月": "monthly",
    "每个月": "monthly",
    "实时": "immediate",
    "即时": "immediate",
}
_CHINESE_SCHEDULE_WEEK = r"(?:每?(?:周|星期|礼拜))"
_DIGITS = {"": 0} | {digit: number for number, digit in enumerate("一二三四五六七八九", start=1)}
_LATE = frozenset({"下午", "傍晚", "晚上"})
_NOON = "中午"
_HALF_DAY, _HOUR, _AFTER_NOON = 12, 60, 2
_WHEN = (
    r"(?P<part>早上|早晨|上午|中午|下午|傍晚|晚上)?"
    r"(?:(?P<hour>\d{1,2}|[一二三四五六七八九十]{1,3})[点时](?:(?P<half>半)|(?P<minute>\d{1,2})分?)?)?"
)
_SCHEDULE = re.compile(
    rf"(?:(?P<pace>{'|'.join(sorted(_PACES, key=len, reverse=True))})(?:的?(?P<date>\d{{1,2}}|一)[日号])?"
    rf"|{_CHINESE_SCHEDULE_WEEK}(?P<first>[{_DAYS}])(?:[至到]{_CHINESE_SCHEDULE_WEEK}?(?P<last>[{_DAYS}])|(?P<more>[{_DAYS}]+))?)?{_WHEN}"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChineseSchedule:
    """What a word says: paces or days of the week as they are typed in English.

    ``at`` is ``HH:MM``, "" where no time is named, None for a part of the day and for a time that no day has. ``date``
    is a day of the month, "" where none is named. ``names_pace`` where the word says how often, and not a day or a time
    alone, which are part of a schedule only behind one.
    """

    every: tuple[str, ...]
    at: str | None
    date: str
    names_pace: bool


def read_chinese_schedule(word: str) -> ChineseSchedule | None:
    """Return the schedule that a word without spaces says; None where it is none."""
    match = _SCHEDULE.fullmatch(word)
    if not word or match is None:
        return None
    return ChineseSchedule(
        every=_list_days(match),
        at=_read_time(match),
        date={"一": "1"}.get(match["date"] or "", match["date"] or ""),
        names_pace=word.startswith("每") or bool(match["pace"]),
    )


def _list_days(match: re.Match[str]) -> tuple[str, ...]:
    if match["pace"]:
        return (_PACES[match["pace"]],)
    if not match["first"]:
        return ()
    if match["last"]:
        first, last = (min(_DAYS.index(match[name]), 6) for name in ("first", "last"))
        return _NAMES[first : last + 1] if first <= last else (*_NAMES[first:7], *_NAMES[: last + 1])
    return tuple(_NAMES[_DAYS.index(day)] for day in match["first"] + (match["more"] or ""))


def _read_time(match: re.Match[str]) -> str | None:
    part, said = match["part"], match["hour"]
    if not said:
        return {None: "", _NOON: "12:00"}.get(part)
    hour = int(said) if said.isdecimal() else _read_number(said)
    minute = 30 if match["half"] else int(match["minute"] or 0)
    if (part in _LATE and hour < _HALF_DAY) or (part == _NOON and hour <= _AFTER_NOON):
        hour += _HALF_DAY
    return f"{hour:02}:{minute:02}" if hour < 2 * _HALF_DAY and minute < _HOUR else None


def _read_number(text: str) -> int:
    """Return a number below a hundred: ``九``, ``十``, ``十二``, ``二十三``; more where the signs say none."""
    tens, ten, ones = text.rpartition("十")
    return _DIGITS.get(ones, 100) + (10 * _DIGITS.get(tens or "一", 100) if ten else 0)


_HINT = (
    "Write it like weekly at 09:00, every monday or every:mon,thu at:09:00 tz:Europe/Berlin;"
    " words to search for stand in quotes."
)
_CADENCES = frozenset({"daily", "weekdays", "workdays", "weekly", "monthly", "immediate", "immediately"})
AT_ONCE = tuple(
    said.split()
    for said in (
        "as soon as possible",
        "as they come in",
        "as it happens",
        "as they happen",
        "in real time",
        "real time",
        "real-time",
        "realtime",
        "right away",
        "straight away",
        "at once",
        "asap",
        "a.s.a.p",
        "instantly",
        "立即",
        "立刻",
        "随时",
        "马上",
        "尽快",
    )
)
"""What people say for a post as soon as there is something, the longest first."""
_IMMEDIATE = "immediate"
_FEW_WORDS = 2
"""A saying of more words is no search."""
_UNITS = frozenset({"day", "weekday", "weekdays", "workday", "workdays", "week", "month"})
_EACH = frozenset({"every", "each"})
_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?")
_SHORT_DAY = re.compile(r"mon|tues?|wed|thurs?|thu|fri|sat|sun")
SPAN = re.compile(rf"({_DAY.pattern}|{_SHORT_DAY.pattern})[-‐‑–—]({_DAY.pattern}|{_SHORT_DAY.pattern})")
_TO = frozenset({"to", "till", "until", "through", "-", "–", "—"})
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OTHER_UNIT = re.compile(r"(?:day|week|month|quarter|year|hour|minute)s?")
_INTERVAL = re.compile(r"other|second|third|few|two|three|four|\d{1,3}(?:nd|rd|th)?")
_ONCE = "once"
_TIMES = frozenset({_ONCE, "twice", "thrice"})
_A = frozenset({"a", "per", *_EACH})
_UNREAD = frozenset({"biweekly", "bi-weekly", "fortnightly", "hourly", "quarterly", "yearly"})
_AND = frozenset({"and", "&", "+", "or"})
_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d{2})?(?:[ap]\.?m\.?)?(?:o['’]?clock)?")
_EXACT = re.compile(r"\d{1,2}(?:[:.]\d{2}(?:[ap]\.?m\.?)?|[ap]\.?m\.?)")
HALF = re.compile(r"[ap]\.?m\.?|o['’]?clock")
NAMED_TIMES = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
VAGUE = re.compile(r"(?:morning|afternoon|evening|night)s?")
_ZONE = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}|utc|gmt", re.IGNORECASE)
_OTHER_ZONE = re.compile(r"CES?T|EES?T|WES?T|MSK|[BIJKMPEC]ST|[MPEC]DT|[MPEC]T|HKT|SGT|AE[SD]T")
_FIRST = frozenset({"1", "1st", "first"})
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)?|first|last|second|third")


@dataclass(slots=True)
class Run:
    """What has been read of one stretch of a schedule: its end, and values by key."""

    first: int
    end: int
    every: list[str] = field(default_factory=list)
    at: list[str] = field(default_factory=list)
    zone: list[str] = field(default_factory=list)
    remind: list[str] = field(default_factory=list)
    for_me: bool = False
    parts: int = 0
    is_clear: bool = False


def refuse_schedule(message: str) -> NoReturn:
    """Refuse a schedule with what one looks like."""
    raise QueryTextError(message, hint=_HINT)


class Reader:
    """Reads one run of a schedule from a word on."""

    def __init__(self, text: str, tokens: list[Token], first: int) -> None:
        self._text = text
        self._tokens = tokens
        self._run = Run(first=first, end=first)

    def read(self) -> Run | None:
        """Return what stands here; None where no schedule begins. QueryTextError for one that cannot be read."""
        steps: tuple[Callable[[int], int], ...] = (
            self._reminder,
            self._date,
            self._at_once,
            self._chinese,
            self._each,
            self._cadence,
            self._days,
            self._time,
            self._rest,
        )
        while True:
            end = next((end for step in steps if (end := step(self._run.end)) > self._run.end), None)
            if end is None:
                return self._run if self._run.parts else None
            self._run.end = end
            self._run.parts += 1

    def _word(self, at: int) -> str:
        return self._tokens[at].word if 0 <= at < len(self._tokens) else ""

    def _said(self, start: int, end: int) -> str:
        return self._text[self._tokens[start].start : self._tokens[min(end, len(self._tokens)) - 1].end]

    def _reminder(self, at: int) -> int:
        """Read ``7 days before``, ``remind me of``; refuse days on which no reminder comes."""
        said = read_reminder([token.word for token in self._tokens[at : at + LONGEST_REMINDER]])
        if said is None:
            return at
        self._run.remind += said.days
        self._run.for_me = self._run.for_me or said.for_me
        self._run.is_clear = True
        return at + said.width

    def _each(self, at: int) -> int:
        """Read ``every monday``, ``each day``; refuse ``every other week`` and ``every 2 weeks``."""
        if self._word(at) not in _EACH:
            return at
        follows = self._word(at + 1)
        if _INTERVAL.fullmatch(follows) and (_OTHER_UNIT.fullmatch(self._word(at + 2)) or self._is_day(at + 2)):
            refuse_schedule(
                f"“{self._said(at, at + 3)}” is no pace here: daily, weekly, monthly and days of the week are."
            )
        if follows in {"hour", "quarter", "year"}:
            refuse_schedule(
                f"“{self._said(at, at + 2)}” is no pace here: daily, weekly, monthly and days of the week are."
            )
        if follows in _UNITS:
            self._run.every.append(follows)
            self._run.is_clear = True
            return self._day_of_month(at + 1) if follows == "month" and self._word(at + 2) == "on" else at + 2
        if VAGUE.fullmatch(follows):
            refuse_schedule(f"“{self._said(at, at + 2)}” is no time of day.")
        end = self._take_days(at + 1)
        self._run.is_clear = self._run.is_clear or end > at + 1
        return end if end > at + 1 else at

    def _cadence(self, at: int) -> int:
        word = self._word(at)
        if word in _UNREAD:
            refuse_schedule(
                f"“{self._tokens[at].raw}” is no pace here: daily, weekly, monthly and days of the week are."
            )
        if word in _TIMES and self._word(at + 1) in _A and self._word(at + 2) in _UNITS:
            return self._times_a(at)
        if word not in _CADENCES:
            return at
        self._run.every.append(word)
        if word == "monthly" and self._word(at + 1) == "on":
            return self._day_of_month(at)
        return at + 1

    def _at_once(self, at: int) -> int:
        """Read ``asap``, ``as it happens``."""
        for said in AT_ONCE:
            end = at + len(said)
            if [self._word(each) for each in range(at, end)] == said:
                self._run.every.append(_IMMEDIATE)
                self._run.is_clear = self._run.is_clear or len(said) > _FEW_WORDS
                return end
        return at

    def _chinese(self, at: int) -> int:
        """Read ``每周一上午9点``; refuse ``每天早上`` and ``每月15日``."""
        said = read_chinese_schedule(self._word(at))
        if said is None or not (said.names_pace or self._run.parts):
            return at
        if said.at is None:
            refuse_schedule(f"“{self._tokens[at].raw}” names no time of day.")
        if said.date not in {"", "1"}:
            refuse_schedule(f"“{self._tokens[at].raw}” is no pace here: monthly is on the 1st of each month.")
        self._run.every += said.every
        self._run.at += [said.at] if said.at else []
        self._run.is_clear = self._run.is_clear or self._word(at).startswith("每")
        return at + 1

    def _times_a(self, at: int) -> int:
        """Read ``once a week``; refuse ``twice a day``."""
        if self._word(at) != _ONCE:
            refuse_schedule(
                f"“{self._said(at, at + 3)}” is no pace here: daily, weekly, monthly and days of the week are."
            )
        self._run.every.append(self._word(at + 2))
        self._run.is_clear = True
        return at + 3

    def _date(self, at: int) -> int:
        """Read ``the 1st of each month``; refuse its last day, and any other of it."""
        if not (_ORDINAL.fullmatch(self._word(at)) or self._word(at) == "end"):
            return at
        of = at + 2 if self._word(at + 1) in _UNITS or self._is_day(at + 1) else at + 1
        end = of + 2 if self._word(of + 1) in {"the", *_EACH} else of + 1
        if self._word(of) != "of" or self._word(end) != "month":
            return at
        if self._word(at) not in _FIRST or self._word(at + 1) not in {"of", "day"}:
            refuse_schedule(f"“{self._said(at, end + 1)}” is no pace here: monthly is on the 1st of each month.")
        while self._run.first == at and at > 0 and self._word(at - 1) in {"on", "the"}:
            at = self._run.first = at - 1
        self._run.every.append("month")
        self._run.is_clear = True
        return end + 1

    def _day_of_month(self, at: int) -> int:
        day = at + 3 if self._word(at + 2) in {"the", "day"} else at + 2
        if not _ORDINAL.fullmatch(self._word(day)):
            return at + 1
        if self._word(day) not in _FIRST:
            refuse_schedule(f"“{self._said(at, day + 1)}” is no pace here: monthly is on the 1st of each month.")
        return day + 1

    def _days(self, at: int) -> int:
        """Read ``fridays``, ``on monday and thursday``, ``mon,thu``, ``mon 09:00``.

        A short name alone is a word; where the text is nothing else it is refused.
        """
        if self._word(at) == "on":
            end = self._take_days(at + 1)
            return end if end > at + 1 else at
        if _DAY.fullmatch(self._word(at)) or self._find_span(at):
            return self._take_days(at)
        end = self._find_end_of_days(at)
        if end > at + 1 or (end > at and self._is_time(end)):
            self._run.is_clear = True
            return self._take_days(at)
        if end > at and not any(token.is_plain for token in self._tokens if token is not self._tokens[at]):
            raise QueryTextError(
                f"“{self._tokens[at].raw}” can be a day or a word to search for.",
                hint=f"Write every:{self._word(at)[:3]} for the day, or the word in quotes.",
            )
        return at

    def _is_time(self, at: int) -> bool:
        """Say whether a time of day stands here, with ``at``, with its key or by its form."""
        if at >= len(self._tokens):
            return False
        named = KEY.match(self._tokens[at].raw)
        if self._tokens[at].word == "at":
            return bool(_CLOCK.fullmatch(self._word(at + 1)) or self._word(at + 1) in NAMED_TIMES)
        return bool(_EXACT.fullmatch(self._word(at)) or (named and find_key(named[1]) is Key.AT))

    def _is_day(self, at: int) -> bool:
        return bool(_DAY.fullmatch(self._word(at)) or _SHORT_DAY.fullmatch(self._word(at)))

    def _find_span(self, at: int) -> tuple[str, str] | None:
        """Return the first and the last day of ``mon-fri``, ``monday to friday``."""
        joined = SPAN.fullmatch(self._word(at))
        if joined:
            return joined[1], joined[2]
        is_span = self._is_day(at) and self._word(at + 1) in _TO and self._is_day(at + 2)
        return (self._word(at), self._word(at + 2)) if is_span else None

    def _take_days(self, at: int) -> int:
        if span := self._find_span(at):
            first, last = (_WEEK.index(day[:3]) for day in span)
            self._run.every += _WEEK[first : last + 1] if first <= last else (*_WEEK[first:], *_WEEK[: last + 1])
            self._run.is_clear = True
            return at + 1 if SPAN.fullmatch(self._word(at)) else at + 3
        end = self._find_end_of_days(at)
        self._run.every += [self._word(each) for each in range(at, end) if self._is_day(each)]
        return end

    def _find_end_of_days(self, at: int) -> int:
        end = at
        while self._is_day(end) or (end > at and self._word(end) in _AND and self._is_day(end + 1)):
            end += 1
        return end

    def _time(self, at: int) -> int:
        """Read ``at 09:00``, ``at 5 pm``, ``at noon``; behind a part of a schedule also a time without ``at``."""
        begun = self._run.parts > 0
        leads = {"at", *(_AND if begun else ())}
        start = at + 1 if self._word(at) in leads else at
        word = self._word(start)
        if word in NAMED_TIMES and start > at:
            self._add_time(NAMED_TIMES[word])
            return start + 1
        shape = _CLOCK if self._word(at) == "at" else _EXACT
        if self._run.at and start > at and word.isdecimal():
            refuse_schedule(f"“{' and '.join([*self._run.at, word])}” are two times of day; a subscription has one.")
        if not shape.fullmatch(word) or not (start > at or begun):
            if begun and self._word(at) == "at" and word:
                refuse_schedule(f"“{self._tokens[start].raw}” is no time of day.")
            return at
        end = start + 1
        if not _EXACT.fullmatch(word) and HALF.fullmatch(self._word(end)):
            end += 1
        said = self._said(start, end).rstrip(EDGE)
        time = find_value(Key.AT, re.sub(r"\s*o['’]?clock", "", said, flags=re.IGNORECASE))
        if time is None:
            refuse_schedule(f"“{said}” is no time of day.")
        self._add_time(time, is_exact=end > start + 1 or _EXACT.fullmatch(word) is not None)
        return end

    def _add_time(self, time: str, *, is_exact: bool = True) -> None:
        self._run.at.append(time)
        self._run.is_clear = self._run.is_clear or is_exact

    def _rest(self, at: int) -> int:
        """Read a zone behind a time or pace; refuse a part of the day, and letters that stand for several zones."""
        word = self._word(at)
        if word and not self._run.parts and self._has_key_before(at):
            return self._zone(at)
        if not self._run.parts or not word:
            return at
        if VAGUE.fullmatch(word) or (word == "in" and VAGUE.fullmatch(self._word(at + 2))):
            end = at + 1 if VAGUE.fullmatch(word) else at + 3
            refuse_schedule(f"“{self._said(at, end)}” is no time of day.")
        raw = self._tokens[at].raw
        if self._run.at and _OTHER_ZONE.fullmatch(raw):
            refuse_schedule(f"“{raw}” stands for more than one time zone, or for one without its summer time.")
        start = at + 1 if word == "in" and self._run.at else at
        end = self._zone(start) if self._word(start) else start
        if end == start and self._run.at and (start > at or "time" in {self._word(at + 1), self._word(at + 2)}):
            refuse_schedule(f"“{self._said(at, at + 2)}” is no place whose time is known here.")
        return end if end > start else at

    def _has_key_before(self, at: int) -> bool:
        """Say whether the time of day before a word is given by its key: ``at:09:00``, ``at: 09:00``."""
        said = [token.raw for token in self._tokens[max(at - 2, 0) : at]]
        named = [KEY.match(raw) for raw in said[-1:] + [raw for raw in said[:-1] if raw.endswith(":")]]
        return any(each is not None and find_key(each[1]) is Key.AT for each in named)

    def _zone(self, at: int) -> int:
        raw = self._tokens[at].raw
        if _ZONE.fullmatch(raw):
            self._run.zone.append(raw)
            self._run.is_clear = True
            return at + 1
        return self._place(at)

    def _place(self, at: int) -> int:
        """Read ``Berlin``, ``New York time`` behind a time of day; refuse it before other words."""
        for end in range(at + LONGEST_PLACE, at, -1) if self._run.at or not self._run.parts else ():
            said = self._said(at, end).rstrip(EDGE)
            zone = find_zone_of_place(said) if all(self._word(each) for each in range(at, end)) else None
            if zone is None:
                continue
            is_named = self._word(end) == "time"
            if self._word(end) and not is_named:
                raise QueryTextError(
                    f"“{said}” can be a time zone or a word to search for.",
                    hint=f"Write tz:{zone} for the zone, or the word in quotes.",
                )
            self._run.zone.append(zone)
            self._run.is_clear = self._run.is_clear or is_named
            return end + is_named
        return at
