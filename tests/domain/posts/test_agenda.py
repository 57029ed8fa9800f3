"""What a digest of deadlines ahead leaves out, though it matches."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.calendar.date_ranges import DateRange
from bot.domain.posts.agenda import decide_agenda
from bot.domain.posts.digest import Decided, DigestItem, DigestRule, Fate
from bot.domain.records.briefing import Deadline, DeadlineKind
from bot.domain.records.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey
from tests.corpus import make_policy_item

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
CLOSES, EFFECT, FAR = dt.date(2024, 3, 20), dt.date(2024, 3, 25), dt.date(2024, 6, 1)
MARCH = DateRange(start=dt.date(2024, 3, 1), end=dt.date(2024, 4, 1))


def _item(*days: tuple[DeadlineKind, dt.date], number: int = 1, policy: str = "P1") -> DigestItem:
    deadlines = tuple(Deadline(kind=kind, on=on, quote="") for kind, on in days)
    item = replace(make_policy_item(number, "Rules on storage."), deadlines=deadlines)
    return DigestItem(item_id=number, version=1, item=item, policy_id=policy)


def _decide(
    item: DigestItem, *declined: dt.date, fate: Fate = Fate.INCLUDED, carried: tuple[int, ...] = ()
) -> tuple[Fate, str]:
    said = DeadlineAnswer(kind=AnswerKind.DECLINED, by="U1", at=NOW)
    answers = {
        DeadlineKey(subject="P1", kind=each.kind, on=each.on): said
        for each in item.item.deadlines
        if each.on in declined
    }
    of = DigestRule(rule="D1", filter_words=(), due=MARCH, answers=answers)
    (one,) = decide_agenda((Decided(item=item, fate=fate, reason=""),), of, carried=carried, news=(), now=NOW)
    return one.fate, one.reason


BOTH = _item((DeadlineKind.COMMENTS_CLOSE, CLOSES), (DeadlineKind.TAKES_EFFECT, EFFECT))
WITH_ONE_FAR = _item((DeadlineKind.COMMENTS_CLOSE, CLOSES), (DeadlineKind.TAKES_EFFECT, FAR))


@pytest.mark.parametrize(
    ("item", "declined", "fate"),
    [
        (BOTH, (), Fate.INCLUDED),
        (BOTH, (CLOSES,), Fate.INCLUDED),
        (BOTH, (CLOSES, EFFECT), Fate.DECLINED),
        (WITH_ONE_FAR, (CLOSES,), Fate.DECLINED),
        (WITH_ONE_FAR, (FAR,), Fate.INCLUDED),
        (_item(), (), Fate.INCLUDED),
    ],
)
def test_what_is_not_for_us_leaves_the_agenda(item: DigestItem, declined: tuple[dt.date, ...], fate: Fate) -> None:
    """An item leaves once each of its deadlines ahead in the range is declined."""
    assert _decide(item, *declined)[0] is fate


def _decide_all(*items: tuple[DigestItem, Fate], moved: frozenset[tuple[int, Deadline]] = frozenset()) -> list[Decided]:
    decided = [Decided(item=item, fate=fate, reason="") for item, fate in items]
    of = DigestRule(rule="D1", filter_words=(), due=MARCH, moved=moved)
    return list(decide_agenda(decided, of, carried=(), news=(2,), now=NOW))


OLD = _item((DeadlineKind.COMMENTS_CLOSE, CLOSES))
SAME = replace(_item((DeadlineKind.COMMENTS_CLOSE, CLOSES), number=2), briefing_id=2)
OTHER_DAY = replace(_item((DeadlineKind.COMMENTS_CLOSE, EFFECT), number=2), briefing_id=2)


@pytest.mark.parametrize(
    ("newer", "fate", "older"),
    [
        (SAME, Fate.INCLUDED, Fate.OUTDATED),
        (SAME, Fate.WAITING, Fate.OUTDATED),
        (SAME, Fate.FILTERED, Fate.INCLUDED),
        (OTHER_DAY, Fate.INCLUDED, Fate.INCLUDED),
        (replace(SAME, policy_id="P2"), Fate.INCLUDED, Fate.INCLUDED),
    ],
)
def test_the_newest_report_tells_a_deadline(newer: DigestItem, fate: Fate, older: Fate) -> None:
    """Of reports of a policy that give the same day the newest tells it, here or in a channel that is heard."""
    decided = _decide_all((OLD, Fate.INCLUDED), (newer, fate))
    assert [one.fate for one in decided] == [older, fate]
    assert (decided[0].reason == "a newer report of P1 gives its deadlines") is (older is Fate.OUTDATED)


@pytest.mark.parametrize(
    ("item", "reminded", "fate"),
    [
        (BOTH, (CLOSES,), Fate.INCLUDED),
        (BOTH, (CLOSES, EFFECT), Fate.REMINDED),
        (WITH_ONE_FAR, (CLOSES,), Fate.REMINDED),
        (_item(), (CLOSES,), Fate.INCLUDED),
    ],
)
def test_what_a_reminder_of_the_day_tells(item: DigestItem, reminded: tuple[dt.date, ...], fate: Fate) -> None:
    """An item whose deadlines ahead are all told by reminders is left to them."""
    keys = frozenset(
        DeadlineKey(subject="P1", kind=each.kind, on=each.on) for each in item.item.deadlines if each.on in reminded
    )
    of = DigestRule(rule="D1", filter_words=(), due=MARCH, reminded=keys)
    (one,) = decide_agenda([Decided(item=item, fate=Fate.INCLUDED, reason="")], of, carried=(), news=(), now=NOW)
    assert one.fate is fate


def test_a_deadline_that_was_moved_leaves_the_agenda() -> None:
    """An item stays for a deadline that still holds; without one it leaves."""
    moved = frozenset((1, each) for each in OLD.item.deadlines)
    assert [one.fate for one in _decide_all((OLD, Fate.INCLUDED), moved=moved)] == [Fate.OUTDATED]
    assert [one.fate for one in _decide_all((BOTH, Fate.INCLUDED), moved=moved)] == [Fate.INCLUDED]


def test_what_changed_is_told_while_it_is_news() -> None:
    """Only a briefing that is new says in a digest of deadlines what an earlier one had said."""
    items = [replace(each, before=OLD.item, before_of=1) for each in (replace(OLD, policy_id="P9"), SAME)]
    decided = _decide_all(*((item, Fate.INCLUDED) for item in items))
    assert [(one.item.before, one.item.before_of) for one in decided] == [(None, 0), (OLD.item, 1)]


def test_other_fates_and_what_stands_are_kept() -> None:
    """What another rule brings keeps its fate; what the digest carried already stays, whatever was said since."""
    assert _decide(BOTH, CLOSES, EFFECT, fate=Fate.WAITING) == (Fate.WAITING, "")
    assert _decide(BOTH, CLOSES, EFFECT, carried=(1,)) == (Fate.INCLUDED, "")


@pytest.mark.parametrize(
    ("due", "carried", "fate"),
    [
        (MARCH, (), (Fate.FILTERED, "its deadline is over")),
        (MARCH, (1,), (Fate.INCLUDED, "")),
        (DateRange(start=MARCH.start, end=dt.date(2024, 3, 10)), (), (Fate.INCLUDED, "")),
        (None, (), (Fate.INCLUDED, "")),
    ],
    ids=["among days to come", "carried before", "days gone by are asked for", "no range"],
)
def test_what_is_over_leaves_the_agenda(
    due: DateRange | None, carried: tuple[int, ...], fate: tuple[Fate, str]
) -> None:
    """A rule whose days began before lists those ahead, unless it asks for those gone by alone."""
    item = _item((DeadlineKind.COMMENTS_CLOSE, dt.date(2024, 3, 8)))
    of = DigestRule(rule="D1", filter_words=(), due=due)
    decided = Decided(item=item, fate=Fate.INCLUDED, reason="")
    (one,) = decide_agenda((decided,), of, carried=carried, news=(), now=NOW)
    assert (one.fate, one.reason) == fate
