"""What a correction and its undo do to summaries that were posted, on a real store with a recording poster."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.digests.delivery import Delivery
from bot.digests.holds import Troubles
from bot.digests.outbox import Digests
from bot.digests.outcomes import Outcome, OutcomeKind
from bot.errors import UnreadableDocumentError
from bot.ingest.ingest import Ingest
from bot.model.briefing import Briefing, Item
from bot.model.post import Message, PostKind
from bot.reading.child import ChildReader
from bot.scheduler import Scheduler
from bot.store.database import Store
from bot.store.ledger import list_ledger
from bot.store.outbox import list_posts
from tests.corpus import ITEMS, TopicMatcher, make_briefing, make_policy_item
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, after

LATER = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 28))
LATEST = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 4, 2))
REWORDED = replace(ITEMS[0], text="The ministry asks for opinions on draft rules for grid batteries.")


class Reader(ChildReader):
    """Gives the briefing that was put under these bytes."""

    def __init__(self) -> None:
        self.briefings: dict[bytes, Briefing] = {}

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        _ = layouts
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
        self.delivery = Delivery(store, self.poster, Troubles(store, self.renderer, workspace=TEAM))
        self.tick = Scheduler(digests=self.digests, delivery=self.delivery).tick

    def follow(self, filter_text: str = "", *, channel: str = CHANNEL) -> int:
        with self.store.write() as db:
            return add_active(db, filter_text=filter_text, channel=channel).id

    def ingest(self, *items: Item, now: dt.datetime = NOW) -> tuple[str, ...]:
        data = f"{len(self.reader.briefings)}".encode()
        self.reader.briefings[data] = make_briefing(sha256=data.decode(), items=items)
        return self.service.ingest(source_name="notes.md", data=data, by="U9", now=now).posts

    def undo(self, now: dt.datetime) -> tuple[str, ...]:
        return self.service.undo(1, by="U9", now=now).posts

    def lines(self) -> list[tuple[str, str]]:
        with self.store.read() as db:
            found = [post for post in list_posts(db) if post.slot.kind is PostKind.CORRECTION]
        return [(post.slot.slot, post.state.value) for post in found]

    def fates(self) -> list[tuple[str, str, str]]:
        with self.store.read() as db:
            return [(row.item, row.fate, row.reason) for row in list_ledger(db)]

    def updates(self) -> list[str]:
        return [message.text for _, message in self.poster.updates]


@pytest.fixture
def setup(store: Store) -> Setup:
    return Setup(store)


@pytest.fixture
def posted(setup: Setup) -> Setup:
    """A channel that follows everything, and had its summary."""
    setup.follow()
    setup.ingest(*ITEMS)
    setup.tick(after(minutes=10))
    return setup


def test_a_changed_deadline_makes_a_line_to_which_the_post_points(posted: Setup) -> None:
    """The line goes into the summary's thread, once; the summary itself stays and points to it; the ledger knows."""
    assert posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20)) == ("1 correction line",)
    tick = posted.tick(after(minutes=21))
    assert (tick.counts["sent"], tick.counts["changed"]) == (1, 1)
    summary, line = posted.poster.messages
    assert (line["text"], line["thread"]) == ("corrected P1 v2", summary["ts"])
    assert posted.poster.updates == [(summary["ts"], Message(text=f"{summary['text']}, see thread"))]
    again = posted.tick(after(hours=1))
    assert (again.counts["sent"], again.counts["changed"]) == (0, 0)
    assert ("I1", "posted", "summary B1v1, corrected") in posted.fates()


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
    assert posted.ingest(item, *ITEMS[1:], now=after(minutes=20)) == ("1 correction line",)


def test_other_corrections_are_silent(posted: Setup) -> None:
    """Another wording makes no line, and nothing is brought again."""
    assert posted.ingest(REWORDED, *ITEMS[1:], now=after(minutes=20)) == ()
    tick = posted.tick(after(minutes=21))
    assert (tick.counts["sent"], tick.counts["changed"]) == (0, 0)
    assert posted.lines() == []


def test_an_undo_of_a_correction_is_told_too(posted: Setup) -> None:
    """Taking a correction back gets a line too."""
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20))
    posted.tick(after(minutes=21))
    assert posted.undo(after(minutes=30)) == ("1 correction line",)
    tick = posted.tick(after(minutes=31))
    assert (tick.counts["sent"], tick.counts["changed"]) == (1, 0)
    assert posted.poster.messages[-1]["text"] == "corrected P1 v3"


def test_only_the_channels_that_were_told_get_it(setup: Setup) -> None:
    """A channel whose summary does not carry the item hears nothing of it."""
    setup.follow("topic:energy")
    setup.follow("topic:robotics", channel="C2")
    setup.ingest(*ITEMS)
    setup.tick(after(minutes=10))
    assert setup.ingest(LATER, *ITEMS[1:], now=after(minutes=20)) == ("1 correction line",)
    setup.tick(after(minutes=21))
    assert [message["channel"] for message in setup.poster.messages] == [CHANNEL, "C2", CHANNEL]


def test_what_is_taken_out_is_told(posted: Setup) -> None:
    """A removed item is named in the thread; the summary stays as it is, and the ledger says why nothing brings it."""
    assert posted.ingest(*ITEMS[1:], now=after(minutes=20)) == ("1 correction line",)
    posted.tick(after(minutes=21))
    assert posted.poster.messages[-1]["text"] == "corrected without 1"
    assert posted.fates()[0] == ("I1", "posted", "summary B1v1, a correction took it out")


def test_an_undone_briefing_takes_its_lines_along(posted: Setup) -> None:
    """A waiting line is cancelled and a posted one marked, with the summary."""
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20))
    posted.tick(after(minutes=21))
    posted.ingest(LATEST, *ITEMS[1:], now=after(days=1))
    posted.undo(after(days=1))
    posted.undo(after(days=1))
    assert posted.undo(after(days=1)) == ("1 to be marked as withdrawn",)
    assert [state for _, state in posted.lines()] == ["sent", "cancelled"]
    posted.ingest(*ITEMS, now=after(days=2))
    assert posted.tick(after(days=2, minutes=10)).counts["sent"] == 1


@pytest.mark.parametrize(("code", "state"), [("message_not_found", "cancelled"), ("edit_window_closed", "sent")])
def test_a_line_goes_only_where_its_post_still_stands(posted: Setup, code: str, state: str) -> None:
    """A reply to a message that somebody deleted would land in the channel; one that only can't be changed has it."""
    posted.poster.update_faults = [Outcome(kind=OutcomeKind.ERROR, error=code)]
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20))
    for minutes in (21, 22):
        posted.tick(after(minutes=minutes))
    assert [each for _, each in posted.lines()] == [state]
    assert posted.updates() == []


def test_a_change_is_tried_again_and_the_newest_words_count(posted: Setup) -> None:
    """Nobody knows how the first change ended: the next one says what is so by now, once."""
    posted.poster.update_faults = [Outcome(kind=OutcomeKind.UNCLEAR, error="timed out")]
    posted.ingest(LATER, *ITEMS[1:], now=after(minutes=20))
    assert posted.tick(after(minutes=21)).counts["changed"] == 0
    posted.undo(after(minutes=22))
    posted.undo(after(minutes=22))
    for minutes in (22, 23):
        posted.tick(after(minutes=minutes))
    assert posted.updates() == ["withdrawn Harbour Institute Harbour Notes 2024-03-05"]
