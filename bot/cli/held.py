"""``gongbao digest held`` and ``digest settle``: the posts that nobody can prove, and a person's word on them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import msgspec

from bot.cli.options import db_option, json_option, make_clock, make_settings, now_option, print_json
from bot.digests.holds import HeldPost, HeldPosts
from bot.store.database import open_store


@click.command()
@json_option
@db_option
def held(*, as_json: bool, db: Path | None) -> None:
    """List the posts that are held because nobody can prove whether they stand in their channel."""
    store = open_store(make_settings(db).db, create=False)
    try:
        posts = HeldPosts(store).list_held()
    finally:
        store.close()
    if as_json:
        print_json(msgspec.to_builtins(posts))
        return
    if not posts:
        click.echo("Nothing is held.", err=True)
    for post in posts:
        click.echo(_describe(post))


@click.command()
@click.argument("number", metavar="NUMBER", type=click.IntRange(min=1, max=2**63 - 1))
@click.option("--sent", "sent", flag_value=True, type=bool, help="It stands in its channel.")
@click.option("--again", "sent", flag_value=False, type=bool, help="It does not: post it again.")
@db_option
@now_option
def settle(*, number: int, sent: bool | None, db: Path | None, now: dt.datetime | None) -> None:
    """Say of the held post NUMBER whether it stands in its channel: --sent, or --again to post it again."""
    if sent is None:
        raise click.UsageError("Say --sent or --again.")
    store = open_store(make_settings(db).db, create=False)
    try:
        settled = HeldPosts(store).settle(number, sent=sent, by="command line", now=make_clock(now).now())
    finally:
        store.close()
    post, done = settled.post, "counts as sent" if sent else "goes out with the next tick"
    if settled.is_paused:
        done = f"waits until {post.rule} is resumed, 12 hours at most"
    if settled.end:
        done = f"is not posted again: {settled.end}"
    click.echo(f"Post {post.number} ({post.rule} to {post.channel}) {done}.")


def _describe(post: HeldPost) -> str:
    tried = f", tried {post.attempted_at:%Y-%m-%d %H:%M} UTC" if post.attempted_at else ""
    part = f", part {post.part + 1}" if post.part else ""
    return f"Post {post.number}: {post.kind} of {post.rule}{part} to {post.channel}{tried}: {post.reason}"
