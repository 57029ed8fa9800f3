"""Reads documents in a child process with limits, kept warm between documents; the parent stays small and safe."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

from bot.errors import UnreadableDocumentError
from bot.model.briefing import Briefing
from bot.model.intake import FeedListing
from bot.names.lexicon import Lexicon
from bot.reading.received import clean_source_name, refuse_size

# What parent and child say to each other: frames of a length and that many bytes.

MAX_ANSWER_BYTES = 32 * 1024 * 1024
_LENGTH_BYTES = 8


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """The first frame: the names to know, and the limits (``cpu_s`` is for each document)."""

    lexicon: Lexicon
    memory_mb: int
    cpu_s: int


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A document, and the layouts kept by their series.

    ``is_listing`` asks for the entries of a feed instead of the briefing in it.
    """

    source_name: str
    data: bytes
    layouts: Mapping[str, str] = {}
    is_listing: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The child's reply: a briefing, or a feed's entries where those were asked for, or why there is none."""

    briefing: Briefing | None = None
    listing: FeedListing | None = None
    message: str = ""
    hint: str = ""


class BrokenFrameError(Exception):
    """The other side ended within a frame, or announced one that is too long."""


def write_frame(stream: IO[bytes], said: Setup | Request | Answer) -> None:
    """Send one frame and flush."""
    data = msgspec.msgpack.encode(said)
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes], *, at_most: int) -> bytes | None:
    """Return the next frame, or None at the end of the stream; BrokenFrameError within a frame or above ``at_most``."""
    head = stream.read(_LENGTH_BYTES)
    if not head:
        return None
    length = int.from_bytes(head, "big")
    data = stream.read(length) if len(head) == _LENGTH_BYTES and length <= at_most else b""
    if not data or len(data) < length:
        raise BrokenFrameError
    return data


_COMMAND = (sys.executable, "-P", "-m", "bot.reading.child_main")
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_BYTES_A_CHILD = 64 * 1024 * 1024
"""After so many bytes another child takes the place of one: what is kept of texts grows with them."""
_BYTES_A_DOCUMENT = 128 * 1024
"""A document counts for so many more than it has."""


class ChildReader:
    """Reads documents in one child process, started with the first of them, one at a time; thread-safe."""

    def __init__(
        self,
        lexicon: Lexicon,
        *,
        timeout_s: float = 60,
        memory_mb: int = 1024,
        cpu_s: int = 15,
        end_s: float = 1,
        command: Sequence[str] = _COMMAND,
    ) -> None:
        self._setup = Setup(lexicon=replace(lexicon, lists=()), memory_mb=memory_mb, cpu_s=cpu_s)
        self._timeout_s = timeout_s
        self._end_s = end_s
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._read_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        """Return the briefing in these bytes, or raise UnreadableDocumentError; a dead child is replaced next time.

        ``layouts`` are those kept, as TOML by the key of their series (see ``bot.reading.pipeline``).
        """
        answer = self._ask(Request(source_name=clean_source_name(source_name), data=data, layouts=layouts or {}))
        if answer.briefing is None:
            raise UnreadableDocumentError(answer.message, hint=answer.hint)
        return answer.briefing

    def list_entries(self, data: bytes, *, source_name: str) -> FeedListing:
        """Return the entries of the feed in these bytes, or raise UnreadableDocumentError."""
        answer = self._ask(Request(source_name=clean_source_name(source_name), data=data, is_listing=True))
        if answer.listing is None:
            raise UnreadableDocumentError(answer.message, hint=answer.hint)
        return answer.listing

    def close(self) -> None:
        """End the child, if there is one; the reader may be used again."""
        with self._lock:
            self._end()

    def _ask(self, request: Request) -> Answer:
        name = request.source_name
        refuse_size(request.data, source_name=name)
        with self._lock:
            try:
                child = self._start()
            except OSError as error:
                raise UnreadableDocumentError(
                    f"{name} was not read: no process could be started for it.", hint="Try again in a while."
                ) from error
            end = time.monotonic() + self._timeout_s
            watch = threading.Timer(self._timeout_s, child.kill)
            watch.daemon = True
            watch.start()
            try:
                answer = self._exchange(child, request)
            except (OSError, BrokenFrameError, msgspec.DecodeError) as error:
                self._end()
                what = (
                    f"took longer than {self._timeout_s:g} seconds"
                    if time.monotonic() >= end
                    else "is too large or damaged"
                )
                raise UnreadableDocumentError(
                    f"{name} {what}.", hint="Save it again as PDF or text, in parts if it is long."
                ) from error
            finally:
                watch.cancel()
            if self._read_bytes >= _BYTES_A_CHILD or time.monotonic() >= end:
                self._end()
            return answer

    def _exchange(self, child: subprocess.Popen[bytes], request: Request) -> Answer:
        if child.stdin is None or child.stdout is None:  # pragma: no cover  both are pipes
            raise BrokenFrameError
        if not self._read_bytes:
            write_frame(child.stdin, self._setup)
        self._read_bytes += len(request.data) + _BYTES_A_DOCUMENT
        write_frame(child.stdin, request)
        return msgspec.msgpack.decode(read_frame(child.stdout, at_most=MAX_ANSWER_BYTES) or b"", type=Answer)

    def _start(self) -> subprocess.Popen[bytes]:
        """Return the living child, started now if need be: without secrets of ours in its environment."""
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        self._child = subprocess.Popen(  # noqa: S603  our own interpreter and module, no shell
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**kept, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONUTF8": "1"},
        )
        return self._child

    def _end(self) -> None:
        child, self._child, self._read_bytes = self._child, None, 0
        if child is None:
            return
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what was still to be sent has no reader any more
                if pipe is not None:
                    pipe.close()
        try:
            child.wait(timeout=self._end_s)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
