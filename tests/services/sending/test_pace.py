"""How a sender spends its time: what Slack asked not to do yet is not done, and no tick goes on for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import Found, FoundKind, Outcome, OutcomeKind
from bot.domain.posts.post import Message, PostState
from bot.services.sending.delivery import Delivery
from bot.services.sending.pace import Channels, Pace, Watch
from bot.store.outbox import change_state, get_post, list_posts, mark_withdrawn
from tests.empty_store import open_empty
from tests.posting import NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Store

LIMITED = Outcome(kind=OutcomeKind.RATE_LIMITED, retry_after_s=30.0)
UNCLEAR = Outcome(kind=OutcomeKind.UNCLEAR, error="timed out")


@dataclass
class Seconds:
    passed: float = 0.0

    def __call__(self) -> float:
        return self.passed


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield opened
    opened.close()


def decide(store: Store, *channels: str, slot: str = "B1v1") -> list[int]:
    with store.write() as db:
        return [add_summary(db, add_active(db, channel=channel), slot=slot) for channel in channels]


def open_delivery(store: Store, poster: FakePoster, seconds: Seconds, *, budget_s: float = 20.0) -> Delivery:
    pace = Pace(elapsed=seconds, budget_s=budget_s)
    return Delivery(store, poster, FakeRenderer(), workspace=TEAM, admins=("U9",), pace=pace)


def test_a_channel_gets_one_post_a_second(store: Store) -> None:
    """Two posts to a channel lie a second apart; the tick says that there is more to do."""
    with store.write() as db:
        one = add_active(db)
        add_summary(db, one)
        add_summary(db, one, slot="B2v1")
    seconds, poster = Seconds(), FakePoster()
    delivery = open_delivery(store, poster, seconds)
    report = delivery.tick(NOW)
    assert (report.sent, report.more) == (1, True)
    assert delivery.tick(after(seconds=1)).sent == 0
    seconds.passed = 1.0
    assert delivery.tick(after(seconds=1)).sent == 1


def test_three_limits_in_a_row_are_the_workspaces(store: Store) -> None:
    """After the third refusal for going too fast nothing is posted anywhere until the last one's time is over."""
    decide(store, "C1", "C2", "C3", "C4")
    seconds, poster = Seconds(), FakePoster(faults=[LIMITED] * 3)
    delivery = open_delivery(store, poster, seconds)
    assert (delivery.tick(NOW).retried, poster.calls) == (3, 3)
    seconds.passed = 29.0
    assert delivery.tick(after(seconds=29)).sent == 0
    seconds.passed = 30.0
    assert delivery.tick(after(seconds=30)).sent == 4


def test_seconds_may_begin_anywhere(store: Store) -> None:
    """A count of seconds that begins below nought holds nothing back."""
    decide(store, "C1")
    assert open_delivery(store, FakePoster(), Seconds(-1e6)).tick(NOW).sent == 1


def test_a_long_tick_leaves_the_rest(store: Store) -> None:
    """After its budget a tick ends and says that there is more."""
    decide(store, "C1", "C2", "C3")
    seconds, poster = Seconds(), FakePoster()
    poster.during_post = lambda: setattr(seconds, "passed", seconds.passed + 15.0)
    report = open_delivery(store, poster, seconds).tick(NOW)
    assert (report.sent, report.more) == (2, True)


def test_a_look_waits_as_long_as_slack_asked(store: Store) -> None:
    """A history that answered 429 is not read again, for any post, before its Retry-After."""
    decide(store, "C1", "C2")
    seconds, poster = Seconds(), FakePoster(faults=[UNCLEAR, UNCLEAR])
    delivery = open_delivery(store, poster, seconds)
    delivery.tick(NOW)
    asked = len(poster.finds)
    poster.found = [Found(kind=FoundKind.LATER, reason="ratelimited", retry_after_s=60.0)]
    for passed, looks in ((120.0, 1), (179.0, 1), (180.0, 3)):
        seconds.passed = passed
        delivery.tick(after(seconds=passed))
        assert len(poster.finds) - asked == looks


