"""What a summary says, and why an item is in it or not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.posts.digest import (
    Decided,
    Digest,
    DigestItem,
    DigestRule,
    DigestSource,
    Fate,
    choose_sentence,
    compose_digest,
    decide_fates,
    leave_unchanged,
    leave_waiting,
)
from bot.domain.records.briefing import Deadline, DeadlineKind, Item, Section
from bot.domain.records.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey
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


def fates(
    *, matched: set[int], companies: tuple[str, ...] = (), had: dict[tuple[int, int], str] | None = None
) -> list[tuple[str, str]]:
    decided = decide_fates((POLICY, NEWS, GUESS), matched=matched, companies=companies, had=had or {}, rule="topic:ai")
    return [(one.fate.value, one.reason) for one in decided]


def compose(items: list[tuple[DigestItem, Fate, str]], sentences: dict[int, str] | None = None) -> Digest:
    return compose_digest(
        sources=(SOURCE,),
        decided=[Decided(item=item, fate=fate, reason=reason) for item, fate, reason in items],
        sentences=sentences or {},
        of=DigestRule(rule="D1", filter_words=()),
        issuers={},
        now=NOW,
    )


def test_every_item_has_a_fate_with_a_reason() -> None:
    """What matches is included, the rest is filtered, and the reason names the rule."""
    filtered = ("filtered", "does not match: topic:ai")
    assert fates(matched={1, 2}) == [("included", ""), ("included", ""), filtered]


def test_what_the_channel_had_names_who_posted_it() -> None:
    """The very version that the channel had is left out; another version of the item is not."""
    had = {(1, 1): "D3", (2, 2): "D3"}
    assert fates(matched={1, 2, 3}, had=had) == [("already had", "posted by D3"), ("included", ""), ("included", "")]


BEFORE = replace(POLICY, item_id=9, briefing_id=2, before=POLICY.item, before_of=1, before_id=1, told_by="D3")
OTHERWISE = replace(BEFORE, item=replace(POLICY.item, issuing_bodies=("NDRC",)))
UNTOLD = replace(BEFORE, told_by="")


def unchanged(item: DigestItem, *more: DigestItem, fate: Fate = Fate.INCLUDED, carried: int = 0) -> Decided:
    decided = [Decided(item=each, fate=fate, reason="") for each in (item, *more)]
    return leave_unchanged(decided, {carried: 1})[0]


def test_what_was_told_and_is_not_changed_is_left_out() -> None:
    """The reason names who told it; what the report changes, or the summary carried already, stays with what it was."""
    left = unchanged(BEFORE)
    assert (left.fate, left.reason, left.item.before_id) == (Fate.UNCHANGED, "posted by D3", 1)
    for kept in (unchanged(OTHERWISE), unchanged(BEFORE, carried=9)):
        assert (kept.fate, kept.item.before) == (Fate.INCLUDED, POLICY.item)
    assert unchanged(BEFORE, fate=Fate.FILTERED).fate is Fate.FILTERED
    assert unchanged(POLICY) == Decided(item=POLICY, fate=Fate.INCLUDED, reason="")


def test_what_was_reported_and_not_told_here_is_news() -> None:
    """Where its reader never had the earlier report, one that says the same is not spoken of; changes are."""
    news = unchanged(UNTOLD)
    assert (news.fate, news.item.before, news.item.before_of, news.item.before_id) == (Fate.INCLUDED, None, 0, 0)
    assert unchanged(replace(OTHERWISE, told_by="")).item.before == POLICY.item
    together = unchanged(UNTOLD, replace(POLICY, briefing_id=1))
    assert (together.fate, together.item.before) == (Fate.INCLUDED, POLICY.item)


def test_what_another_rule_brings_soon_waits() -> None:
    """What would be posted and comes with another rule waits, and says with which; nothing else changes."""
    decided = decide_fates((POLICY, NEWS, GUESS), matched={1, 2}, companies=(), had={}, rule="topic:ai")
    left = leave_waiting(decided, {(1, 1): "D3", (3, 1): "D3", (2, 2): "D3"})
    assert [(one.fate, one.reason) for one in left[:2]] == [(Fate.WAITING, "comes with D3"), (Fate.INCLUDED, "")]
    assert left[2] == decided[2]
    assert leave_waiting(decided, {}) == decided


def test_a_guessed_company_is_uncertain() -> None:
    """When companies are asked for, only an item that names one of them for certain is posted."""
    assert [fate for fate, _ in fates(matched={2, 3}, companies=("byd", "quayworks"))] == [
        "filtered",
        "included",
        "not certain enough",
    ]


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


def test_entries_are_in_the_order_of_the_briefing() -> None:
    """Top items come first, then policy news, then companies, each by position."""
    later = replace(POLICY, item_id=9, item=make_policy_item(2, "Later."))
    digest = compose([(NEWS, Fate.INCLUDED, ""), (later, Fate.INCLUDED, ""), (POLICY, Fate.INCLUDED, "")])
    assert [entry.item.shown_id for entry in digest.entries] == ["P4", "P4", "I2"]
    assert [entry.item.item_id for entry in digest.entries] == [1, 9, 2]


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


def test_a_document_is_policy_news_wherever_it_stands() -> None:
    """What is left out of a tracker without parts is counted as what it is."""
    tracked = replace(POLICY, item=replace(POLICY.item, section=Section.OTHER))
    other = replace(NEWS, item=replace(NEWS.item, section=Section.OTHER))
    digest = compose([(tracked, Fate.FILTERED, "x"), (other, Fate.FILTERED, "x")])
    assert sorted(digest.left_out) == [("other news", 1), ("policy news", 1)]


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


def test_deadlines_of_one_day_come_by_number() -> None:
    """P2 stands before P10; what asks for something stands before what takes effect."""
    day = dt.date(2024, 3, 20)
    effect = Deadline(on=day, kind=DeadlineKind.TAKES_EFFECT, quote="q")
    closing = make_policy_item(1, "One.", closes_on=day)
    items = [
        replace(POLICY, item_id=number, policy_id=f"P{number}", item=item)
        for number, item in ((10, closing), (2, closing), (1, replace(closing, deadlines=(effect,))))
    ]
    digest = compose([(item, Fate.INCLUDED, "") for item in items])
    assert [each.entry.item.shown_id for each in digest.deadlines] == ["P2", "P10", "P1"]


def test_what_was_said_to_a_deadline() -> None:
    """A deadline that was taken on says by whom; what is not for the channel is no deadline ahead of it."""
    items = [
        replace(POLICY, item=make_policy_item(1, "One.", closes_on=dt.date(2024, 3, 20))),
        replace(POLICY, item_id=9, policy_id="P9", item=make_policy_item(2, "Two.", closes_on=dt.date(2024, 3, 21))),
    ]
    keys = [
        DeadlineKey(subject=item.shown_id, kind=DeadlineKind.COMMENTS_CLOSE, on=item.item.deadlines[0].on)
        for item in items
    ]
    answers = {
        key: DeadlineAnswer(kind=kind, by="U1", at=NOW)
        for key, kind in zip(keys, (AnswerKind.TAKEN, AnswerKind.DECLINED), strict=True)
    }
    digest = compose_digest(
        sources=(SOURCE,),
        decided=[Decided(item=item, fate=Fate.INCLUDED, reason="") for item in items],
        sentences={},
        of=DigestRule(rule="D1", filter_words=(), answers=answers),
        issuers={},
        now=NOW,
    )
    assert [(each.entry.item.shown_id, each.answer) for each in digest.deadlines] == [("P4", answers[keys[0]])]
