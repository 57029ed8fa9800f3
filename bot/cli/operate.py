"""The bot at work, what it posts, its database, and who may do and see what."""

import datetime as dt
import logging
import signal
import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click

from bot.access.licences import MAX_QUOTE, Licences, describe_licence
from bot.access.roles import Admins, is_user_id
from bot.app import connect, serve_assistants
from bot.cli.options import BY, FILE, JSON, Call, answer, arg, command, opt
from bot.cli.text import note, render_message
from bot.clock import SystemClock
from bot.config import Settings, find_slack_mode, read_slack_settings
from bot.digests import accounts, holds
from bot.errors import GongbaoError
from bot.logs import set_up_logging
from bot.operations import backups, health
from bot.operations.doctor import Finding, Level, examine, list_following, list_known_admins
from bot.slack.calls import client, doctor
from bot.store import database, ledger
from bot.store.access import Licence, LicenceKind, StandingMessage, list_audit
from bot.store.memos import MemoKind

log = logging.getLogger(__name__)
_KEPT = opt("--keep", "FILE is a folder: keep its newest N backups.", type=click.IntRange(1), metavar="N")
_KIND = arg("KIND", type=click.Choice([kind.value for kind in LicenceKind]))
_QUOTE = opt("--quote", "Quote at most N words at a time.", type=click.IntRange(1, MAX_QUOTE), metavar="N")
_SINCE = opt("--since", "Only from this day (UTC) on.", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY")
_NUMBER = arg("NUMBER", type=click.IntRange(min=1, max=2**63 - 1))
_MODE = click.Choice(["socket", "http"])


@command("gongbao serve", opt("--mode", "Call Slack, or be called by it.", type=_MODE, default="socket"))
def serve(call: Call, *, mode: str) -> None:
    """Connect to Slack: answer, and post the digests.

    Until SIGTERM or Ctrl-C; while Slack is away it waits. docs/operations.md has the settings that it takes.
    """
    slack = read_slack_settings(mode)
    set_up_serve_logging(call.settings, slack.secrets)
    stop = threading.Event()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if app := connect(call.settings, slack, clock=SystemClock(call.clock.now()), stop=stop):
        with app:
            log.info("serving %s (%s) in %s mode", app.identity.team_name, app.identity.team, mode)
            app.run(stop)
            log.info("stopped")


@command("gongbao mcp", opt("--http", "Listen on GONGBAO_MCP_PORT for what Slack signs.", is_flag=True))
def mcp(call: Call, *, http: bool) -> None:
    """Answer assistants over MCP (docs/assistants.md)."""
    slack = read_slack_settings("http") if http else None
    if slack:
        set_up_serve_logging(call.settings, slack.secrets)
    serve_assistants(call.settings, clock=call.clock, slack=slack)


def set_up_serve_logging(settings: Settings, secrets: tuple[str, ...]) -> None:
    """Log what the bot does, and what libraries warn of; at the level ``debug`` all that either has to say."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    is_debug = level == logging.DEBUG
    set_up_logging(settings.log_format, level=level if is_debug else logging.WARNING, secrets=secrets)
    logging.getLogger("bot").setLevel(level)
    if not is_debug:
        logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # each failed call is told by who made it


_SHOW = "Show what a rule (a subscription, or words and keys with a schedule) would have brought in the last 90 days."
_RULE = arg("[D3 | FILTER [SCHEDULE]]...")
command("gongbao digest preview ministry:MIIT weekly", _RULE, about=_SHOW)(partial(answer, slash="digest preview"))


@command("gongbao digest run", JSON)
def run(call: Call) -> None:
    """Do what is due now, once: decide and send."""
    report = call.app.scheduler.tick(call.clock.now())
    sent = [{"channel": held.id, **post} for held in call.app.workspace.slack.channels.values() for post in held.posts]
    counts = ", ".join(f"{count} {what}" for what, count in report.counts.items()) or "Nothing was due."
    note("\n".join(report.lines if report.failed else (*report.lines, counts)))
    lines = (f"[{post['channel']}]\n{render_message(post)}\n" for post in sent)
    call.show(lines, {"report": report, "posts": sent}, failed=report.failed)


@command("gongbao digest ledger", JSON)
def list_fates(call: Call) -> None:
    """List each item's fate for each subscription, with the reason, then the sums."""
    with call.app.store.read() as db:
        rows = ledger.list_ledger(db)
    kept = call.app.services.accounts.list_accounts(now=call.clock.now())
    lines = [f"{row.subscription}  {row.briefing}  {row.item}  {row.fate}: {row.reason}" for row in rows]
    none, failed = "No briefing has come in for a subscription yet.", any(account.missing for account in kept)
    call.show([*lines, *map(accounts.describe_sums, kept)], rows, none=none, failed=failed)


@command("gongbao posts held", JSON)
def list_held(call: Call) -> None:
    """List the posts that wait for your decision."""
    with call.app.store.read() as db:
        held = holds.list_held(db)
    slots = ((each, each.slot) for each in held)
    lines = (f"Post {each.id}: {slot.kind} of {slot.source} to {slot.channel}: {each.reason}" for each, slot in slots)
    call.show(lines, held, none="No post waits for you.")


def _settle(call: Call, *, number: int, sent: bool) -> None:
    with call.app.store.write() as db:
        post, done = holds.settle(db, number, sent=sent, by=BY, now=call.clock.now())
    call.show([f"Post {number} ({post.slot.source} to {post.slot.channel}) {done}."])


_SEND = "Post the waiting post NUMBER again: it isn't in its channel."
_SKIP = "Leave the waiting post NUMBER as it is: it need not be posted."
command("gongbao posts send 7", _NUMBER, about=_SEND)(partial(_settle, sent=False))
command("gongbao posts skip 7", _NUMBER, about=_SKIP)(partial(_settle, sent=True))


@command("gongbao doctor", JSON)
def check_set_up(call: Call) -> None:
    """Check the set-up; say what to do about each finding."""
    findings = [*examine(call.settings), *_examine_slack(call.settings)]
    lines = (f"{each.level.upper():8} {each.about + ':':10} {each.text} {each.hint}".rstrip() for each in findings)
    call.show(lines, findings, failed=any(each.level is Level.PROBLEM for each in findings))


def _examine_slack(settings: Settings) -> list[Finding]:
    try:
        if (mode := find_slack_mode()) is None:
            hint = "To serve a workspace, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README, Slack)."
            return [Finding(about="Slack", level=Level.WARNING, text="No token is set.", hint=hint)]
        slack = read_slack_settings(mode)
        found = doctor.examine_slack(
            bot=client.build_client(slack.bot_token, slack.api_url),
            app=client.build_client(slack.app_token, slack.api_url) if mode == "socket" else None,
            clock=SystemClock(),
            list_channels=partial(list_following, settings.db),
            admins=[user for user in list_known_admins(settings.db, settings.admins) if is_user_id(user)],
        )
        return list(found)
    except GongbaoError as error:
        return [Finding(about="Slack", level=Level.PROBLEM, text=error.message, hint=error.hint)]


@command("gongbao health")
def show_health(call: Call) -> None:
    """Say whether the bot works, with status 1 when a person must look."""
    found = health.read_health(call.app.store, now=call.clock.now())
    call.show(found.lines, failed=not found.well)


@command("gongbao backup gongbao-friday.db", arg("FILE", type=FILE), _KEPT)
def backup(call: Call, *, file: Path, keep: int | None) -> None:
    """Write a sound copy of the database to FILE."""
    removed = 0
    if keep:
        file, removed = backups.back_up_into(call.app.store, file, keep=keep, now=call.clock.now())
    else:
        call.app.store.backup(file)
    more = f" Removed {removed} older." if removed else ""
    call.show([f"Backed up to {file} ({file.stat().st_size:,} bytes), checked.{more}"])


@command("gongbao restore gongbao-friday.db", arg("FILE", type=FILE))
def restore(call: Call, *, file: Path) -> None:
    """Put a backup in the place of the database.

    Stop the bot first. What stood there is kept beside it. What was due since the backup waits for an admin's word.
    """
    kept = database.restore_store(file, call.settings.db, now=call.clock.now())
    more = f" What stood there before is kept as {kept}." if kept else ""
    note("Read again what was read since the backup. What people set up, changed or ended since then is as it was.")
    call.show([f"Restored {call.settings.db} from {file}.{more}"])


def _turn(call: Call, *, kind: MemoKind, takes_back: bool, **given: str) -> None:
    """Grant something, or take it back; what a channel that is opened shows already is listed."""
    admins, (subject,) = Admins(call.app.store, configured=call.settings.admins), given.values()
    what = "an admin" if kind is MemoKind.ADMIN else "open"
    if takes_back:
        admins.revoke(subject, by=BY, now=call.clock.now(), kind=kind)
        call.show([f"{subject} is not {what} any more."])
        return
    is_new = admins.grant(subject, by=BY, now=call.clock.now(), kind=kind)
    visible = Licences(call.app.store).list_visible(subject) if is_new else []
    call.show([f"{subject} is {what} {'now' if is_new else 'already'}.", *_list_visible(visible)])


for _verb, _takes_back, _about in (
    ("grant U012AB3CD", False, "Make USER, a user id such as U012AB3CD, an admin."),
    ("revoke U012AB3CD", True, "Take it back from USER."),
    ("allow-channel C012AB3CD", False, "Let the bot post to CHANNEL, shared with another organisation."),
    ("refuse-channel C012AB3CD", True, "Take that back for CHANNEL."),
):
    _of_channel = "channel" in _verb
    _params, _kind = arg("CHANNEL" if _of_channel else "USER"), MemoKind.CHANNEL if _of_channel else MemoKind.ADMIN
    command(f"gongbao admin {_verb}", _params, about=_about)(partial(_turn, kind=_kind, takes_back=_takes_back))


@command("gongbao admin list", JSON)
def list_admins(call: Call) -> None:
    """List the admins, and the shared channels that are open."""
    admins, configured = Admins(call.app.store), sorted(call.settings.admins)
    granted, channels = (list(admins.list_granted(kind).values()) for kind in (MemoKind.ADMIN, MemoKind.CHANNEL))
    lines = [f"{user}  admin, by GONGBAO_ADMINS" for user in configured]
    for each in (*granted, *channels):
        what = "admin, granted" if each.kind is MemoKind.ADMIN else "shared channel, opened"
        lines.append(f"{each.subject}  {what} {each.at:%Y-%m-%d %H:%M} UTC by {each.by}")
    found = {"configured": configured, "granted": granted, "channels": channels}
    call.show(lines, found, none="Nobody is an admin. Set GONGBAO_ADMINS, or: gongbao admin grant U012AB3CD")


@command("gongbao licence set MERICS internal", arg("PUBLISHER"), _KIND, arg("[CHANNEL]..."), _QUOTE)
def set_licence(call: Call, *, publisher: str, kind: str, channel: tuple[str, ...], quote: int | None) -> None:
    """Put a licence in force for PUBLISHER, as briefings print it; "" means briefings that print none.

    internal: members, privately and in the workspace's own channels. channels: members privately, and the channels
    named. open: everybody. Posts that it doesn't allow are listed, for you to delete.
    """
    name, licences = " ".join(publisher.split()), Licences(call.app.store)
    wanted = Licence(publisher=name, kind=LicenceKind(kind), channels=frozenset(channel), longest_quote=quote)
    visible = licences.set_licence(wanted, by=BY, now=call.clock.now())
    call.show([f"{wanted.name}: {describe_licence(wanted)}", *_list_visible(visible)])


def _list_visible(visible: Iterable[StandingMessage]) -> list[str]:
    """List what a narrowed licence, or an opened channel, leaves standing where it may not; nothing for none."""
    lines = [f"  {each.link} ({each.what})" for each in visible]
    return ["Still visible there; delete in Slack what must go:", *lines] if lines else []


@command("gongbao licence list", JSON)
def list_licences(call: Call) -> None:
    """List each publisher with its licence."""
    rows = Licences(call.app.store).list_all()
    lines = (f"{each.name}: {describe_licence(each)}{'' if held else ' (nothing held)'}" for each, held in rows)
    value = [{"licence": each, "is_set": each.set_at is not None, "is_held": held} for each, held in rows]
    call.show(lines, value, none="Nothing is held yet: ingest a briefing first.")


@command("gongbao audit --since 2023-12-01", _SINCE, JSON)
def audit(call: Call, *, since: dt.datetime | None) -> None:
    """List every change and every refusal, oldest first."""
    with call.app.store.read() as db:
        rows = list_audit(db, since=since and since.replace(tzinfo=dt.UTC))
    facts = ((f"{row.at:%Y-%m-%d %H:%M:%S}", row.actor, row.action, row.subject, row.detail) for row in rows)
    lines = ("  ".join(filter(None, row)).replace("\n", " ") for row in facts)
    call.show(lines, iter(rows), none="Nothing was changed or refused since then.")
