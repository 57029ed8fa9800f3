"""Processes of our own beside the program: modules of ours, spoken with over pipes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import bot

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


def start_process(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start one with pipes for what it reads and writes, without secrets of ours in its environment.

    Raises OSError when the system starts none.
    """
    home = Path(bot.__file__).resolve().parent.parent
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return subprocess.Popen(  # noqa: S603  our own interpreter and module, no shell
        tuple(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": str(home), "PYTHONUTF8": "1"},
    )


def close_pipes(process: subprocess.Popen[bytes]) -> None:
    """Close both pipes, whatever was still to be sent."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # what was still to be sent has no reader any more
                continue
