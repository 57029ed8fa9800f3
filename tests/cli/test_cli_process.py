"""The program as a process: statuses, streams, closed pipes, and Ctrl-C."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import SAMPLES, Terminal

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "bot")


def build_environment(**more: str) -> dict[str, str]:
    """Return this environment without settings of ours, with the program importable."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGBAO_", "COV_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0", **more}


def run(*args: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program to its end."""
    return subprocess.run(
        [*PROGRAM, *args], capture_output=True, check=False, env=build_environment(**more), stdin=subprocess.DEVNULL
    )


@pytest.mark.parametrize(
    ("args", "status"), [(("search", "MIIT"), 0), (("export", "--briefing", "B9"), 1), (("search", "colour:red"), 2)]
)
def test_the_status_tells_how_it_went(held: Terminal, args: tuple[str, ...], status: int) -> None:
    """0 done, 1 refused, 2 a wrong call; data on standard output, one line of the rest on standard error."""
    done = run(*args, "--db", str(held.db))
    assert done.returncode == status
    assert bool(done.stdout) is (status == 0)
    assert done.stderr.count(b"\n") == (status != 0)


def test_what_is_piped_is_plain(terminal: Terminal) -> None:
    """No colours, bars or other control signs on either stream."""
    done = run("ingest", str(SAMPLES), "--db", str(terminal.db))
    assert done.returncode == 0
    assert b"4 read, 0 unchanged, 0 refused" in done.stderr
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\r" not in done.stdout + done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_chinese(held: Terminal, encoding: str) -> None:
    """Text comes with question marks where it must, JSON is UTF-8 all the same."""
    text = run("ask", "/ministry MIIT", "--db", str(held.db), PYTHONIOENCODING=encoding)
    assert (text.returncode, text.stderr) == (0, b"")
    assert text.stdout.startswith(b"MIIT, Ministry of Industry")
    payload = run("ask", "/ministry MIIT", "--json", "--db", str(held.db), PYTHONIOENCODING=encoding)
    assert "工业和信息化部" in payload.stdout.decode()


def test_a_closed_pipe_ends_the_program(held: Terminal) -> None:
    """When nobody reads on, the program ends with status 1 and no traceback."""
    with subprocess.Popen(
        [*PROGRAM, "export", "--db", str(held.db)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=build_environment(),
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        said = program.stderr.read()
        assert program.wait() == 1
    assert said == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_one_line(held: Terminal) -> None:
    """What cannot be written is said."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "search", "MIIT", "--db", str(held.db)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=build_environment(),
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"gongbao: The output cannot be used: No space left on device. Check ")
    assert done.stderr.count(b"\n") == 1
