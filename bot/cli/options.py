"""What the commands share: the options ``--db``, ``--now`` and ``--json``, and how values and errors are written."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.app import Application, bootstrap
from bot.clock import Clock, FixedClock, SystemClock
from bot.config import Settings, read_settings
from bot.errors import GongbaoError
from bot.logs import set_up_logging

BY = "command line"
"""Who did it, in the audit trail: whoever may run the program."""
INTERRUPTED = 130
"""The status after Ctrl-C: 128 and the number of the signal, as shells report it."""
YEARS = range(1900, 2200)
"""The years that ``--now`` may stand in: calendars and time zones hold there, with room for deadlines around."""


F = TypeVar("F", bound=Callable[..., Any])


class Instant(click.ParamType[dt.datetime]):
    """An ISO 8601 date or time; a date means this hour in UTC, a time without a zone is in UTC."""

    name = "ISO"

    def __init__(self, *, hour: int = 12) -> None:
        self._hour = hour

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """Return the aware UTC datetime, or fail with the forms that are understood."""
        try:
            at = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” is no date or time. Write 2023-12-10 or 2023-12-10T09:30+08:00.", param, ctx)
        if at.year not in YEARS:
            self.fail(f"“{value}” is too far away. Write a year from {YEARS[0]} to {YEARS[-1]}.", param, ctx)
        if len(str(value)) == len("2023-12-10"):
            at = at.replace(hour=self._hour)
        return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


db_option = click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=True),
    default=None,
    metavar="FILE",
    help="The database.  [default: $GONGBAO_DB, else data/gongbao.db]",
)
now_option = click.option(
    "--now",
    type=Instant(),
    default=None,
    help="Take this for the present: 2023-12-10 (noon UTC) or 2023-12-10T09:30+08:00.  [default: the clock]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def timed(command: F) -> F:
    """Add ``--db`` and ``--now``."""
    return db_option(now_option(command))


def timed_json(command: F) -> F:
    """Add ``--json``, ``--db`` and ``--now``."""
    return json_option(timed(command))


@contextmanager
def open_app(db: Path | None, now: dt.datetime | None) -> Iterator[tuple[Application, dt.datetime]]:
    """Return the application over a database that is there, and the moment it is."""
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        yield app, app.clock.now()


def print_error(error: GongbaoError | str) -> None:
    """Write the one line of an error to standard error."""
    click.echo(f"gongbao: {show_plain(' '.join(str(error).split()))}", err=True)


def show_plain(text: str) -> str:
    """Return text from outside with a sign in the place of each that would move the cursor or turn the line round."""
    return "".join(char if char.isprintable() else "�" for char in text)


def make_clock(now: dt.datetime | None) -> Clock:
    """Return the system's clock, or one that stands at ``now``."""
    return FixedClock(now) if now else SystemClock()


def make_settings(db: Path | None) -> Settings:
    """Return the settings with ``--db`` in force, and log as they say."""
    settings = read_settings()
    set_up_logging(settings.log_format)
    return replace(settings, db=db) if db else settings


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Write a value as JSON to standard output, UTF-8 whatever the terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    sys.stdout.buffer.write(text.encode(errors="replace") + b"\n")
    sys.stdout.buffer.flush()
