"""What is decided about a new, a corrected and a withdrawn briefing, on a real store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digests.delivery import Delivery
from bot.digests.outbox import Digests
from bot.digests.previews import Latest
from bot.model.briefing import Briefing
from bot.model.changes import decide_changes
from bot.model.subscription import SubscriptionState
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.store.briefings import deactivate_briefing, list_ingests, mark_undone
from bot.store.database import Store
from bot.store.items import deactivate_item, list_briefing_item_ids, list_held
from bot.store.outbox import list_posts
from bot.store.subscriptions import get_subscription, set_state
from tests.corpus import (
    ITEMS,
    LEXICON,
    TopicMatcher,
    make_briefing,
    make_company_item,
    make_policy_item,
    store_briefing,
)
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, after


class Setup:
    """A store with digests over it and a sender."""

    def __init__(self, store: Store, *, parts: int = 1) -> None:
        self.store = store
        self.renderer = FakeRenderer(parts=parts)
        self.poster = FakePoster()
        self.digests = Digests(store, TopicMatcher(), self.renderer)
        self.delivery = Delivery(store, self.poster, self.renderer, workspace=TEAM)

    def follow(self, filter_text: str = "", *, channel: str = CHANNEL) -> int:
        with self.store.write() as db:
            return add_active(db, filter_text=filter_text, channel=channel).id

    def ingest(self, briefing: Briefing, *, now: dt.datetime = NOW, is_new: bool = True) -> tuple[str, ...]:
        with self.store.write() as db:
            held = [] if is_new else list_held(db, 1)
            number = store_briefing(db, briefing, now=now)
            changes = decide_changes(held, briefing.items)
            return self.digests.announce(db, briefing_id=number, now=now, by="U9", is_new=is_new, changes=changes)

    def undo(self, number: int = 1, *, now: dt.datetime = NOW, whole: bool = True) -> tuple[str, ...]:
        with self.store.write() as db:
            mark_undone(db, list_ingests(db, number)[0].id, now=now)
            if whole:
                for item in list_briefing_item_ids(db, number):
                    deactivate_item(db, item)
                deactivate_briefing(db, number)
            return self.digests.withdraw(db, briefing_id=number, now=now, by="U9", whole=whole)

    def states(self) -> list[str]:
        with self.store.read() as db:
            return [post.state.value for post in list_posts(db)]

    def texts(self) -> list[str | None]:
        return [message["text"] for message in self.poster.messages]

    def fates(self) -> list[tuple[str, str, str, str]]:
        return [(row.subscription, row.item, row.fate, row.reason) for row in self.digests.list_ledger()]


@pytest.fixture
def setup(tmp_path: Path) -> Iterator[Setup]:
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield Setup(store)
    store.close()


def query(text: str) -> Query:
    return parse_query(text, lexicon=LEXICON, today=NOW.date())


CHANGED = (make_policy_item(1, "The ministry opens stricter rules on grid batteries for comment."), *ITEMS[1:])


def test_a_new_briefing_waits_ten_minutes_then_goes_to_its_followers(setup: Setup) -> None:
    """Each channel that follows something in it gets one summary, after the hold; the report says so."""
    setup.follow("topic:energy")
    setup.follow("topic:robotics", channel="C2")
    assert setup.ingest(make_briefing()) == ("2 channels in 10 minutes",)
    assert setup.delivery.tick(after(minutes=9)).sent == 0
    assert setup.delivery.tick(after(minutes=10)).sent == 2
    assert setup.texts() == ["D1: I1 I3 part 0", "D2: I2 part 0"]


def test_nothing_that_matches_posts_nothing(setup: Setup) -> None:
    """A briefing without anything for a channel is silent there, and the ledger names the filter."""
    setup.follow("topic:robotics")
    assert setup.ingest(make_briefing(items=ITEMS[:1])) == ("none, no channel follows what is in it",)
    assert setup.states() == []
    assert setup.fates() == [("D1", "I1", "filtered", "does not match: topic:robotics")]


def test_an_old_briefing_is_archived_in_silence(setup: Setup) -> None:
    """An issue older than 45 days posts nothing, and the report says why."""
    setup.follow()
    assert setup.ingest(make_briefing(dt.date(2023, 12, 6))) == ("none, the issue is older than 45 days: archived",)
    assert setup.states() == []


def test_an_earlier_issue_of_an_announced_series_is_archived(setup: Setup) -> None:
    """Only what is newer than the series' last announced issue is announced."""
    setup.follow()
    setup.ingest(make_briefing())
    said = setup.ingest(make_briefing(dt.date(2024, 2, 20), sha256="b"))
    assert "not newer than the last announced issue (2024-03-05)" in said[0]
    assert len(setup.states()) == 1


def test_what_the_channel_had_is_left_out_with_its_reason(setup: Setup) -> None:
    """Two rules of one channel bring an item once; the ledger names the rule that posted it."""
    setup.follow("topic:energy")
    setup.follow("")
    setup.ingest(make_briefing())
    setup.delivery.tick(after(minutes=10))
    assert setup.texts() == ["D1: I1 I3 part 0", "D2: I2 part 0"]
    assert setup.renderer.digests[1].left_out == (("left to D1", 2),)
    assert setup.fates() == [
        ("D1", "I1", "posted", "summary B1v1"),
        ("D1", "I2", "filtered", "does not match: topic:energy"),
        ("D1", "I3", "posted", "summary B1v1"),
        ("D2", "I1", "already had", "posted by D1, summary B1v1"),
        ("D2", "I2", "posted", "summary B1v1"),
        ("D2", "I3", "already had", "posted by D1, summary B1v1"),
    ]


