"""What a digest of deadlines ahead leaves out, though it matches."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.agenda import decide_agenda
from bot.domain.briefing import Deadline, DeadlineKind
from bot.domain.date_ranges import DateRange
from bot.domain.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey
from bot.domain.digest import Decided, DigestItem, DigestRule, Fate
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
    (one,) = decide_agenda((Decided(item=item, fate=fate, reason=""),), of, carried=carried, now=NOW)
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


def test_other_fates_and_what_stands_are_kept() -> None:
    """What another rule brings keeps its fate; what the digest carried already stays, whatever was said since."""
    assert _decide(BOTH, CLOSES, EFFECT, fate=Fate.WAITING) == (Fate.WAITING, "")
    assert _decide(BOTH, CLOSES, EFFECT, carried=(1,)) == (Fate.INCLUDED, "")
