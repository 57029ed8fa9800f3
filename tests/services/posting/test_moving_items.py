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
