"""A second process that answers a question while this one answers others; what it cannot answer is answered here.

It holds nothing but a reading of the store and the names we know. It is asked only while another question is being
answered, one at a time, so that nobody waits for it who would not wait for the other; where it fails, or is late, the
answer is made here and another process takes its place in a while.
"""

from __future__ import annotations

import logging
import os
import select
import sys
import threading
import time
from typing import IO, TYPE_CHECKING

import msgspec
from slack_bolt import BoltResponse

import bot
from bot.processes import close_pipes, start_process
from bot.reading.child_frames import BrokenFrameError, write_frame
from bot.store.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence

    from bot.config import Settings
    from bot.slack.relief import Question

log = logging.getLogger(__name__)
_COMMAND = (sys.executable, "-P", "-m", "bot.bootstrap.relief_main")
_LATE_S = 1.0
"""Who is answered elsewhere waits so long at most before it is done here: Slack gives three seconds in all."""
_PATIENCE_S = 0.05
"""So long it is worth waiting for the process to be free: two that compute here take longer than one after another."""
_REST_S = 60.0
MOST_BYTES = 1024 * 1024
_LENGTH_BYTES = 8
_LONGEST = 32 * 1024
"""A longer question is answered here: what a pipe takes at once is sent without waiting for who reads it."""
READY = b"ready"
"""The first frame that the process sends."""


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """The first frame that the process gets: the database (``os.fsencode``), our prefix, whether pinyin is read.

    ``version`` is the program's with its schema's: a process of another one, put in place meanwhile, must not answer.
    """

    db: bytes
    prefix: str
    pinyin: bool
    version: str = f"{bot.__version__}, schema {SCHEMA_VERSION}"


class ReliefProcess:
    """The process and what is asked of it; ``start`` it before it is of use. Safe to share between threads.

    ``answered`` counts what it answered; ``late_s`` is how long an answer may take, ``rest_s`` is from one start of a
    process to the next.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        command: Sequence[str] = _COMMAND,
        late_s: float = _LATE_S,
        rest_s: float = _REST_S,
    ) -> None:
        setup = Setup(db=os.fsencode(settings.db), prefix=settings.command_prefix, pinyin=settings.pinyin)
        self._setup = msgspec.json.encode(setup)
        self._command = tuple(command)
        self.late_s = late_s
        self._rest_s = rest_s
        self.answered = 0
        self._is_closed = False
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._answering = 0
        self._child: subprocess.Popen[bytes] | None = None
        self._is_ready = False
        self._started_at = -rest_s

    def start(self, *, wait_s: float = 0.0) -> bool:
        """Start the process, and tell whether it is ready within so long; it may be later."""
        with self._turn:
            return self._prepare(wait_s)

    def answer(self, question: Question, here: Callable[[], BoltResponse]) -> BoltResponse:
        """Give the process's answer where another question is being answered here and it is free, else ``here``'s."""
        if self._answering and self._turn.acquire(timeout=_PATIENCE_S):
            try:
                body = self._ask(question) if self._prepare(0.0) else None
            finally:
                self._turn.release()
            if body:
                return BoltResponse(status=200, body=body)
        with self._counting:
            self._answering += 1
        try:
            return here()
        finally:
            with self._counting:
                self._answering -= 1

    def close(self) -> None:
        """End the process, if there is one; no other is started."""
        self._is_closed = True
        with self._turn:
            self._end()

    def _prepare(self, wait_s: float) -> bool:
        """Tell whether the process is ready, after starting one where there is none and it is time to."""
        age = time.monotonic() - self._started_at
        if self._child is not None and not self._is_ready and age >= self._rest_s:
            self._fail("it did not come up")
        if self._child is None and age >= self._rest_s and not self._is_closed:
            self._launch()
        if self._child is not None and not self._is_ready:
            self._is_ready = self._receive(wait_s) == READY
        return self._is_ready

    def _launch(self) -> None:
        self._started_at = time.monotonic()
        try:
            self._child = start_process(self._command)
            write_frame(_pipe(self._child.stdin), self._setup)
        except OSError as error:
            self._fail(str(error.strerror))

    def _ask(self, question: Question) -> str | None:
        try:
            asked = msgspec.json.encode(question)
        except UnicodeEncodeError:  # half a character: nothing that Slack sends
            return None
        if self._child is None or len(asked) > _LONGEST:
            return None
        try:
            write_frame(_pipe(self._child.stdin), asked)
        except OSError:
            self._fail("it is gone")
            return None
        answer = self._receive(self.late_s)
        if answer is None and self._child is not None:
            self._fail("it was late")  # its answer may not become that of the next question
        self.answered += bool(answer)
        return answer.decode() if answer else None

    def _receive(self, wait_s: float) -> bytes | None:
        """Give the next frame; None where it is not all there in time. Ends a process that broke off."""
        if self._child is None:
            return None
        end, held, wanted = time.monotonic() + wait_s, b"", _LENGTH_BYTES
        answers = _pipe(self._child.stdout).fileno()
        waiting = select.poll()
        waiting.register(answers, select.POLLIN)
        while waiting.poll(max(0.0, end - time.monotonic()) * 1000):
            held += (more := os.read(answers, MOST_BYTES))
            if not more or len(held) > MOST_BYTES:
                self._fail("it broke off")
                return None
            if len(held) >= _LENGTH_BYTES:
                wanted = _LENGTH_BYTES + int.from_bytes(held[:_LENGTH_BYTES], "big")
            if len(held) >= wanted:
                return held[_LENGTH_BYTES:wanted]
        if held:
            self._fail("it stopped within an answer")
        return None

    def _fail(self, reason: str) -> None:
        log.warning("the process that answers beside this one was ended: %s", reason)
        self._end()

    def _end(self) -> None:
        child, self._child, self._is_ready = self._child, None, False
        if child is None:
            return
        child.kill()
        close_pipes(child)
        child.wait()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # pragma: no cover  both are pipes
        raise BrokenFrameError
    return stream
