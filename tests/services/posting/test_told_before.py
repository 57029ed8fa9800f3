"""What channels have by posts of which a restored backup knows nothing does not come again, under whatever key."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import FoundKind, Survey
from bot.domain.posts.post import PostState
from bot.domain.posts.schedule import Cadence
from bot.services.posting.digests import Digests
from bot.store.licence_looks import list_untraced
from bot.store.outbox import list_posts
from tests.corpus import TopicMatcher, make_policy_item
from tests.posting import CHANNEL, NOW, FakeRenderer, after
from tests.services.posting.digest_room import SIX, DigestRoom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item

SEVEN = replace(SIX, at=dt.time(7))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[DigestRoom]:
    room = DigestRoom(folder=tmp_path)
    yield room
    room.store.close()


def make_numbered_item(number: int) -> Item:
    """Give one of several reports of the same policy."""
    item = make_policy_item(1, f"Report {number}.", closes_on=dt.date(2024, 3, 17))
    assert item.policy is not None
    return replace(item, policy=replace(item.policy, title_zh="储能管理办法"))


@pytest.mark.parametrize("hours", [3.5, 8.0, 30.0])
def test_a_rule_that_had_another_time_brings_nothing_again(room: DigestRoom, hours: float) -> None:
    """The backup has D1 at 06:00; what it posted at 07:00 since stands there, and its 06:00 leaves it out."""
    room.follow(SIX)
    room.ingest(1, now=after(hours=1))
    room.back_up()
    room.change(SEVEN, now=after(hours=1.5))
    room.tick(after(hours=3))
    assert room.list_texts() == ["D1: I1 part 0"]
    room.restore()
    for step in range(3):
        room.tick(after(hours=hours, seconds=5 * step))
    room.ingest(2, now=after(hours=31))
    room.tick(after(hours=50))
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0"]
    assert room.list_fates() == [
        ("I1", "already had", "posted by D1 before the restore"),
        ("I2", "posted", "summary 2024-03-12 06:00"),
    ]
    assert room.list_gaps() == []


def test_what_is_read_again_does_not_come_again(room: DigestRoom) -> None:
    """Briefings that the backup lost are read again, in another order: what stands in the channel is known by name."""
    room.follow(SIX)
    room.back_up()
    for number in (1, 2):
        room.ingest(number, now=after(hours=1))
    room.tick(after(hours=2))
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    room.restore()
    room.tick(after(hours=3))
    for number in (2, 3, 1):
        room.ingest(number, now=after(hours=4))
    room.tick(after(hours=27))
    assert room.list_texts() == ["D1: I1 I2 part 0", "D1: I2 part 0"]
    assert [fate for _, fate, _ in room.list_fates()] == ["already had", "posted", "already had"]
    assert room.list_gaps() == []


def test_a_digest_found_again_with_less_keeps_the_rest_told(room: DigestRoom) -> None:
    """Of two briefings in a digest the backup knows one: its slot is found again, the other is read again in vain."""
    room.follow(SIX)
    room.ingest(1, now=after(hours=1))
    room.back_up()
    room.ingest(2, now=after(hours=1))
    room.tick(after(hours=2))
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    room.restore()
    room.ingest(2, now=after(hours=3))
    for hours in (3, 3.1, 26, 27):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    assert [fate for _, fate, _ in room.list_fates()] == ["posted", "posted"]
    assert room.list_gaps() == []


def test_a_summary_at_once_that_became_a_digest_is_not_posted_beside_it(room: DigestRoom) -> None:
    """At the backup a summary waits; the rule was made daily, and its digest brought it: the summary is left out."""
    room.follow(replace(SIX, cadence=Cadence.IMMEDIATE))
    room.digests = Digests(room.store, TopicMatcher(), FakeRenderer(), hold=dt.timedelta(hours=1))
    room.ingest(1, make_policy_item(1, "One."), make_policy_item(2, "Two."), now=NOW)
    room.back_up()
    room.change(SIX, now=after(minutes=10))
    room.tick(after(hours=2))
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    room.restore()
    for seconds in (0, 5, 10):
        room.tick(after(hours=4, seconds=seconds))
    assert room.list_texts() == ["D1: I1 I2 part 0"]
    assert room.list_fates() == [(item, "already had", "posted by D1 before the restore") for item in ("I1", "I2")]
    with room.store.read() as db:
        assert [(post.state, post.reason) for post in list_posts(db)] == [
            (PostState.SKIPPED, "its channel was told before the restore")
        ]
    assert room.list_gaps() == []


def test_what_else_a_summary_brings_comes_all_the_same(room: DigestRoom) -> None:
    """The daily rule was narrower than the one of the backup: what its digest did not bring comes once, alone."""
    room.follow(replace(SIX, cadence=Cadence.IMMEDIATE))
    room.digests = Digests(room.store, TopicMatcher(), FakeRenderer(), hold=dt.timedelta(hours=1))
    room.ingest(1, make_policy_item(1, "One."), make_policy_item(2, "Two.", topic="ai"), now=NOW)
    room.back_up()
    room.change(SIX, filter_text="topic:energy", now=after(minutes=10))
    room.tick(after(hours=2))
    assert room.list_texts() == ["D1: I1 part 0"]
    room.restore()
    for seconds in (0, 5, 10):
        room.tick(after(hours=4, seconds=seconds))
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0"]
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "already had"), ("I2", "posted")]
    assert room.list_gaps() == []


def test_a_digest_of_deadlines_comes_once_a_day(room: DigestRoom) -> None:
    """It lists what lies ahead again and again, but not twice on one day because its time was another."""
    room.follow(SIX, filter_text="due:60d")
    room.ingest(1, make_policy_item(1, "One.", closes_on=dt.date(2024, 4, 20)), now=after(hours=1))
    room.back_up()
    room.change(SEVEN, filter_text="due:60d", now=after(hours=1.5))
    room.tick(after(hours=3))
    room.restore()
    for hours in (4, 4.1, 26):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D1: I1 part 0", "D1: I1 part 0"]
    with room.store.read() as db:
        slots = [(row["slot_on"][-2:], row["outcome"]) for row in db.query("SELECT * FROM slots ORDER BY slot_on")]
    assert slots == [("10", "empty"), ("11", "posted")]


def test_a_digest_of_deadlines_found_again_lists_what_it_names_alone(room: DigestRoom) -> None:
    """What it listed the day before it need not list: its rule was narrower, and the next one lists it again."""
    room.follow(SIX, filter_text="due:60d")
    room.ingest(1, make_policy_item(1, "One.", closes_on=dt.date(2024, 4, 20)), now=after(hours=1))
    room.tick(after(hours=2))
    room.back_up()
    room.change(SIX, filter_text="due:60d topic:ai", now=after(hours=3))
    room.ingest(2, make_policy_item(1, "Two.", topic="ai", closes_on=dt.date(2024, 4, 20)), now=after(hours=4))
    room.tick(after(hours=26))
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0"]
    room.restore()
    for hours in (27, 27.1):
        room.tick(after(hours=hours))
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "waiting")]
    room.tick(after(hours=50))
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0", "D1: I1 part 0"]
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "posted")]
    assert room.list_gaps() == []


@pytest.mark.parametrize(("days", "later"), [(0, 0), (1, 0), (0, 3), (1, 3)])
def test_a_reminder_is_not_made_again_on_another_day(room: DigestRoom, days: int, later: int) -> None:
    """One that stands is found on its own day, and on the next it is not told as one learned late.

    Nor where Slack lets nobody read the channel at first.
    """
    closes = dt.date(2024, 3, 17)
    room.follow(SIX)
    room.ingest(1, make_policy_item(1, "One.", closes_on=closes), now=after(hours=-48))
    room.tick(after(hours=-46))
    room.back_up()
    room.tick(after(hours=2))
    told = room.list_texts()
    assert "D1: I1 7 left" in told
    room.restore()
    room.poster.surveyed = [Survey(kind=FoundKind.LATER)] * later
    for step in range(6):
        room.tick(after(days=days, hours=3, seconds=5 * step))
    assert sorted(room.list_texts()) == sorted(told)


def test_a_number_given_anew_hides_no_reminder(room: DigestRoom) -> None:
    """Read in another order, a document has the number of one that was reminded of: its own reminder comes."""
    closes = dt.date(2024, 3, 17)
    room.follow(SIX)
    room.back_up()
    for number in (1, 2):
        room.ingest(number, make_policy_item(1, f"Step {number}.", closes_on=closes), now=after(hours=1))
        room.tick(after(hours=1 + number))
        room.restore()
    for step in range(6):
        room.tick(after(hours=4, seconds=30 * step))
    texts = [text for text in room.list_texts() if text.endswith("left")]
    assert texts == ["D1: I1 7 left"] * 2


@pytest.mark.parametrize("number", [1, 2])
def test_a_reminder_by_another_report_is_not_made_again(room: DigestRoom, number: int) -> None:
    """Two briefings report the policy; the one read first after the restore is not the one of the reminder."""
    room.follow(SIX)
    room.back_up()
    for each in (1, 2):
        room.ingest(each, make_numbered_item(each), now=after(hours=1))
    room.tick(after(hours=2))
    room.tick(after(hours=3))
    told = [text for text in room.list_texts() if text.endswith("left")]
    assert told == ["D1: P1 7 left"]
    room.restore()
    room.ingest(number, make_numbered_item(number), now=after(hours=4))
    for step in range(6):
        room.tick(after(hours=4, seconds=30 * step))
    assert [text for text in room.list_texts() if text.endswith("left")] == told


def test_only_what_was_told_in_the_same_channel_counts(room: DigestRoom) -> None:
    """Another channel's post of the same items keeps nothing from this one."""
    room.follow(SIX)
    room.ingest(1, now=after(hours=1))
    room.back_up()
    room.change(SEVEN, now=after(hours=1.5))
    room.tick(after(hours=3))
    for message in room.poster.messages:
        message["channel"] = "C2"
    room.restore()
    room.tick(after(hours=4))
    assert room.list_texts() == ["D1: I1 part 0"] * 2


