"""Reminders of policies that a source makes one, and of the same policies once they are two again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.schedule import Schedule
from bot.domain.records.deadlines import AnswerKind
from bot.store.policies import refresh_policy
from bot.store.reminders import list_answers
from bot.store.unions import replace_unions, settle_unions
from tests.corpus import ITEMS, make_briefing, make_policy_item
from tests.empty_store import open_empty
from tests.posting import CHANNEL, TEAM
from tests.services.posting.reminder_room import ON, Room, at
from tests.services.posting.test_reminders import TWO

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

NOTICE = 3
"""The item that unites policies 1 and 2 here."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Room]:
    """Two policies with one deadline, each of one item, and a channel that follows both."""
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    room = Room(store)
    room.follow(Schedule(remind=(7, 1)))
    room.ingest(make_briefing(items=(*TWO, make_policy_item(NOTICE, "The notice."), ITEMS[-1])))
    room.make_policies(1, 2)
    yield room
    store.close()


def unite(room: Room, *policies: int, now: dt.datetime) -> None:
    """Let the notice bear the keys of these policies, or of none."""
    with room.store.write() as db:
        settle_unions(db, replace_unions(db, NOTICE, policies), now=now)
        for number in (1, 2):
            refresh_policy(db, number)


def said(room: Room) -> dict[str, AnswerKind]:
    with room.store.read() as db:
        answers = list_answers(db, workspace=TEAM, channel=CHANNEL)
    assert all(key.on == ON for key in answers)
    return {key.subject: answer.kind for key, answer in answers.items()}


def test_what_was_said_before_is_there_again_after(office: Room) -> None:
    """Of two answers the last counts while the policies are one; apart, each has its own."""
    assert len(office.tick(at(13))) == 2
    office.answer(AnswerKind.TAKEN, subject="P1", now=at(13, 10))
    office.answer(AnswerKind.DECLINED, subject="P2", now=at(13, 11))
    unite(office, 1, 2, now=at(13, 12))
    assert said(office) == {"P1": AnswerKind.DECLINED}
    assert office.tick(at(14)) == []
    unite(office, now=at(14, 12))
    assert said(office) == {"P1": AnswerKind.TAKEN, "P2": AnswerKind.DECLINED}
    assert office.tick(at(19)) == ["D1: P1 1 left taken by U1"]


def test_what_one_was_told_is_not_told_again_while_they_are_one(office: Room) -> None:
    """A reminder of either counts for both, and one answer goes to both that were reminded."""
    assert len(office.tick(at(13))) == 2
    unite(office, 1, 2, now=at(13, 12))
    assert office.answer(AnswerKind.DECLINED, subject="P1", ts=office.find_ts("D1: P2 7 left"), now=at(13, 13))
    assert said(office) == {"P1": AnswerKind.DECLINED}
    unite(office, now=at(14))
    assert said(office) == {"P1": AnswerKind.DECLINED, "P2": AnswerKind.DECLINED}
    assert office.tick(at(19)) == []


def test_what_only_the_younger_was_reminded_of_goes_with_it(office: Room) -> None:
    """A reminder made while they were one goes with its item, and what was said to it; the other is told anew."""
    with office.store.write() as db:
        db.execute("DELETE FROM item_deadlines WHERE item_id = 1")
    unite(office, 1, 2, now=at(12))
    assert office.tick(at(13)) == ["D1: P1 7 left"]
    assert office.answer(AnswerKind.TAKEN, subject="P1", now=at(13, 10)) == "taken"
    unite(office, now=at(14))
    assert said(office) == {"P2": AnswerKind.TAKEN}
    assert office.tick(at(19)) == ["D1: P2 1 left taken by U1"]
