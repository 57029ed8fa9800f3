"""Every fault of the delivery protocol, tried on a sender that is a process of its own: ``make faults``.

    python -m tests.faults [--short] [--seed N] [ROW...]

Prints what a Slack that fails counted in its channels against what was due. Exit status 1 when anything was lost,
doubled, out of place, or otherwise than expected. A ROW is part of the name of a function in ``ROWS``.
A run that failed names its seed, which gives the same moments again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from functools import reduce
from operator import add
from pathlib import Path

from tests.faults import posts, program, slots, zones
from tests.faults.lab import Lab, Row

_MEMORY = Path("/dev/shm")  # noqa: S108  a disk in memory: SIGKILL loses nothing that was written to either
_SHOWN = 5
ROWS = (
    posts.run_kills,
    posts.run_pairs,
    posts.run_replies,
    posts.run_never_found,
    posts.run_late,
    posts.run_threads,
    posts.run_rate_limits,
    posts.run_codes,
    slots.run_decide_kills,
    slots.run_slot_clocks,
    posts.run_clocks,
    posts.run_full_disk,
    slots.run_race,
    zones.run_zones,
    program.run_rush,
    program.run_program_kills,
)
_HEAD = ("", "runs", "kills", "due", "once", "doubled", "lost", "held", "ended", "wrong")


def main(arguments: list[str]) -> int:
    """Run the rows and print the table; give the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("rows", nargs="*", metavar="ROW")
    given = parser.parse_args(arguments)
    chosen = [row for row in ROWS if not given.rows or any(word in row.__name__ for word in given.rows)]
    _say(_HEAD, "seconds")
    rows = []
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        lab = Lab(folder=Path(folder), short=given.short, seed=given.seed)
        for make in chosen:
            began = time.monotonic()
            rows.append(make(lab))
            _show(rows[-1], f"{time.monotonic() - began:.1f}")
    runs, kills = sum(row.runs for row in rows), sum(row.kills for row in rows)
    total = Row(name="all", runs=runs, kills=kills, count=reduce(add, (row.count for row in rows)))
    _show(total, "")
    bad = [row for row in rows if not row.is_well]
    sys.stdout.write(
        f"FAILED with seed {given.seed}: {', '.join(row.name for row in bad)}\n"
        if bad
        else "Nothing lost, nothing twice.\n"
    )
    return 1 if bad else 0


def _show(row: Row, seconds: str) -> None:
    count = row.count
    figures = (count.due, count.posted, count.doubled, count.lost, count.held, count.ended, count.wrong)
    _say((row.name, row.runs, row.kills, *figures), seconds)
    for fault in row.faults[:_SHOWN]:
        sys.stdout.write(f"    ! {fault}\n")
    if len(row.faults) > _SHOWN:
        sys.stdout.write(f"    ! and {len(row.faults) - _SHOWN} more\n")


def _say(cells: tuple[object, ...], seconds: str) -> None:
    first, *others = cells
    sys.stdout.write(f"{first!s:56}" + "".join(f"{each!s:>9}" for each in others) + f"{seconds:>9}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
