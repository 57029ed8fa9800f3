"""A channel's subscriptions: who may see and change them, and what each change leaves behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.digests.delivery import Delivery
from bot.digests.outbox import Digests
from bot.digests.rules import Asker, Zones
from bot.digests.subscriptions import Subscriptions
from bot.errors import BadQueryError, NotFoundError, NotOwnerError
from bot.model.post import PostState
from bot.model.subscription import Holidays, SubscriptionState, format_schedule
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.store.database import Store
from bot.store.licences import list_audit
from bot.store.outbox import list_posts
from tests.corpus import LEXICON, TopicMatcher, make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after

ASKER = Asker(workspace=TEAM, channel=CHANNEL, user="U1")
ZONES = Zones(names=frozenset({"UTC", "Europe/Berlin", "Asia/Shanghai"}), default="UTC")
HOLIDAYS = Holidays(off=frozenset({dt.date(2024, 4, 4)}), years=frozenset({2024}))
STRANGER = Asker(workspace=TEAM, channel="C9", user="U9")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield opened
    opened.close()


@pytest.fixture
def service(store: Store) -> Subscriptions:
    return Subscriptions(store, TopicMatcher(), FakeRenderer(), zones=ZONES, holidays=HOLIDAYS)


def query(text: str) -> Query:
    return parse_query(text, lexicon=LEXICON, today=NOW.date(), bare_cadence=True)


def posts(store: Store) -> list[tuple[str, str]]:
    with store.read() as db:
        return [(post.message.text, post.state.value) for post in list_posts(db)]


def test_subscribe_waits_for_its_notice(store: Store, service: Subscriptions) -> None:
    """A new subscription is stored with its notice in one step, and is not active yet."""
    added = service.subscribe(query("topic:energy immediate"), asker=ASKER, now=NOW)
    assert added.changed
    assert added.subscription.filter == "topic:energy"
    assert added.subscription.state is SubscriptionState.PENDING_NOTICE
    assert posts(store) == [(f"notice D1 {' '.join(added.filter_words)}", "pending")]


def test_the_whole_way_to_the_first_summary(store: Store, service: Subscriptions) -> None:
    """Subscribing posts the notice, then one summary of the latest briefing, and no more."""
    digests = Digests(store, TopicMatcher(), FakeRenderer())
    with store.write() as db:
        store_briefing(db, make_briefing(), now=NOW)
    service.subscribe(query("topic:robotics"), asker=ASKER, now=NOW)
    poster = FakePoster()
    delivery = Delivery(store, poster, FakeRenderer(), workspace=TEAM)
    assert digests.enqueue_due(now=NOW) == 0
    delivery.tick(NOW)
    assert digests.enqueue_due(now=NOW) == 1
    delivery.tick(NOW)
    assert digests.enqueue_due(now=after(hours=1)) == 0
    assert [str(message["text"])[:10] for message in poster.messages] == ["notice D1 ", "D1: I2 par"]


def test_the_same_filter_twice_changes_nothing(store: Store, service: Subscriptions) -> None:
    """A filter that means the same, however written, is one subscription in a channel; others have their own."""
    service.subscribe(query("topic:energy"), asker=ASKER, now=NOW)
    again = service.subscribe(query("topic: energy limit:5 every:immediate"), asker=ASKER, now=NOW)
    assert not again.changed
    assert again.subscription.shown_id == "D1"
    assert service.subscribe(query("topic:energy"), asker=STRANGER, now=NOW).changed
    assert len(posts(store)) == 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("every:fri at:17:00 tz:UTC", "every:fri at:17:00 tz:UTC"),
        ("every:mon at:09:00 tz:UTC", None),
        ("immediate", "new"),
    ],
)
def test_another_time_for_what_is_followed_is_offered_as_a_change(
    service: Subscriptions, text: str, wanted: str | None
) -> None:
    """Another day or time makes no second rule of the same filter and cadence; the answer knows what was wanted."""
    service.subscribe(query("topic:energy every:mon at:09:00 tz:UTC"), asker=ASKER, now=NOW)
    again = service.subscribe(query(f"topic:energy {text}"), asker=ASKER, now=NOW)
    if wanted == "new":
        assert (again.changed, again.subscription.shown_id) == (True, "D2")
        said = "D1 follows the same, every Monday at 09:00 (UTC): what one of them brings the other leaves out."
        assert again.notes == (f"{said} To have one only, end one of them.",)
        return
    assert (again.changed, again.subscription.shown_id) == (False, "D1")
    assert (format_schedule(again.wanted) if again.wanted else None) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "to:C2",
        "to:#policy",
        "to:<@U9>",
        "asof:2024-01-01",
        "learned:30d",
        "briefing:B1 daily",
        "learned:2024-02",
        "until:2024-03-10",
        "since:2024-01 until:2024-03-01",
        "on:2024-02-20",
        "due:2024-02",
        "immediate at 09:00",
        "weekly tz:Berln",
        "weekly tz:Mars/Base",
        "at:06:30 quiet:22:00-07:00",
    ],
)
def test_what_would_never_work_is_refused(store: Store, service: Subscriptions, text: str) -> None:
    """Nothing is stored that would never fire, or post where the person is not: refused in one line."""
    with pytest.raises(BadQueryError) as caught:
        service.subscribe(query(text), asker=ASKER, now=NOW)
    assert caught.value.hint
    assert posts(store) == []


def test_unsubscribe_cancels_what_waits(store: Store, service: Subscriptions) -> None:
    """Ending a subscription cancels what it had waiting, at once."""
    with store.write() as db:
        add_summary(db, add_active(db), parts=2)
    ended = service.unsubscribe(1, asker=ASKER, now=NOW)
    assert ended.changed
    assert ended.subscription.state is SubscriptionState.CANCELLED
    assert posts(store)[-1] == ("D1 cancel by U1", "pending")
    assert {state for _, state in posts(store)[:-1]} == {"cancelled"}
    assert service.list_here(asker=ASKER) == ()
    with pytest.raises(NotFoundError):
        service.resume(1, asker=ASKER, now=NOW)


def test_pause_and_resume(store: Store, service: Subscriptions) -> None:
    """A pause stops the sending, a resume lets what could not be posted be tried again."""
    with store.write() as db:
        add_summary(db, add_active(db))
        db.execute("UPDATE posts SET state = 'held', why = 'channel'")
    assert service.pause(1, asker=ASKER, now=NOW).subscription.state is SubscriptionState.PAUSED
    assert not service.pause(1, asker=ASKER, now=NOW).changed
    assert service.resume(1, asker=ASKER, now=NOW).subscription.state is SubscriptionState.ACTIVE
    assert posts(store) == [
        ("part 0", PostState.RETRY.value),
        ("D1 pause by U1", PostState.PENDING.value),
        ("D1 resume by U1", PostState.PENDING.value),
    ]


@pytest.mark.parametrize("verb", ["unsubscribe", "pause", "resume", "get_visible"])
@pytest.mark.parametrize("number", [1, 77])
def test_others_do_not_learn_of_it(store: Store, service: Subscriptions, verb: str, number: int) -> None:
    """For people outside the channel a subscription reads the same as one that does not exist."""
    with store.write() as db:
        add_active(db, filter_text="topic:energy")
    calls: dict[str, Callable[[], object]] = {
        "unsubscribe": lambda: service.unsubscribe(number, asker=STRANGER, now=NOW),
        "pause": lambda: service.pause(number, asker=STRANGER, now=NOW),
        "resume": lambda: service.resume(number, asker=STRANGER, now=NOW),
        "get_visible": lambda: service.get_visible(number, asker=STRANGER, now=NOW),
    }
    with pytest.raises(NotFoundError) as caught:
        calls[verb]()
    assert caught.value.message == f"There is no subscription D{number} in this channel."
    assert service.list_here(asker=STRANGER) == ()


@pytest.mark.parametrize("verb", ["unsubscribe", "pause", "resume", "change", "show"])
def test_only_its_owner_and_admins_change_it(store: Store, service: Subscriptions, verb: str) -> None:
    """Whoever else is in its channel is refused by the name of whom to ask; an audit row is all that is left of it."""
    with store.write() as db:
        add_active(db, filter_text="topic:energy")
    calls: dict[str, Callable[[Asker], object]] = {
        "unsubscribe": lambda asker: service.unsubscribe(1, asker=asker, now=NOW),
        "pause": lambda asker: service.pause(1, asker=asker, now=NOW),
        "resume": lambda asker: service.resume(1, asker=asker, now=NOW),
        "change": lambda asker: service.change(1, query("topic:robotics"), asker=asker, now=NOW),
        "show": lambda asker: service.show(1, asker=asker, now=NOW),
    }
    other = replace(ASKER, user="U2")
    with pytest.raises(NotOwnerError) as caught:
        calls[verb](other)
    assert caught.value.message == "D1 is looked after by <@U1>: ask them, or an admin of Gongbao."
    assert posts(store) == []
    assert service.get_visible(1, asker=other, now=NOW).state is SubscriptionState.ACTIVE
    with store.read() as db:
        (row,) = list_audit(db, "D1")
    assert (row.actor, row.action, row.detail) == ("U2", "denied", f"no admin, looked after by U1 in {CHANNEL}")
    calls[verb](replace(other, is_admin=True))
    assert [row.may_change for row in service.list_here(asker=other)] == [False] * (verb != "unsubscribe")


def test_the_list_shows_the_channel_in_words(store: Store, service: Subscriptions) -> None:
    """A list has the channel's subscriptions with their filters in words; one that cannot be read is shown as it is."""
    with store.write() as db:
        add_active(db, filter_text="topic:energy")
        add_active(db, filter_text="sort:nonsense")
        add_active(db, channel="C2")
    rows = service.list_here(asker=ASKER)
    assert [row.subscription.shown_id for row in rows] == ["D1", "D2"]
    assert "Energy" in " ".join(rows[0].filter_words) or "energy" in " ".join(rows[0].filter_words)
    assert rows[1].filter_words == ("sort:nonsense",)
    assert service.parse_filter(rows[0].subscription, now=NOW) == query("topic:energy")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("topic:nonsense", "“nonsense” is no topic.", "Topics are"),
        ("topic:robotic", "“robotic” is no topic.", "Did you mean robotics?"),
        ("-topic:energyy", "“energyy” is no topic.", "Did you mean energy?"),
        ("ministry:Foo", "No list of ours has the ministry “Foo”.", "Write a name such as MIIT; /ministry lists"),
        ('ministry:"State Counsil"', "No list of ours has the ministry “State Counsil”.", "Near: STATE_COUNCIL."),
        ("mentions:Foo", "No list of ours has the ministry “Foo”.", "Write a name"),
        (f'topic:"{"x" * 90}"', f"“{'x' * 59}…” is no topic.", "Topics are"),
    ],
)
def test_names_that_nobody_knows_are_refused(
    store: Store, service: Subscriptions, text: str, message: str, hint: str
) -> None:
    """A topic or ministry on no list would follow nothing for ever: refused, with the nearest names."""
    with pytest.raises(BadQueryError) as caught:
        service.subscribe(query(text), asker=ASKER, now=NOW)
    assert caught.value.message == message
    assert (caught.value.hint or "").startswith(hint)
    assert posts(store) == []


