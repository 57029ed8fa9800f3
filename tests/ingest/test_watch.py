"""A watched folder: what is new and stands still is read once, what fails is asked about once, no link is followed."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.feeds import PollReport
from bot.ingest.gathering import Watch
from tests.ingest.web_of_feeds import NOW, Desk, after


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store beside an empty folder."""
    (tmp_path / "in").mkdir()
    desk = Desk.open(tmp_path / "g.db")
    yield desk
    desk.close()


@pytest.fixture
def folder(desk: Desk) -> Path:
    """The folder."""
    return desk.store.path.parent / "in"


@pytest.fixture
def watch(desk: Desk, folder: Path) -> Watch:
    """A watch over the folder."""
    return Watch(desk.store, desk.ingest, folder)


def look_twice(watch: Watch, now: dt.datetime = NOW) -> PollReport:
    """Look until what stood still is read; give the second report."""
    assert watch.look(now=now).lines == ()
    return watch.look(now=now)


def test_a_file_is_read_once_when_it_stands_still(watch: Watch, desk: Desk, folder: Path) -> None:
    """A file that grows is left until two looks find it the same; afterwards it is passed over, over restarts too."""
    (folder / "a.md").write_text("iss")
    assert watch.look(now=NOW).lines == ()
    (folder / "a.md").write_text("issue 1")
    assert watch.look(now=NOW).lines == ()
    report = watch.look(now=NOW)
    assert report.lines == ("Watched folder: “a.md” is B1, 2 items. Posts: none.",)
    assert (report.read, report.failed) == (1, 0)
    again = Watch(desk.store, desk.ingest, folder)
    for each in (watch, again):
        assert look_twice(each).lines == ()
    assert desk.reader.read_names == ["a.md"]


def test_a_changed_file_is_read_again_and_a_copy_is_not(watch: Watch, desk: Desk, folder: Path) -> None:
    """A change is another reading; the same bytes under another name are known."""
    (folder / "deeper").mkdir()
    (folder / "deeper" / "a.md").write_text("issue 1")
    look_twice(watch)
    (folder / "deeper" / "a.md").write_text("issue 1, corrected")
    assert look_twice(watch).read == 1
    (folder / "copy.md").write_text("issue 1, corrected")
    report = look_twice(watch)
    assert report.lines == ("Watched folder: “copy.md” was already stored as B2.",)
    assert report.unchanged == 1
    assert desk.reader.read_names == ["a.md", "a.md"]


def test_only_plain_files_with_a_known_ending_are_read(watch: Watch, desk: Desk, folder: Path) -> None:
    """Hidden ones, links, pipes, folders and other types are left alone, and nothing is written there."""
    secret = folder.parent / "secret.md"
    secret.write_text("not for the bot")
    (folder / "link.md").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    (folder / ".hidden.md").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.md").write_text("x")
    (folder / "folder.md").mkdir()
    (folder / "tool.exe").write_text("x")
    os.mkfifo(folder / "pipe.md")
    before = sorted(folder.rglob("*"))
    assert look_twice(watch).lines == ()
    assert desk.reader.read_names == []
    assert sorted(folder.rglob("*")) == before


def test_a_bad_file_is_listed_once_until_it_changes(watch: Watch, desk: Desk, folder: Path) -> None:
    """The others are read all the same."""
    (folder / "a.md").write_text("bad")
    (folder / "b.md").write_text("issue 1")
    report = look_twice(watch)
    assert (report.read, report.failed) == (1, 1)
    assert desk.list_failed() == ["Watched folder: a.md. a.md is bad. Mend it."]
    assert look_twice(watch, after(days=9)).lines == ()
    (folder / "a.md").write_text("bad again")
    assert look_twice(watch).failed == 1
    (folder / "a.md").write_text("issue 2")
    assert look_twice(watch).read == 1
    assert len(desk.list_failed()) == 2


def test_what_is_no_briefing_waits_in_the_review_list(watch: Watch, desk: Desk, folder: Path) -> None:
    """The file is asked about once."""
    (folder / "a.md").write_text("essay")
    assert "doesn't look like a briefing" in look_twice(watch).lines[0]
    assert look_twice(watch, after(days=9)).lines == ()
    assert [entry.name for entry in desk.review.list_open().entries] == ["a.md"]


def test_a_file_that_cannot_be_opened_is_tried_again(watch: Watch, folder: Path) -> None:
    """One that is gone by then is nobody's trouble."""
    (folder / "a.md").write_text("issue 1")
    (folder / "b.md").write_text("issue 2")
    watch.look(now=NOW)
    (folder / "a.md").unlink()
    assert watch.look(now=NOW).read == 1
