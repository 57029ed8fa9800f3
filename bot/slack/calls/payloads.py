"""A message as the payload of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from slack_bolt import BoltResponse

if TYPE_CHECKING:
    from bot.domain.posts.post import Message
    from bot.slack.blocks import Block


def load_blocks(message: Message) -> list[Block]:
    """Give the blocks of a message."""
    blocks: list[Block] = msgspec.json.decode(message.blocks)
    return blocks


def build_ack(message: Message, *, shared: bool = False) -> BoltResponse:
    """Return the acknowledgement that answers a command, privately or to the channel."""
    seen_by = "in_channel" if shared else "ephemeral"
    payload = {"text": message.text, "blocks": load_blocks(message), "response_type": seen_by}
    return BoltResponse(status=200, body=payload)
