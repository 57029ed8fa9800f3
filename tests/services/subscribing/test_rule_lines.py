"""The lines that a channel gets about its rules: none gets stuck unseen, and the last one is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import Outcome, OutcomeKind
from bot.domain.posts.subscription import SubscriptionState
from bot.domain.queries.query import parse_query
from bot.services.answering.named_lists import NamedLists, Saver
from bot.services.sending.delivery import Delivery
from bot.services.sending.held import HeldPosts
from bot.services.subscribing.subscriptions import Asker, Subscriptions
from bot.store.outbox import list_posts
from bot.store.subscriptions import get_subscription
from tests.corpus import LEXICON, TopicMatcher
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.queries.query import Query
    from bot.store.database import Store

ASKER = Asker(workspace=TEAM, channel=CHANNEL, user="U1")
UNCLEAR = Outcome(kind=OutcomeKind.UNCLEAR, error="internal_error")


class Room:
    """A channel with a rule on energy, whose lines are sent; ``admins`` are told."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.poster = FakePoster()
        self.rules = Subscriptions(store, TopicMatcher(), FakeRenderer())
        self.delivery = Delivery(store, self.poster, FakeRenderer(), workspace=TEAM, admins=("U9",))

    def add(self, filter_text: str = "topic:energy") -> None:
        with self.store.write() as db:
            add_active(db, filter_text=filter_text)

    def change(self, text: str, *, now: dt.datetime = NOW) -> None:
        self.rules.change(1, query(text), asker=ASKER, now=now)

    def fail(self, error: str) -> None:
        self.poster.faults = [Outcome(kind=OutcomeKind.ERROR, error=error)]

    def told(self, place: str = CHANNEL) -> list[str]:
        return [str(message["text"]) for message in self.poster.messages if message["channel"] == place]

    def states(self) -> list[str]:
        with self.store.read() as db:
            return [post.state.value for post in list_posts(db)]

    @property
    def filter(self) -> str:
        with self.store.read() as db:
            return get_subscription(db, 1).filter


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Room(store)
    store.close()


def query(text: str) -> Query:
    return parse_query(text, lexicon=LEXICON, today=NOW.date(), bare_cadence=True)


@pytest.mark.parametrize("does", ["change", "pause", "list"])
def test_a_held_line_is_told_as_any_held_post(room: Room, does: str) -> None:
    """Owner and admins hear of it, and a change takes force once the line was posted again."""
    room.add("list:L1" if does == "list" else "topic:energy")
    lists = NamedLists(room.store, TopicMatcher(), FakeRenderer())
    saver = Saver(owner=CHANNEL, user="U1")
    if does == "change":
        room.change("topic:robotics")
    elif does == "pause":
        room.rules.pause(1, asker=ASKER, now=NOW)
    else:
        lists.save("mine", "topic:energy", saver=saver, now=NOW)
        lists.save("mine", "topic:robotics", saver=saver, now=NOW)
    room.fail("invalid_arguments")
    room.delivery.tick(NOW)
    room.delivery.tick(after(minutes=1))
    name = "L1" if does == "list" else "D1"
    assert room.told("U1") == [f"trouble {name} {CHANNEL} invalid_arguments"]
    assert room.told("U9") == [f"trouble {name} {CHANNEL} invalid_arguments settle 1"]
    HeldPosts(room.store).settle(1, sent=False, by="U9", now=after(minutes=2))
    room.delivery.tick(after(minutes=2))
    assert len(room.told()) == 1
    assert room.filter == {"change": "topic:robotics", "pause": "topic:energy", "list": "list:L1"}[does]


def test_a_line_that_its_channel_refuses_comes_once_the_rule_goes_on(room: Room) -> None:
    """The rule pauses, its people are told, and after resuming both lines come in order and the change is in force."""
    room.add()
    room.change("topic:robotics")
    room.fail("not_in_channel")
    room.delivery.tick(NOW)
    with room.store.read() as db:
        assert get_subscription(db, 1).state is SubscriptionState.PAUSED
    room.delivery.tick(after(minutes=1))
    assert room.told("U1") == room.told("U9") == [f"trouble D1 {CHANNEL} not_in_channel"]
    room.rules.resume(1, asker=ASKER, now=after(minutes=2))
    room.delivery.tick(after(minutes=2))
    assert [text.split(":")[0] for text in room.told()] == ["D1 changed by U1", "D1 resume by U1"]
    assert room.filter == "topic:robotics"


def test_a_line_of_a_list_goes_on_when_one_of_its_rules_ends(room: Room) -> None:
    """It is about the list: another rule of the channel may follow it."""
    room.add("list:L1")
    with room.store.write() as db:
        add_active(db, filter_text="list:L1 topic:energy")
    lists = NamedLists(room.store, TopicMatcher(), FakeRenderer())
    saver = Saver(owner=CHANNEL, user="U1")
    for text in ("topic:energy", "topic:robotics"):
        lists.save("mine", text, saver=saver, now=NOW)
    room.rules.unsubscribe(1, asker=ASKER, now=NOW)
    room.delivery.tick(NOW)
    assert [text.split(" by ")[0] for text in room.told()] == ["mine of D1 D2 changed", "D1 cancel"]


def test_a_change_that_was_overtaken_is_told_no_more(room: Room) -> None:
    """The later change waits until it is clear what became of the first line, which is then dropped if it is unsent."""
    room.add()
    room.change("topic:robotics")
    room.poster.faults = [UNCLEAR]
    room.delivery.tick(NOW)
    room.change("ministry:MIIT", now=after(minutes=1))
    room.delivery.tick(after(minutes=1))
    assert room.told() == []
    room.delivery.tick(after(minutes=3))
    assert [text.split(": ")[1].split()[-2] for text in room.told()] == ["MIIT"]
    assert room.filter == "ministry:MIIT"
    assert room.states() == ["cancelled", "sent"]


