"""What a summary says, and why an item is in it or not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.digests.compose import Digest, DigestRule, DigestSource, choose_sentence, compose_digest, leave_unchanged
from bot.model.briefing import Deadline, DeadlineKind, Item
from bot.model.digest import Decided, DigestItem, Fate
from tests.corpus import make_company_item, make_policy_item

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
SOURCE = DigestSource(
    briefing_id=1, name="Harbour Notes", published_on=dt.date(2024, 3, 5), period_start=None, period_end=None
)
POLICY = DigestItem(item_id=1, version=1, item=make_policy_item(1, "Rules on storage."), policy_id="P4")
NEWS = DigestItem(item_id=2, version=3, item=make_company_item(1, "BYD says a plant runs."), policy_id=None)
GUESS = DigestItem(
    item_id=3,
    version=1,
    item=make_company_item(2, "Quayworks sells.", name="Quayworks", company_id=None),
    policy_id=None,
)


def compose(items: list[tuple[DigestItem, Fate, str]], sentences: dict[int, str] | None = None) -> Digest:
    return compose_digest(
        sources=(SOURCE,),
        decided=[Decided(item=item, fate=fate, reason=reason) for item, fate, reason in items],
        sentences=sentences or {},
        of=DigestRule(rule="D1", filter_words=()),
        issuers={},
        now=NOW,
    )


def unchanged(item: DigestItem, *more: DigestItem, fate: Fate = Fate.INCLUDED) -> Decided:
    decided = [Decided(item=each, fate=fate, reason="") for each in (item, *more)]
    return leave_unchanged(decided)[0]


@pytest.mark.parametrize(
    ("item", "proposed", "expected"),
    [
        (make_policy_item(1, "One. Two."), "Two.", "Two."),
        (make_policy_item(1, "One. Two."), " Two. ", "Two."),
        (make_policy_item(1, "One."), "Headline 1", "Headline 1"),
        (make_policy_item(1, "One."), "The editors doubt it.", "Headline 1"),
        (make_policy_item(1, "One."), "", "Headline 1"),
        (replace(make_policy_item(1, "One."), points=("A point.",)), "A point.", "A point."),
        (make_company_item(1, "First.\n\nSecond."), "", "First."),
        (replace(make_company_item(1, ""), points=("A point.",)), "x", "A point."),
        (make_company_item(1, ""), "x", ""),
        (replace(make_policy_item(1, "It asks:\n\nBye."), points=("a", "b")), "It asks:", "It asks: • a • b"),
        (replace(make_company_item(1, "It asks:"), points=("a", "b")), "", "It asks: • a • b"),
    ],
)
def test_choose_sentence(item: Item, proposed: str, expected: str) -> None:
    """The sentence shown stands in the item itself; the publisher's view is never shown as fact."""
    assert choose_sentence(item, proposed) == expected


def test_left_out_is_counted_by_reason() -> None:
    """What is left out is counted, the largest reason first."""
    digest = compose(
        [
            (POLICY, Fate.FILTERED, "x"),
            (NEWS, Fate.FILTERED, "x"),
            (GUESS, Fate.FILTERED, "x"),
            (replace(GUESS, item_id=5), Fate.ALREADY_HAD, "posted by D2"),
            (replace(POLICY, item_id=6), Fate.UNCHANGED, "posted by D2"),
            (replace(POLICY, item_id=7), Fate.UNCHANGED, "posted by D3"),
            (replace(GUESS, item_id=8), Fate.ALREADY_HAD, "posted by D1"),
        ]
    )
    told = ("reported before and unchanged", 2)
    others = (("left to D2", 1), ("left to another post of D1", 1))
    assert digest.left_out == (("company news", 2), told, ("other topics", 1), *others)
    assert digest.total_left_out == 7


def test_only_deadlines_ahead_by_day() -> None:
    """Deadlines that have not ended in Beijing come by day, each once; their distance is in Beijing's days."""
    quote = "q"
    deadlines = tuple(
        Deadline(on=dt.date(2024, month, day), kind=kind, quote=quote)
        for month, day, kind in (
            (4, 1, DeadlineKind.TAKES_EFFECT),
            (3, 10, DeadlineKind.COMMENTS_CLOSE),
            (3, 10, DeadlineKind.COMMENTS_CLOSE),
            (3, 9, DeadlineKind.APPLICATIONS_CLOSE),
        )
    )
    item = replace(POLICY, item=replace(POLICY.item, deadlines=deadlines))
    digest = compose([(item, Fate.INCLUDED, "")])
    assert [(d.deadline.on.isoformat(), d.days) for d in digest.deadlines] == [("2024-03-10", 0), ("2024-04-01", 22)]
