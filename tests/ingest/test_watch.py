"""A watched folder: what is new and stands still is read once, what fails is asked about once, no link is followed."""

import datetime as dt
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.feeds import Watch
from tests.ingest.web_of_feeds import NOW, Desk, after

MINUTES = itertools.count()


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


def look(watch: Watch, desk: Desk, *, times: int = 2) -> list[str]:
    """Look so many times, each a minute later, two until what stood still is found; return what came of it in lines."""
    for _ in range(times):
        watch.look(NOW + dt.timedelta(minutes=next(MINUTES)))
    return desk.read_due(after(days=1))


def test_a_file_is_read_once_when_it_stands_still(desk: Desk, folder: Path) -> None:
    """A file that grows is left until two looks find it the same; a change is another reading, also after a restart."""
    watch = Watch(desk.store, folder)
    (folder / "deeper").mkdir()
    for text in ("iss", "issue 1"):
        (folder / "deeper" / "a.md").write_text(text)
        assert look(watch, desk, times=1) == []
    assert look(watch, desk, times=1) == ["Watched folder: a.md: added B1"]
    for each in (watch, Watch(desk.store, folder)):
        assert look(each, desk) == []
    (folder / "deeper" / "a.md").write_text("issue 1, corrected")
    assert len(look(watch, desk)) == 1
    (folder / "copy.md").write_text("issue 1, corrected")
    assert look(watch, desk) == ["Watched folder: copy.md: unchanged B2"]


def test_only_plain_files_with_a_known_ending_are_read(desk: Desk, folder: Path) -> None:
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
    assert look(Watch(desk.store, folder), desk) == []
    assert desk.reader.read_names == []
    assert sorted(folder.rglob("*")) == before


def test_a_bad_file_is_listed_once_until_it_changes(desk: Desk, folder: Path) -> None:
    """The others are read all the same; one that is gone by its turn is nobody's trouble."""
    watch = Watch(desk.store, folder)
    for name, text in (("a.md", "bad"), ("b.md", "issue 1"), ("gone.md", "issue 9"), ("tea.md", "essay")):
        (folder / name).write_text(text)
    watch.look(NOW)
    watch.look(after(seconds=15))
    (folder / "gone.md").unlink()
    bad, good, gone, essay = desk.read_due(after(hours=1))
    assert bad == "Watched folder: a.md: a.md is bad. Mend it."
    assert good.endswith("b.md: added B1")
    assert "gone.md is gone." in gone
    assert "doesn't look like a briefing" in essay
    assert desk.list_failed() == ["Watched folder: a.md. a.md is bad. Mend it."]
    assert "tea.md" in {entry.name for entry in desk.review.list_open().rows}
    assert look(watch, desk) == []
    (folder / "a.md").write_text("bad again")
    look(watch, desk)
    assert len(desk.list_failed()) == 2


def test_a_folder_is_looked_at_every_fifteen_seconds(desk: Desk, folder: Path) -> None:
    """Also by a clock that was set back; a folder that is gone for a while stops nothing."""
    watch = Watch(desk.store, folder)
    (folder / "a.md").write_text("issue 7")

    def step(now: dt.datetime) -> list[str]:
        desk.reader.read_names.clear()
        watch.look(now)
        desk.read_due(now)
        return list(desk.reader.read_names)

    assert step(NOW) == []
    assert step(after(seconds=14)) == []
    assert step(after(seconds=15)) == ["a.md"]
    (folder / "a.md").unlink()
    folder.rmdir()
    assert step(after(hours=6)) == []
    folder.mkdir()
    (folder / "b.md").write_text("issue 9")
    assert step(after(hours=-2)) == []
    assert step(after(hours=-1)) == ["b.md"]
