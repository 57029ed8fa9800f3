"""How an ingest of several files is shown: a bar while it runs, a table at its end, both on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.services.reports import IngestReport

_COLUMNS = {"Briefing": "left", "File": "left", "Items": "right", "Unread": "right", "Outcome": "left"}
_WIDE = 200


def show_progress(files: Sequence[Path], *, console: Console | None = None) -> Iterator[Path]:
    """Give the files one by one, with a bar above while a person looks on."""
    console = console or Console(stderr=True)
    if len(files) == 1 or not console.is_terminal:
        yield from files
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Reading", total=len(files))
        for path in files:
            progress.update(task, description=path.name)
            yield path
            progress.advance(task)


def print_table(reports: Sequence[IngestReport], refused: Sequence[str]) -> None:
    """Write one row for each file, those refused last, and how many were read."""
    table = Table(box=None, pad_edge=False)
    for name, justify in _COLUMNS.items():
        table.add_column(name, justify="right" if justify == "right" else "left", no_wrap=True)
    for report in reports:
        outcome = report.outcome.value.replace("_", " ")
        table.add_row(report.briefing_id, report.source_name, str(report.items), str(report.unread), outcome)
    for name in refused:
        table.add_row("–", name, "–", "–", "refused")
    console = Console(stderr=True)
    if not console.is_terminal:
        console = Console(stderr=True, width=_WIDE)
    console.print(table)
    console.print(f"{len(reports)} read, {len(refused)} refused")
