"""Channels that another organisation joins: what stands there and licences keep from others is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.access import ChannelFacts
from bot.domain.licence import Licence, LicenceKind
from bot.services.access.licences import Licences
from bot.services.access.sharing import Sharing
from bot.store.licence_looks import list_looks
from bot.store.sharing import find_shared
from tests.corpus import ITEMS, make_policy_item
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, after
from tests.services.licence_room import LicenceRoom

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path


def say(channel: str, shared: bool | None, *, now: dt.datetime) -> ChannelFacts:
    if shared is None:
        return ChannelFacts(channel=channel, error="channel_not_found", asked_at=now)
    return ChannelFacts(channel=channel, is_shared=shared, asked_at=now)


@pytest.fixture
def posted(tmp_path: Path) -> Iterator[LicenceRoom]:
    """A channel that has a summary of an internal publisher, and one of an open one."""
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    room = LicenceRoom(opened)
    Licences(opened).set_licence(Licence(publisher="Gazette", kind=LicenceKind.OPEN), by="U9", now=NOW)
    room.follow()
    room.ingest("Institute", *ITEMS)
    room.ingest("Gazette", make_policy_item(1, "Step two."))
    room.tick(after(minutes=10))
    yield room
    opened.close()


def test_a_channel_that_is_shared_from_now_on_loses_what_is_internal(posted: LicenceRoom) -> None:
    """As soon as Slack says so, whoever asked for what; what is open stays, and nothing is done twice."""
    sharing = Sharing(posted.store)
    sharing.learn(say(CHANNEL, shared=False, now=after(minutes=15)))
    posted.tick(after(minutes=16))
    assert posted.updates() == []
    sharing.learn(say(CHANNEL, shared=True, now=after(minutes=20)))
    posted.tick(after(minutes=20))
    assert posted.updates() == ["kept out", "kept out"]
    sharing.learn(say(CHANNEL, shared=True, now=after(minutes=30)))
    with posted.store.read() as db:
        assert list_looks(db, 10) == []


def test_what_slack_does_not_say_leaves_what_was_known(posted: LicenceRoom) -> None:
    """A channel that the bot was taken out of for an hour does not lose its posts."""
    Sharing(posted.store).learn(say(CHANNEL, None, now=after(minutes=15)))
    with posted.store.read() as db:
        assert (find_shared(db, CHANNEL), list_looks(db, 10)) == (False, [])
