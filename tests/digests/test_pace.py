"""How a sender spends its time: what Slack asked not to do yet is not done, and no tick goes on for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.digests.delivery import Delivery
from bot.digests.outcomes import Outcome, OutcomeKind
from bot.digests.pace import Pace
from bot.store.database import Store
from tests.empty_store import open_empty
from tests.posting import NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after

LIMITED = Outcome(kind=OutcomeKind.RATE_LIMITED, retry_after_s=30.0)


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


def test_a_long_tick_leaves_the_rest(store: Store) -> None:
    """After its budget a tick ends and says that there is more."""
    decide(store, "C1", "C2", "C3")
    seconds, poster = Seconds(), FakePoster()
    poster.during_post = lambda: setattr(seconds, "passed", seconds.passed + 15.0)
    report = open_delivery(store, poster, seconds).tick(NOW)
    assert (report.sent, report.more) == (2, True)
