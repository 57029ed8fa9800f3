"""``gongbao doctor``, ``backup`` and ``restore``: looking after the database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import msgspec

from bot.access.admins import is_user_id
from bot.cli.options import db_option, json_option, make_clock, make_settings, now_option, print_json
from bot.clock import SystemClock
from bot.config import Settings, find_data_folder, find_slack_mode, read_slack_settings
from bot.errors import GongbaoError, StoreError
from bot.names.reference import load_lexicon
from bot.operations.doctor import Finding, Level, back_up_into, examine, list_following, list_known_admins
from bot.reading.child import ChildReader
from bot.slack.calls.client import build_client, build_reader
from bot.slack.calls.identity import examine_slack
from bot.store.database import open_store, restore_store

_MARKS = {Level.OK: "ok     ", Level.WARNING: "warning", Level.PROBLEM: "PROBLEM"}


@click.command()
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


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    metavar="N",
    help="FILE is a folder: write a backup named by its moment into it, and keep the newest N.",
)
@db_option
@now_option
def backup(*, file: Path, keep: int | None, db: Path | None, now: dt.datetime | None) -> None:
    """Write a sound copy of the database to FILE, a new file, while the database is in use."""
    store = open_store(make_settings(db).db, create=False)
    removed = 0
    try:
        if keep is None:
            store.backup(file)
        else:
            rotated = back_up_into(store, file, keep=keep, now=make_clock(now).now())
            file, removed = rotated.file, rotated.removed
    finally:
        store.close()
    click.echo(
        f"Backed up to {file} ({file.stat().st_size:,} bytes), checked."
        + (f" Removed {removed} older." if removed else "")
    )


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@db_option
@now_option
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
