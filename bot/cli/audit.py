"""``gongbao audit``: who changed what and who was refused, when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from bot.cli.options import Instant, db_option, json_option, make_settings, print_json
from bot.store.database import open_store
from bot.store.licences import list_audit_since


class Start(Instant):
    """An ISO 8601 date or time; a date means the start of its day in UTC."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """Return the aware UTC datetime, or fail with the forms that are understood."""
        text = str(value)
        return super().convert(f"{text}T00:00" if len(text) == len("2023-12-10") else text, param, ctx)


@click.command()
@click.option("--since", type=Start(), default=None, help="Only from this day (UTC) or time on: 2023-12-10.")
@json_option
@db_option
def audit(*, since: dt.datetime | None, as_json: bool, db: Path | None) -> None:
    """List every change people made and every refusal, oldest first: when, who, what, to what, and the detail.

    With --json one object a line.
    """
    store = open_store(make_settings(db).db, create=False)
    try:
        with store.read() as reading:
            rows = list_audit_since(reading, since)
    finally:
        store.close()
    for row in rows:
        if as_json:
            value = {"at": row.at.isoformat(), "actor": row.actor, "action": row.action}
            print_json({**value, "subject": row.subject, "detail": row.detail}, indent=None)
        else:
            parts = (f"{row.at:%Y-%m-%d %H:%M:%S}", row.actor, row.action, row.subject, row.detail)
            click.echo("  ".join(" ".join(part.split()) for part in parts if part))
    if not rows and not as_json:
        click.echo("Nothing was changed or refused yet." if since is None else "Nothing since then.", err=True)
