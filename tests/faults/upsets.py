"""What upsets a machine: a clock that jumps, an old backup that is put back."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from bot.domain.posts.post import PostState
from bot.store.database import restore_store
from tests.fake_slack.chaos import LOST, START, Fault, FaultKind
from tests.faults.lab import PARTS

if TYPE_CHECKING:
    from tests.faults.lab import Lab, Row
    from tests.faults.rig import Rig

_HOURS = dt.timedelta(hours=1)


def run_clocks(lab: Lab) -> Row:
    """The bot's clock jumps back two hours, ahead nine, or to 1970, and a reply is lost or the process dies."""
    jumps = (-2 * _HOURS, 9 * _HOURS, dt.datetime(1970, 1, 2, tzinfo=dt.UTC) - START)
    cases = itertools.product(jumps, (False, True), (*LOST, FaultKind.LATE, None), range(PARTS))
    for jump, back, kind, at in lab.sample(cases, every=11):
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
    for step, lasts in lab.sample(itertools.product(range(32), (5.0, 600.0)), every=9):
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


def run_restores(lab: Lab) -> Row:
    """An old backup comes back: what was due before is held until a person has decided; what is new goes out."""
    for lost_at, kill in lab.sample(itertools.product((None, 0, 1, 2), (None, *range(30))), every=17):
        rig = lab.make()
        _restore_old(rig, lost_at, kill)
        rig.run()
        held = sum(1 for post in rig.list_posts() if post.state is PostState.HELD)
        lab.expect(holds=held == 1, about=f"restored, lost {lost_at}, killed {rig.died_at}: {held} held")
        rig.settle_all(sent=True)
        rig.run()
        lab.take(rig, about=f"restored, lost {lost_at}, killed {rig.died_at}", posted=PARTS + 1)
    _restore_under(lab)
    return lab.row("restore of an old backup, and kills")


def _restore_under(lab: Lab) -> None:
    """Put a backup back while the bot runs: it sends nothing from the file that is gone, the next one all."""
    rig = lab.make()
    backup = rig.path.with_name("old.db")
    backup.unlink(missing_ok=True)
    rig.decide(parts=PARTS)
    rig.store.backup(backup)
    rig.run()
    rig.store.close()
    restore_store(backup, rig.path, now=rig.times.now())
    rig.reopen()
    rig.decide(parts=PARTS)
    rig.times.go_on(5.0)
    report = rig.tick()
    lab.expect(holds=report is not None and report.failed and not report.sent, about=f"under a bot: {report}")
    rig.open()
    rig.run()
    rig.settle_all(sent=True)
    rig.run()
    lab.take(rig, about="restored under a running bot", posted=PARTS)


def _restore_old(rig: Rig, lost_at: int | None, kill: int | None) -> None:
    """Decide, back up and post all; then put the backup back and decide something new."""
    rig.decide(channel="C1", parts=PARTS)
    backup = rig.path.with_name("old.db")
    backup.unlink(missing_ok=True)
    rig.store.backup(backup)
    rig.slack.plan = [] if lost_at is None else [*[None] * lost_at, Fault(kind=FaultKind.FIN)]
    rig.run()
    rig.close()
    restore_store(backup, rig.path, now=rig.times.now())
    rig.slack.plan = []
    rig.reopen()
    rig.kills = [] if kill is None else [kill]
    rig.times.go_on(5.0)
    rig.decide(channel="C1", slot="B3v1")
