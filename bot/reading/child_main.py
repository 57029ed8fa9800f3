"""The process that reads documents, apart from the bot's own memory: started by ``bot.reading.child``."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import IO, Any

import msgspec

from bot.errors import UnreadableDocumentError
from bot.model.briefing import Briefing
from bot.model.intake import FeedListing
from bot.reading.child import MAX_ANSWER_BYTES, Answer, Request, Setup, read_frame, write_frame
from bot.reading.pipeline import read_briefing
from bot.reading.received import MAX_BYTES, clean_source_name

MAX_FRAME_BYTES = 4 * MAX_BYTES
_NICER = 5
"""Whoever waits for an answer goes before a document: with this, it gets a quarter of a processor both want."""


def serve(
    requests: IO[bytes], answers: IO[bytes], *, read: Callable[..., Briefing], limit: Callable[[Setup], None]
) -> None:
    """Answer requests (a ``Request``, then a document's bytes) until they end; the first frame of all is the set-up."""
    first = read_frame(requests, at_most=MAX_FRAME_BYTES)
    if first is None:
        return
    setup = msgspec.json.decode(first, type=Setup)
    lexicon = setup.lexicon
    while (frame := read_frame(requests, at_most=MAX_FRAME_BYTES)) is not None:
        request = msgspec.json.decode(frame, type=Request)
        data = read_frame(requests, at_most=MAX_FRAME_BYTES) or b""
        name = request.source_name
        limit(setup)
        try:
            if request.is_listing:
                answer = Answer(listing=_list_entries(data, source_name=name))
            else:
                answer = Answer(briefing=read(data, source_name=name, lexicon=lexicon, layouts=request.layouts))
        except UnreadableDocumentError as error:
            answer = Answer(message=error.message, hint=error.hint)
        encoded = msgspec.json.encode(answer)
        if len(encoded) > MAX_ANSWER_BYTES:
            refused = Answer(message=f"{clean_source_name(name)} holds too much text.", hint="Split it.")
            encoded = msgspec.json.encode(refused)
        write_frame(answers, encoded)


def _list_entries(data: bytes, *, source_name: str) -> FeedListing:
    from bot.reading.formats.feed import list_entries  # loaded with the first feed, as any other format

    return list_entries(data, source_name=source_name)


def limit_resources(setup: Setup, *, module: str = "resource") -> None:
    """Allow this process the memory in all, and the processor time from now on, where the system can."""
    try:
        resource = importlib.import_module(module)
    except ImportError:  # not on Windows: there the parent's time limit alone holds
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource, resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + setup.cpu_s)
    _lower(resource, resource.RLIMIT_AS, setup.memory_mb * 1024 * 1024)


def _lower(resource: Any, which: int, soft: int) -> None:  # noqa: ANN401  a module that not every system has
    _, hard = resource.getrlimit(which)
    unlimited = hard in {resource.RLIM_INFINITY, -1}
    resource.setrlimit(which, (soft if unlimited else min(soft, hard), hard))


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
        serve(sys.stdin.buffer, answers, read=read_briefing, limit=limit_resources)


if __name__ == "__main__":  # pragma: no cover  the same
    main()
