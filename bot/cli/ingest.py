"""``gongbao ingest`` and ``gongbao undo``: briefings in, and back out."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import click
import msgspec

from bot.app import Application, bootstrap
from bot.cli.batch import BY, Batch
from bot.cli.group import INTERRUPTED
from bot.cli.options import db_option, json_option, make_clock, make_settings, now_option, print_error, print_json
from bot.cli.progress import Row, print_table
from bot.cli.reports import list_undo_lines
from bot.cli.sources import describe_skipped, list_sources
from bot.clock import Clock
from bot.model.ids import IdKind, parse_id


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--dry-run", is_flag=True, help="Report what would change; keep nothing.")
@json_option
@db_option
@now_option
def ingest(paths: tuple[str, ...], *, dry_run: bool, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Read briefings and store them, with one report each; a folder means all in it, an address what stands there.

    PDF, Word file, web page or newsletter, mail, feed, Markdown and text are read.

    The same file again changes nothing; a corrected one updates what is held. A file that cannot be read is named and
    the others are still read; the status is then 1. Ctrl-C ends after the current file; the same call again goes on
    from there, since of several files those read already are passed over. With --json each report is one line of JSON.
    The database is made if there is none. Only https addresses of public servers are fetched.
    """
    sources = list_sources(paths)
    if sources.skipped:
        click.echo(describe_skipped(sources.skipped), err=True)
    rows = [Row(name=name, outcome="refused") for name, _ in sources.refused]
    for _, error in sources.refused:
        print_error(error)
    stopped = False
    if sources.files:
        with _open(db, make_clock(now), dry_run=dry_run) as app:
            batch = Batch(app, dry_run=dry_run, as_json=as_json)
            batch.read(sources.files)
        rows = [*batch.rows, *rows]
        stopped = batch.stopped
    if (len(rows) > 1 or stopped) and not as_json:
        print_table(rows)
    if stopped:
        print_error(describe_stop(len(batch.rows), len(sources.files), dry_run=dry_run))
        raise SystemExit(INTERRUPTED)
    if any(row.outcome == "refused" for row in rows):
        raise SystemExit(1)


@click.command()
@click.argument("briefing", metavar="BRIEFING")
@json_option
@db_option
@now_option
def undo(*, briefing: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Take the last ingest of a briefing back, with all that came of it.

    BRIEFING is its id, such as B3. What an ingest before it said is in force again; without one the briefing is out of
    every answer. Posts that were sent stay, and are named.
    """
    clock = make_clock(now)
    number = parse_id(briefing, IdKind.BRIEFING)
    with bootstrap(make_settings(db), clock=clock, create=False) as app:
        report = app.services.ingest.undo(number, by=BY, now=clock.now())
    if as_json:
        print_json(msgspec.to_builtins(report), indent=None)
    else:
        click.echo("\n".join(list_undo_lines(report)))


@contextmanager
def _open(db: Path | None, clock: Clock, *, dry_run: bool) -> Iterator[Application]:
    """Return the application; a dry run without a database gets one that is gone afterwards."""
    settings = make_settings(db)
    with ExitStack() as stack:
        if dry_run and not settings.db.exists():
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="gongbao-dry-run-"))
            settings = replace(settings, db=Path(folder) / "dry-run.db")
        yield stack.enter_context(bootstrap(settings, clock=clock, create=True))


def describe_stop(done: int, count: int, *, dry_run: bool) -> str:
    """Return the last line after Ctrl-C: how far it came, and how to go on."""
    kept = "Nothing was kept." if dry_run else "What was read is kept: the same call again goes on from there."
    return f"Stopped after {done} of {count} files. {kept}"
