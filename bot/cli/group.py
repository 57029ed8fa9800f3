"""The group of commands: each is imported when it is called, and whatever goes wrong ends in one line and a status."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from bot.cli.options import print_error
from bot.errors import GongbaoError

INTERRUPTED = 130
"""The status after Ctrl-C: 128 and the number of the signal, as shells report it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A command of the group: the module of ``bot.cli`` that has it under its name, and its line in ``--help``."""

    module: str
    summary: str


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
    """A group that knows its commands by name: ``entries`` are imported when called, not for ``--help``."""

    def __init__(self, *args: Any, entries: Mapping[str, Entry] | None = None, **kwargs: Any) -> None:  # noqa: ANN401  click's own
        super().__init__(*args, **kwargs)
        self._entries = dict(entries or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the entries."""
        _ = ctx
        return list(self._entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported if need be; None for an unknown name."""
        entry = self._entries.get(cmd_name)
        if entry is None:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(importlib.import_module(f"bot.cli.{entry.module}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, each with its line."""
        _ = ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in self._entries.items()])

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
