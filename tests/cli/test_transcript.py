"""The transcript is one of a real conversation: whatever it prints, somebody saw."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "transcript.py"


def load_script() -> ModuleType:
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("transcript", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("socket_enabled")
def test_a_day_goes_from_start_to_end(tmp_path: Path) -> None:
    """Commands, buttons, windows, messages, Home, the form and a file: each has its answer in the text."""
    said: list[str] = []
    load_script().print_mode("socket", tmp_path, say=said.append, short=False)
    text = "\n".join(said)
    for shown in (
        "gongbao serve --mode socket",
        "» types /policy help\n  answered in the acknowledgement:",
        "» presses More\n  the answer turns its page:",
        "» presses Share\n  posted to the channel:",
        "held as of 10 Apr 2025",
        "in your direct messages with Gongbao",
        "[ Source ]",
        "on the admins' review list",
        "in its thread:",
        "What is new",
        "offered: MIIT",
        "the window shows the answer:",
        "Read: Gongbao Samples The Quarter in Documents",
        "» types /ingest\n  a window opens:",
        "Only addresses that start with https:// are.",
        "A login page came in the place of login.pdf.",
        "» types /ingest list",
        "B3 is taken back",
        "» types /ingest review",
        "The person who reported it is told.",
        "stopped with status 0",
        "found in the history and answered:",
        "the notice:\n    @U0ADMIN set up D1",
        "the summary:\n    China policy\n",
        "there stand 2 posts since: the notice and the summary, each once",
    ):
        assert shown in text