def test_slacks_time_is_not_asked_for_while_slack_wants_no_look(store: Store) -> None:
    """Before a first post Slack's time is looked up; a 429 tells it too, and one that does not is not asked again."""
    decide(store, "C1", "C2")
    seconds, poster = Seconds(), FakePoster()
    poster.found = [Found(kind=FoundKind.LATER, reason="ratelimited", retry_after_s=60.0)]
    assert open_delivery(store, poster, seconds).tick(NOW).sent == 2
    assert len(poster.finds) == 1


def test_a_change_waits_as_long_as_slack_asked(store: Store) -> None:
    """After a 429 for a change no other message is changed before its Retry-After."""
    numbers = decide(store, "C1", "C2")
    seconds, poster = Seconds(), FakePoster()
    delivery = open_delivery(store, poster, seconds)
    delivery.tick(NOW)
    with store.write() as db:
        for number in numbers:
            mark_withdrawn(db, number, Message(text="withdrawn"), now=NOW)
    poster.update_faults = [LIMITED]
    for passed, changed in ((1.0, 0), (30.0, 0), (31.0, 2)):
        seconds.passed = passed
        assert delivery.tick(after(seconds=passed)).changed == changed


def test_a_clock_that_jumps_ahead_ends_no_wait_early(store: Store) -> None:
    """The two minutes before a look are two minutes of time that only grows, whatever the clock says."""
    decide(store, "C1")
    seconds, poster = Seconds(), FakePoster(faults=["lost"])
    delivery = open_delivery(store, poster, seconds)
    delivery.tick(NOW)
    seconds.passed = 5.0
    delivery.tick(after(hours=9))
    with store.read() as db:
        assert [post.state.value for post in list_posts(db)] == ["ambiguous"]
    seconds.passed = 120.0
    assert delivery.tick(after(hours=9, minutes=2)).sent == 1
    assert len(poster.messages) == 1


def test_a_clock_that_jumps_ahead_ends_no_wait_of_a_channel(store: Store) -> None:
    """What Slack asked to wait is counted in seconds that only grow; the clock alone would let the channel go."""
    decide(store, "C1")
    seconds, poster = Seconds(), FakePoster(faults=[LIMITED])
    delivery = open_delivery(store, poster, seconds)
    assert delivery.tick(NOW).retried == 1
    seconds.passed = 29.0
    assert delivery.tick(after(hours=9)).sent == 0
    seconds.passed = 30.0
    assert delivery.tick(after(hours=9)).sent == 1


def test_a_new_process_counts_what_is_left_of_a_wait_in_seconds_too(store: Store) -> None:
    """It reads the moment in the outbox once; a clock that jumps ahead afterwards ends no wait early."""
    decide(store, "C1")
    seconds, poster = Seconds(), FakePoster(faults=[LIMITED])
    open_delivery(store, poster, seconds).tick(NOW)
    delivery = open_delivery(store, poster, seconds)
    for passed, at, sent in ((10.0, after(seconds=10), 0), (29.0, after(hours=9), 0), (30.0, after(hours=9), 1)):
        seconds.passed = passed
        assert delivery.tick(at).sent == sent


def test_a_channels_wait_outlives_the_post_that_was_refused(store: Store) -> None:
    """A person cancels it meanwhile and the bot starts anew: the channel's next post waits all the same."""
    with store.write() as db:
        rule = add_active(db)
        first = add_summary(db, rule)
    seconds, poster = Seconds(), FakePoster(faults=[LIMITED])
    open_delivery(store, poster, seconds).tick(NOW)
    with store.write() as db:
        change_state(db, get_post(db, first), PostState.CANCELLED, reason="taken back")
        add_summary(db, rule, slot="B2v1")
    delivery = open_delivery(store, poster, seconds)
    assert delivery.tick(after(seconds=29)).sent == 0
    seconds.passed = 30.0
    assert delivery.tick(after(seconds=30)).sent == 1


def test_the_memory_of_channels_stays_small() -> None:
    """Channels that were posted to long ago are forgotten; those of the last second are not."""
    seconds = Seconds()
    pace = Pace(elapsed=seconds)
    channels, watch = Channels(pace), Watch(NOW, pace)
    for number in range(1002):
        channels.note_post(f"C{number}", None, watch)
    seconds.passed = 5.0
    channels.note_post("C7", None, watch)
    assert channels.may_post("C8", watch)
    assert not channels.may_post("C7", watch)
