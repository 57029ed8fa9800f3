"""Reminders of deadlines from the decision to the answer, on a real store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.access.roles import Role
from bot.digests.delivery import Delivery
from bot.digests.last_look import LastLook
from bot.digests.outbox import Digests
from bot.digests.outcomes import Outcome, OutcomeKind
from bot.digests.troubles import Troubles
from bot.model.briefing import Briefing, DeadlineKind, Item
from bot.model.changes import decide_changes
from bot.model.deadlines import AnswerKind, DeadlineKey
from bot.model.subscription import Holidays, Quiet, Schedule, SubscriptionState
from bot.store.database import Store
from bot.store.identity import merge_policies, regroup_items
from bot.store.items import list_held
from bot.store.licences import list_audit
from bot.store.subscriptions import set_rule, set_state
from tests.corpus import ITEMS, TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, TEAM, FakePoster, FakeRenderer, add_active

ON = dt.date(2024, 3, 20)
KEY = DeadlineKey(subject="I1", kind=DeadlineKind.COMMENTS_CLOSE, on=ON)
READ_AT = dt.datetime(2024, 3, 7, 4, 0, tzinfo=dt.UTC)


def at(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """Return a moment of March 2024, in UTC."""
    return dt.datetime(2024, 3, day, hour, minute, tzinfo=dt.UTC)


class Room:
    """A store, what decides in it, and what sends."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.poster = FakePoster()
        renderer = FakeRenderer()
        working = frozenset({dt.date(2024, 3, 17)})
        holidays = Holidays(off=frozenset(), working=working, years=frozenset({2024}))
        self.digests = Digests(store, TopicMatcher(), renderer, holidays=holidays)
        troubles = Troubles(store, renderer, workspace=TEAM, admins=())
        look = LastLook(store, role_of=lambda _: Role.MEMBER, troubles=troubles)
        self.delivery = Delivery(store, self.poster, renderer, workspace=TEAM, holidays=holidays, last_look=look)

    def follow(self, schedule: Schedule | None = None, *, filter_text: str = "", channel: str = CHANNEL) -> int:
        with self.store.write() as db:
            number = add_active(db, filter_text=filter_text, channel=channel).id
            set_rule(db, number, filter_text=filter_text, schedule=schedule or Schedule())
            return number

    def ingest(self, briefing: Briefing, *, now: dt.datetime = READ_AT, is_new: bool = True) -> tuple[str, ...]:
        with self.store.write() as db:
            held = [] if is_new else list_held(db, 1)
            number = store_briefing(db, briefing, now=now)
            changes = decide_changes(held, briefing.items)
            return self.digests.announce(db, briefing_id=number, now=now, by="U9", is_new=is_new, changes=changes)

    def tick(self, now: dt.datetime) -> list[str]:
        """Decide and send; give the texts of the reminders that were posted now."""
        before = len(self.poster.messages)
        self.delivery.tick(now)
        self.digests.enqueue_due(now=now)
        self.delivery.tick(now)
        texts = [str(message["text"]) for message in self.poster.messages[before:]]
        return [text for text in texts if text.endswith(("left", "left taken by U1"))]

    def answer(self, kind: AnswerKind, *, now: dt.datetime, subject: str = "I1", ts: str = "") -> str:
        key = replace(KEY, subject=subject)
        reminder = self.digests.reminders.answer(key, kind, workspace=TEAM, channel=CHANNEL, user="U1", now=now, ts=ts)
        return reminder.answer.kind.value if reminder.answer else ""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def closing(on: dt.date, text: str = "The ministry opens rules on grid batteries for comment.") -> tuple[Item, ...]:
    return (make_policy_item(1, text, closes_on=on), *ITEMS[1:])


def test_one_reminder_seven_days_before_at_the_hour_of_the_rule(room: Room) -> None:
    """By default a deadline is reminded of once, seven days before it, at the local time of the rule."""
    room.follow(Schedule(zone="Europe/Berlin"))
    room.ingest(make_briefing())
    assert room.tick(at(12, 20)) == []
    assert room.tick(at(13, 7, 59)) == []  # 08:59 in Berlin
    assert room.tick(at(13, 8)) == ["D1: I1 7 left"]
    for day in range(13, 22):
        assert room.tick(at(day, 12)) == []


def test_further_reminders_on_request(room: Room) -> None:
    """remind:14,7,1 brings three; remind:none brings none."""
    room.follow(Schedule(remind=(14, 7, 1)))
    room.follow(Schedule(remind=()), channel="C2")
    room.ingest(make_briefing(), now=at(6, 4))
    told = [text for day in range(6, 22) for text in room.tick(at(day, 10))]
    assert told == ["D1: I1 14 left", "D1: I1 7 left", "D1: I1 1 left"]


