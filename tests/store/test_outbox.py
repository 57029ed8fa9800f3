"""The outbox's rows: decided once, moved only by compare-and-set, each item once in a channel."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digests.holds import cancel_posts
from bot.errors import StoreError
from bot.model.post import Message, PostKind, PostState, Slot, Why
from bot.model.subscription import SubscriptionState
from bot.store.database import Database, Store
from bot.store.ledger import deliver_items, list_carried, list_delivered
from bot.store.outbox import (
    NewPost,
    add_post,
    claim_post,
    get_post,
)
from bot.store.subscriptions import change_subscription
from tests.corpus import make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, add_active, add_summary


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield opened
    opened.close()


def test_a_post_is_claimed_by_one_unless_its_rule_is_paused(store: Store) -> None:
    """It then carries when, and from which moment of Slack's clock on; what belongs to no rule goes."""
    with store.write() as db:
        rule = add_active(db)
        number = add_summary(db, rule)
        change_subscription(db, rule.id, state=SubscriptionState.PAUSED, reason=None)
        assert not claim_post(db, number, now=NOW, after_ts=None)
        change_subscription(db, rule.id, state=SubscriptionState.ACTIVE, reason=None)
        assert [claim_post(db, number, now=NOW, after_ts=ts) for ts in ("5.0", "6.0")] == [True, False]
        post = get_post(db, number)
        place = Slot(workspace=TEAM, channel="U1", kind=PostKind.NOTICE, source="D1", slot="x")
        notice = add_post(db, NewPost(slot=place, parts=(Message(text="x"),), not_before=NOW), now=NOW)
        assert claim_post(db, notice, now=NOW, after_ts=None)
    assert (post.state, post.attempts, post.attempted_at, post.after_ts) == (PostState.SENDING, 1, NOW, "5.0")


def test_an_item_goes_to_a_channel_once(store: Store) -> None:
    """The database itself refuses a second post of the same version of an item in a channel, until it is released."""
    with store.write() as db:
        store_briefing(db, make_briefing(), now=NOW)
        subscription = add_active(db)
        first = get_post(db, add_summary(db, subscription))
        deliver_items(db, first.id, [(1, 1), (2, 1)])
        second = get_post(db, add_summary(db, subscription, slot="B2v1"))
    with pytest.raises(StoreError), store.write() as db:
        deliver_items(db, second.id, [(2, 1)])
    with store.write() as db:
        assert list_had(db) == {(1, 1): 1, (2, 1): 1}
        cancel_posts(db, [first], Why.ENDED)
        deliver_items(db, second.id, [(2, 1), (2, 2)])
        deliver_items(db, second.id, [(2, 1)], repeats=True)
        assert list_had(db) == {(2, 1): 2, (2, 2): 2}
        assert list_carried(db, second.id) == {2: 1}


def list_had(db: Database) -> dict[tuple[int, int], int]:
    held = list_delivered(db, workspace=TEAM, channel=CHANNEL, briefings=[1])
    return {item: each.post_id for item, each in held.items()}
