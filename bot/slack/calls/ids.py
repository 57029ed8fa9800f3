"""Ids, timestamps and the marks of an app, as Slack makes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")

_SAID = frozenset({None, "thread_broadcast", "me_message"})


def is_direct(channel: str) -> bool:
    """Say whether a channel is direct messages: with the bot, or, where a command is typed, between two people."""
    return channel.startswith("D")


def is_ts(value: object) -> bool:
    """Say whether this is the timestamp of a message."""
    return isinstance(value, str) and _TS.fullmatch(value) is not None


def is_of_app(message: Mapping[str, object]) -> bool:
    """Say whether an app wrote a message, in its own name or, by a token of theirs, in a person's."""
    return any(message.get(mark) for mark in ("bot_id", "app_id", "bot_profile"))


def is_said(message: Mapping[str, object]) -> bool:
    """Say whether a message is what somebody wrote: plainly, in a thread and to its channel too, or by ``/me``."""
    return (message.get("subtype") or None) in _SAID
