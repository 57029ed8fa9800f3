"""What is not certain enough stays out of unprompted posts until a person has settled it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.answers.lookup import Lookup
from bot.digests.compose import Matcher
from bot.digests.outbox import Digests
from bot.ingest.ingest import Ingest
from bot.ingest.review import Review
from bot.model.briefing import Inference, Item
from bot.model.post import Fate, Message
from bot.model.review import Decision, ReviewEntry
from bot.store.database import Store
from bot.store.ledger import list_ledger
from tests.empty_store import open_empty
from tests.posting import NOW, FakeRenderer, add_active
from tests.room import ISSUE, LEXICON, NEWS, TOP, FakeReader

DOUBT = Inference(
    field="reported_on", value="2024-03-01", confidence=0.5, reason="no year is printed", quote="MIIT published rules."
)
DOUBTFUL = replace(TOP, inferred=(DOUBT,))


def build_verdict(entry: ReviewEntry) -> Message:
    return Message(text=f"{entry.shown_id} {entry.decision}")


@dataclass
class Office:
    """A store with everything between a reading and a channel."""

    store: Store
    reader: FakeReader
    digests: Digests
    ingesting: Ingest
    review: Review

    def follow(self, filter_text: str = "") -> None:
        with self.store.write() as db:
            add_active(db, filter_text=filter_text)

    def ingest(self, *items: Item) -> None:
        self.reader.briefings[b"x"] = replace(ISSUE, items=items, unread=())
        self.ingesting.ingest(source_name="issue.md", data=b"x", by="U1", now=NOW)

    def settle(self, decision: Decision, *, now: dt.datetime = NOW) -> tuple[str, ...]:
        (entry, *_) = self.review.list_open().rows
        return self.review.settle(entry.number, decision, by="U9", now=now).lines

    def waiting(self) -> list[str]:
        previews = [each for number in (1, 2) for each in self.digests.preview_briefing(number, now=NOW)]
        return [parts[0].message.text for parts in previews]

    def fate(self, item: str) -> tuple[str, str]:
        with self.store.read() as db:
            (row,) = [row for row in list_ledger(db) if row.item == item]
        return row.fate, row.reason


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = open_empty(tmp_path / "g.db")
    reader, lookup = FakeReader(), Lookup(store, LEXICON)
    digests = Digests(store, Matcher(lookup), FakeRenderer())
    ingest = Ingest(store, reader, digests)
    yield Office(store, reader, digests, ingest, Review(store, lookup, digests, ingest, build_verdict))
    store.close()


def test_a_doubtful_item_is_left_out_and_the_ledger_says_why(office: Office) -> None:
    """The summary goes without it; its fate is that it is not certain enough."""
    office.follow()
    office.ingest(DOUBTFUL, NEWS)
    assert office.waiting() == ["D1: I2 part 0"]
    assert office.fate("I1") == (Fate.UNDECIDED, "date not certain")


def test_once_it_is_settled_as_right_it_is_no_longer_left_out(office: Office) -> None:
    """Within the hold what waits is written again, with it."""
    office.follow()
    office.ingest(DOUBTFUL, NEWS)
    assert office.settle(Decision.YES) == ("Posts: what waited is decided again.",)
    assert office.waiting() == ["D1: P1 I2 part 0"]
    assert office.fate("I1")[0] == "waiting"


def test_a_wrong_value_is_known_to_be_absent_so_the_item_is_posted(office: Office) -> None:
    """What is called wrong is taken out, and nothing doubtful is left."""
    office.follow()
    office.ingest(DOUBTFUL, NEWS)
    office.settle(Decision.NO)
    assert office.waiting() == ["D1: P1v2 I2 part 0"]


def test_a_company_that_was_only_guessed_is_posted_once_confirmed(office: Office) -> None:
    """Who follows a company on no list gets nothing by a guess, and the news once it is confirmed."""
    office.ingest(TOP, NEWS)
    office.follow("company:nimbus-gears")
    fresh = replace(NEWS, text="Nimbus Gears opened a plant.", companies=NEWS.companies[1:])
    office.reader.briefings[b"y"] = replace(ISSUE, published_on=NOW.date(), sha256="y", items=(fresh,), unread=())
    office.ingesting.ingest(source_name="next.md", data=b"y", by="U1", now=NOW)
    assert office.waiting() == []
    assert office.fate("I3") == (Fate.UNDECIDED, "names the company only by a guess")
    office.settle(Decision.YES)
    assert office.waiting() == ["D1: I3v2 part 0"]
