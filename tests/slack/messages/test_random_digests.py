"""Slack takes every digest, whole or as text alone, and every entry is in it exactly once."""

from __future__ import annotations

import os
import random

import pytest

from bot.model.post import Message, drop_blocks
from bot.slack.calls.client import load_blocks
from bot.slack.messages.digest import build_digest, build_private_digest
from tests.block_rules import LONGEST_MESSAGE, check_message, measure
from tests.random_digests import make_digest

COUNT = int(os.environ.get("DIGESTS", "60"))


def check_digests(count: int) -> str:
    """Check so many; give what was counted."""
    messages = entries = 0
    for seed in range(count):
        digest = make_digest(random.Random(seed))  # noqa: S311  the same digests in every run
        shown = 0
        for message in (*build_digest(digest), build_private_digest(digest)):
            assert check_message({"text": message.text, "blocks": load_blocks(message)}) == [], seed
            text = drop_blocks(message)
            assert text.blocks == "[]"
            assert 0 < measure(text.text) <= LONGEST_MESSAGE, seed
            messages += 1
        for message in build_digest(digest):
            shown += sum(line.startswith("• ") for line in list_lines(message))
        assert shown == len(digest.entries), seed
        entries += len(digest.entries)
    return f"{count} random digests, {entries} entries, {messages} messages: each taken, each also as text alone"


def list_lines(message: Message) -> list[str]:
    return [str((block.get("text") or {}).get("text") or "") for block in load_blocks(message)]


@pytest.mark.no_cover
def test_slack_takes_every_random_digest() -> None:
    """Each message of each digest keeps Slack's rules, and so does the text that stands for refused blocks."""
    assert check_digests(COUNT).startswith(f"{COUNT} random digests")
