"""Commands in refusals are written as they are typed in the workspace, whichever way the refusal takes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.in_memory.local import LocalWorkspace
from tests.channel_room import NOW
from tests.empty_store import make_empty


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[LocalWorkspace]:
    """One whose commands begin with cn-."""
    settings = Settings(db=make_empty(tmp_path / "g.db"), command_prefix="cn-")
    with bootstrap(settings, clock=FixedClock(NOW), create=True) as app:
        yield app.workspace


def test_a_refusal_names_commands_as_they_are_typed(workspace: LocalWorkspace) -> None:
    """In the answer to a command, in a message, in the reply to a button, and so do notes."""
    hint = "/cn-digest lists the channel's subscriptions."
    assert hint in render_message(workspace.command("/cn-digest pause D9").payload)
    assert hint in render_message(workspace.write("digest pause D9").payload)
    workspace.command("/cn-digest subscribe topic:energy")
    workspace.press("Subscribe")
    workspace.command("/cn-digest")
    shown = workspace.screen
    workspace.command("/cn-digest unsubscribe D1")
    workspace.press("Unsubscribe")
    assert shown is not None
    workspace.show(shown)
    assert "/cn-digest subscribe topic:energy every:immediate makes it anew." in render_message(
        workspace.press("Pause").payload
    )
