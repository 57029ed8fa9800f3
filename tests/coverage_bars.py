"""Check the coverage of the last test run against our bars: the domain wholly, the rest to 95 %, branches included."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from coverage import Coverage

BARS = {"bot/domain/": 100.0, "bot/": 95.0}


def main() -> int:
    """Print what was not run, and each part's coverage beside its bar; 1 when one is missed."""
    files = read_files()
    for name, entry in files.items():
        if missed := describe_missed(entry):
            sys.stdout.write(f"{entry['summary']['percent_covered']:6.2f} % {name}: {missed}\n")
    met = True
    for part, bar in BARS.items():
        others = [prefix for prefix in BARS if prefix != part and prefix.startswith(part)]
        chosen = [
            entry["summary"]
            for name, entry in files.items()
            if name.startswith(part) and not any(name.startswith(other) for other in others)
        ]
        covered = sum(s["covered_lines"] + s["covered_branches"] for s in chosen)
        total = sum(s["num_statements"] + s["num_branches"] for s in chosen)
        share = 100.0 * covered / max(total, 1)
        met = met and share >= bar
        sys.stdout.write(f"coverage {part:12} {share:6.2f} % of {total}, wanted {bar:.0f} %\n")
    return 0 if met else 1


def read_files() -> dict[str, Any]:
    """Return what was found of each file, by its path with slashes."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        coverage = Coverage()
        coverage.load()
        coverage.json_report(outfile=str(report))
        files = json.loads(report.read_text())["files"]
    return {Path(name).as_posix(): entry for name, entry in files.items()}


def describe_missed(entry: dict[str, Any]) -> str:
    """Return a file's lines that were not run, and the branches that were not taken from lines that were."""
    lines = [str(line) for line in entry["missing_lines"]]
    branches = [f"{start}->{end if end > 0 else 'exit'}" for start, end in entry["missing_branches"]]
    return ", ".join([*lines, *(each for each in branches if each.split("->")[0] not in lines)])


if __name__ == "__main__":
    sys.exit(main())
