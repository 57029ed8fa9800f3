"""The command line with all its commands. What they share is in ``bot.cli.options``."""

from bot.cli import ask, ingest, operate
from bot.cli.options import cli

__all__ = ["ask", "cli", "ingest", "operate"]
