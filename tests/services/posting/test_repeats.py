"""A policy that another briefing reports again: told once where nothing changed, and accounted for all the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.licence import Licence, LicenceKind
from bot.domain.posts.schedule import Cadence, Schedule
from bot.domain.posts.subscription import SubscriptionState
from bot.domain.queries.query import Query, parse_query
from bot.domain.records.changes import decide_changes
from bot.services.access.licences import Licences
from bot.services.ingesting.merges import split_item
from bot.services.posting.holds import Holds
from bot.services.posting.latest import Latest
from bot.services.posting.news import Newsroom
from bot.services.posting.replay import Replay
from bot.services.subscribing.missed import count_missed
from bot.store.alarms import list_followers
from bot.store.briefings import deactivate_briefing
from bot.store.items import deactivate_item, list_briefing_item_ids, list_held
from bot.store.outbox import cancel_posts, list_posts
from bot.store.subscriptions import get_subscription, mark_started, set_rule, set_state
from tests.corpus import (
    LEXICON,
    TopicMatcher,
    make_briefing,
    make_company_item,
    make_policy_item,
    settle_policies,
    store_briefing,
)
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, add_active, after
from tests.services.posting.rule_room import RuleRoom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item
    from bot.store.database import Store

DAY, LATER = dt.date(2024, 3, 20), dt.date(2024, 3, 27)
DAILY = Schedule(cadence=Cadence.DAILY, remind=())
UNCHANGED = "reported before and unchanged"


def report(position: int = 1, *, on: dt.date | None = DAY, topic: str = "energy") -> Item:
    """Give a report of the one policy that has this position."""
    item = make_policy_item(position, f"Rules number {position}.", closes_on=DAY, topic=topic)
    assert item.policy is not None
    policy = replace(item.policy, title_zh=f"第{position}号管理办法")
    return replace(item, policy=policy, deadlines=(replace(item.deadlines[0], on=on),) if on else ())


class Room(RuleRoom):
    """A store with what decides, sends and sums up; each publisher is read once."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, quotes=True)

    def follow(
        self, filter_text: str = "", *, channel: str = CHANNEL, schedule: Schedule | None = None, now: dt.datetime = NOW
    ) -> int:
        with self.store.write() as db:
            number = add_active(db, filter_text=filter_text, channel=channel).id
            set_rule(db, number, filter_text=filter_text, schedule=schedule or Schedule(remind=()))
            mark_started(db, number, now=now)
            return number

    def ingest(self, publisher: str, *items: Item, now: dt.datetime = NOW, is_new: bool = True) -> int:
        """Read a briefing, and give its number; ``said`` is the report's line about its posts."""
        issue = make_briefing(NOW.date(), sha256=f"{publisher} {now}", items=items)
        with self.store.write() as db:
            held = [] if is_new else list_held(db, 1)
            number = store_briefing(db, replace(issue, publisher=publisher, series=f"{publisher}'s notes"), now=now)
            changes = decide_changes(held, items) if held else ()
            (self.said,) = self.digests.announce(
                db, briefing_id=number, now=now, by="U9", is_new=is_new, changes=changes
            )
            return number

    def undo(self, briefing: int, *, now: dt.datetime) -> None:
        with self.store.write() as db:
            for item in list_briefing_item_ids(db, briefing):
                deactivate_item(db, item)
            deactivate_briefing(db, briefing)
            settle_policies(db, briefing)
            self.digests.withdraw(db, briefing_id=briefing, now=now, by="U9", whole=True)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = open_empty(tmp_path / "g.db")
    yield Room(store)
    store.close()


def test_a_briefing_that_repeats_and_changes_nothing_is_silent(room: Room) -> None:
    """No post comes of it, not even where it leaves a fact out; the ledger names the post that told it."""
    room.follow()
    room.ingest("Institute", report(1), report(2))
    room.tick(after(minutes=11))
    room.ingest("Gazette", report(1), report(2, on=None), now=after(days=1))
    for hours in (25, 26, 40):
        room.tick(after(hours=hours))
    assert room.texts() == ["D1: P1 P2 part 0: Rules number 1. | Rules number 2."]
    assert room.fates()[2:] == [(item, UNCHANGED, "posted by D1, summary B1v1") for item in ("I3", "I4")]
    assert room.sums() == [f"D1: 4 items = 2 posted + 2 {UNCHANGED}"]


