"""Every fault of the delivery protocol, tried on a sender that is a process of its own: ``make faults``.

    python -m tests.faults [--short] [ROW...]

Prints what a Slack that fails counted in its channels against what was due. Exit status 1 when anything was lost,
doubled, out of place, or otherwise than expected. A ROW is part of the name of a function in ``rows.ROWS``.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.faults.lab import Lab, Row
from tests.faults.rig import Count
from tests.faults.rows import NEED_A_REGISTRY, ROWS

_MEMORY = Path("/dev/shm")  # noqa: S108  a disk in memory: SIGKILL loses nothing that was written to either
_SHOWN = 5
_HEAD = ("", "runs", "kills", "due", "once", "doubled", "lost", "held", "ended", "wrong")


def main(arguments: list[str]) -> int:
    """Run the rows and print the table; give the exit status."""
    short = "--short" in arguments
    wanted = [each for each in arguments if not each.startswith("-")]
    chosen = [row for row in (*ROWS, *NEED_A_REGISTRY) if not wanted or any(word in row.__name__ for word in wanted)]
    _say(_HEAD, "seconds")
    rows = []
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        lab = Lab(folder=Path(folder), short=short)
        for make in chosen:
            began = time.monotonic()
            rows.append(make(lab))
            _show(rows[-1], f"{time.monotonic() - began:.1f}")
    total = Row(name="all", runs=sum(row.runs for row in rows), kills=sum(row.kills for row in rows), count=Count())
    for row in rows:
        total = Row(name="all", runs=total.runs, kills=total.kills, count=total.count + row.count)
    _show(total, "")
    bad = [row for row in rows if not row.is_well]
    sys.stdout.write(
        "FAILED: " + ", ".join(row.name for row in bad) + "\n" if bad else "Nothing lost, nothing twice.\n"
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
