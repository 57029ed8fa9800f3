"""The names of what posts tell: of words, not of numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.domain.posts.telling import MOST_NAMES, name_day, name_item, name_reminder, pack_names, unpack_names
from bot.domain.records.briefing import DeadlineKind
from tests.corpus import ITEMS

ON = dt.date(2024, 3, 20)


def test_an_item_is_named_by_its_briefing_and_words() -> None:
    """Its place changes nothing; other words, or another briefing, make another name."""
    item = ITEMS[0]
    name = name_item("monitor|2024-03-01", item)
    assert len(name) == 10
    assert name_item("monitor|2024-03-01", replace(item, position=9, lines=(3, 4))) == name
    others = {
        name_item("monitor|2024-04-01", item),
        name_item("monitor|2024-03-01", replace(item, text="Other words.")),
        name_item("monitor|2024-03-01", replace(item, headline="Another headline")),
        name_item("monitor|2024-03-01", replace(item, points=("A point",))),
    }
    assert len(others | {name}) == 5


def test_reminders_and_days_have_names_of_their_own() -> None:
    """A reminder is one of an item's deadline at a mark, a digest one of a rule's day."""
    item = name_item("monitor|2024-03-01", ITEMS[0])
    names = {
        item,
        name_reminder(item, kind=DeadlineKind.COMMENTS_CLOSE, on=ON, mark=7),
        name_reminder(item, kind=DeadlineKind.COMMENTS_CLOSE, on=ON, mark=1),
        name_reminder(item, kind=DeadlineKind.COMMENTS_CLOSE, on=ON + dt.timedelta(days=1), mark=7),
        name_day("D1", "2024-03-20"),
        name_day("D2", "2024-03-20"),
        name_day("D1", "2024-03-21"),
    }
    assert len(names) == 7
    assert name_day("D1", "2024-03-20") in names


def test_names_are_packed_and_unpacked() -> None:
    """As many as a message bears take 1,600 characters; what is written otherwise names nothing."""
    names = tuple(name_day("D1", str(number)) for number in range(MOST_NAMES))
    assert len(pack_names(names)) == 1600
    for count in (0, 1, 2, MOST_NAMES):
        assert unpack_names(pack_names(names[:count])) == names[:count]
    for other in ("0123456789 abcdef0123", "0123456789", "不", "{}"):
        assert unpack_names(other) == ()
