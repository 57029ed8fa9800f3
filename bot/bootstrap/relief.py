"""A second process that answers a question while this one answers others; what it cannot answer is answered here.

It holds nothing but a reading of the store and the names we know. It is asked only while another question is being
answered, so that nobody waits for it who would not wait for the other; and while it answers one it has the next ones,
since whoever hands one over has to wait for the interpreter first. Where it fails, or is late, the answer is made here
and another process takes its place in a while.
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
_LATE_S = 1.5
"""Who is answered elsewhere waits so long at most before it is done here: Slack gives three seconds in all."""
_PATIENCE_S = 0.05
"""So long it is worth waiting for the process to be free: two that compute here take longer than one after another."""
_REST_S = 60.0
MOST_BYTES = 1024 * 1024
_LENGTH_BYTES = 8
AT_ONCE = 4
"""So many questions it has at once: one that it answers, and others so that it never waits for the next."""
_LONGEST = 15 * 1024
"""A longer question is answered here: what so many come to fits into a pipe (64 KB), and is sent without waiting."""
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
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._turn = threading.RLock()
        self._last_read = threading.Event()
        self._last_read.set()
        self._held = b""
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
        if self._answering and self._places.acquire(timeout=_PATIENCE_S):
            try:
                body = self._ask(question)
            finally:
                self._places.release()
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
        for _ in range(AT_ONCE):  # what is being answered ends first
            self._places.acquire()
        with self._turn:
            self._end()
        self._places.release(AT_ONCE)

    def _prepare(self, wait_s: float) -> bool:
        """Tell whether the process is ready, after starting one where there is none and it is time to."""
        age = time.monotonic() - self._started_at
        if self._child is not None and not self._is_ready and age >= self._rest_s:
            self._fail(self._child, "it did not come up")
        if self._child is None and age >= self._rest_s and not self._is_closed:
            self._launch()
        if self._child is not None and not self._is_ready:
            self._is_ready = self._receive(self._child, wait_s) == READY
        return self._is_ready

    def _launch(self) -> None:
        self._started_at = time.monotonic()
        self._held = b""
        try:
            self._child = start_process(self._command)
            write_frame(_pipe(self._child.stdin), self._setup)
        except OSError as error:
            log.warning("no process answers beside this one: %s", error.strerror)
            self._end()

    def _ask(self, question: Question) -> str | None:
        """Give the process's answer, which comes after those to what it was asked before; None where there is none."""
        try:
            asked = msgspec.json.encode(question)
        except UnicodeEncodeError:  # half a character: nothing that Slack sends
            return None
        if len(asked) > _LONGEST:
            return None
        with self._turn:
            child = self._child if self._prepare(0.0) else None
            if child is None:
                return None
            is_sent = _send(child, asked)
            end = time.monotonic() + self.late_s
            before, is_read = self._last_read, threading.Event()
            self._last_read = is_read
        before.wait()  # whoever asked before waits no longer than until its own is late
        try:
            if is_sent:
                return self._read_answer(child, end)
            self._fail(child, "it is gone")
            return None
        finally:
            is_read.set()

    def _read_answer(self, child: subprocess.Popen[bytes], end: float) -> str | None:
        """Read the next answer in the turn of who asked for it; nobody else reads or ends the process meanwhile."""
        if child is not self._child:  # it was ended by who asked before
            return None
        answer = self._receive(child, end - time.monotonic())
        if answer is None:  # its answer may not become that of the next question
            self._fail(child, "it was late")
            return None
        with self._counting:
            self.answered += bool(answer)
        return answer.decode()

    def _receive(self, child: subprocess.Popen[bytes], wait_s: float) -> bytes | None:
        """Give the next frame; None where it is not all there in time. Ends a process that broke off."""
        end, wanted = time.monotonic() + wait_s, _LENGTH_BYTES
        answers = _pipe(child.stdout).fileno()
        waiting = select.poll()
        waiting.register(answers, select.POLLIN)
        while True:
            if len(self._held) >= _LENGTH_BYTES:
                wanted = _LENGTH_BYTES + int.from_bytes(self._held[:_LENGTH_BYTES], "big")
            if len(self._held) >= wanted:
                frame, self._held = self._held[_LENGTH_BYTES:wanted], self._held[wanted:]
                return frame
            if not waiting.poll(max(0.0, end - time.monotonic()) * 1000):
                if self._held:
                    self._fail(child, "it stopped within an answer")
                return None
            more = os.read(answers, MOST_BYTES)
            if not more or len(self._held) + len(more) > MOST_BYTES:
                self._fail(child, "it broke off")
                return None
            self._held += more

    def _fail(self, child: subprocess.Popen[bytes], reason: str) -> None:
        """End this process, unless that was done."""
        with self._turn:
            if child is self._child:
                log.warning("the process that answers beside this one was ended: %s", reason)
                self._end()

    def _end(self) -> None:
        child, self._child, self._is_ready = self._child, None, False
        if child is None:
            return
        child.kill()
        close_pipes(child)
        child.wait()


def _send(child: subprocess.Popen[bytes], frame: bytes) -> bool:
    """Send a frame, and tell whether the process is there to take it."""
    try:
        write_frame(_pipe(child.stdin), frame)
    except OSError:
        return False
    return True


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # pragma: no cover  both are pipes
        raise BrokenFrameError
    return stream
