"""A policy that another briefing reports again: told once where nothing changed, and accounted for all the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.digests.holds import Holds
from bot.model.briefing import Item
from bot.model.changes import decide_changes
from bot.model.subscription import Schedule, SubscriptionState
from bot.store.database import Store
from bot.store.items import list_held
from bot.store.subscriptions import mark_started, set_rule, set_state
from tests.corpus import (
    make_briefing,
    make_company_item,
    make_policy_item,
    store_briefing,
)
from tests.digests.rule_room import RuleRoom
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, add_active, after

DAY, LATER = dt.date(2024, 3, 20), dt.date(2024, 3, 27)
UNCHANGED = "reported before and unchanged"


def report(position: int = 1, *, on: dt.date | None = DAY, topic: str = "energy") -> Item:
    """Return a report of the one policy that has this position."""
    item = make_policy_item(position, f"Rules number {position}.", closes_on=DAY, topic=topic)
    assert item.policy is not None
    policy = replace(item.policy, title_zh=f"第{position}号管理办法")
    return replace(item, policy=policy, deadlines=(replace(item.deadlines[0], on=on),) if on else ())


class Room(RuleRoom):
    """A store with what decides, sends and sums up; each publisher is read once."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, quotes=True)

    def follow(
        self, filter_text: str = "", *, channel: str = CHANNEL, schedule: Schedule | None = None, now: dt.datetime = NOW
    ) -> int:
        with self.store.write() as db:
            number = add_active(db, filter_text=filter_text, channel=channel).id
            set_rule(db, number, filter_text=filter_text, schedule=schedule or Schedule(remind=()))
            mark_started(db, number, now=now)
            return number

    def ingest(self, publisher: str, *items: Item, now: dt.datetime = NOW, is_new: bool = True) -> int:
        """Read a briefing, and give its number; ``said`` is the report's line about its posts."""
        issue = make_briefing(NOW.date(), sha256=f"{publisher} {now}", items=items)
        with self.store.write() as db:
            held = [] if is_new else list_held(db, 1)
            number = store_briefing(db, replace(issue, publisher=publisher, series=f"{publisher}'s notes"), now=now)
            changes = decide_changes(held, items) if held else ()
            (self.said,) = self.digests.announce(
                db, briefing_id=number, now=now, by="U9", is_new=is_new, changes=changes
            )
            return number


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db")
    yield Room(store)
    store.close()


def test_a_briefing_that_repeats_and_changes_nothing_is_silent(room: Room) -> None:
    """No post comes of it, not even where it leaves a fact out; the ledger names the post that told it."""
    room.follow()
    room.ingest("Institute", report(1), report(2))
    room.tick(after(minutes=11))
    room.ingest("Gazette", report(1), report(2, on=None), now=after(days=1))
    for hours in (25, 26, 40):
        room.tick(after(hours=hours))
    assert room.texts() == ["D1: P1 P2 part 0: Rules number 1. | Rules number 2."]
    assert room.fates()[2:] == [(item, UNCHANGED, "posted by D1, summary B1v1") for item in ("I3", "I4")]
    assert room.sums() == [f"D1: 4 items = 2 posted + 2 {UNCHANGED}"]


def test_the_report_of_a_briefing_that_repeats_says_so(room: Room) -> None:
    """To the admin too, who would look for a missing subscription; what ended ones had is no reason."""
    rule = room.follow()
    room.ingest("Institute", report())
    room.tick(after(minutes=11))
    number = room.ingest("Gazette", report(), now=after(days=1))
    why = "what channels follow of it they were told before, and nothing of that changed"
    assert room.said == f"none, {why}"
    holds = Holds(room.store, room.digests)
    assert holds.find_posting(number, now=after(days=1)).reason == why
    with room.store.write() as db:
        set_state(db, rule, SubscriptionState.CANCELLED)
    assert holds.find_posting(number, now=after(days=1)).reason == "no channel follows what is in it"


def test_what_changed_alone_is_told(room: Room) -> None:
    """The line says what was; the rest is counted as left out. A third report is held against the last one told."""
    room.follow()
    room.ingest("Institute", report(1), report(2))
    room.tick(after(minutes=11))
    room.ingest("Gazette", report(1), report(2, on=LATER), make_company_item(3, "BYD ships."), now=after(days=1))
    room.tick(after(days=1, minutes=11))
    assert room.texts()[1:] == ["D1: P2 I5 part 0: Rules number 2. | Rules number 2. | BYD ships."]
    assert room.renderer.digests[-1].left_out == ((UNCHANGED, 1),)
    room.ingest("Courier", report(1), report(2, on=LATER), now=after(days=2))
    room.tick(after(days=2, minutes=11))
    assert len(room.texts()) == 2
    assert room.fates()[5:] == [
        ("I6", UNCHANGED, "posted by D1, summary B1v1"),
        ("I7", UNCHANGED, "posted by D1, summary B2v1"),
    ]
    assert room.sums() == [f"D1: 7 items = 4 posted + 3 {UNCHANGED}"]
