"""``gongbao serve``: the bot in a workspace of Slack, until it is told to stop."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
from pathlib import Path
from types import FrameType

import click

from bot.app import connect
from bot.cli.options import db_option, make_settings, now_option
from bot.clock import MovedClock, SystemClock
from bot.config import Settings, read_slack_settings
from bot.logs import set_up_logging

log = logging.getLogger(__name__)


@click.command()
@click.option(
    "--mode",
    type=click.Choice(["socket", "http"]),
    default="socket",
    show_default=True,
    help="Open a socket to Slack, or be called by Slack through a gateway of yours.",
)
@db_option
@now_option
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
