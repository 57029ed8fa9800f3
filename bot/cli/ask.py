"""``gongbao ask``, ``search`` and ``export``: what the store says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.bootstrap import bootstrap
from bot.cli.options import db_option, json_option, make_clock, make_settings, now_option, print_json
from bot.cli.text import render_message
from bot.domain.dates import beijing_day
from bot.domain.ids import IdKind, parse_id
from bot.domain.query import parse_query
from bot.services.export import compose_export

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@click.command()
@click.argument("command", metavar="'/policy WORDS'")
@click.option("--user", default="U0ADMIN", show_default=True, help="Who asks.")
@click.option("--channel", default="C0LOCAL", show_default=True, help="Where it is asked.")
@click.option(
    "--press", multiple=True, metavar="NAME", help="Then press this button: a label, label#2, or an action_id."
)
@json_option
@db_option
@now_option
def ask(
    *,
    command: str,
    user: str,
    channel: str,
    press: tuple[str, ...],
    as_json: bool,
    db: Path | None,
    now: dt.datetime | None,
) -> None:
    """Run one slash command through the app that serves Slack, and print its answer."""
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        screen = app.workspace.command(command, user=user, channel=channel)
        for name in press:
            screen = app.workspace.press(name)
        app.scheduler.tick(app.clock.now())
    if as_json:
        print_json(screen.payload)
    else:
        click.echo(render_message(screen.payload))


@click.command()
@click.argument("query", metavar="'WORDS KEY:VALUE'")
@json_option
@db_option
@now_option
def search(*, query: str, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Print the ids of the items and policies that match; the search behind /policy."""
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        at = app.clock.now()
        parsed = parse_query(query, lexicon=app.lookup.lexicon(), today=beijing_day(at))
        items, policies, total = app.lookup.find_ids(parsed, now=at)
    if as_json:
        print_json({"query": query, "total": total, "items": items, "policies": policies}, indent=None)
    else:
        click.echo(f"{total} items: {' '.join(items)}\n{len(policies)} policies: {' '.join(policies)}")


@click.command()
@click.option("--briefing", metavar="B1", help="Only this briefing.")
@db_option
def export(*, briefing: str | None, db: Path | None) -> None:
    """Print everything in the store as one JSON object."""
    number = parse_id(briefing, IdKind.BRIEFING) if briefing else None
    with bootstrap(make_settings(db), clock=make_clock(None), create=False) as app:
        value = compose_export(app.store, app.lookup.lexicon(), briefing=number)
    print_json(value)
