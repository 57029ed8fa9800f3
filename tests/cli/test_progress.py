"""The bar and the table of an ingest of several files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot.cli.progress import Row, build_row, print_table, show_progress
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


def test_piped_progress_is_a_line_now_and_then() -> None:
    """A long run says how far it is, into a log too."""
    stream = io.StringIO()
    many = tuple(Path(f"{number}.md") for number in range(41))
    assert tuple(show_progress(many, console=Console(file=stream, width=80))) == many
    assert stream.getvalue().splitlines() == ["20 of 41 files", "40 of 41 files"]


def test_no_name_is_markup() -> None:
    """A file's name cannot colour, break or end what is shown."""
    stream = io.StringIO()
    evil = (Path("[/red].md"), Path("[bold]\x1b[2J\n.md"))
    assert tuple(show_progress(evil, console=Console(file=stream, force_terminal=True, width=80))) == evil
    assert "[2J" not in stream.getvalue().replace("�[2J", "")


def test_the_table_has_a_row_for_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    """In the order given; names are whole where nothing limits the width, and never markup."""
    long = "n" * 90 + ".pdf"
    print_table(
        [build_row(BASE), Row(name=long, outcome="refused"), Row(name="[/x]\u202e\x1b.md", outcome="unchanged")]
    )
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[1].split() == ["B3", "notes.pdf", "3", "0", "added"]
    assert lines[2].split() == ["–", long, "–", "–", "refused"]
    assert lines[3].split() == ["–", "[/x]��.md", "–", "–", "unchanged"]
    assert lines[4] == "1 read, 1 held unchanged, 1 refused"
