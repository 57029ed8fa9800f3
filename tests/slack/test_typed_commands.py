"""Commands in refusals are written as they are typed in the workspace, whichever way the refusal takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.errors import BadQueryError
from bot.slack.commands import name_commands, typed_with
from bot.slack.in_memory.local import LocalPerson, LocalWorkspace
from bot.slack.messages.frame import build_error
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
    assert hint in render_message(LocalPerson(workspace).write("digest pause D9").payload)
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


def test_only_commands_are_named_so() -> None:
    """Not a path, an address, or a command that has its prefix already; without a prefix nothing changes."""
    text = "/policy list shows it, /cn-policy too; no /policies, https://a.example/policy or data/briefing."
    assert name_commands(text) == text
    with typed_with("cn-"):
        assert name_commands(text) == f"/cn-{text[1:]}"
        assert "/cn-ministry lists" in build_error(BadQueryError("No.", hint="/ministry lists those held.")).text
