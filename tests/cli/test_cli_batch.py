"""A long ingest: goes on after what is bad, ends on Ctrl-C, and goes on where it was."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.cli.terminal import FORTNIGHT, MONITOR, MONITOR_PDF, QUARTER, Terminal

ROOT = Path(__file__).resolve().parents[2]


def write_files(place: Path, *texts: str) -> tuple[Path, ...]:
    """Return files with these texts, named 0.md and so on."""
    paths = tuple(place / f"{number}.md" for number in range(len(texts)))
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return paths


def test_ctrl_c_in_a_terminal_keeps_what_was_reported(place: Path) -> None:
    """The whole group of processes gets it, as in a terminal: it ends in one line, and the same call goes on."""
    folder = place / "in"
    folder.mkdir()
    write_files(folder, *(f"A letter of day {number} about the weather.\n" for number in range(400)))
    call = [sys.executable, "-m", "bot", "ingest", "--keep", str(folder), "--db", str(place / "g.db")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, text=True, start_new_session=True
    )
    assert program.stdout is not None
    assert program.stdout.readline().endswith("B1\n")
    os.killpg(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=60)
    assert program.returncode == 1
    assert err.split() == ["Aborted!"]
    with closing(sqlite3.connect(place / "g.db")) as db:
        (kept,) = db.execute("SELECT count(*) FROM briefings").fetchone()
    assert out.count("Undo: ") <= kept < 400


def test_a_folder_again_reads_nothing_twice(terminal: Terminal, place: Path) -> None:
    """Unchanged files cost a hash; an issue held from two files is known by either; a dry run says the same."""
    folder = place / "in"
    folder.mkdir()
    for path in (FORTNIGHT, MONITOR, MONITOR_PDF):
        shutil.copy(path, folder)
    terminal.run("ingest", str(folder), "--now", "2025-04-10")
    before = terminal.export()
    shutil.copy(QUARTER, folder / "late.md")
    for last in ("1 read, 3 unchanged, 0 refused", "0 read, 4 unchanged, 0 refused"):
        again = terminal.run("ingest", str(folder), "--now", "2025-04-10")
        assert again.stdout.count("Undo: ") == int(last[0])
        assert again.stderr.splitlines()[-1] == last
    assert terminal.run("ingest", str(folder), "--dry-run").stderr.splitlines()[-1] == last
    (folder / "late.md").unlink()
    lines = terminal.run("ingest", str(folder), "--json").stdout.splitlines()
    assert [json.loads(line)["effects"]["outcome"] for line in lines] == ["unchanged"] * 3
    terminal.run("undo", "B3")
    assert terminal.export() == before
