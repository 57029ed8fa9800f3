"""A channel has no two subscriptions of one filter and cadence, also while a change waits for its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.queries.query import Query, parse_query
from bot.errors import BadQueryError
from bot.services.sending.delivery import Delivery
from bot.services.subscribing.subscriptions import Asker, Subscriptions
from bot.store.outbox import list_posts
from bot.store.schedules import add_change, find_waiting_change, set_change_post
from bot.store.subscriptions import get_subscription
from tests.corpus import LEXICON, TopicMatcher
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Store

ASKER = Asker(workspace=TEAM, channel=CHANNEL, user="U1")


class Room:
    """A channel with two subscriptions whose notices stand; the first is about to become ``topic:robotics weekly``."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.service = Subscriptions(store, TopicMatcher(), FakeRenderer())
        self.delivery = Delivery(store, FakePoster(), FakeRenderer(), workspace=TEAM)
        for text in ("topic:energy weekly", "immediate"):
            self.service.subscribe(query(text), asker=ASKER, now=NOW)
        self.delivery.tick(NOW)
        self.service.change(1, query("topic:robotics weekly"), asker=ASKER, now=after(minutes=1))

    def list_filters(self) -> list[tuple[str, str]]:
        with self.store.read() as db:
            rules = [get_subscription(db, number) for number in (1, 2)]
        return [(rule.filter, rule.cadence.value) for rule in rules]


def query(text: str) -> Query:
    return parse_query(text, lexicon=LEXICON, today=NOW.date(), bare_cadence=True)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def test_what_another_is_about_to_become_is_refused(room: Room) -> None:
    """As what another is; the same filter at once is another rule."""
    with pytest.raises(BadQueryError, match="D1 does exactly that already"):
        room.service.change(2, query("topic:robotics every:mon"), asker=ASKER, now=after(minutes=2))
    assert room.service.change(2, query("topic:robotics immediate"), asker=ASKER, now=after(minutes=2)).changed
    room.delivery.tick(after(minutes=3))
    assert room.list_filters() == [("topic:robotics", "weekly"), ("topic:robotics", "immediate")]


@pytest.mark.parametrize(("text", "is_else"), [("topic:robotics weekly", False), ("topic:robotics every:fri", True)])
def test_what_another_is_about_to_become_is_not_subscribed_to_again(room: Room, text: str, *, is_else: bool) -> None:
    """The answer is about that one, and offers another day as a change of it."""
    again = room.service.subscribe(query(text), asker=ASKER, now=after(minutes=2))
    assert (again.changed, again.subscription.shown_id, again.wanted is not None) == (False, "D1", is_else)
    assert room.service.subscribe(query("topic:robotics immediate"), asker=ASKER, now=after(minutes=2)).changed


def test_two_changes_that_wait_for_one_form_do_not_stop_the_sending(room: Room) -> None:
    """As they may be held since before: the first that lands is in force, the other is given up."""
    with room.store.write() as db:
        wanted = find_waiting_change(db, 1)
        assert wanted is not None
        second = add_change(
            db,
            subscription_id=2,
            filter_text=wanted.filter,
            schedule=wanted.schedule,
            user="U1",
            now=after(minutes=2),
        )
        line = next(post for post in list_posts(db, subscription_id=2))
        set_change_post(db, second, line.id)
        db.execute("UPDATE posts SET state = 'pending' WHERE id = ?", [line.id])
    room.delivery.tick(after(minutes=3))
    assert room.list_filters() == [("topic:energy", "weekly"), ("topic:robotics", "weekly")]
    with room.store.read() as db:
        assert [find_waiting_change(db, number) for number in (1, 2)] == [None, None]
