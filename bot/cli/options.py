"""What all commands share: their sections and options, what each is given, and how results and errors are written."""

import datetime as dt
import errno
import inspect
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from bot import __version__
from bot.app import Application, bootstrap
from bot.clock import Clock, FixedClock, SystemClock
from bot.config import Settings, read_settings
from bot.errors import GongbaoError
from bot.logs import set_up_logging
from bot.store.database import Store, open_store

BY = "command line"
"""Who did it, in the audit trail: whoever may run the program."""
INTERRUPTED = 130
"""The status after Ctrl-C: 128 and the number of the signal, as shells report it."""
YEARS = range(1900, 2200)
"""The years that ``--now`` may be in: calendars and time zones hold there, with room for deadlines around."""
SECTIONS = {
    "Read": "ingest undo ingests review merge split layout feed",
    "Ask": "demo ask console search export",
    "Slack": "serve digest posts mcp",
    "Operate": "doctor health backup restore admin licence audit",
}
"""The commands by what they are for, as the help lists them."""
T = TypeVar("T")


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


class Call:
    """What a command works on: the settings with ``--db`` in force, the clock, and what it opens until it ends."""

    def __init__(self, db: Path | None, now: dt.datetime | None, *, as_json: bool) -> None:
        self.named_db = db
        self.settings: Settings = read_settings()
        self.settings = replace(self.settings, db=db or self.settings.db)
        self.clock: Clock = FixedClock(now) if now else SystemClock()
        self.as_json = as_json
        set_up_logging(self.settings.log_format)

    @property
    def now(self) -> dt.datetime:
        """The moment it is."""
        return self.clock.now()

    @cached_property
    def app(self) -> Application:
        """The application over a database that is there."""
        return hold(bootstrap(self.settings, clock=self.clock, create=False))

    @cached_property
    def store(self) -> Store:
        """A database that is there."""
        return hold(closing(open_store(self.settings.db, create=False)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """What a command ends with: lines, or the value for ``--json``, of an iterator one a line.

    ``notes`` go to standard error; ``failed`` makes the status 1.
    """

    lines: Iterable[str] = ()
    value: object = None
    notes: Iterable[str] = ()
    failed: bool = False

    def write(self, *, as_json: bool) -> None:
        """Write it, and end the program where it failed."""
        for note in self.notes:
            click.echo(plain(note), err=True)
        for value in (self.value if isinstance(self.value, Iterator) else (self.value,)) if as_json else ():
            print_json(value, indent=None)
        for line in () if as_json else self.lines:
            click.echo(plain(line))
        if self.failed:
            raise SystemExit(1)


def arg(metavar: str, **more: Any) -> click.Argument:  # noqa: ANN401  click's own
    """Return an argument that is passed on by its name in small letters, or by ``name``."""
    return click.Argument([more.pop("name", metavar.lower())], metavar=metavar, **more)


def opt(name: str, about: str, **more: Any) -> click.Option:  # noqa: ANN401  click's own
    """Return an option with its help."""
    return click.Option([name, *filter(None, [more.pop("to", None)])], help=about, **more)


FILE = click.Path(path_type=Path)
_DB = opt("--db", "The database.  [default: $GONGBAO_DB, else data/gongbao.db]", type=FILE, metavar="FILE")
_NOW = opt(
    "--now",
    "Take this for the present: 2023-12-10 (noon UTC) or 2023-12-10T09:30+08:00.  [default: the clock]",
    type=Instant(),
)
_JSON = opt("--json", "Print JSON instead of text.", to="as_json", is_flag=True)


def command(
    place: click.Group, example: str, *params: click.Parameter, as_json: bool = False
) -> Callable[[Callable[..., Output | None]], click.Command]:
    """Make a function the command of its example, in its group; its first line is its line in the help."""

    def add(run: Callable[..., Output | None]) -> click.Command:
        def call(*, db: Path | None, now: dt.datetime | None, as_json: bool = False, **given: object) -> None:
            output = run(Call(db, now, as_json=as_json), **given)
            if output is not None:
                output.write(as_json=as_json)

        about = inspect.cleandoc(run.__doc__ or "")
        made = click.Command(
            example.split()[1 if place is cli else 2],
            callback=call,
            params=[*params, *([_JSON] if as_json else []), _DB, _NOW],
            help=about,
            short_help=about.partition("\n")[0],
            epilog=f"Example: {example}",
        )
        place.add_command(made)
        return made

    return add


def group(name: str, about: str) -> click.Group:
    """Make a group of commands."""
    made = click.Group(name, help=about, short_help=about.partition("\n")[0])
    cli.add_command(made)
    return made


class GongbaoGroup(click.Group):
    """The group of all commands, in their sections; whatever goes wrong ends in one line and a status."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        return " ".join(SECTIONS.values()).split()

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, each with its line."""
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, self.commands[name].get_short_help_str()) for name in names.split()])

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  click's own
        """Run the program; what was wrong, refused, stopped or failed is one line on standard error and a status."""
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            status = error.exit_code
        except click.UsageError as error:
            text = error.format_message().rstrip(".")
            asked = error.ctx.command_path if error.ctx else "gongbao"
            status = print_error(f"{text}{'' if text.endswith('?') else '.'} Try {asked} --help.", error.exit_code)
        except GongbaoError as error:
            status = print_error(str(error), error.exit_status)
        except (KeyboardInterrupt, click.Abort):
            status = print_error("Stopped. What was not reported as done is not kept.", INTERRUPTED)
        sys.exit(status)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  what click declares
        """Run the command; what the system refused is told here, since click keeps a closed output to itself."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            about = f"{error.filename or 'The output'} cannot be used: {error.strerror}. Check the disk and its rights."
            if error.errno == errno.EPIPE:
                about = "The output was closed before all was written. Write it to a file to have it whole."
            status = print_error(about)
            _drop_output()
            ctx.exit(status)


def _drop_output() -> None:
    """Point standard output away where it takes no more, so that ending the program says nothing further."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@click.group(cls=GongbaoGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="gongbao")
def cli() -> None:
    """Answer questions about China's industrial policy, from your briefings.

    Results go to standard output, everything else to standard error. The status is 0 when it is done, 1 when something
    was refused or failed, 2 when the call itself was wrong.
    """


def hold(manager: AbstractContextManager[T]) -> T:
    """Return what a manager gives, and close it when the command ends."""
    return click.get_current_context().with_resource(manager)


def plain(text: str) -> str:
    """Return text from outside with a sign in the place of each that would move the cursor or turn the line round."""
    return "".join(char if char.isprintable() or char in "\n\u00a0\u3000" else "�" for char in text)


def print_error(text: str, status: int = 1) -> int:
    """Write the one line of an error to standard error, and return the status that goes with it."""
    click.echo(f"gongbao: {plain(' '.join(text.split()))}", err=True)
    return status


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Write a value as JSON to standard output, UTF-8 whatever the terminal."""
    text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=indent)
    sys.stdout.buffer.write(text.encode(errors="replace") + b"\n")
    sys.stdout.buffer.flush()
