"""``gongbao serve``, ``doctor``, ``health``, ``backup`` and ``restore``: the bot at work, and its database."""

import datetime as dt
import logging
import signal
import threading
from contextlib import closing
from pathlib import Path
from types import FrameType

import click
import msgspec

from bot.access.admins import is_user_id
from bot.app import connect, serve_assistants
from bot.cli.options import db_option, json_option, make_clock, make_settings, print_json, timed
from bot.clock import MovedClock, SystemClock
from bot.config import Settings, find_data_folder, find_slack_mode, read_slack_settings
from bot.errors import GongbaoError, StoreError
from bot.logs import set_up_logging
from bot.names.reference import load_lexicon
from bot.operations.backups import back_up_into
from bot.operations.doctor import Finding, Level, examine, list_following, list_known_admins
from bot.operations.health import read_health
from bot.reading.child import ChildReader
from bot.slack.calls.client import build_client, build_reader
from bot.slack.calls.identity import examine_slack
from bot.store.database import open_store, restore_store

log = logging.getLogger(__name__)


@click.command(short_help="Connect to Slack: answer, and post the digests.")
@click.option(
    "--mode",
    type=click.Choice(["socket", "http"]),
    default="socket",
    show_default=True,
    help="Open a socket to Slack, or be called by Slack through a gateway of yours.",
)
@timed
def serve(*, mode: str, db: Path | None, now: dt.datetime | None) -> None:
    """Connect to Slack, answer, and post the digests, until SIGTERM or Ctrl-C.

    The tokens come from the settings SLACK_BOT_TOKEN and SLACK_APP_TOKEN, in HTTP mode SLACK_SIGNING_SECRET instead of
    the latter. While Slack is away it waits. With --now the clock starts there and goes on.
    """
    settings = make_settings(db)
    slack = read_slack_settings(mode)
    set_up_serve_logging(settings, slack.secrets)
    stop = threading.Event()
    listen_for_stop(stop)
    clock = MovedClock(now, base=SystemClock()) if now else SystemClock()
    app = connect(settings, slack, clock=clock, stop=stop)
    if app is None:
        return
    with app:
        log.info("serving %s (%s) in %s mode", app.identity.team_name, app.identity.team, mode)
        app.run(stop)
        log.info("stopped")


@click.command(short_help="Answer assistants over MCP, from the same briefings.")
@click.option("--http", "over_http", is_flag=True, help="Listen on GONGBAO_MCP_PORT for what Slack signs.")
@timed
def mcp(*, over_http: bool, db: Path | None, now: dt.datetime | None) -> None:
    """Answer assistants over MCP: the operator's own over standard input, or Slack's over HTTP (docs/assistants.md).

    It only reads. Over HTTP it needs SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, and answers nobody whom Slack doesn't
    name. It needs the extra gongbao[mcp].
    """
    settings = make_settings(db)
    slack = read_slack_settings("http") if over_http else None
    if slack:
        set_up_serve_logging(settings, slack.secrets)
    serve_assistants(settings, clock=make_clock(now), slack=slack)


def set_up_serve_logging(settings: Settings, secrets: tuple[str, ...]) -> None:
    """Log what the bot does, and what libraries warn of; at the level ``debug`` all that either has to say."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    is_debug = level == logging.DEBUG
    set_up_logging(settings.log_format, level=level if is_debug else logging.WARNING, secrets=secrets)
    logging.getLogger("bot").setLevel(level)
    if not is_debug:
        logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # each failed call is told by who made it


def listen_for_stop(stop: threading.Event) -> None:
    """Let SIGTERM and Ctrl-C set ``stop``; the second one ends the program at once."""

    def handle_signal(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle_signal)


_MARKS = {Level.OK: "ok     ", Level.WARNING: "warning", Level.PROBLEM: "PROBLEM"}


@click.command(short_help="Check the set-up; say what to do about each finding.")
@json_option
@db_option
def doctor(*, as_json: bool, db: Path | None) -> None:
    """Check the set-up and say what to do about each finding; the status is 1 if there is a problem."""
    settings = make_settings(db)
    reference = find_data_folder("reference")
    with ChildReader(load_lexicon(reference)) as reader:
        findings = examine(
            db=settings.db,
            time_zone=settings.time_zone,
            reference=reference,
            samples=find_data_folder("briefings"),
            open_reader=lambda: reader,
            admins=settings.admins,
        )
    findings += _examine_slack(settings)
    if as_json:
        print_json(msgspec.to_builtins(findings))
    else:
        for finding in findings:
            click.echo(f"{_MARKS[finding.level]}  {finding.about + ':':10} {finding.text} {finding.hint}".rstrip())
    if any(finding.level is Level.PROBLEM for finding in findings):
        raise SystemExit(1)


def _examine_slack(settings: Settings) -> list[Finding]:
    try:
        mode = find_slack_mode()
        if mode is None:
            hint = "To serve a workspace, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README, Slack)."
            return [Finding(about="Slack", level=Level.WARNING, text="No token is set.", hint=hint)]
        slack = read_slack_settings(mode)
        return examine_slack(
            bot=build_reader(slack.bot_token, slack.api_url),
            app=build_client(slack.app_token, slack.api_url) if mode == "socket" else None,
            clock=SystemClock(),
            list_channels=lambda team: list_following(settings.db, team),
            admins=[user for user in list_known_admins(settings.db, settings.admins) if is_user_id(user)],
        )
    except StoreError:
        return []  # told of the database
    except GongbaoError as error:
        return [Finding(about="Slack", level=Level.PROBLEM, text=error.message, hint=error.hint)]


@click.command(short_help="Write a sound copy of the database.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    metavar="N",
    help="FILE is a folder: write a backup named by its moment into it, and keep the newest N.",
)
@timed
def backup(*, file: Path, keep: int | None, db: Path | None, now: dt.datetime | None) -> None:
    """Write a sound copy of the database to FILE, a new file, while the database is in use."""
    removed = 0
    with closing(open_store(make_settings(db).db, create=False)) as store:
        if keep is None:
            store.backup(file)
        else:
            rotated = back_up_into(store, file, keep=keep, now=make_clock(now).now())
            file, removed = rotated.file, rotated.removed
    click.echo(
        f"Backed up to {file} ({file.stat().st_size:,} bytes), checked."
        + (f" Removed {removed} older." if removed else "")
    )


@click.command(short_help="Put a backup in the place of the database.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@timed
def restore(*, file: Path, db: Path | None, now: dt.datetime | None) -> None:
    """Put the backup FILE in the place of the database; what stood there is kept beside it.

    Stop the bot first. When it starts again, what was due since the backup is held, and the admins are asked whether to
    send it: nobody knows what was posted meanwhile.
    """
    target = make_settings(db).db
    kept = restore_store(file, target, now=make_clock(now).now())
    click.echo(f"Restored {target} from {file}." + (f" What stood there before is kept as {kept}." if kept else ""))
    click.echo(
        "Read again what was read since the backup. Subscriptions made, changed or ended since then, and deadlines"
        " answered, are as they were: tell who did so.",
        err=True,
    )


@click.command(short_help="Say whether the bot that serves from this database works.")
@timed
def health(*, db: Path | None, now: dt.datetime | None) -> None:
    """Say whether the bot that serves from this database works; the status is 1 when a person must look."""
    with closing(open_store(make_settings(db).db, create=False)) as store:
        found = read_health(store, now=make_clock(now).now())
    click.echo("\n".join(found.lines))
    if not found.well:
        raise SystemExit(1)
