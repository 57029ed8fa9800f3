"""Samples of every kind of answer, and how a test looks at the message made of one."""

import json
from typing import Any

from slack_sdk.models.blocks import Block as SdkBlock

from bot.answers.lookup import Answer
from bot.cli.text import render_message
from bot.model.post import Message
from bot.slack.actions import Ask
from bot.slack.blocks import measure
from bot.slack.in_memory.local import find_buttons
from bot.slack.messages.answers import build_answer
from bot.slack.messages.frame import Frame
from tests import builders as b
from tests.block_rules import check_message

FRAME = Frame(ask=Ask(command="policy", text="battery"))
ANSWERS: dict[str, Answer] = {
    "policy list": b.build_policy_list(),
    "targets": b.build_policy_list(target_years=(2025,)),
    "nothing": b.build_policy_list(rows=(), total=0, nearest=("Huawei",)),
    "nothing open": b.build_policy_list(rows=(), total=0, asked_open=True, near=(b.build_policy_row(is_open=False),)),
    "policy": b.build_policy_card(),
    "item": b.build_item_card(),
    "claim": b.build_item_card(row=b.build_claim_row(), policy=None),
    "timeline": b.build_timeline(),
    "timeline of all": b.build_timeline(about="", understood=("topic Batteries",)),
    "compared briefings": b.build_briefing_comparison(),
    "ministries": b.build_ministry_list(),
    "ministry": b.build_ministry_card(),
    "companies": b.build_company_list(),
    "company": b.build_company_card(),
    "briefings": b.build_briefing_list(),
    "briefing": b.build_briefing_card(),
    "list": b.build_lists(is_saved=True, notes=("“Nobody” is a company on none of our lists.",)),
    "lists": b.build_lists(),
    "not held": b.build_absent(),
    "choice": b.build_choice(),
}


def load(message: Message) -> list[dict[str, Any]]:
    """Return the blocks of a message, each checked by the SDK."""
    blocks: list[dict[str, Any]] = json.loads(message.blocks)
    for block in blocks:
        if block["type"] == "table":  # which the SDK does not know
            assert check_message({"text": "x", "blocks": [block]}) == []
            continue
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.to_dict()
    assert len(blocks) <= 50
    assert measure(message.blocks) + measure(message.text) <= 12_000
    return blocks


def show(answer: Answer, frame: Frame = FRAME) -> str:
    """Return an answer as plain text."""
    return render_message({"blocks": load(build_answer(answer, frame))})


def list_labels(answer: Answer, frame: Frame = FRAME) -> list[str]:
    """Return the labels of an answer's buttons."""
    return [each["text"]["text"] for each in find_buttons({"blocks": load(build_answer(answer, frame))})]
