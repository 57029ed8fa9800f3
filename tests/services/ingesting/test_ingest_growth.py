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
