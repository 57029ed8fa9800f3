"""The ledger's sums, and where posting stands."""

import datetime as dt

import pytest

from bot.digests.accounts import Status, describe_sums
from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.subscription import SubscriptionState
from bot.store.database import Store
from bot.store.memos import Memo, MemoKind, put_memo
from bot.store.subscriptions import change_subscription
from tests.digests.rule_room import WEEKLY, RuleRoom
from tests.posting import CHANNEL, NOW, TEAM, after


@pytest.fixture
def room(store: Store) -> RuleRoom:
    return RuleRoom(store)


def read(room: RuleRoom, now: dt.datetime) -> Status:
    return room.accounts.read_status(workspace=TEAM, places=(CHANNEL,), now=now)


def test_an_item_that_the_ledger_does_not_speak_of_is_missing(room: RuleRoom) -> None:
    """The sums say so."""
    room.follow()
    assert room.sums() == ["D1: 0 items = 0"]
    room.ingest()
    with room.store.write() as db:
        db.execute("DELETE FROM ledger WHERE item_id = 2")
    (account,) = room.accounts.list_accounts(now=NOW)
    assert describe_sums(account) == "D1: 3 items = 2 waiting + 1 missing"
    assert account.missing


def test_the_status_of_a_channel(room: RuleRoom) -> None:
    """What was posted last and is next; of no other channel."""
    room.follow()
    room.follow("topic:robotics", schedule=WEEKLY)
    room.follow(channel="C2")
    room.ingest()
    room.tick(after(minutes=10))
    status = read(room, after(minutes=11))
    first, second = status.accounts
    assert (first.last_at, first.next_slot, first.waiting, first.stuck) == (after(minutes=10), None, (), ())
    assert (second.last_at, second.next_slot and second.next_slot.on) == (None, dt.date(2024, 3, 11))
    assert status.stopped == ""


def test_the_status_names_what_is_late_and_what_needs_a_person(room: RuleRoom) -> None:
    """By the time at which it was due before any retry; a post of an ended rule too, and a stop of all sending."""
    number = room.follow()
    room.ingest()
    room.poster.faults = [Outcome(kind=OutcomeKind.ERROR, error="message_limit_exceeded")] * 9
    for minutes in range(10, 26, 2):
        room.tick(after(minutes=minutes))
    assert not read(room, after(minutes=24)).accounts[0].is_late
    account = read(room, after(minutes=26)).accounts[0]
    assert account.is_late
    assert [(post.due_at, post.reason) for post in account.waiting] == [(after(minutes=10), "message_limit_exceeded")]
    room.poster.faults = [Outcome(kind=OutcomeKind.ERROR, error="no_text")]
    room.tick(after(hours=1))
    with room.store.write() as db:
        put_memo(db, Memo(kind=MemoKind.STOPPED, subject=TEAM, at=NOW, record="token_revoked"))
    status = read(room, after(hours=1))
    assert (status.stopped, [post.reason for post in status.accounts[0].stuck]) == ("token_revoked", ["no_text"])
    with room.store.write() as db:
        change_subscription(db, number, state=SubscriptionState.CANCELLED, reason=None)
    assert [post.id for post in read(room, after(hours=1)).held_besides] == [1]
