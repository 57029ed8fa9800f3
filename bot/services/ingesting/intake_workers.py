"""The threads that read what waits in the queue, so that neither a command nor a digest ever waits for a document."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from bot.errors import GongbaoError, describe_for_log

if TYPE_CHECKING:
    from bot.services.ingesting.intake import IntakeQueue

log = logging.getLogger(__name__)
WORKERS = 3
"""Documents under way at once: while one is read, the others are fetched."""
LOOK_EVERY_S = 5.0
_END_S = 20.0


class IntakeWorkers:
    """Works a queue off in threads of its own, from ``start`` to ``stop``."""

    def __init__(self, queue: IntakeQueue, *, count: int = WORKERS, look_every_s: float = LOOK_EVERY_S) -> None:
        self._queue = queue
        self._look_every_s = look_every_s
        self._wake = threading.Condition()
        self._news = 0
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._work, name=f"intake-{number}", daemon=True) for number in range(count)
        ]

    def start(self) -> None:
        """Take up what an earlier process had begun, and begin to work."""
        begun = self._queue.start()
        if begun:
            log.info("reading again %d documents that were interrupted", begun)
        self._queue.on_new = self.wake
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Say that something new waits."""
        with self._wake:
            self._news += 1
            self._wake.notify()

    def stop(self) -> None:
        """Take nothing more and wait for what is under way; what takes longer is read again by the next process."""
        self._queue.closing = True
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        until = time.monotonic() + _END_S
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))

    def _work(self) -> None:
        while True:
            with self._wake:
                seen = self._news
            busy = self._work_once()
            with self._wake:
                if self._stopping:
                    return
                if not busy and seen == self._news:
                    self._wake.wait(self._look_every_s)

    def _work_once(self) -> bool:
        """Read one document, or tell what could not be told; False when there was nothing to read."""
        try:
            if self._queue.run_next():
                return True
            self._queue.tell_rest()
        except GongbaoError as error:
            log.warning("The queue of documents: %s", describe_for_log(error))
        except Exception:  # a fault in one turn must not end the reading
            log.exception("The queue of documents failed; it goes on.")
        return False
