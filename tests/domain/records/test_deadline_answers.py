"""What was said to a deadline holds for the day it was moved to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.domain.records.briefing import DeadlineKind
from bot.domain.records.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey, StandingDay, carry_answers

MARCH = dt.datetime(2024, 3, 1, 4, 0, tzinfo=dt.UTC)
EARLY = DeadlineKey(subject="P1", kind=DeadlineKind.COMMENTS_CLOSE, on=dt.date(2024, 3, 20))
LATE = replace(EARLY, on=dt.date(2024, 3, 28))
TAKEN = DeadlineAnswer(kind=AnswerKind.TAKEN, by="U1", at=MARCH)
DECLINED = DeadlineAnswer(kind=AnswerKind.DECLINED, by="U2", at=MARCH + dt.timedelta(days=1))


def _standing(*keys: DeadlineKey, learned_on: int = 5) -> list[StandingDay]:
    return [StandingDay(key=key, learned_on=dt.date(2024, 3, learned_on)) for key in keys]


def test_a_moved_day_passes_its_answer_on() -> None:
    """The new day has it beside the old one, in the order of days; a day that stands keeps its own."""
    assert carry_answers({EARLY: TAKEN}, _standing(LATE)) == {EARLY: TAKEN, LATE: TAKEN}
    assert list(carry_answers({LATE: TAKEN}, _standing(EARLY))) == [EARLY, LATE]
    assert carry_answers({EARLY: TAKEN}, _standing(EARLY)) == {EARLY: TAKEN}
    assert carry_answers({}, _standing(EARLY)) == {}


def test_the_last_word_on_either_day_counts() -> None:
    """What is said to the new day overrides what was said to the old one, also when the move is taken back."""
    said = {EARLY: TAKEN, LATE: DECLINED}
    assert carry_answers(said, _standing(LATE))[LATE] is DECLINED
    assert carry_answers(said, _standing(EARLY))[EARLY] is DECLINED


def test_another_round_is_asked_about_anew() -> None:
    """A day that was learned when the other was over replaces nothing, nor does another kind or document."""
    assert LATE not in carry_answers({EARLY: TAKEN}, _standing(LATE, learned_on=21))
    assert LATE in carry_answers({EARLY: TAKEN}, _standing(LATE, learned_on=20))
    others = [replace(LATE, kind=DeadlineKind.TAKES_EFFECT), replace(LATE, subject="P2")]
    assert carry_answers({EARLY: TAKEN}, _standing(*others)) == {EARLY: TAKEN}


def test_of_several_days_each_is_asked_about() -> None:
    """Where a kind has two days nobody knows which of them took the place of the old one."""
    other = replace(LATE, on=dt.date(2024, 4, 2))
    assert carry_answers({EARLY: TAKEN}, _standing(LATE, other)) == {EARLY: TAKEN}
    assert carry_answers({LATE: TAKEN}, _standing(LATE, other)) == {LATE: TAKEN}
