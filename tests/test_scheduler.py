"""The tick and its loop, with a clock and a wait of our own."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.clock import FixedClock
from bot.errors import StoreLockedError
from bot.scheduler import TICK_S, Scheduler
from bot.services.sending.delivery_report import DeliveryReport

if TYPE_CHECKING:
    import pytest

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)


@dataclass
class FakeWork:
    """Records what is asked of it; ``due`` are the answers of the decider, ``reports`` those of the sender."""

    due: list[int] = field(default_factory=list)
    reports: list[DeliveryReport | Exception] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    times: list[dt.datetime] = field(default_factory=list)

    def enqueue_due(self, *, now: dt.datetime) -> int:
        self.times.append(now)
        self.calls.append("decide")
        return self.due.pop(0) if self.due else 0

    def tick(self, now: dt.datetime) -> DeliveryReport:
        self.times.append(now)
        self.calls.append("send")
        report = self.reports.pop(0) if self.reports else DeliveryReport()
        if isinstance(report, Exception):
            raise report
        return report


def test_a_quiet_tick_sends_once() -> None:
    """A tick sends, then decides; without new decisions that is all."""
    work = FakeWork(reports=[DeliveryReport(sent=1)])
    assert Scheduler(digests=work, delivery=work).tick(NOW).sent == 1
    assert work.calls == ["send", "decide"]


def test_what_follows_from_sending_is_sent_in_the_same_tick() -> None:
    """A first summary that a landed notice brings goes out at once; both reports count, lines once each."""
    first = DeliveryReport(sent=1, retried=1, lines=("a", "b"))
    work = FakeWork(due=[1], reports=[first, DeliveryReport(sent=2, held=1, lines=("b", "c"))])
    report = Scheduler(digests=work, delivery=work).tick(NOW)
    assert report == DeliveryReport(sent=3, retried=1, held=1, lines=("a", "b", "c"))
    assert work.calls == ["send", "decide", "send"]
    assert work.times == [NOW] * 3


def test_a_failed_tick_is_logged_and_said(caplog: pytest.LogCaptureFixture) -> None:
    """A bug in one tick is logged with its cause, reported, and does not end the loop."""
    work = FakeWork(reports=[ValueError("odd")])
    with caplog.at_level(logging.ERROR):
        report = Scheduler(digests=work, delivery=work).tick(NOW)
    assert report.lines == ("The tick failed (ValueError: odd); the next one tries again.",)
    assert report.failed
    assert caplog.records[0].exc_info


def test_the_loop_ticks_until_told_to_stop(caplog: pytest.LogCaptureFixture) -> None:
    """It waits between ticks, logs and notes each report, goes on after a failure, and stops when told."""
    work = FakeWork(reports=[DeliveryReport(lines=("look here",)), ValueError("odd"), DeliveryReport()])
    waits: list[float] = []
    noted: list[DeliveryReport] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) == 3

    with caplog.at_level(logging.WARNING):
        Scheduler(digests=work, delivery=work, note=noted.append).run_loop(clock=FixedClock(NOW), wait=wait)
    assert waits == [TICK_S] * 3
    assert [report.blocked for report in noted] == ["", noted[1].lines[0], ""]
    assert work.calls.count("send") == 3
    assert "look here" in caplog.text


def test_chores_are_done_after_each_tick(caplog: pytest.LogCaptureFixture) -> None:
    """Each at the tick's time; one that fails is told, and the others go on."""
    done: list[dt.datetime] = []

    def refuse(_: dt.datetime) -> None:
        raise StoreLockedError("busy", hint="wait")

    def break_down(_: dt.datetime) -> None:
        raise RuntimeError("a bug")

    work = FakeWork()
    scheduler = Scheduler(digests=work, delivery=work, chores=(refuse, break_down, done.append))
    with caplog.at_level(logging.WARNING):
        scheduler.run_loop(clock=FixedClock(NOW), wait=lambda _: True)
    assert done == [NOW]
    assert "busy" in caplog.text
    assert "a bug" in caplog.text
