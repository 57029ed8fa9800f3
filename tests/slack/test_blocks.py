"""Block Kit: whatever goes in, what comes out is within Slack's limits."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View

from bot.slack import blocks as b
from bot.slack.mrkdwn import escape

LONG = st.text(max_size=30) | st.text(alphabet="ab &<>\n公😀", max_size=200).map(lambda text: text * 40)


def validate(block: dict[str, Any]) -> None:
    """Let the SDK check a block; it raises on what Slack would refuse."""
    if not block:
        return  # one that would say nothing
    parsed = SdkBlock.parse(block)
    assert parsed is not None
    parsed.to_dict()


@given(LONG, LONG, st.lists(LONG, max_size=12))
def test_every_constructor_keeps_the_limits(raw: str, value: str, many: list[str]) -> None:
    """The SDK accepts each block, whatever the text."""
    escaped = escape(raw)
    button = b.button(raw, "x" * 300, value, style="primary")
    made = [
        b.section(escaped, accessory=button),
        b.header(raw),
        b.context(*map(escape, many)),
        b.actions(*[b.button(raw, f"id.{at}") for at in range(30)]),
        b.DIVIDER,
    ]
    for block in made:
        validate(block)
    assert (not button) == (b.measure(value) > 2000)
    assert not button or button.get("value", "") == value


@given(LONG)
@settings(max_examples=20)
def test_a_window_keeps_the_limits(raw: str) -> None:
    """At most 100 blocks, with a line on what was left out."""
    view = b.modal(raw, [b.section(f"x{escape(raw)}")] * 150, callback_id="v", submit="Send", private=raw)
    View(**view).validate_json()
    assert len(view["blocks"]) == 100
    assert view["blocks"][-1]["elements"][0]["text"].startswith("… 51 more parts")


@given(st.lists(LONG, max_size=70), LONG)
def test_a_message_never_exceeds_slack(texts: list[str], text: str) -> None:
    """At most 50 blocks and 12,000 units, with a line on what was left out."""
    message = b.build_message(escape(text), [b.section(f"x{escape(each)}") for each in texts])
    blocks = json.loads(message.blocks)
    assert len(blocks) <= 50
    assert b.measure(message.blocks) + b.measure(message.text) <= 12_000
    assert message.text
    if len(blocks) < len(texts) or len(texts) > 50:
        assert "more, left out" in blocks[-1]["elements"][0]["text"]


def test_rows_go_from_the_end_and_the_tail_knows_how_many_are_shown() -> None:
    """A list that is too long shows whole rows, says what is left, and pages from there."""
    rows = [[b.section("x" * 2000), b.DIVIDER] for _ in range(10)]
    seen: list[int] = []

    def tail(shown: int) -> list[dict[str, Any]]:
        seen.append(shown)
        return [b.context(f"shown {shown}")]

    message = b.build_message("list", [b.header("Head")], rows=rows, tail=tail)
    blocks = json.loads(message.blocks)
    assert blocks[-1]["elements"][0]["text"] == f"shown {seen[-1]}"
    assert blocks[-2]["elements"][0]["text"] == f"… {10 - seen[-1]} more, left out to keep this message short"
    assert len(blocks) == 1 + 2 * seen[-1] + 2
