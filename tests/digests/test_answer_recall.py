"""Answers that a channel sees are on record, and go when a licence does not allow them there any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.access.admins import NONE_AFFECTED, Admins, Affected, Staying
from bot.access.licences import Licences
from bot.answers.notes import Answers
from bot.answers.rows import Quoted
from bot.model.roles import Licence, LicenceKind
from bot.store.inbox import Given
from bot.store.licences import list_audit_since
from tests.corpus import ITEMS, make_policy_item
from tests.empty_store import open_empty
from tests.licence_room import LicenceRoom
from tests.posting import CHANNEL, NOW, TEAM, after

INSTITUTE, GAZETTE = Quoted(items=frozenset({1})), Quoted(briefings=frozenset({2}))
BOTH = Quoted(items=frozenset({1}), briefings=frozenset({2}))
TS = "1710000000.000100"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LicenceRoom]:
    """Two publishers' briefings, and a channel of the workspace's own that follows nothing."""
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    room = LicenceRoom(opened)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", make_policy_item(1, "Step two."))
    yield room
    opened.close()


def give(
    room: LicenceRoom, quoted: Quoted, *, key: str | None = "answer C1 1", ts: str | None = TS, user: str = "U1"
) -> int:
    """Return an answer to the channel, under a key of ours or through Slack."""
    given = Given(
        workspace=TEAM, channel=CHANNEL, user=user, key=key, asked="" if key else "/policy P1", after_ts="1.000001"
    )
    answers = Answers(room.store)
    number = answers.begin(given, quoted, since=NOW, now=NOW)
    assert number is not None
    if key is not None and ts is not None:
        answers.land(number, ts, now=NOW)
    return number


def changes(room: LicenceRoom) -> list[tuple[str, str]]:
    return [(ts, message.text) for ts, message in room.poster.updates]


def audit(room: LicenceRoom) -> list[tuple[str, str, str]]:
    """Return what the audit trail says of answers."""
    with room.store.read() as db:
        rows = list_audit_since(db, NOW)
    return [(row.action, row.subject, row.detail) for row in rows if row.action.startswith("answer")]


def test_an_answer_goes_when_its_publisher_is_narrowed(room: LicenceRoom) -> None:
    """It is changed once into a line that names the publisher and quotes nobody; others stay; audit has it."""
    give(room, BOTH, key="answer C1 1", ts="1.1")
    give(room, GAZETTE, key="answer C1 2", ts="2.2")
    assert room.narrow("Institute", now=after(hours=1)) == Affected(answers=1)
    room.tick(after(hours=1))
    room.tick(after(hours=2))
    assert changes(room) == [("1.1", "answer kept out by Institute")]
    assert audit(room) == [("answer taken back", CHANNEL, "for U1 on 2024-03-10, licence of Institute")]
    assert room.texts() == []


def test_a_shorter_quote_takes_it_back(room: LicenceRoom) -> None:
    """Who asks again gets what may be quoted by now; a longer quote takes nothing back."""
    give(room, INSTITUTE)
    assert room.narrow("Institute", now=after(hours=1), quote=3) == Affected(answers=1)
    room.tick(after(hours=1))
    assert len(changes(room)) == 1
    assert room.narrow("Institute", now=after(hours=2), quote=9) == NONE_AFFECTED


def test_it_goes_from_a_channel_that_is_opened_to_others(room: LicenceRoom) -> None:
    """What is internal is taken back there, and whose it was is not said; what is open stays."""
    Licences(room.store).set_licence(Licence(publisher="Gazette", kind=LicenceKind.OPEN), by="U9", now=NOW)
    give(room, INSTITUTE, key="answer C1 1", ts="1.1")
    give(room, GAZETTE, key="answer C1 2", ts="2.2")
    assert Admins(room.store).allow_channel(CHANNEL, by="U9", now=after(hours=1)) == Affected(answers=1)
    room.tick(after(hours=1))
    assert changes(room) == [("1.1", "answer kept out by ")]


def test_what_slack_posted_stays_and_its_people_are_asked_once(room: LicenceRoom) -> None:
    """One message a person for all of theirs; the report and the audit trail say how many, where and by whom."""
    for user in ("U1", "U1", "U2"):
        give(room, INSTITUTE, key=None, user=user)
    give(room, INSTITUTE)
    staying = (Staying(channel=CHANNEL, user="U1", count=2), Staying(channel=CHANNEL, user="U2", count=1))
    assert room.narrow("Institute", now=after(hours=1)) == Affected(answers=1, staying=staying)
    for hours in (1, 2):
        room.tick(after(hours=hours))
    told = [(message["channel"], message["text"]) for message in room.poster.messages]
    each = f"/policy P1 in {CHANNEL}"
    assert told == [("U1", f"delete {each}, {each}"), ("U2", f"delete {each}")]
    assert audit(room)[:2] == [
        ("answers stay", CHANNEL, "2 shared by U1, which Gongbao cannot take back"),
        ("answers stay", CHANNEL, "1 shared by U2, which Gongbao cannot take back"),
    ]
    assert ("answer stays", CHANNEL, "for U2 on 2024-03-10, licence of Institute (posted by Slack)") in audit(room)
    assert room.narrow("Institute", now=after(hours=3)) == Affected(staying=staying)
    room.tick(after(hours=3))
    assert len(room.poster.messages) == 2
