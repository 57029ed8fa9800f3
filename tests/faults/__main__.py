"""Every fault of the delivery protocol, tried on a sender over a Slack that fails: ``make faults``.

    python -m tests.faults [--part posts|slots|kills] [--seed N] [ROW...]

Prints what stands in the channels of that Slack against what was due. Exit status 1 when anything was lost, doubled,
out of place, or otherwise than expected. A ROW is part of the name of one of the functions ``run_…``. A run that failed
names its seed, which gives the same moments again. In the parts posts and slots the sender runs in this process, over a
clock of their own; kills starts the whole program, and is the one that takes longer.
"""

import logging
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.common import build_parser
from tests.faults import posts, program, slots
from tests.faults.room import Count, Lab, Row

_MEMORY = Path("/dev/shm")  # noqa: S108  a disk in memory: SIGKILL loses nothing that was written to either
_SHOWN = 5
PARTS = {"posts": posts, "slots": slots, "kills": program}


def main() -> int:
    """Run the rows and print the table; give the exit status."""
    parser = build_parser(__doc__)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("rows", nargs="*", metavar="ROW", default=[""])
    given = parser.parse_args()
    makers = [
        vars(PARTS[part])[name]
        for part in given.part or PARTS
        for name in vars(PARTS[part])
        if _is_wanted(name, given.rows)
    ]
    logging.disable(logging.CRITICAL)  # a full disk fails many ticks
    _say(("", "runs", "kills", *Count.__dataclass_fields__), "seconds")
    total, bad = Row(name="all"), []
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        lab = Lab(folder=Path(folder), seed=given.seed)
        for make in makers:
            at = time.monotonic()
            row: Row = make(lab)
            _show(row, time.monotonic() - at)
            total.add(row.count, runs=row.runs, kills=row.kills)
            bad += [] if row.is_well else [row.name]
    _show(total, time.monotonic() - began)
    count = total.count
    print(f"{count.lost} lost, {count.doubled} doubled, {count.held} unclear and held for a person.")
    if bad:
        print(f"FAILED with seed {given.seed}: {', '.join(bad)}")
    return 1 if bad else 0


def _is_wanted(name: str, rows: list[str]) -> bool:
    return name.startswith("run_") and any(word in name for word in rows)


def _show(row: Row, seconds: float) -> None:
    figures = (getattr(row.count, name) for name in Count.__dataclass_fields__)
    _say((row.name, row.runs, row.kills, *figures), f"{seconds:.1f}")
    for fault in row.faults[:_SHOWN]:
        print(f"    ! {fault}")
    if len(row.faults) > _SHOWN:
        print(f"    ! and {len(row.faults) - _SHOWN} more")


def _say(cells: tuple[object, ...], seconds: str) -> None:
    first, *others = cells
    print(f"{first!s:64}" + "".join(f"{each!s:>8}" for each in others) + f"{seconds:>9}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
