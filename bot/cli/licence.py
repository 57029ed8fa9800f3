"""``gongbao licence``: who may see what each publisher wrote, and how much of it may be quoted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import click

from bot.access.admins import Affected, Staying
from bot.access.licences import Licences
from bot.cli.options import db_option, json_option, make_clock, make_settings, now_option, print_json
from bot.model.roles import MAX_QUOTE, Licence, LicenceKind, describe_licence
from bot.store.database import open_store

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

    Posts that it does not allow as they are any more are taken back or cut while the bot serves; how many is said.
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
    for line in describe_affected(done.affected):
        click.echo(line)
    if not done.is_held:
        click.echo("Nothing of this publisher is held yet; gongbao licence list shows whose is.", err=True)


def describe_affected(affected: Affected) -> list[str]:
    """Say which posts a narrowed licence, or an opened channel, reaches and which it does not; nothing for none."""
    counted = (
        (affected.taken_back, "taken back, or written again without it"),
        (affected.looked_through, "looked through for what is not allowed any more, and cut"),
        (affected.waiting, "written again or cancelled before they go"),
    )
    said = [f"{count:,} to be {what}" for count, what in counted if count]
    lines = [f"Posts: {'; '.join(said)}. The bot does it while it serves."] if said else []
    if affected.answers:
        lines.append(f"Answers that channels see: {affected.answers:,} to be taken back, while it serves.")
    if affected.staying:
        lines.append(f"Staying, since only people can delete them: {describe_staying(affected.staying)}.")
        lines.append("Whoever shared them is asked once, in a direct message, to delete them.")
    if lines:
        lines.append(
            "Answers that were shared or given to a mention before these were kept on record are not reached:"
            " delete them in Slack where they must go."
        )
    return lines


def describe_staying(staying: Iterable[Staying]) -> str:
    """Say how many answers stay, in which channels, and who shared them."""
    return ", ".join(
        f"{each.count:,} answer{'' if each.count == 1 else 's'} in {each.channel} shared by {each.user}"
        for each in staying
    )


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
