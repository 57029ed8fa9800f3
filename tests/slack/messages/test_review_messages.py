"""The review list as people read it, and what its buttons carry."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.text import render_message
from bot.domain.records.review import CHOICES, Decision, ReviewKind
from bot.errors import BadQueryError
from bot.services.ingesting.merges import Merged, Split
from bot.services.ingesting.review import ReviewEntry, ReviewList, Settled
from bot.slack.blocks import measure
from bot.slack.messages.review import (
    Press,
    ReviewRenderer,
    build_merged,
    build_review_list,
    build_same_form,
    build_settled,
    build_split,
    describe_settled,
    format_press,
    parse_press,
)
from tests.builders import build_policy
from tests.shown import load

if TYPE_CHECKING:
    from bot.domain.posts.post import Message


def build_entry(kind: ReviewKind = ReviewKind.COMPANY, **changes: Any) -> ReviewEntry:
    """Give an entry that waits."""
    entry = ReviewEntry(
        number=3,
        shown_id="R3",
        kind=kind,
        name="Nimbus Gears",
        field="companies",
        reason="a company not on the list",
        quote="Nimbus Gears showed a robot hand.",
        confidence=0.5,
        subject="I2",
        policies=(),
        reporter="",
        workspace="",
        choices=CHOICES[kind],
        decision=None,
        other_name=None,
        settled_by=None,
    )
    return replace(entry, **changes)


STATUS = build_entry(
    ReviewKind.UNCERTAIN, name="draft_for_comment", field="status", reason="no word says it", confidence=0.6
)
PAIR = build_entry(
    ReviewKind.SAME_POLICY,
    field="",
    name="Rules for storage",
    quote="Storage gets rules",
    policies=(
        build_policy(issuing_bodies=("MIIT",)),
        build_policy(id="P9", title_en=None, title_zh=None, issued_on=None, issuing_bodies=("MIIT",)),
    ),
)
BLOCK = build_entry(ReviewKind.UNREAD, name="Contact <us> & more", subject="B1", quote="", reason="")
NOTE = build_entry(ReviewKind.WRONG, name="The date is off", subject="P5", reporter="U5", quote="", field="")
ENTRIES = (build_entry(), STATUS, PAIR, BLOCK, NOTE)


def build_list(*entries: ReviewEntry, **changes: Any) -> ReviewList:
    """Give a page that is all there is."""
    listed = ReviewList(entries=entries, total=len(entries), offset=0, page_size=8)
    return replace(listed, **changes)


def show(message: Message) -> str:
    return render_message({"blocks": load(message)})


def test_each_kind_asks_in_its_own_words() -> None:
    """A question, what it rests on, and the buttons that settle it."""
    assert show(build_review_list(build_list(*ENTRIES), prefix="cn-")).splitlines() == [
        "5 entries for a look, least certain first",
        "R3  “Nimbus Gears”: a company not on the list",
        "I2 · “Nimbus Gears showed a robot hand.”",
        "[Yes] [Same as…] [No]",
        "R3  I2: status “draft for comment”?",
        "60% sure · no word says it · “Nimbus Gears showed a robot hand.”",
        "[Right] [Wrong]",
        "R3  P5 Safety rules for battery storage (20 Feb 2024 · MIIT): the same as P9 (MIIT)?",
        "“Rules for storage” · “Storage gets rules”",
        "[Same] [Different]",
        "R3  Could not be read: “Contact <us> & more”",
        "B1",
        "[Seen]",
        "R3  @U5 on P5: “The date is off”",
        "[Fixed] [Not wrong]",
        "A decision holds at later ingests. /cn-ingest merge P3 P9 makes one policy of two.",
    ]


def test_a_pair_that_became_one_is_said_to_be_one() -> None:
    """A merge elsewhere leaves one policy of the two."""
    merged = replace(PAIR, policies=PAIR.policies[:1])
    assert "P5 Safety rules for battery storage (20 Feb 2024 · MIIT): now one policy" in show(
        build_review_list(build_list(merged))
    )


def test_an_empty_list_says_so() -> None:
    """Also that a briefing leaves nothing, and how to see what was inferred with certainty."""
    assert show(build_review_list(build_list())) == "Nothing waits for a look."
    shown = show(build_review_list(build_list(briefing_id="B1", more=12), notes=("R3: fixed.",)))
    assert shown.splitlines() == [
        "R3: fixed.",
        "Nothing from B1 waits for a look.",
        "[12 more, inferred with certainty]",
    ]


def test_a_page_turns_both_ways() -> None:
    """Back and More carry where they lead, for the same briefing."""
    listed = build_list(*ENTRIES, total=20, offset=8, briefing_id="B1", certain=True)
    blocks = load(build_review_list(listed))
    assert "9–13 of 20" in render_message({"blocks": blocks})
    turning = {each["text"]["text"]: parse_press(each["value"]) for each in blocks[-1]["elements"]}
    assert turning == {
        "Back": Press(offset=0, origin="B1", certain=True),
        "More": Press(offset=13, origin="B1", certain=True),
    }


def test_a_page_of_long_entries_stays_within_the_limits() -> None:
    """Names, sentences and titles are cut; what does not fit goes to the next page."""
    long = build_entry(name="<&" * 3000, quote="&" * 9000)
    load(build_review_list(build_list(*[long] * 8)))
    titled = replace(PAIR, policies=(build_policy(title_en="&" * 3000),) * 2)
    load(build_review_list(build_list(*[titled] * 8)))


@given(
    st.builds(
        Press,
        number=st.integers(0, 10**9),
        decision=st.sampled_from(["", *Decision]),
        offset=st.integers(0, 10**6),
        origin=st.text(max_size=30),
        certain=st.booleans(),
    )
)
def test_a_button_carries_its_press_whole(press: Press) -> None:
    """What is written is what is read."""
    assert parse_press(format_press(press)) == press


@pytest.mark.parametrize(
    "value",
    [
        "",
        "R3",
        "[",
        "[]",
        '["x","yes",0,"",0]',
        '[3,"maybe",0,"",0]',
        '[-1,"yes",0,"",0]',
        '[9223372036854775808,"yes",0,"",0]',
        '[3,"yes",-1,"",0]',
        '[3,"yes",0,"",2]',
        "[" * 9999,
    ],
)
def test_a_foreign_value_is_refused(value: str) -> None:
    """Whatever no button of ours carries is an old button."""
    with pytest.raises(BadQueryError, match="older version"):
        parse_press(value)


@pytest.mark.parametrize(
    ("entry", "decision", "changes", "said"),
    [
        (ENTRIES[0], Decision.YES, {}, "R3: “Nimbus Gears” is a company, here and at later ingests."),
        (ENTRIES[0], Decision.NO, {}, "R3: “Nimbus Gears” is no company, here and at later ingests."),
        (
            ENTRIES[0],
            Decision.SAME,
            {"other_name": "Huawei"},
            "R3: “Nimbus Gears” is another name of Huawei, here and at later ingests.",
        ),
        (STATUS, Decision.YES, {}, "R3: the status of I2 is right."),
        (STATUS, Decision.NO, {}, "R3: the status of I2 is taken out: it counts as not known."),
        (STATUS, Decision.NO, {"field": "policy", "name": "P5"}, "R3: I2 is about another policy than P5."),
        (PAIR, Decision.SAME, {}, "R3: the two are one policy."),
        (PAIR, Decision.DIFFERENT, {}, "R3: the two stay two policies."),
        (BLOCK, Decision.SEEN, {}, "R3: seen. The text stays kept with its briefing."),
        (NOTE, Decision.FIXED, {}, "R3: fixed."),
        (NOTE, Decision.NOT_WRONG, {}, "R3: not wrong."),
    ],
)
def test_what_a_decision_did_is_said(
    entry: ReviewEntry, decision: Decision, changes: dict[str, Any], said: str
) -> None:
    """One plain sentence, and what follows from it."""
    settled = Settled(entry=replace(entry, decision=decision, **changes), lines=("Posts: 1 post updated.",), told=True)
    assert describe_settled(settled) == (said, "Posts: 1 post updated.", "The person who reported it is told.")
    assert show(build_settled(settled)).startswith(said)


def test_a_second_decision_is_said_to_have_changed_nothing() -> None:
    """It names what was decided before."""
    settled = Settled(entry=build_entry(decision=Decision.NO), already=True)
    assert describe_settled(settled) == ("R3 was settled before: no. Nothing was changed.",)


def test_a_merge_and_a_split_say_which_id_is_which() -> None:
    """The id that leads on, and the new one."""
    assert show(build_merged(Merged(kept="P3", gone="P9"))) == "P9 and P3 are one policy now: P9 leads to P3."
    split = Split(item="I12", policy="P10", before="P3")
    assert show(build_split(split)) == "I12 is about P10 now, no longer about P3."


@pytest.mark.parametrize(
    ("decision", "said"),
    [(Decision.FIXED, "It is fixed."), (Decision.NOT_WRONG, "An admin looked: it stands as its source has it.")],
)
def test_the_reporter_is_told_what_became_of_it(decision: Decision, said: str) -> None:
    """One message with their own words, nothing of it live."""
    entry = replace(NOTE, name="<!channel> off & wrong", decision=decision)
    message = ReviewRenderer().render_verdict(entry)
    assert show(message) == f"You wrote on P5: “<!channel> off & wrong”. {said}"
    assert "<!channel>" not in message.text
    assert "<!channel>" not in message.blocks


def test_the_form_asks_for_the_other_name() -> None:
    """It carries the press it came from, within Slack's limits."""
    press = Press(number=3, decision="same", origin="B1")
    view = build_same_form(build_entry(name="x" * 3000), press)
    assert parse_press(view["private_metadata"]) == press
    assert measure(json.dumps(view["blocks"])) < 3000
