"""Processes of our own: what they get of our environment, and how they are let go."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.processes import close_pipes, start_process

if TYPE_CHECKING:
    import pytest

TELL = (sys.executable, "-c", "import os, bot; print(sorted(name for name in os.environ if 'SLACK' in name), end='')")
DEAF = (sys.executable, "-c", "pass")


def test_a_process_finds_our_modules_and_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its working directory."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    process = start_process(TELL)
    told, _ = process.communicate(timeout=60)
    assert (told, process.returncode) == (b"[]", 0)


def test_pipes_are_closed_though_nobody_reads_them_any_more() -> None:
    """What was still to be sent is lost with who was to read it."""
    process = start_process(DEAF)
    process.wait(60)
    assert process.stdin is not None
    process.stdin.write(b"x")
    close_pipes(process)
    assert process.stdin.closed
    assert process.stdout is not None
    assert process.stdout.closed
