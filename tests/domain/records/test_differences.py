"""In which facts two reports differ, and whether the later one changes any."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.records.briefing import Deadline, DeadlineKind, Item, PolicyStatus
from bot.domain.records.differences import Fact, changes_nothing, list_differences
from tests.corpus import make_policy_item

DAY, OTHER = dt.date(2024, 3, 20), dt.date(2024, 3, 27)
WAS = make_policy_item(1, "Rules on storage.", closes_on=DAY)


def _number(item: Item, number: str | None) -> Item:
    assert item.policy is not None
    return replace(item, policy=replace(item.policy, document_number=number))


def _status(status: PolicyStatus) -> Item:
    assert WAS.policy is not None
    return replace(WAS, policy=replace(WAS.policy, status=status))


def _on(kind: DeadlineKind, *days: dt.date) -> Item:
    kept = tuple(each for each in WAS.deadlines if each.kind is not kind)
    return replace(WAS, deadlines=(*kept, *(Deadline(on=on, kind=kind, quote="x") for on in days)))


NUMBERED = _number(WAS, "国发〔2024〕7号")


@pytest.mark.parametrize(
    ("now", "was", "fact"),
    [
        (_on(DeadlineKind.COMMENTS_CLOSE, OTHER), WAS, Fact.COMMENTS_CLOSE),
        (_on(DeadlineKind.COMMENTS_CLOSE, DAY, OTHER), WAS, Fact.COMMENTS_CLOSE),
        (_on(DeadlineKind.APPLICATIONS_CLOSE, OTHER), WAS, Fact.APPLICATIONS_CLOSE),
        (_on(DeadlineKind.TAKES_EFFECT, OTHER), WAS, Fact.TAKES_EFFECT),
        (replace(WAS, issuing_bodies=("MIIT", "NDRC")), WAS, Fact.ISSUERS),
        (replace(WAS, reported_on=OTHER), WAS, Fact.DATE),
        (replace(WAS, reported_on=OTHER), replace(WAS, reported_on=None), Fact.DATE),
        (_status(PolicyStatus.IN_FORCE), WAS, Fact.STATUS),
        (WAS, _status(PolicyStatus.UNKNOWN), Fact.STATUS),
        (NUMBERED, WAS, Fact.NUMBER),
        (_number(WAS, "国发〔2024〕8号"), NUMBERED, Fact.NUMBER),
    ],
)
def test_what_is_said_otherwise_is_a_change(now: Item, was: Item, fact: Fact) -> None:
    """Another deadline of any kind, issuer, date, status or number, and one where none was, is a change."""
    assert [each.fact for each in list_differences(now, was)] == [fact]
    assert not changes_nothing(now, was)


@pytest.mark.parametrize(
    ("now", "was", "facts"),
    [
        (replace(WAS, text="In other words.", headline=None, comment=None, position=4), WAS, []),
        (_number(WAS, "国发[2024]7号"), NUMBERED, []),
        (replace(WAS, issuing_bodies=("B", "A")), replace(WAS, issuing_bodies=("A", "B")), []),
        (replace(WAS, deadlines=()), WAS, [Fact.COMMENTS_CLOSE]),
        (replace(WAS, issuing_bodies=()), WAS, [Fact.ISSUERS]),
        (replace(WAS, reported_on=None), WAS, [Fact.DATE]),
        (_status(PolicyStatus.UNKNOWN), WAS, [Fact.STATUS]),
        (replace(WAS, policy=None), NUMBERED, [Fact.STATUS, Fact.NUMBER]),
    ],
)
def test_what_is_not_repeated_is_no_change(now: Item, was: Item, facts: list[Fact]) -> None:
    """Other words change nothing, nor does a report that leaves a fact out."""
    assert [each.fact for each in list_differences(now, was)] == facts
    assert changes_nothing(now, was)
