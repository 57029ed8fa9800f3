"""The bar and the table of an ingest of several files."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from bot.cli.ingest import show_progress

FILES = (Path("a.md"), Path("b.md"))


def test_a_bar_is_shown_to_a_person_only() -> None:
    """Files come in order either way; what is piped has no bar, nor has a single file."""
    for terminal, files, shown in ((True, FILES, True), (False, FILES, False), (True, FILES[:1], False)):
        stream = io.StringIO()
        console = Console(file=stream, force_terminal=terminal, width=80)
        assert tuple(show_progress(files, console=console)) == files
        assert ("Reading" in stream.getvalue()) is shown


def test_no_name_is_markup() -> None:
    """A file's name cannot colour, break or end what is shown."""
    stream = io.StringIO()
    evil = (Path("[/red].md"), Path("[bold]\x1b[2J\n.md"))
    assert tuple(show_progress(evil, console=Console(file=stream, force_terminal=True, width=80))) == evil
    assert "[2J" not in stream.getvalue().replace("�[2J", "")
