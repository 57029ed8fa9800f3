"""Rules that make filters of the parts of a question: what is left out, issuers, phrases, times, names, kinds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, intersect_ranges
from bot.names.lexicon import Lexicon
from bot.query.keys import CHOICE_KEYS, COMMENT_CLOSED, Key
from bot.query.query import parse_query, strip_word
from bot.query.query_record import Choices, Query, Term
from bot.query.question_dates import is_by_year, list_goal_years, read_days, read_deadline_days
from bot.query.question_parts import Part
from bot.query.wording import Mark

ANY_DRAFT = ("draft_for_comment", COMMENT_CLOSED)
"""The statuses of a draft, open or closed."""
_OPEN = ANY_DRAFT[0]
DEADLINES = (Mark.DEADLINE, Mark.CLOSED, Mark.EFFECT, Mark.EFFECTIVE)
_EFFECTS = (Mark.EFFECT, Mark.EFFECTIVE)
_AFTER_TODAY = "effect:after_today"
_LINKING = (Mark.PLAIN, Mark.ASKING)
_OF_ONE = frozenset(
    {
        *("is", "are", "was", "were", "did", "do", "does", "has", "have", "had", "can", "could", "will", "would"),
        *("should", "when", "who", "why", "how", "where"),
    }
)
"""First words of a question about one thing that is named, unless "there" or "any" follows."""
_CLOSES = re.compile(r"(?:until|till|by|before) ", re.IGNORECASE)
"""What is open "until May" closes then."""
_GOALS_BACK, _GOALS_AHEAD = 30, 70
"""Goals without a year are those of so many years before this one and from it on."""


@dataclass(slots=True)
class Reading:
    """A text while it is read: its parts, what was lifted out of them so far, and what could not be read."""

    parts: list[Part]
    lexicon: Lexicon
    today: dt.date
    command: str = "policy"
    is_question: bool = False
    lifted: Query = field(default_factory=Query)
    leaves_out: bool = False
    notes: list[str] = field(default_factory=list)

    def has(self, *marks: Mark) -> bool:
        """Return whether a part that no rule has taken bears one of these marks."""
        return any(part.has(*marks) for part in self.parts)

    def take(self, *parts: Part) -> None:
        """Take these parts out: they are no words to search for."""
        for part in parts:
            part.is_taken = True

    def take_marked(self, *marks: Mark) -> None:
        """Take all parts with one of these marks."""
        self.take(*(part for part in self.parts if part.has(*marks)))

    def choose(self, key: Key, values: Sequence[str], *, exclude: bool = False) -> None:
        """Add values of a key to what is asked for, or to what is left out."""
        self.leaves_out = self.leaves_out or exclude
        chosen = Choices(exclude=tuple(values)) if exclude else Choices(include=tuple(values))
        fields: dict[str, Any] = {key.value: chosen}
        self.lifted = merge_queries(self.lifted, Query(**fields)) or self.lifted

    def add_filter(self, text: str) -> None:
        """Add a filter in the command language."""
        meant = parse_query(text, lexicon=self.lexicon, today=self.today)
        self.lifted = merge_queries(self.lifted, meant) or self.lifted

    @property
    def words(self) -> list[Part]:
        """The parts that are searched for so far: neither taken nor known for anything."""
        return [part for part in self.parts if part.is_word and not part.is_taken]

    def begins_with(self, *marks: Mark) -> bool:
        """Return whether what bears one of these marks is asked for: no word to search for stands before it."""
        first = next((part for part in self.parts if part.is_word or not part.marks.isdisjoint(marks)), None)
        return first is not None and not first.is_word

    @property
    def is_of_one(self) -> bool:
        """Whether it is asked what one thing is ("is the notice binding?"), and not for all that are so."""
        said = [part.text.casefold() for part in self.parts[:2]]
        return bool(said) and said[0] in _OF_ONE and said[-1] not in {"there", "any"}


def merge_queries(one: Query, other: Query) -> Query | None:
    """Return the query for what is asked by both, any of their choices; None where their dates leave no day."""
    dates = intersect_ranges(one.dates, other.dates) if one.dates and other.dates else one.dates or other.dates
    if dates is None and one.dates:
        return None
    merged: dict[str, Any] = {}
    for key in CHOICE_KEYS:
        mine, others = one.choices(key), other.choices(key)
        if others:
            include = dict.fromkeys((*mine.include, *others.include))
            merged[key.value] = Choices(
                include=tuple(include), exclude=tuple(dict.fromkeys((*mine.exclude, *others.exclude)))
            )
    return replace(
        one,
        **merged,
        terms=(*one.terms, *other.terms),
        dates=dates,
        due=one.due or other.due,
        due_text=one.due_text if one.due else other.due_text,
        without_due=one.without_due or other.without_due,
        effect=one.effect or other.effect,
        targets=tuple(sorted({*one.targets, *other.targets})),
        sort=one.sort or other.sort,
        limit=min(filter(None, (one.limit, other.limit)), default=None),
        listed=one.listed or other.listed,
        notes=(*one.notes, *other.notes),
    )


# What is not wanted.


def read_negations(text: Reading) -> None:
    """Leave out what stands behind a "not", "without" or "except", and note what cannot be read so."""
    for place, part in enumerate(text.parts):
        if not part.has(Mark.NOT, Mark.EXCEPT, Mark.NOT_YET):
            continue
        links = list(takewhile(lambda other: other.has(*_LINKING), text.parts[place + 1 : place + 3]))
        behind = place + 1 + len(links)
        if behind == len(text.parts):
            continue
        end = _leave_out(text, part, behind)
        text.take(*text.parts[place:end])
        if not end and text.parts[behind].is_word:
            word = text.parts[behind].text
            text.notes.append(f"“{part.text} {word}” is read as words. To leave it out write -{word}.")


def _leave_out(text: Reading, sign: Part, place: int) -> int:
    """Leave out what stands at a place behind a negation, and return the place behind it; 0 for nothing."""
    target = text.parts[place]
    denied = target.phrase.denied
    if sign.has(Mark.NOT_YET) and (target.has(Mark.EFFECT) or denied == _AFTER_TODAY):
        text.lifted = replace(text.lifted, effect=DateRange(start=text.today + dt.timedelta(days=1)))
    elif target.has(Mark.DEADLINE):
        text.lifted, text.leaves_out = replace(text.lifted, without_due=True), True
    elif target.has(Mark.DRAFT):
        text.choose(Key.STATUS, ANY_DRAFT, exclude=True)
    elif denied not in {"", _AFTER_TODAY}:
        text.add_filter(denied)
    elif target.phrase.means:
        text.add_filter(" ".join(f"-{word}" for word in target.phrase.means.split()))
        text.leaves_out = True
    elif target.is_name:
        names = list(takewhile(lambda part: part.is_name or part.has(Mark.AND, Mark.OR), text.parts[place:]))
        text.choose(Key.MENTIONS, [each for part in names for each in part.bodies], exclude=True)
        text.choose(Key.COMPANY, [each for part in names for each in part.companies], exclude=True)
        return place + len(names)
    elif target.kind and sign.has(Mark.EXCEPT):
        text.choose(Key.TYPE, (target.kind,), exclude=True)
    else:
        return _leave_out_words(text, place, is_exception=sign.has(Mark.EXCEPT))
    return place + 1


def _leave_out_words(text: Reading, place: int, *, is_exception: bool) -> int:
    """Leave out a topic, or behind an exception whatever words stand here up to the next that only links."""
    words = [part.text for part in takewhile(lambda part: part.is_word or part.kind, text.parts[place:])]
    said = strip_word(" ".join(words))
    topics = text.lexicon.find_topics(said)
    if topics:
        text.choose(Key.TOPIC, [topic.id for topic in topics], exclude=True)
    elif is_exception and said:
        excluded = Term(text=said, phrase=" " in said, excluded=True)
        text.lifted, text.leaves_out = replace(text.lifted, terms=(*text.lifted.terms, excluded)), True
    return place + len(words) if topics or (is_exception and said) else 0


# Who issued, and phrases that mean a filter.


def tells_issuers(text: Reading) -> bool:
    """Return whether a text asks for what bodies issued together, or one alone, and not for a joint venture."""
    if not any(part.bodies for part in text.parts):
        return False
    for place, part in enumerate(text.parts):
        if part.has(Mark.JOINT, Mark.ALONE):
            said, behind = part.text.casefold(), text.parts[place + 1 : place + 2]
            is_of_word = said == "joint" and behind and behind[0].is_word
            meets = said == "together" and (not place or Mark.ISSUING not in text.parts[place - 1].marks)
            if not is_of_word and not meets:
                return True
    return False


def read_issuers(text: Reading) -> None:
    """Read bodies that issued together as such, and one that issued alone."""
    if not tells_issuers(text):
        return
    bodies = [part for part in text.parts if part.bodies and not part.is_taken]
    ids = [part.bodies[0] for part in bodies]
    is_alone = text.has(Mark.ALONE)
    if is_alone and len(ids) > 1:
        raise BadQueryError(
            f"“Alone” can be said of one body, and there are {len(ids)}: {', '.join(ids)}.",
            hint=f"Ask for one of them: issued alone by {ids[0]}. Together: {' and '.join(ids[:2])} jointly.",
        )
    text.choose(Key.MINISTRY, ids if is_alone else ())
    text.choose(Key.JOINT, ids, exclude=is_alone)
    text.take(*bodies)
    text.take_marked(Mark.JOINT, Mark.ALONE)


def read_filters(text: Reading) -> None:
    """Read the phrases of the table that mean a filter; what describes one document that is named is only asked."""
    for part in text.parts:
        means = "" if part.is_taken else part.phrase.means
        if means:
            if not (part.phrase.of_document and text.is_of_one and not means.startswith("status:draft")):
                text.add_filter(means)
            text.take(part)
    if text.has(Mark.COMMENTS) and not text.words and not text.has(*DEADLINES) and not text.lifted.status:
        text.choose(Key.STATUS, (_OPEN,))
    if _OPEN in text.lifted.status.include:
        text.take_marked(Mark.COMMENTS)
    if text.lifted.joint:
        text.take_marked(Mark.JOINT)


# Times: of deadlines, of taking effect, of goals, or of the items themselves.


def read_times(text: Reading) -> None:
    """Read the dates; in a question they are those of goals or deadlines where one of their words stands there."""
    if text.is_question:
        _read_goals(text)
        closes = any(
            part.is_date and re.match(r"(?:until|till|by|before) ", part.text, re.IGNORECASE) for part in text.parts
        )
        if text.has(*DEADLINES) or (closes and _OPEN in text.lifted.status.include):
            _read_deadlines(text)
            return
    for part in _list_dates(text):
        days = None if is_by_year(part.text) else read_days(part.text, text.today)
        both = merge_queries(text.lifted, Query(dates=days)) if days else None
        if both is not None:
            text.lifted = both
            text.take(part)
            if not text.is_question:
                text.take_marked(Mark.ASKING)


def _list_dates(text: Reading) -> list[Part]:
    return [part for part in text.parts if part.is_date and not part.is_taken]


def _read_goals(text: Reading) -> None:
    """Read the years of goals; where goals and nothing before them are asked for, those of any year."""
    is_about_goals = text.has(Mark.GOAL)
    for part in _list_dates(text):
        if is_about_goals or is_by_year(part.text):
            years = list_goal_years(part.text, text.today)
            text.lifted = merge_queries(text.lifted, Query(targets=years)) or text.lifted
            text.take(*([part] if years else []))
    if is_about_goals and not text.lifted.targets and text.begins_with(Mark.GOAL):
        first = text.today.year
        text.lifted = replace(text.lifted, targets=tuple(range(first - _GOALS_BACK, first + _GOALS_AHEAD)))
    if text.lifted.targets:
        text.take_marked(Mark.GOAL)


def _read_deadlines(text: Reading) -> None:
    """Read whether deadlines or days of taking effect are asked for, to come or gone by, and the dates for them."""
    is_past, is_soon = _asks_for_past(text), text.has(Mark.AHEAD)
    of_effect = text.has(*_EFFECTS) and not text.has(Mark.DEADLINE, Mark.CLOSED)
    asks_for_day = text.has(Mark.MOMENT)
    if not of_effect and text.has(Mark.DRAFT, Mark.COMMENTS) and not text.lifted.status:
        text.choose(Key.STATUS, (COMMENT_CLOSED if is_past else _OPEN,))
        text.take_marked(Mark.DRAFT, Mark.COMMENTS)
    due, typed = None, None
    if dates := _list_dates(text):
        text.take(dates[0])
        due, typed = read_deadline_days(dates[0].text, text.today, is_past=is_past)
    elif is_soon or text.begins_with(*DEADLINES, Mark.AHEAD):
        is_told = text.words and (asks_for_day or (of_effect and not is_soon))
        if not (text.lifted.status or is_told):
            tomorrow = text.today + dt.timedelta(days=1)
            due = DateRange(end=tomorrow) if is_past else DateRange(start=text.today)
    if of_effect:
        text.lifted = replace(text.lifted, effect=due)
        if due is None and asks_for_day and not text.lifted.status:
            text.choose(Key.STATUS, ANY_DRAFT, exclude=True)  # a draft never binds
    else:
        is_ahead = (due or _OPEN in text.lifted.status.include) and not is_past
        text.lifted = replace(text.lifted, due=due, due_text=typed, sort="due" if is_ahead else None)
    text.take_marked(*DEADLINES, Mark.AHEAD)


def _asks_for_past(text: Reading) -> bool:
    """Return whether deadlines gone by are asked for: "closed", or "did" before "close"."""
    if text.has(Mark.AHEAD):
        return False
    if text.has(Mark.CLOSED, Mark.EFFECTIVE):
        return True
    is_told = False
    for part in text.parts:
        is_told = (is_told or Mark.PAST in part.marks) and Mark.ISSUING not in part.marks
        if is_told and part.has(*DEADLINES):
            return True
    return False


# Names, kinds of document, and the order.


def read_names(text: Reading) -> None:
    """Read the names of bodies and companies; a body is the issuer where the question says that it acts."""
    acting = (Mark.ISSUING, Mark.COMPARE, Mark.SUCCESSION, Mark.DEADLINE)
    acts = text.command in {"ministry", "digest"} or any(not part.marks.isdisjoint(acting) for part in text.parts)
    acts = acts or (not text.words and any(part.kind and not part.marks for part in text.parts))
    for place, part in enumerate(text.parts):
        if (part.is_name or part.has(Mark.OR)) and not part.is_taken and not _joins_words(text.parts, place):
            text.choose(Key.MINISTRY if acts else Key.MENTIONS, part.bodies)
            text.choose(Key.COMPANY, part.companies)
            text.take(part)
    if text.command == "ministry" and not text.lifted.ministry:
        bodies = text.lexicon.find_bodies_of_field(" ".join(part.text for part in text.words))
        text.choose(Key.MINISTRY, [body.id for body in bodies])
        text.take(*(text.words if bodies else ()))


def _joins_words(parts: Sequence[Part], place: int) -> bool:
    """Return whether an OR joins a part to a word, so that both are searched for."""
    signs = [place] if Mark.OR in parts[place].marks else [place - 1, place + 1]
    return any(
        0 < at < len(parts) - 1 and Mark.OR in parts[at].marks and (parts[at - 1].is_word or parts[at + 1].is_word)
        for at in signs
    )


def read_kinds(text: Reading) -> None:
    """Read the kind of document that a question begins with, one in a mere list of conditions, or drafts."""
    told = [part for part in text.parts if not part.is_taken and (part.kind or part.is_word or part.has(Mark.DRAFT))]
    leads = text.parts[0].has(Mark.OPENER)
    for number, part in enumerate(told):
        if part.has(Mark.DRAFT):
            is_of_kind = len(told) == 1 or bool(told[number + 1 :] and told[number + 1].kind)
            if (part.is_several or is_of_kind) and not text.lifted.status:
                is_now = len(told) > 1 and text.parts[0].text.casefold().split()[0] in {"is", "are", "any"}
                text.choose(Key.STATUS, ANY_DRAFT[: 1 if is_now and not part.is_several else 2])
            text.take(part)
        elif part.kind and not part.marks:
            begins = all(Mark.DRAFT in other.marks for other in told[:number]) and (leads or part.is_several)
            ends = not part.text.isascii() and number + 1 == len(told)
            if begins or ends or not text.words:
                text.choose(Key.TYPE, (part.kind,))
                text.take(part)


def read_order(text: Reading) -> None:
    """Put the newest first where they are asked for."""
    if text.lifted.sort is None and text.has(Mark.NEWEST):
        text.lifted = replace(text.lifted, sort="date")
