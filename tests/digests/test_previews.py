"""What a rule would bring, and why a post brought what it brought."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.digests.accounts import LookBack
from bot.digests.compose import Reader, choose_sentence
from bot.errors import NotFoundError
from bot.model.briefing import Item
from bot.model.subscription import Schedule
from bot.query.query import parse_query
from bot.store.database import Store
from bot.store.subscriptions import get_subscription
from tests.corpus import ITEMS, LEXICON, make_company_item, make_policy_item
from tests.digests.rule_room import RuleRoom
from tests.posting import CHANNEL, NOW, TEAM, after

AT_ONCE, ANYBODY = Schedule(), Reader()


@pytest.fixture
def room(store: Store) -> RuleRoom:
    return RuleRoom(store)


def look_back(room: RuleRoom, text: str, schedule: Schedule = AT_ONCE, *, reader: Reader = ANYBODY) -> LookBack:
    query = parse_query(text, lexicon=LEXICON, today=NOW.date())
    return room.accounts.look_back(query, schedule, reader=reader, now=NOW)


def test_a_preview_shows_everything_the_filter_brings(room: RuleRoom) -> None:
    """It leaves nothing out for having been posted unless asked to, and stores nothing."""
    room.follow()
    room.ingest()
    room.tick(after(minutes=10))
    reader = Reader(rule="D7", place=(TEAM, CHANNEL), counts_had=False)
    digest = look_back(room, "topic:energy", reader=reader).latest
    assert digest is not None
    assert [entry.item.shown_id for entry in digest.entries] == ["I1", "I3"]
    assert (digest.rule, digest.left_out) == ("D7", (("other topics", 1),))
    again = look_back(room, "topic:energy", reader=replace(reader, counts_had=True)).latest
    assert again is not None
    assert (again.entries, again.not_brought) == ((), (("posted by D1", 2),))
    assert len(room.states()) == 1


@pytest.mark.parametrize(
    ("schedule", "posts"),
    [(Schedule(), 3), (Schedule(every="daily"), 2), (Schedule(every="weekly"), 1)],
)
def test_how_many_posts_a_filter_makes(room: RuleRoom, schedule: Schedule, posts: int) -> None:
    """One a briefing for a rule that posts at once, one a slot that has anything; of the last 90 days alone."""
    for number, days in enumerate((-100, -3, -2.9, -1)):
        room.ingest(published_on=after(days=days).date(), publisher=f"P{number}", now=after(days=days))
    back = look_back(room, "topic:robotics", schedule)
    assert (back.posts, [entry.item.item_id for entry in back.entries]) == (posts, [11, 8, 5])
    assert round(back.a_week, 2) == round(posts / (90 / 7), 2)


def test_a_post_is_explained(room: RuleRoom) -> None:
    """What of the filter matched in each item, and what its briefing had besides."""
    number = room.follow("topic:energy")
    room.ingest()
    room.tick(after(minutes=10))
    with room.store.read() as db:
        rule = get_subscription(db, number)
    explainer, ts = room.accounts, str(room.poster.messages[0]["ts"])
    why = explainer.explain(rule, ts=ts, left_out=False, now=NOW)
    assert [(each.shown_id, reason) for each, reason in why.items] == [("I1", "topic Energy"), ("I3", "topic Energy")]
    left = explainer.explain(rule, ts=ts, left_out=True, now=NOW)
    assert [(each.shown_id, reason) for each, reason in left.items] == [("I2", "other topics, not topic Energy")]
    with pytest.raises(NotFoundError):
        explainer.explain(rule, ts="1.1", left_out=False, now=NOW)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (make_policy_item(1, "One. Two."), "One."),
        (replace(make_company_item(1, ""), points=("A point.",)), "A point."),
        (make_company_item(1, ""), ""),
        (replace(make_policy_item(1, ""), comment="The editors doubt it."), "Headline 1"),
        (replace(make_policy_item(1, "It asks:\n\nBye."), points=("a", "b")), "It asks: • a • b"),
    ],
)
def test_the_sentence_that_is_shown(item: Item, expected: str) -> None:
    """It stands in the item itself; the publisher's view is never shown as fact."""
    assert choose_sentence(item).startswith(expected)
    assert "doubt" not in choose_sentence(item)


def test_only_deadlines_ahead_by_day(room: RuleRoom) -> None:
    """Deadlines that have not ended in Beijing come by day, each once; their distance is in Beijing's days."""
    days = (dt.date(2024, 4, 1), dt.date(2024, 3, 10), dt.date(2024, 3, 10), dt.date(2024, 3, 9))
    (first, *rest) = (make_policy_item(1, "Rules.", closes_on=day).deadlines[0] for day in days)
    room.ingest(replace(ITEMS[0], deadlines=(first, *rest)))
    digest = look_back(room, "").latest
    assert digest is not None
    assert [(each.deadline.on.isoformat(), each.days) for each in digest.deadlines] == [
        ("2024-03-10", 0),
        ("2024-04-01", 22),
    ]