@pytest.mark.parametrize(
    ("text", "every", "filter_text"),
    [
        ("topic:energy weekly at 08:00", "weekly", "topic:energy"),
        ("topic:energy at 08:00", "daily", "topic:energy"),
        ("deadlines", "weekly", "due:30d"),
        ("deadlines topic:energy daily", "daily", "topic:energy due:30d"),
        ("deadlines due:14d monthly", "monthly", "due:14d"),
        ("due:2024-04", "immediate", "due:2024-04-01..2024-04-30"),
        ('"deadlines" robots', "immediate", '"deadlines" robots'),
    ],
)
def test_how_requests_become_rules(service: Subscriptions, text: str, every: str, filter_text: str) -> None:
    """A time alone means daily; ``deadlines`` alone is a range that is counted anew on each day of posting."""
    found = service.subscribe(query(text), asker=ASKER, now=NOW).subscription
    assert (found.schedule.every, found.filter) == (every, filter_text)


@pytest.mark.parametrize(
    ("channel", "text"), [(CHANNEL, "to:me"), (CHANNEL, "to:<@U1>"), ("D7", ""), ("D7", "to:me"), (CHANNEL, "to:U1")]
)
def test_a_person_may_follow(service: Subscriptions, channel: str, text: str) -> None:
    """``to:me``, and any rule made in direct messages, posts to the person, who alone sees it."""
    asker = replace(ASKER, channel=channel)
    added = service.subscribe(query(f"topic:energy {text}"), asker=asker, now=NOW)
    assert added.subscription.channel == "U1"
    assert added.subscription.is_personal
    assert [row.subscription.id for row in service.list_here(asker=asker)] == [1]
    assert service.list_here(asker=replace(asker, user="U2")) == ()
    assert [row.subscription.id for row in service.list_owned(workspace=TEAM, user="U1")] == [1]
    with pytest.raises(NotFoundError):
        service.get_visible(1, asker=replace(ASKER, user="U2"), now=NOW)


