"""Quiet times hold for whatever is late: it waits for their end, comes once, and is late only from there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import Outcome, OutcomeKind
from bot.domain.posts.holidays import Holidays
from bot.domain.posts.post import Message, PostKind, Slot
from bot.domain.posts.quiet import Quiet
from bot.domain.posts.schedule import Cadence, Schedule
from bot.domain.records.changes import decide_changes
from bot.services.posting.digests import Digests
from bot.services.sending.delivery import Delivery
from bot.services.sending.held import HeldPosts
from bot.store.items import list_held
from bot.store.outbox import NewPost, add_post, list_posts
from bot.store.schedules import add_change, set_change_post
from bot.store.sending import end_quiet_wait
from bot.store.subscriptions import set_rule
from tests.corpus import ITEMS, TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item
    from bot.store.database import Store

NIGHTS = Quiet(start=dt.time(20), end=dt.time(7))
WEEKENDS = Quiet(weekends=True)
QINGMING = dt.date(2024, 4, 4)
HOLIDAYS = Holidays(years=frozenset({2024}), off=frozenset({QINGMING}), working=frozenset())


def on(day: int, hour: int = 0, minute: int = 0, *, month: int = 3) -> dt.datetime:
    """Give a moment of spring 2024; 15 March is a Friday."""
    return dt.datetime(2024, month, day, hour, minute, tzinfo=dt.UTC)


class Room:
    """A store with what decides and sends; a tick is what the scheduler does."""

    def __init__(self, store: Store, *, parts: int = 1) -> None:
        self.store = store
        self.issued_on = NOW.date()
        self.poster = FakePoster()
        renderer = FakeRenderer(parts=parts)
        self.digests = Digests(store, TopicMatcher(), renderer, holidays=HOLIDAYS)
        self.delivery = Delivery(store, self.poster, renderer, workspace=TEAM, holidays=HOLIDAYS)

    def follow(self, quiet: Quiet, *, at: dt.time | None = None, remind: tuple[int, ...] = ()) -> None:
        cadence = Cadence.DAILY if at else Cadence.IMMEDIATE
        schedule = Schedule(cadence=cadence, at=at or dt.time(9), quiet=quiet, remind=remind)
        with self.store.write() as db:
            set_rule(db, add_active(db).id, filter_text="", schedule=schedule)

    def ingest(self, *items: Item, now: dt.datetime, is_new: bool = True) -> None:
        """Read an issue of the day, or (not new) the one read first, corrected."""
        self.issued_on = now.date() if is_new else self.issued_on
        briefing = make_briefing(self.issued_on, sha256=str(now), items=items)
        with self.store.write() as db:
            held = [] if is_new else list_held(db, 1)
            number = store_briefing(db, briefing, now=now)
            changes = decide_changes(held, items)
            self.digests.announce(db, briefing_id=number, now=now, by="U9", is_new=is_new, changes=changes)

    def tick(self, now: dt.datetime) -> list[str]:
        """Give the texts that came of it."""
        before = len(self.poster.messages)
        self.delivery.tick(now)
        if self.digests.enqueue_due(now=now):
            self.delivery.tick(now)
        return [str(message["text"]) for message in self.poster.messages[before:]]

    def states(self) -> list[tuple[str, str]]:
        with self.store.read() as db:
            return [(post.slot.kind.value, post.state.value) for post in list_posts(db)]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db")
    yield Room(store)
    store.close()


@pytest.mark.parametrize(
    ("quiet", "read_at", "back_at", "loud_at"),
    [
        (NIGHTS, on(11, 10), on(12, 3), on(12, 7)),
        (WEEKENDS, on(15, 10), on(16, 2), on(18)),
        (Quiet(holidays=True), on(3, 10, month=4), on(4, 2, month=4), on(5, month=4)),
    ],
)
def test_a_digest_that_was_missed_comes_when_the_quiet_is_over(
    room: Room, quiet: Quiet, read_at: dt.datetime, back_at: dt.datetime, loud_at: dt.datetime
) -> None:
    """A slot before a quiet night, weekend or holiday, and a bot that comes back in it: one catch-up, at its end."""
    room.follow(quiet, at=dt.time(18))
    room.ingest(*ITEMS, now=read_at)
    assert room.tick(back_at) == []
    assert room.tick(loud_at - dt.timedelta(seconds=5)) == []
    assert room.tick(loud_at) == ["D1: I1 I2 I3 part 0"]
    assert room.tick(loud_at + dt.timedelta(hours=20)) == []


@pytest.mark.parametrize("quiet", [NIGHTS, WEEKENDS])
def test_a_summary_at_once_that_was_missed_waits_too(room: Room, quiet: Quiet) -> None:
    """A summary that was due before the quiet and is tried in it waits for its end."""
    room.follow(quiet)
    read_at, back_at = (on(11, 19, 41), on(12, 3)) if quiet is NIGHTS else (on(15, 23, 30), on(16, 2))
    loud_at = on(12, 7) if quiet is NIGHTS else on(18)
    room.ingest(*ITEMS, now=read_at)
    assert room.tick(back_at) == []
    assert room.states() == [("immediate", "pending")]
    assert room.tick(loud_at - dt.timedelta(seconds=5)) == []
    assert room.tick(loud_at + dt.timedelta(hours=11)) == ["D1: I1 I2 I3 part 0"]


def test_from_the_end_of_the_quiet_on_it_can_be_too_late(room: Room) -> None:
    """The twelve hours count from the end of the quiet: after them a summary at once is skipped, and said."""
    room.follow(NIGHTS)
    room.ingest(*ITEMS, now=on(11, 19, 41))
    room.tick(on(12, 3))
    assert room.tick(on(12, 19, 1)) == []
    assert room.states() == [("immediate", "skipped")]


def test_all_parts_of_a_message_wait_with_it(tmp_path: Path) -> None:
    """What belongs into the thread is not skipped while its first message waits for the end of a quiet weekend."""
    room = Room(open_empty(tmp_path / "p.db"), parts=2)
    room.follow(WEEKENDS)
    room.ingest(*ITEMS, now=on(15, 23, 30))
    for moment in (on(16, 2), on(17, 2)):
        assert room.tick(moment) == []
    assert room.tick(on(18)) == ["D1: I1 I2 I3 part 0", "D1: I1 I2 I3 part 1"]
    room.store.close()


def test_a_second_try_waits_as_the_first_would(room: Room) -> None:
    """A post that Slack refused in the evening is not tried again in the night."""
    room.follow(NIGHTS)
    room.ingest(
        *ITEMS,
        now=on(
            11,
            19,
            49,
        ),
    )
    room.poster.faults = [Outcome(kind=OutcomeKind.RATE_LIMITED, retry_after_s=120.0)]
    assert room.tick(on(11, 19, 59)) == []
    assert room.tick(on(11, 20, 5)) == []
    assert room.poster.calls == 1
    assert room.tick(on(12, 7)) == ["D1: I1 I2 I3 part 0"]


def test_a_line_about_a_correction_waits_and_the_post_is_changed_at_once(room: Room) -> None:
    """On a quiet day a corrected deadline changes the post in silence; the line in its thread comes afterwards."""
    room.follow(WEEKENDS)
    room.ingest(*ITEMS, now=on(15, 8))
    assert len(room.tick(on(15, 8, 10))) == 1
    later = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 28))
    room.ingest(later, *ITEMS[1:], now=on(16, 2), is_new=False)
    assert room.tick(on(16, 2, 1)) == []
    assert len(room.poster.updates) == 1
    assert room.tick(on(18)) == ["corrected I1 v2"]


@pytest.mark.parametrize(("closes", "told"), [(20, ["D1: I1 2 left"]), (17, [])])
def test_a_reminder_never_tells_of_days_gone_by(room: Room, closes: int, told: list[str]) -> None:
    """A reminder kept back over a quiet weekend is decided anew after it: with the days that are left, if any are."""
    room.follow(WEEKENDS, remind=(closes - 15,))
    room.ingest(make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, closes)), now=on(14, 8))
    assert room.tick(on(14, 8, 10)) == ["D1: I1 part 0"]
    room.poster.faults = [Outcome(kind=OutcomeKind.REFUSED, error="no connection")]
    assert room.tick(on(15, 20)) == []
    assert room.states()[1] == ("reminder", "retry")
    assert room.tick(on(16, 2)) == []
    assert room.tick(on(18, 9)) == told


def test_a_reminder_of_the_day_waits_for_the_end_of_the_quiet_hours(room: Room) -> None:
    """Within the day it is put off like anything else, and not posted once its deadline is over."""
    room.follow(Quiet(start=dt.time(10), end=dt.time(12)), remind=(5,))
    room.ingest(make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 20)), now=on(14, 8))
    room.tick(on(14, 8, 10))
    room.poster.faults = [Outcome(kind=OutcomeKind.REFUSED, error="no connection")]
    assert room.tick(on(15, 9, 59)) == []
    assert room.tick(on(15, 11)) == []
    assert room.tick(on(15, 12)) == ["D1: I1 5 left"]


@pytest.mark.parametrize(
    ("quiet", "gone_at"),
    [(Quiet(), on(11, 21)), (Quiet(start=dt.time(20), end=dt.time(23)), on(11, 23)), (NIGHTS, on(12, 7))],
)
def test_new_quiet_hours_hold_for_what_waited_for_the_old(room: Room, quiet: Quiet, gone_at: dt.datetime) -> None:
    """With the line of a change what waited for the end of the quiet goes as the new rule says, all its parts."""
    room.follow(NIGHTS)
    room.ingest(*ITEMS, now=on(11, 20, 10))
    rule = Schedule(quiet=quiet, remind=())
    with room.store.write() as db:
        change = add_change(db, subscription_id=1, filter_text="", schedule=rule, user="U1", now=on(11, 20, 11))
        slot = Slot(workspace=TEAM, channel=CHANNEL, kind=PostKind.NOTICE, source="D1", slot="changed 1")
        message = Message(text="changed")
        line = NewPost(slot=slot, parts=(message,), not_before=on(11, 21), late_after=None, subscription_id=1)
        set_change_post(db, change, add_post(db, line, now=on(11, 20, 11)))
    assert room.tick(on(11, 20, 30)) == []
    said = room.tick(on(11, 21)) + room.tick(on(11, 21, 1))
    assert said == ["changed", *([] if gone_at > on(11, 21) else ["D1: I1 I2 I3 part 0"])]
    assert room.tick(gone_at - dt.timedelta(minutes=1)) == []
    assert len(said + room.tick(gone_at)) == 2


def test_what_an_admin_holds_is_not_let_go_by_new_quiet_hours(room: Room) -> None:
    """A change of the quiet hours ends no hold."""
    room.follow(NIGHTS)
    room.ingest(*ITEMS, now=on(11, 20, 10))
    with room.store.write() as db:
        db.execute("UPDATE announcements SET not_before = ?", [on(12, 9).isoformat()])
        end_quiet_wait(db, 1, now=on(11, 21))
        assert [post.not_before for post in list_posts(db)] == [on(12, 7)]


def test_what_a_person_lets_go_does_not_wait(room: Room) -> None:
    """A held post that somebody wants posted again goes out with the next tick, quiet or not."""
    room.follow(NIGHTS)
    room.ingest(*ITEMS, now=on(11, 19, 41))
    with room.store.write() as db:
        db.execute("UPDATE posts SET state = 'held'")
    HeldPosts(room.store).settle(1, sent=False, by="U9", now=on(11, 21))
    assert len(room.tick(on(11, 21))) == 1