def test_a_channel_that_the_backup_does_not_know_is_read_too(room: DigestRoom) -> None:
    """Its rule was made since, and is made again: what the first one brought stands there."""
    room.back_up()
    room.follow(SIX)
    room.ingest(1, now=after(hours=1))
    room.tick(after(hours=3))
    assert room.list_texts() == ["D1: I1 part 0"]
    room.restore()
    room.tick(after(hours=4))
    again = room.follow(SIX)
    room.tick(after(hours=5))
    for number in (2, 1):
        room.ingest(number, now=after(hours=6))
    room.tick(after(hours=27))
    assert room.list_texts() == ["D1: I1 part 0", f"D{again}: I1 part 0"]
    assert [fate for _, fate, _ in room.list_fates()] == ["posted", "already had"]
    assert room.list_gaps() == []


def test_what_a_message_does_not_tell_comes_by_another(room: DigestRoom) -> None:
    """It stands under the key of the summary that is decided again, but the filter of then was narrower."""
    room.follow(replace(SIX, cadence=Cadence.IMMEDIATE))
    items = (make_policy_item(1, "One."), make_policy_item(2, "Two.", topic="ai"))
    room.back_up()
    room.change(replace(SIX, cadence=Cadence.IMMEDIATE), filter_text="topic:energy", now=after(minutes=10))
    room.ingest(1, *items, now=after(hours=1))
    room.tick(after(hours=2))
    assert room.list_texts() == ["D1: I1 part 0"]
    room.restore()
    room.ingest(1, *items, now=after(hours=3))
    for seconds in (0, 5, 10):
        room.tick(after(hours=4, seconds=seconds))
    assert room.list_texts() == ["D1: I1 part 0", "D1: I2 part 0"]
    assert [fate for _, fate, _ in room.list_fates()] == ["posted", "posted"]
    assert room.list_gaps() == []


