"""What a correction and its undo do to summaries that were posted, on a real store with a recording poster."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.posts.delivery import Outcome, OutcomeKind
from bot.domain.posts.post import Message, PostKind, PostState
from bot.domain.posts.posting import PostingState
from bot.domain.posts.schedule import Cadence, Schedule
from bot.domain.posts.subscription import SubscriptionState
from bot.errors import UnreadableDocumentError
from bot.services.ingesting.ingest import Ingest
from bot.services.posting.digests import Digests
from bot.services.posting.holds import Holds
from bot.services.sending.delivery import Delivery
from bot.store.audit import list_audit
from bot.store.memberships import keep_membership
from bot.store.outbox import list_posts
from bot.store.subscriptions import add_subscription, get_subscription, set_rule, set_state
from tests.corpus import ITEMS, TopicMatcher, make_briefing, make_policy_item
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, KilledError, add_active, after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Briefing, Item
    from bot.store.database import Store

LATER = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 28))
LATEST = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 4, 2))
REWORDED = replace(ITEMS[0], text="The ministry asks for opinions on draft rules for grid batteries.")


class Reader:
    """Gives the briefing that was put under these bytes."""

    def __init__(self) -> None:
        self.briefings: dict[bytes, Briefing] = {}

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        if data not in self.briefings:
            raise UnreadableDocumentError(f"{source_name} is empty.", hint="Give a briefing.")
        return self.briefings[data]


class Setup:
    """A store that documents come into, and a sender."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.renderer = FakeRenderer()
        self.poster = FakePoster()
        self.reader = Reader()
        self.digests = Digests(store, TopicMatcher(), self.renderer)
        self.service = Ingest(store, self.reader, self.digests)
        self.delivery = Delivery(store, self.poster, self.renderer, workspace=TEAM)

    def follow(self, filter_text: str = "", *, channel: str = CHANNEL) -> int:
        with self.store.write() as db:
            return add_active(db, filter_text=filter_text, channel=channel).id

    def ingest(self, *items: Item, now: dt.datetime = NOW) -> tuple[str, ...]:
        data = f"{len(self.reader.briefings)}".encode()
        self.reader.briefings[data] = make_briefing(sha256=data.decode(), items=items)
        return self.service.ingest(source_name="notes.md", data=data, by="U9", now=now).posts

    def undo(self, now: dt.datetime) -> tuple[str, ...]:
        return self.service.undo(1, by="U9", now=now).posts

    def change_rule(self, filter_text: str) -> None:
        with self.store.write() as db:
            set_rule(db, 1, filter_text=filter_text, schedule=get_subscription(db, 1).schedule)

    def lines(self) -> list[tuple[str, str]]:
        with self.store.read() as db:
            found = [post for post in list_posts(db) if post.slot.kind is PostKind.CORRECTION]
        return [(post.slot.slot, post.state.value) for post in found]

    def updates(self) -> list[str]:
        return [message.text for _, message in self.poster.updates]


@pytest.fixture
def setup(tmp_path: Path) -> Iterator[Setup]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Setup(store)
    store.close()


@pytest.fixture
def posted(setup: Setup) -> Setup:
    """A channel that follows everything, and had its summary."""
    setup.follow()
    setup.ingest(*ITEMS)
    setup.delivery.tick(after(minutes=10))
    return setup


def test_a_changed_deadline_makes_a_line_and_changes_the_post(posted: Setup) -> None:
    """The line goes into the summary's thread, once; the summary itself says what is so now; the ledger knows."""
    assert posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20)) == ("1 correction line, 1 post updated",)
    tick = posted.delivery.tick(after(minutes=21))
    assert (tick.sent, tick.changed) == (1, 1)
    summary, line = posted.poster.messages
    assert (line["text"], line["thread"]) == ("corrected P1 v2", summary["ts"])
    assert posted.poster.updates == [(summary["ts"], Message(text="D1: P1v2 P2 I3 part 0"))]
    again = posted.delivery.tick(after(hours=1))
    assert (again.sent, again.changed) == (0, 0)
    fates = {(row.item, row.fate, row.reason) for row in posted.digests.list_ledger()}
    assert ("I1", "posted", "summary B1v1, corrected") in fates


