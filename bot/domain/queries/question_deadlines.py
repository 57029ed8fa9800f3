"""Which deadlines a question asks for: those to come ("which drafts close in May?") or those gone by ("closed in May").

A month without a year is the next one there, or the last. A question that asks for both is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from bot.domain.calendar.date_phrases import is_relative_phrase
from bot.domain.calendar.date_ranges import DateRange
from bot.domain.names import fold
from bot.domain.queries.query_values import is_kind
from bot.domain.queries.question_dates import find_date_phrase, find_days
from bot.domain.queries.question_names import is_filler
from bot.errors import BadQueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.queries.query_scan import Term
    from bot.domain.queries.wording import Wording

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
    """Give the days of deadlines that the whole text means; None for none.

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
    """Give the days of "what takes effect (soon)?" or "what has taken effect?", where no day is named; None for none.

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
    """Give the days from which a document binds, where these days of deadlines are asked for such; None for others."""
    said = {fold(term.text) for term in words if term and not term.phrase and not term.excluded}
    if not said & wording.effects or said & ((wording.deadlines | wording.deadlines_past) - wording.effects):
        return None
    days = due.days
    is_running = days.contains(today) and days.start is not None
    return replace(days, start=today) if said & wording.ahead and is_running else days


def find_asked_deadlines(terms: Sequence[Term | None], wording: Wording) -> Asked:
    """Give which deadlines the words of a question ask for."""
    words = ["" if term is None or term.phrase or term.excluded else fold(term.text) for term in terms]
    gone = any(word in wording.deadlines_past for word in words) or _is_told_as_past(words, wording)
    if any(word in wording.future for word in words):
        return Asked.EITHER if gone else Asked.TO_COME
    if gone:
        return Asked.GONE_BY
    named = any(word in wording.deadlines for word in words) or find_open_until(terms) is not None
    return Asked.TO_COME if named else Asked.NOTHING


def join_deadline_words(terms: Sequence[Term], wording: Wording) -> list[Term]:
    """Give the words with those that are one for a deadline ("takes effect") as one."""
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
    """Give where "open (for comment) until" stands, as first place and the one behind it; None where it does not."""
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
