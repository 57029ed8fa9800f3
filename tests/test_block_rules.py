"""The rules that messages and views are held to find what Slack would refuse, and let pass what it takes."""

from typing import Any

import pytest

from tests.block_rules import check_message
from tests.live_text import list_live

Block = dict[str, Any]
PLAIN = {"type": "plain_text", "text": "x"}


def mrkdwn(text: str = "x") -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(**keys: Any) -> Block:
    return {"type": "section", "text": mrkdwn(), **keys}


def button(**keys: Any) -> Block:
    return {"type": "button", "text": PLAIN, "action_id": "a", **keys}


def option(value: str = "v") -> Block:
    return {"text": PLAIN, "value": value}


def select(**keys: Any) -> Block:
    return {"type": "static_select", "action_id": "s", "options": [option()], **keys}


def table(*widths: int) -> Block:
    cell = {"type": "raw_text", "text": "x"}
    return {"type": "table", "rows": [[cell] * width for width in widths]}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def message(*blocks: Block, **keys: Any) -> Block:
    return {"text": "x", "blocks": list(blocks), **keys}


GOOD = (
    section(fields=[mrkdwn()] * 10, accessory=button(value="v" * 2000, style="danger"), block_id="b"),
    {"type": "context", "elements": [mrkdwn(), PLAIN]},
    {"type": "header", "text": PLAIN},
    actions(button(), button(action_id="b"), select(initial_option=option())),
    table(3, 3),
    {"type": "divider"},
)
BAD: dict[str, Block] = {
    "units, not 1 to 3000": section(text=mrkdwn("x" * 3001)),
    "units, not 1 to 2000": section(fields=[mrkdwn("公" * 2001)]),
    "11 entries, not 1 to 10": section(fields=[mrkdwn()] * 11),
    "0 units, not 1": section(text=mrkdwn("")),
    "colour: unknown key": section(colour="red"),
    "type 'hero' is not allowed": {"type": "hero"},
    "type None is not allowed": {"text": "x"},
    "no string": {"type": "markdown", "text": 1},
    "no list": {"type": "context", "elements": "x"},
    "no object": {"type": "header", "text": "x"},
    "is none of": actions(button(style="big")),
    "is no number": actions({"type": "external_select", "action_id": "e", "min_query_length": "1"}),
    "not of the form": {"type": "image", "alt_text": "x", "image_url": "ftp://x"},
    "action_id: missing": actions({"type": "button", "text": PLAIN}),
    "neither text nor fields": {"type": "section"},
    "151 units": {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
    "26 entries": actions(*(button(action_id=str(number)) for number in range(26))),
    "action_id 'a' comes 2 times": actions(button(), button()),
    "is chosen and no option": actions(select(initial_option=option("other"))),
    "stands for several options": actions(select(options=[option(), option()])),
    "either options or groups": actions({"type": "static_select", "action_id": "s"}),
    "rows of different lengths": table(2, 3),
    "101 entries": table(*[1] * 101),
    "21 entries": table(21),
    "alert does not stand in a message": {"type": "alert", "text": PLAIN},
}


def test_what_slack_takes_has_no_fault() -> None:
    """Blocks of every kind within their limits pass."""
    assert check_message(message(*GOOD, response_type="ephemeral")) == []


@pytest.mark.parametrize("said", BAD)
def test_one_fault_is_named(said: str) -> None:
    """Each thing that Slack refuses is found, alone, with its place."""
    (fault,) = check_message(message(BAD[said]))
    assert said in fault


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<!channel>",
            "<@U1>",
            "<#C1>",
            "<https://evil.example|x>",
            "<https://ours.example>",
            "a & b",
            "<!here",
            "a```b",
        ),
        *("\u202eabc", "a\x00b", "<!date^1^{date}^https://evil.example|x>"),
    ],
)
def test_what_comes_alive_is_found(text: str) -> None:
    """A mention, a link to a stranger, a bare sign, a fence or an unseen character in markup is named."""
    assert list_live(message(section(text=mrkdwn(text))), hosts=frozenset({"ours.example"}))
    assert list_live({"text": text, "blocks": []})
