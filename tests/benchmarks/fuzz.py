"""Try made-up commands through the whole Bolt app, and print how many failed, how long they took, and the slowest.

A quarter is put together as the language has it, the rest is noise: odd signs, keys with odd values, any characters.
Each goes through parsing, search and rendering to the finished payload and its text in a terminal, over the sample
briefings; nothing may be raised or logged as an error. ``FUZZED`` says how many (default 200,000), ``SEED`` which
(default 0).
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import random
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from bot.bootstrap import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings, find_data_folder
from tests.made_up_commands import make_command, make_noise

NOW = dt.datetime(2025, 4, 10, 12, tzinfo=dt.UTC)
SLOWEST = 5
BATCH = 5000
"""Commands of one batch; each begins with a fresh database, since commands also subscribe and save."""

Tried = tuple[float, str]


class Errors(logging.Handler):
    """Keeps the last error that was logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.last = record.getMessage()


def try_batch(batch: tuple[int, int]) -> tuple[int, list[str], list[Tried]]:
    """Try so many commands with this seed; give their number, those that failed, and the slowest."""
    seed, count = batch
    errors = Errors()
    logging.getLogger().addHandler(errors)
    chance = random.Random(seed)  # noqa: S311  the same commands in every run
    failed: list[str] = []
    slowest: list[Tried] = []
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(db=Path(scratch) / "fuzz.db", semantic=False)
        with bootstrap(settings, clock=FixedClock(NOW), create=True) as app:
            for path in sorted(find_data_folder("briefings").glob("*.md")):
                app.ingest.ingest(source_name=path.name, data=path.read_bytes(), by="fuzz", now=NOW)
            for number in range(count):
                command = make_command(chance) if number % 4 == 0 else make_noise(chance)
                start, errors.last = time.thread_time(), ""
                fault = ""
                try:
                    screen = app.workspace.command(command)
                    if not render_message(screen.payload).strip():
                        fault = "nothing to show"
                except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
                    fault = repr(error)
                fault = fault or errors.last
                slowest = sorted([*slowest, ((time.thread_time() - start) * 1000, command)], reverse=True)[:SLOWEST]
                failed += [f"{command!r}: {fault}"] if fault else []
    return count, failed, slowest


def main() -> int:
    """Try them all, in as many processes as there are processors."""
    wanted = int(os.environ.get("FUZZED", "200000"))
    first = int(os.environ.get("SEED", "0"))
    batches = [(first + start, min(BATCH, wanted - start)) for start in range(0, wanted, BATCH)]
    began = time.perf_counter()
    tried, failed, slowest = 0, [], []  # type: ignore[var-annotated]
    with ProcessPoolExecutor() as pool:
        for count, faults, slow in pool.map(try_batch, batches):
            tried += count
            failed += faults
            slowest = sorted([*slowest, *slow], reverse=True)[:SLOWEST]
            print(f"\r{tried:,} of {wanted:,} tried, {len(failed)} failed", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    took = time.perf_counter() - began
    print(f"{tried:,} made-up commands through the whole app in {took:.0f} s: {len(failed)} failed")
    for fault in failed[:20]:
        print(f"  failed: {fault}")
    for ms, command in slowest:
        print(f"  slowest: {ms:8.1f} ms of the processor  {ascii(command)[:160]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
