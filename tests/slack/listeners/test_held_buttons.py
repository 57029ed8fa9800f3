"""The buttons under what is held after a restore: an admin sends or skips all of it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.access.roles import Role, Viewer
from bot.clock import FixedClock
from bot.errors import BadQueryError
from bot.model.post import PostState, Verdict, Why
from bot.slack.actions import SEND_ALL, SKIP_ALL
from bot.slack.incoming import Incoming
from bot.slack.listeners.ingest import LISTENERS
from bot.store.outbox import list_doubtful, list_posts, record_verdict
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, add_active, add_summary, after

ADMIN = Viewer(workspace=TEAM, channel=CHANNEL, user="U9", role=Role.ADMIN)


@pytest.mark.parametrize(("action", "state"), [(SEND_ALL, "retry"), (SKIP_ALL, "sent")])
def test_a_press_settles_all_that_it_asks_about(tmp_path: Path, action: str, state: str) -> None:
    """What was held later waits for its own question; a second press, or an odd one, changes nothing."""
    store = open_empty(tmp_path / "g.db")
    with store.write() as db:
        rule = add_active(db)
        for slot in ("B1v1", "B2v1", "B3v1"):
            add_summary(db, rule, slot=slot)
        held = Verdict(state=PostState.HELD, why=Why.RESTORED)
        for post in list_doubtful(db, workspace=TEAM, restored_at=after(hours=1)):
            assert record_verdict(db, post, held)
    said: list[str] = []
    services: Any = SimpleNamespace(store=store, clock=FixedClock(NOW))

    def press(value: str) -> None:
        body = {"actions": [{"value": value}]}
        given: dict[str, Any] = {"services": services, "viewer": ADMIN, "body": body, "ack": None, "client": None}
        given |= {"context": None, "respond": lambda body: said.append(body["text"])}
        (later,) = [each.later for each in LISTENERS if each.key == f"action:{action}"]
        assert later is not None
        later(Incoming(**given))

    for _ in range(2):
        press("2")
    with pytest.raises(BadQueryError):
        press("odd")
    with store.read() as db:
        assert [post.state.value for post in list_posts(db)] == [state, state, "held"]
    assert said[0].startswith("2 posts ")
    assert said[1] == "These posts were decided before. Nothing was changed."
    store.close()
