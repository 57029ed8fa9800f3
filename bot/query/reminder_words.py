"""When a reminder is to come, in words: ``7 days before``, ``14, 7 and 1 days ahead``, ``a week before``, 提前7天."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.query.query_keys import Key, QueryTextError
from bot.query.query_record import REMIND_DAYS, find_value

_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "ten": 10, "fourteen": 14, "seven": 7, "the": 1}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_WEEK = 7
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
        return Reminder(width=1, days=_list_days(days, match[0], is_weeks="周" in match[0]))
    if match := _REMINDER.match(said):
        numbers = [word for word in re.findall(_NUMBER, match["days"]) if word != "and"]
        days = [int(each) if each.isdecimal() else _NUMBERS[each] for each in numbers]
        return Reminder(width=_count(match), days=_list_days(days, match[0], is_weeks=match["unit"] == "week"))
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


def _list_days(days: list[int], said: str, *, is_weeks: bool) -> tuple[str, ...]:
    found = [find_value(Key.REMIND, str(number * (_WEEK if is_weeks else 1))) for number in days]
    if None in found:
        raise QueryTextError(
            f"“{said}” is no time of a reminder here: it comes {', '.join(REMIND_DAYS[:-1])} or {REMIND_DAYS[-1]} days"
            " before a deadline.",
            hint=f"Write {Key.REMIND}:{REMIND_DAYS[1]}, or {Key.REMIND}:{','.join(REMIND_DAYS)} for several;"
            " words stand in quotes.",
        )
    return tuple(filter(None, found))