def test_the_report_of_a_briefing_that_repeats_says_so(room: Room) -> None:
    """To the admin too, who would look for a missing subscription; what ended ones had is no reason."""
    rule = room.follow()
    room.ingest("Institute", report())
    room.tick(after(minutes=11))
    number = room.ingest("Gazette", report(), now=after(days=1))
    why = "what channels follow of it they were told before, and nothing of that changed"
    assert room.said == f"none, {why}"
    holds = Holds(room.store, room.digests)
    assert holds.find_posting(number, now=after(days=1)).reason == why
    with room.store.write() as db:
        set_state(db, rule, SubscriptionState.CANCELLED)
    assert holds.find_posting(number, now=after(days=1)).reason == "no channel follows what is in it"


def test_what_changed_alone_is_told(room: Room) -> None:
    """The line says what was; the rest is counted as left out. A third report is held against the last one told."""
    room.follow()
    room.ingest("Institute", report(1), report(2))
    room.tick(after(minutes=11))
    room.ingest("Gazette", report(1), report(2, on=LATER), make_company_item(3, "BYD ships."), now=after(days=1))
    room.tick(after(days=1, minutes=11))
    assert room.texts()[1:] == ["D1: P2 I5 part 0: Rules number 2. | Rules number 2. | BYD ships."]
    assert room.renderer.digests[-1].left_out == ((UNCHANGED, 1),)
    room.ingest("Courier", report(1), report(2, on=LATER), now=after(days=2))
    room.tick(after(days=2, minutes=11))
    assert len(room.texts()) == 2
    assert room.fates()[5:] == [
        ("I6", UNCHANGED, "posted by D1, summary B1v1"),
        ("I7", UNCHANGED, "posted by D1, summary B2v1"),
    ]
    assert room.sums() == [f"D1: 7 items = 4 posted + 3 {UNCHANGED}"]


def test_a_place_that_was_not_told_hears_it_as_news(room: Room) -> None:
    """An earlier report that went elsewhere, or nowhere, keeps nothing from a channel, and is not spoken of there."""
    room.ingest("Institute", report(1))
    room.follow("topic:robotics", channel="C1", now=after(hours=1))
    room.follow(channel="C2", now=after(hours=1))
    room.ingest("Gazette", report(1), report(2, topic="robotics"), now=after(days=1))
    room.tick(after(days=1, minutes=11))
    room.follow(channel="C1", now=after(days=2))
    room.ingest("Courier", report(1), report(2), now=after(days=2))
    room.tick(after(days=2, minutes=11))
    assert room.texts() == [
        "D1: P2 part 0: Rules number 2.",
        "D2: P1 P2 part 0: Rules number 1. | Rules number 2.",
        "D3: P1 part 0: Rules number 1.",
    ]
    assert ("I5", UNCHANGED, "posted by D1, summary B2v1") in room.fates(3)
    room.sums()


def test_an_empty_digest_of_a_slot_is_silent(room: Room) -> None:
    """The slot brings nothing and its items are accounted for; two reports within one slot come together."""
    room.follow(schedule=DAILY)
    room.ingest("Institute", report(1))
    room.ingest("Gazette", report(1))
    room.tick(after(hours=6))
    assert room.texts() == ["D1: P1 P1 part 0: Rules number 1. | Rules number 1. | Rules number 1."]
    room.ingest("Courier", report(1), now=after(days=1, hours=1))
    assert room.fates()[2] == ("I3", UNCHANGED, "posted by D1, summary 2024-03-10 09:00")
    room.tick(after(days=2))
    room.tick(after(days=3))
    assert len(room.texts()) == 1
    assert room.sums() == [f"D1: 3 items = 2 posted + 1 {UNCHANGED}"]


