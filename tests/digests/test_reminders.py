"""Reminders of deadlines from the decision to the answer, on a real store."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.briefing import DeadlineKind, Item
from bot.model.deadlines import DeadlineKey
from bot.model.subscription import Holidays, Schedule, SubscriptionState
from bot.store.database import Store
from bot.store.policies import merge_policies, regroup_items
from bot.store.subscriptions import change_subscription
from tests.corpus import ITEMS, make_policy_item
from tests.digests.rule_room import RuleRoom
from tests.empty_store import open_empty

ON = dt.date(2024, 3, 20)
KEY = DeadlineKey(subject="I1", kind=DeadlineKind.COMMENTS_CLOSE, on=ON)
READ_AT = dt.datetime(2024, 3, 7, 4, 0, tzinfo=dt.UTC)


def at(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """Return a moment of March 2024, in UTC."""
    return dt.datetime(2024, 3, day, hour, minute, tzinfo=dt.UTC)


class Room(RuleRoom):
    """With holidays on which China works."""

    def __init__(self, store: Store) -> None:
        working = frozenset({dt.date(2024, 3, 17)})
        holidays = Holidays(off=frozenset(), working=working, years=frozenset({2024}))
        super().__init__(store, holidays=holidays)

    def tick(self, now: dt.datetime) -> list[str]:
        """Decide and send; return the texts of the reminders that were posted now."""
        return [text for text in super().tick(now) if text.endswith("left")]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def closing(on: dt.date, text: str = "The ministry opens rules on grid batteries for comment.") -> tuple[Item, ...]:
    return (make_policy_item(1, text, closes_on=on), *ITEMS[1:])


def test_one_reminder_seven_days_before_at_the_hour_of_the_rule(room: Room) -> None:
    """By default a deadline is reminded of once, seven days before it, at the local time of the rule."""
    room.follow(schedule=Schedule(zone="Europe/Berlin"))
    room.ingest(now=READ_AT)
    assert room.tick(at(12, 20)) == []
    assert room.tick(at(13, 7, 59)) == []  # 08:59 in Berlin
    assert room.tick(at(13, 8)) == ["D1: I1 7 left"]
    for day in range(13, 22):
        assert room.tick(at(day, 12)) == []


def test_further_reminders_on_request(room: Room) -> None:
    """remind:14,7,1 brings three; remind:none brings none."""
    room.follow(schedule=Schedule(remind=(14, 7, 1)))
    room.follow(schedule=Schedule(remind=()), channel="C2")
    room.ingest(now=at(6, 4))
    told = [text for day in range(6, 22) for text in room.tick(at(day, 10))]
    assert told == ["D1: I1 14 left", "D1: I1 7 left", "D1: I1 1 left"]


def test_a_deadline_learned_late_is_told_once(room: Room) -> None:
    """With fewer days left than the mark the reminder comes as soon as the hour of the rule is past."""
    room.follow(schedule=Schedule())
    room.ingest(now=at(18, 14))
    assert room.tick(at(18, 14, 9)) == []  # the briefing's posts wait still
    assert room.tick(at(18, 14, 11)) == ["D1: I1 2 left"]
    assert room.tick(at(19)) == []


def test_a_mark_on_a_quiet_day_is_reminded_of_before_it(room: Room) -> None:
    """Weekends are left alone: a mark on a Saturday comes on Friday; a weekend that China works is no weekend."""
    room.follow(schedule=Schedule(quiet="weekends"))
    room.follow(schedule=Schedule(quiet="weekends,holidays"), channel="C2")
    room.ingest(*closing(dt.date(2024, 3, 24)), now=READ_AT)
    assert room.tick(at(15, 10)) == ["D1: I1 9 left"]
    assert room.tick(at(16, 10)) == []
    assert room.tick(at(17, 10)) == ["D2: I1 7 left"]


def test_only_what_the_rule_asks_for_is_reminded_of(room: Room) -> None:
    """A rule is reminded of what its filter finds; one whose filter is broken, or that is paused, of nothing."""
    room.follow("topic:robotics", schedule=Schedule())
    number = room.follow("nokey:1", channel="C2", schedule=Schedule())
    room.ingest(now=READ_AT)
    assert room.tick(at(13)) == []
    with room.store.write() as db:
        change_subscription(db, number, state=SubscriptionState.PAUSED, reason=None)
    assert room.tick(at(14)) == []


def test_a_place_is_reminded_once(room: Room) -> None:
    """Two rules of a channel remind once; the own rule of a person reminds them, whatever channels were told."""
    room.follow(channel="U1", schedule=Schedule())
    room.follow(schedule=Schedule())
    room.follow("topic:energy", schedule=Schedule())
    room.ingest(now=READ_AT)
    assert room.tick(at(13)) == ["D1: I1 7 left", "D2: I1 7 left"]


def test_a_later_report_moves_the_deadline(room: Room) -> None:
    """Where a later report of its policy gives another day, only that day is reminded of, under the policy's id."""
    room.follow(schedule=Schedule())
    room.ingest(now=READ_AT)
    room.ingest(*closing(dt.date(2024, 3, 27)), published_on=dt.date(2024, 3, 6), now=READ_AT)
    with room.store.write() as db:
        regroup_items(db, [1, 4])
        merge_policies(db, 1, 2)
    assert room.tick(at(13)) == []
    assert room.tick(at(20)) == ["D1: P1 7 left"]


def test_a_corrected_deadline_is_told_in_the_thread_and_reminded_of_anew(room: Room) -> None:
    """Summary and reminder point to their threads, and the new day gets a reminder of its own."""
    room.follow(schedule=Schedule())
    room.ingest(now=READ_AT)
    room.tick(at(7, 5))
    assert room.tick(at(13)) == ["D1: I1 7 left"]
    room.ingest(*closing(dt.date(2024, 3, 27)), now=at(14), is_new=False)
    room.tick(at(14))
    updates = [message.text for _, message in room.poster.updates]
    assert sorted(updates) == ["D1: I1 7 left, see thread", "D1: I1 I2 I3 part 0, see thread"]
    assert room.texts()[-2:] == ["corrected I1 v2"] * 2
    assert room.tick(at(20)) == ["D1: I1 7 left"]


def test_a_reminder_that_waits_over_a_day_counts_anew(room: Room) -> None:
    """One that could not go is decided again with the days that are left then, and none comes after the day itself."""
    room.follow(schedule=Schedule())
    room.ingest(now=READ_AT)
    late = Outcome(kind=OutcomeKind.REFUSED, retry_after_s=3600)
    room.tick(at(12, 23))
    room.poster.faults = [late]
    assert room.tick(at(13, 15, 30)) == []
    assert room.tick(at(13, 16, 40)) == []  # the 14th in Beijing
    assert room.tick(at(13, 16, 41)) == ["D1: I1 6 left"]
