"""Try what would break the bot: ``make hostile``.

First each hostile document (``tests/reading/hostile_set.py``), read while somebody asks: how long it took and what came
of it, the largest memory of the parent (its child, which reads, has limits of its own), and how long answers took
meanwhile beside how long they take at rest.

``--doublings`` reads documents of many shapes in every format (``tests/reading/doublings.py``) at four sizes, each
twice the one before, and prints seconds of the processor, and beside them how many times those of the size before. In
proportion is 2.0; what grows with the square shows 4.0. Some shapes are stored too. ``--format md,pdf`` and
``--shape same`` choose among them.

``--fuzz N`` puts N made-up commands through the whole app, a quarter as the language has it and the rest noise, and
damages N/200 files of each kind at random: nothing may be raised, logged as an error, or hang. ``--seed`` says which.

The status is 1 when a document or an answer took too long or too much memory, when a doubling took more than three
times as long twice in a row, or when a made-up command or a damaged file failed.
"""

import datetime as dt
import gc
import logging
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path

from bot.app import Application
from bot.cli.text import render_message
from bot.errors import GongbaoError, UnreadableDocumentError
from bot.reading.child import ChildReader
from bot.reading.pipeline import read_briefing
from tests.benchmarks.common import (
    LEXICON,
    ROOT,
    build_parser,
    find_memory_mb,
    ingest,
    ingest_samples,
    open_app,
    print_table,
    say_met,
)
from tests.made_up_commands import make_command, make_noise
from tests.reading.doublings import RENDERINGS, SHAPES, list_documents
from tests.reading.hostile_set import MUTATED, mutate

NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
BUILD = """
import sys
from pathlib import Path
from tests.reading.hostile_set import HOSTILE
for name, build in HOSTILE.items():
    Path(sys.argv[1], name).write_bytes(build())
"""
MOST_MB = 300
LONGEST_S = 20.0
SMALLEST = 100
DOUBLINGS = 3
MOST_TIMES = 3.0
"""Times that a doubling may cost before it counts: single figures of a busy machine swing by a half."""
SHORT_S = 0.2
"""What takes less says nothing."""
STORED = ("same paragraphs", "dated bullets", "labelled items", "table", "company news", "one title, one number")
BATCH = 5000
"""Commands of one batch; each begins with a fresh database, since commands also subscribe and save."""
SLOWEST = 5
PER_DAMAGED = 200
"""Commands for each damaged file of a kind."""


def read_hostile(app: Application, folder: Path) -> bool:
    """Print what comes of each file of a folder; return whether each ended in time."""
    rows = []
    for path in sorted(folder.glob("*")):
        data, start = path.read_bytes(), time.perf_counter()
        try:
            report = ingest(app, path.name, data, dry_run=True)
            said = f"kept: {len(report.briefing.items)} items, {len(report.briefing.unread)} unread"
        except GongbaoError as error:
            said = f"refused: {error}"
        rows.append((path.name, len(data) / 1e6, time.perf_counter() - start, said[:110]))
    print_table(("document", "MB", "seconds", "what came of it"), rows)
    return all(took <= LONGEST_S for _, _, took, _ in rows)


def try_documents() -> bool:
    """Read every hostile document while somebody asks; return whether all limits were kept."""
    times: list[float] = []
    done = threading.Event()

    with tempfile.TemporaryDirectory() as held, tempfile.TemporaryDirectory() as documents:
        # Built by another process: a bomb takes memory before it is packed.
        subprocess.run([sys.executable, "-c", BUILD, documents], check=True, cwd=ROOT)
        with open_app(Path(held) / "g.db", NOW) as app:
            ingest_samples(app)

            def ask() -> None:
                start = time.perf_counter()
                app.workspace.command("/policy data security")
                times.append((time.perf_counter() - start) * 1000)

            def keep_asking() -> None:
                while not done.wait(0.02):
                    ask()

            for _ in range(200):
                ask()
            rest = statistics.median(times)
            times.clear()
            asking = threading.Thread(target=keep_asking)
            asking.start()
            in_time = read_hostile(app, Path(documents))
            done.set()
            asking.join()
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    peak, middle = find_memory_mb("VmHWM"), cuts[49]
    print(f"\nlargest memory of the parent: {peak:.0f} MB (at most {MOST_MB}: {say_met(met=peak < MOST_MB)})")
    print(f"answers meanwhile: {len(times)}, median {middle:.1f} ms, p99 {cuts[98]:.1f} ms")
    print(f"answers at rest: median {rest:.1f} ms; ratio of medians {middle / rest:.1f}")
    return in_time and peak < MOST_MB