@pytest.mark.parametrize(
    "item",
    [
        replace(ITEMS[0], issuing_bodies=("MIIT", "STATE_COUNCIL")),
        replace(ITEMS[0], reported_on=dt.date(2024, 2, 21)),
        make_policy_item(1, ITEMS[0].text),
    ],
    ids=["issuer", "date", "status and deadline"],
)
def test_facts_that_make_a_line(posted: Setup, item: Item) -> None:
    """Issuer, date, status and deadline are told."""
    assert posted.ingest(item, *ITEMS[1:], now=after(minutes=20)) == ("1 correction line, 1 post updated",)


def test_other_corrections_are_silent(posted: Setup) -> None:
    """Another wording changes the post without a line."""
    assert posted.ingest(REWORDED, *ITEMS[1:], now=after(minutes=20)) == ("1 post updated",)
    tick = posted.delivery.tick(after(minutes=21))
    assert (tick.sent, tick.changed) == (0, 1)
    assert posted.lines() == []


def test_an_undo_changes_the_post_back(posted: Setup) -> None:
    """Taking a correction back makes the post say what it said; the line of the day is added to in silence."""
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20))
    posted.delivery.tick(after(minutes=21))
    assert posted.undo(after(minutes=30)) == ("1 post updated",)
    tick = posted.delivery.tick(after(minutes=31))
    assert (tick.sent, tick.changed) == (0, 2)
    assert posted.updates()[-2:] == ["D1: P1v3 P2 I3 part 0", "corrected P1 v2; P1 v3"]


@pytest.mark.parametrize("waited_on", ["the hold", "a person"])
def test_an_undo_changes_a_post_back_that_was_made_from_the_correction(setup: Setup, waited_on: str) -> None:
    """A summary posted from the corrected reading becomes that of the one before it, with a line; nothing is withdrawn.

    So the briefing counts as posted, and each item's fate is that it was.
    """
    setup.follow()
    holds = Holds(setup.store, setup.digests)
    setup.ingest(*ITEMS)
    if waited_on == "a person":
        holds.hold(1, by="U9", now=after(minutes=1))
    setup.ingest(LATER, *ITEMS[1:], now=after(minutes=2))
    holds.release(1, by="U9", now=after(minutes=3))
    setup.delivery.tick(after(minutes=4))
    assert setup.undo(after(minutes=20)) == ("1 correction line, 1 post updated",)
    tick = setup.delivery.tick(after(minutes=21))
    assert (tick.sent, tick.changed) == (1, 1)
    summary, line = setup.poster.messages
    assert (line["text"], line["thread"]) == ("corrected P1 v3", summary["ts"])
    assert setup.updates() == ["D1: P1v3 P2 I3 part 0"]
    posting = holds.find_posting(1, now=after(minutes=22))
    assert (posting.state, posting.sent) == (PostingState.POSTED, 1)
    fates = [(row.item, row.fate) for row in setup.digests.list_ledger()]
    assert fates == [("I1", "superseded"), ("I1", "posted"), ("I1", "posted"), ("I2", "posted"), ("I3", "posted")]


def test_the_audit_trail_tells_the_two_kinds_of_undo_apart(posted: Setup) -> None:
    """Whether a correction was taken back, with what that changed, or the briefing left every answer."""
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20))
    posted.delivery.tick(after(minutes=21))
    posted.undo(after(minutes=30))
    posted.undo(after(minutes=40))
    with posted.store.read() as db:
        rows = [(row.action, row.detail) for row in list_audit(db, "B1")]
    assert rows[-2:] == [
        ("undo correction", "1 post updated"),
        ("withdraw", "out of every answer: 0 cancelled, 2 to be marked as withdrawn"),
    ]


def test_each_of_two_undos_changes_the_post_back(setup: Setup) -> None:
    """Of two corrections taken back at one moment both are, whichever of them the post was made from."""
    setup.follow()
    setup.ingest(*ITEMS)
    setup.ingest(LATER, *ITEMS[1:], now=after(minutes=2))
    setup.delivery.tick(after(minutes=10))
    setup.ingest(LATEST, *ITEMS[1:], now=after(minutes=20))
    setup.delivery.tick(after(minutes=21))
    for _ in range(2):
        assert setup.undo(after(minutes=30)) == ("1 post updated",)
    setup.delivery.tick(after(minutes=31))
    assert setup.updates()[-2:] == ["D1: P1v5 P2 I3 part 0", "corrected P1 v3; P1 v4; P1 v5"]


