"""The composition root: settings become a store, services and a Bolt app; the only place that picks concretes."""

from bot.bootstrap.application import Application, bootstrap
from bot.bootstrap.connection import Connected, check_slack, connect
from bot.bootstrap.parts import Parts, open_reader, read_reference

__all__ = [
    "Application",
    "Connected",
    "Parts",
    "bootstrap",
    "check_slack",
    "connect",
    "open_reader",
    "read_reference",
]
