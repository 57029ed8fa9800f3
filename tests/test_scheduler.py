"""The tick and its loop, with a clock and a wait of our own."""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.clock import FixedClock, SystemClock
from bot.digests.delivery import DeliveryReport
from bot.errors import StoreError
from bot.scheduler import TICK_S, Scheduler

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)


@dataclass
class FakeWork:
    """Records what is asked of it; ``due`` are the failures of the decider, ``reports`` the answers of the sender."""

    due: list[Exception] = field(default_factory=list)
    reports: list[DeliveryReport | Exception] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def enqueue_due(self, *, now: dt.datetime) -> int:
        assert now
        self.calls.append("decide")
        if self.due:
            raise self.due.pop(0)
        return 0

    def tick(self, now: dt.datetime) -> DeliveryReport:
        assert now
        self.calls.append("send")
        report = self.reports.pop(0) if self.reports else DeliveryReport()
        if isinstance(report, Exception):
            raise report
        return report


def build(work: Any, **more: Any) -> Scheduler:
    """Return a scheduler that decides and sends with this."""
    return Scheduler(digests=work, delivery=work, **more)


@pytest.mark.parametrize(
    ("error", "line", "is_bug"),
    [
        (ValueError("odd"), "The tick failed; the next one tries again. ValueError('odd')", True),
        (StoreError("Locked.", hint="Wait."), "The tick failed; the next one tries again. Locked. Wait.", False),
    ],
)
def test_a_failed_tick_is_said(caplog: pytest.LogCaptureFixture, error: Exception, line: str, *, is_bug: bool) -> None:
    """What an error of ours names is one line; a bug is logged with its cause too. What was decided before is sent."""
    work = FakeWork(due=[error], reports=[DeliveryReport(counts=Counter(sent=1))])
    report = build(work).tick(NOW)
    assert (report.lines, report.failed, report.counts["sent"], work.calls) == ([line], True, 1, ["decide", "send"])
    assert [bool(record.exc_info) for record in caplog.records] == [True] * is_bug


def test_the_loop_ticks_until_told_to_stop(caplog: pytest.LogCaptureFixture) -> None:
    """It waits between ticks, logs and notes each report, goes on after a failure, and stops when told."""
    work = FakeWork(reports=[DeliveryReport(lines=["look here"]), ValueError("odd"), DeliveryReport()])
    waits: list[float] = []
    noted: list[DeliveryReport] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) == 3

    with caplog.at_level(logging.WARNING):
        build(work, note=noted.append).run_loop(clock=FixedClock(NOW), wait=wait)
    assert waits == [TICK_S] * 3
    assert [report.blocked for report in noted] == ["", noted[1].lines[0], ""]
    assert work.calls.count("send") == 3
    assert "look here" in caplog.text


def test_chores_are_done_after_each_tick(caplog: pytest.LogCaptureFixture) -> None:
    """Each at the tick's time; one that fails is told, and the others go on."""
    done: list[dt.datetime] = []

    def fail(error: Exception) -> Callable[[dt.datetime], None]:
        def raise_it(_: dt.datetime) -> None:
            raise error

        return raise_it

    chores = (fail(StoreError("busy", hint="wait")), fail(RuntimeError("a bug")), done.append)
    build(FakeWork(), chores=chores).run_loop(clock=FixedClock(NOW), wait=lambda _: True)
    assert done == [NOW]
    assert "busy" in caplog.text
    assert "a bug" in caplog.text


def test_clocks_tell_utc() -> None:
    """A fixed one stands where it is put; the machine's, set to an instant, goes on from there."""
    assert SystemClock().now().tzinfo is dt.UTC
    assert FixedClock(NOW).now() == NOW
    start = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)
    moved = SystemClock(start)
    first = moved.now()
    assert start <= first <= moved.now() < start + dt.timedelta(minutes=5)
