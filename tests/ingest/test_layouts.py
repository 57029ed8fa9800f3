"""The layout of a series: found, asked about, confirmed or set, and used for every later issue."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Application, bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from bot.errors import BadQueryError, NotFoundError
from bot.ingest.layouts import Layouts
from bot.model.briefing import LayoutDoubt
from bot.model.intake import IngestReport
from bot.model.review import ReviewKind
from bot.store.review import find_file
from tests.harrow_lane import NEWS, write_letter
from tests.kept_reader import KeptReader

NOW = dt.datetime(2024, 5, 10, 9, tzinfo=dt.UTC)
LETTER = write_letter(6)
NEXT = write_letter(13, NEWS.replace("May:", "May 2024:").replace("drones", "ferries"))
ESSAY = write_letter(
    20,
    "".join(f"A long view on {what}, told without a day, an act or a heading of any kind.\n\n" for what in "abcdefgh")
    + "".join(f"- {what} and no more\n" for what in ("steel", "coal", "rice", "tea", "silk", "salt")),
)
ONE_ITEM = 'headline = ["heading 2"]\ntitle_page = 1\n'


class Desk:
    """A store with the service, and what comes in."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.layouts: Layouts = app.services.layouts

    def read(self, data: bytes, name: str = "letter.md") -> IngestReport:
        return self.app.services.ingest.ingest(source_name=name, data=data, by="U1", now=NOW)

    def list_layout_entries(self) -> list[str]:
        entries = self.app.services.review.list_open().rows
        return [entry.name for entry in entries if entry.kind is ReviewKind.LAYOUT]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    settings = Settings(db=tmp_path / "g.db")
    with bootstrap(settings, clock=FixedClock(NOW), create=True, reader=KeptReader()) as app:
        yield Desk(app)


def test_what_the_first_issue_lacked_is_found_in_a_later_one(desk: Desk) -> None:
    """A kept layout says nothing of looks that its issue did not have: a list at the end has items of its own."""
    desk.read(LETTER)
    desk.layouts.confirm(1, by="U1", now=NOW)
    more = "\n## In brief\n\n- 7 May: Huawei opened a plant for sensors in Wuhan.\n- 8 May: BYD recalled 900 buses.\n"
    desk.read(NEXT + more.encode(), "next.md")
    assert desk.layouts.show(2).used.is_kept
    assert [item.text for item in desk.layouts.show(2).items][3:] == [
        "Huawei opened a plant for sensors in Wuhan.",
        "BYD recalled 900 buses.",
    ]


def test_an_issue_that_the_kept_layout_explains_badly_is_asked_about(desk: Desk) -> None:
    """The doubt is one entry of the list, which confirming it settles."""
    desk.read(LETTER)
    desk.layouts.confirm(1, by="U1", now=NOW)
    report = desk.read(ESSAY, "essay.md")
    assert report.layout is not None
    assert report.layout.doubt is LayoutDoubt.DRIFTED
    assert desk.list_layout_entries() == [f"The layout of {report.briefing_id} is uncertain"]
    desk.layouts.confirm(2, by="U1", now=NOW)
    assert desk.list_layout_entries() == []


def test_files_are_kept_until_their_reading_is_taken_back(desk: Desk) -> None:
    """Nothing of a briefing that was taken back is left to be read again."""
    desk.read(LETTER)
    with desk.app.store.read() as db:
        sha256 = db.execute("SELECT sha256 FROM ingests").fetchone()[0]
        assert find_file(db, sha256) == LETTER
    desk.app.services.ingest.undo(1, by="U1", now=NOW)
    with desk.app.store.read() as db:
        assert find_file(db, sha256) is None
    with pytest.raises(NotFoundError, match="taken back"):
        desk.layouts.show(1, ONE_ITEM)


def test_what_is_no_layout_is_refused(desk: Desk) -> None:
    """Bad TOML, a layout with which nothing is read, a briefing that is not held, a notice."""
    desk.read(LETTER)
    for toml in (
        "item = [",
        f"item = {'[' * 5_000}",
        "#" * 10**6,
        'itme = ["row"]',
        'item = ["blob"]',
        "item = ['row']\nheadline = ['row']",
    ):
        with pytest.raises(BadQueryError):
            desk.layouts.set(1, toml, by="U1", now=NOW)
    with pytest.raises(BadQueryError, match="finds no item"):
        desk.layouts.set(1, "title_page = 500", by="U1", now=NOW)
    with pytest.raises(NotFoundError):
        desk.layouts.confirm(7, by="U1", now=NOW)
    notice = (Path(__file__).parents[1] / "data" / "zhibao_tongzhi.txt").read_bytes()
    assert desk.read(notice, "notice.txt").layout is None
    with pytest.raises(BadQueryError, match="notice"):
        desk.layouts.confirm(2, by="U1", now=NOW)
