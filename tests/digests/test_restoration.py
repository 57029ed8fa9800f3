"""After a restore nobody knows what was posted since the backup: it is held, and the admins are asked once."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.digests.delivery import Delivery
from bot.digests.holds import Troubles, settle_restored
from bot.digests.outbox import Digests, find_posting
from bot.errors import StoreError
from bot.model.post import PostingState, PostKind
from bot.model.subscription import Schedule
from bot.store.database import Store, open_store, restore_store
from bot.store.ledger import write_announced
from bot.store.notes import save_note
from bot.store.outbox import list_posts
from bot.store.subscriptions import change_subscription, get_subscription
from tests.corpus import ITEMS, TopicMatcher, make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after

RESTORED_AT = after(hours=2)


@dataclass(kw_only=True)
class Restored:
    """A bot whose backup came back two hours later: post 1 waited at the backup, and stands in the channel."""

    store: Store
    poster: FakePoster

    def __post_init__(self) -> None:
        self.delivery = Delivery(
            self.store, self.poster, Troubles(self.store, FakeRenderer(), workspace=TEAM, admins=("U9",))
        )

    def decide(self, slot: str, *, at: dt.datetime) -> int:
        with self.store.write() as db:
            return add_summary(db, get_subscription(db, 1), slot=slot, not_before=at)

    def list_states(self) -> list[str]:
        with self.store.read() as db:
            return [post.state.value for post in list_posts(db) if post.slot.channel == CHANNEL]

    def list_texts(self, channel: str) -> list[str]:
        return [str(message["text"]) for message in self.poster.messages if message["channel"] == channel]


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Restored]:
    path, backup = tmp_path / "g.db", tmp_path / "old.db"
    store, poster = open_empty(path), FakePoster()
    with store.write() as db:
        add_summary(db, add_active(db), parts=2, late_after=after(hours=12))
    store.backup(backup)
    with store.write() as db:
        save_note(db, None, subject="P1", text="lost", written_by="U1", written_at=NOW)
    assert Delivery(store, poster, Troubles(store, FakeRenderer(), workspace=TEAM)).tick(NOW).counts["sent"] == 2
    store.close()
    restore_store(backup, path, now=RESTORED_AT)
    again = Restored(store=open_store(path, create=False), poster=poster)
    yield again
    again.store.close()


@pytest.mark.parametrize("hours", [2, 30])
def test_what_was_due_is_held_and_asked_about_once(restored: Restored, hours: int) -> None:
    """However late it is nothing of it goes out or is dropped; what is new does."""
    restored.decide("B3v1", at=after(hours=hours, minutes=1))
    for minute in (1, 2, 3):
        restored.delivery.tick(after(hours=hours, minutes=minute))
    assert restored.list_states() == ["held", "pending", "sent"]
    assert restored.list_texts("U9") == ["restored 1"]
    assert len(restored.list_texts(CHANNEL)) == 3


@pytest.mark.parametrize(("sent", "states", "stands"), [(True, ["sent", "cancelled"], 2), (False, ["sent", "sent"], 4)])
def test_admins_skip_or_send_all_of_it(restored: Restored, states: list[str], stands: int, *, sent: bool) -> None:
    """Skipped, nothing is posted; sent, all parts go out, and nothing is asked again."""
    restored.delivery.tick(after(hours=3))
    with restored.store.write() as db:
        assert settle_restored(db, TEAM, until=1, sent=sent, by="U9", now=after(hours=4)) == 1
    for minute in (1, 2):
        restored.delivery.tick(after(hours=4, minutes=minute))
    assert restored.list_states() == states
    assert len(restored.list_texts(CHANNEL)) == stands
    assert restored.list_texts("U9") == ["restored 1"]
    with restored.store.write() as db:
        assert settle_restored(db, TEAM, until=1, sent=sent, by="U9", now=after(hours=5)) == 0


def test_a_slot_of_the_lost_time_is_held_however_late(restored: Restored) -> None:
    """Its digest may stand in the channel: the next one does not bring its items unasked."""
    digests = Digests(restored.store, TopicMatcher(), FakeRenderer())
    with restored.store.write() as db:
        change_subscription(db, 1, filter="", schedule=Schedule(every="daily", at=dt.time(5), remind=()))
        number = store_briefing(db, make_briefing(NOW.date(), items=ITEMS), now=after(minutes=-30))
        digests.announce(db, briefing_id=number, by="U9", now=after(minutes=-30))
        write_announced(db, number, not_before=after(minutes=-20))
    for hours in (26, 26.1):
        digests.enqueue_due(now=after(hours=hours))
        restored.delivery.tick(after(hours=hours))
    with restored.store.read() as db:
        assert [post.state.value for post in list_posts(db) if post.slot.kind is PostKind.DIGEST] == ["held"]


@pytest.mark.parametrize(
    ("published_on", "read_at", "state"),
    [
        (NOW.date(), after(hours=3), PostingState.ON_HOLD),
        (NOW.date() + dt.timedelta(days=1), after(hours=3), PostingState.WAITING),
        (NOW.date(), after(hours=30), PostingState.WAITING),
    ],
    ids=["of the lost time", "of later", "read later"],
)
def test_a_briefing_that_is_read_again_may_have_been_posted(
    restored: Restored, published_on: dt.date, read_at: dt.datetime, state: PostingState
) -> None:
    """Within a day, what was published by the day of the restore waits until somebody lets it go."""
    digests = Digests(restored.store, TopicMatcher(), FakeRenderer())
    with restored.store.write() as db:
        number = store_briefing(db, make_briefing(published_on, items=ITEMS), now=read_at)
        digests.announce(db, briefing_id=number, now=read_at, by="U9")
        assert find_posting(db, number, now=read_at).state is state


def test_numbers_given_out_since_the_backup_are_not_given_again(restored: Restored, tmp_path: Path) -> None:
    """What people know by a number stays that; where nobody knows the last one there is a gap."""
    with restored.store.write() as db:
        assert save_note(db, None, subject="P1", text="new", written_by="U1", written_at=NOW).id == 2
    new = tmp_path / "new.db"
    restore_store(tmp_path / "old.db", new, now=RESTORED_AT)
    store = open_store(new, create=False)
    with store.write() as db:
        assert add_summary(db, get_subscription(db, 1), slot="B3v1") > 1000
    store.close()


def test_a_file_replaced_under_a_running_bot_ends_its_sending(restored: Restored, tmp_path: Path) -> None:
    """A bot whose file was replaced sends nothing from the one that is gone, and says what to do."""
    restored.decide("B3v1", at=after(hours=3))
    restore_store(tmp_path / "old.db", restored.store.path, now=after(hours=3))
    with pytest.raises(StoreError, match="Start the bot again"):
        restored.delivery.tick(after(hours=3))
    assert len(restored.list_texts(CHANNEL)) == 2
