"""A second process that answers a question while this one answers others; what it cannot answer is answered here.

It holds nothing but a reading of the store and the names we know. It is asked only while another question is being
answered, one at a time, so that nobody waits for it who would not wait for the other; where it fails, or is late, the
answer is made here and another process takes its place in a while.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec
from slack_bolt import BoltResponse

import bot
from bot.reading.child_frames import BrokenFrameError, read_frame, write_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.config import Settings
    from bot.slack.relief import Question

_COMMAND = (sys.executable, "-P", "-m", "bot.bootstrap.relief_main")
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_LATE_S = 1.0
"""Who is answered elsewhere waits so long at most before it is done here: Slack gives three seconds in all."""
_PATIENCE_S = 0.01
"""So long it is worth waiting for the process to be free: two that compute here take longer than one after another."""
_REST_S = 60.0
MOST_BYTES = 1024 * 1024
READY = b"ready"
"""The first frame that the process sends."""


class ReliefProcess:
    """The process and what is asked of it; ``start`` it before it is of use. Safe to share between threads.

    ``answered`` counts what it answered; ``rest_s`` is from one start of a process to the next.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        command: Sequence[str] = _COMMAND,
        late_s: float = _LATE_S,
        rest_s: float = _REST_S,
    ) -> None:
        self._setup = msgspec.json.encode(settings, enc_hook=str)
        self._command = tuple(command)
        self._late_s = late_s
        self._rest_s = rest_s
        self.answered = 0
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
        """End the process, if there is one."""
        with self._turn:
            self._end()

    def _prepare(self, wait_s: float) -> bool:
        """Tell whether the process is ready, after starting one where there is none and it is time to."""
        if self._child is None and time.monotonic() - self._started_at >= self._rest_s:
            self._launch()
        if self._child is not None and not self._is_ready:
            self._is_ready = self._exchange(None, wait_s) == READY
        return self._is_ready

    def _launch(self) -> None:
        self._started_at = time.monotonic()
        home = Path(bot.__file__).resolve().parent.parent
        kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        try:
            self._child = subprocess.Popen(  # noqa: S603  our own interpreter and module, no shell
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**kept, "PYTHONPATH": str(home), "PYTHONUTF8": "1"},
            )
            write_frame(_pipe(self._child.stdin), self._setup)
        except OSError:
            self._end()

    def _ask(self, question: Question) -> str | None:
        answer = self._exchange(msgspec.json.encode(question), self._late_s)
        if answer is None:
            self._end()  # it failed or is late: its answer may not become that of the next question
        self.answered += bool(answer)
        return answer.decode() if answer else None

    def _exchange(self, asked: bytes | None, wait_s: float) -> bytes | None:
        """Give the next frame, after asking for it; None where none came in time."""
        child = self._child
        if child is None:
            return None
        try:
            if asked is not None:
                write_frame(_pipe(child.stdin), asked)
            answers = _pipe(child.stdout)
            waiting = select.poll()
            waiting.register(answers, select.POLLIN)
            if not waiting.poll(wait_s * 1000):
                return None
            answer = read_frame(answers, at_most=MOST_BYTES)
        except (OSError, BrokenFrameError):
            answer = None
        if answer is None:
            self._end()
        return answer

    def _end(self) -> None:
        child, self._child, self._is_ready = self._child, None, False
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be sent has no reader any more
                    continue
        child.wait()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # pragma: no cover  both are pipes
        raise BrokenFrameError
    return stream
