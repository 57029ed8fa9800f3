"""``gongbao admin``, ``licence`` and ``audit``: who may do what, who may see what, and who did what."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from bot.access.admins import Admins
from bot.access.licences import MAX_QUOTE, Licences, describe_licence
from bot.cli.options import BY, Instant, db_option, json_option, make_clock, make_settings, print_json, timed
from bot.store.database import open_store
from bot.store.licences import GrantKind, Licence, LicenceKind, StandingMessage, list_audit_since


@click.group(short_help="Say who may see what each publisher wrote.")
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
@timed
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
    with closing(open_store(make_settings(db).db, create=False)) as store:
        done = Licences(store).set_licence(wanted, by=BY, now=make_clock(now).now())
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
    with closing(open_store(make_settings(db).db, create=False)) as store:
        found = Licences(store).list_all()
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


@contextmanager
def open_admins(db: Path | None) -> Iterator[Admins]:
    """Return the admins of the database in force, and close it again."""
    settings = make_settings(db)
    store = open_store(settings.db, create=False)
    try:
        yield Admins(store, configured=settings.admins)
    finally:
        store.close()


@click.group(short_help="Say who may administer, and which shared channels are open.")
def admin() -> None:
    """Say who may administer the bot from Slack, and which shared channels it may post to."""


@admin.command()
@click.argument("user", metavar="USER")
@timed
def grant(*, user: str, db: Path | None, now: dt.datetime | None) -> None:
    """Make USER, a user id such as U012AB3CD, an admin."""
    with open_admins(db) as admins:
        done = admins.grant(user, by=BY, now=make_clock(now).now())
    click.echo(f"{user} is an admin now." if done else f"{user} is an admin already.")


@admin.command()
@click.argument("user", metavar="USER")
@timed
def revoke(*, user: str, db: Path | None, now: dt.datetime | None) -> None:
    """Take it back from USER."""
    with open_admins(db) as admins:
        admins.revoke(user, by=BY, now=make_clock(now).now())
    click.echo(f"{user} is no admin any more.")


@admin.command("allow-channel")
@click.argument("channel", metavar="CHANNEL")
@timed
def allow_channel(*, channel: str, db: Path | None, now: dt.datetime | None) -> None:
    """Let the bot post to CHANNEL, a channel id, although people of another organisation are in it.

    What a publisher's licence keeps inside stays out of it all the same (gongbao licence). What stands there of it is
    listed, for you to delete.
    """
    settings = make_settings(db)
    with closing(open_store(settings.db, create=False)) as store:
        admins = Admins(store, configured=settings.admins)
        done = admins.grant(channel, by=BY, now=make_clock(now).now(), kind=GrantKind.CHANNEL)
        visible = Licences(store).list_visible(channel) if done else ()
    click.echo(f"{channel} is open now." if done else f"{channel} is open already.")
    for line in describe_visible(visible):
        click.echo(line)


@admin.command("refuse-channel")
@click.argument("channel", metavar="CHANNEL")
@timed
def refuse_channel(*, channel: str, db: Path | None, now: dt.datetime | None) -> None:
    """Take that back for CHANNEL."""
    with open_admins(db) as admins:
        admins.revoke(channel, by=BY, now=make_clock(now).now(), kind=GrantKind.CHANNEL)
    click.echo(f"{channel} is not open any more.")


@admin.command("list")
@json_option
@db_option
def list_admins(*, as_json: bool, db: Path | None) -> None:
    """List the admins, each with where it comes from, and the shared channels that are open."""
    with open_admins(db) as admins:
        found = admins.list_all()
    if as_json:
        granted = [{"user": g.subject, "by": g.by, "at": g.at.isoformat()} for g in found.granted]
        channels = [{"channel": g.subject, "by": g.by, "at": g.at.isoformat()} for g in found.channels]
        print_json({"configured": list(found.configured), "granted": granted, "channels": channels})
        return
    for user in found.configured:
        click.echo(f"{user}  admin, by GONGBAO_ADMINS")
    for each in found.granted:
        click.echo(f"{each.subject}  admin, granted {each.at:%Y-%m-%d %H:%M} UTC by {each.by}")
    for each in found.channels:
        click.echo(f"{each.subject}  shared channel, opened {each.at:%Y-%m-%d %H:%M} UTC by {each.by}")
    if not found.configured and not found.granted:
        click.echo("Nobody is an admin. Set GONGBAO_ADMINS, or: gongbao admin grant U012AB3CD", err=True)


@click.command(short_help="List every change and every refusal.")
@click.option("--since", type=Instant(hour=0), default=None, help="Only from this day (UTC) or time on: 2023-12-10.")
@json_option
@db_option
def audit(*, since: dt.datetime | None, as_json: bool, db: Path | None) -> None:
    """List every change people made and every refusal, oldest first: when, who, what, to what, and the detail.

    With --json one object a line.
    """
    with closing(open_store(make_settings(db).db, create=False)) as store, store.read() as reading:
        rows = list_audit_since(reading, since)
    for row in rows:
        if as_json:
            value = {"at": row.at.isoformat(), "actor": row.actor, "action": row.action}
            print_json({**value, "subject": row.subject, "detail": row.detail}, indent=None)
        else:
            parts = (f"{row.at:%Y-%m-%d %H:%M:%S}", row.actor, row.action, row.subject, row.detail)
            click.echo("  ".join(" ".join(part.split()) for part in parts if part))
    if not rows and not as_json:
        click.echo("Nothing was changed or refused yet." if since is None else "Nothing since then.", err=True)
