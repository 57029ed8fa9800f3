"""``gongbao doctor``, ``backup`` and ``restore``: looking after the database."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from bot.bootstrap import open_reader
from bot.cli.options import db_option, json_option, make_settings, print_json
from bot.config import find_data_folder
from bot.services.doctor import Level, examine
from bot.store.database import open_store, restore_store

_MARKS = {Level.OK: "ok     ", Level.WARNING: "warning", Level.PROBLEM: "PROBLEM"}


@click.command()
@json_option
@db_option
def doctor(*, as_json: bool, db: Path | None) -> None:
    """Check the set-up and say what to do about each finding; the status is 1 if there is a problem."""
    settings = make_settings(db)
    with open_reader() as reader:
        findings = examine(
            db=settings.db,
            time_zone=settings.time_zone,
            reference=find_data_folder("reference"),
            open_reader=lambda: reader,
        )
    if as_json:
        print_json(msgspec.to_builtins(findings))
    else:
        for finding in findings:
            click.echo(f"{_MARKS[finding.level]}  {finding.about + ':':10} {finding.text} {finding.hint}".rstrip())
    if any(finding.level is Level.PROBLEM for finding in findings):
        raise SystemExit(1)


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@db_option
def backup(*, file: Path, db: Path | None) -> None:
    """Write a sound copy of the database to FILE, a new file, while the database is in use."""
    store = open_store(make_settings(db).db, create=False)
    try:
        store.backup(file)
    finally:
        store.close()
    click.echo(f"Backed up to {file} ({file.stat().st_size:,} bytes), checked.")


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@db_option
def restore(*, file: Path, db: Path | None) -> None:
    """Put the backup FILE in the place of the database; what stood there is kept beside it."""
    target = make_settings(db).db
    kept = restore_store(file, target)
    click.echo(f"Restored {target} from {file}." + (f" What stood there before is kept as {kept}." if kept else ""))
