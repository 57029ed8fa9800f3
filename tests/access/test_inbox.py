"""The inbox and presses: everything once, over restarts too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Store
from bot.store.inbox import KEPT, Inbox, Question
from tests.empty_store import open_empty

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=5)
QUESTION = Question(workspace="T1", channel="D1", ts="5.000001", thread_ts=None, user="U1", text="policy robots")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    store = open_empty(tmp_path / "g.db")
    yield store
    store.close()


def test_a_message_is_heard_claimed_and_closed_once(store: Store) -> None:
    """Its text is kept until it is answered, and not longer; one that Slack put off waits for as long as it said."""
    inbox = Inbox(store)
    assert inbox.hear(QUESTION, now=NOW)
    assert not inbox.hear(QUESTION, now=LATER)
    assert inbox.list_questions("T1", "heard", due_by=LATER) == [QUESTION]
    assert inbox.list_questions("T1", "heard", due_by=NOW) == []
    assert inbox.list_questions("T2", "heard", due_by=LATER) == []
    assert inbox.claim(QUESTION)
    assert not inbox.claim(QUESTION)
    inbox.free(QUESTION, now=NOW, wait_s=17)
    times = [NOW + dt.timedelta(seconds=seconds) for seconds in (16, 17)]
    waiting = [inbox.list_questions("T1", "heard", due_by=time) for time in times]
    assert waiting == [[], [QUESTION]]
    assert inbox.claim(QUESTION)
    inbox.close(QUESTION)
    inbox.free(QUESTION, now=NOW)
    assert not inbox.claim(QUESTION)
    assert not inbox.hear(QUESTION, now=LATER)
    assert inbox.list_heard("T1", "D1") == ["5.000001"]
    with store.read() as db:
        assert [row["text"] for row in db.query("SELECT text FROM questions")] == [""]


def test_messages_are_forgotten_after_a_week(store: Store) -> None:
    """Long after anybody would bring them again."""
    inbox = Inbox(store)
    inbox.hear(QUESTION, now=NOW)
    inbox.hear(Question(workspace="T1", channel="D1", ts="7.1"), now=NOW + 2 * KEPT)
    assert inbox.list_heard("T1", "D1") == ["7.1"]


def test_conversations_are_known_until_the_bot_leaves(store: Store) -> None:
    """With the time of the last message that was seen there, which no earlier one takes back."""
    inbox = Inbox(store)
    inbox.hear(QUESTION, now=NOW)
    inbox.know("T1", "D2", now=LATER)
    inbox.know("T1", "D2", now=LATER + dt.timedelta(hours=1))
    known = f"{LATER.timestamp():.6f}"
    assert inbox.list_conversations("T1") == {"D1": "5.000001", "D2": known}
    inbox.see("T1", "D1", ts="9.000001", now=NOW)
    inbox.see("T1", "D1", ts="7.000001", now=NOW)
    inbox.forget("T1", "D2")
    inbox.hear(Question(workspace="T1", channel="C1", ts="7.1"), now=NOW + 2 * KEPT)
    assert inbox.list_conversations("T1") == {"D1": "9.000001"}
