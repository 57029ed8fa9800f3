"""Check the coverage of the last test run against our bars: the domain wholly, the rest to 95 %, branches included."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from coverage import Coverage

BARS = {"bot/domain/": 100.0, "bot/": 95.0}


def main() -> int:
    """Print each part's coverage beside its bar; 1 when one is missed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        coverage = Coverage()
        coverage.load()
        coverage.json_report(outfile=str(report))
        files = json.loads(report.read_text())["files"]
    met = True
    for part, bar in BARS.items():
        others = [prefix for prefix in BARS if prefix != part and prefix.startswith(part)]
        chosen = [
            entry["summary"]
            for name, entry in files.items()
            if (path := Path(name).as_posix()).startswith(part) and not any(path.startswith(o) for o in others)
        ]
        covered = sum(s["covered_lines"] + s["covered_branches"] for s in chosen)
        total = sum(s["num_statements"] + s["num_branches"] for s in chosen)
        share = 100.0 * covered / max(total, 1)
        met = met and share >= bar
        sys.stdout.write(f"coverage {part:12} {share:6.2f} % of {total}, wanted {bar:.0f} %\n")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
