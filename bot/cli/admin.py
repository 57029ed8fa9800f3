"""``gongbao admin``: who may administer the bot, and which channels shared with other organisations it may post to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.access.admins import Admins
from bot.cli.licence import describe_visible
from bot.cli.options import db_option, json_option, make_clock, make_settings, now_option, print_json
from bot.store.database import open_store

BY = "command line"
"""Who did it, in the audit trail: whoever may run the program."""


@contextmanager
def open_admins(db: Path | None) -> Iterator[Admins]:
    """Return the admins of the database in force, and close it again."""
    settings = make_settings(db)
    store = open_store(settings.db, create=False)
    try:
        yield Admins(store, configured=settings.admins)
    finally:
        store.close()


@click.group()
def admin() -> None:
    """Say who may administer the bot from Slack, and which shared channels it may post to."""


@admin.command()
@click.argument("user", metavar="USER")
@db_option
@now_option
def grant(*, user: str, db: Path | None, now: dt.datetime | None) -> None:
    """Make USER, a user id such as U012AB3CD, an admin."""
    with open_admins(db) as admins:
        done = admins.grant(user, by=BY, now=make_clock(now).now())
    click.echo(f"{user} is an admin now." if done else f"{user} is an admin already.")


@admin.command()
@click.argument("user", metavar="USER")
@db_option
@now_option
def revoke(*, user: str, db: Path | None, now: dt.datetime | None) -> None:
    """Take it back from USER."""
    with open_admins(db) as admins:
        admins.revoke(user, by=BY, now=make_clock(now).now())
    click.echo(f"{user} is no admin any more.")


@admin.command("allow-channel")
@click.argument("channel", metavar="CHANNEL")
@db_option
@now_option
def allow_channel(*, channel: str, db: Path | None, now: dt.datetime | None) -> None:
    """Let the bot post to CHANNEL, a channel id, although people of another organisation are in it.

    What a publisher's licence keeps inside stays out of it all the same (gongbao licence). What stands there of it is
    listed, for you to delete.
    """
    with open_admins(db) as admins:
        done = admins.allow_channel(channel, by=BY, now=make_clock(now).now())
    click.echo(f"{channel} is open already." if done is None else f"{channel} is open now.")
    for line in describe_visible(done or ()):
        click.echo(line)


@admin.command("refuse-channel")
@click.argument("channel", metavar="CHANNEL")
@db_option
@now_option
def refuse_channel(*, channel: str, db: Path | None, now: dt.datetime | None) -> None:
    """Take that back for CHANNEL."""
    with open_admins(db) as admins:
        admins.refuse_channel(channel, by=BY, now=make_clock(now).now())
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
