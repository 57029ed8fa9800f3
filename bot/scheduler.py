"""The tick, and the loop around it: decide what is due, then send it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from bot.errors import GongbaoError, describe_for_log
from bot.services.sending.delivery_report import DeliveryReport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.clock import Clock

log = logging.getLogger(__name__)

TICK_S = 5.0
"""Seconds between two ticks."""
SOON_S = 1.0
"""Seconds to the next tick when one had to leave something that is due: no channel gets two posts in a second."""


class Decider(Protocol):
    """Decides what is due."""

    def enqueue_due(self, *, now: dt.datetime) -> int:
        """Enqueue what is due at ``now``; give how many posts were decided."""
        ...


class Sender(Protocol):
    """Sends what was decided."""

    def tick(self, now: dt.datetime) -> DeliveryReport:
        """Send what is due at ``now``."""
        ...


Chore = Callable[[dt.datetime], None]
"""Something short that is done after each tick, given its time; what takes long hands its work to a thread."""
Note = Callable[[DeliveryReport], None]
"""Takes what a tick did."""


class Scheduler:
    """Runs the unprompted work of one workspace; ``chores`` are done after each tick, in their order.

    ``note`` is told in the loop what each tick did.
    """

    def __init__(
        self, *, digests: Decider, delivery: Sender, chores: Sequence[Chore] = (), note: Note | None = None
    ) -> None:
        self._digests = digests
        self._delivery = delivery
        self._chores = tuple(chores)
        self._note = note

    def tick(self, now: dt.datetime) -> DeliveryReport:
        """Do what is due at ``now``: send, decide what follows from that (first summaries), and send again.

        What comes after a long first sending goes by the time that it is by then.

        A failure is reported as a line, and a bug logged with its cause too: the next tick tries again.
        """
        try:
            report = self._delivery.tick(now)
            later = now + dt.timedelta(seconds=report.took_s)
            if self._digests.enqueue_due(now=later):
                return _join(report, self._delivery.tick(later))
        except GongbaoError as error:
            return _fail(f"The tick failed; the next one tries again. {error}")
        except Exception as error:  # a bug in one tick must not end the bot's posting
            log.exception("A tick failed; the next one tries again.")
            return _fail(f"The tick failed ({type(error).__name__}: {error}); the next one tries again.")
        return report

    def run_loop(self, *, clock: Clock, wait: Callable[[float], bool]) -> None:
        """Tick until ``wait`` (which waits so many seconds) says that it is time to stop."""
        while True:
            now = clock.now()
            report = self.tick(now)
            if self._note is not None:
                self._note(report)
            for line in report.lines:
                log.warning("%s", line)
            self.do_chores(now)
            if wait(SOON_S if report.more else TICK_S):
                return

    def do_chores(self, now: dt.datetime) -> None:
        """Do each chore; one that fails is logged, and the others and the next tick go on."""
        for chore in self._chores:
            try:
                chore(now)
            except GongbaoError as error:
                log.warning("After the tick: %s", describe_for_log(error))
            except Exception:  # a bug in one chore must not end the bot's posting
                log.exception("After the tick something failed; the next one tries again.")


def _fail(line: str) -> DeliveryReport:
    return DeliveryReport(failed=True, blocked=line, lines=(line,))


def _join(first: DeliveryReport, second: DeliveryReport) -> DeliveryReport:
    return DeliveryReport(
        sent=first.sent + second.sent,
        retried=first.retried + second.retried,
        parked=first.parked + second.parked,
        unclear=first.unclear + second.unclear,
        held=first.held + second.held,
        skipped=first.skipped + second.skipped,
        changed=first.changed + second.changed,
        failed=first.failed or second.failed,
        more=first.more or second.more,
        blocked=second.blocked,
        took_s=first.took_s + second.took_s,
        lines=tuple(dict.fromkeys((*first.lines, *second.lines))),
    )
