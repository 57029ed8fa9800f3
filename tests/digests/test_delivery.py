"""The sender: everything decided is posted once, whatever Slack, the network or the machine does meanwhile."""

import datetime as dt
from dataclasses import dataclass

import pytest

from bot.digests.delivery import Delivery, Pace
from bot.digests.holds import Troubles
from bot.digests.outcomes import Outcome, OutcomeKind, parse_retry_after
from bot.model.subscription import SubscriptionState
from bot.store.database import Store, hold_sender_lock
from bot.store.outbox import get_post, list_posts
from bot.store.subscriptions import get_subscription
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after


def error(code: str) -> Outcome:
    return Outcome(kind=OutcomeKind.ERROR, error=code)


@pytest.fixture
def poster() -> FakePoster:
    return FakePoster()


def deliver(store: Store, poster: FakePoster) -> Delivery:
    return Delivery(store, poster, Troubles(store, FakeRenderer(), workspace=TEAM, admins=("U9", "U1")))


def states(store: Store) -> list[str]:
    with store.read() as db:
        return [post.state.value for post in list_posts(db)]


def decide(store: Store, *, parts: int = 1, late_after: dt.datetime | None = None, blocks: str = "[]") -> int:
    with store.write() as db:
        return add_summary(db, add_active(db), parts=parts, late_after=late_after, blocks=blocks)


def test_without_a_bound_an_unclear_post_is_held_and_told(store: Store, poster: FakePoster) -> None:
    """When nothing bounds the search, absence proves nothing: the admins are asked, once each."""
    decide(store)
    poster.slack_ts = None
    poster.faults = ["lost"]
    delivery = deliver(store, poster)
    report = delivery.tick(NOW)
    assert report.counts["held"] == 1
    assert any("is waiting (unproven)" in line for line in report.lines)
    delivery.tick(after(seconds=1))
    assert [m["channel"] for m in poster.messages] == [CHANNEL, "U1", "U9"]
    assert delivery.tick(after(hours=1)).counts["sent"] == 0


def test_a_closed_channel_parks_and_pauses(store: Store, poster: FakePoster) -> None:
    """A channel that refuses for good pauses the subscription; owner and admins are told once."""
    number = decide(store)
    poster.faults = [error("is_archived")]
    delivery = deliver(store, poster)
    report = delivery.tick(NOW)
    assert report.counts["held"] == 1
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
    assert delivery.tick(after(minutes=2)).counts["sent"] == 2


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
    assert report.counts["cancelled"] == 2
    assert any("cancelled (late)" in line for line in report.lines)
    assert poster.calls == 0


def test_one_sender_at_a_time(store: Store, poster: FakePoster) -> None:
    """While another process sends, a tick does nothing and says so."""
    decide(store)
    with hold_sender_lock(store.path) as alone:
        assert alone
        report = deliver(store, poster).tick(NOW)
    assert report.lines == [report.blocked] == ["Another process is sending; nothing was done here."]
    assert poster.calls == 0


# How a sender spends its time.

LIMITED = Outcome(kind=OutcomeKind.RATE_LIMITED, retry_after_s=30.0)


@dataclass
class Seconds:
    passed: float = 0.0

    def __call__(self) -> float:
        return self.passed


def decide_for(store: Store, *channels: str) -> None:
    with store.write() as db:
        for channel in channels:
            add_summary(db, add_active(db, channel=channel))


def open_delivery(store: Store, poster: FakePoster, seconds: Seconds) -> Delivery:
    return Delivery(store, poster, Troubles(store, FakeRenderer(), workspace=TEAM), pace=Pace(elapsed=seconds))


def test_three_limits_in_a_row_are_the_workspaces(store: Store) -> None:
    """After the third refusal for going too fast nothing is posted anywhere until the last one's time is over."""
    decide_for(store, "C1", "C2", "C3", "C4")
    seconds, poster = Seconds(), FakePoster(faults=[LIMITED] * 3)
    delivery = open_delivery(store, poster, seconds)
    assert (delivery.tick(NOW).counts["retry"], poster.calls) == (3, 3)
    seconds.passed = 29.0
    assert delivery.tick(after(seconds=29)).counts["sent"] == 0
    seconds.passed = 30.0
    assert delivery.tick(after(seconds=30)).counts["sent"] == 4


def test_a_limit_holds_over_a_restart(store: Store) -> None:
    """A process that starts anew posts nothing to a channel before its Retry-After, and goes on elsewhere."""
    decide_for(store, "C1")
    open_delivery(store, FakePoster(faults=[LIMITED]), Seconds()).tick(NOW)
    decide_for(store, "C2")
    with store.write() as db:
        add_summary(db, add_active(db, channel="C1", filter_text="robots"))
    poster = FakePoster()
    assert open_delivery(store, poster, Seconds()).tick(after(seconds=29)).counts["sent"] == 1
    assert [message["channel"] for message in poster.messages] == ["C2"]
    again = open_delivery(store, poster, Seconds()).tick(after(seconds=31))
    assert again.counts["sent"] == 1  # the other a second later


def test_a_long_tick_leaves_the_rest(store: Store) -> None:
    """After its budget a tick ends and says that there is more."""
    decide_for(store, "C1", "C2", "C3")
    seconds, poster = Seconds(), FakePoster()
    poster.during_post = lambda: setattr(seconds, "passed", seconds.passed + 15.0)
    report = open_delivery(store, poster, seconds).tick(NOW)
    assert report.counts["sent"] == 2


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7", 7), ("0", 1), ("1.5", 1.5), ("99999", 3600), ("-3", 30), ("soon", 30), ("", 30), (None, 30), ("nan", 30)],
)
def test_parse_retry_after(text: str | None, seconds: float) -> None:
    """Odd Retry-After values become a sensible wait."""
    assert parse_retry_after(text) == seconds
