"""``gongbao demo``: the sample briefings in a workspace of their own, no Slack needed."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from bot.app import Application, bootstrap
from bot.cli.console import PROMPT, open_console, render_screen
from bot.cli.options import db_option, make_settings
from bot.cli.reports import list_report_lines
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import find_data_folder
from bot.errors import StoreError
from bot.reading.received import READABLE_SUFFIXES

DEMO_COMMANDS = (
    ("Which drafts are open for comment", "/policy status:draft_for_comment"),
    ("One policy", "/policy P1"),
    ("One ministry", "/ministry MIIT"),
    ("One company", "/company CATL"),
    ("The latest briefing", "/briefing"),
    ("The same in Chinese", "/policy 数据安全"),
    ("What is not held is said to be", "/company Tesla"),
)
_SUBSCRIBER = "C0LOCAL"


@click.command()
@click.option("--no-console", is_flag=True, help="End after the tour, in a terminal too.")
@db_option
def demo(*, no_console: bool, db: Path | None) -> None:
    """Read the sample briefings and show every kind of answer and one posted summary; then open the console.

    The database is one of its own and gone afterwards, unless --db names a new file. The day is that of the newest
    sample. Without a terminal it ends after the tour.
    """
    with tempfile.TemporaryDirectory(prefix="gongbao-demo-") as folder:
        path = db or Path(folder) / "demo.db"
        if path.exists():
            raise StoreError(
                f"{path} exists already.", hint="The demo starts with a database of its own: name a new file."
            )
        clock = FixedClock(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
        with bootstrap(replace(make_settings(None), db=path), clock=clock, create=True) as app:
            _tour(app, clock)
            if not no_console and sys.stdin.isatty() and sys.stdout.isatty():
                open_console(app)


def _tour(app: Application, clock: FixedClock) -> None:
    """Read the samples in the order of their dates; a channel follows everything before the newest arrives."""
    _say("Reading the sample briefings")
    files = sorted(p for p in find_data_folder("briefings").iterdir() if p.suffix in READABLE_SUFFIXES)
    days = {path: app.roads.reader.read(source_name=path.name, data=path.read_bytes()).published_on for path in files}
    dated = sorted((day, path) for path, day in days.items() if day is not None)
    newest_on = dated[-1][0]
    followed = False
    for published_on, path in dated:
        clock.at = dt.datetime.combine(published_on, dt.time(12), dt.UTC)
        if published_on == newest_on and not followed:
            followed = True
            _follow(app, clock)
        report = app.services.ingest.ingest(source_name=path.name, data=path.read_bytes(), by="demo", now=clock.now())
        click.echo("\n".join(list_report_lines(report)) + "\n")
    clock.at += dt.timedelta(minutes=11)
    seen = len(app.workspace.list_posts(_SUBSCRIBER))
    app.scheduler.tick(clock.now())
    _say("Posted to the channel, ten minutes after the newest briefing was read")
    for post in app.workspace.list_posts(_SUBSCRIBER)[seen:]:
        click.echo(render_message(post) + "\n")
    for title, command in DEMO_COMMANDS:
        _say(title)
        click.echo(f"{PROMPT}{command}\n")
        app.workspace.command(command)
        click.echo(render_screen(app.workspace) + "\n")


def _follow(app: Application, clock: FixedClock) -> None:
    command = "/digest subscribe immediate"
    _say("A channel follows what is new")
    click.echo(f"{PROMPT}{command}\n")
    app.workspace.command(command, channel=_SUBSCRIBER)
    click.echo(render_screen(app.workspace) + "\n")
    app.scheduler.tick(clock.now())


def _say(title: str) -> None:
    click.echo(f"== {title} ==\n")