def test_a_zone_of_the_person_is_the_default(service: Subscriptions) -> None:
    """The zone is the one named, else the person's where it is known, else the setting."""
    asker = replace(ASKER, zone="Asia/Shanghai")
    assert service.subscribe(query("daily"), asker=asker, now=NOW).subscription.schedule.zone == "Asia/Shanghai"
    named = service.subscribe(query("weekly tz:Europe/Berlin"), asker=asker, now=NOW)
    assert named.subscription.schedule.zone == "Europe/Berlin"
    odd = service.subscribe(query("monthly"), asker=replace(ASKER, zone="Moon/Sea"), now=NOW)
    assert odd.subscription.schedule.zone == service.default_zone == "UTC"


def test_a_change_waits_for_its_line(store: Store, service: Subscriptions) -> None:
    """A rule stays as it is until the line about its new form has landed; then it is the new one."""
    with store.write() as db:
        add_active(db, filter_text="topic:energy")
    changed = service.change(1, query("topic:robotics weekly"), asker=ASKER, now=NOW)
    assert changed.changed
    assert changed.subscription.filter == "topic:energy"
    assert changed.waiting is not None
    assert changed.waiting.filter == "topic:robotics"
    Delivery(store, FakePoster(), FakeRenderer(), workspace=TEAM).tick(NOW)
    held = service.show(1, asker=ASKER, now=NOW)
    assert (held.subscription.filter, held.subscription.schedule.every) == ("topic:robotics", "weekly")
    assert held.waiting is None
    assert held.subscription.runs_from == NOW
    with store.read() as db:
        assert [row.action for row in list_audit(db, "D1")] == ["change"]


def test_a_change_that_is_changed_again(store: Store, service: Subscriptions) -> None:
    """The later of two changes counts, and its line alone is posted; going back to what it is posts none."""
    with store.write() as db:
        add_active(db, filter_text="topic:energy")
    service.change(1, query("topic:robotics"), asker=ASKER, now=NOW)
    service.change(1, query("daily"), asker=ASKER, now=NOW)
    assert [state for _, state in posts(store)] == ["cancelled", "pending"]
    back = service.change(1, query("topic:energy immediate"), asker=ASKER, now=NOW)
    assert (back.changed, back.waiting) == (False, None)
    assert [state for _, state in posts(store)] == ["cancelled", "cancelled"]
    service.change(1, query("daily"), asker=ASKER, now=NOW)
    service.unsubscribe(1, asker=ASKER, now=NOW)
    assert [state for _, state in posts(store)] == ["cancelled"] * 3 + ["pending"]
