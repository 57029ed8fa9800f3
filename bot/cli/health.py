"""``gongbao health``: what a supervisor asks from outside."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from bot.cli.options import db_option, make_clock, make_settings, now_option
from bot.operations.health import read_health
from bot.store.database import open_store


@click.command()
@db_option
@now_option
def health(*, db: Path | None, now: dt.datetime | None) -> None:
    """Say whether the bot that serves from this database works; the status is 1 when a person must look."""
    store = open_store(make_settings(db).db, create=False)
    try:
        found = read_health(store, now=make_clock(now).now())
    finally:
        store.close()
    click.echo("\n".join(found.lines))
    if not found.well:
        raise SystemExit(1)
