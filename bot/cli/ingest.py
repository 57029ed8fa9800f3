"""``gongbao ingest`` and ``gongbao undo``: briefings in, one after the other, and back out."""

from __future__ import annotations

import datetime as dt
import re
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Self

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bot.app import Application, bootstrap
from bot.cli.options import (
    BY,
    INTERRUPTED,
    db_option,
    json_option,
    make_clock,
    make_settings,
    now_option,
    print_error,
    print_json,
    show_plain,
)
from bot.cli.text import list_report_lines, list_undo_lines
from bot.clock import Clock
from bot.errors import FetchError, NotABriefingError, UnreadableDocumentError
from bot.ingest.ingest import find_unchanged
from bot.ingest.reports import IngestReport
from bot.model.ids import IdKind, parse_id
from bot.reading.received import MAX_BYTES, READABLE_SUFFIXES
from bot.web.addresses import parse_address, show_url

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:(?://|\\\\)|(?:https?|file|ftp|gopher|data|javascript):", re.IGNORECASE)
_SHOWN_SKIPPED = 8
_SHOWN_PATH = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An address whose document is to be fetched."""

    url: str

    @property
    def name(self) -> str:
        """The address as it may be shown."""
        return show_url(self.url)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """What a call names: what to read, files of other types in its folders, and names refused with the reason."""

    files: tuple[Path | Link, ...]
    skipped: tuple[Path, ...]
    refused: tuple[tuple[str, UnreadableDocumentError | FetchError], ...]


def list_sources(given: tuple[str, ...]) -> Sources:
    """Return what these paths and addresses name, in their order; files of a folder (and of folders in it) by path."""
    files: list[Path | Link] = []
    skipped: list[Path] = []
    refused: list[tuple[str, UnreadableDocumentError | FetchError]] = []
    for name in given:
        try:
            if _ADDRESS.match(name):
                files.append(Link(url=str(parse_address(name))))
                continue
            path = _find(name)
            if path.is_dir():
                wanted, others = _list_folder(path)
                files += wanted
                skipped += others
            else:
                files.append(path)
        except (UnreadableDocumentError, FetchError) as error:
            refused.append((name, error))
    return Sources(files=tuple(files), skipped=tuple(skipped), refused=tuple(refused))


def read_source(path: Path) -> bytes:
    """Return the bytes of a file; UnreadableDocumentError when there are too many or the system refuses them."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableDocumentError(
                f"{path.name} is too large: {size / 1024 / 1024:.0f} MB.",
                hint=f"At most {MAX_BYTES // 1024 // 1024} MB are read; split it or save it without images.",
            )
        return path.read_bytes()
    except OSError as error:
        raise _refuse(path, error) from error


def describe_skipped(skipped: tuple[Path, ...]) -> str:
    """Return one line that names the files left out of folders."""
    more = f" and {len(skipped) - _SHOWN_SKIPPED} more" if len(skipped) > _SHOWN_SKIPPED else ""
    named = ", ".join(path.name for path in skipped[:_SHOWN_SKIPPED])
    return f"Skipped, no kind of document by name: {named}{more}."


def _find(name: str) -> Path:
    """Return the folder or plain file of this name, or raise UnreadableDocumentError."""
    path = Path(name)
    try:
        if not name or not path.exists():
            raise UnreadableDocumentError(f"There is no file “{name}”.", hint="Check the path.")
        if not path.is_dir() and not path.is_file():
            raise UnreadableDocumentError(f"{name} is not a plain file.", hint="Save what it gives to a file first.")
    except OSError as error:
        raise _refuse(path, error) from error
    return path


