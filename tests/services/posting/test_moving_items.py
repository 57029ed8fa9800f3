"""A report that moves a deadline comes to the rules that brought the day it moves, whether it matches or not."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.channel_room import Room, open_room
from tests.corpus import make_briefing, make_policy_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item

FIRST, MOVED = dt.date(2024, 3, 20), dt.date(2024, 3, 28)
_NEXT = dt.date(2024, 3, 6)


def _at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2024, 3, day, hour, 0, 30, tzinfo=dt.UTC)


def _report(text: str, on: dt.date, *topics: str) -> Item:
    item = make_policy_item(1, text, closes_on=on)
    assert item.policy is not None
    policy = replace(item.policy, title_en="Measures for Storage of Energy")
    return replace(item, policy=policy, topics=topics or ("energy",), comment=None)


ASKED = _report("Storage of grid power is opened for comment.", FIRST)
LATER = _report("The ministry gives more time for remarks.", MOVED)


@contextmanager
def _tell(path: Path, rule: str, *later: Item) -> Iterator[Room]:
    """A channel follows what the first letter has, which comes on the first day; another letter on the third."""
    with open_room(path, now=_at(1, 4)) as room:
        room.command(f"/digest subscribe {rule} at 09:00 tz:UTC")
        room.tick()
        room.tick(_at(1, 5))
        room.ingest(make_briefing(dt.date(2024, 3, 1), items=(ASKED,)))
        for day in (1, 2, 3):
            room.tick(_at(day))
        room.ingest(replace(make_briefing(dt.date(2024, 3, 3), sha256="k", items=later), series="Kites"))
        for day in (4, 5):
            room.tick(_at(day))
        yield room


def test_a_digest_brings_the_report_that_moves_a_deadline_it_told(tmp_path: Path) -> None:
    """It has none of the rule's words; the button says for what it came, and the ledger and a preview count it."""
    with _tell(tmp_path, "grid daily", LATER) as room:
        first, second = room.summaries()
        assert "Act by 20 Mar" in first
        assert "Act by 28 Mar" in second
        assert "deadline: was 20 Mar / new: 28 Mar 2024" in second
        room.look()
        assert "P1 Headline 1: moves a deadline of I1, which matches" in room.press("Why these?")
        assert "2 posts with 2 items" in room.command("/digest preview D1")
        assert "2 items = 2 posted, none missing" in room.command("/digest status")


def test_a_digest_of_deadlines_lists_the_new_day(tmp_path: Path) -> None:
    """From when it is known it stands there in the place of the old one."""
    with _tell(tmp_path, "deadlines grid daily", LATER) as room:
        told = [day for text in room.summaries() for day in ("20 Mar", "28 Mar") if f"Act by {day}" in text]
        assert told == ["20 Mar"] * 3 + ["28 Mar"] * 2
        assert "5 posts with 5 items" in room.command("/digest preview D1")


def test_reminders_are_of_the_new_day(tmp_path: Path) -> None:
    """The rule is reminded a week before the day that holds, and not before the one that does not."""
    with _tell(tmp_path, "grid weekly remind:7", LATER) as room:
        for day in range(6, 29):
            room.tick(_at(day))
        (reminder,) = room.posts("7 days left")
        assert "by 28 Mar" in reminder
        assert "1 reminder" in room.command("/digest preview D1")


@pytest.mark.parametrize(
    ("rule", "later"),
    [
        ("grid -remarks daily", LATER),
        ("grid -topic:trade daily", replace(LATER, topics=("trade",))),
        ("grid daily", _report("The ministry tells it once more.", FIRST)),
        ("turbines daily", LATER),
    ],
    ids=["a word is excluded", "a topic is excluded", "no other day", "nothing followed"],
)
def test_other_reports_do_not_come(tmp_path: Path, rule: str, later: Item) -> None:
    """What a rule excludes stays out, and a report that moves nothing, or nothing that the rule follows."""
    with _tell(tmp_path, rule, later) as room:
        assert not [text for text in room.summaries() if "28 Mar" in text or "once more" in text]


@pytest.mark.parametrize("rule", ["grid daily", "deadlines topic:energy grid daily"], ids=["news", "deadlines"])
def test_a_day_that_is_moved_back_comes_too(tmp_path: Path, rule: str) -> None:
    """A third letter gives the first day again: it comes to whom the second was brought, who else would believe it."""
    back = replace(_report("It is to be sooner after all.", FIRST), topics=("trade",), reported_on=_NEXT)
    with _tell(tmp_path, rule, replace(LATER, reported_on=dt.date(2024, 3, 3))) as room:
        room.ingest(replace(make_briefing(_NEXT, sha256="l", items=(back,)), series="Lanterns"))
        room.tick(_at(6))
        assert "deadline: was 28 Mar / new: 20 Mar 2024" in room.summaries()[-1]
        assert "It is to be sooner" in room.command("/digest preview D1")
        room.look()
        assert "moves a deadline of I2" in room.press("Why these?")


def test_a_day_moved_back_is_no_news_where_the_first_move_was_excluded(tmp_path: Path) -> None:
    """Who was never told of the second day has the first one still."""
    back = replace(_report("It is to be sooner after all.", FIRST), reported_on=_NEXT)
    with _tell(tmp_path, "grid -remarks daily", LATER) as room:
        room.ingest(replace(make_briefing(_NEXT, sha256="l", items=(back,)), series="Lanterns"))
        room.tick(_at(6))
        assert len(room.summaries()) == 1


@pytest.mark.parametrize(
    "between",
    [replace(ASKED, is_official=True), replace(LATER, reported_on=_NEXT, text="More time is given until then.")],
    ids=["an official notice", "a report of a later day"],
)
def test_who_is_overruled_moves_nothing(tmp_path: Path, between: Item) -> None:
    """A letter that says otherwise than the notice, or is older than what is known, does not come as a moved day."""
    day = dt.date(2024, 3, 25)
    with _tell(tmp_path, "grid daily", between) as room:
        before = room.summaries()
        stray = replace(_report("Remarks are taken for some days more.", day), reported_on=dt.date(2024, 2, 28))
        room.ingest(replace(make_briefing(_NEXT, sha256="l", items=(stray,)), series="Lanterns"))
        room.tick(_at(6))
        assert room.summaries() == before
