"""A channel's subscriptions: who may see and change them, and what each change leaves behind."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.digests.delivery import Delivery
from bot.digests.holds import Troubles
from bot.digests.outbox import Digests
from bot.digests.rules import Asker
from bot.digests.subscriptions import Subscriptions
from bot.errors import BadQueryError, NotFoundError
from bot.model.post import PostState
from bot.model.subscription import Holidays, Schedule, SubscriptionState, compose_schedule, format_schedule, is_person
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.scheduler import Scheduler
from bot.store.access import list_audit
from bot.store.database import Store
from bot.store.outbox import list_posts
from bot.store.subscriptions import change_subscription
from tests.corpus import LEXICON, TopicMatcher, make_briefing, store_briefing
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after

ASKER = Asker(workspace=TEAM, channel=CHANNEL, user="U1")
HOLIDAYS = Holidays(off=frozenset({dt.date(2024, 4, 4)}), years=frozenset({2024}))
STRANGER = Asker(workspace=TEAM, channel="C9", user="U9")


@pytest.fixture
def service(store: Store) -> Subscriptions:
    return Subscriptions(store, TopicMatcher(), FakeRenderer(), holidays=HOLIDAYS)


def query(text: str) -> Query:
    return parse_query(text, lexicon=LEXICON, today=NOW.date(), bare_cadence=True)


def build_delivery(store: Store, poster: FakePoster) -> Delivery:
    return Delivery(store, poster, Troubles(store, FakeRenderer(), workspace=TEAM))


def posts(store: Store) -> list[tuple[str, str]]:
    with store.read() as db:
        return [(post.message.text, post.state.value) for post in list_posts(db)]


def test_a_subscription_starts_at_once_with_its_notice(store: Store, service: Subscriptions) -> None:
    """It is stored active with its notice in one step; then one summary of the latest briefing comes, and no more."""
    with store.write() as db:
        store_briefing(db, make_briefing(), now=NOW)
    added = service.subscribe(query("topic:robotics immediate"), asker=ASKER, now=NOW)
    assert (added.changed, added.subscription.filter) == (True, "topic:robotics")
    assert added.subscription.state is SubscriptionState.ACTIVE
    assert posts(store) == [(f"notice D1 {' '.join(added.filter_words)}", "pending")]
    poster, digests = FakePoster(), Digests(store, TopicMatcher(), FakeRenderer())
    scheduler = Scheduler(digests=digests, delivery=build_delivery(store, poster))
    for hours in (0, 1):
        scheduler.tick(after(hours=hours))
    assert [str(message["text"])[:10] for message in poster.messages] == ["notice D1 ", "D1: I2 par"]


def test_the_same_filter_twice_changes_nothing(store: Store, service: Subscriptions) -> None:
    """A filter that means the same, however written, is one subscription in a channel; others have their own."""
    service.subscribe(query("topic:energy"), asker=ASKER, now=NOW)
    again = service.subscribe(query("topic: energy limit:5 every:immediate"), asker=ASKER, now=NOW)
    assert not again.changed
    assert again.subscription.shown_id == "D1"
    assert service.subscribe(query("topic:energy"), asker=STRANGER, now=NOW).changed
    assert len(posts(store)) == 2


def test_another_cadence_is_another_rule(service: Subscriptions) -> None:
    """Another day or time makes no second rule of the same filter and cadence."""
    service.subscribe(query("topic:energy every:mon at:09:00 tz:UTC"), asker=ASKER, now=NOW)
    again = service.subscribe(query("topic:energy every:fri at:17:00 tz:UTC"), asker=ASKER, now=NOW)
    assert (again.changed, again.subscription.shown_id) == (False, "D1")
    other = service.subscribe(query("topic:energy immediate"), asker=ASKER, now=NOW)
    assert (other.changed, other.subscription.shown_id) == (True, "D2")
    said = "D1 already covers this topic (every Monday at 09:00 (UTC)); items won't be posted twice here."
    assert other.notes == (said,)


def test_unsubscribe_cancels_what_waits(store: Store, service: Subscriptions) -> None:
    """Ending a subscription cancels what it had waiting, at once."""
    with store.write() as db:
        add_summary(db, add_active(db), parts=2)
    ended = service.turn(1, SubscriptionState.CANCELLED, asker=ASKER, now=NOW)
    assert ended.changed
    assert ended.subscription.state is SubscriptionState.CANCELLED
    build_delivery(store, FakePoster()).tick(NOW)
    assert posts(store)[-1] == ("D1 cancelled by U1", "sent")
    assert {state for _, state in posts(store)[:-1]} == {"cancelled"}
    assert service.list_here(asker=ASKER, now=NOW) == ()
    with pytest.raises(NotFoundError):
        service.turn(1, SubscriptionState.ACTIVE, asker=ASKER, now=NOW)


def test_pause_and_resume(store: Store, service: Subscriptions) -> None:
    """A pause stops the sending, a resume lets what could not be posted be tried again."""
    with store.write() as db:
        add_summary(db, add_active(db))
        db.execute("UPDATE posts SET state = 'held', why = 'channel'")
    paused, active = SubscriptionState.PAUSED, SubscriptionState.ACTIVE
    turned = [service.turn(1, state, asker=ASKER, now=NOW) for state in (paused, paused, active)]
    assert [(each.subscription.state, each.changed) for each in turned] == [
        (paused, True),
        (paused, False),
        (active, True),
    ]
    assert posts(store) == [
        ("part 0", PostState.RETRY.value),
        ("D1 paused by U1", PostState.PENDING.value),
        ("D1 active by U1", PostState.PENDING.value),
    ]


@pytest.mark.parametrize("number", [1, 77])
def test_others_do_not_learn_of_it(store: Store, service: Subscriptions, number: int) -> None:
    """For people outside the channel a subscription reads the same as one that does not exist."""
    with store.write() as db:
        add_active(db, filter_text="topic:energy")
    for call in (
        lambda: service.turn(number, SubscriptionState.PAUSED, asker=STRANGER, now=NOW),
        lambda: service.change(number, query("daily"), asker=STRANGER, now=NOW),
        lambda: service.get_visible(number, asker=STRANGER, now=NOW),
    ):
        with pytest.raises(NotFoundError) as caught:
            call()
        assert caught.value.message == f"There is no subscription D{number} in this channel."
    assert service.list_here(asker=STRANGER, now=NOW) == ()


def test_the_list_shows_the_channel_in_words(store: Store, service: Subscriptions) -> None:
    """A list has the channel's subscriptions with their filters in words; one that cannot be read is shown as it is."""
    with store.write() as db:
        add_active(db, filter_text="topic:energy")
        add_active(db, filter_text="sort:nonsense")
        add_active(db, channel="C2")
    rows = service.list_here(asker=ASKER, now=NOW)
    assert [row.subscription.shown_id for row in rows] == ["D1", "D2"]
    assert [row.filter_words for row in rows] == [("topic Energy",), ("sort:nonsense",)]
    assert not any(row.may_change for row in service.list_here(asker=replace(ASKER, user="U2"), now=NOW))


