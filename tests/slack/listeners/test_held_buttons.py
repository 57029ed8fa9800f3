"""The buttons under what is held after a restore: an admin sends or skips all of it."""

from pathlib import Path

import pytest

from bot.model.post import PostState, Verdict, Why
from bot.slack.actions import SEND_ALL, SKIP_ALL
from bot.slack.in_memory.local_slack import REPLIES, TEAM
from bot.store.outbox import list_posts, record_verdict
from tests.channel_room import open_room
from tests.fake_slack.requests import build_press
from tests.posting import add_active, add_summary


@pytest.mark.parametrize(("action", "state"), [(SEND_ALL, "retry"), (SKIP_ALL, "sent")])
def test_a_press_settles_all_that_it_asks_about(tmp_path: Path, action: str, state: str) -> None:
    """What was held later waits for its own question; a second press, or an odd one, changes nothing."""
    address = f"{REPLIES}U0ADMIN/C0LOCAL"
    with open_room(tmp_path) as room:
        with room.app.store.write() as db:
            rule = add_active(db, workspace=TEAM)
            for slot in ("B1v1", "B2v1", "B3v1"):
                add_summary(db, rule, slot=slot)
            held = Verdict(state=PostState.HELD, why=Why.RESTORED)
            for post in list_posts(db):
                assert record_verdict(db, post, held)
        said = []
        for value in ("2", "2", "odd"):
            pressed = {"type": "button", "action_id": action, "value": value}
            room.workspace.send(build_press(pressed, response_url=address))
            said.append(room.show())
        with room.app.store.read() as db:
            assert [post.state.value for post in list_posts(db)] == [state, state, "held"]
    assert said[0].startswith("2 posts ")
    assert said[1] == "These posts were decided before. Nothing was changed."
    assert said[2].startswith("⚠ ")
