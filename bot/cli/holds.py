"""``gongbao ingests``, ``hold``, ``release`` and ``announce``: what was read, and when its posts go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from bot.app import Application, bootstrap
from bot.cli.options import db_option, json_option, make_clock, make_settings, now_option, print_json
from bot.cli.reports import list_report_lines
from bot.cli.text import render_mrkdwn
from bot.digests.holds import Held, Holds
from bot.ingest.ingest_cards import IngestCard, IngestCards, ListedReading
from bot.model.ids import IdKind, parse_id
from bot.slack.messages.ingest import describe_done, describe_posting

BY = "command line"
"""Who does it here, for the audit."""
_ALL = 100_000


@click.command()
@click.argument("briefing", required=False, metavar="[BRIEFING]")
@json_option
@db_option
@now_option
def ingests(*, briefing: str | None, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """List what was read, the newest first: by whom, when, and where its posts stand.

    With BRIEFING, an id such as B3, its last report is printed again, with where its posts stand now.
    """
    number = parse_id(briefing, IdKind.BRIEFING) if briefing else None
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        at = app.clock.now()
        cards = IngestCards(app.store, Holds(app.store, app.services.digests), app.services.review)
        if number is not None:
            _print_card(cards.get_card(number, now=at), as_json=as_json, now=at)
            return
        rows = _list_all(cards, now=at)
    if as_json:
        print_json(msgspec.to_builtins(rows))
        return
    if not rows:
        click.echo("Nothing was ingested yet.", err=True)
    for row in rows:
        click.echo(_describe_row(row, now=at))


def _list_all(cards: IngestCards, *, now: dt.datetime) -> list[ListedReading]:
    rows: list[ListedReading] = []
    page = cards.list_readings(now=now)
    while page.rows and len(rows) < _ALL:
        rows += page.rows
        page = cards.list_readings(now=now, offset=len(rows))
    return rows


def _describe_row(row: ListedReading, *, now: dt.datetime) -> str:
    reading = row.reading
    if reading.undone_at is not None:
        state = f"taken back {reading.undone_at:%Y-%m-%d %H:%M} UTC"
    elif row.posting is None:
        state = "a later ingest is in force"
    else:
        state = render_mrkdwn(describe_posting(row.posting, now=now))
    date = f", {reading.published_on}" if reading.published_on else ""
    items = f"{reading.items} item{'' if reading.items == 1 else 's'}"
    read = f"{reading.at:%Y-%m-%d %H:%M} UTC by {reading.by}"
    return f"{reading.shown_id}  {reading.name}{date} · {read} · {items} · {state}"


def _print_card(card: IngestCard, *, as_json: bool, now: dt.datetime) -> None:
    if as_json:
        print_json(msgspec.to_builtins(card))
        return
    lines = [line for line in list_report_lines(card.report) if not line.startswith("Posts: ")]
    if card.posting is not None:
        lines.append(render_mrkdwn(describe_posting(card.posting, now=now)))
    if not card.in_force:
        lines = [line for line in lines if not line.startswith("Reading it again")]
        undone = card.reading is not None and card.reading.undone_at is not None
        lines.append("Taken back." if undone else "A later ingest is in force.")
    click.echo("\n".join(lines))


def _run(
    briefing: str,
    change: Callable[[Application, Holds, int], Held],
    action: str,
    db: Path | None,
    now: dt.datetime | None,
) -> None:
    number = parse_id(briefing, IdKind.BRIEFING)
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        held = change(app, Holds(app.store, app.services.digests), number)
        click.echo(render_mrkdwn(describe_done(action, held, now=app.clock.now())))


@click.command()
@click.argument("briefing", metavar="BRIEFING")
@db_option
@now_option
def hold(*, briefing: str, db: Path | None, now: dt.datetime | None) -> None:
    """Keep the posts of a briefing back until somebody lets them go; what is sent already stays."""
    _run(briefing, lambda app, holds, number: holds.hold(number, by=BY, now=app.clock.now()), "hold", db, now)


@click.command()
@click.argument("briefing", metavar="BRIEFING")
@db_option
@now_option
def release(*, briefing: str, db: Path | None, now: dt.datetime | None) -> None:
    """Let the posts of a briefing go now, whether they wait or are on hold."""
    _run(briefing, lambda app, holds, number: holds.release(number, by=BY, now=app.clock.now()), "release", db, now)


@click.command()
@click.argument("briefing", metavar="BRIEFING")
@db_option
@now_option
def announce(*, briefing: str, db: Path | None, now: dt.datetime | None) -> None:
    """Announce a briefing that was archived in silence; its posts wait ten minutes, as those of a new one do."""
    _run(briefing, lambda app, holds, number: holds.announce(number, by=BY, now=app.clock.now()), "announce", db, now)