_ELSEWHERE = ("to:C2", "to:#policy", "to:<@U9>", "#general robots", "D3")
_OVER = (
    *("asof:2024-01-01", "learned:30d", "briefing:B1 daily", "learned:2024-02", "until:2024-03-10"),
    *("since:2024-01 until:2024-03-01", "on:2024-02-20", "due:2024-02"),
)
_ODD_TIMES = ("immediate at 09:00", "weekly tz:Berln", "weekly tz:Mars/Base", "at:06:30 quiet:22:00-07:00")
_WORDS = ("everything but topic:energy", "robots except steel", "robots or")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        *((text, "", "") for text in (*_ELSEWHERE, *_OVER, *_ODD_TIMES, *_WORDS)),
        ("topic:nonsense", "“nonsense” is no topic.", "Topics are"),
        ("topic:robotic", "“robotic” is no topic.", "Did you mean robotics?"),
        ("-topic:energyy", "“energyy” is no topic.", "Did you mean energy?"),
        ("ministry:Foo", "No list of ours has the ministry “Foo”.", "Write a name such as MIIT; /ministry lists"),
        ('ministry:"State Counsil"', "No list of ours has the ministry “State Counsil”.", "Near: STATE_COUNCIL."),
        ("mentions:Foo", "No list of ours has the ministry “Foo”.", "Write a name"),
        (f'topic:"{"x" * 90}"', f"“{'x' * 60}” is no topic.", "Topics are"),
    ],
)
def test_what_would_never_work_is_refused(
    store: Store, service: Subscriptions, text: str, message: str, hint: str
) -> None:
    """Nothing is stored that would never fire, or post where the person is not; unknown names come with the nearest."""
    with pytest.raises(BadQueryError) as caught:
        service.subscribe(query(text), asker=ASKER, now=NOW)
    assert caught.value.hint
    assert caught.value.message.endswith(message)
    assert caught.value.hint.startswith(hint)
    assert posts(store) == []


