"""Print how reading's and storing's processor time grows when documents double: ``make growth``.

Each line is a shape in a format (``tests/reading/growing_set.py``, ``growing_forms.py``) at four sizes, each twice the
one before: seconds, and beside them how many times those of the size before. In proportion is 2.0; what grows with the
square shows 4.0.
``STORED`` below are the shapes that are stored too: first read, corrected, corrected in what their policies are known
by, read from a second publisher, which is corrected so that its number unites nothing, taken back; those in ``UNITED``
become one policy by what the second publisher prints, also where a person parted two of them before, or by a person's
word.
The status is 1 where the last doubling took more than three times as long twice in a row. ``--format md,pdf`` and
``--shape same`` choose, ``--size`` is where it begins.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import sys
import tempfile
import time
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap import bootstrap, read_reference
from bot.clock import FixedClock
from bot.config import Settings
from bot.errors import UnreadableDocumentError
from bot.reading.pipeline import read_briefing
from bot.store.merges import keep_apart
from bot.store.policies import refresh_policy
from bot.store.unions import settle_unions, unite
from tests.feed_lister import FeedLister
from tests.reading.growing_forms import list_documents
from tests.reading.growing_set import RENDERINGS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.bootstrap import Application
    from bot.domain.lexicon import Lexicon
    from bot.domain.records.briefing import Briefing

NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
DOUBLINGS = 3
MOST = 3.0
"""Times that a doubling may cost before it counts: single figures of a busy machine swing by a half."""
SHORT_S = 0.2
"""What takes less says nothing."""
STEPS = (
    *("first", "corrected", "renamed", "second", "it parted", "it renamed"),
    *("put back", "united again", "taken back"),
)
RENAMED = {"起重机": "升降机", "设备": "装置", "Cranes": "Hoists", "Measures": "Rules", "装〔": "科〔", "关于": "有关"}
STORED = (
    *("same paragraphs", "near-same paragraphs", "dated bullets", "labelled items", "table", "company news"),
    *("one title, one number", "one English title", "one number, many titles", "one title, many numbers"),
    *("policies that refer", "one policy, all refer to it", "known companies in one", "deadlines in one"),
)
NUMBER = ", 工信部装〔2024〕12号"
PARTED = "by a number, two parted"
UNITED = {
    "by a number": "one number, many titles",
    PARTED: "one number, many titles",
    "by a person": "policies that refer",
}
"""What makes one policy of many, and the shape whose policies those are."""


class HeldReader(FeedLister):
    """A Reader that gives a briefing read before, so that storing alone is timed."""

    briefing: Briefing

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        """Give it."""
        del source_name, data
        return self.briefing


def time_s(work: Callable[[], object]) -> float:
    """Give the processor seconds of one run."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def show(what: str, times: list[float]) -> bool:
    """Print a line; tell whether it grew in proportion."""
    ratios = [after / before if before else 0 for before, after in pairwise(times)]
    grown = [ratio for ratio, took in zip(ratios, times[1:], strict=True) if took >= SHORT_S]
    is_late = len(grown) > 1 and min(grown[-2:]) > MOST
    cells = "".join(f"{took:9.2f} ×{ratio:4.1f}" for took, ratio in zip(times[1:], ratios, strict=True))
    print(f"{what:42}{times[0]:8.2f}{cells}{'   GROWS FASTER' if is_late else ''}", flush=True)
    return not is_late


def try_reading(data: bytes, name: str, lexicon: Lexicon) -> None:
    """Read a document; one that is refused counts with the time that this took."""
    try:
        read_briefing(data, source_name=name, lexicon=lexicon)
    except UnreadableDocumentError:
        return


def store(app: Application, reader: HeldReader, text: str, lexicon: Lexicon, *, united: str = "") -> Iterator[float]:
    """Give the seconds of each of STEPS; the second publisher makes one policy of all, or a person does before that."""
    briefings: list[str | None] = []

    def ingest(written: str) -> float:
        data = written.encode()
        reader.briefing = read_briefing(data, source_name="a.md", lexicon=lexicon)

        def run() -> None:
            briefings.append(app.ingest.ingest(source_name="a.md", data=data, by="bench", now=NOW).briefing_id)

        return time_s(run)

    first = text.replace(NUMBER, "") if united else text
    yield ingest(first)
    yield ingest(first.replace("MIIT", "SASAC").replace("region", "zone"))
    yield ingest(rename(first))
    ingest(first)
    if united == "by a person":
        unite_all(app)
    if united == PARTED:
        part_two(app)
    second = text.replace("Harbour Notes", "Other Letter")
    yield ingest(second)
    yield ingest(f"{second.replace(NUMBER, '')}\n- *5 March 2024:* MIIT issued a notice on winches.\n")
    yield ingest(rename(second))
    for _ in range(3):
        yield time_s(lambda: app.ingest.undo(int((briefings[-1] or "B0")[1:]), by="bench", now=NOW))


def rename(text: str) -> str:
    """Give a text in which the policies are known by other titles and numbers."""
    for old, new in RENAMED.items():
        text = text.replace(old, new)
    return text


def unite_all(app: Application) -> None:
    """Say that all policies held are one, each with the next."""
    with app.store.write() as db:
        numbers = [row[0] for row in db.execute("SELECT id FROM policies WHERE active ORDER BY id").fetchall()]
        for one, other in pairwise(numbers):
            unite(db, one, other)
        settle_unions(db, numbers, now=NOW)
        refresh_policy(db, numbers[0])


def part_two(app: Application) -> None:
    """Say that the first two policies held are two."""
    with app.store.write() as db:
        one, other = (
            row[0] for row in db.execute("SELECT id FROM policies WHERE active ORDER BY id LIMIT 2").fetchall()
        )
        keep_apart(db, one, other)


def main() -> int:
    """Print all lines; the status is 1 where one grew faster than in proportion."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", default=",".join(RENDERINGS))
    parser.add_argument("--shape", default="")
    parser.add_argument("--size", type=int, default=100)
    asked = parser.parse_args()
    sizes = [asked.size * 2**step for step in range(DOUBLINGS + 1)]
    lexicon = read_reference()
    try_reading(b"# Notes\n\n- *4 March 2024:* MIIT issued a notice.\n", "warm.md", lexicon)
    good = True
    print(f"{'reading, by number of things':42}{''.join(f'{size:>14}' for size in sizes)}")
    for (shape, ending), build in list_documents().items():
        if ending in asked.format.split(",") and asked.shape in shape:
            files = [build(size) for size in sizes]
            times = [time_s(partial(try_reading, data, f"a.{ending}", lexicon)) for data in files]
            good &= show(f"{ending:5}{shape}", times)
    print("storing")
    for title, shape in {**{shape: shape for shape in STORED}, **UNITED}.items():
        if asked.shape not in title:
            continue
        found: list[list[float]] = []
        for size in sizes:
            reader = HeldReader()
            with (
                tempfile.TemporaryDirectory() as folder,
                bootstrap(Settings(db=Path(folder) / "g.db"), clock=FixedClock(NOW), create=True, reader=reader) as app,
            ):
                united = title if title in UNITED else ""
                found.append(list(store(app, reader, SHAPES[shape](size), lexicon, united=united)))
        for step, stored in zip(STEPS, zip(*found, strict=True), strict=True):
            good &= show(f"{step:13}{title}", list(stored))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
