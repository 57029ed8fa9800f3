"""``gongbao digest`` and ``posts``: what would be posted, one tick, each item's fate, and what waits for a decision."""

from dataclasses import replace

import click

from bot.access.roles import Role, Viewer
from bot.cli.options import BY, Call, Output, arg, command, group
from bot.cli.text import render_made, render_message
from bot.digests import holds
from bot.digests.accounts import describe_sums
from bot.digests.rules import Asker
from bot.model.deadlines import beijing_day
from bot.model.post import ON_ITS_WAY, Post, PostState
from bot.slack.arguments import parse_request
from bot.slack.gate import Visit
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, TEAM
from bot.slack.listeners.digest import answer_digest
from bot.store.ledger import list_ledger
from bot.store.outbox import list_posts
from bot.store.subscriptions import get_subscription

digest = group("digest", "Preview, send and account for posts to channels.")
posts = group("posts", "Decide on posts that wait for your decision.")


@command(posts, "gongbao posts held", as_json=True)
def list_held(call: Call) -> Output:
    """List the posts that wait for your decision."""
    with call.store.read() as db:
        waiting = holds.list_held(db)
    return Output(
        lines=map(_describe_held, waiting), value=waiting, notes=() if waiting else ("No post waits for you.",)
    )


def _describe_held(post: Post) -> str:
    tried = f", tried {post.attempted_at:%Y-%m-%d %H:%M} UTC" if post.attempted_at else ""
    part = f", part {post.part + 1}" if post.part else ""
    return f"Post {post.id}: {post.slot.kind.value} of {_name(post)}{part}{tried}: {post.reason}"


_NUMBER = arg("NUMBER", type=click.IntRange(min=1, max=2**63 - 1))


@command(posts, "gongbao posts send 7", _NUMBER)
def send(call: Call, *, number: int) -> Output:
    """Post the waiting post NUMBER again: it isn't in its channel."""
    return _settle(call, number, sent=False)


@command(posts, "gongbao posts skip 7", _NUMBER)
def skip(call: Call, *, number: int) -> Output:
    """Leave the waiting post NUMBER as it is: it need not be posted."""
    return _settle(call, number, sent=True)


def _settle(call: Call, number: int, *, sent: bool) -> Output:
    with call.store.write() as db:
        post, done = holds.settle(db, number, sent=sent, by=BY, now=call.now)
    return Output(lines=(f"Post {number} ({_name(post)}) {done}.",))


def _name(post: Post) -> str:
    return f"{post.slot.source} to {post.slot.channel}"


@command(digest, "gongbao digest preview ministry:MIIT weekly", arg("[D3 | FILTER [SCHEDULE]]", name="words", nargs=-1))
def preview(call: Call, *, words: tuple[str, ...]) -> Output:
    """Show what a rule would have brought, and what waits.

    It is what /digest preview shows of the last 90 days. D3 is a subscription. FILTER is words and keys as after
    /digest, such as ministry:MIIT data security; without one it is everything. SCHEDULE is when it would post, such as
    weekly at 09:00; without one it is at once.
    """
    services, typed = call.app.services, " ".join(("preview", *words))
    request = parse_request("digest", typed, lexicon=services.lookup.lexicon(), today=beijing_day(call.now))
    asker = Asker(workspace=TEAM, channel=CHANNEL, user=ADMIN, is_admin=True)
    if request.id is not None:
        with call.app.store.read() as db:
            held = get_subscription(db, request.number)
        asker = replace(asker, workspace=held.workspace, channel=held.channel)
    viewer = Viewer(workspace=asker.workspace, channel=asker.channel, user=ADMIN, role=Role.ADMIN)
    visit = Visit(services=services, viewer=viewer)
    with call.app.store.read() as db:
        firsts = [post for post in list_posts(db, states=ON_ITS_WAY) if not post.part]  # the first tells of its thread
    waiting = sorted(firsts, key=lambda each: (each.state is PostState.HELD, each.id))
    shown = render_made(answer_digest(request, asker, visit))
    return Output(lines=(shown, *map(_describe_waiting, waiting)))


def _describe_waiting(post: Post) -> str:
    """Return one line on a post that is decided and not sent: why it is stuck, or when it goes."""
    if post.state is PostState.HELD:
        rule = f"; /digest resume {post.slot.source} tries again" if post.is_parked else ""
        return f"Held: {_name(post)}, post {post.id}: {post.reason or 'no reason given'}{rule}"
    return f"Waiting: {_name(post)}, {post.state.value}, not before {post.not_before:%d %b %Y %H:%M} UTC"


@command(digest, "gongbao digest run", as_json=True)
def run(call: Call) -> Output:
    """Do what is due now, once: decide and send.

    The posts are printed, the count goes to standard error. The status is 1 when the tick failed.
    """
    report = call.app.scheduler.tick(call.now)
    sent = [(held.id, post) for held in call.app.workspace.slack.channels.values() for post in held.posts]
    said = ", ".join(f"{count} {what}" for what, count in report.counts.items()) or "Nothing was due."
    return Output(
        lines=(f"[{channel}]\n{render_message(post)}\n" for channel, post in sent),
        value={"report": report, "posts": [{"channel": channel, **post} for channel, post in sent]},
        notes=(*report.lines, *(() if report.failed else (said,))),
        failed=report.failed,
    )


@command(digest, "gongbao digest ledger", as_json=True)
def ledger(call: Call) -> Output:
    """List each item's fate for each subscription, with the reason.

    Subscription, briefing, item, fate. The sums follow (with --json on standard error); where they do not add up, the
    status is 1.
    """
    with call.app.store.read() as db:
        rows = list_ledger(db)
    accounts = call.app.services.accounts.list_accounts(now=call.now)
    sums = [describe_sums(account) for account in accounts]
    lines = (f"{row.subscription}  {row.briefing}  {row.item}  {row.fate}: {row.reason}" for row in rows)
    none = () if rows else ("No briefing has come in for a subscription yet.",)
    return Output(
        lines=(*lines, *sums),
        value=rows,
        notes=(*none, *(sums if call.as_json else ())),
        failed=any(account.missing for account in accounts),
    )
