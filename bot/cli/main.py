"""The command line: all commands in the order of the help, and how each ends: done, or one line and a status."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

import click

from bot import __version__
from bot.cli.admin import admin, audit, licence
from bot.cli.ask import ask, console, demo, export, search
from bot.cli.digest import digest
from bot.cli.feed import feed
from bot.cli.ingest import ingest, undo
from bot.cli.layout import layout
from bot.cli.operate import backup, doctor, health, restore, serve
from bot.cli.options import INTERRUPTED, print_error
from bot.cli.review import announce, hold, ingests, merge, release, review, split
from bot.errors import GongbaoError


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
    """The group of all commands, in their order; whatever goes wrong ends in one line and a status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which the commands were added."""
        _ = ctx
        return list(self.commands)

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
    """Answer questions about China's industrial policy out of the briefings a team receives.

    Data goes to standard output, everything else to standard error. The status is 0 when it is done, 1 when something
    was refused or failed, 2 when the call itself was wrong.
    """


for command in (
    *(demo, ingest, feed, ask, search, console, export, serve, digest, undo),
    *(review, layout, merge, split, admin, licence, audit, ingests, hold, release, announce),
    *(doctor, health, backup, restore),
):
    cli.add_command(command)