def time_s(work: Callable[[], object]) -> float:
    """Return the processor seconds of one run."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def print_doublings(what: str, times: list[float]) -> bool:
    """Print a line; return whether it grew in proportion."""
    ratios = [after / before if before else 0 for before, after in pairwise(times)]
    grown = [ratio for ratio, took in zip(ratios, times[1:], strict=True) if took >= SHORT_S]
    is_late = len(grown) > 1 and min(grown[-2:]) > MOST_TIMES
    cells = "".join(f"{took:9.2f} ×{ratio:4.1f}" for took, ratio in zip(times[1:], ratios, strict=True))
    print(f"{what:42}{times[0]:8.2f}{cells}{'   GROWS FASTER' if is_late else ''}", flush=True)
    return not is_late


def try_reading(data: bytes, name: str) -> None:
    """Read a document; one that is refused counts with the time that this took."""
    with suppress(UnreadableDocumentError):
        read_briefing(data, source_name=name, lexicon=LEXICON)


def time_storing(text: str) -> tuple[float, float, float]:
    """Return the seconds of storing a briefing, of its correction, and of taking that back; reading is in the child."""
    corrected = text.replace("MIIT", "SASAC").replace("region", "zone")
    with tempfile.TemporaryDirectory() as folder, open_app(Path(folder) / "g.db", NOW) as app:
        stored, changed = (time_s(partial(ingest, app, "a.md", each.encode())) for each in (text, corrected))
        return stored, changed, time_s(lambda: app.services.ingest.undo(1, by="bench", now=NOW))


def try_doublings(formats: str, shapes: str) -> bool:
    """Print how long doubled documents take to read and to store; return whether all grew in proportion."""
    sizes = [SMALLEST * 2**step for step in range(DOUBLINGS + 1)]
    try_reading(b"# Notes\n\n- *4 March 2024:* MIIT issued a notice.\n", "warm.md")
    good = True
    print(f"{'reading, by number of things':42}{''.join(f'{size:>14}' for size in sizes)}")
    for (shape, ending), build in list_documents().items():
        if ending in formats.split(",") and shapes in shape:
            times = [time_s(partial(try_reading, build(size), f"a.{ending}")) for size in sizes]
            good &= print_doublings(f"{ending:5}{shape}", times)
    print("storing")
    for shape in (each for each in STORED if shapes in each):
        found = [time_storing(SHAPES[shape](size)) for size in sizes]
        for step, stored in zip(("first", "corrected", "taken back"), zip(*found, strict=True), strict=True):
            good &= print_doublings(f"{step:13}{shape}", list(stored))
    return good


class LastError(logging.Handler):
    """Keeps the last error that was logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.message = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.message = record.getMessage()


def try_commands(batch: tuple[int, int]) -> tuple[list[str], list[tuple[float, str]]]:
    """Try so many commands with this seed; return those that failed, and the slowest with their milliseconds."""
    seed, count = batch
    logged = LastError()
    logging.getLogger().addHandler(logged)
    chance = random.Random(seed)  # noqa: S311  the same commands in every run
    failed: list[str] = []
    times: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory() as scratch, open_app(Path(scratch) / "g.db", NOW) as app:
        ingest_samples(app)
        for number in range(count):
            command = make_command(chance) if number % 4 == 0 else make_noise(chance)
            start, logged.message = time.thread_time(), ""
            try:
                shown = render_message(app.workspace.command(command).payload).strip()
                fault = logged.message or ("" if shown else "nothing to show")
            except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
                fault = repr(error)
            times.append(((time.thread_time() - start) * 1000, command))
            failed += [f"{command!r}: {fault}"] if fault else []
    return failed, sorted(times, reverse=True)[:SLOWEST]


def damage_files(kind: str, count: int, seed: int) -> list[str]:
    """Read so many damaged files of a kind; return those that ended in a bug, a hang or a dead child."""
    chance = random.Random(f"{seed} {kind}")  # noqa: S311  the same damage in every run
    sound = MUTATED[kind]()
    failed: list[str] = []
    with ChildReader(LEXICON) as reader:
        for number in range(count):
            try:
                reader.read(source_name=f"{number}.{kind}", data=mutate(sound, chance))
            except UnreadableDocumentError as error:
                if not error.hint or "took longer" in error.message or "too large or damaged" in error.message:
                    failed.append(error.message)
    return failed


def try_fuzz(wanted: int, seed: int) -> bool:
    """Try so many made-up commands, and damaged files; return whether all ended well."""
    batches = [(seed + start, min(BATCH, wanted - start)) for start in range(0, wanted, BATCH)]
    with ProcessPoolExecutor() as pool:
        ended = list(pool.map(try_commands, batches))
    failed = [fault for faults, _ in ended for fault in faults]
    print(f"{wanted:,} made-up commands through the whole app: {len(failed)} failed")
    for ms, command in sorted((each for _, slowest in ended for each in slowest), reverse=True)[:SLOWEST]:
        print(f"  slowest: {ms:8.1f} ms of the processor  {ascii(command)[:160]}")
    damaged = [fault for kind in MUTATED for fault in damage_files(kind, wanted // PER_DAMAGED, seed)]
    print(f"{wanted // PER_DAMAGED * len(MUTATED):,} damaged files: {len(damaged)} failed")
    for fault in (*failed[:20], *damaged[:20]):
        print(f"  failed: {fault}")
    return not failed and not damaged


def main() -> int:
    """Try the documents, and what else is asked for."""
    parser = build_parser(__doc__)
    parser.add_argument("--doublings", action="store_true")
    parser.add_argument("--format", default=",".join(RENDERINGS))
    parser.add_argument("--shape", default="")
    parser.add_argument("--fuzz", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    good = try_documents()
    if asked.doublings:
        good &= try_doublings(asked.format, asked.shape)
    if asked.fuzz:
        good &= try_fuzz(asked.fuzz, asked.seed)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
