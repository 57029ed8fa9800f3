"""Which deadlines of an item a later report of its policy has moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.records.briefing import Deadline, DeadlineKind, Item
from bot.domain.records.moved_deadlines import list_moved, moves_deadline
from bot.domain.records.policy_identity import compose_policy
from tests.corpus import make_policy_item

EARLY, LATE = dt.date(2024, 3, 20), dt.date(2024, 3, 28)
CLOSE, EFFECT = DeadlineKind.COMMENTS_CLOSE, DeadlineKind.TAKES_EFFECT


def _item(*days: tuple[DeadlineKind, dt.date], reported_on: int = 1) -> Item:
    deadlines = tuple(Deadline(kind=kind, on=on, quote="") for kind, on in days)
    item = make_policy_item(1, "Rules on storage.")
    return replace(item, deadlines=deadlines, reported_on=dt.date(2024, 3, reported_on))


@pytest.mark.parametrize(
    ("own", "later", "moved"),
    [
        ([(CLOSE, EARLY)], [(CLOSE, LATE)], [(CLOSE, EARLY)]),
        ([(CLOSE, EARLY)], [(CLOSE, EARLY)], []),
        ([(CLOSE, EARLY)], [], []),
        ([(CLOSE, EARLY)], [(EFFECT, LATE)], []),
        ([(CLOSE, EARLY), (CLOSE, LATE)], [(CLOSE, LATE)], []),
        ([(CLOSE, EARLY), (EFFECT, LATE)], [(CLOSE, LATE)], [(CLOSE, EARLY)]),
    ],
)
def test_list_moved(
    own: list[tuple[DeadlineKind, dt.date]],
    later: list[tuple[DeadlineKind, dt.date]],
    moved: list[tuple[DeadlineKind, dt.date]],
) -> None:
    """A day is moved where the policy has another of its kind by now, unless the item gives both."""
    item = _item(*own)
    policy = compose_policy("P1", [("I1", item), ("I2", _item(*later, reported_on=2))])
    assert [(each.kind, each.on) for each in list_moved(item, policy)] == moved
    assert moves_deadline(_item(*later, reported_on=2), item, policy) == bool(moved)


@pytest.mark.parametrize("is_official", [False, True])
def test_a_report_that_another_overrules_moves_nothing(*, is_official: bool) -> None:
    """What is dated before a report, or stands beside an official notice, does not change its day, nor another's."""
    first, held = _item((CLOSE, EARLY)), replace(_item((CLOSE, EARLY), reported_on=3), is_official=is_official)
    told = _item((CLOSE, LATE), reported_on=4 if is_official else 2)
    policy = compose_policy("P1", [("I1", first), ("I2", held), ("I3", told)])
    assert not moves_deadline(told, held, policy)
    assert not moves_deadline(told, first, policy)
