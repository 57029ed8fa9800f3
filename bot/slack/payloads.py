"""A message as the payload of a call."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.domain.post import Message
    from bot.slack.blocks import Block


def load_blocks(message: Message) -> list[Block]:
    """Give the blocks of a message."""
    blocks: list[Block] = json.loads(message.blocks)
    return blocks


def build_ack(message: Message, *, shared: bool = False) -> dict[str, Any]:
    """Give the arguments of an ack that answers a command, privately or to the channel."""
    return {
        "text": message.text,
        "blocks": load_blocks(message),
        "response_type": "in_channel" if shared else "ephemeral",
    }