def test_an_undo_takes_away_what_only_the_correction_brought(setup: Setup) -> None:
    """An item that the reading before it does not have leaves the post that was made from the correction."""
    setup.follow()
    setup.ingest(*ITEMS[:2])
    setup.ingest(*ITEMS, now=after(minutes=2))
    setup.delivery.tick(after(minutes=10))
    assert setup.undo(after(minutes=20)) == ("1 post updated",)
    setup.delivery.tick(after(minutes=21))
    assert setup.updates() == ["D1: P1 P2 part 0"]


def test_a_post_of_nothing_but_what_was_taken_out_says_so(setup: Setup) -> None:
    """The briefing is in force, so it is not said to be taken back; for the ledger the item was posted."""
    setup.follow("topic:robotics")
    setup.ingest(ITEMS[0])
    setup.ingest(*ITEMS[:2], now=after(minutes=2))
    setup.delivery.tick(after(minutes=10))
    assert setup.undo(after(minutes=20)) == ("1 post updated",)
    setup.delivery.tick(after(minutes=21))
    assert setup.updates() == ["taken out of Harbour Institute Harbour Notes 2024-03-05"]


def test_one_line_a_post_and_day(posted: Setup) -> None:
    """A second correction of the day adds to the first line; the next day's makes its own."""
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20))
    assert posted.ingest(LATEST, *ITEMS[1:], now=after(minutes=30)) == ("1 post updated",)
    posted.delivery.tick(after(minutes=31))
    assert [message["text"] for message in posted.poster.messages[1:]] == ["corrected P1 v2; P1 v3"]
    assert posted.ingest(LATER, *ITEMS[1:], now=after(days=1)) == ("1 correction line, 1 post updated",)
    posted.delivery.tick(after(days=1))
    assert posted.lines() == [("B1v1 2024-03-10", "sent"), ("B1v1 2024-03-11", "sent")]


def test_only_the_channels_that_were_told_get_it(setup: Setup) -> None:
    """A channel whose summary does not carry the item hears nothing of it."""
    setup.follow("topic:energy")
    setup.follow("topic:robotics", channel="C2")
    setup.ingest(*ITEMS)
    setup.delivery.tick(after(minutes=10))
    assert setup.ingest(LATER, *ITEMS[1:], now=after(minutes=20)) == ("1 correction line, 1 post updated",)
    setup.delivery.tick(after(minutes=21))
    assert [message["channel"] for message in setup.poster.messages] == [CHANNEL, "C2", CHANNEL]


def test_an_item_that_no_longer_matches_stays(setup: Setup) -> None:
    """What a channel was told is corrected there, also when the filter would leave it out now; new matches join."""
    setup.follow("topic:energy")
    setup.ingest(*ITEMS)
    setup.delivery.tick(after(minutes=10))
    moved = (replace(ITEMS[0], topics=("robotics",)), replace(ITEMS[1], topics=("energy",)), ITEMS[2])
    assert setup.ingest(*moved, now=after(minutes=20)) == ("1 post updated",)
    setup.delivery.tick(after(minutes=21))
    assert setup.updates() == ["D1: P1v2 P2v2 I3 part 0"]


def test_what_is_taken_out_goes_from_the_post(posted: Setup) -> None:
    """A removed item leaves the post; a post with nothing left says so."""
    posted.ingest(*ITEMS[1:], now=after(minutes=20))
    posted.delivery.tick(after(minutes=21))
    posted.ingest(now=after(minutes=30))
    posted.delivery.tick(after(minutes=31))
    assert posted.updates() == ["D1: P2 I3 part 0", "taken out of Harbour Institute Harbour Notes 2024-03-05"]


