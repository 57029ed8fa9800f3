"""The command line: all commands. What they share is in ``bot.cli.options``."""

from bot.cli import ask, digest, ingest, operate, review
from bot.cli.options import cli

MODULES = (ingest, review, ask, operate, digest)
"""Where the commands are; to import them is to have them."""
__all__ = ["MODULES", "cli"]
