"""Health: nothing to say when all is well, a sentence for each thing that a person must mend."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.services.health import list_problems
from bot.store.database import open_store
from bot.store.outbox import stop_sending

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)


def test_a_stopped_sender_and_a_lost_store_are_told(tmp_path: Path) -> None:
    """Of one's own workspace; each with what Slack or the store said."""
    store = open_store(tmp_path / "g.db", create=True)
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
