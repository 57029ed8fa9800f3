"""The rules that messages and views are held to find what Slack would refuse, and let pass what it takes."""

from typing import Any

import pytest

from tests.block_rules import check_message
from tests.live_text import list_live

Block = dict[str, Any]
PLAIN = {"type": "plain_text", "text": "x"}
TEXT: Block = {"type": "mrkdwn", "text": "x", "verbatim": True}
OPTION: Block = {"text": PLAIN, "value": "v"}
BUTTON: Block = {"type": "button", "text": PLAIN, "action_id": "a"}
SELECT: Block = {"type": "static_select", "action_id": "s", "options": [OPTION]}
SECTION: Block = {"type": "section", "text": TEXT}


def table(*widths: int) -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * width for width in widths]}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def message(*blocks: Block) -> Block:
    return {"text": "x", "blocks": list(blocks)}


GOOD = (
    {
        **SECTION,
        "fields": [TEXT] * 10,
        "accessory": {**BUTTON, "value": "v" * 2000, "style": "danger"},
        "block_id": "b",
    },
    {"type": "context", "elements": [TEXT, PLAIN]},
    {"type": "header", "text": PLAIN},
    actions(BUTTON, {**BUTTON, "action_id": "b"}, {**SELECT, "initial_option": OPTION}),
    table(3, 3),
    {"type": "divider"},
)
BAD: dict[str, Block] = {
    "units, not 1 to 3000": {**SECTION, "text": {**TEXT, "text": "x" * 3001}},
    "units, not 1 to 2000": {**SECTION, "fields": [{**TEXT, "text": "公" * 2001}]},
    "11 entries, not 1 to 10": {**SECTION, "fields": [TEXT] * 11},
    "0 units, not 1": {**SECTION, "text": {**TEXT, "text": ""}},
    "colour: unknown key": {**SECTION, "colour": "red"},
    "type 'hero' is not allowed": {"type": "hero"},
    "type None is not allowed": {"text": "x"},
    "no string": {"type": "markdown", "text": 1},
    "no list": {"type": "context", "elements": "x"},
    "no object": {"type": "header", "text": "x"},
    "is none of": actions({**BUTTON, "style": "big"}),
    "is no number": actions({"type": "external_select", "action_id": "e", "min_query_length": "1"}),
    "not of the form": {"type": "image", "alt_text": "x", "image_url": "ftp://x"},
    "action_id: missing": actions({"type": "button", "text": PLAIN}),
    "neither text nor fields": {"type": "section"},
    "151 units": {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
    "26 entries": actions(*({**BUTTON, "action_id": str(number)} for number in range(26))),
    "action_id 'a' comes 2 times": actions(BUTTON, BUTTON),
    "is chosen and no option": actions({**SELECT, "initial_option": {**OPTION, "value": "other"}}),
    "stands for several options": actions({**SELECT, "options": [OPTION, OPTION]}),
    "either options or groups": actions({"type": "static_select", "action_id": "s"}),
    "rows of different lengths": table(2, 3),
    "101 entries": table(*[1] * 101),
    "21 entries": table(21),
    "alert does not stand in a message": {"type": "alert", "text": PLAIN},
}


def test_what_slack_takes_has_no_fault() -> None:
    """Blocks of every kind within their limits pass."""
    assert check_message({**message(*GOOD), "response_type": "ephemeral"}) == []


@pytest.mark.parametrize("said", BAD)
def test_one_fault_is_named(said: str) -> None:
    """Each thing that Slack refuses is found, alone, with its place."""
    (fault,) = check_message(message(BAD[said]))
    assert said in fault


LIVE = ["<!channel>", "<@U1>", "<#C1>", "<https://ours.example>", "a & b", "<!here", "a```b", "\u202eabc", "a\x00b"]


@pytest.mark.parametrize("text", [*LIVE, "<https://evil.example|x>", "<!date^1^{date}^https://evil.example|x>"])
def test_what_comes_alive_is_found(text: str) -> None:
    """A mention, a link to a stranger, a bare sign, a fence or an unseen character in markup is named."""
    shown = message({**SECTION, "text": {**TEXT, "text": text}})
    assert list_live(shown, hosts=frozenset({"ours.example"}))
    assert list_live({"text": text, "blocks": []})
