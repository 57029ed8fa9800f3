"""What a window carries unseen: what its form is for, and the channel in which it was opened.

Slack names no channel when a window is used, and gives back what the window carries as we wrote it; nobody who uses it
can change that. The channel is asked for people of another organisation alone (``Gatekeeper.place_stranger``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.slack.blocks import MAX_PRIVATE, measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.slack.blocks import Block

_CHANNEL = r"[CGD][A-Z0-9]{1,20}"
_CARRIED = re.compile(rf"in:({_CHANNEL}) ")


def carry_channel(view: Block, channel: str) -> Block:
    """Give a window that carries this channel; the same window where there is none, or no room for it."""
    private = f"in:{channel} {read_private(view)}"
    if not re.fullmatch(_CHANNEL, channel) or measure(private) > MAX_PRIVATE:
        return view
    return {**view, "private_metadata": private}


def read_private(view: Mapping[str, Any]) -> str:
    """Give what a window's form is for, as its builder wrote it."""
    return _CARRIED.sub("", _read(view), count=1) if find_carried(view) else _read(view)


def find_carried(view: object) -> str:
    """Give the channel that a window carries, "" for none."""
    found = _CARRIED.match(_read(view)) if isinstance(view, dict) else None
    return found[1] if found else ""


def find_channel(body: Mapping[str, Any]) -> str:
    """Give the channel in which something was asked or pressed, or the one its window carries; "" for none."""
    channel, container = body.get("channel"), body.get("container")
    named = channel.get("id") if isinstance(channel, dict) else body.get("channel_id")
    held = container.get("channel_id") if isinstance(container, dict) else None
    found = named or held or find_carried(body.get("view"))
    return found if isinstance(found, str) else ""


def _read(view: Any) -> str:  # noqa: ANN401  whatever a request holds
    private = view.get("private_metadata")
    return private if isinstance(private, str) else ""
