"""The command line: all commands by what they are for, and how each ends: done, or one line and a status."""

import errno
import os
import sys
from typing import Any

import click

from bot import __version__
from bot.cli.admin import admin, audit, licence
from bot.cli.ask import ask, export, search
from bot.cli.console import console, demo
from bot.cli.digest import digest, posts
from bot.cli.feed import feed
from bot.cli.ingest import ingest, undo
from bot.cli.layout import layout
from bot.cli.operate import backup, doctor, health, mcp, restore, serve
from bot.cli.options import INTERRUPTED, print_error
from bot.cli.review import ingests, merge, review, split
from bot.errors import GongbaoError

SECTIONS: dict[str, tuple[click.Command, ...]] = {
    "Read": (ingest, undo, ingests, review, layout, merge, split, feed),
    "Ask": (demo, ask, console, search, export),
    "Slack": (serve, digest, posts, mcp),
    "Operate": (doctor, health, backup, restore, admin, licence, audit),
}
EXAMPLES = {
    "ingest": "gongbao ingest brief.pdf",
    "undo": "gongbao undo B3",
    "ingests": "gongbao ingests",
    "review": "gongbao review",
    "layout show": "gongbao layout show brief.pdf",
    "layout list": "gongbao layout list",
    "layout confirm": "gongbao layout confirm B1",
    "layout set": "gongbao layout set B1 mine.toml",
    "merge": "gongbao merge P3 P9",
    "split": "gongbao split I12",
    "feed add": "gongbao feed add https://example.org/feed.xml every:6h",
    "feed list": "gongbao feed list",
    "feed remove": "gongbao feed remove F1",
    "feed poll": "gongbao feed poll --all",
    "demo": "gongbao demo",
    "ask": "gongbao ask '/policy data security since:2023-11' --press Open",
    "console": "gongbao console",
    "search": "gongbao search 'data security since:2023-11' --json",
    "export": "gongbao export --briefing B1 > b1.json",
    "serve": "gongbao serve",
    "mcp": "gongbao mcp",
    "digest preview": "gongbao digest preview ministry:MIIT weekly",
    "digest run": "gongbao digest run",
    "digest ledger": "gongbao digest ledger",
    "posts held": "gongbao posts held",
    "posts send": "gongbao posts send 7",
    "posts skip": "gongbao posts skip 7",
    "doctor": "gongbao doctor",
    "health": "gongbao health",
    "backup": "gongbao backup gongbao-friday.db",
    "restore": "gongbao restore gongbao-friday.db",
    "admin grant": "gongbao admin grant U012AB3CD",
    "admin revoke": "gongbao admin revoke U012AB3CD",
    "admin allow-channel": "gongbao admin allow-channel C012AB3CD",
    "admin refuse-channel": "gongbao admin refuse-channel C012AB3CD",
    "admin list": "gongbao admin list",
    "licence set": "gongbao licence set MERICS internal",
    "licence list": "gongbao licence list",
    "audit": "gongbao audit --since 2023-12-01",
}
"""What the help of each command ends with."""


class CallError(click.ClickException):
    """The call itself was wrong; shown as one line that ends with where to read on."""

    exit_code = 2

    def __init__(self, error: click.UsageError, *, asked: str = "gongbao") -> None:
        asked = error.ctx.command_path if error.ctx else asked
        said = error.format_message().rstrip(".")
        super().__init__(f"{said}{'' if said.endswith('?') else '.'} Try {asked} --help.")

    def show(self, file: Any = None) -> None:  # noqa: ANN401  as the base class
        """Write the line to standard error."""
        _ = file
        print_error(self.message)


class GongbaoGroup(click.Group):
    """The group of all commands, in their sections; whatever goes wrong ends in one line and a status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        _ = ctx
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, each with its line."""
        _ = ctx
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(command.name or "", command.get_short_help_str(80)) for command in commands])

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:  # noqa: ANN401  click's own
        """Read the options before the command; a wrong one is one line."""
        try:
            return super().make_context(*args, **kwargs)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise CallError(error) from error

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  what click declares
        """Run the command; what was refused, failed or stopped is one line on standard error and a status."""
        try:
            return super().invoke(ctx)
        except GongbaoError as error:
            print_error(error)
            ctx.exit(error.exit_status)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise CallError(error, asked=f"{ctx.command_path} {ctx.invoked_subcommand}") from error
        except KeyboardInterrupt:
            print_error("Stopped. What was not reported as done is not kept.")
            ctx.exit(INTERRUPTED)
        except OSError as error:
            print_error(_explain(error))
            _drop_output()
            ctx.exit(1)


def _explain(error: OSError) -> str:
    if error.errno == errno.EPIPE:
        return "The output was closed before all was written. Write it to a file to have it whole."
    return f"{error.filename or 'The output'} cannot be used: {error.strerror}. Check the disk and its rights."


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


def _add_examples(group: click.Group, path: str = "") -> None:
    for name, command in group.commands.items():
        named = f"{path} {name}".strip()
        if isinstance(command, click.Group):
            _add_examples(command, named)
        else:
            command.epilog = f"Example: {EXAMPLES[named]}"


for commands in SECTIONS.values():
    for each in commands:
        cli.add_command(each)
_add_examples(cli)