def test_a_first_summary_of_an_archived_briefing_is_corrected_too(setup: Setup) -> None:
    """Whatever stands in a channel is corrected, announced or not."""
    number = setup.follow()
    with setup.store.write() as db:
        db.execute("UPDATE subscriptions SET started_at = NULL WHERE id = ?", [number])
    setup.ingest(*ITEMS, now=after(days=60))
    setup.digests.enqueue_due(now=after(days=60))
    setup.delivery.tick(after(days=60))
    assert setup.ingest(REWORDED, *ITEMS[1:], now=after(days=61)) == ("1 post updated",)


@pytest.mark.parametrize("state", [SubscriptionState.PAUSED, SubscriptionState.CANCELLED])
def test_who_wants_no_posts_gets_no_line(posted: Setup, state: SubscriptionState) -> None:
    """A paused or ended subscription's post is set right in silence."""
    with posted.store.write() as db:
        set_state(db, 1, state)
    assert posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20)) == ("1 post updated",)


def test_a_filter_that_cannot_be_read_leaves_its_post(posted: Setup) -> None:
    """What a summary should say now is not known then: only the line tells the correction."""
    with posted.store.write() as db:
        db.execute("UPDATE post_rules SET filter = 'sort:nonsense'")
    assert posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20)) == ("1 correction line",)


def test_a_post_is_corrected_by_the_rule_that_it_was_made_by(setup: Setup) -> None:
    """What the rule asks for since then brings nothing into an old post, and the ledger accounts for it as then."""
    setup.follow("topic:robotics")
    setup.ingest(*ITEMS)
    setup.delivery.tick(after(minutes=10))
    setup.change_rule("topic:energy")
    assert setup.ingest(LATER, *ITEMS[1:], now=after(minutes=20)) == ("none, a correction posts nothing new",)
    fates = [(row.item, row.fate, row.reason) for row in setup.digests.list_ledger()]
    assert fates == [
        ("I1", "filtered", "does not match: topic:robotics"),
        ("I1", "filtered", "does not match: topic:robotics"),
        ("I2", "posted", "summary B1v1"),
        ("I3", "filtered", "does not match: topic:robotics"),
    ]
    added = make_policy_item(3, "Robots get a register.", topic="robotics")
    assert setup.ingest(LATER, ITEMS[1], added, ITEMS[2], now=after(minutes=30)) == ("1 post updated",)
    setup.delivery.tick(after(minutes=31))
    assert setup.updates() == ["D1: P2 P3 part 0"]


def test_a_correction_tells_nobody_what_their_channel_was_told(setup: Setup) -> None:
    """What a person's own rule brought a channel stays out of their direct messages when it is corrected, too."""
    setup.follow("topic:energy")
    setup.follow(channel="U1")
    setup.ingest(*ITEMS)
    setup.delivery.tick(after(minutes=10))
    assert [message["text"] for message in setup.poster.messages] == ["D1: P1 I3 part 0", "D2: P2 part 0"]
    assert setup.ingest(REWORDED, *ITEMS[1:], now=after(minutes=20)) == ("1 post updated",)
    setup.delivery.tick(after(minutes=21))
    assert setup.updates() == ["D1: P1v2 I3 part 0"]


def test_a_correction_brings_into_no_post_what_was_left_to_another(setup: Setup) -> None:
    """What a summary left to a digest of the same channel stays in that digest, whichever is written again first."""
    setup.follow("topic:energy")
    daily = Schedule(cadence=Cadence.DAILY)
    with setup.store.write() as db:
        set_rule(db, 1, filter_text="topic:energy", schedule=daily)
    setup.ingest(*ITEMS)
    setup.digests.enqueue_due(now=after(hours=5, minutes=1))
    setup.delivery.tick(after(hours=5, minutes=1))
    with setup.store.write() as db:
        add_subscription(
            db, workspace=TEAM, channel=CHANNEL, filter_text="", schedule=Schedule(), user="U1", now=after(hours=6)
        )
        set_state(db, 2, SubscriptionState.ACTIVE)
    setup.digests.enqueue_due(now=after(hours=6))
    setup.delivery.tick(after(hours=6))
    told = ["D1: P1 I3 part 0", "D2: P2 part 0"]
    assert [message["text"] for message in setup.poster.messages] == told
    setup.ingest(REWORDED, *ITEMS[1:], now=after(hours=7))
    setup.delivery.tick(after(hours=7))
    assert setup.updates() == ["D1: P1v2 I3 part 0"]
    fates = {(row.subscription, row.item, row.fate) for row in setup.digests.list_ledger()}
    assert ("D2", "I1", "posted") not in fates


