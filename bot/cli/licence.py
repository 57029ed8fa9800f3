"""``gongbao licence``: who may see what each publisher wrote, and how much of it may be quoted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import click

from bot.access.licences import Licences
from bot.cli.options import db_option, json_option, make_clock, make_settings, now_option, print_json
from bot.model.roles import MAX_QUOTE, Licence, LicenceKind, describe_licence
from bot.store.database import open_store
from bot.store.licences import StandingMessage

BY = "command line"


@click.group()
def licence() -> None:
    """Say who may see what a publisher wrote.

    internal (the default): members, privately and in the workspace's own channels. channels: members privately, and
    the channels named. open: everybody, everywhere.
    """


@licence.command("set")
@click.argument("publisher", metavar="PUBLISHER")
@click.argument("kind", metavar="KIND", type=click.Choice([kind.value for kind in LicenceKind]))
@click.argument("channels", nargs=-1, metavar="[CHANNEL]...")
@click.option("--quote", type=click.IntRange(1, MAX_QUOTE), metavar="N", help="Quote at most N words at a time.")
@db_option
@now_option
def set_licence(
    *,
    publisher: str,
    kind: str,
    channels: tuple[str, ...],
    quote: int | None,
    db: Path | None,
    now: dt.datetime | None,
) -> None:
    """Put a licence in force for PUBLISHER, in place of the one before.

    KIND is internal, channels or open; CHANNEL are channel ids, for channels. Without --quote whole sentences are
    quoted. PUBLISHER is the name as briefings print it; "" means briefings that print none.

    Posts and answers that stand and that it does not allow as they are any more are listed with links, for you to
    delete. What is posted from now on obeys it.
    """
    wanted = Licence(
        publisher=" ".join(publisher.split()),
        kind=LicenceKind(kind),
        channels=frozenset(channels),
        longest_quote=quote,
    )
    store = open_store(make_settings(db).db, create=False)
    try:
        done = Licences(store).set_licence(wanted, by=BY, now=make_clock(now).now())
    finally:
        store.close()
    click.echo(f"{done.name}: {describe_licence(done.licence)}")
    for line in describe_visible(done.visible):
        click.echo(line)
    if not done.is_held:
        click.echo("Nothing of this publisher is held yet; gongbao licence list shows whose is.", err=True)


def describe_visible(visible: Iterable[StandingMessage]) -> list[str]:
    """List what a narrowed licence, or an opened channel, leaves standing where it may not; nothing for none."""
    lines = [f"  {each.link or f'in {each.channel}'} ({each.what})" for each in visible]
    return ["Still visible there; delete in Slack what must go:", *lines] if lines else []


@licence.command("list")
@json_option
@db_option
def list_licences(*, as_json: bool, db: Path | None) -> None:
    """List each publisher with its licence."""
    store = open_store(make_settings(db).db, create=False)
    try:
        found = Licences(store).list_all()
    finally:
        store.close()
    if as_json:
        print_json(
            [
                {
                    "publisher": each.licence.publisher,
                    "licence": each.licence.kind.value,
                    "channels": sorted(each.licence.channels),
                    "longest_quote": each.licence.longest_quote,
                    "set": each.is_set,
                    "held": each.is_held,
                }
                for each in found
            ]
        )
        return
    for each in found:
        marks = ("" if each.is_set else " (the default)") + ("" if each.is_held else " (nothing held)")
        click.echo(f"{each.name}: {describe_licence(each.licence)}{marks}")
    if not found:
        click.echo("Nothing is held yet: ingest a briefing first.", err=True)