def test_a_guessed_company_is_not_posted_unasked(setup: Setup) -> None:
    """An item that names the followed company only by a guess stays out of unprompted posts."""
    setup.follow("company:Harbourcell")
    guessed = make_company_item(1, "Harbourcell opens a line.", name="Harbourcell", company_id=None)
    setup.ingest(make_briefing(items=(guessed,)))
    assert setup.states() == []
    assert setup.fates() == [("D1", "I1", "not certain enough", "names the company only by a guess")]


def test_a_paused_rule_gets_nothing_and_the_ledger_says_so(setup: Setup) -> None:
    """An item that a paused subscription missed has that as its reason."""
    number = setup.follow()
    with setup.store.write() as db:
        set_state(db, number, SubscriptionState.PAUSED)
    assert setup.ingest(make_briefing()) == ("none, no channel follows what is in it",)
    assert {(fate, reason) for _, _, fate, reason in setup.fates()} == {("paused", "D1 was paused")}


def test_a_filter_that_cannot_be_read_pauses_its_rule(setup: Setup) -> None:
    """A filter that is no query any more pauses its rule, its channel and owner hear of it; no other is harmed."""
    bad = setup.follow("sort:nonsense")
    setup.follow("", channel="C2")
    assert setup.ingest(make_briefing()) == ("1 channel in 10 minutes",)
    with setup.store.read() as db:
        paused = get_subscription(db, bad)
    assert paused.state is SubscriptionState.PAUSED
    assert (paused.reason or "").startswith("its filter cannot be read:")
    for minutes in (1, 11, 70):
        setup.delivery.tick(after(minutes=minutes))
    told = [str(message["channel"]) for message in setup.poster.messages if "paused D1" in str(message["text"])]
    assert told == [CHANNEL, "U1"]


def test_a_correction_during_the_hold_replaces_what_waits(setup: Setup) -> None:
    """While the summary waits, a correction has it written again: the wrong text never goes out, and nothing twice."""
    setup.follow()
    setup.ingest(make_briefing())
    said = setup.ingest(make_briefing(sha256="b", items=CHANGED), now=after(minutes=5), is_new=False)
    assert said == ("what waited is written again: 1 channel in 5 minutes",)
    assert setup.states() == ["cancelled", "pending"]
    assert setup.delivery.tick(after(minutes=10)).sent == 1
    assert setup.renderer.digests[-1].entries[0].item.version == 2
    assert setup.delivery.tick(after(hours=1)).sent == 0


def test_undo_cancels_what_waits(setup: Setup) -> None:
    """An undo within the hold leaves nothing behind in any channel."""
    setup.follow()
    setup.ingest(make_briefing())
    assert setup.undo(now=after(minutes=5)) == ("1 cancelled",)
    assert setup.delivery.tick(after(minutes=10)).sent == 0
    assert setup.states() == ["cancelled"]
    assert {fate for _, _, fate, _ in setup.fates()} == {"cancelled"}


def test_undo_marks_what_was_posted(setup: Setup) -> None:
    """After an undo the posted summary says that it was withdrawn."""
    setup.follow()
    setup.ingest(make_briefing())
    setup.delivery.tick(after(minutes=10))
    assert setup.undo(now=after(minutes=20)) == ("1 to be marked as withdrawn",)
    assert setup.delivery.tick(after(minutes=21)).changed == 1
    assert setup.poster.updates[0][1].text == "withdrawn Harbour Institute Harbour Notes 2024-03-05"
    assert {fate for _, _, fate, _ in setup.fates()} == {"withdrawn"}


def test_after_an_undo_the_briefing_is_new_again(setup: Setup) -> None:
    """A briefing that was taken back and read again is announced again, once."""
    setup.follow()
    setup.ingest(make_briefing())
    setup.delivery.tick(after(minutes=10))
    setup.undo(now=after(minutes=20))
    assert setup.ingest(make_briefing(), now=after(minutes=30)) == ("1 channel in 10 minutes",)
    assert setup.delivery.tick(after(minutes=40)).sent == 1
    assert len(setup.poster.messages) == 2


def new_subscription(setup: Setup, filter_text: str = "") -> int:
    number = setup.follow(filter_text)
    with setup.store.write() as db:
        db.execute("UPDATE subscriptions SET started_at = NULL WHERE id = ?", [number])
    return number


def test_a_new_subscription_starts_with_one_summary(setup: Setup) -> None:
    """It is one of the latest briefing, also when that was archived, and only one."""
    setup.ingest(make_briefing(dt.date(2023, 12, 6)))
    new_subscription(setup)
    assert setup.digests.enqueue_due(now=after(hours=1)) == 1
    assert setup.digests.enqueue_due(now=after(hours=1)) == 0
    assert setup.delivery.tick(after(hours=1)).sent == 1


def test_preview_shows_everything_the_filter_brings(setup: Setup) -> None:
    """A preview leaves nothing out for having been posted, and stores nothing."""
    setup.follow()
    setup.ingest(make_briefing())
    digest = Latest(setup.store, TopicMatcher()).preview(query("topic:energy"), now=NOW, rule="D7")
    assert digest is not None
    assert [entry.item.shown_id for entry in digest.entries] == ["I1", "I3"]
    assert digest.rule == "D7"
    assert digest.left_out == (("other topics", 1),)
    assert digest.issuers == {"MIIT": "MIIT"}
    assert len(setup.states()) == 1
