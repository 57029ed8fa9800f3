"""Unprompted posts and the answers of /digest, as people see them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.digests.compose import Digest, DigestSource
from bot.model.briefing import Item, Section
from bot.model.digest import DigestItem
from bot.model.post import Message
from bot.slack.messages.digest import build_digest, build_private_digest
from bot.slack.messages.digest_lines import list_shown_items
from tests.corpus import make_company_item, make_policy_item
from tests.random_digests import compose as digest_of

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
SOURCE = DigestSource(
    briefing_id=1,
    name="Harbour Notes",
    published_on=dt.date(2024, 3, 5),
    period_start=dt.date(2024, 2, 1),
    period_end=dt.date(2024, 2, 29),
)
DRAFT = DigestItem(
    item_id=1,
    version=1,
    item=make_policy_item(1, "The ministry opens rules on storage.", closes_on=dt.date(2024, 3, 20)),
    policy_id="P4",
)
NEWS = DigestItem(item_id=2, version=1, item=make_company_item(1, "BYD says a plant runs."), policy_id=None)


def compose(*items: DigestItem, left_out: tuple[DigestItem, ...] = (), rule: str | None = "D3") -> Digest:
    issuers = {"STATE_COUNCIL": "State Council"}
    return digest_of(
        items, (SOURCE,), rule=rule, filter_words=("on Energy",), left_out=left_out, issuers=issuers, now=NOW
    )


def blocks(message: Message) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(message.blocks)
    return loaded


def texts(message: Message) -> list[str]:
    found = []
    for block in blocks(message):
        found += [block["text"]["text"]] if "text" in block else []
        found += [element["text"] for element in block.get("elements", ()) if isinstance(element["text"], str)]
    return found


def whole(message: Message) -> str:
    return "\n".join(texts(message))


def check_limits(message: Message) -> None:
    loaded = blocks(message)
    assert len(loaded) <= 50
    assert len(message.blocks) + len(message.text) <= 12_000
    for block in loaded:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.to_dict()


def test_a_summary_in_full() -> None:
    """Act-by first, then what is new, then what was left out, the source, and how to stop it."""
    left = DigestItem(item_id=5, version=1, item=make_policy_item(2, "Robots."), policy_id=None)
    message, *_ = build_digest(compose(NEWS, DRAFT, left_out=(left,)), prefix="cn-")
    assert message.text == "China policy: 2 new, answer by 20 Mar 2024: MIIT Headline 1"
    assert texts(message) == [
        "China policy",
        "Harbour Notes, 5 Mar 2024 · covers 1 Feb – 29 Feb 2024 · rule D3 · on Energy",
        "*Act by* 20 Mar 2024 (10 days, Beijing): comment on Headline 1 (P4)",
        "*Policy*",
        "• *MIIT · draft measures · 20 Feb 2024*: The ministry opens rules on storage. (P4)",
        "*Company news: claims as reported, not checked*",
        "• *BYD*: BYD says a plant runs. (I2)",
        "Left out 1: other topics 1",
        "Source: Harbour Notes, 5 Mar 2024 (B1) · pages and quotes in the thread · an id opens it: `/cn-policy P4`",
    ]
    buttons = blocks(message)[-1]["elements"]
    assert [button["text"]["text"] for button in buttons] == ["Why these?", "Change", "Pause"]
    assert {button["value"] for button in buttons} == {"D3"}
    check_limits(message)


def test_the_publishers_view_is_never_in_a_summary() -> None:
    """No word of the publisher's comment is in a summary."""
    message, *_ = build_digest(compose(DRAFT))
    assert "doubt" not in message.blocks + message.text


def many(count: int, length: int = 250) -> list[DigestItem]:
    return [
        DigestItem(
            item_id=n,
            version=1,
            item=replace(
                make_policy_item(n, f"Number {n} 能源 " + "x" * length),
                section=Section.POLICY_NEWS,
                headline=None,
            ),
            policy_id=f"P{n}",
        )
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [1, 20, 45, 60, 300])
def test_what_does_not_fit_goes_into_the_thread(count: int) -> None:
    """Every entry is in exactly one part, all parts are within Slack's limits, and the first says how many follow."""
    parts = build_digest(compose(*many(count)))
    shown = [text for part in parts for text in texts(part) if text.startswith("•")]
    assert len(shown) == count
    for part in parts:
        check_limits(part)
    first = sum(text.startswith("•") for text in texts(parts[0]))
    left = f"{count - first} more below, in the thread"
    assert (left in whole(parts[0])) is (first < count)
    assert sum("· no link" in text for part in parts[1:] for text in texts(part)) == count


