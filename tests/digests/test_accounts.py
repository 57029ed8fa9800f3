"""The ledger's sums, and where posting stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digests.accounts import Account, Accounts, describe_sums
from bot.digests.delivery import Delivery
from bot.digests.outbox import Digests
from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.briefing import Briefing, DeadlineKind
from bot.model.changes import decide_changes
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey
from bot.model.subscription import Cadence, Schedule, SubscriptionState
from bot.slack.messages.subscriptions import build_status
from bot.store.database import Store
from bot.store.items import list_held
from bot.store.outbox import list_posts, stop_sending
from bot.store.reminders import write_answer
from bot.store.subscriptions import set_rule, set_state
from tests.corpus import TopicMatcher, make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, after

WEEKLY = Schedule(cadence=Cadence.WEEKLY, days=(0,))

READ_AT = after(minutes=11)


class Room:
    """A store with what decides, sends and sums up."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.renderer = renderer = FakeRenderer()
        self.digests = Digests(store, TopicMatcher(), renderer)
        self.poster = FakePoster()
        self.delivery = Delivery(store, self.poster, renderer, workspace=TEAM)
        self.accounts = Accounts(store)

    def follow(self, filter_text: str = "", *, channel: str = CHANNEL, schedule: Schedule | None = None) -> int:
        with self.store.write() as db:
            number = add_active(db, filter_text=filter_text, channel=channel).id
            set_rule(db, number, filter_text=filter_text, schedule=schedule or Schedule())
            return number

    def ingest(self, briefing: Briefing, *, now: dt.datetime = NOW, is_new: bool = True) -> int:
        with self.store.write() as db:
            held = [] if is_new else list_held(db, 1)
            number = store_briefing(db, briefing, now=now)
            changes = decide_changes(held, briefing.items)
            self.digests.announce(db, briefing_id=number, now=now, by="U9", is_new=is_new, changes=changes)
            return number

    def tick(self, now: dt.datetime) -> None:
        self.delivery.tick(now)
        self.digests.enqueue_due(now=now)
        self.delivery.tick(now)

    def sums(self, now: dt.datetime = NOW) -> list[str]:
        return [describe_sums(account) for account in self.accounts.list_accounts(now=now)]

    def account(self, now: dt.datetime = NOW) -> Account:
        (found,) = self.accounts.list_accounts(now=now)
        return found


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def test_each_item_is_counted_once(room: Room) -> None:
    """For each subscription the fates of all items add up, as their posts come along."""
    room.follow("topic:energy")
    room.follow("topic:robotics", channel="C2", schedule=WEEKLY)
    room.follow("")
    assert room.sums() == ["D1: 0 items = 0", "D2: 0 items = 0", "D3: 0 items = 0"]
    room.ingest(make_briefing())
    assert room.sums() == [
        "D1: 3 items = 2 waiting + 1 filtered",
        "D2: 3 items = 2 filtered + 1 waiting",
        "D3: 3 items = 3 waiting",
    ]
    room.tick(after(minutes=10))
    room.tick(after(days=1, hours=6))
    assert room.sums() == [
        "D1: 3 items = 2 posted + 1 filtered",
        "D2: 3 items = 2 filtered + 1 posted",
        "D3: 3 items = 2 already had + 1 posted",
    ]
    assert all(account.adds_up for account in room.accounts.list_accounts(now=NOW))
    assert room.accounts.list_gaps() == ()


def test_a_gap_is_found_and_named(room: Room) -> None:
    """An item of an announced briefing without any fate is missing, and the sums say so."""
    room.follow()
    room.ingest(make_briefing())
    with room.store.write() as db:
        db.execute("DELETE FROM ledger WHERE item_id = 2")
    (gap,) = room.accounts.list_gaps()
    assert (gap.subscription_id, gap.briefing_id, gap.item_id) == (1, 1, 2)
    assert room.sums() == ["D1: 3 items = 2 waiting + 1 missing"]
    assert not room.account().adds_up


def test_the_status_of_a_channel(room: Room) -> None:
    """What was posted last, what is next, what waits or is stuck and why, and what was said to deadlines."""
    room.follow()
    room.follow("topic:robotics", schedule=WEEKLY)
    room.ingest(make_briefing())
    room.tick(after(minutes=10))
    key = DeadlineKey(subject="I1", kind=DeadlineKind.COMMENTS_CLOSE, on=dt.date(2024, 3, 20))
    gone = DeadlineKey(subject="I1", kind=DeadlineKind.TAKES_EFFECT, on=dt.date(2024, 3, 1))
    with room.store.write() as db:
        for each, kind in ((key, AnswerKind.TAKEN), (gone, AnswerKind.DECLINED)):
            write_answer(db, each, DeadlineAnswer(kind=kind, by="U1", at=NOW), workspace=TEAM, channel=CHANNEL)
    text = _read(room)
    assert "*All is well* · Posting works." in text
    assert "*D1* active · last Sun 10 Mar 2024 04:10 · next with the next briefing" in text
    assert "*D2* active · nothing posted yet · next Mon 11 Mar 2024 09:00 (UTC)" in text
    assert "Ledger: 3 items = 3 posted, none missing" in text
    assert "• I1, 20 Mar 2024: taken on by <@U1>" in text
    assert ", 1 Mar 2024" not in text


def test_the_status_names_what_needs_a_person(room: Room) -> None:
    """A stop of sending, posts that are stuck or wait, and gaps are said first and with their reasons."""
    number = room.follow()
    for day in range(5):
        room.ingest(make_briefing(dt.date(2024, 3, 5 + day), sha256=str(day)))
    with room.store.write() as db:
        db.execute("UPDATE posts SET state = 'held', why = 'unproven', reason = 'cannot be <looked> up' WHERE id = 1")
        db.execute("DELETE FROM ledger WHERE item_id = 2")
        stop_sending(db, TEAM, reason="token_revoked", now=NOW)
        set_state(db, number, SubscriptionState.PAUSED, reason="Slack refuses its channel: is_archived")
        assert len(list_posts(db)) == 5
    text = _read(room)
    assert "*Something needs a person* · Nothing is posted: Slack said token_revoked." in text
    assert "*D1* paused (Slack refuses its channel: is_archived)" in text
    assert "• immediate B1v1, held, due Sun 10 Mar 2024 04:10: cannot be &lt;looked&gt; up" in text
    assert "and 1 more post" in text
    assert "*1 missing*" in text


def test_the_status_says_what_is_late(room: Room) -> None:
    """A post that is 15 minutes late is no "all is well", with the time at which it was due before any retry."""
    room.follow()
    room.ingest(make_briefing())
    room.poster.faults = [Outcome(kind=OutcomeKind.ERROR, error="message_limit_exceeded")] * 50
    for minutes in range(10, 26, 2):
        room.tick(after(minutes=minutes))
    assert "*All is well*" in _read(room, after(minutes=24))
    text = _read(room, after(minutes=26))
    assert "*Something is late* · Posting works." in text
    assert "• immediate B1v1, retry, due Sun 10 Mar 2024 04:10: message_limit_exceeded" in text


def test_the_status_of_nothing(room: Room) -> None:
    """Where nothing is followed and nothing held, it says so, and how to begin."""
    text = _read(room)
    assert "No briefing is held yet." in text
    assert "Nothing is followed here. `/digest subscribe` begins." in text


def _read(room: Room, now: dt.datetime = READ_AT) -> str:
    status = room.accounts.read_status(workspace=TEAM, places=(CHANNEL,), now=now, today=NOW.date())
    return build_status(status).blocks.replace("\\n", "\n")
