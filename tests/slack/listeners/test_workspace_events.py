"""What Slack says of people and channels by itself reaches those who keep it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.bootstrap import bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from bot.domain.posts.subscription import SubscriptionState
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, TEAM
from bot.slack.listeners.workspace import GONE
from bot.store.subscriptions import get_subscription
from tests.empty_store import make_empty
from tests.kept_reader import KeptReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bootstrap import Application

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
OWNER = "U1OWNER"
SAMPLE = Path(__file__).parents[3] / "data" / "briefings" / "china-industry-monitor-2025-04.md"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    """The program in memory, with a subscription that a member set up."""
    with bootstrap(
        Settings(db=make_empty(tmp_path / "g.db")), clock=FixedClock(NOW), create=True, reader=KeptReader()
    ) as app:
        app.workspace.command("/digest subscribe", user=OWNER)
        app.scheduler.tick(NOW)
        yield app


def send(app: Application, event: dict[str, Any]) -> None:
    body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event_time": 1, "event": event}
    app.workspace.send(body)


def test_a_deactivated_owner_passes_on_what_they_kept(app: Application) -> None:
    """user_change with a deleted account makes an admin the heir; any other change does not."""
    send(app, {"type": "user_change", "user": {"id": OWNER, "team_id": TEAM}})
    with app.store.read() as db:
        assert get_subscription(db, 1).owner == OWNER
    send(app, {"type": "user_change", "user": {"id": OWNER, "team_id": TEAM, "deleted": True}})
    with app.store.read() as db:
        assert get_subscription(db, 1).owner == ADMIN
    app.scheduler.tick(NOW)
    said = [str(post["text"]) for post in app.workspace.list_posts()]
    assert said[-1] == f"<@{OWNER}> looks after D1 no more: from now on <@{ADMIN}> does."


@pytest.mark.parametrize(
    "facts", [{"is_restricted": True}, {"is_ultra_restricted": True}, {"team_id": "T9", "is_stranger": True}]
)
def test_who_becomes_a_guest_loses_what_they_got_in_private(app: Application, facts: dict[str, Any]) -> None:
    """user_change to a guest or to another organisation ends their own subscription, and tells them; no channel's."""
    app.workspace.command("/digest subscribe to:me", user=OWNER)
    app.scheduler.tick(NOW)
    place = f"D{OWNER[1:]}"
    before = len(app.workspace.list_posts(place))
    app.workspace.slack.people[OWNER] = facts
    send(app, {"type": "user_change", "user": {"id": OWNER, "team_id": TEAM, **facts}})
    app.scheduler.tick(NOW)
    with app.store.read() as db:
        assert get_subscription(db, 1).state is SubscriptionState.ACTIVE
        assert get_subscription(db, 2).state is SubscriptionState.CANCELLED
    (told,) = app.workspace.list_posts(place)[before:]
    assert str(told["text"]).startswith("D2 has ended: only members of this workspace get summaries")


def test_what_was_decided_for_a_member_is_not_sent_to_a_guest(app: Application) -> None:
    """Without the event the look before the post finds out: nothing is posted, the subscription ends, they are told."""
    app.workspace.command("/digest subscribe to:me", user="U2")
    app.scheduler.tick(NOW)
    before = len(app.workspace.list_posts("D2"))
    app.workspace.slack.people["U2"] = {"is_restricted": True}
    tomorrow = NOW + dt.timedelta(hours=25)
    assert isinstance(app.clock, FixedClock)
    app.clock.at = tomorrow
    app.ingest.ingest(source_name="a.md", data=SAMPLE.read_bytes(), by=ADMIN, now=tomorrow)
    for minutes in (11, 12):
        app.scheduler.tick(tomorrow + dt.timedelta(minutes=minutes))
    (told,) = app.workspace.list_posts("D2")[before:]
    assert str(told["text"]).startswith("D2 has ended")


@pytest.mark.parametrize("kind", sorted(GONE))
def test_a_channel_that_is_gone_pauses_what_it_follows(app: Application, kind: str) -> None:
    """Archived, deleted or left: its subscriptions pause with the reason, and owner and admins are told."""
    send(app, {"type": kind, "channel": CHANNEL})
    with app.store.read() as db:
        rule = get_subscription(db, 1)
    assert (rule.state, rule.reason) == (SubscriptionState.PAUSED, GONE[kind])
    app.scheduler.tick(NOW)
    for person in (OWNER, ADMIN):
        (post,) = app.workspace.list_posts(f"D{person[1:]}")
        assert GONE[kind] in str(post["text"])


@pytest.mark.parametrize("heard", [True, False])
def test_a_channel_that_another_organisation_joins_loses_what_is_internal(app: Application, *, heard: bool) -> None:
    """By the event at once, or by the daily question where the event was missed."""
    app.ingest.ingest(source_name="a.md", data=SAMPLE.read_bytes().replace(b"2025", b"2024"), by="t", now=NOW)
    app.scheduler.tick(NOW + dt.timedelta(minutes=11))
    channel = app.workspace.slack.open_channel(CHANNEL)
    before = [str(post["text"]) for post in channel.posts]
    assert any("new" in text for text in before)
    channel.is_ext_shared, channel.shared_with = True, ("T9",)
    if heard:
        send(app, {"type": "channel_shared", "connected_team_id": "T9", "channel": CHANNEL})
    else:
        assert app.services.sharing is not None
        app.services.sharing.look(NOW + dt.timedelta(hours=1))
    app.scheduler.tick(NOW + dt.timedelta(hours=1))
    texts = [str(post["text"]) for post in channel.posts]
    taken = [text for text, was in zip(texts, before, strict=True) if text != was]
    assert taken
    assert all("licence" in text for text in taken)
