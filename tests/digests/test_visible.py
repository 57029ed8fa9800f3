"""What stands in channels when a licence is narrowed stays, and is listed with links for an admin to delete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.access.admins import Admins
from bot.access.licences import Licences
from bot.model.subscription import Cadence
from bot.store.inbox import Given, add_answer, mark_given
from bot.store.licences import GrantKind, Licence, LicenceKind
from tests.corpus import ITEMS, make_policy_item
from tests.empty_store import open_empty
from tests.licence_room import LicenceRoom
from tests.posting import CHANNEL, NOW, TEAM, after

GAZETTE = make_policy_item(1, "Step two.")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LicenceRoom]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield LicenceRoom(opened)
    opened.close()


def give(room: LicenceRoom, briefing: int, *, key: str | None = "answer 1", ts: str | None = "1.1") -> None:
    """Put an answer on record, under a key of ours or through Slack."""
    given = Given(workspace=TEAM, channel=CHANNEL, user="U1", key=key, asked="" if key else "/policy P1")
    with room.store.write() as db:
        number = add_answer(db, given, [briefing], now=NOW)
        if ts:
            mark_given(db, number, ts)


def test_the_posts_that_stand_are_listed(room: LicenceRoom) -> None:
    """Each message of them with a link; none is changed, and a wider licence lists nothing."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    room.ingest("Gazette", GAZETTE)
    room.tick(after(minutes=10))
    visible = room.narrow("Institute", now=after(hours=1))
    assert [each.partition(": ")[2] for each in visible] == ["D1, B1v1", "D1, B1v1"]
    assert all(each.startswith(f"https://slack.com/archives/{CHANNEL}/p") for each in visible)
    room.tick(after(hours=1))
    assert room.updates() == []
    Licences(room.store).set_licence(Licence(publisher="Institute", kind=LicenceKind.OPEN), by="U9", now=after(hours=2))
    assert len(room.narrow("Institute", now=after(hours=3), quote=5)) == 2
    assert room.narrow("Institute", now=after(hours=4), quote=9) == []


def test_what_waits_is_not_listed_but_comes_anew(room: LicenceRoom) -> None:
    """A digest of two publishers goes without the one that is kept out, with the rule's next digest."""
    room.follow(Cadence.DAILY)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", GAZETTE)
    room.digests.enqueue_due(now=after(hours=2))
    assert room.narrow("Institute", now=after(hours=2, minutes=1)) == []
    room.tick(after(hours=2, minutes=2))
    assert room.texts() == []
    room.tick(after(days=1, hours=2))
    assert room.texts() == ["D1: I2 part 0: Step two.", "D1: I2 part 1: Step two."]


def test_the_answers_that_channels_see_are_listed(room: LicenceRoom) -> None:
    """With a link where it is known where they stand, else with who shared them; those of others are not."""
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", GAZETTE)
    give(room, 1)
    give(room, 1, key=None, ts=None)
    give(room, 2, key="answer 2", ts="2.2")
    assert room.narrow("Institute", now=after(hours=1)) == [
        f"https://slack.com/archives/{CHANNEL}/p11: answer to U1, 2024-03-10 04:00 UTC",
        f"{CHANNEL}: /policy P1, shared by U1, 2024-03-10 04:00 UTC",
    ]


def test_a_channel_that_is_opened_to_others_is_listed(room: LicenceRoom) -> None:
    """What is internal and stands there; what is open is not."""
    Licences(room.store).set_licence(Licence(publisher="Gazette", kind=LicenceKind.OPEN), by="U9", now=NOW)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", GAZETTE)
    give(room, 1)
    give(room, 2, key="answer 2", ts="2.2")
    assert Admins(room.store).grant(CHANNEL, by="U9", now=after(hours=1), kind=GrantKind.CHANNEL)
    assert [each.ts for each in Licences(room.store).list_visible(CHANNEL)] == ["1.1"]
    assert not Admins(room.store).grant(CHANNEL, by="U9", now=after(hours=2), kind=GrantKind.CHANNEL)