def test_a_correction_brings_nobody_what_was_left_to_a_channel(setup: Setup) -> None:
    """What a member's summary left to their channel stays left to it, also while Slack does not say who is in it."""
    setup.follow(channel="U2")
    setup.follow("topic:energy")
    with setup.store.write() as db:
        keep_membership(db, workspace=TEAM, user="U2", channels=[CHANNEL], now=NOW)
    setup.ingest(*ITEMS)
    setup.delivery.tick(after(minutes=10))
    texts = [str(message["text"]) for message in setup.poster.messages]
    assert texts == ["D2: P1 I3 part 0", "D1: P2 part 0"]
    assert setup.ingest(REWORDED, *ITEMS[1:], now=after(hours=9)) == ("1 post updated",)
    setup.delivery.tick(after(hours=9, minutes=1))
    assert setup.updates() == ["D2: P1v2 I3 part 0"]


def test_nothing_is_added_to_a_post_whose_rule_is_not_known(setup: Setup) -> None:
    """Such a post, made before rules were kept with posts, says again what it carries, and nothing else."""
    setup.follow("topic:robotics")
    setup.ingest(*ITEMS)
    setup.delivery.tick(after(minutes=10))
    setup.change_rule("")
    with setup.store.write() as db:
        db.execute("DELETE FROM post_rules")
    reworded = replace(ITEMS[1], text="The ministry sets out a programme for service robots.")
    assert setup.ingest(LATER, reworded, ITEMS[2], now=after(minutes=20)) == ("1 post updated",)
    setup.delivery.tick(after(minutes=21))
    assert setup.updates() == ["D1: P2v2 part 0"]


def test_a_line_only_while_its_parent_stands(posted: Setup) -> None:
    """Where the summary was deleted from the channel, or taken back meanwhile, no line follows."""
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20))
    posted.poster.update_faults = [Outcome(kind=OutcomeKind.ERROR, error="message_not_found")]
    tick = posted.delivery.tick(after(minutes=21))
    assert (tick.sent, tick.skipped) == (0, 1)
    assert posted.lines() == [("B1v1 2024-03-10", "skipped")]
    posted.ingest(LATEST, *ITEMS[1:], now=after(minutes=30))
    assert posted.lines() == [("B1v1 2024-03-10", "skipped")]
    assert posted.delivery.tick(after(minutes=31)).changed == 0


def test_an_undone_briefing_takes_its_lines_along(posted: Setup) -> None:
    """A waiting line is cancelled and a posted one marked, with the summary."""
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20))
    posted.delivery.tick(after(minutes=21))
    posted.ingest(LATEST, *ITEMS[1:], now=after(days=1))
    posted.undo(after(days=1))
    posted.undo(after(days=1))
    assert posted.undo(after(days=1)) == ("1 cancelled, 2 to be marked as withdrawn",)
    assert [state for _, state in posted.lines()] == ["sent", "cancelled"]
    assert posted.ingest(*ITEMS, now=after(days=2)) == ("1 channel in 10 minutes",)


def test_a_withdrawn_summary_is_not_corrected(posted: Setup) -> None:
    """What was taken back stays so."""
    posted.undo(after(minutes=20))
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=30))
    posted.delivery.tick(after(minutes=31))
    assert posted.ingest(*ITEMS, now=after(minutes=32)) == ("what waited is written again: 1 channel in 8 minutes",)
    assert [text.split()[0] for text in posted.updates()] == ["withdrawn"]


def test_a_line_that_may_stand_is_looked_up(posted: Setup) -> None:
    """A line whose sending was killed is looked up in the thread and never posted twice."""
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20))
    posted.poster.faults = ["killed_after"]
    with pytest.raises(KilledError):
        posted.delivery.tick(after(minutes=21))
    for minute in (22, 24, 60):
        posted.delivery.tick(after(minutes=minute))
    assert [message["text"] for message in posted.poster.messages[1:]] == ["corrected P1 v2"]
    assert posted.lines() == [("B1v1 2024-03-10", "sent")]


