"""The command line: one table of all commands, in the order of the help."""

from __future__ import annotations

import click

from bot import __version__
from bot.cli.group import Entry, GongbaoGroup

COMMANDS = {
    "demo": Entry(module="demo", summary="Show every kind of answer on the sample briefings."),
    "ingest": Entry(module="ingest", summary="Read briefings and store what they say."),
    "feed": Entry(module="feed", summary="Poll feeds for new issues."),
    "ask": Entry(module="ask", summary="Run one slash command and print its answer."),
    "search": Entry(module="ask", summary="Print the ids of what matches."),
    "console": Entry(module="console", summary="Type commands and press buttons in the terminal."),
    "export": Entry(module="ask", summary="Print everything in the store as JSON."),
    "serve": Entry(module="serve", summary="Connect to Slack: answer, and post the digests."),
    "digest": Entry(module="digest", summary="Preview, send and account for posts to channels."),
    "undo": Entry(module="ingest", summary="Take the last ingest of a briefing back."),
    "review": Entry(module="review", summary="List what wants a person's look, and settle it."),
    "merge": Entry(module="review", summary="Make one policy of two that are one."),
    "split": Entry(module="review", summary="Take an item out of its policy into one of its own."),
    "admin": Entry(module="admin", summary="Say who may administer, and which shared channels are open."),
    "licence": Entry(module="licence", summary="Say who may see what each publisher wrote."),
    "audit": Entry(module="audit", summary="List every change and every refusal."),
    "ingests": Entry(module="holds", summary="List what was read, and where its posts stand."),
    "hold": Entry(module="holds", summary="Keep the posts of a briefing back."),
    "release": Entry(module="holds", summary="Let the posts of a briefing go now."),
    "announce": Entry(module="holds", summary="Announce a briefing that was archived in silence."),
    "doctor": Entry(module="maintenance", summary="Check the set-up; say what to do about each finding."),
    "health": Entry(module="health", summary="Say whether the bot that serves from this database works."),
    "backup": Entry(module="maintenance", summary="Write a sound copy of the database."),
    "restore": Entry(module="maintenance", summary="Put a backup in the place of the database."),
}


@click.group(
    cls=GongbaoGroup,
    entries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="gongbao")
def cli() -> None:
    """Answer questions about China's industrial policy out of the briefings a team receives.

    Data goes to standard output, everything else to standard error. The status is 0 when it is done, 1 when something
    was refused or failed, 2 when the call itself was wrong.
    """
