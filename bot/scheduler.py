"""The tick, and the loop around it: decide what is due, then send it."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.clock import Clock
from bot.digests.delivery import Delivery, DeliveryReport
from bot.digests.outbox import Digests
from bot.errors import GongbaoError, describe_for_log

log = logging.getLogger(__name__)

TICK_S = 1.0
"""Seconds between two ticks: no channel gets two posts in a second."""


class Scheduler:
    """Runs the unprompted work of one workspace.

    After each tick of the loop ``note`` is told what it did, and the ``chores`` are done with its time: they are short,
    and hand what takes long to a thread.
    """

    def __init__(
        self,
        *,
        digests: Digests,
        delivery: Delivery,
        chores: Sequence[Callable[[dt.datetime], object]] = (),
        note: Callable[[DeliveryReport], object] = lambda _: None,
    ) -> None:
        self._digests = digests
        self._delivery = delivery
        self._chores = tuple(chores)
        self._note = note

    def tick(self, now: dt.datetime) -> DeliveryReport:
        """Do what is due at ``now``: decide it, and send it, also where deciding failed.

        A failure is reported as a line, and a bug logged with its cause too: the next tick tries again.
        """
        report, failures = DeliveryReport(), list[str]()
        for step in (self._digests.enqueue_due, self._delivery.tick):
            try:
                report = step(now=now) or report
            except Exception as error:  # what fails in one tick must not end the bot's posting
                if is_bug := not isinstance(error, GongbaoError):
                    log.exception("A tick failed; the next one tries again.")
                failures.append(f"The tick failed; the next one tries again. {repr(error) if is_bug else error}")
        if failures:
            report = replace(report, failed=True, blocked=failures[0], lines=[*failures, *report.lines])
        return report

    def run_loop(self, *, clock: Clock, wait: Callable[[float], bool]) -> None:
        """Tick until ``wait`` (which waits so many seconds) says that it is time to stop."""
        more, said = True, list[str]()
        while more:
            now = clock.now()
            report = self.tick(now)
            self._note(report)
            for line in [line for line in report.lines if line not in said]:  # what lasts is logged once
                log.warning("%s", line)
            said = report.lines
            self.do_chores(now)
            more = not wait(TICK_S)

    def do_chores(self, now: dt.datetime) -> None:
        """Do each chore; one that fails is logged, and the others and the next tick go on."""
        for chore in self._chores:
            try:
                chore(now)
            except Exception as error:  # nor what fails after it
                is_bug = not isinstance(error, GongbaoError)
                log.warning("After the tick something failed: %s", describe_for_log(error), exc_info=is_bug)