def test_a_person_is_not_told_again_what_their_channel_was(room: Room) -> None:
    """What a channel of theirs told them by the earlier report is not new; ``/digest now`` leaves out what stands."""
    room.follow("topic:energy", channel="C1")
    person = room.follow(channel="U1")
    room.ingest("Institute", report(1), report(2, topic="robotics"))
    room.tick(after(minutes=11))
    room.ingest("Gazette", report(1), report(2, topic="robotics"), report(3, topic="robotics"), now=after(days=1))
    room.tick(after(days=1, minutes=11))
    assert room.texts()[2:] == ["D2: P3 part 0: Rules number 3."]
    assert room.fates(person)[2:4] == [
        ("I3", UNCHANGED, "posted by D1, summary B1v1"),
        ("I4", UNCHANGED, "posted by D2, summary B1v1"),
    ]
    room.sums()
    query = parse_query("topic:robotics", lexicon=LEXICON, today=NOW.date())
    newsroom = Newsroom(room.store, TopicMatcher())
    news = newsroom.get_news(query, workspace=TEAM, user="U1", now=after(days=2))
    assert news.digest is None
    room.ingest("Courier", report(2, on=LATER, topic="robotics"), now=after(days=3))
    news = newsroom.get_news(query, workspace=TEAM, user="U1", now=after(days=3))
    assert news.digest is not None
    assert [(entry.item.item_id, entry.item.before_id) for entry in news.digest.entries] == [(6, 2)]
    assert (UNCHANGED, 1) in news.digest.left_out


@pytest.mark.parametrize("schedule", [Schedule(remind=()), DAILY])
def test_what_repeats_a_post_that_was_never_made_comes(room: Room, schedule: Schedule) -> None:
    """Where the earlier report's post is cancelled, the repeat is handed on to the rule that left it out."""
    first = room.follow("topic:energy")
    room.follow(schedule=schedule)
    room.ingest("Institute", report(1))
    room.ingest("Gazette", report(1))
    assert room.fates(2)[1] == ("I2", UNCHANGED, "left to D1, summary B1v1")
    with room.store.write() as db:
        cancel_posts(db, list_posts(db, subscription_id=first), reason="D1 was ended")
        set_state(db, first, SubscriptionState.CANCELLED)
    assert room.fates(2)[1] == ("I2", "waiting", "D1 did not post it")
    for hours in (1, 8):
        room.tick(after(hours=hours))
    assert {text.partition(" part")[0] for text in room.texts()} == {"D2: P1 P1"}
    assert room.sums() == ["D2: 2 items = 2 posted"]


def test_what_repeats_a_post_that_was_taken_back_comes(room: Room) -> None:
    """An undone briefing's post is marked as withdrawn; what another briefing says of it is told anew."""
    room.follow()
    room.ingest("Institute", report(1))
    room.tick(after(minutes=11))
    room.ingest("Gazette", report(1), now=after(days=1))
    room.undo(1, now=after(days=1, minutes=1))
    assert room.fates()[1] == ("I2", "waiting", "D1 took back what it repeats")
    for minutes in (11, 12):
        room.tick(after(days=1, minutes=minutes))
    assert room.texts()[1:] == ["D1: P1 part 0: Rules number 1."]
    assert room.fates()[1] == ("I2", "posted", "summary B2v1")
    room.sums()


def test_what_repeats_an_item_that_was_taken_out_comes(room: Room) -> None:
    """A correction that drops the earlier report takes it out of its post, so the repeat is news."""
    room.follow()
    room.ingest("Institute", report(1), report(2))
    room.tick(after(minutes=11))
    room.ingest("Gazette", report(1), now=after(days=1))
    with room.store.write() as db:
        deactivate_item(db, 1)
    room.ingest("Institute", report(2), now=after(days=2), is_new=False)
    assert ("I3", "waiting", "what it repeats was taken out") in room.fates()
    room.tick(after(days=2, minutes=1))
    assert room.texts()[-1] == "D1: P1 part 0: Rules number 1."
    room.sums()


