"""Bodies, companies, briefings, absences and errors as messages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.answers.briefing import BriefingCard
from bot.cli.text import render_message
from bot.errors import BadQueryError, NotFoundError, NotOwnerError
from bot.slack.actions import MORE, SOURCE, Ask, parse_ask
from bot.slack.in_memory.local import find_buttons
from bot.slack.messages.answers import build_answer
from bot.slack.messages.frame import Frame, build_error
from tests import builders as b
from tests.shown import ANSWERS, load, show


def test_a_company_card_marks_claims_and_unlisted_names() -> None:
    """Claims are marked, news about a policy names it, and a company read from the text is called unconfirmed."""
    rows = (b.build_claim_row(), b.build_item_row())
    policies = (b.build_policy_row(),) * 5
    company = replace(b.HUAWEI, confirmed=False, aliases=(), country=None, name_zh=None)
    card = b.build_company_card(rows=rows, total=2, policies=policies, company=company)
    shown = show(replace(card, policies_total=6))
    assert "(claim, as reported, not checked · via" in shown
    assert "I2  20 Feb 2024 · about P5" in shown
    assert " and 1 more" in shown
    assert "unconfirmed: read from the text, not on our list" in shown
    assert "policies naming it" not in show(ANSWERS["company"])
    other = b.build_item_row(b.build_item(policy=None))
    assert "20 Feb 2024 · news" in show(b.build_company_card(rows=(other,)))
    listed = b.build_company_list(counts=(replace(b.build_company_list().counts[0], company=company),))
    assert "unconfirmed" in show(listed)


def test_a_long_briefing_turns_pages_without_losing_items() -> None:
    """Every item of a briefing is reached with More, whatever was trimmed."""
    rows = tuple(
        b.build_item_row(b.build_item(headline="A headline on storage " * 6), id=f"I{n}") for n in range(1, 61)
    )

    def card(offset: int) -> BriefingCard:
        return b.build_briefing_card(rows=rows[offset : offset + 8], total=60, offset=offset)

    seen: list[str] = []
    ask = Ask(command="briefing", text="B1")
    for _turn in range(10):
        blocks = load(build_answer(card(ask.offset), Frame(ask=ask)))
        buttons = list(find_buttons({"blocks": blocks}))
        seen += [each["value"] for each in buttons if each["action_id"] == SOURCE]
        more = [each for each in buttons if each["action_id"] == MORE]
        if not more:
            break
        ask = parse_ask(more[0]["value"])
    assert seen == [row.id for row in rows]


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        (
            {},
            "isn't mentioned in your briefings. Your latest is from 5 Mar 2024, so anything newer is missing.\nDid",
        ),
        ({}, "Did you mean Telstar?\n[Telstar]\nFrom 1 briefing, 1 Feb – 29 Feb 2024"),
        ({"nearest": ("Telstar", "Tesco")}, "Similar names: Telstar, Tesco"),
        ({"filters": ("until 2020",)}, "Nothing about Tesla matches until 2020. Your latest is from"),
        (
            {"in_words": 2},
            "Its words are in 2 items, but no company of that name is known.\n[Search the words]",
        ),
        ({"kind": "policy", "asked": "P9"}, "You have no policy P9. Your latest is from 5 Mar 2024"),
        ({"kind": "briefing", "asked": "", "coverage": b.HELD_NONE, "nearest": ()}, "There is no briefing yet."),
    ],
)
def test_an_absent_name_says_until_when_it_could_be_known(changes: dict[str, Any], shown: str) -> None:
    """With the nearest names as buttons, the filters that leave nothing, or the briefings that have it."""
    assert shown in show(b.build_absent(**changes))


def test_errors_name_the_thing_and_what_to_do() -> None:
    """A refusal shows message and hint, escaped, and offers to search as words where it can."""
    message = build_error(NotFoundError("No <b>.", hint="Try P5."))
    assert message.text == "No &lt;b&gt;. Try P5."
    assert render_message({"blocks": load(message)}) == "⚠ No <b>.\nTry P5."
    assert render_message({"blocks": load(build_error(NotFoundError("No.")))}) == "⚠ No."
    owned = build_error(NotOwnerError("<!here> D1 is <@U1>'s, not <@U2>'s.", owner="U1"))
    assert load(owned)[0]["text"]["text"] == "⚠ &lt;!here&gt; D1 is <@U1>'s, not &lt;@U2&gt;'s."
    error = BadQueryError("Unknown key.", hint="Keys: since.")
    error.as_words = '"foo:bar"'  # type: ignore[attr-defined]  # set by whoever knows how the text reads as words
    blocks = load(build_error(error, ask=Ask(command="policy", text="foo:bar")))
    assert parse_ask(blocks[-1]["elements"][0]["value"]) == Ask(command="policy", text='"foo:bar"')
    error.as_words = "x" * 3000  # type: ignore[attr-defined]  # the same
    assert load(build_error(error, ask=Ask(command="policy")))[-1]["type"] == "context"