@pytest.mark.parametrize(
    ("text", "every", "filter_text"),
    [
        ("topic:energy weekly at 08:00", "weekly", "topic:energy"),
        ("topic:energy at 08:00", "daily", "topic:energy"),
        ("deadlines", "weekly", "due:1y"),
        ("deadlines topic:energy daily", "daily", "topic:energy due:1y"),
        ("deadlines due:14d monthly", "monthly", "due:14d"),
        ("deadlines robots", "weekly", "robots due:1y"),
        ("everything daily", "daily", ""),
        ("all -topic:energy", "immediate", "-topic:energy"),
        ('"everything" weekly', "weekly", '"everything"'),
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
    assert is_person(added.subscription.channel)
    assert [row.subscription.id for row in service.list_here(asker=asker, now=NOW)] == [1]
    assert service.list_here(asker=replace(asker, user="U2"), now=NOW) == ()
    assert [row.subscription.id for row in service.list_owned(workspace=TEAM, user="U1", now=NOW)] == [1]
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


FILTER = "-topic:robotics due:30d"
WEEKLY = compose_schedule(
    Schedule(), every="mon,thu", at="08:30", zone="Europe/Berlin", quiet="20:00-07:00,weekends", remind="14,1"
)
_AS_IT_WAS = "every:mon,thu at:08:30 tz:Europe/Berlin quiet:20:00-07:00,weekends remind:14,1"


@pytest.mark.parametrize(
    ("text", "filter_text", "schedule"),
    [
        ("topic:energy", "topic:energy", _AS_IT_WAS),
        ("everything -topic:energy", "-topic:energy", _AS_IT_WAS),
        ("daily", FILTER, _AS_IT_WAS.replace("mon,thu", "daily")),
        ("at 07:00", FILTER, _AS_IT_WAS.replace("08:30", "07:00")),
        ("tz:Asia/Shanghai", FILTER, _AS_IT_WAS.replace("Europe/Berlin", "Asia/Shanghai")),
        ("quiet:none remind:7", FILTER, "every:mon,thu at:08:30 tz:Europe/Berlin"),
        ("immediate", FILTER, "every:immediate tz:Europe/Berlin quiet:20:00-07:00,weekends remind:14,1"),
    ],
)
def test_a_change_is_in_force_at_once_and_what_is_not_named_stays(
    store: Store, service: Subscriptions, text: str, filter_text: str, schedule: str
) -> None:
    """The filter, the pace, the time, the zone, the quiet times and the reminders stay, each by itself."""
    with store.write() as db:
        change_subscription(db, add_active(db).id, filter=FILTER, schedule=WEEKLY)
    changed = service.change(1, query(text), asker=ASKER, now=after(hours=1))
    assert (changed.subscription.filter, format_schedule(changed.subscription.schedule)) == (filter_text, schedule)
    assert changed.subscription.runs_from == (NOW if schedule == _AS_IT_WAS else after(hours=1))
    assert not service.change(1, query(text), asker=ASKER, now=after(hours=2)).changed
    assert [state for _, state in posts(store)] == ["pending"]
    with store.read() as db:
        assert [row.action for row in list_audit(db, "D1")] == ["change"]


def test_a_filter_that_cannot_be_read_is_asked_for(store: Store, service: Subscriptions) -> None:
    """A rule whose filter is broken is mended by naming another one; times alone do not do."""
    with store.write() as db:
        change_subscription(db, add_active(db).id, filter="list:L9 colour:red", schedule=WEEKLY)
    with pytest.raises(BadQueryError, match=r"The filter of D1 cannot be read any more"):
        service.change(1, query("daily"), asker=ASKER, now=NOW)
    assert service.change(1, query("topic:energy"), asker=ASKER, now=NOW).subscription.filter == "topic:energy"


def test_an_admin_takes_over(store: Store, service: Subscriptions) -> None:
    """From anywhere in the workspace; nobody else may."""
    with store.write() as db:
        add_active(db)
    with pytest.raises(NotFoundError):
        service.take_over(1, asker=STRANGER, now=NOW)
    service.take_over(1, asker=replace(STRANGER, is_admin=True), now=NOW)
    assert service.list_owned(workspace=TEAM, user="U9", now=NOW)
