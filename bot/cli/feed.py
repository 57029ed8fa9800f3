"""``gongbao feed``: the feeds that are polled for new issues."""

import datetime as dt
from pathlib import Path

import click
import msgspec

from bot.app import Application
from bot.cli.options import BY, open_app, print_error, print_json, show_plain, timed, timed_json
from bot.ingest.intake import describe_offered
from bot.model.intake import JobState
from bot.slack.messages.ingest import list_feed_lines


@click.group(short_help="Poll feeds for new issues.")
def feed() -> None:
    """Poll feeds (RSS, Atom): each new entry is read as a briefing, under the same rules as any ingest.

    gongbao serve polls them on their own.
    """


@feed.command()
@click.argument("words", nargs=-1, required=True, metavar="URL [every:6h]")
@timed
def add(*, words: tuple[str, ...], db: Path | None, now: dt.datetime | None) -> None:
    """Poll the feed at an https address from now on, and read its newest entry; older ones are left alone."""
    with open_app(db, now) as (app, at):
        card = app.services.feeds.add(" ".join(words), by=BY, now=at)
        click.echo(show_plain(f"{card.id} is checked every {card.every}: {card.title}."))
        _read(app, ())


@feed.command(name="list")
@timed_json
def list_(*, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Print the feeds that are polled: how often, what came, and what fails."""
    with open_app(db, now) as (app, _):
        cards = app.services.feeds.list_feeds()
    if as_json:
        print_json(msgspec.to_builtins(cards))
        return
    if not cards:
        click.echo("No feeds yet. Add one: gongbao feed add https://…", err=True)
    for card in cards:
        click.echo("\n".join(show_plain(line) for line in list_feed_lines(card)))


@feed.command()
@click.argument("number", metavar="FEED")
@timed
def remove(*, number: str, db: Path | None, now: dt.datetime | None) -> None:
    """Poll a feed no more. FEED is its id, such as F1; what was read from it stays."""
    with open_app(db, now) as (app, at):
        card = app.services.feeds.remove(number, by=BY, now=at)
    click.echo(show_plain(f"{card.id} removed: {card.title}. Its briefings stay."))


@feed.command()
@click.option("--all", "every", is_flag=True, help="Ask every feed now, not only those that are due.")
@timed
def poll(*, every: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Ask the feeds that are due, and read what is new; the status is 1 if anything could not be read."""
    with open_app(db, now) as (app, at):
        _read(app, app.services.feeds.poll(now=at, every=every))


def _read(app: Application, failing: tuple[str, ...]) -> None:
    """Read what waits, and print what came of it and which feeds fail."""
    jobs = list(iter(app.services.intake.run_next, None))
    for line in (*failing, *map(describe_offered, jobs)):
        click.echo(show_plain(line))
    failed = len(failing) + sum(job.state in {JobState.FAILED, JobState.WAITING} for job in jobs)
    if failed:
        count = f"{failed} could" if failed > 1 else "One could"
        print_error(f"{count} not be read. gongbao feed list shows what fails.")
        raise SystemExit(1)
    if not jobs:
        click.echo("Nothing new.")