def test_a_message_of_what_is_not_read_again_yet_tells_nothing_else(room: DigestRoom) -> None:
    """It stands under the key of a digest that is decided again of other items: they come by the next one."""
    room.follow(SIX)
    room.ingest(1, make_policy_item(1, "One."), now=after(hours=1))
    room.back_up()
    lost = make_policy_item(1, "Two.", topic="ai")
    room.change(SIX, filter_text="topic:ai", now=after(minutes=80))
    room.ingest(2, lost, now=after(minutes=90))
    room.tick(after(hours=2))
    assert room.list_texts() == ["D1: I2 part 0"]
    room.restore()
    room.tick(after(hours=3))
    room.ingest(2, lost, now=after(hours=4))
    room.tick(after(hours=27))
    assert room.list_texts() == ["D1: I2 part 0", "D1: I1 part 0"]
    assert [(item, fate) for item, fate, _ in room.list_fates()] == [("I1", "posted"), ("I2", "posted")]
    assert room.list_gaps() == []


@pytest.mark.parametrize("cadence", [Cadence.DAILY, Cadence.IMMEDIATE])
def test_what_was_undone_since_comes_when_it_is_read_again(room: DigestRoom, cadence: Cadence) -> None:
    """The message stands under the key that is decided again, and says that it was taken back."""
    room.follow(replace(SIX, cadence=cadence))
    room.back_up()
    room.ingest(1, now=after(hours=1))
    room.tick(after(hours=2))
    room.undo(1, now=after(hours=3))
    room.tick(after(hours=4))
    room.restore()
    room.ingest(1, now=after(hours=1.5))
    for hours in (5, 5.1, 26, 27):
        room.tick(after(hours=hours))
    assert room.list_texts() == ["D1: I1 part 0"] * 2
    assert [fate for _, fate, _ in room.list_fates()] == ["posted"]
    assert room.list_gaps() == []


