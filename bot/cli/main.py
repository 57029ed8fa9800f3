"""The group of all commands."""

from __future__ import annotations

import click

from bot import __version__
from bot.cli.ask import ask, export, search
from bot.cli.demo import console, demo
from bot.cli.digest import digest
from bot.cli.ingest import ingest, undo
from bot.cli.maintenance import backup, doctor, restore
from bot.cli.options import GongbaoGroup


@click.group(cls=GongbaoGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="gongbao")
def cli() -> None:
    """Answer questions about China's industrial policy out of the briefings a team receives."""


for command in (demo, ingest, ask, search, console, export, digest, undo, doctor, backup, restore):
    cli.add_command(command)
