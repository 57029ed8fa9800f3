"""After a restore the channels are read before anything goes to them; what cannot be known is for a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import Found, FoundKind, Survey
from bot.domain.posts.post import Message, PostKind, Slot
from bot.errors import StoreMissingError
from bot.services.sending.delivery import Delivery
from bot.services.sending.pace import Pace
from bot.store.database import Store, open_store
from bot.store.outbox import NewPost, add_post, list_posts
from bot.store.restored import is_marked, restore_marked
from bot.store.subscriptions import get_subscription
from tests.corpus import make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(kw_only=True)
class Restored:
    """A database whose backup came back: it has B1 waiting, and knows nothing of B2; both stand in the channel."""

    path: Path
    poster: FakePoster
    store: Store
    seconds: float = 0.0

    def open_delivery(self) -> Delivery:
        """Start the bot; where the restore was not noted yet, wait for the history to show all."""
        pace = Pace(elapsed=lambda: self.seconds)
        delivery = Delivery(self.store, self.poster, FakeRenderer(), workspace=TEAM, admins=("U9",), pace=pace)
        if is_marked(self.path):
            begin, self.seconds = self.seconds, self.seconds - 120.0
            delivery.tick(NOW)
            self.seconds = begin - 1.0
            delivery.tick(NOW)
            assert self.poster.surveys == []
            self.seconds = begin
        return delivery

    def decide(self, slot: str, *, late_after: dt.datetime | None = None) -> None:
        with self.store.write() as db:
            add_summary(db, get_subscription(db, 1), slot=slot, late_after=late_after)

    def list_states(self) -> list[str]:
        with self.store.read() as db:
            return [post.state.value for post in list_posts(db) if post.slot.channel == CHANNEL]

    def count(self) -> int:
        return sum(1 for message in self.poster.messages if message["channel"] == CHANNEL)


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Restored]:
    path, backup = tmp_path / "g.db", tmp_path / "old.db"
    store, poster = open_empty(path), FakePoster()
    with store.write() as db:
        add_summary(db, add_active(db), late_after=after(hours=12))
    store.backup(backup)
    with store.write() as db:
        add_summary(db, get_subscription(db, 1), slot="B2v1")
    assert Delivery(store, poster, FakeRenderer(), workspace=TEAM).tick(NOW).sent == 2
    store.close()
    restore_marked(backup, path)
    again = Restored(path=path, poster=poster, store=open_store(path, create=False))
    yield again
    again.store.close()


def test_a_process_that_starts_anew_waits_for_the_history_too(restored: Restored) -> None:
    """It was ended a moment after the restore: what was posted just before need not show yet; later none waits."""
    pace = Pace(elapsed=lambda: restored.seconds)
    for second in (0.0, 5.0):
        restored.seconds = second
        again = Delivery(restored.store, restored.poster, FakeRenderer(), workspace=TEAM, pace=pace)
        again.tick(NOW)
    restored.seconds = 124.0
    again.tick(NOW)
    assert restored.poster.surveys == []
    restored.seconds = 125.0
    again.tick(NOW)
    assert len(restored.poster.surveys) == 1
    restored.decide("B3v1")
    Delivery(restored.store, restored.poster, FakeRenderer(), workspace=TEAM, pace=pace).tick(NOW)
    assert restored.count() == 3


def test_what_stands_in_the_channel_is_not_posted_again(restored: Restored) -> None:
    """What waited at the backup, and what is decided again, is found by its key; what is new goes out."""
    restored.decide("B2v1")
    restored.decide("B3v1")
    delivery = restored.open_delivery()
    delivery.tick(after(hours=1))
    restored.seconds = 5.0
    delivery.tick(after(hours=1, seconds=5))
    assert restored.list_states() == ["sent", "sent", "sent"]
    assert restored.count() == 3
    assert len(restored.poster.surveys) == 1


def test_what_stands_in_the_channel_is_not_too_late(restored: Restored) -> None:
    """A restore a day later finds what waited at the backup: it was sent in time; what is not there is skipped."""
    restored.decide("B3v1", late_after=after(hours=12))
    restored.open_delivery().tick(after(hours=30))
    assert restored.list_states() == ["sent", "skipped"]
    assert restored.count() == 2


def test_nothing_goes_out_before_the_channel_was_read(restored: Restored) -> None:
    """While Slack puts the reading off nothing is sent, nothing is skipped, and its Retry-After is kept."""
    restored.decide("B3v1")
    restored.poster.surveyed = [Survey(kind=FoundKind.LATER, reason="ratelimited", retry_after_s=60.0)]
    delivery = restored.open_delivery()
    for seconds, surveys in ((0.0, 1), (59.0, 1), (60.0, 2)):
        restored.seconds = seconds
        delivery.tick(after(seconds=seconds))
        assert len(restored.poster.surveys) == surveys
        assert restored.count() == (2 if surveys == 1 else 3)


def test_where_nobody_can_read_a_person_is_asked(restored: Restored) -> None:
    """In a channel that cannot be read what waited, and what is decided within a day, is held and told."""
    restored.decide("B2v1")
    restored.poster.surveyed = [Survey(kind=FoundKind.IMPOSSIBLE, reason="missing_scope")]
    delivery = restored.open_delivery()
    assert delivery.tick(NOW).held == 2
    restored.decide("B3v1")
    restored.seconds = 60.0
    restored.poster.surveyed = [Survey(kind=FoundKind.IMPOSSIBLE, reason="missing_scope")]
    assert delivery.tick(after(hours=23)).held == 1
    assert {message["channel"] for message in restored.poster.messages if "trouble" in str(message["text"])} == {
        "U1",
        "U9",
    }
    restored.decide("B4v1")
    restored.seconds = 2.0 * 86_400
    assert delivery.tick(after(days=2)).sent >= 1
    assert restored.list_states() == ["held", "held", "held", "sent"]


def test_who_hears_of_it_in_the_same_tick_may_have_heard_before(restored: Restored) -> None:
    """What is held is told to people of whom the backup knows nothing: what they got is read first."""
    restored.poster.surveyed = [Survey(kind=FoundKind.IMPOSSIBLE, reason="missing_scope")]
    delivery = restored.open_delivery()
    assert delivery.tick(NOW).held == 1
    assert {message["channel"] for message in restored.poster.messages} == {CHANNEL}
    restored.seconds = 5.0
    assert delivery.tick(after(seconds=5)).sent == 2
    assert [channel for channel, _, _ in restored.poster.surveys] == [CHANNEL, "U1", "U9"]


def test_the_channels_to_read_outlive_the_process(restored: Restored) -> None:
    """The mark beside the file becomes a list in it at the first tick, once."""
    assert is_marked(restored.path)
    restored.poster.surveyed = [Survey(kind=FoundKind.LATER, reason="away")] * 2
    restored.open_delivery().tick(NOW)
    assert not is_marked(restored.path)
    restored.open_delivery().tick(after(seconds=5))
    restored.open_delivery().tick(after(seconds=10))
    assert len(restored.poster.surveys) == 3
    assert restored.count() == 2


def test_a_tick_without_time_reads_nothing(restored: Restored) -> None:
    """A tick that is asked to stop reads no channel, and sends nothing to it."""
    pace = Pace(elapsed=lambda: 0.0, stopping=lambda: True)
    Delivery(restored.store, restored.poster, FakeRenderer(), workspace=TEAM, pace=pace).tick(NOW)
    assert restored.poster.surveys == []
    assert restored.count() == 2


def test_a_file_replaced_under_a_running_bot_ends_its_sending(restored: Restored, tmp_path: Path) -> None:
    """A bot whose file was replaced sends nothing from the one that is gone, and says what to do."""
    restored.decide("B3v1")
    delivery = restored.open_delivery()
    restore_marked(tmp_path / "old.db", restored.path)
    report = delivery.tick(after(hours=1))
    assert report.failed
    assert "Start the bot again" in report.lines[0]
    assert restored.count() == 2


def test_a_restore_that_fails_leaves_no_mark(tmp_path: Path) -> None:
    """Without a backup nothing is restored, nothing marked, and no folder left behind."""
    target = tmp_path / "new" / "g.db"
    with pytest.raises(StoreMissingError):
        restore_marked(tmp_path / "none.db", target)
    assert not is_marked(target)
    assert not target.parent.exists()


def _add_line(store: Store, slot: str) -> None:
    """Decide a line for the thread of the first post."""
    place = Slot(workspace=TEAM, channel=CHANNEL, kind=PostKind.CORRECTION, source="D1", slot=slot)
    new = NewPost(
        slot=place, parts=(Message(text=slot),), not_before=NOW, late_after=None, subscription_id=1, parent_id=1
    )
    with store.write() as db:
        add_post(db, new, now=NOW)


def test_a_line_in_a_thread_of_before_is_not_posted_again(tmp_path: Path) -> None:
    """The thread began before what is read of the channel: it is read, as Slack allows, once a line is for it."""
    path, backup = tmp_path / "g.db", tmp_path / "old.db"
    store, poster = open_empty(path), FakePoster()
    with store.write() as db:
        rule = add_active(db)
        add_summary(db, rule)
        add_summary(db, rule, slot="B2v1")
    delivery = Delivery(store, poster, FakeRenderer(), workspace=TEAM)
    delivery.tick(NOW)
    store.backup(backup)
    _add_line(store, "B1v1 2024-03-10")
    delivery.tick(NOW)
    store.close()
    restore_marked(backup, path)
    again = Restored(path=path, poster=poster, store=open_store(path, create=False))
    poster.surveyed = [Survey(kind=FoundKind.FOUND)]
    poster.found = [Found(kind=FoundKind.LATER, retry_after_s=5.0)]
    poster.finds.clear()
    for slot in ("B1v1 2024-03-10", "B1v1 2024-03-11"):
        _add_line(again.store, slot)
    delivery = again.open_delivery()
    for seconds in (0.0, 1.0, 6.0, 12.0):
        again.seconds = seconds
        delivery.tick(after(seconds=seconds))
        assert len(poster.finds) == {0.0: 1, 1.0: 1}.get(seconds, 3)
    assert again.list_states() == ["sent"] * 4
    assert [message["text"] for message in poster.messages][2:] == ["B1v1 2024-03-10", "B1v1 2024-03-11"]
    again.store.close()


def test_no_number_of_the_lost_time_is_given_again(tmp_path: Path) -> None:
    """A rule made after a restore is no other than one whose lines stand there; what is read again keeps its number."""
    path, backup, elsewhere = tmp_path / "g.db", tmp_path / "old.db", tmp_path / "new" / "g.db"
    store = open_empty(path)
    with store.write() as db:
        add_active(db, channel="C1")
    store.backup(backup)
    with store.write() as db:
        add_active(db, channel="C2")
        store_briefing(db, make_briefing(), now=NOW)
    store.close()
    for target, place, expected in ((path, None, 3), (elsewhere, 7, 7002)):
        restore_marked(backup, target, place=place)
        restored = open_store(target, create=False)
        with restored.write() as db:
            assert add_active(db, channel="C3").id == expected
            assert store_briefing(db, make_briefing(), now=NOW) == 1
        restored.close()


def test_each_new_disk_goes_on_from_a_place_of_its_own(tmp_path: Path) -> None:
    """Put on new disks twice, a backup gives no number of the first time the second time: the place is drawn."""
    backup, firsts = tmp_path / "old.db", set()
    open_empty(backup).close()
    for disk in range(4):
        target = tmp_path / str(disk) / "g.db"
        restore_marked(backup, target)
        store = open_store(target, create=False)
        with store.write() as db:
            firsts.add(add_active(db).id)
        store.close()
    assert all(number > 1000 and number % 1000 == 1 for number in firsts)
    assert len(firsts) > 1


def test_a_number_given_anew_makes_no_post_of_another(tmp_path: Path) -> None:
    """A briefing's posts are known by what it is: under another number they are the same, and another's are not."""
    keys = []
    for name, issues in (("lost", "ab"), ("again", "ba")):
        store = open_empty(tmp_path / f"{name}.db")
        with store.write() as db:
            rule = add_active(db)
            for at, issue in enumerate(issues, start=1):
                held = replace(make_briefing(sha256=issue), series=f"Series {issue}")
                add_summary(db, rule, slot=f"B{at}v1", briefing_id=store_briefing(db, held, now=NOW))
            keys.append([post.key for post in list_posts(db)])
        store.close()
    assert keys[0] == keys[1][::-1]
    assert len(set(keys[0])) == 2
