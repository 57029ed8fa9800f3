"""A preview of a rule that is not made yet shows what it will bring: by its licences, and by what its place hears."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.licence import Licence, LicenceKind
from bot.domain.posts.holidays import NO_HOLIDAYS
from bot.domain.posts.schedule import Cadence, Schedule
from bot.services.access.licences import Licences
from bot.services.ports import Membership
from bot.services.posting.replay import Replay
from bot.services.subscribing.memberships import Memberships
from bot.slack.messages.previews import build_preview
from tests.corpus import ITEMS, TopicMatcher
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, add_active, after
from tests.services.posting.rule_room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.services.posting.replay import Replayed

DAILY = Schedule(cadence=Cadence.DAILY, at=dt.time(9))
AT_ONCE = Schedule()


class Everywhere:
    """A Slack in which everybody is in the channel."""

    def find_channels(self, user: str) -> Membership:
        assert user == "U7"
        return Membership(channels=frozenset({CHANNEL}))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db")
    yield Room(store)
    store.close()


def preview(room: Room, place: str, schedule: Schedule = DAILY, *, rule: str | None = None) -> Replayed:
    replay = Replay(room.store, TopicMatcher(), holidays=NO_HOLIDAYS)
    return replay.replay("", schedule, rule=rule, now=after(days=12), place=(TEAM, place))


@pytest.mark.parametrize("schedule", [DAILY, AT_ONCE])
def test_a_channel_that_a_licence_closes_is_previewed_without_it(room: Room, schedule: Schedule) -> None:
    """What a rule's channel may not be shown is in no preview of it, before it is made or after; the reason is said."""
    licence = Licence(publisher="Harbour Institute", kind=LicenceKind.CHANNELS, channels=frozenset({"C9"}))
    Licences(room.store).set_licence(licence, by="U9", now=NOW)
    room.ingest(*ITEMS)
    closed = preview(room, CHANNEL, schedule)
    assert (closed.posts, closed.withheld, closed.reminders) == ((), 3, ())
    for place in ("C9", "U7"):
        shown = preview(room, place, schedule)
        assert (len(shown.posts), shown.items, shown.withheld, len(shown.reminders)) == (1, 3, 0, 1)
    with room.store.write() as db:
        add_active(db)
    made = preview(room, CHANNEL, schedule, rule="D1")
    assert (made.posts, made.withheld, made.reminders) == (closed.posts, closed.withheld, closed.reminders)
    said = build_preview(closed, None).blocks
    assert "no post, what matches is left out: 3 items kept out of this channel by its publisher's licence" in said


@pytest.mark.parametrize("schedule", [DAILY, AT_ONCE])
def test_a_person_previews_what_they_will_get(room: Room, schedule: Schedule) -> None:
    """Before and after a rule of their own is made, what a channel that they are in gets is left to it, as posts do."""
    room.follow("", schedule=schedule)
    room.ingest(*ITEMS)
    for at in (after(minutes=10), after(hours=5), after(days=3, hours=5)):
        room.tick(at)
    assert preview(room, "U7", schedule).items == 3
    memberships = Memberships(room.store)
    memberships.begin(Everywhere(), workspace=TEAM)
    assert memberships.learn("U7", now=after(days=12))
    before = preview(room, "U7", schedule)
    assert (before.posts, before.left, before.besides, before.reminders) == ((), 3, ("D1",), ())
    with room.store.write() as db:
        add_active(db, channel="U7", user="U7")
    after_it = preview(room, "U7", schedule, rule="D2")
    assert (after_it.posts, after_it.left, after_it.besides, after_it.reminders) == ((), 3, ("D1",), ())
