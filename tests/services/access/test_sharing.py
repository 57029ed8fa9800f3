"""Channels that another organisation joins: what stands there and licences keep from others is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.access import ChannelFacts
from bot.domain.licence import Licence, LicenceKind
from bot.domain.posts.schedule import Cadence
from bot.services.access.admins import Admins
from bot.services.access.licences import Licences
from bot.services.access.sharing import Sharing
from bot.services.posting.corrections import Corrections
from bot.services.posting.recall import Recall
from bot.store.licence_looks import list_looks
from bot.store.sharing import find_shared, keep_shared
from tests.corpus import ITEMS, TopicMatcher, make_policy_item
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, after
from tests.services.licence_room import LicenceRoom

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Store


class Asked:
    """Stands for Slack: says of each channel what it was told, and keeps who asked."""

    def __init__(self, store: Store, *, shared: bool | None = True) -> None:
        self.sharing = Sharing(store)
        self.sharing.begin(self.ask)
        self.shared = shared
        self.channels: list[str] = []

    def ask(self, channel: str, now: dt.datetime) -> None:
        self.channels.append(channel)
        self.sharing.learn(say(channel, self.shared, now=now))


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


def test_of_many_channels_told_at_once_those_shared_lose_what_is_internal(posted: LicenceRoom) -> None:
    """The others are kept as the workspace's own; what is known already is not kept again."""
    sharing = Sharing(posted.store)
    told = [say(CHANNEL, shared=True, now=after(minutes=20)), say("C8", shared=False, now=after(minutes=20))]
    sharing.learn_all(told)
    posted.tick(after(minutes=20))
    assert posted.updates() == ["kept out", "kept out"]
    sharing.learn_all(told)
    with posted.store.read() as db:
        assert (find_shared(db, CHANNEL), find_shared(db, "C8"), list_looks(db, 10)) == (True, False, [])


def test_what_was_missed_is_found_by_asking_once_a_day(posted: LicenceRoom) -> None:
    """After the start, and then daily, about channels with posts alone; nobody is asked before it is known whom."""
    Sharing(posted.store).look(after(hours=1))
    slack = Asked(posted.store, shared=False)
    slack.sharing.look(after(hours=1))
    slack.sharing.look(after(hours=23))
    assert slack.channels == [CHANNEL]
    slack.shared = True
    slack.sharing.look(after(hours=25))
    posted.tick(after(hours=25))
    assert slack.channels == [CHANNEL, CHANNEL]
    assert posted.updates() == ["kept out", "kept out"]


def test_a_channel_that_was_opened_and_closed_again_is_shared_all_the_same(posted: LicenceRoom) -> None:
    """A licence that is narrowed later reaches what stands there; what is not known of a channel counts as shared."""
    admins, licences = Admins(posted.store), Licences(posted.store)
    with posted.store.write() as db:
        db.execute("DELETE FROM channel_sharing")
    admins.allow_channel(CHANNEL, by="U9", now=after(minutes=11))
    posted.tick(after(minutes=12))
    admins.refuse_channel(CHANNEL, by="U9", now=after(minutes=20))
    changes = len(posted.updates())
    narrowed = licences.set_licence(Licence(publisher="Gazette"), by="U9", now=after(hours=1))
    assert narrowed.affected.taken_back == 1
    posted.tick(after(hours=1))
    assert posted.updates()[changes:] == ["kept out", "kept out"]


@pytest.mark.parametrize(
    ("known", "shared", "left"),
    [(None, False, 0), (None, True, 2), (None, None, 2), (False, False, 0), (False, True, 2), (False, None, 0)],
)
def test_a_look_asks_about_a_channel_that_is_not_known_to_be_shared(
    posted: LicenceRoom, *, known: bool | None, shared: bool | None, left: int
) -> None:
    """A longest quote alone takes nothing back in a channel that turns out to be the workspace's own."""
    with posted.store.write() as db:
        if known is None:
            db.execute("DELETE FROM channel_sharing")
    Licences(posted.store).set_licence(Licence(publisher="Institute", longest_quote=9), by="U9", now=after(hours=1))
    slack = Asked(posted.store, shared=shared)
    corrections = Corrections(TopicMatcher(), posted.renderer)
    Recall(posted.store, corrections, posted.renderer, sharing=slack.sharing).step(now=after(hours=1))
    posted.delivery.tick(after(hours=1))
    assert set(slack.channels) == {CHANNEL}
    assert posted.updates().count("kept out") == left


def test_of_a_digest_in_a_channel_that_is_shared_what_is_open_stays(tmp_path: Path) -> None:
    """The internal publisher is taken out of it, whether its channel was opened or not."""
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    room = LicenceRoom(opened)
    Licences(opened).set_licence(Licence(publisher="Gazette", kind=LicenceKind.OPEN), by="U9", now=NOW)
    room.follow(Cadence.DAILY)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", make_policy_item(1, "Step two."))
    room.tick(after(hours=2))
    Sharing(opened).learn_shared(CHANNEL, is_shared=True, now=after(hours=3))
    room.tick(after(hours=3))
    assert room.updates() == ["D1: I2 part 0: Step two.", "D1: I2 part 1: Step two."]
    opened.close()


def test_what_is_known_of_a_channel_is_kept_anew(posted: LicenceRoom) -> None:
    """A channel that is not shared any more is known as that."""
    with posted.store.write() as db:
        keep_shared(db, CHANNEL, is_shared=True, now=NOW)
    Sharing(posted.store).learn_shared(CHANNEL, is_shared=False, now=after(hours=1))
    with posted.store.read() as db:
        assert find_shared(db, CHANNEL) is False
        assert find_shared(db, "C9") is None
