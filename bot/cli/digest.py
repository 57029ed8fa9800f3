"""``gongbao digest`` and ``posts``: what would be posted, one tick, each item's fate, and what waits for a decision."""

import datetime as dt
import sys
from contextlib import closing
from pathlib import Path

import click
import msgspec

from bot.app import Application
from bot.cli.options import (
    BY,
    db_option,
    json_option,
    make_clock,
    make_settings,
    open_app,
    print_json,
    timed,
    timed_json,
)
from bot.cli.text import render_message
from bot.digests.accounts import describe_sums
from bot.digests.compose import Reader
from bot.digests.holds import HeldPosts, Settled
from bot.digests.pace import DeliveryReport
from bot.digests.rules import Asker
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, find_id
from bot.model.post import Post, PostState
from bot.model.subscription import Schedule, Subscription
from bot.query.query import parse_query
from bot.slack.calls.client import load_blocks
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, TEAM
from bot.slack.messages.subscriptions import describe_look_back
from bot.store.database import open_store
from bot.store.subscriptions import get_subscription


@click.group(short_help="Decide on posts that wait for your decision.")
def posts() -> None:
    """Decide on posts that may be in their channel already, or that fell due before a restore."""


@posts.command()
@json_option
@db_option
def held(*, as_json: bool, db: Path | None) -> None:
    """List the posts that wait for your decision."""
    with closing(open_store(make_settings(db).db, create=False)) as store:
        waiting = HeldPosts(store).list_held()
    if as_json:
        print_json(msgspec.to_builtins(waiting))
        return
    if not waiting:
        click.echo("No post waits for your decision.", err=True)
    for post in waiting:
        tried = f", tried {post.attempted_at:%Y-%m-%d %H:%M} UTC" if post.attempted_at else ""
        part = f", part {post.part + 1}" if post.part else ""
        click.echo(f"Post {post.id}: {post.slot.kind.value} of {_name(post)}{part}{tried}: {post.reason}")


@posts.command()
@click.argument("number", metavar="NUMBER", type=click.IntRange(min=1, max=2**63 - 1))
@timed
def send(*, number: int, db: Path | None, now: dt.datetime | None) -> None:
    """Post the waiting post NUMBER again: it isn't in its channel."""
    settled = _settle(number, sent=False, db=db, now=now)
    done = "goes out with the next tick"
    if settled.is_paused:
        done = f"waits until {settled.post.slot.source} is resumed, 12 hours at most"
    if settled.end:
        done = f"is not posted again: {settled.end}"
    click.echo(f"Post {number} ({_name(settled.post)}) {done}.")


@posts.command()
@click.argument("number", metavar="NUMBER", type=click.IntRange(min=1, max=2**63 - 1))
@timed
def skip(*, number: int, db: Path | None, now: dt.datetime | None) -> None:
    """Leave the waiting post NUMBER as it is: it is in its channel, or need not be."""
    settled = _settle(number, sent=True, db=db, now=now)
    click.echo(f"Post {number} ({_name(settled.post)}) counts as sent.")


def _settle(number: int, *, sent: bool, db: Path | None, now: dt.datetime | None) -> Settled:
    with closing(open_store(make_settings(db).db, create=False)) as store:
        return HeldPosts(store).settle(number, sent=sent, by=BY, now=make_clock(now).now())


def _name(post: Post) -> str:
    return f"{post.slot.source} to {post.slot.channel}"


@click.group(short_help="Preview, send and account for posts to channels.")
def digest() -> None:
    """Preview, send and account for what is posted to channels that follow new briefings."""


