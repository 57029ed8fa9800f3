"""The second process that answers questions: started by ``bot.bootstrap.relief``, over standard input and output."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path
from typing import IO

import msgspec

from bot.bootstrap.parts import open_lookup
from bot.bootstrap.relief import MOST_BYTES, READY, Setup
from bot.clock import FixedClock, SystemClock
from bot.config import Settings
from bot.lazy_re import compile_all
from bot.reading.child_frames import read_frame, write_frame
from bot.services.access.licences import Licences
from bot.slack.listeners.relieved import answer_alone
from bot.slack.relief import Question
from bot.slack.services import Services


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer questions until they end: the first frame holds the ``Setup``, an empty answer says "not by me".

    What was set up by another version gets no answer: its database is not opened, which would bring it up to date.
    """
    first = read_frame(requests, at_most=MOST_BYTES)
    setup = msgspec.json.decode(first, type=Setup) if first is not None else None
    if setup is None or setup.version != Setup(db=b"", prefix="", pinyin=True).version:
        return
    settings = Settings(db=Path(os.fsdecode(setup.db)), command_prefix=setup.prefix, pinyin=setup.pinyin)
    clock = FixedClock(SystemClock().now())
    store, lookup = open_lookup(settings, create=False, meaning=None)
    services = Services(lookup=lookup, clock=clock, prefix=settings.command_prefix, licences=Licences(store))
    compile_all()
    gc.collect()
    gc.freeze()
    write_frame(answers, READY)
    try:
        while (asked := read_frame(requests, at_most=MOST_BYTES)) is not None:
            question = msgspec.json.decode(asked, type=Question)
            clock.at = question.at
            write_frame(answers, (answer_alone(question, services) or "").encode())
    finally:
        store.close()


def main() -> None:  # pragma: no cover  runs in the process only, where the tests of ReliefProcess drive it
    """Serve on standard input and output; what a library prints goes nowhere. Ctrl-C is for the parent to decide."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, sys.stdout.fileno())
    os.close(quiet)
    with answers:
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":  # pragma: no cover  the same
    main()
