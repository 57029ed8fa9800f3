"""Every fault of the delivery protocol, tried on a sender over a Slack that fails: ``make faults``.

    python -m tests.faults [--part posts|slots|kills] [--seed N] [ROW...]

Prints what stands in the channels of that Slack against what was due. Exit status 1 when anything was lost, doubled,
out of place, or otherwise than expected. A ROW is part of the name of a function in ``PARTS``. A run that failed names
its seed, which gives the same moments again. In the parts posts and slots the sender runs in this process, over a
clock of their own; kills starts the whole program, and is the one that takes longer.
"""

import argparse
import logging
import sys
import tempfile
import time
from functools import reduce
from operator import add
from pathlib import Path

from tests.faults import posts, program, slots
from tests.faults.room import Count, Lab, Row

_MEMORY = Path("/dev/shm")  # noqa: S108  a disk in memory: SIGKILL loses nothing that was written to either
_SHOWN = 5
PARTS = {
    "posts": (
        posts.run_kills,
        posts.run_pairs,
        posts.run_replies,
        posts.run_changes,
        posts.run_never_found,
        posts.run_late,
        posts.run_threads,
        posts.run_rate_limits,
        posts.run_rush,
        posts.run_codes,
        posts.run_clocks,
        posts.run_full_disk,
    ),
    "slots": (slots.run_decide_kills, slots.run_slot_clocks, slots.run_race, slots.run_zones),
    "kills": (program.run_program_kills,),
}
_HEAD = ("", "runs", "kills", *Count.__dataclass_fields__)


def main(arguments: list[str]) -> int:
    """Run the rows and print the table; give the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("rows", nargs="*", metavar="ROW")
    given = parser.parse_args(arguments)
    wanted = [row for part, rows in PARTS.items() for row in rows if part in (given.part or PARTS)]
    chosen = [row for row in wanted if not given.rows or any(word in row.__name__ for word in given.rows)]
    logging.disable(logging.CRITICAL)  # a full disk fails many ticks
    _say(_HEAD, "seconds")
    rows, began = [], time.monotonic()
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        lab = Lab(folder=Path(folder), seed=given.seed)
        for make in chosen:
            at = time.monotonic()
            rows.append(make(lab))
            _show(rows[-1], time.monotonic() - at)
    runs, kills = sum(row.runs for row in rows), sum(row.kills for row in rows)
    total = Row(name="all", runs=runs, kills=kills, count=reduce(add, (row.count for row in rows), Count()))
    _show(total, time.monotonic() - began)
    bad = [row for row in rows if not row.is_well]
    count, names = total.count, ", ".join(row.name for row in bad)
    said = f"{count.lost} lost, {count.doubled} doubled, {count.held} unclear and held for a person."
    sys.stdout.write(f"{said}\n" + (f"FAILED with seed {given.seed}: {names}\n" if bad else ""))
    return 1 if bad else 0


def _show(row: Row, seconds: float) -> None:
    figures = (getattr(row.count, name) for name in Count.__dataclass_fields__)
    _say((row.name, row.runs, row.kills, *figures), f"{seconds:.1f}")
    for fault in row.faults[:_SHOWN]:
        sys.stdout.write(f"    ! {fault}\n")
    if len(row.faults) > _SHOWN:
        sys.stdout.write(f"    ! and {len(row.faults) - _SHOWN} more\n")


def _say(cells: tuple[object, ...], seconds: str) -> None:
    first, *others = cells
    sys.stdout.write(f"{first!s:64}" + "".join(f"{each!s:>8}" for each in others) + f"{seconds:>9}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
