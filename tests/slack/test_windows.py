"""A window that Slack does not show: the person is told, with what to do about it where they asked for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.app import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import ADMIN
from tests import builders as b
from tests.empty_store import make_empty


def refuse_windows(workspace: LocalWorkspace) -> None:
    """Let Slack show none."""
    slack, call = workspace.slack, workspace.slack.call

    def refuse(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        refused = {"ok": False, "error": "expired_trigger_id"}
        return refused if method.startswith("views.") else call(method, arguments)

    slack.call = refuse  # type: ignore[method-assign]  # the workspace of this test alone


def test_a_window_that_came_too_late_is_said(tmp_path: Path) -> None:
    """Slack shows none after three seconds: the command is answered with what to do."""
    with bootstrap(
        Settings(db=make_empty(tmp_path / "g.db"), admins=frozenset({ADMIN})), clock=FixedClock(b.NOW), create=True
    ) as app:
        refuse_windows(app.workspace)
        said = render_message(app.workspace.command("/ingest").payload)
    assert "Slack timed out; please try again." in said
