"""``gongbao console``: a local workspace in the terminal, one line at a time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import click

from bot.bootstrap import bootstrap
from bot.cli.options import db_option, make_clock, make_settings, now_option
from bot.cli.text import list_labels, render_message
from bot.errors import GongbaoError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from bot.bootstrap import Application
    from bot.slack.local import LocalWorkspace

PROMPT = "gongbao> "
HELP = """Type a command, such as /policy or /policy help.
A number presses that button of the last answer; a label does too (Source, Source#2).
posts   what is posted in the channels
look    the newest post of the channel, to press its buttons
help    this
quit    leave (or Ctrl-D)"""


@click.command()
@db_option
@now_option
def console(*, db: Path | None, now: dt.datetime | None) -> None:
    """Open a local workspace in the terminal: type commands, press buttons by number, see what is posted.

    Lines may also be piped in; each is then shown before its answer.
    """
    with bootstrap(make_settings(db), clock=make_clock(now), create=False) as app:
        open_console(app)


def open_console(app: Application) -> None:
    """Run the console on standard input and output; after each line the bot does what is due."""
    run_console(app.workspace, input=sys.stdin, output=sys.stdout, after=lambda: app.scheduler.tick(app.clock.now()))


def run_console(
    workspace: LocalWorkspace,
    *,
    input: TextIO,  # noqa: A002  the stream's name
    output: TextIO,
    after: Callable[[], object] = lambda: None,
) -> None:
    """Read lines until ``quit`` or the end of input, and write what a person would see after each.

    ``after`` runs once each line is done, before its answer is written: what the bot would do by itself. Lines that no
    person types are written after the prompt, so that what is kept of a run can be read.
    """
    print("Gongbao, here in the terminal. Type help, or a command such as /policy.", file=output)
    while True:
        print(PROMPT, end="", file=output, flush=True)
        line = input.readline()
        if not line or line.strip().casefold() in {"quit", "exit", "q"}:
            print("" if line else "\n", end="", file=output)
            return
        if not input.isatty():
            print(line.rstrip("\n"), file=output)
        if line.strip():
            answer = answer_line(workspace, line.strip())
            after()
            print(answer, file=output)


def answer_line(workspace: LocalWorkspace, line: str) -> str:
    """Do what one line says, and give what is then seen; a refusal is one line of text."""
    try:
        match line.casefold():
            case "help" | "?":
                return HELP
            case "posts":
                return render_posts(workspace)
            case "look":
                workspace.look()
            case _ if line.startswith("/"):
                workspace.command(line)
            case _:
                workspace.press(_find_name(workspace, line))
    except GongbaoError as error:
        return f"{error}"
    return render_screen(workspace)


def _find_name(workspace: LocalWorkspace, line: str) -> str:
    buttons = workspace.list_buttons()
    if line.isdecimal() and 1 <= int(line) <= len(buttons):
        return buttons[int(line) - 1].name
    return line


def render_screen(workspace: LocalWorkspace) -> str:
    """Give the screen as text, with its buttons numbered below."""
    if workspace.screen is None:
        return "Nothing on the screen yet."
    shown = render_message(workspace.screen.payload)
    buttons = list_labels(button.name for button in workspace.list_buttons())
    return f"{shown}\n\n{buttons}" if buttons else shown


def render_posts(workspace: LocalWorkspace) -> str:
    """Give every channel's posts as text, oldest first."""
    parts = [
        f"#{channel.name} ({channel.id})\n{render_message(post)}"
        for channel in workspace.slack.channels.values()
        for post in channel.posts
    ]
    return "\n\n".join(parts) or "Nothing is posted yet."
