"""A series of backups keeps the newest, and removes none before a sound new one stands."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.operations.backups import back_up_into
from bot.store.database import Store, open_store
from tests.empty_store import open_empty

START = dt.datetime(2024, 3, 10, 4, 0, 0, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "g.db")
    yield opened
    opened.close()


def test_the_newest_are_kept_and_strangers_left_alone(store: Store, tmp_path: Path) -> None:
    """Named by their moment in UTC; a file of another name is not ours to remove."""
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "notes.txt").write_text("ours to keep")
    hours = [back_up_into(store, folder, keep=2, now=START + dt.timedelta(hours=hour)) for hour in range(4)]
    assert [removed for _, removed in hours] == [0, 0, 1, 1]
    assert sorted(path.name for path in folder.iterdir()) == [
        "gongbao-20240310T060000Z.db",
        "gongbao-20240310T070000Z.db",
        "notes.txt",
    ]
    open_store(hours[-1][0], create=False).close()


def test_a_failed_backup_removes_nothing(store: Store, tmp_path: Path) -> None:
    """The same moment twice, or no folder, is refused, and what stood there stands."""
    back_up_into(store, tmp_path, keep=1, now=START)
    with pytest.raises(StoreError, match="exists already"):
        back_up_into(store, tmp_path, keep=1, now=START)
    assert (tmp_path / "gongbao-20240310T040000Z.db").exists()
    with pytest.raises(StoreError, match="does not exist"):
        back_up_into(store, tmp_path / "none", keep=1, now=START)


def test_an_old_backup_that_cannot_be_removed_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new one stands all the same."""
    old = tmp_path / "gongbao-20230101T000000Z.db"
    old.touch()
    unlink = type(tmp_path).unlink

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path == old:
            raise PermissionError(1, "Operation not permitted")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(type(tmp_path), "unlink", refuse)
    with pytest.raises(StoreError, match="was written, but the old backup"):
        back_up_into(store, tmp_path, keep=1, now=START)
    assert (tmp_path / "gongbao-20240310T040000Z.db").is_file()


def test_what_a_killed_backup_left_is_removed_after_a_day(store: Store, tmp_path: Path) -> None:
    """One that may still be written is left alone, and so is a stranger's."""
    for name, age_h in (("20240301T040000Z", 25), ("20240310T030000Z", 1), ("of-mine", 999)):
        left = tmp_path / f"gongbao-{name}.db.partial"
        left.touch()
        written = (START - dt.timedelta(hours=age_h)).timestamp()
        os.utime(left, (written, written))
    back_up_into(store, tmp_path, keep=3, now=START)
    assert sorted(path.name for path in tmp_path.glob("*.partial")) == [
        "gongbao-20240310T030000Z.db.partial",
        "gongbao-of-mine.db.partial",
    ]
