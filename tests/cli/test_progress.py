"""The bar and the table of an ingest of several files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot.cli.progress import print_table, show_progress
from tests.cli.sample_report import BASE

if TYPE_CHECKING:
    import pytest

FILES = (Path("a.md"), Path("b.md"))


def test_a_bar_is_shown_to_a_person_only() -> None:
    """Files come in order either way; what is piped has no bar, nor has a single file."""
    for terminal, files, shown in ((True, FILES, True), (False, FILES, False), (True, FILES[:1], False)):
        stream = io.StringIO()
        console = Console(file=stream, force_terminal=terminal, width=80)
        assert tuple(show_progress(files, console=console)) == files
        assert ("Reading" in stream.getvalue()) is shown


def test_the_table_has_a_row_for_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Those refused last; names are whole where nothing limits the width."""
    print_table([BASE], ["n" * 90 + ".pdf"])
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[1].split() == ["B3", "notes.pdf", "3", "0", "added"]
    assert lines[2].split() == ["–", "n" * 90 + ".pdf", "–", "–", "refused"]
    assert lines[3] == "1 read, 1 refused"