@digest.command()
@click.argument("words", nargs=-1, metavar="[D3 | FILTER [SCHEDULE]]")
@timed_json
def preview(*, words: tuple[str, ...], as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Show what a rule would have brought in the last 90 days, its summary of the latest briefing, and what waits.

    D3 is a subscription. FILTER is words and keys as after /digest, such as ministry:MIIT data security; without one it
    is everything. SCHEDULE is when it would post, such as weekly at 09:00; without one it is at once. With --json only
    the summary's messages are printed.
    """
    with open_app(db, now) as (app, at):
        text = " ".join(words)
        filter_text, schedule, held = _read_rule(app, text, at=at)
        place = (held.workspace, held.channel) if held else None
        query = parse_query(filter_text, lexicon=app.services.lookup.lexicon(), today=beijing_day(at))
        back = app.services.previews.look_back(query, schedule, now=at, place=place)
        found = app.services.previews.preview(query, now=at, reader=Reader(place=place, counts_had=False))
        messages = app.renderer.render_digest(found) if found else ()
        payloads = [{"text": message.text, "blocks": load_blocks(message)} for message in messages]
        waiting = app.services.digests.list_waiting()
    if as_json:
        print_json(payloads)
        return
    if payloads:
        click.echo(f"{render_message({'blocks': describe_look_back(back)})}\n\nThe latest briefing:\n")
    for payload in payloads:
        click.echo(f"{render_message(payload)}\n")
    if not payloads:
        click.echo("No briefings yet: ingest one first.")
    firsts = {post.slot: post for post in reversed(waiting)}  # the parts in its thread go with the first
    for post in sorted(firsts.values(), key=lambda each: (each.state is PostState.HELD, each.id)):
        click.echo(_describe_post(post))


def _read_rule(app: Application, text: str, *, at: dt.datetime) -> tuple[str, Schedule, Subscription | None]:
    """Return filter and schedule of a subscription that is named, with it, or of what is written out."""
    named = find_id(text.strip())
    if named is not None and named[0] is IdKind.SUBSCRIPTION:
        with app.store.read() as db:
            held = get_subscription(db, named[1])
        return held.filter, held.schedule, held
    typed = parse_query(text, lexicon=app.services.lookup.lexicon(), today=beijing_day(at), bare_cadence=True)
    query = app.services.lookup.read_rule(typed, now=at)
    for note in query.notes:
        click.echo(note, err=True)
    asker = Asker(workspace=TEAM, channel=CHANNEL, user=ADMIN, is_admin=True)
    rule = app.services.subscriptions.read_rule(query, asker=asker, now=at)
    return rule.filter, rule.schedule, None


@digest.command()
@timed_json
def run(*, as_json: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Do what is due now, once: decide and send; the posts are printed, the count goes to standard error.

    It ends with status 1 when the tick failed.
    """
    with open_app(db, now) as (app, at):
        report = app.scheduler.tick(at)
        posts = [(held.id, post) for held in app.workspace.slack.channels.values() for post in held.posts]
    if as_json:
        print_json({"report": msgspec.to_builtins(report), "posts": [{"channel": c, **p} for c, p in posts]})
        _leave_if(report)
        return
    for channel, post in posts:
        click.echo(f"[{channel}]\n{render_message(post)}\n")
    for line in report.lines:
        click.echo(line, err=True)
    counts = {"sent": report.sent, "changed": report.changed, "cancelled": report.cancelled, "held": report.held}
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    _leave_if(report)
    click.echo(said or "Nothing was due.", err=True)


def _leave_if(report: DeliveryReport) -> None:
    if report.failed:
        sys.exit(1)


def _describe_post(post: Post) -> str:
    """Return one line on a post that is decided and not sent: why it is stuck, or when it goes."""
    place = f"{post.slot.source} to {post.slot.channel}"
    if post.state is PostState.HELD:
        rule = f"; /digest resume {post.slot.source} tries again" if post.is_parked else ""
        return f"{post.state.value.capitalize()}: {place}, post {post.id}: {post.reason or 'no reason given'}{rule}"
    due = f"{post.not_before.day} {post.not_before:%b %Y %H:%M} UTC"
    return f"Waiting: {place}, {post.state.value}, not before {due}"


@digest.command()
@json_option
@db_option
def ledger(*, as_json: bool, db: Path | None) -> None:
    """List each item's fate for each subscription, with the reason: subscription, briefing, item, fate.

    The sums follow it (with --json on standard error, so that one JSON array stays one); where they do not add up, the
    status is 1.
    """
    with open_app(db, None) as (app, at):
        rows = app.services.digests.list_ledger()
        accounts = app.services.accounts.list_accounts(now=at)
    if as_json:
        print_json(msgspec.to_builtins(rows))
    else:
        for row in rows:
            click.echo(f"{row.subscription}  {row.briefing}  {row.item}  {row.fate}: {row.reason}")
    if not rows:
        click.echo("No briefing has come in for a subscription yet.", err=True)
    for account in accounts:
        click.echo(describe_sums(account), err=as_json)
    if not all(account.adds_up for account in accounts):
        sys.exit(1)
