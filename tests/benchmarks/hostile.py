"""Try every hostile document on a bot that answers meanwhile: ``make hostile``.

Each line says how long a document took and what came of it. Below stand the largest memory of the parent (its child,
which reads, has limits of its own) and how long answers took meanwhile beside how long they take at rest.
"""

from __future__ import annotations

import datetime as dt
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bot.bootstrap import bootstrap
from bot.clock import FixedClock
from bot.config import Settings, find_data_folder
from bot.errors import GongbaoError

NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
ROOT = Path(__file__).resolve().parents[2]
BUILD = """
import sys
from pathlib import Path
from tests.reading.hostile_set import HOSTILE
for name, build in HOSTILE.items():
    Path(sys.argv[1], name).write_bytes(build())
"""
MOST_MB = 300
LONGEST_S = 70.0


def find_peak_mb() -> float:
    """Give the largest memory this process has had, in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def main() -> int:
    """Print the table; the status is 1 when a limit was passed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Built by another process: a bomb takes memory before it is packed.
        subprocess.run([sys.executable, "-c", BUILD, name], check=True, cwd=ROOT)
        with bootstrap(Settings(db=folder / "g.db"), clock=FixedClock(NOW), create=True) as app:
            for sample in sorted(find_data_folder("briefings").glob("*.md")):
                app.ingest.ingest(source_name=sample.name, data=sample.read_bytes(), by="bench", now=NOW)
            times: list[float] = []

            def ask() -> None:
                start = time.perf_counter()
                app.workspace.command("/policy data security")
                times.append((time.perf_counter() - start) * 1000)

            for _ in range(200):
                ask()
            rest, times[:] = statistics.median(times), []
            done = threading.Event()

            def keep_asking() -> None:
                while not done.wait(0.02):
                    ask()

            asking = threading.Thread(target=keep_asking)
            asking.start()
            late = 0
            for path in sorted(folder.glob("*.*")):
                if path.name.startswith("g.db"):
                    continue
                data, start = path.read_bytes(), time.perf_counter()
                try:
                    report = app.ingest.ingest(source_name=path.name, data=data, by="bench", now=NOW, dry_run=True)
                    said = f"kept: {report.items} items, {report.unread} unread"
                except GongbaoError as error:
                    said = f"refused: {error}"
                took = time.perf_counter() - start
                late += took > LONGEST_S
                print(f"{path.name:22} {len(data) / 1e6:6.2f} MB {took:6.2f} s  {said[:110]}", flush=True)
            done.set()
            asking.join()
    times.sort()
    peak, middle = find_peak_mb(), statistics.median(times)
    print(f"\nlargest memory of the parent: {peak:.0f} MB (at most {MOST_MB}: {'met' if peak < MOST_MB else 'MISSED'})")
    print(f"answers meanwhile: {len(times)}, median {middle:.1f} ms, p99 {times[len(times) * 99 // 100]:.1f} ms")
    print(f"answers at rest: median {rest:.1f} ms; ratio of medians {middle / rest:.1f}")
    return 1 if late or peak >= MOST_MB else 0


if __name__ == "__main__":
    sys.exit(main())