def _list_folder(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the plain files below a folder by path, readable ones and others; nothing hidden is looked at."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    wanted = [path for path in found if path.suffix.lower() in READABLE_SUFFIXES]
    if not wanted:
        raise UnreadableDocumentError(
            f"The folder {folder} holds no briefing.",
            hint="Put PDF, Word, HTML, mail, feed, Markdown or text files there.",
        )
    return wanted, [path for path in found if path not in set(wanted)]


def _refuse(path: Path, error: OSError) -> UnreadableDocumentError:
    shown = str(path) if len(str(path)) <= _SHOWN_PATH else f"{str(path)[: _SHOWN_PATH - 1]}…"
    return UnreadableDocumentError(f"{shown} cannot be read: {error.strerror}.", hint="Check the path and its rights.")


_COLUMNS = {"Briefing": "left", "File": "left", "Items": "right", "Unread": "right", "Outcome": "left"}
_WIDE = 200
_LINE_EVERY = 20
"""Files between two lines of progress where no person looks on."""


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


def show_progress(things: Sequence[Path | Link], *, console: Console | None = None) -> Iterator[Path | Link]:
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


def _read_all(
    app: Application, sources: tuple[Path | Link, ...], *, dry_run: bool, as_json: bool, keep: bool
) -> tuple[list[Row], bool]:
    """Read them in order, each stored and reported as it is done; give the rows, and whether Ctrl-C ended it early.

    What does not look like a briefing is asked about in the end, where somebody sits at the terminal.
    """
    rows: list[Row] = []
    asked: list[tuple[int, Path | Link]] = []
    alone = len(sources) == 1
    with Interrupt() as interrupt:
        for source in show_progress(sources):
            if interrupt.wanted:
                return rows, True
            try:
                rows.append(_read_one(app, source, alone=alone, dry_run=dry_run, as_json=as_json, keep=keep))
            except NotABriefingError as error:
                asked.append((len(rows), source))
                rows.append(Row(name=source.name, outcome="refused"))
                _tell_held_back(source, error, as_json=as_json)
            except (UnreadableDocumentError, FetchError) as error:
                rows.append(Row(name=source.name, outcome="refused"))
                print_error(error)
    for at, source in asked if not as_json and is_terminal() else ():
        if click.confirm(f"{show_plain(source.name)} doesn't look like a briefing. Keep it?", err=True):
            rows[at] = _read_one(app, source, alone=True, dry_run=dry_run, as_json=as_json, keep=True)
    return rows, False


def is_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty()


def _tell_held_back(source: Path | Link, error: NotABriefingError, *, as_json: bool) -> None:
    if as_json:
        print_json({"source_name": source.name, "kept": False, "why": "not_a_briefing"}, indent=None)
    elif not is_terminal():
        print_error(error)


def _read_one(app: Application, source: Path | Link, *, alone: bool, dry_run: bool, as_json: bool, keep: bool) -> Row:
    """Read one, or pass it over where it is one of several and read already."""
    if isinstance(source, Link):
        fetched = app.roads.fetcher.fetch(source.url)
        name, data = fetched.name, fetched.data
    else:
        name, data = source.name, read_source(source)
    known = None if alone else find_unchanged(app.store, data)
    report = known or app.services.ingest.ingest(
        source_name=name, data=data, by=BY, now=app.clock.now(), dry_run=dry_run, keep=keep
    )
    if as_json:
        print_json(msgspec.to_builtins(report), indent=None)
    elif known is None:
        click.echo("\n".join(list_report_lines(report, dry_run=dry_run)) + "\n")
    return replace(build_row(report), name=name)


@click.command(short_help="Read briefings and store what they say.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--dry-run", is_flag=True, help="Report what would change; keep nothing.")
@click.option("--keep", is_flag=True, help="Store also what doesn't look like a briefing.")
@json_option
@db_option
@now_option
def ingest(
    paths: tuple[str, ...],
    *,
    dry_run: bool,
    keep: bool,
    as_json: bool,
    db: Path | None,
    now: dt.datetime | None,
) -> None:
    """Read briefings and store them, with one report each; a folder means all in it, an address what stands there.

    PDF, Word file, web page or newsletter, mail, feed, Markdown and text are read.

    The same file again changes nothing; a corrected one updates what is held. A file that cannot be read is named and
    the others are still read; the status is then 1. Ctrl-C ends after the current file; the same call again goes on
    from there, since of several files those read already are passed over. With --json each report is one line of JSON.
    What doesn't look like a briefing is stored only if you say so. The database is made if there is none. Only https
    addresses of public servers are fetched.
    """
    sources = list_sources(paths)
    if sources.skipped:
        click.echo(describe_skipped(sources.skipped), err=True)
    rows = [Row(name=name, outcome="refused") for name, _ in sources.refused]
    for _, error in sources.refused:
        print_error(error)
    done, stopped = 0, False
    if sources.files:
        with open_application(db, make_clock(now), dry_run=dry_run) as app:
            read, stopped = _read_all(app, sources.files, dry_run=dry_run, as_json=as_json, keep=keep)
        done, rows = len(read), [*read, *rows]
    if (len(rows) > 1 or stopped) and not as_json:
        print_table(rows)
    if stopped:
        print_error(_describe_stop(done, len(sources.files), dry_run=dry_run))
        raise SystemExit(INTERRUPTED)
    if any(row.outcome == "refused" for row in rows):
        raise SystemExit(1)


@click.command(short_help="Take the last ingest of a briefing back.")
@click.argument("briefing", metavar="BRIEFING")
@json_option
@db_option
@now_option
def undo(*, briefing: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Take the last ingest of a briefing back, with all that came of it.

    BRIEFING is its id, such as B3. What an ingest before it said is in force again; without one the briefing is out of
    every answer. Posts that were sent stay, and are named.
    """
    number = parse_id(briefing, IdKind.BRIEFING)
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        report = app.services.ingest.undo(number, by=BY, now=app.clock.now())
    if as_json:
        print_json(msgspec.to_builtins(report), indent=None)
    else:
        click.echo("\n".join(list_undo_lines(report)))


@contextmanager
def open_application(db: Path | None, clock: Clock, *, dry_run: bool) -> Iterator[Application]:
    """Return the application; a dry run without a database gets one that is gone afterwards."""
    settings = make_settings(db)
    with ExitStack() as stack:
        if dry_run and not settings.db.exists():
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="gongbao-dry-run-"))
            settings = replace(settings, db=Path(folder) / "dry-run.db")
        yield stack.enter_context(bootstrap(settings, clock=clock, create=True))


def _describe_stop(done: int, count: int, *, dry_run: bool) -> str:
    """Return the last line after Ctrl-C: how far it came, and how to go on."""
    kept = "Nothing was kept." if dry_run else "What was read is kept: the same call again goes on from there."
    return f"Stopped after {done} of {count} files. {kept}"
