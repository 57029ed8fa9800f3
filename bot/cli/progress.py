"""How an ingest of several files is shown: how far it is while it runs, a table at its end, both on standard error."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Protocol, Self, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bot.cli.options import show_plain
from bot.ingest.reports import IngestReport

_COLUMNS = {"Briefing": "left", "File": "left", "Items": "right", "Unread": "right", "Outcome": "left"}
_WIDE = 200
_LINE_EVERY = 20
"""Files between two lines of progress where no person looks on."""


class Named(Protocol):
    """Something to read that has a name."""

    @property
    def name(self) -> str:
        """The name to show."""
        ...


Thing = TypeVar("Thing", bound=Named)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One file in the table; all but name and outcome are "–" when nothing was read."""

    name: str
    outcome: str
    briefing_id: str = "–"
    items: str = "–"
    unread: str = "–"


class Interrupt:
    """Ctrl-C as a wish to end after the current file; the second one ends at once. A context manager."""

    def __init__(self) -> None:
        self.wanted = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        if self.wanted:
            raise KeyboardInterrupt
        self.wanted = True
        click.echo("Ending after this file. Ctrl-C again ends at once.", err=True)


def build_row(report: IngestReport) -> Row:
    """Return the row of a file that was read, or is held unchanged."""
    return Row(
        name=report.source_name,
        outcome=report.outcome.value.replace("_", " "),
        briefing_id=report.briefing_id,
        items=str(report.items),
        unread=str(report.unread),
    )


def show_progress(things: Sequence[Thing], *, console: Console | None = None) -> Iterator[Thing]:
    """Return the files one by one, with a bar above while a person looks on, else a line now and then."""
    console = console or Console(stderr=True)
    if len(things) == 1:
        yield from things
    elif not console.is_terminal:
        for done, thing in enumerate(things):
            if done and done % _LINE_EVERY == 0:
                console.print(f"{done} of {len(things)} files", highlight=False)
            yield thing
    else:
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
            task = progress.add_task("Reading", total=len(things))
            for thing in things:
                progress.update(task, description=f"Reading {show_plain(thing.name)}")
                yield thing
                progress.advance(task)


def print_table(rows: Sequence[Row]) -> None:
    """Write one row for each file, and how many came to what."""
    table = Table(box=None, pad_edge=False)
    for name, justify in _COLUMNS.items():
        table.add_column(name, justify="right" if justify == "right" else "left", no_wrap=True)
    for row in rows:
        table.add_row(row.briefing_id, Text(show_plain(row.name)), row.items, row.unread, row.outcome)
    console = Console(stderr=True)
    if not console.is_terminal:
        console = Console(stderr=True, width=_WIDE)
    console.print(table)
    counts = Counter(row.outcome for row in rows)
    read = counts.total() - counts["unchanged"] - counts["refused"]
    unchanged = f"{counts['unchanged']} held unchanged, " if counts["unchanged"] else ""
    console.print(f"{read} read, {unchanged}{counts['refused']} refused", highlight=False)