def test_a_deadline_learned_late_is_told_once(room: Room) -> None:
    """With fewer days left than the mark the reminder comes as soon as the hour of the rule is past."""
    room.follow()
    room.ingest(make_briefing(), now=at(18, 14))
    assert room.tick(at(18, 14, 9)) == []  # the briefing's posts wait still
    assert room.tick(at(18, 14, 11)) == ["D1: I1 2 left"]
    assert room.tick(at(19)) == []


def test_a_mark_on_a_quiet_day_is_reminded_of_before_it(room: Room) -> None:
    """Weekends are left alone: a mark on a Saturday comes on Friday; a weekend that China works is no weekend."""
    room.follow(Schedule(quiet=Quiet(weekends=True)))
    room.follow(Schedule(quiet=Quiet(weekends=True, holidays=True)), channel="C2")
    room.ingest(make_briefing(items=closing(dt.date(2024, 3, 24))))
    assert room.tick(at(15, 10)) == ["D1: I1 9 left"]
    assert room.tick(at(16, 10)) == []
    assert room.tick(at(17, 10)) == ["D2: I1 7 left"]


def test_only_what_the_rule_asks_for_is_reminded_of(room: Room) -> None:
    """A rule is reminded of what its filter finds; one whose filter is broken, or that is paused, of nothing."""
    room.follow(filter_text="topic:robotics")
    number = room.follow(channel="C2", filter_text="nokey:1")
    room.ingest(make_briefing())
    assert room.tick(at(13)) == []
    with room.store.write() as db:
        set_state(db, number, SubscriptionState.PAUSED)
    assert room.tick(at(14)) == []


def test_a_place_is_reminded_once(room: Room) -> None:
    """Two rules of a channel remind once; the own rule of a person reminds them, whatever channels were told."""
    room.follow(channel="U1")
    room.follow()
    room.follow(filter_text="topic:energy")
    room.ingest(make_briefing())
    assert room.tick(at(13)) == ["D1: I1 7 left", "D2: I1 7 left"]


def test_an_answer_is_recorded_shown_and_counts(room: Room) -> None:
    """Taken on: the post says by whom. Not for us: no further reminder there. The last word counts; each is audited."""
    room.follow(Schedule(remind=(7, 1)))
    room.ingest(make_briefing())
    assert room.tick(at(13)) == ["D1: I1 7 left"]
    assert room.answer(AnswerKind.TAKEN, now=at(13, 11)) == "taken"
    room.tick(at(13, 11))
    assert [message.text for _, message in room.poster.updates] == ["D1: I1 7 left taken by U1"]
    assert room.tick(at(19)) == ["D1: I1 1 left taken by U1"]
    with room.store.read() as db:
        rows = list_audit(db, "I1")
    assert [(row.actor, row.action, row.subject) for row in rows] == [("U1", "deadline taken", "I1")]


def test_what_is_not_for_us_is_not_reminded_of_again(room: Room) -> None:
    """After Not for us the channel hears no more of it, also in a digest's deadlines ahead."""
    room.follow(Schedule(remind=(7, 1)))
    room.ingest(make_briefing())
    room.tick(at(13))
    room.answer(AnswerKind.DECLINED, now=at(13, 11))
    assert room.tick(at(19)) == []


def test_a_later_report_moves_the_deadline(room: Room) -> None:
    """Where a later report of its policy gives another day, only that day is reminded of, under the policy's id."""
    room.follow()
    room.ingest(make_briefing())
    room.ingest(make_briefing(dt.date(2024, 3, 6), sha256="b", items=closing(dt.date(2024, 3, 27))))
    with room.store.write() as db:
        regroup_items(db, [1, 4])
        merge_policies(db, 1, 2)
    assert room.tick(at(13)) == []
    assert room.tick(at(20)) == ["D1: P1 7 left"]


def test_a_corrected_deadline_is_told_in_the_thread_and_reminded_of_anew(room: Room) -> None:
    """The reminder points to its thread, and the new day gets a reminder of its own."""
    room.follow()
    room.ingest(make_briefing())
    assert room.tick(at(13)) == ["D1: I1 7 left"]
    room.ingest(make_briefing(sha256="b", items=closing(dt.date(2024, 3, 27))), now=at(14), is_new=False)
    room.tick(at(14))
    assert [message.text for _, message in room.poster.updates][-1] == "D1: I1 7 left, see thread"
    assert room.poster.messages[-1]["text"] == "corrected I1 v2"
    assert room.tick(at(20)) == ["D1: I1 7 left"]


def test_a_reminder_that_waits_over_a_day_counts_anew(room: Room) -> None:
    """One that could not go is decided again with the days that are left then, and none comes after the day itself."""
    room.follow()
    room.ingest(make_briefing())
    late = Outcome(kind=OutcomeKind.RATE_LIMITED, retry_after_s=3600)
    room.tick(at(12, 23))
    room.poster.faults = [late]
    assert room.tick(at(13, 15, 30)) == []
    assert room.tick(at(13, 16, 40)) == ["D1: I1 6 left"]  # the 14th in Beijing
