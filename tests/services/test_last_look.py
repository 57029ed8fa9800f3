"""Right before a post is sent it is asked whether it still may go where it was decided for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.access import Role
from bot.services.delivery import Delivery
from bot.services.last_look import LastLook
from bot.store.database import open_store
from bot.store.outbox import get_post
from tests.posting import NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Store


class Room:
    """A store and a sender with a last look; ``roles`` says who people are, members unless it says otherwise."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.poster = FakePoster()
        self.roles: dict[str, Role] = {}
        self.ended: list[str] = []
        look = LastLook(
            role_of=lambda user: self.roles.get(user, Role.MEMBER),
            end_personal=lambda user, _: self.ended.append(user),
        )
        self.delivery = Delivery(store, self.poster, FakeRenderer(), workspace=TEAM, last_look=look)

    def decide(self, place: str, *, parts: int = 1) -> int:
        with self.store.write() as db:
            return add_summary(db, add_active(db, channel=place, user="U1"), parts=parts, late_after=after(hours=12))

    def fate(self, number: int) -> tuple[str, str | None]:
        with self.store.read() as db:
            post = get_post(db, number)
        return post.state.value, post.reason


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = open_store(tmp_path / "g.db", create=True, wait_s=0.2)
    yield Room(opened)
    opened.close()


@pytest.mark.parametrize("role", [Role.GUEST, Role.EXTERNAL, Role.DEACTIVATED, Role.ELSEWHERE, Role.NOBODY])
def test_only_members_get_what_was_decided_for_them(room: Room, role: Role) -> None:
    """A summary for somebody who is no member any more is cancelled, and what they get in private ends."""
    number = room.decide("U1")
    room.roles["U1"] = role
    report = room.delivery.tick(NOW)
    assert room.poster.messages == []
    assert room.fate(number) == ("cancelled", "its person is no member of the workspace any more")
    assert room.ended == ["U1"]
    assert report.lines == (f"Post {number} (D1, B1v1) is cancelled: {room.fate(number)[1]}.",)


def test_a_thread_is_looked_at_too(room: Room) -> None:
    """Whoever stops being a member between a summary and its thread does not get the thread."""
    number = room.decide("U1", parts=2)
    room.poster.during_post = lambda: room.roles.update(U1=Role.GUEST)
    room.delivery.tick(NOW)
    assert [message["text"] for message in room.poster.messages] == ["part 0"]
    assert room.fate(number + 1)[0] == "cancelled"


def test_a_post_waits_while_nobody_knows_who_it_is_for(room: Room) -> None:
    """While Slack does not say who a person is nothing is sent to them; it goes once Slack does."""
    number = room.decide("U1")
    room.roles["U1"] = Role.UNKNOWN
    report = room.delivery.tick(NOW)
    assert (report.lines, room.poster.calls, room.fate(number)[0]) == ((), 0, "pending")
    room.roles["U1"] = Role.MEMBER
    room.delivery.tick(after(minutes=1))
    assert room.fate(number)[0] == "sent"


def test_channels_are_not_asked_who_they_are(room: Room) -> None:
    """A channel's post goes whoever its owner is by now."""
    number = room.decide("C1")
    room.roles = {"U1": Role.GUEST, "C1": Role.GUEST}
    room.delivery.tick(NOW)
    assert room.fate(number)[0] == "sent"