def closing(count: int) -> list[DigestItem]:
    """Return so many drafts, of which the later ones close sooner."""
    day = dt.date(2024, 3, 20)
    return [
        replace(
            DRAFT,
            item_id=n,
            item=replace(
                make_policy_item(n, f"Number {n}.", closes_on=day + dt.timedelta(days=(count - n) // 9)),
                headline=f"Rules & tables of great length number {n} end",
            ),
            policy_id=f"P{n}",
        )
        for n in range(1, count + 1)
    ]


def _list_ahead(*parts: Message) -> list[str]:
    lines = [line for part in parts for text in texts(part) for line in text.split("\n")]
    return [line for line in lines if line.startswith("*Act by*")]


@pytest.mark.parametrize("count", [1, 20, 70, 300])
def test_many_deadlines_are_cut_between_lines(count: int) -> None:
    """Each deadline stands whole in one part, the soonest first; the first message says how many follow, and where."""
    digest = compose(*closing(count))
    parts = build_digest(digest)
    for part in parts:
        check_limits(part)
    ahead = _list_ahead(*parts)
    assert [line[line.rindex("(P") :] for line in ahead] == [
        f"({each.entry.item.shown_id})" for each in digest.deadlines
    ]
    assert len(ahead) == count
    first = len(_list_ahead(parts[0]))
    assert first >= min(count, 20)
    assert (f"{count - first} more deadlines ahead: below, in the thread" in whole(parts[0])) is (first < count)
    assert ("*More deadlines ahead*" in whole(parts[1])) is (first < count)
    assert sum(text.startswith("•") for part in parts for text in texts(part)) == count


@settings(max_examples=60)
@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=80))
def test_hostile_text_stays_text(text: str, headline: str, reason: str) -> None:
    """No text of a document makes a mention, a link or too long a message."""
    item = replace(DRAFT.item, text=text + "<!channel> <@U1>", headline=headline or None)
    digest = replace(compose(replace(DRAFT, item=item)), left_out=((reason, 1),), filter_words=(text,))
    for message in build_digest(digest):
        check_limits(message)
        assert "<!" not in message.blocks + message.text
        assert "<@" not in message.blocks + message.text


def test_a_policy_that_two_briefings_report_alike_is_told_once() -> None:
    """A second report that says nothing otherwise is named in the line of the first; one that does has its own."""
    other = replace(SOURCE, briefing_id=2, name="Quay Watch")
    first = replace(DRAFT, briefing_id=1)
    again = replace(first, item_id=8, briefing_id=2, before=DRAFT.item)
    digest = replace(compose(again, first), sources=(SOURCE, other))
    said = whole(build_digest(digest)[0])
    assert said.count("rules on storage. (P4") == 1
    assert "(P4 · B1; also B2)" in said
    assert "what changed" not in said
    private = build_private_digest(digest)
    assert "(P4 · B1, item 1, p. 2; also B2, item 1, p. 2)" in whole(private)
    assert sorted(list_shown_items(digest, private)) == [1, 8]
    shorter = replace(again, item=replace(DRAFT.item, deadlines=()))
    assert "(P4 · B1; also B2)" in whole(build_digest(replace(compose(first, shorter), sources=(SOURCE, other)))[0])
    moved = replace(DRAFT.item.deadlines[0], on=dt.date(2024, 3, 27))
    later = replace(again, item=replace(DRAFT.item, deadlines=(moved,)))
    differing = whole(build_digest(replace(compose(first, later), sources=(SOURCE, other)))[0])
    assert "(P4 · B2) _deadline: was 20 Mar / new: 27 Mar 2024_" in differing
    twice = whole(build_digest(replace(compose(first, replace(first, item_id=9)), sources=(SOURCE, other)))[0])
    assert twice.count("rules on storage. (P4 · B1)") == 2


def test_a_private_digest_is_one_message_without_buttons() -> None:
    """What one person asked to see has no thread and no rule to pause; it says how much is left out."""
    message = build_private_digest(compose(*many(60)))
    check_limits(message)
    shown = sum(text.startswith("•") for text in texts(message))
    assert f"{60 - shown} more, left out here to keep this short" in whole(message)
    assert "Why these?" not in message.blocks
    assert "more, left out" not in whole(build_private_digest(compose(DRAFT)))


def detail(item: Item, sentence: str) -> str:
    """Return what the thread says of one policy whose digest says a sentence."""
    digest = compose(replace(DRAFT, item=replace(item, deadlines=())))
    _, thread = build_digest(replace(digest, entries=(replace(digest.entries[0], sentence=sentence),)))
    return whole(thread).removeprefix("*Details*\n")


def test_details_do_not_lose_what_the_digest_cut() -> None:
    """A sentence too long for its line stands in the thread whole; one that says all is not said again."""
    long = "Rules open " + "and open " * 60 + "at last."
    assert "and open at last.\n" in detail(replace(DRAFT.item, text=long), long)
    assert ">" not in detail(replace(DRAFT.item, text="Rules open."), "Rules open.")
    announced = replace(DRAFT.item, text="Makers have to:", points=("mark it",))
    assert "mark it" not in detail(announced, "Makers have to: • mark it")


def test_long_details_keep_their_place() -> None:
    """However long text and points are, place and links are not cut off."""
    points = tuple("word " * 70 for _ in range(9))
    item = replace(DRAFT.item, text="text " * 400 + "as follows:\n\n" + "after " * 400, points=points, pages=None)
    said = detail(item, "Headline 1")
    assert len(said) <= 3000
    assert said.endswith("item 1 · no link in the source")
