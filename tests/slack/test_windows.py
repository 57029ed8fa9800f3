"""A window that Slack does not show: the person is told, with what to do about it where they asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.bootstrap import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.errors import DeliveryError
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import ADMIN
from bot.slack.windows import show_window
from tests import builders as b
from tests.empty_store import make_empty

if TYPE_CHECKING:
    from pathlib import Path


def refuse_windows(workspace: LocalWorkspace) -> None:
    """Let Slack show none."""
    slack, call = workspace.slack, workspace.slack.call

    def refuse(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        refused = {"ok": False, "error": "expired_trigger_id"}
        return refused if method.startswith("views.") else call(method, arguments)

    slack.call = refuse  # type: ignore[method-assign]  # the workspace of this test alone


def test_a_command_is_to_be_typed_again(tmp_path: Path) -> None:
    """No button was pressed."""
    with bootstrap(
        Settings(db=make_empty(tmp_path / "g.db"), admins=frozenset({ADMIN})), clock=FixedClock(b.NOW), create=True
    ) as app:
        refuse_windows(app.workspace)
        said = render_message(app.workspace.command("/ingest").payload)
    assert "Slack did not show the window (expired_trigger_id)" in said
    assert "Type the command again" in said
    assert "button" not in said


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ({"command": "/ingest"}, "Type the command again"),
        ({"type": "shortcut"}, "Use the shortcut again"),
        ({"type": "block_actions"}, "Press the button again"),
        ({"type": "block_actions", "view": {"type": "home"}}, "Press the button again"),
        ({"type": "block_actions", "view": {"type": "modal"}}, "Press the button again"),
    ],
)
def test_the_hint_names_what_asked_for_it(body: dict[str, Any], hint: str) -> None:
    """A command, a shortcut, or a button wherever it stands."""
    workspace = LocalWorkspace(FixedClock(b.NOW))
    refuse_windows(workspace)
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []}
    with pytest.raises(DeliveryError) as refused:
        show_window(workspace.client, body, view)
    assert refused.value.hint == f"{hint}; it must be answered within three seconds."
