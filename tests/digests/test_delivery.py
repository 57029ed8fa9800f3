"""The sender: everything decided is posted once, whatever Slack, the network or the machine does meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digests.delivery import Delivery
from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.subscription import SubscriptionState
from bot.store.database import Store, hold_sender_lock
from bot.store.outbox import get_post, list_posts
from bot.store.subscriptions import get_subscription, set_state
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after


def error(code: str) -> Outcome:
    return Outcome(kind=OutcomeKind.ERROR, error=code)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield opened
    opened.close()


@pytest.fixture
def poster() -> FakePoster:
    return FakePoster()


def deliver(store: Store, poster: FakePoster) -> Delivery:
    return Delivery(store, poster, FakeRenderer(), workspace=TEAM, admins=("U9", "U1"))


def states(store: Store) -> list[str]:
    with store.read() as db:
        return [post.state.value for post in list_posts(db)]


def decide(store: Store, *, parts: int = 1, late_after: dt.datetime | None = None, blocks: str = "[]") -> int:
    with store.write() as db:
        return add_summary(db, add_active(db), parts=parts, late_after=late_after, blocks=blocks)


def test_a_post_waits_for_its_time(store: Store, poster: FakePoster) -> None:
    """Nothing goes out before its time."""
    with store.write() as db:
        add_summary(db, add_active(db), not_before=after(minutes=10))
    delivery = deliver(store, poster)
    assert delivery.tick(after(minutes=9)).sent == 0
    assert delivery.tick(after(minutes=10)).sent == 1


def test_unclear_is_not_sent_again_before_it_was_looked_up(store: Store, poster: FakePoster) -> None:
    """A lost reply is looked up after two minutes, never answered by a second post."""
    decide(store)
    poster.faults = ["lost"]
    delivery = deliver(store, poster)
    assert delivery.tick(NOW).held == 1
    assert delivery.tick(after(seconds=119)).sent == 0
    assert poster.calls == 1
    assert delivery.tick(after(seconds=120)).sent == 1
    assert len(poster.messages) == 1
    assert poster.finds[-1][1] == f"{poster.slack_ts - 60:.6f}" if poster.slack_ts else False


def test_the_search_is_bounded_by_our_newest_message(store: Store, poster: FakePoster) -> None:
    """Where we posted before, that message's timestamp bounds the search, by Slack's own clock."""
    delivery = deliver(store, poster)
    with store.write() as db:
        subscription = add_active(db)
        add_summary(db, subscription)
    delivery.tick(NOW)
    with store.write() as db:
        add_summary(db, subscription, slot="B2v1")
    poster.faults = ["lost"]
    delivery.tick(after(hours=1))
    delivery.tick(after(hours=2))
    assert poster.finds[-1] == (CHANNEL, poster.messages[0]["ts"], None)


def test_without_a_bound_an_unclear_post_is_held_and_told(store: Store, poster: FakePoster) -> None:
    """When nothing bounds the search, absence proves nothing: a person is asked, owner and admins once each."""
    decide(store)
    poster.slack_ts = None
    poster.faults = ["lost"]
    delivery = deliver(store, poster)
    delivery.tick(NOW)
    report = delivery.tick(after(seconds=1))
    assert report.held == 1
    assert any("is waiting (unproven)" in line for line in report.lines)
    assert [m["channel"] for m in poster.messages] == [CHANNEL, "U1", "U9"]
    assert delivery.tick(after(hours=1)).sent == 0


def test_rate_limit_is_obeyed_for_the_channel(store: Store, poster: FakePoster) -> None:
    """After a 429 nothing goes to that channel before Retry-After, no other post either; other channels go on."""
    with store.write() as db:
        one = add_active(db)
        add_summary(db, one)
        add_summary(db, one, slot="B2v1")
        add_summary(db, add_active(db, channel="C2"))
    poster.faults = [Outcome(kind=OutcomeKind.RATE_LIMITED, retry_after_s=40)]
    delivery = deliver(store, poster)
    report = delivery.tick(NOW)
    assert (report.retried, report.sent) == (1, 1)
    assert [m["channel"] for m in poster.messages] == ["C2"]
    assert delivery.tick(after(seconds=39)).sent == 0
    assert delivery.tick(after(seconds=40)).sent == 2


def test_a_closed_channel_parks_and_pauses(store: Store, poster: FakePoster) -> None:
    """A channel that refuses for good pauses the subscription; owner and admins are told once."""
    number = decide(store)
    poster.faults = [error("is_archived")]
    delivery = deliver(store, poster)
    report = delivery.tick(NOW)
    assert report.held == 1
    with store.read() as db:
        subscription = get_subscription(db, get_post(db, number).subscription_id or 0)
    assert subscription.state is SubscriptionState.PAUSED
    assert "is_archived" in (subscription.reason or "")
    delivery.tick(after(minutes=1))
    told = [m for m in poster.messages if str(m["text"]).startswith("trouble")]
    assert [m["channel"] for m in told] == ["U1", "U9"]


def test_a_refused_token_stops_all_sending(store: Store, poster: FakePoster) -> None:
    """With a token that is refused nothing is tried any more until a process connects anew; nothing is lost."""
    with store.write() as db:
        one = add_active(db)
        add_summary(db, one)
        add_summary(db, one, slot="B2v1")
    poster.faults = [error("token_revoked")]
    delivery = deliver(store, poster)
    assert "token_revoked" in delivery.tick(NOW).lines[-1]
    assert "token_revoked" in delivery.tick(after(minutes=1)).lines[-1]
    assert poster.calls == 1
    delivery.start()
    assert delivery.tick(after(minutes=2)).sent == 2


def test_refused_blocks_fall_back_to_text_under_the_same_key(store: Store, poster: FakePoster) -> None:
    """When Slack refuses the blocks, their text goes out under the same key, in the same tick or the next."""
    number = decide(store, blocks='[{"type":"section","text":{"type":"mrkdwn","text":"all of it"}}]')
    poster.faults = [error("invalid_blocks")]
    delivery = deliver(store, poster)
    delivery.tick(NOW)
    delivery.tick(after(seconds=5))
    with store.read() as db:
        key = get_post(db, number).key
    assert [(m["text"], m["key"]) for m in poster.messages] == [("all of it", key)]


def test_late_posts_are_cancelled_and_said(store: Store, poster: FakePoster) -> None:
    """Past its late limit a post is cancelled with a line that says so, paused subscriptions' posts included."""
    decide(store, parts=2, late_after=after(hours=12))
    delivery = deliver(store, poster)
    report = delivery.tick(after(hours=12, seconds=1))
    assert report.cancelled == 2
    assert any("cancelled (late)" in line for line in report.lines)
    assert poster.calls == 0


def test_a_paused_subscription_sends_nothing(store: Store, poster: FakePoster) -> None:
    """What a paused subscription had waiting waits on, and a notice that lands meanwhile does not wake it."""
    number = decide(store)
    with store.write() as db:
        set_state(db, get_post(db, number).subscription_id or 0, SubscriptionState.PAUSED)
    assert deliver(store, poster).tick(NOW).sent == 0
    assert states(store) == ["pending"]


def test_one_sender_at_a_time(store: Store, poster: FakePoster) -> None:
    """While another process sends, a tick does nothing and says so."""
    decide(store)
    with hold_sender_lock(store.path) as alone:
        assert alone
        report = deliver(store, poster).tick(NOW)
    assert report.lines == ("Another process is sending; nothing was done here.",)
    assert report.blocked == report.lines[0]
    assert poster.calls == 0
