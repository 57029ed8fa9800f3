"""Storing thousands of reports: the work grows with them, also where all are about one document."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from bot.domain.records.briefing import Briefing, Section
from tests.builders import build_item
from tests.feed_lister import FeedLister
from tests.work import find_growing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.bootstrap import Application

pytestmark = pytest.mark.no_cover
NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
TITLED = "第{n}区储能安全规定"
NUMBER = "工信部装〔2024〕12号"
SIZE = 30
"""More reports than are compared with each, of which there are as many in a store of any size."""


class HeldReader(FeedLister):
    """A Reader that gives the briefing that is set."""

    briefing: Briefing

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        del source_name, data
        return self.briefing


class Desk:
    """A store, and briefings of so many reports of one document brought into it."""

    def __init__(self, app: Application, reader: HeldReader) -> None:
        self.app, self.reader = app, reader

    def ingest(
        self,
        publisher: str,
        count: int,
        *,
        text: str = "The draft sets limits.",
        title: str = "电池储能安全规定",
        number: str = "",
    ) -> int:
        """Bring a publisher's issue in, its text and its number of reports as given; give its briefing's number.

        The title and the number of the document are as given too, ``{n}`` in them is which report it is.
        """
        item = build_item(section=Section.POLICY_NEWS, headline=None, text=text)
        assert item.policy is not None
        policies = [
            replace(item.policy, title_zh=title.format(n=n), document_number=number.format(n=n) or None)
            for n in range(1, count + 1)
        ]
        day = dt.date(2024, 2, 28)
        self.reader.briefing = Briefing(
            publisher=publisher,
            series=None,
            title=publisher,
            published_on=day,
            period_start=None,
            period_end=None,
            people=(),
            items=tuple(replace(item, position=n, policy=policy) for n, policy in enumerate(policies, 1)),
            unread=(),
            source_name="a.md",
            media_type="text/markdown",
            sha256=f"{publisher} {count} {text} {title} {number}",
        )
        report = self.app.ingest.ingest(source_name="a.md", data=b"x", by="U1", now=NOW)
        assert report.briefing_id is not None
        return int(report.briefing_id.removeprefix("B"))


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    """Open a new store each time."""
    with ExitStack() as stack:
        opened: list[Path] = []

        def open_one() -> Desk:
            opened.append(tmp_path / f"{len(opened)}.db")
            reader = HeldReader()
            settings = Settings(db=opened[-1])
            app = bootstrap(settings, clock=FixedClock(NOW), create=True, reader=reader)
            return Desk(stack.enter_context(app), reader)

        yield open_one


def test_a_briefing_of_reports_of_one_document(open_desk: Callable[[], Desk]) -> None:
    """Each new report is held against what its policy says, never against the reports before it."""

    def prepare(count: int) -> Callable[[], object]:
        desk = open_desk()
        return lambda: desk.ingest("Harbour Notes", count)

    assert find_growing(prepare, SIZE) == {}


def test_the_same_from_a_second_publisher(open_desk: Callable[[], Desk]) -> None:
    """Nor against those of another briefing."""

    def prepare(count: int) -> Callable[[], object]:
        desk = open_desk()
        desk.ingest("Harbour Notes", count)
        return lambda: desk.ingest("Other Letter", count)

    assert find_growing(prepare, SIZE) == {}


def test_more_reports_prepare_no_more_statements(open_desk: Callable[[], Desk]) -> None:
    """SQLite asks what a statement may do whenever it prepares one: not once a report."""
    desk = open_desk()
    desk.ingest("Harbour Notes", 4, title=TITLED)
    prepared: list[object] = []

    def note(*told: object) -> int:
        prepared.append(told)
        return 0

    with desk.app.store.write() as db:
        db.conn.set_authorizer(note)
    desk.ingest("Other Letter", 4, title="第{n}区电池回收规定")
    before = len(prepared)
    desk.ingest("Third Page", 40, title="第{n}区电网接入规定")
    assert before > 0
    assert len(prepared) - before < 40


def test_the_same_corrected(open_desk: Callable[[], Desk]) -> None:
    """A correction that keeps what the policy is known by parts nothing, and looks at no other report."""

    def prepare(count: int) -> Callable[[], object]:
        desk = open_desk()
        desk.ingest("Harbour Notes", count)
        return lambda: desk.ingest("Harbour Notes", count, text="The draft sets no limits.")

    assert find_growing(prepare, SIZE) == {}


def test_the_same_taken_back(open_desk: Callable[[], Desk]) -> None:
    """What was read together is taken back together: the reports that stay are parted once."""

    def prepare(count: int) -> Callable[[], object]:
        desk = open_desk()
        desk.ingest("Harbour Notes", count)
        number = desk.ingest("Other Letter", count)
        return lambda: desk.app.ingest.undo(number, by="U1", now=NOW)

    assert find_growing(prepare, SIZE) == {}


def test_one_title_of_many_numbers(open_desk: Callable[[], Desk]) -> None:
    """A report is held against what may be its document by its number, not against all of its title."""

    def prepare(count: int) -> Callable[[], object]:
        desk = open_desk()
        desk.ingest("Harbour Notes", count, number="工信部装〔2024〕{n}号")
        return lambda: desk.ingest("Other Letter", count, number="工信部装〔2025〕{n}号")

    assert find_growing(prepare, SIZE) == {}


@pytest.mark.parametrize("title", ["储能电站安全管理规定", "第{n}区储能电站管理规定"])
def test_a_correction_of_the_title_of_all(open_desk: Callable[[], Desk], title: str) -> None:
    """Whether another report bears a title still, or holds the others together, is looked up, not read from each."""

    def prepare(count: int) -> Callable[[], object]:
        desk = open_desk()
        desk.ingest("Harbour Notes", count, title=TITLED, number=NUMBER)
        return lambda: desk.ingest("Harbour Notes", count, title=title, number=NUMBER)

    assert find_growing(prepare, SIZE) == {}


def test_many_policies_made_one(open_desk: Callable[[], Desk]) -> None:
    """Each that joins the others is led there alone, and what all say together is put together once."""

    def prepare(count: int) -> Callable[[], object]:
        desk = open_desk()
        desk.ingest("Harbour Notes", count, title=TITLED)
        return lambda: desk.ingest("Other Letter", count, title=TITLED, number=NUMBER)

    assert find_growing(prepare, SIZE) == {}


def test_many_policies_made_two_again(open_desk: Callable[[], Desk]) -> None:
    """What one issue held together is parted in one step when the issue is taken back."""

    def prepare(count: int) -> Callable[[], object]:
        desk = open_desk()
        desk.ingest("Harbour Notes", count, title=TITLED)
        number = desk.ingest("Other Letter", count, title=TITLED, number=NUMBER)
        with desk.app.store.read() as db:
            assert db.execute("SELECT count(DISTINCT policy_id) FROM items").fetchone() == (1,)
        return lambda: desk.app.ingest.undo(number, by="U1", now=NOW)

    assert find_growing(prepare, SIZE) == {}


@pytest.mark.parametrize("number", ["", "工信部装〔2025〕{n}号"])
def test_a_correction_that_parts_many(open_desk: Callable[[], Desk], number: str) -> None:
    """What the reports of an issue held together by their number is parted once, when all of them are corrected."""

    def prepare(count: int) -> Callable[[], object]:
        desk = open_desk()
        desk.ingest("Harbour Notes", count, title=TITLED)
        desk.ingest("Other Letter", count, title=TITLED, number=NUMBER)
        return lambda: desk.ingest("Other Letter", count, title=TITLED, number=number)

    assert find_growing(prepare, SIZE) == {}


def test_a_correction_that_parts_many_taken_back(open_desk: Callable[[], Desk]) -> None:
    """And so what an undo of the correction that united them parts."""

    def prepare(count: int) -> Callable[[], object]:
        desk = open_desk()
        desk.ingest("Harbour Notes", count, title=TITLED)
        desk.ingest("Other Letter", count, title=TITLED)
        number = desk.ingest("Other Letter", count, title=TITLED, number=NUMBER)
        return lambda: desk.app.ingest.undo(number, by="U1", now=NOW)

    assert find_growing(prepare, SIZE) == {}
