"""Summaries as people see them in a channel, in its thread and in private."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.cli.text import render_message
from bot.digests.compose import Digest, DigestSource
from bot.model.briefing import Section
from bot.model.post import DigestItem, Message
from bot.slack.calls.client import load_blocks
from bot.slack.in_memory.local import find_buttons
from bot.slack.messages.digest import build_digest
from tests.block_rules import check_message
from tests.corpus import make_company_item, make_policy_item
from tests.english import list_too_many
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
    briefing_id=1,
)
NEWS = DigestItem(item_id=2, version=1, item=make_company_item(1, "BYD says a plant runs."), policy_id=None)


def compose(*items: DigestItem, left_out: tuple[DigestItem, ...] = (), rule: str | None = "D3") -> Digest:
    return digest_of(items, (SOURCE,), rule=rule, filter_words=("on Energy",), left_out=left_out, now=NOW)


def show(message: Message) -> str:
    """Return a message as text; Slack takes it."""
    payload = {"text": message.text, "blocks": load_blocks(message)}
    assert check_message(payload) == []
    assert list_too_many(payload) == []
    return render_message(payload)


def test_a_summary_in_full() -> None:
    """The deadline first, then headlines, companies by name, and at most three buttons; quotes are in the thread."""
    left = DigestItem(item_id=5, version=1, item=make_policy_item(2, "Robots."), policy_id=None)
    post, thread = build_digest(compose(NEWS, DRAFT, left_out=(left,)))
    assert post.text == "China policy: 2 new, 1 deadline. Comment by Wed 20 Mar · 10 days left: MIIT draft: Headline 1"
    lines = [line for line in show(post).splitlines() if line]
    assert lines == [
        "China policy: 2 new, 1 deadline",
        "Harbour Notes, 5 Mar 2024 · covers 1 Feb – 29 Feb 2024 · on Energy",
        "⏳ Comment by Wed 20 Mar · 10 days left",
        "MIIT draft: Headline 1  [Open]",
        "-" * 40,
        "Top 1",
        "Headline 1 · MIIT draft measures, 20 Feb",
        "Company news (1), as reported",
        "BYD",
        "Details, Chinese titles and sources in the thread",
        "[Open briefing] [Change] [⋮ Why these · Pause · Left out (1) · Report a mistake]",
    ]
    values = {each["text"]["text"]: each["value"] for each in find_buttons({"blocks": load_blocks(post)})}
    assert {values[label] for label in ("Change", "Why these", "Pause", "Left out (1)")} == {"D3"}
    details = show(thread)
    assert "Headline 1\n  | The ministry opens rules on storage.\np. 2 · P4" in details
    assert "Company news, as reported, unverified\n• BYD says a plant runs." in details
    assert "doubt" not in post.blocks + thread.blocks  # a word of the publisher's comment


def many(count: int) -> list[DigestItem]:
    """Return so many reports without titles."""
    items = [
        replace(make_policy_item(n, f"Number {n} 能源 " + "x" * 250), policy=None, headline=None) for n in range(count)
    ]
    return [
        DigestItem(item_id=n, version=1, item=replace(item, section=Section.POLICY_NEWS), policy_id=f"P{n}")
        for n, item in enumerate(items)
    ]


@pytest.mark.parametrize("count", [1, 20, 60, 300])
def test_what_does_not_fit_goes_into_the_thread(count: int) -> None:
    """Every item is in the thread once with its id, the post counts what it leaves out, and Slack takes all parts."""
    post, *thread = build_digest(compose(*many(count)))
    lines = [line for part in thread for line in show(part).splitlines()]
    assert sorted(line.rsplit(" · ", 1)[1] for line in lines if " · P" in line) == sorted(f"P{n}" for n in range(count))
    shown = show(post).count("• ")
    assert (f"and {count - shown} more in the thread" in show(post)) is (shown < count)
    assert sum(line.startswith("• Number") for line in lines) == count + (count - shown)


def test_a_policy_that_two_briefings_report_alike_is_told_once() -> None:
    """A second report that says nothing otherwise is left out; one that does says what is new."""
    sources = (SOURCE, replace(SOURCE, briefing_id=2, name="Quay Watch"))
    again = replace(DRAFT, item_id=8, briefing_id=2, before=replace(DRAFT, item_id=99))
    same = replace(compose(DRAFT, again), sources=sources)
    assert "China policy: 1 new" in show(build_digest(same)[0])
    assert "From 2 briefings" in show(build_digest(same)[0])
    moved = replace(
        again, item=replace(DRAFT.item, deadlines=(replace(DRAFT.item.deadlines[0], on=dt.date(2024, 3, 27)),))
    )
    said = show(build_digest(replace(compose(DRAFT, moved), sources=sources))[0])
    assert "China policy: 1 new, 1 changed" in said
    assert "Changed since reported (1)\n• Headline 1: deadline 27 Mar 2024 (was 20 Mar 2024)" in said
    assert "[Open briefing]" not in said
