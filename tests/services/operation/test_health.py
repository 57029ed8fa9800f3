"""Health: nothing to say when all is well, a sentence for each thing that a person must mend."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.clock import FixedClock
from bot.services.operation.health import BEAT_EVERY, SILENT_AFTER, Heart, SendingWatch, list_problems, read_health
from bot.services.sending.delivery_report import DeliveryReport
from bot.store.heartbeats import list_heartbeats
from bot.store.outbox import stop_sending
from tests.empty_store import open_empty

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)


def test_a_stopped_sender_and_a_lost_store_are_told(tmp_path: Path) -> None:
    """Of one's own workspace; each with what Slack or the store said."""
    store = open_empty(tmp_path / "g.db")
    assert list_problems(store, workspace="T1") == ()
    with store.write() as db:
        stop_sending(db, "T1", reason="token_revoked", now=NOW)
    assert list_problems(store, workspace="T2") == ()
    (problem,) = list_problems(store, workspace="T1")
    assert "token_revoked" in problem
    store.close()
    store.path.write_bytes(b"no database at all" * 100)
    (problem,) = list_problems(store, workspace="T1")
    assert str(store.path) in problem
    store.close()


def test_a_heartbeat_tells_from_outside_how_it_is(tmp_path: Path) -> None:
    """Well while it beats and nothing is to be mended; each workspace has a line."""
    store = open_empty(tmp_path / "g.db")
    assert read_health(store, now=NOW).well is False
    problems: list[str] = []
    Heart(store, workspace="T1", mode="socket", check=lambda: tuple(problems)).beat(NOW)
    found = read_health(store, now=NOW + dt.timedelta(seconds=7))
    assert found.well
    assert found.lines == ("T1 (socket mode): well, 7 s ago",)
    problems.append("No line.")
    Heart(store, workspace="T2", mode="http", check=lambda: tuple(problems)).beat(NOW)
    found = read_health(store, now=NOW)
    assert not found.well
    assert found.lines[1] == "T2 (http mode): No line."
    store.close()


@pytest.mark.parametrize("late", [SILENT_AFTER + dt.timedelta(seconds=1), -SILENT_AFTER - dt.timedelta(seconds=1)])
def test_a_silent_bot_is_not_well(tmp_path: Path, late: dt.timedelta) -> None:
    """One whose heartbeat is old, or far in the future, says when it was last seen."""
    store = open_empty(tmp_path / "g.db")
    Heart(store, workspace="T1", mode="socket", check=lambda: ()).beat(NOW)
    found = read_health(store, now=NOW + late)
    assert not found.well
    assert "no heartbeat since 2024-03-10 04:00:00 UTC" in found.lines[0]
    store.close()


def test_beats_are_sparse(tmp_path: Path) -> None:
    """Between two beats nothing is written; a clock that ran backwards beats at once."""
    store = open_empty(tmp_path / "g.db")
    heart = Heart(store, workspace="T1", mode="socket", check=lambda: ())
    written = []
    for seconds in (0, 5, 29, BEAT_EVERY.total_seconds(), 1):
        heart.beat(NOW + dt.timedelta(seconds=seconds))
        with store.read() as db:
            written.append((list_heartbeats(db)[0].at - NOW).total_seconds())
    assert written == [0, 0, 0, 30, 1]
    store.close()


def test_what_changes_is_told_at_once(tmp_path: Path) -> None:
    """A beat before the line to Slack is open does not stand after it is, nor one from before a loss."""
    store = open_empty(tmp_path / "g.db")
    problems = ["No line."]
    heart = Heart(store, workspace="T1", mode="socket", check=lambda: tuple(problems))
    heart.beat(NOW)
    assert read_health(store, now=NOW).lines == ("T1 (socket mode): No line.",)
    problems.clear()
    heart.beat(NOW + dt.timedelta(seconds=5))
    assert read_health(store, now=NOW + dt.timedelta(seconds=5)).well
    problems.append("No line.")
    heart.beat(NOW + dt.timedelta(seconds=10))
    assert not read_health(store, now=NOW + dt.timedelta(seconds=10)).well
    store.close()


def test_what_keeps_posts_from_being_sent_is_told() -> None:
    """A tick that failed at once, another sender when it gives no turn, a scheduler that hangs; a good tick ends it."""
    seconds = [0.0]
    sending = SendingWatch(elapsed=lambda: seconds[0])
    assert sending.list_problems() == ()
    sending.note(DeliveryReport(failed=True, blocked="The file was replaced.", lines=("The file was replaced.",)))
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


def test_a_bot_that_waits_for_slack_is_seen(tmp_path: Path) -> None:
    """It is not well, and nobody is told to start another; it goes on beating however long a wait is."""
    store = open_empty(tmp_path / "g.db")
    Heart(store, workspace="T1", mode="http", check=lambda: ()).beat(NOW - dt.timedelta(hours=1))
    waiting = Heart(store, workspace="", mode="http", check=lambda: ("Slack is away.",))
    waits: list[float] = []

    def go_on(seconds: float) -> bool:
        waits.append(seconds)
        return False

    assert not waiting.wait(70, clock=FixedClock(NOW), wait=go_on)
    assert waits == [30, 30, 10]
    assert waiting.wait(70, clock=FixedClock(NOW), wait=lambda _: True)
    found = read_health(store, now=NOW)
    assert not found.well
    assert found.lines == (
        "A bot that is starting (http mode): Slack is away.",
        "T1 (http mode): no heartbeat since 2024-03-10 03:00:00 UTC.",
    )
    waiting.end()
    assert read_health(store, now=NOW).lines[0].endswith("Start it again: gongbao serve.")
    store.close()
