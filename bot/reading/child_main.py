"""The process that reads documents, apart from the bot's own memory: started by ``bot.reading.child``."""

import importlib
import os
import signal
import sys
from contextlib import suppress
from typing import IO

import msgspec

from bot.errors import UnreadableDocumentError
from bot.names.lexicon import Lexicon
from bot.reading.child import MAX_ANSWER_BYTES, Answer, Request, Setup, read_frame, write_frame
from bot.reading.pipeline import read_briefing
from bot.reading.received import MAX_BYTES

MAX_FRAME_BYTES = 4 * MAX_BYTES
_NICER = 5
"""Whoever waits for an answer goes before a document: with this, it gets a quarter of a processor both want."""


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until they end; the first frame of all is the set-up."""
    first = read_frame(requests, at_most=MAX_FRAME_BYTES)
    if first is None:
        return
    setup = msgspec.msgpack.decode(first, type=Setup)
    while (frame := read_frame(requests, at_most=MAX_FRAME_BYTES)) is not None:
        request = msgspec.msgpack.decode(frame, type=Request)
        limit_resources(setup)
        try:
            answer = _answer(request, setup.lexicon)
        except UnreadableDocumentError as error:
            answer = Answer(message=error.message, hint=error.hint)
        if len(msgspec.msgpack.encode(answer)) > MAX_ANSWER_BYTES:
            answer = Answer(message=f"{request.source_name} holds too much text.", hint="Split it.")
        write_frame(answers, answer)


def _answer(request: Request, lexicon: Lexicon) -> Answer:
    if request.is_listing:
        from bot.reading.formats.feed import list_entries  # loaded with the first feed, as any other format

        return Answer(listing=list_entries(request.data, source_name=request.source_name))
    found = read_briefing(request.data, source_name=request.source_name, lexicon=lexicon, layouts=request.layouts)
    return Answer(briefing=found)


def limit_resources(setup: Setup) -> None:
    """Allow this process the memory in all, and the processor time from now on, where the system can."""
    with suppress(ImportError):  # not on Windows: there the parent's time limit alone holds
        resource = importlib.import_module("resource")
        used = resource.getrusage(resource.RUSAGE_SELF)
        for which, limit in (
            (resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + setup.cpu_s),
            (resource.RLIMIT_AS, setup.memory_mb * 1024 * 1024),
        ):
            hard = resource.getrlimit(which)[1]
            resource.setrlimit(which, (limit if hard in {resource.RLIM_INFINITY, -1} else min(limit, hard), hard))


def give_way() -> None:
    """Let other processes go first where processors are short (POSIX ``nice``); nothing where the system has none."""
    if hasattr(os, "nice"):
        os.nice(_NICER)


def main() -> None:  # pragma: no cover  runs in the child only, where the tests of ChildReader drive it
    """Serve on standard input and output; what a library prints goes nowhere. Ctrl-C is for the parent to decide."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    give_way()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, sys.stdout.fileno())
    os.close(quiet)
    with answers:
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":  # pragma: no cover  the same
    main()
