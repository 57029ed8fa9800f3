"""A rule that is changed while its summary waits: what is posted after the line about it is what the line says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.post import PostKind
from bot.services.posting.accounts import Accounts, describe_sums
from bot.store.outbox import list_posts
from tests.channel_room import LATER, NOW, Room, open_room
from tests.corpus import make_briefing, make_policy_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENERGY = make_policy_item(1, "The ministry sets rules on storage.")
ROBOTS = make_policy_item(2, "The ministry sets rules on robots.", topic="robotics")
MONDAY = dt.datetime(2024, 3, 11, 9, 0, 30, tzinfo=dt.UTC)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A channel that follows one of two topics, and a briefing of both that was just read."""
    with open_room(tmp_path) as room:
        _do(room, "subscribe topic:energy remind:none")
        room.tick(NOW + dt.timedelta(seconds=10))
        room.ingest(make_briefing(NOW.date(), items=(ENERGY, ROBOTS)))
        yield room


def _do(room: Room, text: str) -> None:
    room.command(f"/digest {text}")
    room.tick(room.clock.at + dt.timedelta(seconds=5))
    room.tick(room.clock.at + dt.timedelta(seconds=5))


def _sums(room: Room) -> list[str]:
    return [describe_sums(each) for each in Accounts(room.app.store).list_accounts(now=room.clock.at)]


def _topics(room: Room) -> list[tuple[bool, bool]]:
    """Say of each summary whether it tells of storage and of robots."""
    return [("on storage" in each, "on robots" in each) for each in room.summaries()]


def test_another_filter_brings_what_it_asks_for(room: Room) -> None:
    """The summary that waited is decided again for the same moment, with what the filter of before left out."""
    _do(room, "change D1 topic:robotics")
    assert _topics(room) == []
    room.tick(LATER)
    assert _topics(room) == [(False, True)]
    assert _sums(room) == ["D1: 2 items = 1 filtered + 1 posted"]


def test_a_filter_that_is_changed_back_in_time_loses_nothing(room: Room) -> None:
    """What the filter in between left out, and nothing was to be posted, is decided again with the last one."""
    _do(room, "change D1 topic:space")
    assert _sums(room) == ["D1: 2 items = 2 filtered"]
    _do(room, "change D1 topic:energy")
    room.tick(LATER)
    assert _topics(room) == [(True, False)]
    assert _sums(room) == ["D1: 2 items = 1 filtered + 1 posted"]


def test_another_pace_brings_it_at_its_time(room: Room) -> None:
    """What waited to come at once comes with the first digest."""
    _do(room, "change D1 weekly at 09:00 tz:UTC")
    room.tick(LATER)
    assert _topics(room) == []
    assert _sums(room) == ["D1: 2 items = 2 waiting"]
    room.tick(MONDAY)
    assert _topics(room) == [(True, False)]
    assert _sums(room) == ["D1: 2 items = 1 filtered + 1 posted"]


def test_a_change_of_its_quiet_times_decides_nothing_again(room: Room) -> None:
    """What it asks for and how often is the same: the summary stays as it was decided."""
    _do(room, "change D1 quiet:22:00-02:00 tz:UTC")
    room.tick(LATER)
    assert _topics(room) == [(True, False)]
    assert [row.reason for row in room.app.digests.list_ledger() if row.fate == "posted"] == ["summary B1v1"]


def test_a_change_after_the_post_leaves_it(room: Room) -> None:
    """What stands in the channel stays, and the rule brings nothing of that briefing again."""
    room.tick(LATER)
    _do(room, "change D1 topic:robotics")
    room.tick(LATER + dt.timedelta(hours=1))
    assert _topics(room) == [(True, False)]


def test_what_another_rule_left_to_it_comes_by_that_one(room: Room) -> None:
    """An item that the changed rule brings no more is not lost for who left it out for its sake."""
    _do(room, "subscribe ministry:MIIT remind:none")
    assert _sums(room)[1] == "D2: 2 items = 2 waiting"
    _do(room, "change D1 topic:robotics")
    room.tick(LATER)
    assert _topics(room) == [(True, True)]
    assert _sums(room) == ["D1: 2 items = 1 already had + 1 filtered", "D2: 2 items = 2 posted"]


def test_a_summary_on_hold_stays_on_hold(room: Room) -> None:
    """What an admin holds back is decided again, and waits for their word all the same."""
    room.command("/ingest hold B1")
    _do(room, "change D1 topic:robotics")
    room.tick(LATER)
    assert _topics(room) == []
    room.command("/ingest release B1")
    room.tick(LATER + dt.timedelta(minutes=1))
    assert _topics(room) == [(False, True)]


def test_a_list_that_holds_something_else_decides_it_again(tmp_path: Path) -> None:
    """What is posted after the line about the list is what the line says."""
    with open_room(tmp_path) as room:
        room.command("/policy list save us = topic:energy")
        _do(room, "subscribe list:us remind:none")
        room.tick(NOW + dt.timedelta(seconds=10))
        room.ingest(make_briefing(NOW.date(), items=(ENERGY, ROBOTS)))
        room.command("/policy list save us = topic:robotics")
        room.tick(NOW + dt.timedelta(minutes=1))
        assert len(room.posts("@U0ADMIN changed the list “us”")) == 1
        room.tick(LATER)
        assert _topics(room) == [(False, True)]
        assert _sums(room) == ["D1: 2 items = 1 filtered + 1 posted"]


def test_the_rest_of_a_message_that_stands_is_posted(room: Room) -> None:
    """A change between a summary and its thread takes nothing of it back."""
    with room.app.store.write() as db:
        db.execute("UPDATE posts SET state = 'sent', ts = '1.1' WHERE kind = 'immediate' AND part = 0")
    _do(room, "change D1 topic:robotics")
    with room.app.store.read() as db:
        states = [post.state.value for post in list_posts(db) if post.slot.kind is PostKind.IMMEDIATE]
    assert states == ["sent", "pending"]


def test_the_line_that_a_rule_goes_on_comes_before_what_had_waited(room: Room) -> None:
    """In a channel the summary of a resumed rule stands below the line that says so."""
    _do(room, "pause D1")
    room.tick(LATER)
    _do(room, "resume D1")
    room.tick(LATER + dt.timedelta(hours=1))
    posts = room.posts()
    line = next(at for at, text in enumerate(posts) if "resumed D1." in text)
    assert posts[line + 1].startswith("China policy")
    assert not any(text.startswith("China policy") for text in posts[:line])