def test_what_turns_out_to_be_about_another_policy_comes(room: Room) -> None:
    """Where a person parts the two reports, the second is news, whichever of them is taken out."""
    room.follow()
    for at, publisher in enumerate(("Institute", "Gazette", "Courier")):
        room.ingest(publisher, report(1), now=after(days=at))
        room.tick(after(days=at, minutes=11))
    assert [fate for _, fate, _ in room.fates()] == ["posted", UNCHANGED, UNCHANGED]
    with room.store.write() as db:
        split_item(db, 3, by="U9", now=after(days=3))
    assert room.fates()[2] == ("I3", "waiting", "what it seemed to repeat is about another policy")
    with room.store.write() as db:
        split_item(db, 1, by="U9", now=after(days=3))
    for minutes in (1, 2):
        room.tick(after(days=3, minutes=minutes))
    assert [text.partition(" part")[0] for text in room.texts()] == ["D1: P1", "D1: P1 P2"]
    assert room.sums() == ["D1: 3 items = 3 posted"]


def test_a_publisher_who_is_kept_out_has_told_nothing(room: Room) -> None:
    """What was told by one whose licence is narrowed since is told again by another publisher, as news."""
    room.follow()
    room.ingest("Institute", report(1))
    room.tick(after(minutes=11))
    Licences(room.store).set_licence(
        Licence(publisher="Institute", kind=LicenceKind.CHANNELS, channels=frozenset({"C9"})),
        by="U9",
        now=after(hours=1),
    )
    room.ingest("Gazette", report(1), now=after(days=1))
    room.tick(after(days=1, minutes=11))
    assert room.texts()[1:] == ["D1: P1 part 0: Rules number 1."]


@pytest.mark.parametrize("schedule", [Schedule(remind=()), DAILY])
def test_a_preview_leaves_out_what_the_posts_left_out(room: Room, schedule: Schedule) -> None:
    """A replay tells what was told, counts the rest, and knows what its own rule had told before the time it shows."""
    number = room.follow(schedule=schedule)
    room.ingest("Institute", report(1))
    room.tick(after(hours=6))
    room.ingest("Gazette", report(1), report(2), now=after(days=2))
    room.tick(after(days=2, hours=6))
    room.ingest("Courier", report(1), report(2), now=after(days=4))
    room.tick(after(days=4, hours=6))
    assert [text.partition(" part")[0] for text in room.texts()] == ["D1: P1", "D1: P2"]
    replay = Replay(room.store, TopicMatcher(), holidays=room.digests._schedules.holidays)

    def look(span: dt.timedelta, rule: str | None) -> tuple[list[list[int]], int]:
        found = replay.replay("", schedule, rule=rule, now=after(days=5), span=span, place=(TEAM, CHANNEL))
        return [[entry.item.item_id for entry in post.digest.entries] for post in found.posts], found.unchanged

    assert look(dt.timedelta(days=90), f"D{number}") == ([[1], [3]], 3)
    assert look(dt.timedelta(days=3, hours=12), f"D{number}") == ([[3]], 3)
    assert look(dt.timedelta(days=2), f"D{number}") == ([], 2)
    assert look(dt.timedelta(days=2), None) == ([], 2)


def test_what_is_counted_and_expected_leaves_it_out_too(room: Room) -> None:
    """A pause missed only what was news, a first summary brings only that, and the source counts as followed."""
    number = room.follow()
    room.ingest("Institute", report(1))
    room.tick(after(minutes=11))
    with room.store.write() as db:
        set_state(db, number, SubscriptionState.PAUSED)
    room.ingest("Gazette", report(1), report(2), now=after(days=1))
    with room.store.write() as db:
        rule = get_subscription(db, number)
        assert count_missed(db, TopicMatcher(), rule, now=after(days=1)) == 1
        set_state(db, number, SubscriptionState.ACTIVE)
    expected = Latest(room.store, TopicMatcher()).expect_first(rule, now=after(days=1))
    assert expected is not None
    assert expected.not_brought == ((UNCHANGED, 1),)
    room.ingest("Courier", report(1), now=after(days=2))
    latest = Latest(room.store, TopicMatcher())
    for place, left in (((TEAM, CHANNEL), ((UNCHANGED, 1),)), ((TEAM, "C7"), ()), (None, ())):
        digest = latest.preview(Query(), now=after(days=2), place=place)
        assert digest is not None
        assert digest.left_out == left
    with room.store.read() as db:
        assert [each.id for each in list_followers(db, workspace=TEAM, briefings=[3])] == [number]