def test_a_summary_that_may_stand_is_changed_once_it_is_found(setup: Setup) -> None:
    """An unclear summary keeps its payload; when it is found in the channel it is changed, then the line follows."""
    setup.follow()
    setup.ingest(*ITEMS)
    setup.poster.faults = ["lost"]
    setup.delivery.tick(after(minutes=10))
    assert setup.ingest(LATER, *ITEMS[1:], now=after(minutes=11)) == ("1 correction line, 1 post updated",)
    assert setup.delivery.tick(after(minutes=11)).sent == 0
    tick = setup.delivery.tick(after(minutes=13))
    assert (tick.sent, tick.changed) == (2, 1)
    assert [message["text"] for message in setup.poster.messages] == ["D1: P1 P2 I3 part 0", "corrected P1 v2"]


def test_a_summary_may_need_more_or_fewer_messages(posted: Setup) -> None:
    """A corrected summary that grew goes on in its thread; one that shrank says so in what it needs no more."""
    posted.renderer.parts = 3
    posted.ingest(REWORDED, *ITEMS[1:], now=after(minutes=20))
    posted.delivery.tick(after(minutes=21))
    assert [message["text"] for message in posted.poster.messages[1:]] == [
        "D1: P1v2 P2 I3 part 1",
        "D1: P1v2 P2 I3 part 2",
    ]
    posted.renderer.parts = 2
    posted.ingest(*ITEMS, now=after(minutes=30))
    posted.delivery.tick(after(minutes=31))
    assert posted.updates()[-3:] == ["D1: P1v3 P2 I3 part 0", "D1: P1v3 P2 I3 part 1", "emptied"]


def test_a_newer_change_is_not_lost_while_an_older_one_is_made(posted: Setup) -> None:
    """What is wanted while Slack is being told something older is told next."""
    posted.ingest(REWORDED, *ITEMS[1:], now=after(minutes=20))
    plain = posted.poster.update

    def update_late(
        *,
        channel: str,
        ts: str,
        message: Message,
        key: str,
        takes_back: bool = False,
    ) -> Outcome:
        assert not takes_back
        posted.poster.update = plain  # type: ignore[method-assign]
        posted.ingest(*ITEMS, now=after(minutes=21))
        return plain(channel=channel, ts=ts, message=message, key=key)

    posted.poster.update = update_late  # type: ignore[method-assign]
    posted.delivery.tick(after(minutes=21))
    posted.delivery.tick(after(minutes=22))
    assert posted.updates() == ["D1: P1v2 P2 I3 part 0", "D1: P1v3 P2 I3 part 0"]
    with posted.store.read() as db:
        assert [post.state for post in list_posts(db)] == [PostState.SENT]


def test_what_cannot_be_taken_out_of_a_post_is_said(posted: Setup) -> None:
    """Where Slack lets nobody change the post that still has a dropped item, the ledger says so."""
    posted.ingest(*ITEMS[:2], now=after(minutes=20))
    posted.poster.update_faults = [Outcome(kind=OutcomeKind.ERROR, error="edit_window_closed")]
    posted.delivery.tick(after(minutes=21))
    fates = {(row.item, row.fate, row.reason) for row in posted.digests.list_ledger()}
    reason = "a correction dropped it, but Slack did not let the post be marked"
    assert ("I3", "taken out", reason) in fates


def test_what_cannot_be_put_right_in_a_post_is_said(posted: Setup) -> None:
    """Nor may the ledger call an item corrected where Slack kept the post as it was."""
    posted.ingest(REWORDED, *ITEMS[1:], now=after(minutes=20))
    posted.poster.update_faults = [Outcome(kind=OutcomeKind.ERROR, error="edit_window_closed")]
    posted.delivery.tick(after(minutes=21))
    reasons = {(row.item, row.reason) for row in posted.digests.list_ledger() if row.fate == "posted"}
    told = "summary B1v1, corrected, but Slack did not let the post be changed"
    assert {("I1", told), ("I2", "summary B1v1")} <= reasons
