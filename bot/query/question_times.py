"""Rules that read the times of a question: of deadlines, of taking effect, of goals, or of the items themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.model.deadlines import DateRange, intersect_ranges
from bot.query.dates_in_text import is_by_year, list_goal_years, read_days, read_deadline_days
from bot.query.phrases import Mark
from bot.query.pieces import Piece
from bot.query.query_record import COMMENT_CLOSED
from bot.query.query_scan import Key
from bot.query.question_filters import ANY_DRAFT
from bot.query.question_text import QuestionText

DEADLINES = (Mark.DEADLINE, Mark.CLOSING, Mark.CLOSED, Mark.EFFECT, Mark.EFFECTIVE)
_EFFECTS = (Mark.EFFECT, Mark.EFFECTIVE)
_OPEN = ANY_DRAFT[0]
_CLOSES = re.compile(r"(?:until|till|by|before) ", re.IGNORECASE)
"""What is open "until May" closes then."""
_GOALS_BACK, _GOALS_AHEAD = 30, 70
"""Goals without a year are those of so many years before this one and from it on."""


def read_times(text: QuestionText) -> None:
    """Read the dates; in a question they are those of goals or deadlines where one of their words stands there."""
    dates = [piece for piece in text.pieces if piece.date and not piece.is_used]
    if not text.is_question:
        _read_item_dates(text, dates)
        return
    _read_goals(text, dates)
    dates = [piece for piece in dates if not piece.is_used]
    closes = _OPEN in text.lifted.status.include and any(_CLOSES.match(piece.text) for piece in dates)
    if closes or text.has(*DEADLINES):
        _read_deadlines(text, dates)
    else:
        _read_item_dates(text, dates)


def _read_item_dates(text: QuestionText, dates: Sequence[Piece]) -> None:
    for piece in dates:
        days = read_days(piece.text, text.today)
        if is_by_year(piece.text) or not days:
            continue
        held = text.lifted.dates
        both = intersect_ranges(held, days) if held else days
        if both is not None:
            text.lifted = replace(text.lifted, dates=both)
            text.take(piece)
            if not text.is_question:
                text.take_marked(Mark.ASKING)


def _read_goals(text: QuestionText, dates: Sequence[Piece]) -> None:
    """Read the years of goals; where goals and nothing before them are asked for, those of any year."""
    is_about_goals = text.has(Mark.GOAL)
    for piece in dates:
        years = list_goal_years(piece.text, text.today)
        if years and (is_about_goals or is_by_year(piece.text)):
            text.lifted = replace(text.lifted, targets=tuple(sorted({*text.lifted.targets, *years})))
            text.take(piece)
    if is_about_goals and not text.lifted.targets and stands_first(text, Mark.GOAL):
        first = text.today.year - _GOALS_BACK
        text.lifted = replace(text.lifted, targets=tuple(range(first, text.today.year + _GOALS_AHEAD)))
    if text.lifted.targets:
        text.take_marked(Mark.GOAL)


def stands_first(text: QuestionText, *marks: Mark) -> bool:
    """Return whether what bears one of these marks is asked for: no word to search for stands before it."""
    told = (piece for piece in text.pieces if piece.is_word or not piece.marks.isdisjoint(marks))
    first = next(told, None)
    return first is not None and not first.is_word


def is_past(text: QuestionText) -> bool:
    """Return whether deadlines gone by are asked for: "closed", or "did" before "close"."""
    if text.has(Mark.AHEAD):
        return False
    if text.has(Mark.CLOSED, Mark.EFFECTIVE):
        return True
    is_told = False
    for piece in text.pieces:
        is_told = (is_told or Mark.PAST in piece.marks) and Mark.ISSUING not in piece.marks
        if is_told and piece.has(*DEADLINES):
            return True
    return False


def _read_deadlines(text: QuestionText, dates: Sequence[Piece]) -> None:
    past, of_effect = is_past(text), text.has(*_EFFECTS) and not text.has(Mark.DEADLINE, Mark.CLOSING, Mark.CLOSED)
    is_soon, is_first = text.has(Mark.AHEAD), stands_first(text, *DEADLINES, Mark.AHEAD)
    of_drafts = not of_effect and text.has(Mark.DRAFT, Mark.CALL, Mark.COMMENTS)
    asks_for_day = text.has(Mark.MOMENT)
    if of_drafts and not text.lifted.status:
        text.choose(Key.STATUS, (COMMENT_CLOSED if past else _OPEN,))
        text.take_marked(Mark.DRAFT, Mark.CALL, Mark.COMMENTS)
    due, typed = None, None
    if dates:
        text.take(dates[0])
        due, typed = read_deadline_days(dates[0].text, text.today, is_past=past)
    elif (is_soon or is_first) and not (
        text.lifted.status or (text.words and (asks_for_day or (of_effect and not is_soon)))
    ):
        due = DateRange(end=text.today + dt.timedelta(days=1)) if past else DateRange(start=text.today)
    if of_effect:
        text.lifted = replace(text.lifted, effect=due)
        if due is None and asks_for_day and not text.lifted.status:
            text.choose(Key.STATUS, ANY_DRAFT, exclude=True)  # a draft never binds
    else:
        is_ahead = (due or _OPEN in text.lifted.status.include) and not past
        text.lifted = replace(text.lifted, due=due, due_text=typed, sort="due" if is_ahead else None)
    text.take_marked(*DEADLINES, Mark.AHEAD)


def is_dated_behind(text: QuestionText, place: int) -> bool:
    """Return whether a date, or a word such as "soon", stands behind this place, past words that only link."""
    for piece in text.pieces[place + 1 :]:
        if piece.date or piece.has(Mark.AHEAD):
            return True
        if not piece.has(Mark.PLAIN, Mark.ASKING):
            return False
    return False