@pytest.mark.parametrize("does_stand", [True, False])
def test_a_change_that_is_taken_back_is_told_where_the_first_line_may_stand(room: Room, *, does_stand: bool) -> None:
    """The channel's last word is the rule as it is, whatever became of the line about the other form."""
    room.add()
    room.change("topic:robotics")
    room.poster.faults = ["lost"] if does_stand else [UNCLEAR]
    room.delivery.tick(NOW)
    room.change("topic:energy", now=after(minutes=1))
    for minutes in (1, 3, 4):
        room.delivery.tick(after(minutes=minutes))
    assert room.filter == "topic:energy"
    assert room.told()[-1] == "D1 changed by U1: topic Energy immediate"
    assert len(room.told()) == 1 + does_stand


@pytest.mark.parametrize("fault", [UNCLEAR, Outcome(kind=OutcomeKind.ERROR, error="message_limit_exceeded")])
def test_lines_keep_their_order(room: Room, fault: Outcome) -> None:
    """A line that is unclear, or was put off, holds back the next one of its rule and none of another's."""
    room.add()
    room.add("topic:robotics")
    room.rules.pause(1, asker=ASKER, now=NOW)
    room.poster.faults = [fault]
    room.delivery.tick(NOW)
    room.rules.resume(1, asker=ASKER, now=after(seconds=1))
    room.rules.pause(2, asker=ASKER, now=after(seconds=1))
    room.delivery.tick(after(seconds=1))
    assert room.told() == ["D2 pause by U1"]
    room.delivery.tick(after(minutes=3))
    assert room.told()[1:] == ["D1 pause by U1", "D1 resume by U1"]


def test_a_rule_changed_before_its_notice_is_told_as_it_is(room: Room) -> None:
    """While its notice is surely unsent a change needs no line: the notice says the new form, also after a pause."""
    room.rules.subscribe(query("topic:energy"), asker=ASKER, now=NOW)
    changed = room.rules.change(1, query("topic:robotics weekly"), asker=ASKER, now=NOW)
    assert (changed.waiting, changed.subscription.filter) == (None, "topic:robotics")
    room.rules.pause(1, asker=ASKER, now=NOW)
    room.delivery.tick(NOW)
    assert room.told() == []
    room.rules.resume(1, asker=ASKER, now=after(minutes=1))
    room.delivery.tick(after(minutes=1))
    assert room.told() == [f"notice D1 {' '.join(changed.filter_words)}"]
    with room.store.read() as db:
        rule = get_subscription(db, 1)
    assert (rule.state, rule.schedule.every) == (SubscriptionState.ACTIVE, "weekly")


def test_a_rule_changed_while_its_notice_is_unclear_is_told_both(room: Room) -> None:
    """What may stand is followed by what is true: the notice, the new form and the pause, in this order."""
    room.rules.subscribe(query("topic:energy"), asker=ASKER, now=NOW)
    room.poster.faults = ["lost"]
    room.delivery.tick(NOW)
    room.change("topic:robotics")
    room.rules.pause(1, asker=ASKER, now=NOW)
    room.delivery.tick(after(minutes=3))
    assert [text.split(" by")[0].split(" topic")[0] for text in room.told()] == ["notice D1", "D1 changed", "D1 pause"]
    assert room.filter == "topic:robotics"


@pytest.mark.parametrize("then", ["change", "back", "resume", "end"])
def test_a_held_line_that_was_overtaken_is_not_posted_again(room: Room, then: str) -> None:
    """Others went past it, so a person's "post again" would make it the last word; that is said instead."""
    room.add()
    if then in {"change", "back"}:
        room.change("topic:robotics")
    else:
        room.rules.pause(1, asker=ASKER, now=NOW)
    room.fail("no_text")
    room.delivery.tick(NOW)
    if then in {"change", "back"}:
        room.change("ministry:MIIT" if then == "change" else "topic:energy")
    elif then == "resume":
        room.rules.resume(1, asker=ASKER, now=after(minutes=1))
    else:
        room.rules.unsubscribe(1, asker=ASKER, now=after(minutes=1))
    room.delivery.tick(after(minutes=1))
    last = room.told()
    assert len(last) == 1
    settled = HeldPosts(room.store).settle(1, sent=False, by="U9", now=after(minutes=2))
    assert settled.end == "D1 was changed since"
    room.delivery.tick(after(minutes=2))
    assert room.told() == last
    assert room.states()[0] == "cancelled"


def test_a_refused_line_that_was_overtaken_does_not_come_once_its_rule_goes_on(room: Room) -> None:
    """What a list held before is not told after what it holds now."""
    lists = NamedLists(room.store, TopicMatcher(), FakeRenderer())
    saver = Saver(owner=CHANNEL, user="U1")
    lists.save("mine", "topic:energy", saver=saver, now=NOW)
    room.add("list:L1")
    room.add("list:L1 topic:energy")
    lists.save("mine", "topic:robotics", saver=saver, now=after(minutes=1))
    room.fail("not_in_channel")
    room.delivery.tick(after(minutes=1))
    room.rules.resume(2, asker=ASKER, now=after(minutes=2))
    lists.save("mine", "topic:energy", saver=saver, now=after(minutes=3))
    room.delivery.tick(after(minutes=3))
    room.rules.resume(1, asker=ASKER, now=after(minutes=4))
    room.delivery.tick(after(minutes=4))
    assert [text.split(" by ")[0] for text in room.told()] == ["D2 resume", "mine of D1 D2 changed", "D1 resume"]
