"""What all commands share: their sections and options, what each is given, and how it says what it found."""

import datetime as dt
import errno
import inspect
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from bot import __version__
from bot.access.roles import Role, Viewer
from bot.app import Application, bootstrap
from bot.cli.text import note, plain, print_error, print_json, render_made
from bot.clock import Clock, FixedClock, SystemClock
from bot.config import read_settings
from bot.errors import BadQueryError, GongbaoError
from bot.logs import set_up_logging
from bot.model.ids import IdKind
from bot.slack.actions import Ask
from bot.slack.gate import Incoming
from bot.slack.in_memory.local_slack import CHANNEL, TEAM
from bot.slack.listeners import commands
from bot.store.subscriptions import get_subscription

BY = "command line"  # who did it, in the audit trail: whoever may run the program
SECTIONS = {  # the commands by what they are for, as the help lists them
    "Read": "ingest undo ingests review merge split layout feed",
    "Ask": "demo ask console search export",
    "Slack": "serve digest posts mcp",
    "Operate": "doctor health backup restore admin licence audit",
}


class Call:
    """What a command works on: the settings with ``--db`` in force, the clock, and what it opens until it ends."""

    def __init__(self, db: Path | None, now: dt.datetime | None, *, as_json: bool) -> None:
        self.named_db, self.as_json = db, as_json
        settings = read_settings()
        self.settings = replace(settings, db=db or settings.db)
        self.clock: Clock = FixedClock(now) if now else SystemClock()
        set_up_logging(self.settings.log_format)

    @cached_property
    def app(self) -> Application:
        """The application over a database that is there."""
        return click.get_current_context().with_resource(bootstrap(self.settings, clock=self.clock, create=False))

    def make_app(self, *, keeps: bool = True) -> None:
        """Make the database of the application where there is none: unless it ``keeps``, one for now only."""
        if not (keeps or self.settings.db.exists()):
            self.settings = replace(self.settings, db=name_scratch())
        self.app = click.get_current_context().with_resource(bootstrap(self.settings, clock=self.clock, create=True))

    def show(self, lines: Iterable[str], value: object = None, *, none: str = "", failed: bool = False) -> None:
        """Print lines, or with ``--json`` the value, of an iterator one a line; ``failed`` ends with status 1."""
        said, values = list(lines), value if isinstance(value, Iterator) else (value,)
        if none and not said:
            note(none)
        for each in values if self.as_json else ():
            print_json(each, indent=0)
        for line in () if self.as_json else said:
            click.echo(plain(line))
        if failed:
            sys.exit(1)


def name_scratch() -> Path:
    """Return the path of a database that is gone when the command ends."""
    return Path(click.get_current_context().with_resource(tempfile.TemporaryDirectory(prefix="gongbao-")), "gongbao.db")


def parse_instant(typed: str) -> dt.datetime:
    """Return an ISO 8601 date (its noon) or time in UTC, which a time without a zone is in."""
    with suppress(ValueError, OverflowError):
        at = dt.datetime.fromisoformat(f"{typed}T12:00" if len(typed) == len("2023-12-10") else typed)
        if at.year in range(1900, 2200):  # calendars and time zones hold there, with room for deadlines around
            return at.replace(tzinfo=at.tzinfo or dt.UTC).astimezone(dt.UTC)
    raise click.BadParameter(f"“{typed}” is no date or time. Write 2023-12-10 or 2023-12-10T09:30+08:00, 1900 to 2199.")


def arg(metavar: str, **more: Any) -> click.Argument:  # noqa: ANN401  click's own
    """Return an argument: what stands in brackets may be left out, what ends in dots may come several times."""
    name, many = re.sub(r"\W", "", metavar).lower(), metavar.endswith("...")
    return click.Argument([name], metavar=metavar, required="[" not in metavar, nargs=-1 if many else 1, **more)


def opt(name: str, about: str, **more: Any) -> click.Option:  # noqa: ANN401  click's own
    """Return an option with its help."""
    return click.Option(name.split(), help=about, **more)


FILE = click.Path(path_type=Path)
BRIEFING = opt("--briefing", "Only of this briefing (B3).", metavar="ID")
JSON = opt("--json as_json", "Print JSON instead of text.", is_flag=True)
_DB = opt("--db", "The database.  [default: $GONGBAO_DB, else data/gongbao.db]", type=FILE, metavar="FILE")
_NOW = opt("--now", "Be at 2023-12-10 (noon UTC) or 2023-12-10T09:30+08:00.", type=parse_instant, metavar="ISO")


class Commands(click.Group):
    """The group of all commands, in their sections; whatever goes wrong ends in one line and a status."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        return " ".join(SECTIONS.values()).split()

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, each with its line."""
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(100)) for name in names.split()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  what click declares
        """Run the command; what was refused or failed is one line on standard error and a status."""
        try:
            return super().invoke(ctx)
        except GongbaoError as error:
            print_error(error)
            ctx.exit(error.exit_status)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # click ends the program
            print_error(error)
            with suppress(OSError), Path(os.devnull).open("wb") as nowhere:  # what is still to be written says no more
                os.dup2(nowhere.fileno(), sys.stdout.fileno())
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(__version__, prog_name="gongbao")
def cli() -> None:
    """Answer questions about China's industrial policy, from your briefings."""


GROUPS = {
    "layout": "Show, confirm or set the layout of a series (docs/reading.md).",
    "feed": "Poll feeds: each new entry is read as a briefing.",
    "digest": "Preview, send and account for posts to channels.",
    "posts": "Decide on posts that wait for your decision.",
    "admin": "Say who may administer the bot, and which shared channels are open.",
    "licence": "Say who may see what each publisher wrote.",
}
_PLACES = {name: click.Group(name, help=about) for name, about in GROUPS.items()}
cli.commands.update(_PLACES)


def command(example: str, *params: click.Parameter, about: str = "") -> Callable[[Callable[..., None]], click.Command]:
    """Make a function the command of its example; its docstring is its help where ``about`` is not."""

    def add(run: Callable[..., None]) -> click.Command:
        def call(*, db: Path | None, now: dt.datetime | None, as_json: bool = False, **given: object) -> None:
            run(Call(db, now, as_json=as_json), **given)

        _, name, *more = example.split()
        place = _PLACES.get(name, cli)
        made = click.Command(
            name if place is cli else more[0],
            callback=call,
            params=[*params, _DB, _NOW],
            help=about or inspect.cleandoc(run.__doc__ or ""),
            epilog=f"Example: {example}",
        )
        place.add_command(made)
        return made

    return add


def answer(call: Call, *, slash: str, **given: str | tuple[str, ...]) -> None:
    """Print what a slash command answers an admin, in the channel of the subscription that it names, if any."""
    services, (name, *words) = call.app.services, slash.split()
    for each in given.values():
        words += [each] if isinstance(each, str) else each
    try:
        request = commands.read_request(Ask(command=name, text=" ".join(words)), services)
    except BadQueryError as error:
        example = f"{click.get_current_context().command.epilog}."  # in the terminal's words, not Slack's
        raise BadQueryError(error.message, hint=example if error.hint.startswith("Type /") else error.hint) from error
    workspace, channel = TEAM, CHANNEL
    if request.id is not None and request.id[0] is IdKind.SUBSCRIPTION:
        with services.store.read() as db:
            rule = get_subscription(db, request.number)
        workspace, channel = rule.workspace, rule.channel
    viewer = Viewer(workspace=workspace, channel=channel, user=BY, role=Role.ADMIN)
    made = commands.do(request, Incoming(services=services, viewer=viewer))
    call.show([render_made(made, buttons=False)])
