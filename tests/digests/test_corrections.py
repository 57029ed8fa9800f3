"""What a correction and its undo do to summaries that were posted, on a real store with a recording poster."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.digests.outcomes import Outcome, OutcomeKind
from bot.ingest.ingest import Ingest
from bot.model.briefing import Item
from bot.model.post import Message, PostKind
from bot.scheduler import Scheduler
from bot.store.database import Store
from bot.store.outbox import list_posts
from tests.corpus import ITEMS, make_briefing, make_policy_item
from tests.digests.rule_room import RuleRoom
from tests.posting import CHANNEL, NOW, after
from tests.room import FakeReader

LATER = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 28))
LATEST = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 4, 2))
REWORDED = replace(ITEMS[0], text="The ministry asks for opinions on draft rules for grid batteries.")


class Setup(RuleRoom):
    """A room that documents come into as they do with the bot: what is read last is in force."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.reader = FakeReader()
        self.service = Ingest(store, self.reader, self.digests)
        self.send = Scheduler(digests=self.digests, delivery=self.delivery).tick

    def read(self, *items: Item, now: dt.datetime = NOW) -> tuple[str, ...]:
        data = f"{len(self.reader.briefings)}".encode()
        self.reader.briefings[data] = make_briefing(items=items)
        return self.service.ingest(source_name="notes.md", data=data, by="U9", now=now).effects.posts

    def take_back(self, now: dt.datetime) -> tuple[str, ...]:
        return self.service.undo(1, by="U9", now=now).posts

    def lines(self) -> list[str]:
        with self.store.read() as db:
            return [post.state.value for post in list_posts(db) if post.slot.kind is PostKind.CORRECTION]

    def updates(self) -> list[str]:
        return [message.text for _, message in self.poster.updates]


@pytest.fixture
def setup(store: Store) -> Setup:
    return Setup(store)


@pytest.fixture
def posted(setup: Setup) -> Setup:
    """A channel that follows everything, and had its summary."""
    setup.follow()
    setup.read(*ITEMS)
    setup.send(after(minutes=10))
    return setup


def test_a_changed_deadline_makes_a_line_to_which_the_post_points(posted: Setup) -> None:
    """The line goes into the summary's thread, once; the summary itself stays and points to it; the ledger knows."""
    assert posted.read(LATER, *ITEMS[1:], now=after(minutes=20)) == ("1 correction line",)
    tick = posted.send(after(minutes=21))
    assert (tick.counts["sent"], tick.counts["changed"]) == (1, 1)
    summary, line = posted.poster.messages
    assert (line["text"], line["thread"]) == ("corrected P1 v2", summary["ts"])
    assert posted.poster.updates == [(summary["ts"], Message(text=f"{summary['text']}, see thread"))]
    again = posted.send(after(hours=1))
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
    assert posted.read(item, *ITEMS[1:], now=after(minutes=20)) == ("1 correction line",)


def test_other_corrections_are_silent(posted: Setup) -> None:
    """Another wording makes no line, and nothing is brought again."""
    assert posted.read(REWORDED, *ITEMS[1:], now=after(minutes=20)) == ()
    tick = posted.send(after(minutes=21))
    assert (tick.counts["sent"], tick.counts["changed"]) == (0, 0)
    assert posted.lines() == []


def test_an_undo_of_a_correction_is_told_too(posted: Setup) -> None:
    """Taking a correction back gets a line too."""
    posted.read(LATER, *ITEMS[1:], now=after(minutes=20))
    posted.send(after(minutes=21))
    assert posted.take_back(after(minutes=30)) == ("1 correction line",)
    tick = posted.send(after(minutes=31))
    assert (tick.counts["sent"], tick.counts["changed"]) == (1, 0)
    assert posted.poster.messages[-1]["text"] == "corrected P1 v3"


def test_only_the_channels_that_were_told_get_it(setup: Setup) -> None:
    """A channel whose summary does not carry the item hears nothing of it."""
    setup.follow("topic:energy")
    setup.follow("topic:robotics", channel="C2")
    setup.read(*ITEMS)
    setup.send(after(minutes=10))
    assert setup.read(LATER, *ITEMS[1:], now=after(minutes=20)) == ("1 correction line",)
    setup.send(after(minutes=21))
    assert [message["channel"] for message in setup.poster.messages] == [CHANNEL, "C2", CHANNEL]


def test_what_is_taken_out_is_told(posted: Setup) -> None:
    """A removed item is named in the thread; the summary stays as it is, and the ledger says why nothing brings it."""
    assert posted.read(*ITEMS[1:], now=after(minutes=20)) == ("1 correction line",)
    posted.send(after(minutes=21))
    assert posted.poster.messages[-1]["text"] == "corrected without 1"
    assert posted.fates()[0] == ("I1", "posted", "summary B1v1, a correction took it out")


def test_an_undone_briefing_takes_its_lines_along(posted: Setup) -> None:
    """A waiting line is cancelled and a posted one marked, with the summary."""
    posted.read(LATER, *ITEMS[1:], now=after(minutes=20))
    posted.send(after(minutes=21))
    posted.read(LATEST, *ITEMS[1:], now=after(days=1))
    posted.take_back(after(days=1))
    posted.take_back(after(days=1))
    assert posted.take_back(after(days=1)) == ("1 to be marked as withdrawn",)
    assert posted.lines() == ["sent", "cancelled"]
    posted.read(*ITEMS, now=after(days=2))
    assert posted.send(after(days=2, minutes=10)).counts["sent"] == 1


@pytest.mark.parametrize(("code", "state"), [("message_not_found", "cancelled"), ("edit_window_closed", "sent")])
def test_a_line_goes_only_where_its_post_still_stands(posted: Setup, code: str, state: str) -> None:
    """A reply to a message that somebody deleted would land in the channel; one that only can't be changed has it."""
    posted.poster.update_faults = [Outcome(kind=OutcomeKind.ERROR, error=code)]
    posted.read(LATER, *ITEMS[1:], now=after(minutes=20))
    for minutes in (21, 22):
        posted.send(after(minutes=minutes))
    assert posted.lines() == [state]
    assert posted.updates() == []


def test_a_change_is_tried_again_and_the_newest_words_count(posted: Setup) -> None:
    """Nobody knows how the first change ended: the next one says what is so by now, once."""
    posted.poster.update_faults = [Outcome(kind=OutcomeKind.UNCLEAR, error="timed out")]
    posted.read(LATER, *ITEMS[1:], now=after(minutes=20))
    assert posted.send(after(minutes=21)).counts["changed"] == 0
    posted.take_back(after(minutes=22))
    posted.take_back(after(minutes=22))
    for minutes in (22, 23):
        posted.send(after(minutes=minutes))
    assert posted.updates() == ["withdrawn Harbour Institute Harbour Notes 2024-03-05"]
