"""The lock of the sender: one holder at a time, and a file that the bot can use whoever made it."""

import os
from pathlib import Path

import pytest

from bot.store.database import hold_sender_lock


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such owners")
def test_the_file_belongs_to_whom_the_database_belongs_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that root ran first would else keep the bot from sending; one that stands there is left alone."""
    given: list[tuple[str, int, int]] = []
    monkeypatch.setattr(os, "chown", lambda path, user, group: given.append((path.name, user, group)))
    db = tmp_path / "g.db"
    db.touch()
    for _ in range(2):
        with hold_sender_lock(db) as alone, hold_sender_lock(db) as second:
            assert (alone, second) == (True, False)
    owner = db.stat()
    assert given == [("g.db.sender", owner.st_uid, owner.st_gid)]


def test_who_may_not_give_a_file_away_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only root may; everybody else keeps what they make."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse, raising=False)
    (tmp_path / "g.db").touch()
    with hold_sender_lock(tmp_path / "g.db") as alone:
        assert alone
