"""``gongbao ingest`` and ``gongbao undo``: briefings in, and back out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.bootstrap import bootstrap
from bot.cli.options import db_option, json_option, make_clock, make_settings, now_option, print_error, print_json
from bot.cli.reports import list_report_lines, list_undo_lines
from bot.domain.ids import IdKind, parse_id
from bot.errors import GongbaoError, UnreadableDocumentError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from bot.bootstrap import Application
    from bot.services.reports import IngestReport

READABLE_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text", ".pdf"})
LARGEST_BYTES = 20 * 1024 * 1024


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--dry-run", is_flag=True, help="Report what would change; keep nothing.")
@json_option
@db_option
@now_option
def ingest(paths: tuple[str, ...], *, dry_run: bool, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Read briefings (Markdown, text, PDF; a folder means all in it) and store them, with one report each."""
    clock = make_clock(now)
    files, refused = _list_files(paths)
    for error in refused:
        print_error(error)
    reports: list[IngestReport] = []
    failed = len(refused)
    if files:
        with bootstrap(make_settings(db), clock=clock, create=True) as app:
            for path in _with_progress(files):
                try:
                    report = _ingest_file(app, path, dry_run=dry_run)
                except UnreadableDocumentError as error:
                    failed += 1
                    print_error(error)
                    continue
                reports.append(report)
                _print_report(report, as_json=as_json, dry_run=dry_run)
    if len(reports) + failed > 1 and not as_json:
        _print_table(reports, failed)
    if failed:
        raise SystemExit(1)


@click.command()
@click.argument("briefing", metavar="B3")
@json_option
@db_option
@now_option
def undo(*, briefing: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Take the last ingest of a briefing back, with all that came of it."""
    clock = make_clock(now)
    with bootstrap(make_settings(db), clock=clock, create=False) as app:
        report = app.ingest.undo(parse_id(briefing, IdKind.BRIEFING), by="command line", now=clock.now())
    if as_json:
        print_json(msgspec.to_builtins(report), indent=None)
    else:
        click.echo("\n".join(list_undo_lines(report)))


def _list_files(paths: tuple[str, ...]) -> tuple[list[Path], list[GongbaoError]]:
    files: list[Path] = []
    refused: list[GongbaoError] = []
    for given in paths:
        path = Path(given)
        if "://" in given:
            refused.append(
                UnreadableDocumentError(f"{given} is an address.", hint="Download it and give the file's path.")
            )
        elif path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READABLE_SUFFIXES)
            files += found
            if not found:
                refused.append(
                    UnreadableDocumentError(
                        f"The folder {given} has no briefing.", hint="Put Markdown, text or PDF files there."
                    )
                )
        elif path.exists():
            files.append(path)
        else:
            refused.append(UnreadableDocumentError(f"There is no file {given}.", hint="Check the path."))
    return files, refused


def _ingest_file(app: Application, path: Path, *, dry_run: bool) -> IngestReport:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UnreadableDocumentError(
                f"{path.name} is larger than {LARGEST_BYTES // 1024 // 1024} MB.", hint="Split it, or save it smaller."
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(
            f"{path} cannot be read: {error.strerror}.", hint="Check the file and its rights."
        ) from error
    return app.ingest.ingest(source_name=path.name, data=data, by="command line", now=app.clock.now(), dry_run=dry_run)


def _with_progress(files: list[Path]) -> Iterable[Path]:
    console = Console(stderr=True)
    if len(files) == 1 or not console.is_terminal:
        yield from files
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Reading", total=len(files))
        for path in files:
            progress.update(task, description=path.name)
            yield path
            progress.advance(task)


def _print_report(report: IngestReport, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        print_json(msgspec.to_builtins(report), indent=None)
    else:
        click.echo("\n".join(list_report_lines(report, dry_run=dry_run)) + "\n")


def _print_table(reports: list[IngestReport], failed: int) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("Briefing", "File", "Items", "Unread", "Outcome"):
        table.add_column(column, justify="right" if column in {"Items", "Unread"} else "left", no_wrap=True)
    for report in reports:
        table.add_row(
            report.briefing_id,
            report.source_name,
            str(report.items),
            str(report.unread),
            report.outcome.value.replace("_", " "),
        )
    Console(stderr=True).print(table)
    click.echo(f"{len(reports)} read, {failed} refused", err=True)