def test_the_sums_hold_when_what_is_repeated_is_undone(room: DigestRoom) -> None:
    """A later report was left out, since the message of the lost time tells an earlier one; it goes on to stand."""
    room.follow(SIX)
    room.back_up()
    room.ingest(1, make_numbered_item(1), now=after(hours=1))
    room.tick(after(hours=2))
    room.restore()
    room.tick(after(hours=3))
    for number in (1, 2):
        room.ingest(number, make_numbered_item(number), now=after(hours=4))
    room.tick(after(hours=27))
    said = "posted by D1 before the restore"
    assert room.list_fates() == [("I1", "already had", said), ("I2", "reported before and unchanged", said)]
    room.undo(1, now=after(hours=28))
    assert room.list_gaps() == []


def test_what_was_posted_since_is_not_reached_by_licences(room: DigestRoom) -> None:
    """The command that narrows one counts it among what people have to look through, until it is known again."""
    room.follow(replace(SIX, cadence=Cadence.IMMEDIATE))
    room.back_up()
    room.ingest(1, now=after(hours=1))
    room.tick(after(hours=2))
    room.restore()
    room.tick(after(hours=3))
    with room.store.read() as db:
        assert list_untraced(db) == [CHANNEL]
    room.ingest(1, now=after(hours=3))
    room.tick(after(hours=4))
    with room.store.read() as db:
        assert list_untraced(db) == []
    assert room.list_texts() == ["D1: I1 part 0"]


def test_a_correction_does_not_empty_a_message_that_tells_more(room: DigestRoom) -> None:
    """What was added to it since the backup is its own, and stays in it when it is corrected again."""
    room.follow(replace(SIX, cadence=Cadence.IMMEDIATE))
    one, two = make_policy_item(1, "One."), make_policy_item(2, "Two.")
    room.ingest(1, one, now=after(hours=1))
    room.tick(after(hours=2))
    room.back_up()
    for _ in range(2):
        room.correct(1, one, two, now=after(hours=3))
        room.tick(after(hours=4))
        room.restore()
        room.tick(after(hours=5))
    assert [message.text for _, message in room.poster.updates] == ["D1: I1 I2 part 0"] * 2


def test_corrected_words_do_not_bring_an_item_again(room: DigestRoom) -> None:
    """The message bears the names of both, so it is known whichever words the backup has."""
    room.follow(SIX)
    room.ingest(1, make_policy_item(1, "One."), now=after(hours=1))
    room.back_up()
    room.change(SEVEN, now=after(hours=1.5))
    room.tick(after(hours=3))
    room.correct(1, make_policy_item(1, "One, corrected."), now=after(hours=4))
    room.tick(after(hours=5))
    assert room.list_texts() == ["D1: I1 part 0"]
    room.restore()
    room.tick(after(hours=6))
    room.correct(1, make_policy_item(1, "One, corrected."), now=after(hours=7))
    room.tick(after(hours=27))
    assert room.list_texts() == ["D1: I1 part 0"]
    assert {fate for _, fate, _ in room.list_fates()} == {"already had"}
    assert room.list_gaps() == []
