"""What upsets a machine: a clock that jumps, a disk that is full."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from tests.fake_slack.chaos import LOST, START, Fault, FaultKind
from tests.faults.lab import PARTS

if TYPE_CHECKING:
    from tests.faults.lab import Lab, Row

_HOURS = dt.timedelta(hours=1)


def run_clocks(lab: Lab) -> Row:
    """The bot's clock jumps back two hours, ahead nine, or to 1970, and a reply is lost or the process dies."""
    jumps = (-2 * _HOURS, 9 * _HOURS, dt.datetime(1970, 1, 2, tzinfo=dt.UTC) - START)
    cases = itertools.product(jumps, (False, True), (*LOST, FaultKind.LATE, None), range(PARTS))
    for jump, back, kind, at in lab.sample(cases, every=5, short=25):
        rig = lab.make()
        rig.slack.lag_s = 60.0
        rig.decide(parts=PARTS)
        rig.slack.plan = [*[None] * at, Fault(kind=kind, seconds=50.0)] if kind else []
        rig.kills = [] if kind else [6 + 9 * at]
        for _ in range(at + 1):
            rig.tick()
            rig.times.go_on(5.0)
        rig.times.wrong_by = jump
        rig.run(limit_s=600.0)
        if back or rig.list_waiting():  # what waits for a clock of 1970 waits for its repair
            rig.times.wrong_by = dt.timedelta()
        rig.run()
        lab.take(rig, about=f"clock {jump}, {kind}, part {at}, {rig.died_at}", posted=PARTS)
    return lab.row("clock -2 h, +9 h, 1970")


def run_full_disk(lab: Lab) -> Row:
    """The disk is full from any step on, for five seconds or ten minutes: nothing goes twice once there is room."""
    for step, lasts in lab.sample(itertools.product(range(32), (5.0, 600.0)), every=5, short=16):
        rig = lab.make()
        rig.full_at = step
        rig.decide(parts=PARTS)
        failed_at = None
        for _ in range(400):
            report = rig.tick()
            if failed_at is None and report is not None and report.failed:
                failed_at = rig.times.passed_s
            if not rig.list_waiting() or (failed_at is not None and rig.times.passed_s - failed_at >= lasts):
                break
            rig.times.go_on(5.0)
        (rig.sender or rig.open()).fill_disk(full=False)
        rig.run()
        lab.take(rig, about=f"full from step {step} for {lasts:.0f} s", posted=PARTS)
    return lab.row("full disk")
