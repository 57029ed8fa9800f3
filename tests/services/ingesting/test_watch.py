"""A watched folder: what is new and stands still is read once, what fails is told once, no link is followed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bot.services.ingesting.watch import Watch
from tests.services.ingesting.web_of_feeds import NOW, Desk, after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from bot.services.ingesting.feeds import PollReport


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
    return Watch(desk.store, desk.ingest, folder, notices=desk.admins)


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
    assert report.lines == ("Watched folder: a.md is B1, 2 items. Posts: none.",)
    assert (report.read, report.failed) == (1, 0)
    again = Watch(desk.store, desk.ingest, folder, notices=desk.admins)
    for each in (watch, again):
        assert look_twice(each).lines == ()
    assert desk.reader.read_names == ["a.md"]


def test_a_changed_file_is_read_again_and_a_copy_is_not(watch: Watch, desk: Desk, folder: Path) -> None:
    """A change is another reading; the same bytes under another name are held already."""
    (folder / "deeper").mkdir()
    (folder / "deeper" / "a.md").write_text("issue 1")
    look_twice(watch)
    (folder / "deeper" / "a.md").write_text("issue 1, corrected")
    assert look_twice(watch).read == 1
    (folder / "copy.md").write_text("issue 1, corrected")
    report = look_twice(watch)
    assert report.lines == ("Watched folder: copy.md is held already (B2).",)
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


def test_a_bad_file_is_told_once_until_it_changes(watch: Watch, desk: Desk, folder: Path) -> None:
    """The others are read all the same."""
    (folder / "a.md").write_text("bad")
    (folder / "b.md").write_text("issue 1")
    report = look_twice(watch)
    assert (report.read, report.failed) == (1, 1)
    assert desk.admins.told == ["Watched folder: a.md is bad. Mend it."]
    assert look_twice(watch, after(days=9)).lines == ()
    (folder / "a.md").write_text("bad again")
    assert look_twice(watch).failed == 1
    (folder / "a.md").write_text("issue 2")
    assert look_twice(watch).read == 1
    assert len(desk.admins.told) == 2


def test_many_bad_files_are_one_word(watch: Watch, desk: Desk, folder: Path) -> None:
    """Five are named."""
    for number in range(7):
        (folder / f"{number}.md").write_text(f"bad {number}")
    assert look_twice(watch).failed == 7
    (told,) = desk.admins.told
    assert told.count(" is bad") == 5
    assert told.endswith("And 2 more files.")


def test_a_file_that_cannot_be_opened_is_tried_again(watch: Watch, desk: Desk, folder: Path) -> None:
    """It may be locked for a while: ever later, then given up and told."""
    (folder / "a.md").write_text("issue 1")
    watch.look(now=NOW)
    status = (folder / "a.md").lstat()
    (folder / "a.md").unlink()
    target = folder.parent / "elsewhere.md"
    target.write_text("issue 1")

    class SwappingWatch(Watch):
        """A folder in which the file turns into a link between the look and the reading."""

        def _list(self) -> dict[str, tuple[int, int]]:
            return {"a.md": (status.st_size, status.st_mtime_ns)}

    (folder / "a.md").symlink_to(target)
    swapped = SwappingWatch(desk.store, desk.ingest, folder, notices=desk.admins)
    report = look_twice(swapped)
    assert report.failed == 1
    assert "a.md cannot be opened" in report.lines[0]
    assert swapped.look(now=after(minutes=14)).lines == ()
    for day in range(1, 9):
        swapped.look(now=after(days=day))
        swapped.look(now=after(days=day))
    assert len(desk.admins.told) == 1
    assert desk.reader.read_names == []


def test_a_folder_that_is_missing_is_said_once(watch: Watch, desk: Desk, folder: Path) -> None:
    """And again when it goes away again."""
    for _ in range(2):
        folder.rmdir()
        assert watch.look(now=NOW).lines == (f"The watched folder {folder} cannot be read.",)
        assert watch.look(now=NOW).lines == ()
        folder.mkdir()
        assert look_twice(watch).lines == ()
    assert desk.admins.told == []


def test_a_stop_ends_between_two_files(watch: Watch, desk: Desk, folder: Path) -> None:
    """What was not read is read at the next look."""
    for number in range(3):
        (folder / f"{number}.md").write_text(f"issue {number}")
    watch.look(now=NOW)
    stops = iter([False, True])
    assert watch.look(now=NOW, stopping=lambda: next(stops)).read == 1
    assert watch.look(now=NOW).read == 2
    assert desk.reader.read_names == ["0.md", "1.md", "2.md"]
