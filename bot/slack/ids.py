"""Ids and timestamps as Slack makes them."""

from __future__ import annotations

import re

_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")


def is_direct(channel: str) -> bool:
    """Say whether a channel is somebody's direct messages with the bot."""
    return channel.startswith("D")


def is_ts(value: object) -> bool:
    """Say whether this is the timestamp of a message."""
    return isinstance(value, str) and _TS.fullmatch(value) is not None
