"""Health: nothing to say when all is well, a sentence for each thing that a person must mend."""

import datetime as dt
import secrets
import socket
from pathlib import Path

import pytest

from bot.digests.delivery import DeliveryReport
from bot.operations.health import SILENT_AFTER, Heart, SendingWatch, list_problems, read_health, tell_supervisor
from bot.store.memos import Memo, MemoKind, put_memo
from tests.empty_store import open_empty

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)


def test_a_stopped_sender_and_a_lost_store_are_told(tmp_path: Path) -> None:
    """Of one's own workspace; each with what Slack or the store said."""
    store = open_empty(tmp_path / "g.db")
    assert list_problems(store, workspace="T1") == ()
    with store.write() as db:
        put_memo(db, Memo(kind=MemoKind.STOPPED, subject="T1", at=NOW, record="token_revoked"))
    assert list_problems(store, workspace="T2") == ()
    (problem,) = list_problems(store, workspace="T1")
    assert "token_revoked" in problem
    store.close()
    store.path.write_bytes(b"no database at all" * 100)
    (problem,) = list_problems(store, workspace="T1")
    assert str(store.path) in problem
    store.close()


def test_a_heartbeat_tells_from_outside_how_it_is(tmp_path: Path) -> None:
    """Well while it beats and nothing is to be mended, not before nor when silent; each workspace has a line."""
    store = open_empty(tmp_path / "g.db")
    assert read_health(store, now=NOW).well is False
    problems: list[str] = []
    Heart(store, workspace="T1", mode="socket", check=lambda: tuple(problems)).beat(NOW)
    found = read_health(store, now=NOW + dt.timedelta(seconds=7))
    assert found.well
    assert found.lines == ("T1 (socket mode): well, 7 s ago",)
    silent = SILENT_AFTER + dt.timedelta(seconds=1)
    for late in (silent, -silent):  # its heartbeat is old, or far in the future
        found = read_health(store, now=NOW + late)
        assert not found.well
        assert "no heartbeat since 2024-03-10 04:00:00 UTC" in found.lines[0]
    problems.append("No line.")
    Heart(store, workspace="T2", mode="http", check=lambda: tuple(problems)).beat(NOW)
    found = read_health(store, now=NOW)
    assert not found.well
    assert found.lines[1] == "T2 (http mode): No line."
    store.close()


def test_what_keeps_posts_from_being_sent_is_told() -> None:
    """A tick that failed at once, another sender when it gives no turn, a scheduler that hangs; a good tick ends it."""
    seconds = [0.0]
    sending = SendingWatch(elapsed=lambda: seconds[0])
    assert sending.list_problems() == ()
    sending.note(DeliveryReport(failed=True, blocked="The file was replaced.", lines=["The file was replaced."]))
    assert sending.list_problems() == ("Nothing has been sent from here for 0 s. The file was replaced.",)
    sending.note(DeliveryReport(blocked="Another process is sending."))
    assert sending.list_problems() == ()
    seconds[0] = SILENT_AFTER.total_seconds() + 1
    sending.note(DeliveryReport(blocked="Another process is sending."))
    assert sending.list_problems() == ("Nothing has been sent from here for 121 s. Another process is sending.",)
    sending.note(DeliveryReport())
    assert sending.list_problems() == ()
    seconds[0] *= 2
    (problem,) = sending.list_problems()
    assert "has not finished a tick for 121 s" in problem


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="such sockets are of Unix")
@pytest.mark.parametrize("is_abstract", [False, True])
def test_systemd_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture, *, is_abstract: bool) -> None:
    """At a path, and at an abstract name, which is written with @; one that does not listen is logged."""
    name = secrets.token_hex(8) if is_abstract else str(tmp_path / "s")
    address = f"@{name}" if is_abstract else name
    tell_supervisor("", "READY=1")
    assert not caplog.records
    tell_supervisor(address, "READY=1")
    assert "does not listen" in caplog.text
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0{name}" if is_abstract else name)
        tell_supervisor(address, "READY=1")
        tell_supervisor(address, "WATCHDOG=1")
        assert [listening.recv(100), listening.recv(100)] == [b"READY=1", b"WATCHDOG=1"]
