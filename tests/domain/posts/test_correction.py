"""Which corrections are told: a changed issuer, date, status or deadline of an item that a post carries."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.posts.correction import Correction, list_worth_telling
from bot.domain.posts.digest import Decided, DigestItem, Fate, carry_over
from bot.domain.records.briefing import Deadline, DeadlineKind, Item
from bot.domain.records.changes import decide_changes
from bot.domain.records.differences import get_status, list_days
from bot.domain.records.held_items import HeldItem
from tests.corpus import ITEMS, make_policy_item

HELD = [HeldItem(id=number, item=item, active=True) for number, item in enumerate(ITEMS, start=1)]
FIRST = ITEMS[0]


def tell(*new: Item, carried: frozenset[int] = frozenset({1, 2, 3})) -> list[tuple[int, Item]]:
    changes = decide_changes(HELD, new)
    items = [
        DigestItem(item_id=c.item_id, version=2, item=c.item, policy_id=None) for c in changes if c.item and c.item_id
    ]
    return [(item.item_id, before) for item, before in list_worth_telling(changes, items, carried)]


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (FIRST, False),
        (replace(FIRST, position=7), False),
        (replace(FIRST, comment="Another view."), False),
        (replace(FIRST, topics=("robotics",)), False),
        (replace(FIRST, deadlines=(replace(FIRST.deadlines[0], quote="In other words."),)), False),
        (replace(FIRST, issuing_bodies=("STATE_COUNCIL",)), True),
        (replace(FIRST, reported_on=None), True),
        (replace(FIRST, policy=None), True),
        (replace(FIRST, deadlines=()), True),
        (make_policy_item(1, FIRST.text, closes_on=dt.date(2024, 3, 21)), True),
    ],
    ids=["same", "moved", "comment", "topic", "quote", "issuer", "date", "status", "no deadline", "deadline"],
)
def test_what_is_told(item: Item, told: bool) -> None:
    """Only the four facts are told, each with the item as it was."""
    assert tell(item, *ITEMS[1:]) == ([(1, FIRST)] if told else [])


def test_only_what_the_post_carries_and_what_was_there() -> None:
    """Items of other posts, new items and removed ones make no line."""
    later = replace(FIRST, deadlines=())
    assert tell(later, *ITEMS[1:], carried=frozenset({2, 3})) == []
    assert tell(*ITEMS[1:]) == []
    assert tell(*ITEMS, make_policy_item(3, "Something entirely else on ports.")) == []


def test_the_facts_of_an_item() -> None:
    """Days of one kind come in order and once; without a document there is no status."""
    days = (dt.date(2024, 4, 2), dt.date(2024, 3, 1), dt.date(2024, 4, 2))
    item = replace(
        FIRST,
        policy=None,
        deadlines=tuple(Deadline(on=on, kind=DeadlineKind.TAKES_EFFECT, quote="") for on in days),
    )
    assert list_days(item, DeadlineKind.TAKES_EFFECT) == (dt.date(2024, 3, 1), dt.date(2024, 4, 2))
    assert list_days(item, DeadlineKind.COMMENTS_CLOSE) == ()
    assert get_status(item) is None
    now = DigestItem(item_id=1, version=2, item=item, policy_id=None)
    assert Correction(item=now, before=FIRST, issuers={}).now is item


def test_a_standing_summary_keeps_its_items() -> None:
    """What a summary brought stays in it, marked where it changed; what matches newly joins; the rest is as decided."""
    items = [DigestItem(item_id=n, version=2, item=item, policy_id=None) for n, item in enumerate(ITEMS, start=1)]
    fates = (Fate.FILTERED, Fate.ALREADY_HAD, Fate.INCLUDED)
    decided = [Decided(item=item, fate=fate, reason="x") for item, fate in zip(items, fates, strict=True)]
    kept = carry_over(decided, {1: 1, 2: 2})
    assert [(one.fate, one.reason) for one in kept] == [
        (Fate.INCLUDED, "corrected"),
        (Fate.INCLUDED, ""),
        (Fate.INCLUDED, "corrected"),
    ]
    assert carry_over(decided, {}) == tuple(decided)
    assert carry_over(decided[:1], {5: 1})[0].fate is Fate.FILTERED
