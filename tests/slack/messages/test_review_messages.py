"""The review list as people read it, and what its buttons carry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli.text import render_message
from bot.domain.records.review import CHOICES, ReviewKind
from bot.errors import BadQueryError
from bot.services.ingesting.review import ReviewEntry, ReviewList
from bot.slack.messages.review import (
    build_review_list,
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
