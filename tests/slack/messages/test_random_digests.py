"""Slack takes every digest, whole or as text alone, and every item told is in it."""

import os
import random

import pytest

from bot.model.post import drop_blocks
from bot.slack.calls.client import load_blocks
from bot.slack.messages.digest import build_digest, list_told
from bot.slack.mrkdwn import escape
from bot.slack.wording import cut_clause
from tests.block_rules import LONGEST_MESSAGE, check_message, measure
from tests.random_digests import make_digest


@pytest.mark.no_cover
def test_slack_takes_every_random_digest() -> None:
    """Each message keeps Slack's rules, and so does the text that stands for refused blocks."""
    for seed in range(int(os.environ.get("DIGESTS", "60"))):
        digest = make_digest(random.Random(seed))  # noqa: S311  the same digests in every run
        parts = build_digest(digest)
        for message in parts:
            assert check_message({"text": message.text, "blocks": load_blocks(message)}) == [], seed
            text = drop_blocks(message)
            assert text.blocks == "[]"
            assert 0 < measure(text.text) <= LONGEST_MESSAGE, seed
        said = "".join(str(load_blocks(part)) for part in parts)
        for entry in list_told(digest):
            assert f" {entry.item.shown_id}" in said or escape(cut_clause(entry.sentence)) in said, seed
